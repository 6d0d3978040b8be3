"""Boroughs side by side on one indicator: words, lines and what each chosen area's figure is.

Everything here is kept by build and view, and shared between viewers: never change a result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from dashboard import compare_sentences, findings, queries, text
from dashboard.charts import compare_lines, describe
from dashboard.charts.layout import PHONE_WIDTH
from dashboard.compare_sentences import Figure
from dashboard.content import card_words, past
from dashboard.content.picture import Picture
from dashboard.db import Build
from dashboard.frames import missing, rows
from dashboard.keeping import kept
from dashboard.state import ENGLAND, LONDON, View
from dashboard.text import Unit

HEIGHT = 400
# So many boroughs like the one chosen are offered to put beside it.
OFFERED = 3
# What the page depends on; its panels depend on the priority instead of one indicator's series.
SERIES = ("areas", "indicator", "period", "sex", "age", "benchmark", "confidence")
# What the chart and its words are made of: cutting up a frame costs as much as it has columns.
_DRAWN = [
    *("area_code", "area_name", "area_type", "period", "period_start", "period_end", "value"),
    *("state", "rank", "rank_shared", "rank_lower", "rank_upper", "rank_of"),
]
_BENCHMARK_CODES = {"london": LONDON, "england": ENGLAND}


@dataclass(frozen=True, eq=False)
class Comparison:
    """One indicator in one period for the boroughs chosen, London and England."""

    indicator: dict[str, Any]
    unit: Unit
    figures: pd.DataFrame
    finding: str
    measured: str
    overlap: str


@kept(256, *SERIES)
def comparison(build: Build, view: View) -> Comparison:
    """Everything the page says about the boroughs of a view in its period."""
    indicator = dict(queries.indicators(build).loc[view.indicator])
    unit = Unit.of(indicator)
    figures = _in_period(build, view)
    name = text.BENCHMARK_NAMES[view.benchmark]
    against = figures.loc[figures["area_code"] == _BENCHMARK_CODES[view.benchmark], "value"].iloc[0]
    return Comparison(
        indicator=indicator,
        unit=unit,
        figures=figures,
        finding=compare_sentences.finding(
            [_said(row, unit, view) for row in rows(figures) if row.area_type == "borough"],
            view.period,
            text.people(view.sex),
            "" if missing(against) else unit.full(against),
            name,
            view.confidence,
        )
        + "".join(f" {x}" for x in [findings.other_benchmark_missing(figures, view.benchmark)] if x)
        + findings.age_caveat(indicator)
        if view.areas
        else "",
        measured=_measured(unit, view),
        overlap=compare_sentences.OVERLAP.format(name=name, confidence=view.confidence),
    )


@kept(256, *SERIES)
def over_time(
    build: Build,
    view: View,
    height: int = HEIGHT,
    covering: tuple[float, ...] = (),
    width: int = PHONE_WIDTH,
) -> Picture:
    """The boroughs chosen, London and England over time, with their intervals.

    Args:
        build: whose figures.
        view: which indicator and boroughs.
        height: in pixels.
        covering: numbers the axis must hold beside the figures.
        width: of the narrowest screen it is read on, in pixels.
    """
    shown = comparison(build, view)
    series = _series(build, view, shown)
    figure = compare_lines.draw(
        series, unit=shown.unit, height=height, covering=covering, width=width
    )
    alternative = describe.trend_alt(
        series,
        measure=shown.indicator["title"],
        unit_prefix=shown.unit.prefix,
        unit=shown.unit.unit,
        decimals=shown.unit.decimals,
    )
    return Picture(figure, alternative)


@kept(512, *SERIES)
def heading(build: Build, view: View) -> str:
    """What the chart shows: the course of time, or the only period there is."""
    published = _series(build, view, comparison(build, view)).dropna(subset="value")
    periods = set(published["period"])
    return "Over time" if len(periods) != 1 else f"The only period published: {periods.pop()}"


@lru_cache(maxsize=256)
def invitation(build: Build, view: View) -> str:
    """What to do while no borough is chosen, with two examples to follow, as HTML."""
    ends = _ends(build, view)
    like = _alike(build, view.area)[:1] if view.area else []
    links = [_pair(build, view, ends, "the lowest and the highest figure")] if ends else []
    if like:
        own = queries.areas(build)["area_name"][view.area]
        links.append(_pair(build, view, (view.area, like[0]), f"the borough most like {own}"))
    items = "".join(f"<li>{link}</li>" for link in links)
    return (
        "<p class='lede'>Choose two to six boroughs above to see them side by side with London "
        "and England: on this indicator over time, and on every indicator of its priority.</p>"
        + (f"<p class='sub'>For example:</p><ul class='examples'>{items}</ul>" if items else "")
    )


@lru_cache(maxsize=256)
def prompt(build: Build, view: View) -> str:
    """What to do while one borough is chosen: boroughs like it to put beside it, as HTML."""
    own = view.areas[0]
    names = queries.areas(build)["area_name"]
    links = [
        f"<a href='{link(build, view, (own, other))}' target='_self'>{text.safe(names[other])}</a>"
        for other in _alike(build, own)[:OFFERED]
    ]
    like = f" Most like {text.safe(names[own])}: {', '.join(links)}." if links else ""
    return (
        "<p class='prompt'>One borough is chosen: here it is with London and England. "
        f"Choose another above to compare them.{like}</p>"
    )


@kept(256, *SERIES)
def bands(build: Build, view: View) -> str:
    """What the bands and bars of the chart are, and which line is London's and England's."""
    drawn = _series(build, view, comparison(build, view)).dropna(subset="value")
    there = set(drawn["role"]) if len(set(drawn["period"])) > 1 else set()
    london = " London is the solid line without markers." if "london" in there else ""
    england = " England is the dashed line." if "england" in there else ""
    return (
        f"Bands and bars are {view.confidence}% intervals, where one is published.{london}{england}"
    )


def link(build: Build, view: View, areas: Sequence[str]) -> str:
    """The address of this page with other boroughs, escaped for HTML."""
    return text.safe(
        f"compare?{urlencode(view.address(build) | {'areas': list(areas)}, doseq=True)}"
    )


def _in_period(build: Build, view: View) -> pd.DataFrame:
    """One row an area in the view's period: boroughs as chosen, London, England."""
    all_rows = queries.histories(build, view.indicator, view.sex, view.age, view.benchmark)
    own = all_rows[all_rows["period"] == view.period].set_index("area_code", drop=False)
    return _complete(build, own.reindex([*view.areas, LONDON, ENGLAND]), view.period)


