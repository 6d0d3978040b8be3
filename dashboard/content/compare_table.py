"""The chosen areas' figures as one table: the twin of the chart, with verdict, rank and trend."""

from __future__ import annotations

from typing import Any

from dashboard import compare_sentences, queries, state_words, text
from dashboard.charts import palette
from dashboard.content import card_words, comparisons, maps, past
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
        f"{_methods(trends)}"
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
    if row.state != "published":
        return state_words.absent(row.state)
    return str(row.reason_998 if confidence == "99.8" else row.reason_95)


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
        text.safe(limits or text.NO_INTERVAL),
        _verdict(row, shown, view),
        _rank(row, shown),
        _trend(row, shown, trends),
    ]


def _figure(row: Any, shown: Comparison) -> str:
    if row.state == "published":
        return f"<strong>{text.safe(shown.unit.full(row.value))}</strong>"
    note = f"<small>{text.safe(row.note)}</small>" if isinstance(row.note, str) else ""
    return f"{text.STATE_WORDS[row.state]}{note}"


def _untested(row: Any, shown: Comparison, view: View) -> str:
    """How far apart the figures are where no test says more, and why none does."""
    why = text.safe(reason(row, view.confidence))
    where = card_words.placed(row, shown.indicator, view.benchmark)
    if row.state != "published" or not where:
        return f"Not compared<small>{why}</small>"
    return f"{text.safe(where)}<small>chance not assessed: {why}</small>"


def _verdict(row: Any, shown: Comparison, view: View) -> str:
    name = text.BENCHMARK_NAMES[view.benchmark]
    if row.area_type != "borough":
        return "" if row.area_name == name else "<span class='none'>Only boroughs are judged</span>"
    key = maps.verdict_key(row, view.confidence)
    if key == "not_compared":
        return _untested(row, shown, view)
    return chip(row, view.confidence, palette.verdict_label(key, name))


def _rank(row: Any, shown: Comparison) -> str:
    if row.area_type != "borough":
        return ""
    if missing(row.rank):
        is_there = row.state == "published"
        why = row.rank_reason if is_there else state_words.absent(row.state)
        return f"Not ranked<small>{text.safe(why)}</small>"
    return text.safe(card_words.rank(row, shown.indicator["polarity"]))


def _trend(row: Any, shown: Comparison, trends: Any) -> str:
    if row.area_code not in trends.index:
        why = "" if row.state == "published" else state_words.absent(row.state)
        return f"Cannot be calculated<small>{why}</small>"
    own = trends.loc[row.area_code]
    periods = (str(own["first_period"]), str(own["last_period"]))
    words, why = compare_sentences.trend(
        str(own["direction"]), past.good(shown.indicator), periods, str(own["reason"])
    )
    if shown.indicator["current_prices"]:
        why += ", in current prices"
    return f"{text.safe(words)}<small>{text.safe(why)}</small>"


def _methods(trends: Any) -> str:
    """What rank and trend rest on, below the table."""
    used = [
        str(method)
        for method in dict.fromkeys(trends["method"])
        if any(trends.loc[trends["method"] == method, "direction"] != "cannot be calculated")
    ]
    trend = f" Trend: {'; '.join(used)}." if used else ""
    return (
        "<p class='sub'>Rank: the place of the published figure, counted from the nearer end; the "
        f"range is where the borough is 95% likely to be.{text.safe(trend)}</p>"
    )
