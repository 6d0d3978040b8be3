"""The chosen areas' figures as one table: the twin of the chart, with verdict, rank and trend."""

from __future__ import annotations

from typing import Any

from dashboard import compare_sentences, queries, text
from dashboard.charts import palette
from dashboard.content import comparisons, maps
from dashboard.content.comparisons import Comparison
from dashboard.db import Build
from dashboard.frames import missing, rows
from dashboard.keeping import kept
from dashboard.state import Confidence, View

MARKS = {"region": "london", "country": "england"}


@kept(256, *comparisons.SERIES)
def table(build: Build, view: View) -> str:
    """One row an area as HTML: boroughs as chosen, then London and England."""
    shown = comparisons.comparison(build, view)
    trends = queries.recent_trends(build, view.indicator, view.sex, view.age)
    name = text.BENCHMARK_NAMES[view.benchmark]
    heads = [
        "Area",
        f"Figure, {view.period}",
        f"{view.confidence}% interval",
        f"Compared with {name}",
        "Rank",
        "Recent trend",
    ]
    head = "".join(f"<th scope='col' role='columnheader'>{text.safe(x)}</th>" for x in heads)
    body = "".join(
        _row(row, mark(row, place), heads[1:], _cells(row, shown, view, trends))
        for place, row in enumerate(rows(shown.figures))
    )
    return (
        "<table class='list compared' role='table' aria-labelledby='side-by-side'>"
        f"<thead role='rowgroup'><tr role='row'>{head}</tr></thead>"
        f"<tbody role='rowgroup'>{body}</tbody></table>"
        f"{_methods(shown, trends)}"
    )


def mark(row: Any, place: int) -> str:
    """The class of an area's marker: a1 to a6 as boroughs were chosen, london, england."""
    return MARKS.get(row.area_type, f"a{place + 1}")


def chip(row: Any, confidence: Confidence, label: str) -> str:
    """A verdict with its mark on its colour; ``label`` is the words beside the mark."""
    style = palette.VERDICTS[maps.verdict_key(row, confidence)]
    return (
        f"<span class='verdict' style='background:{style.colour};color:{style.text_colour}'>"
        f"<span aria-hidden='true'>{style.mark}</span> {text.safe(label)}</span>"
    )


def reason(row: Any, confidence: Confidence) -> str:
    """Why an area is not compared, '' where it is."""
    found = row.reason_998 if confidence == "99.8" else row.reason_95
    return found if isinstance(found, str) else "there is no figure"


def _row(row: Any, style: str, labels: list[str], cells: list[str]) -> str:
    told = "".join(
        f"<td role='cell' data-label='{text.safe(label)}'>{cell}</td>"
        for label, cell in zip(labels, cells, strict=True)
    )
    return (
        f"<tr role='row'><th scope='row' role='rowheader'>"
        f"<i class='sign {style}' aria-hidden='true'></i>{text.safe(row.area_name)}</th>{told}</tr>"
    )


def _cells(row: Any, shown: Comparison, view: View, trends: Any) -> list[str]:
    lower, upper = text.limit_columns(view.confidence)
    limits = shown.unit.interval(getattr(row, lower), getattr(row, upper))
    return [
        _figure(row, shown),
        text.safe(limits or "Not given"),
        _verdict(row, view),
        _rank(row, shown),
        _trend(row, shown, trends),
    ]


def _figure(row: Any, shown: Comparison) -> str:
    if row.state == "published":
        return f"<strong>{text.safe(shown.unit.full(row.value))}</strong>"
    note = f"<small>{text.safe(row.note)}</small>" if isinstance(row.note, str) else ""
    return f"{text.STATE_WORDS[row.state]}{note}"


def _verdict(row: Any, view: View) -> str:
    name = text.BENCHMARK_NAMES[view.benchmark]
    if row.area_type != "borough":
        return "" if row.area_name == name else "<span class='none'>Only boroughs are judged</span>"
    key = maps.verdict_key(row, view.confidence)
    if key == "not_compared":
        return f"Not compared<small>{text.safe(reason(row, view.confidence))}</small>"
    return chip(row, view.confidence, palette.verdict_label(key, name))


def _rank(row: Any, shown: Comparison) -> str:
    if row.area_type != "borough":
        return ""
    if missing(row.rank):
        why = row.rank_reason if isinstance(row.rank_reason, str) else "there is no figure"
        return f"Not ranked<small>{text.safe(why)}</small>"
    return text.safe(comparisons.rank(row, shown.indicator["polarity"]))


def _trend(row: Any, shown: Comparison, trends: Any) -> str:
    if row.area_code not in trends.index:
        return "Cannot be calculated<small>there is no figure</small>"
    own = trends.loc[row.area_code]
    periods = (str(own["first_period"]), str(own["last_period"]))
    words, why = compare_sentences.trend(
        str(own["direction"]), shown.indicator["polarity"], periods, str(own["reason"])
    )
    return f"{text.safe(words)}<small>{text.safe(why)}</small>"


def _methods(shown: Comparison, trends: Any) -> str:
    """What rank and trend rest on, below the table."""
    end = "highest" if shown.indicator["polarity"] == "none" else "worst"
    used = [
        str(method)
        for method in dict.fromkeys(trends["method"])
        if any(trends.loc[trends["method"] == method, "direction"] != "cannot be calculated")
    ]
    trend = f" Trend: {'; '.join(used)}." if used else ""
    return (
        f"<p class='sub'>Rank: 1st is the {end}; the range is where the borough is 95% likely to "
        f"be.{text.safe(trend)}</p>"
    )