def _complete(build: Build, figures: pd.DataFrame, period: str) -> pd.DataFrame:
    """The same rows, where an area that the source leaves out says so."""
    areas = queries.areas(build)
    figures = figures.assign(area_code=figures.index)
    is_absent = figures["state"].isna()
    return figures.assign(
        area_name=[areas["area_name"][code] for code in figures.index],
        area_type=[areas["area_type"][code] for code in figures.index],
        period=period,
        state=figures["state"].mask(is_absent, "missing"),
        note=figures["note"].mask(is_absent, text.STATE_MEANINGS["missing"]),
    ).reset_index(drop=True)


@lru_cache(maxsize=64)
def _series(build: Build, view: View, shown: Comparison) -> pd.DataFrame:
    """Every period of the areas shown, in the order of their styles."""
    history = queries.histories(build, view.indicator, view.sex, view.age, view.benchmark)
    order = {code: place for place, code in enumerate(shown.figures["area_code"])}
    lower, upper = text.limit_columns(view.confidence)
    used = [*_DRAWN, lower, upper, text.verdict_column(view.confidence)]
    own = history.loc[history["area_code"].isin(order), used]
    # A borough without a row keeps its place, so that the next one keeps its colour.
    absent = shown.figures[~shown.figures["area_code"].isin(own["area_code"])]
    drawn = own
    if len(absent):
        ends = history[history["period"] == view.period].iloc[0]
        absent = absent.assign(period_start=ends["period_start"], period_end=ends["period_end"])
        drawn = pd.concat([own, absent[own.columns]])
    places = [order[code] for code in drawn["area_code"]]
    drawn = drawn.take(sorted(range(len(places)), key=places.__getitem__)).reset_index(drop=True)
    hovers = [_hover(row, shown, view) for row in rows(drawn)]
    return past.as_drawn(drawn, hovers, view.confidence).assign(
        place=sorted(places), word=[text.STATE_WORDS.get(state, "") for state in drawn["state"]]
    )


def _hover(row: Any, shown: Comparison, view: View) -> str:
    """What the table says of one area, in lines."""
    lower, upper = text.limit_columns(view.confidence)
    figure = text.STATE_WORDS.get(row.state) or shown.unit.with_interval(
        row.value, getattr(row, lower), getattr(row, upper)
    )
    lines = [f"<b>{text.shown(row.area_name)}</b>, {text.shown(row.period)}", text.shown(figure)]
    word = getattr(row, text.verdict_column(view.confidence))
    if row.area_type == "borough" and isinstance(word, str):
        lines.append(text.sentence_case(text.verdict(word, view.benchmark)))
    lines.append(card_words.rank(row, shown.indicator["polarity"]))
    return "<br>".join(line for line in lines if line)


def _said(row: Any, unit: Unit, view: View) -> Figure:
    is_published = row.state == "published"
    word = getattr(row, text.verdict_column(view.confidence))
    reason = getattr(row, "reason_998" if view.confidence == "99.8" else "reason_95")
    return Figure(
        name=row.area_name,
        value=float(row.value) if is_published else float("nan"),
        written=unit.full(row.value) if is_published else "",
        state=row.state,
        verdict=word if isinstance(word, str) else "",
        reason=reason if isinstance(reason, str) else "",
        symmetric=_number(row.symmetric_value),
        error=_number(row.standard_error),
    )


def _number(value: Any) -> float:
    return float("nan") if missing(value) else float(value)


def _measured(unit: Unit, view: View) -> str:
    """What is measured, of whom, and when."""
    parts = [unit.name, text.people(view.sex), text.age_words(view.age), view.period]
    return " · ".join(text.sentence_case(part) for part in parts if part)


def _ends(build: Build, view: View) -> tuple[str, str] | None:
    """The boroughs with the lowest and the highest figure of the view's indicator and period."""
    figures = queries.histories(build, view.indicator, view.sex, view.age, view.benchmark)
    own = figures[
        (figures["period"] == view.period)
        & (figures["area_type"] == "borough")
        & figures["value"].notna()
    ]
    if len(own) < 2:
        return None
    in_order = own.sort_values(["value", "area_code"])["area_code"]
    return str(in_order.iloc[0]), str(in_order.iloc[-1])


def _alike(build: Build, area: str) -> list[str]:
    """The other boroughs, the most alike first; none for one that is not compared."""
    return [str(code) for code in queries.similar(build, area)["similar_area_code"].dropna()]


def _pair(build: Build, view: View, areas: tuple[str, str], why: str) -> str:
    names = queries.areas(build)["area_name"]
    both = f"{names[areas[0]]} and {names[areas[1]]}"
    return (
        f"<a href='{link(build, view, areas)}' target='_self'>{text.safe(both)}</a>: "
        f"{text.safe(why)}"
    )
