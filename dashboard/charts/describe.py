"""One-sentence text alternatives of charts, for people who hear the page or read it as text."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.charts import legend
from dashboard.charts.legend import LegendClass
from dashboard.charts.palette import STATES
from dashboard.charts.ranked_bars import Line, ordered
from dashboard.text import Unit, boroughs


def map_alt(
    frame: pd.DataFrame, *, measure: str, period: str, classes: Sequence[LegendClass] = ()
) -> str:
    """What a map shows: its range, how many boroughs are in each class, what is not there.

    Args:
        frame: as `borough_map.draw` takes it.
        measure: the indicator's name.
        period: as people read it.
        classes: the legend's classes, to count boroughs in; leave out for the range alone.
    """
    found = legend.counts(frame)
    counted = [
        f"{boroughs(found[entry.key])}: {entry.label}" for entry in classes if entry.key in found
    ]
    parts = [f"Map of {measure} by borough, {period}: {_range(frame)}", *counted, *_absent(frame)]
    return "; ".join(parts) + "."


def bars_alt(frame: pd.DataFrame, *, measure: str, period: str, lines: Sequence[Line] = ()) -> str:
    """What ranked bars show: their range, the benchmarks' labels, what is not there.

    Args:
        frame: as `ranked_bars.draw` takes it.
        measure: the indicator's name.
        period: as people read it.
        lines: the benchmarks drawn.
    """
    named = [line.name for line in lines if not pd.isna(line.value)]
    compared = [f"for comparison {', '.join(named)}"] if named else []
    start = f"Boroughs ranked by {measure}, {period}: {_range(frame)}"
    return "; ".join([start, *compared, *_absent(frame)]) + "."


def trend_alt(
    series: pd.DataFrame, *, measure: str, unit_prefix: str, unit: str, decimals: int
) -> str:
    """What a trend shows: each series' first and last figure with their periods.

    Args:
        series: as `trend_line.draw` takes it.
        measure: the indicator's name.
        unit_prefix: written before numbers.
        unit: written after numbers.
        decimals: how many decimals numbers are written with.
    """
    written = Unit(unit_prefix, unit, "", decimals)
    known = series[series["value"].notna()].sort_values("period_end", kind="stable")
    if known.empty:
        return f"{measure} over time: no figures are published."
    parts = [
        _change(str(name), rows, written) for name, rows in known.groupby("series", sort=False)
    ]
    return f"{measure} over time: {'; '.join(parts)}."


def _change(name: str, rows: pd.DataFrame, written: Unit) -> str:
    first, last = rows.iloc[0], rows.iloc[-1]
    if len(rows) == 1:
        return f"{name} {written.full(last['value'])} in {last['period']}"
    return (
        f"{name} from {written.full(first['value'])} in {first['period']} "
        f"to {written.full(last['value'])} in {last['period']}"
    )


def _range(frame: pd.DataFrame) -> str:
    known = ordered(frame[frame["value"].notna()])
    if known.empty:
        return "no borough has a figure"
    if len(known) == 1:
        return f"only {known.iloc[0]['area_name']} has a figure, {known.iloc[0]['label']}"
    return f"highest {_ends(known, 0)}, lowest {_ends(known, -1)}"


def _ends(known: pd.DataFrame, place: int) -> str:
    """The areas at one end with the number they share as written."""
    label = known.iloc[place]["label"]
    tied = known.loc[known["label"] == label, "area_name"].tolist()
    names = " and ".join(tied) if len(tied) < 3 else f"{tied[0]} and {len(tied) - 1} others"
    return f"{names} {label}"


def _absent(frame: pd.DataFrame) -> list[str]:
    found = frame.loc[frame["value"].isna(), "state"].value_counts()
    return [f"{boroughs(found[key])}: {STATES[key].word}" for key in STATES if key in found]
