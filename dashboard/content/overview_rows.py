"""The overview's rows: each indicator's latest figures in a line of words and a strip of dots."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from dashboard import overview_sentences, queries, sentences, state, text
from dashboard.charts import spread_strip
from dashboard.db import Build
from dashboard.text import Unit

# A priority shows this many rows at once; the others unfold.
FIRST_ROWS = 3


@lru_cache(maxsize=8)
def sections(build: Build) -> str:
    """Every priority's indicators as HTML, those without borough figures last, with the reason."""
    return "".join(_section(build, dict(row)) for _, row in queries.priorities(build).iterrows())


def indicators_of(build: Build, priority: str) -> pd.DataFrame:
    """A priority's own indicators, the catalogue's featured ones first."""
    every = queries.indicators(build)
    return every[(every["priority"] == priority) & ~every["context"]]


def place_of(priority: str) -> str:
    """Where on the page a priority's rows are, as the part of an address after #."""
    return f"priority-{priority}"


@lru_cache(maxsize=8)
def first_figures(build: Build) -> dict[str, pd.DataFrame]:
    """Every area's latest figure of each indicator's first series, as the other pages open it."""
    latest = queries.latest(build)
    order = {sex: place for place, sex in enumerate(state.SEX_ORDER)}
    found = {}
    for indicator, own in latest.groupby("indicator_id", sort=False):
        sex = min(own["sex"], key=lambda x: order.get(x, len(order)))
        own = own[own["sex"] == sex]
        found[str(indicator)] = own[own["age"] == own["age"].iloc[0]]
    return found


def link(page: str, shown: pd.DataFrame) -> str:
    """The address of a page for exactly this series; whole and safe inside an attribute."""
    first = shown.iloc[0]
    query = {"indicator": first["indicator_id"]}
    if first["sex"] != "persons":
        query["sex"] = first["sex"]
    return text.safe(f"{page}?{urlencode(query)}")


def gap_of(build: Build, shown: pd.DataFrame) -> dict[str, Any] | None:
    """The row of the series' gap in the mart gap_change, None where no gap is measured."""
    first, changes = shown.iloc[0], queries.headline_changes(build)
    own = changes[
        (changes["indicator_id"] == first["indicator_id"])
        & (changes["sex"] == first["sex"])
        & (changes["age"] == first["age"])
        & (changes["measure"] == "gap")
    ]
    if own.empty or pd.isna(own["latest_estimate"].iloc[0]):
        return None
    return {str(key): value for key, value in own.iloc[0].items()}


def of_another_period(change: Mapping[str, Any], figures: pd.DataFrame) -> str:
    """The period of a gap where it is not that of the figures above it, '' where it is."""
    period = str(change["latest_period"])
    return "" if period == str(figures["period"].iloc[0]) else f" {text.when(period)}"


def extremes(shown: pd.DataFrame) -> tuple[pd.Series[Any], pd.Series[Any]]:
    """The boroughs with the lowest and the highest figure."""
    boroughs = shown[(shown["area_type"] == "borough") & shown["value"].notna()]
    in_order = boroughs.sort_values("value", kind="stable")
    return in_order.iloc[0], in_order.iloc[-1]


def _section(build: Build, priority: dict[str, Any]) -> str:
    own = indicators_of(build, priority["priority_id"])
    can_show = state.shown(own)
    rows = [_row(build, dict(x)) for _, x in own[can_show].iterrows()]
    rows += [_without_figures(dict(x)) for _, x in own[~can_show].iterrows()]
    number = f"{priority['position']}. " if priority["position"] else ""
    return (
        f"<section class='priority' id='{place_of(priority['priority_id'])}'>"
        f"<h3>{number}{text.safe(priority['short_title'])}</h3>"
        f"<p class='question'>{text.safe(priority['question'])} "
        f"{text.safe(priority['measured_by'])}</p>"
        f"<div class='rows'>{''.join(rows[:FIRST_ROWS])}</div>"
        f"{_folded(rows[FIRST_ROWS:])}</section>"
    )


def _folded(rows: list[str]) -> str:
    if not rows:
        return ""
    return (
        f"<details class='more'><summary>{len(rows)} more</summary>"
        f"<div class='rows'>{''.join(rows)}</div></details>"
    )


def _row(build: Build, indicator: dict[str, Any]) -> str:
    shown = first_figures(build)[indicator["indicator_id"]]
    first = shown.iloc[0]
    unit = Unit.of(indicator)
    london, england = _value(shown, "region"), _value(shown, "country")
    boroughs = shown[(shown["area_type"] == "borough") & shown["value"].notna()]
    low, high = extremes(shown)
    words = (
        f"{unit.bare(low['value'])} in {low['area_name']} to "
        f"{unit.full(high['value'])} in {high['area_name']}"
    )
    strip = spread_strip.draw(
        list(boroughs["value"]),
        london,
        england,
        "A dot for each borough; the ends follow.",
    )
    people = text.people(str(first["sex"]))
    when = f"{people}, {first['period']}" if people else str(first["period"])
    return (
        f"<div class='row'><a href='{link('map', shown)}'>"
        f"{text.safe(indicator['short_title'])}</a>"
        f"<b>{_benchmark(unit, london, england)}</b>{strip}"
        f"<p class='range'><span>{text.safe(words)}</span> "
        f"<span>{text.safe(when)}</span></p>{_gap(build, shown, unit)}</div>"
    )


def _gap(build: Build, shown: pd.DataFrame, unit: Unit) -> str:
    """The gap between the most and least deprived fifths, and whether it is narrowing."""
    change = gap_of(build, shown)
    if change is None:
        return ""
    return (
        f"<p><a href='{link('gaps', shown)}'>Gap by deprivation</a> "
        f"{text.safe(overview_sentences.size(change, unit))}"
        f"{text.safe(of_another_period(change, shown))} "
        f"<i class='chip'>{text.safe(sentences.verdict_chip(change))}</i></p>"
    )


def _benchmark(unit: Unit, london: float | None, england: float | None) -> str:
    if london is not None:
        return f"London {text.safe(unit.full(london))}"
    return f"England {text.safe(unit.full(england))}" if england is not None else ""


def _without_figures(indicator: dict[str, Any]) -> str:
    return (
        f"<div class='row none'><strong>{text.safe(indicator['short_title'])}</strong>"
        f"<span class='tag'>No borough figure</span>"
        f"<p class='range'>{text.safe(indicator['no_figures'])}</p></div>"
    )


def _value(shown: pd.DataFrame, area_type: str) -> float | None:
    values = shown.loc[(shown["area_type"] == area_type) & shown["value"].notna(), "value"]
    return float(values.iloc[0]) if len(values) else None
