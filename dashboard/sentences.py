"""Findings about inequality in words, made by rules from the marts and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard import measures, text
from dashboard.frames import missing
from dashboard.text import Unit

Row = Mapping[str, Any]
VERDICT_MARKS = {
    "narrowing": "▼",
    "widening": "▲",
    "no clear change": "●",
    "not testable": "–",
}
# Measures in the indicator's own unit, and those that are percentages of the mean.
_IN_UNITS = frozenset(
    [
        "gap",
        "sii",
        "mdm",
        "mdb",
        "mdr",
        "par",
        "bgsd",
        "aci",
        "mdm_unweighted",
        "mdb_unweighted",
        "mdr_unweighted",
    ]
)
_PERCENTAGES = frozenset(["cov", "idis", "idis_unweighted", "paf"])
_BETWEEN = {
    "borough_fifths_by_deprivation": "between the most and least deprived fifths of boroughs",
    "boroughs_by_deprivation": "from the most to the least deprived end of London's boroughs",
    "sex": "between males and females",
}


def gap(title: str, sex: str, dimension: str, change: Row | None, unit: Unit) -> str:
    """How big the gap is, how sure that is, and whether it is narrowing.

    Args:
        change: the row of the absolute measure in the mart gap_change, or None.
        unit: how the indicator's figures are written.
    """
    about = subject(title, sex)
    if change is None:
        return f"The gap in {about} has not been measured this way."
    if missing(change["latest_estimate"]):
        return f"The gap in {about} cannot be measured: {plain_reason(change['reason'])}."
    return f"{_size(about, dimension, change, unit)} {changed(change)}"


def changed(change: Row) -> str:
    """What the test of change says, with the period it looks back to."""
    verdict, first = change["verdict"], change["first_period"]
    if verdict == "narrowing":
        return f"It has narrowed since {first}."
    if verdict == "widening":
        return f"It has widened since {first}."
    if verdict == "no clear change":
        return f"There is no clear change since {first}."
    return f"Whether it is narrowing cannot be tested: {plain_reason(change['reason'])}."


def verdict_chip(change: Row | None) -> str:
    """A verdict with its mark: ▼ Narrowing."""
    verdict = "not testable" if change is None else str(change["verdict"])
    return f"{VERDICT_MARKS[verdict]} {text.sentence_case(verdict)}"


def accounts(contribution: pd.DataFrame) -> str:
    """Which boroughs account for most of the inequality between boroughs."""
    known = contribution[(contribution["measure"] == "mdm") & contribution["share"].notna()]
    if known.empty:
        return "How much each borough accounts for cannot be worked out for this indicator."
    largest = known.sort_values("share", ascending=False).head(3)
    listed = ", ".join(
        f"{name} ({100 * share:.0f}%)"
        for name, share in zip(largest["area_name"], largest["share"], strict=True)
    )
    together = 100 * largest["share"].sum()
    return (
        f"Three boroughs account for {together:.0f}% of the inequality between boroughs in "
        f"{known['period'].iloc[0]}: {listed}."
    )


def plain_reason(reason: Any) -> str:
    """A reason as the end of a sentence: no full stop, no formal beginning."""
    words = "no reason is recorded" if missing(reason) else str(reason)
    words = words.removeprefix("not calculated: ").removeprefix("not testable: ").rstrip(".")
    return words[:1].lower() + words[1:]


def measure_value(measure: str, value: float | None, unit: Unit) -> str:
    """A measure as it is written: in the indicator's unit, as a number, or as a percentage."""
    if value is None or missing(value):
        return ""
    if measure in _IN_UNITS:
        return gap_unit(unit).full(value)
    if measure in _PERCENTAGES:
        return f"{value:.1f}%"
    return f"{value:.2f}" if measure in ("ratio", "rii") else f"{value:.3g}"


def gap_unit(unit: Unit) -> Unit:
    """The unit of a difference: of percentages, percentage points."""
    if unit.unit == "%":
        return Unit(unit.prefix, "points", "percentage points", unit.decimals)
    return unit


def subject(title: str, sex: str) -> str:
    """What a sentence is about: a title in its middle, and who, where that is not everybody."""
    lowered = title if title[1:2].isupper() else title[:1].lower() + title[1:]
    people = text.people(sex)
    return f"{lowered} ({people})" if people else lowered


def _size(about: str, dimension: str, change: Row, unit: Unit) -> str:
    """The latest gap in a sentence; a gap that favours the deprived, or may be none, says so."""
    points = gap_unit(unit)
    estimate, period = change["latest_estimate"], change["latest_period"]
    lower, upper = change["latest_lower"], change["latest_upper"]
    limits = points.interval(lower, upper)
    likely = f" (95% interval {limits})" if limits else " (no interval is published)"
    sentence = (
        f"The gap in {about} {between(dimension, change)} was {points.full(estimate)} "
        f"{text.when(period)}{likely}"
    )
    if limits and lower <= 0 <= upper:
        return f"{sentence}, so there may be none."
    if estimate < 0 and dimension != "boroughs":
        return f"{sentence}: below zero, so it runs the other way."
    return f"{sentence}."


def between(dimension: str, change: Row) -> str:
    """Between whom the gap lies, as part of a sentence."""
    if dimension in _BETWEEN:
        return _BETWEEN[dimension]
    worse, better = change["latest_disadvantaged"], change["latest_advantaged"]
    if isinstance(worse, str) and isinstance(better, str):
        return f"between {worse} and {better}"
    return f"({measures.dimension_name(dimension).lower()})"
