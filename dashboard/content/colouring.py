"""The class of every borough on a map, by value, verdict, fifth or change, and its legend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from dashboard import queries, state, text
from dashboard.charts import legend, palette, scale
from dashboard.charts.legend import LegendClass
from dashboard.content import past, shared_scale
from dashboard.db import Build
from dashboard.frames import missing, rows
from dashboard.state import View
from dashboard.text import Unit


@dataclass(frozen=True)
class Colouring:
    """A class key for each borough, what the classes are, and what to know about them."""

    keys: list[str]
    classes: list[LegendClass]
    note: str


def of(build: Build, view: View, boroughs: pd.DataFrame, indicator: Mapping[str, Any]) -> Colouring:
    """How the boroughs are coloured.

    Args:
        boroughs: one row a borough of `queries.figures`; with the columns of
            `queries.value_changes` where the view is coloured by change.
        indicator: its row of the mart.
    """
    return _WAYS[view.colour](build, view, boroughs, indicator)


def verdict_key(row: Any, confidence: state.Confidence) -> str:
    """The class of a verdict: the stronger level where it holds, even when 95% is asked."""
    at_998 = row.verdict_998 if isinstance(row.verdict_998, str) else "not compared"
    at_95 = row.verdict_95 if isinstance(row.verdict_95, str) else "not compared"
    different = ("better", "worse", "higher", "lower")
    if at_998 in different:
        return f"{at_998}_998"
    if confidence == "99.8":
        return at_998.replace(" ", "_")
    return f"{at_95}_95" if at_95 in different else at_95.replace(" ", "_")


def change_key(row: Any, confidence: state.Confidence) -> str:
    """The class of a change, by the same rule; one without a row cannot be tested."""
    if missing(row.changed_95):
        return "not_testable"
    for level, word, meaning in (
        ("998", row.changed_998, row.meaning_998),
        ("95", row.changed_95, row.meaning_95),
    ):
        if word in ("increased", "decreased") and (level == "998" or confidence == "95"):
            return palette.change_key(word, meaning, level)
    return str(row.changed_95 if confidence == "95" else row.changed_998).replace(" ", "_")


def _by_value(
    build: Build, view: View, boroughs: pd.DataFrame, indicator: Mapping[str, Any]
) -> Colouring:
    unit = Unit.of(indicator)
    values, note = shared_scale.values(build, view)
    cut = scale.value_classes(values, unit.decimals)
    keys = [f"value_{place}" for place in scale.classify(list(boroughs["value"]), cut)]
    return Colouring(keys, legend.value_legend(cut, unit.prefix, unit.unit), note)


def _by_verdict(
    _: Build, view: View, boroughs: pd.DataFrame, indicator: Mapping[str, Any]
) -> Colouring:
    name = text.BENCHMARK_NAMES[view.benchmark]
    classes = legend.verdict_legend(indicator["polarity"], name, view.confidence)
    return Colouring([verdict_key(row, view.confidence) for row in rows(boroughs)], classes, "")


def _by_quintile(
    _: Build, __: View, boroughs: pd.DataFrame, indicator: Mapping[str, Any]
) -> Colouring:
    keys = [
        "no_quintile" if missing(place) else f"quintile_{int(place)}"
        for place in boroughs["quintile"]
    ]
    if set(keys) == {"no_quintile"}:
        note = "Fewer than five boroughs have a figure, so there are no fifths."
    else:
        end = "highest" if indicator["polarity"] == "none" else "worst"
        note = (
            f"About a fifth of the boroughs each, 1 the {end}; boroughs with the same figure are "
            "always in the same fifth. A fifth says nothing about chance."
        )
    return Colouring(keys, legend.quintile_legend(indicator["polarity"]), note)


def _by_change(
    build: Build, view: View, boroughs: pd.DataFrame, indicator: Mapping[str, Any]
) -> Colouring:
    keys = [change_key(row, view.confidence) for row in rows(boroughs)]
    found = queries.value_changes(build, view.indicator, view.sex, view.age, view.since)
    note = f"Change from {view.since} to {view.period}. An arrow says which way the figure went."
    reasons = found.loc[found["changed_95"] == "not testable", "change_reason"]
    if "not_testable" in keys and len(reasons):
        note += f" Not testable: {reasons.mode().iloc[0]}."
    if indicator["current_prices"]:
        note += " In the prices of each year, so no change is judged better or worse."
    return Colouring(keys, legend.change_legend(past.good(indicator), view.confidence), note)


_WAYS: Mapping[str, Callable[[Build, View, pd.DataFrame, Mapping[str, Any]], Colouring]] = (
    MappingProxyType(
        {
            "value": _by_value,
            "verdict": _by_verdict,
            "quintile": _by_quintile,
            "change": _by_change,
        }
    )
)
