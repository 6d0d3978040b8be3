"""The figures of all boroughs in a sentence or two: the ends of their order, and the benchmark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import state_words, text


def finding(
    period: str, figures: pd.DataFrame, unit: text.Unit, benchmark: str, confidence: str
) -> str:
    """The finding of one indicator and period in one or two sentences.

    Args:
        figures: one row an area as ``queries.figures`` returns them.
    """
    own = figures[(figures["area_type"] == "borough") & (figures["state"] == "published")]
    if own.empty:
        return f"No borough figure is published for {period}."
    ends = spread(own, unit)
    if missing := benchmark_missing(figures, benchmark):
        return f"{ends}, {period}. {missing}"
    name, kind = text.BENCHMARK_NAMES[benchmark], text.BENCHMARK_AREA_TYPES[benchmark]
    against = figures.loc[figures["area_type"] == kind, "value"].iloc[0]
    middle = f"{ends}, {period}; {name} {unit.full(against)}."
    counted = text.counted(own[text.verdict_column(confidence)], name)
    return " ".join(x for x in (middle, counted, other_benchmark_missing(figures, benchmark)) if x)


def benchmark_missing(figures: pd.DataFrame, benchmark: str) -> str:
    """That a benchmark has no figure, in a sentence; '' where it has one.

    Args:
        figures: one row an area at most: ``area_type``, ``state``, ``value``.
        benchmark: london or england.
    """
    found = figures[figures["area_type"] == text.BENCHMARK_AREA_TYPES[benchmark]]
    if len(found) and pd.notna(found["value"].iloc[0]):
        return ""
    state = "missing" if found.empty else str(found["state"].iloc[0])
    return f"{state_words.absent(state, text.BENCHMARK_NAMES[benchmark])}."


def other_benchmark_missing(figures: pd.DataFrame, benchmark: str) -> str:
    """That the benchmark beside this one has no figure, so that this one is compared with."""
    (other,) = (x for x in text.BENCHMARK_NAMES if x != benchmark)
    missing = benchmark_missing(figures, other)
    if not missing or benchmark_missing(figures, benchmark):
        return missing
    name = text.BENCHMARK_NAMES[benchmark]
    return f"{missing.removesuffix('.')}, so boroughs are compared with {name}."


def age_caveat(indicator: Mapping[str, Any]) -> str:
    """That a difference may come from age, as a further sentence; '' where it may not."""
    return " Not adjusted for age." if indicator["age_adjustment"] == "none" else ""


def named(names: Sequence[str]) -> str:
    """Those at one end: up to three by name, of more the first two and how many others."""
    if len(names) > 3:
        return f"{', '.join(names[:2])} and {len(names) - 2} others"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def spread(figures: pd.DataFrame, unit: text.Unit) -> str:
    """From the lowest figure to the highest, and who has them; those written alike share an end.

    Args:
        figures: one row a borough with a figure, at least one: ``area_name``, ``value``.
    """
    in_order = figures.sort_values(["value", "area_name"])
    written = [unit.full(x) for x in in_order["value"]]
    low, high = written[0], written[-1]
    if len(written) == 1:
        return f"Only {in_order['area_name'].iloc[0]} has a figure, {low}"
    if low == high:
        return f"The same in all {len(written)} boroughs, {low}"
    lowest, highest = (
        named([name for name, own in zip(in_order["area_name"], written, strict=True) if own == x])
        for x in (low, high)
    )
    return f"From {low} in {lowest} to {high} in {highest}"
