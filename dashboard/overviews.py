"""The overview's rows: each indicator's latest figures in a line of words and a strip of dots."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from dashboard import queries, sentences, state, text
from dashboard.charts import spread_strip
from dashboard.db import Build
from dashboard.text import Unit

# A priority shows this many rows at once; the others unfold.
FIRST_ROWS = 3


@lru_cache(maxsize=64)
def card(build: Build, priority: str) -> str:
    """One priority as HTML: its question, its first indicators, and the rest folded."""
    row = queries.priorities(build).set_index("priority_id").loc[priority]
    indicators = queries.indicators(build)
    own = indicators[(indicators["priority"] == priority) & ~indicators["context"]]
    can_show = state.shown(own)
    rows = [_row(build, dict(x)) for _, x in own[can_show].iterrows()]
    rows += [_without_figures(dict(x)) for _, x in own[~can_show].iterrows()]
    rest = len(rows) - FIRST_ROWS
    folded = (
        f"<details class='more'><summary>{rest} more</summary>"
        f"{''.join(rows[FIRST_ROWS:])}</details>"
        if rest > 0
        else ""
    )
    number = f"{row['position']}. " if row["position"] else ""
    return (
        f"<section class='priority {priority}'><h2>{number}{text.safe(row['short_title'])}</h2>"
        f"<p class='question'>{text.safe(row['question'])}</p>"
        f"<div class='rows'>{''.join(rows[:FIRST_ROWS])}</div>{folded}"
        f"<p class='sub measured'>{text.safe(row['measured_by'])}</p></section>"
    )


def counts(build: Build) -> dict[str, int]:
    """How much there is: indicators, indicators with borough figures, figures."""
    facts = queries.facts(build)
    return {
        "indicators": int(facts["indicators_with_boroughs"]),
        "figures": int(facts["observations_published"]),
    }


def _row(build: Build, indicator: dict[str, Any]) -> str:
    latest = queries.latest(build)
    own = latest[latest["indicator_id"] == indicator["indicator_id"]]
    first = own.iloc[0]
    shown = own[(own["sex"] == first["sex"]) & (own["age"] == first["age"])]
    unit = Unit.of(indicator)
    london, england = _value(shown, "region"), _value(shown, "country")
    boroughs = shown[(shown["area_type"] == "borough") & shown["value"].notna()]
    low, high = boroughs.loc[boroughs["value"].idxmin()], boroughs.loc[boroughs["value"].idxmax()]
    words = (
        f"{unit.bare(low['value'])} in {low['area_name']} to "
        f"{unit.full(high['value'])} in {high['area_name']}"
    )
    strip = spread_strip.draw(list(boroughs["value"]), london, england, f"Boroughs from {words}.")
    people = text.people(str(first["sex"]))
    when = f"{people}, {first['period']}" if people else str(first["period"])
    return (
        f"<div class='row'><a href='{_link(indicator, first)}' target='_self'>"
        f"{text.safe(indicator['short_title'])}</a>"
        f"<span class='london'>{_benchmark(unit, london, england)}</span>{strip}"
        f"<span class='range'><span>{text.safe(words)}</span>"
        f"<span>{text.safe(when)}</span></span>"
        f"{_gap(build, indicator, str(first['sex']), str(first['age']))}</div>"
    )


def _gap(build: Build, indicator: dict[str, Any], sex: str, age: str) -> str:
    """The gap between the most and least deprived fifths, and whether it is narrowing."""
    changes = queries.headline_changes(build)
    own = changes[
        (changes["indicator_id"] == indicator["indicator_id"])
        & (changes["sex"] == sex)
        & (changes["age"] == age)
        & (changes["measure"] == "gap")
    ]
    if own.empty or pd.isna(own["latest_estimate"].iloc[0]):
        return ""
    change = dict(own.iloc[0])
    points = sentences.gap_unit(Unit.of(indicator))
    size = points.with_interval(
        change["latest_estimate"], change["latest_lower"], change["latest_upper"]
    )
    return (
        f"<span class='gap'><a href='{_gaps_link(indicator, sex)}' target='_self'>Gap by "
        f"deprivation</a> {text.safe(size)} <span class='chip'>"
        f"{text.safe(sentences.verdict_chip(change))}</span></span>"
    )


def _gaps_link(indicator: dict[str, Any], sex: str) -> str:
    query = {"indicator": indicator["indicator_id"]} | ({"sex": sex} if sex != "persons" else {})
    return f"gaps?{urlencode(query)}"


def _benchmark(unit: Unit, london: float | None, england: float | None) -> str:
    if london is not None:
        return f"London {text.safe(unit.full(london))}"
    return f"England {text.safe(unit.full(england))}" if england is not None else ""


def _without_figures(indicator: dict[str, Any]) -> str:
    return (
        f"<div class='row none'><strong>{text.safe(indicator['short_title'])}</strong>"
        f"<span class='tag'>No borough figure</span>"
        f"<span class='range'>{text.safe(indicator['no_figures'])}</span></div>"
    )


def _link(indicator: dict[str, Any], first: pd.Series[Any]) -> str:
    query = {"indicator": indicator["indicator_id"], "period": first["period"]}
    if first["sex"] != "persons":
        query["sex"] = first["sex"]
    return f"map?{urlencode(query)}"


def _value(shown: pd.DataFrame, area_type: str) -> float | None:
    values = shown.loc[(shown["area_type"] == area_type) & shown["value"].notna(), "value"]
    return float(values.iloc[0]) if len(values) else None
