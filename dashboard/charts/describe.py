"""One-sentence text alternatives of charts, for people who hear the page or read it as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from dashboard.charts import legend
from dashboard.charts.benchmark_lines import Line
from dashboard.charts.legend import LegendClass
from dashboard.charts.palette import STATES
from dashboard.findings import named
from dashboard.text import Unit, boroughs, when


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
    columns = (series[column].tolist() for column in ("period_end", "series", "period", "value"))
    found: dict[str, list[tuple[str, float]]] = {}
    for _, name, period, value in sorted(zip(*columns, strict=True), key=lambda row: row[0]):
        if not pd.isna(value):
            found.setdefault(str(name), []).append((str(period), value))
    if not found:
        return f"{measure} over time: no figure is published."
    parts = [_change(name, figures, written) for name, figures in found.items()]
    return f"{measure} over time: {'; '.join(parts)}."


def _change(name: str, figures: Sequence[tuple[str, float]], written: Unit) -> str:
    (since, first), (period, last) = figures[0], figures[-1]
    if len(figures) == 1:
        return f"{name} {written.full(last)} {when(period)}"
    return f"{name} from {written.full(first)} {when(since)} to {written.full(last)} {when(period)}"


def _range(frame: pd.DataFrame) -> str:
    """The areas at both ends, those with the same figure by name."""
    columns = (frame[column].tolist() for column in ("value", "area_name", "label"))
    known = [x for x in zip(*columns, strict=True) if not pd.isna(x[0])]
    if not known:
        return "no borough has a figure"
    in_order = [(name, label) for _, name, label in sorted(known, key=lambda x: (-x[0], x[1]))]
    if len(in_order) == 1:
        name, label = in_order[0]
        return f"only {name} has a figure, {label}"
    return f"highest {_ends(in_order, 0)}, lowest {_ends(in_order, -1)}"


def _ends(in_order: Sequence[tuple[str, str]], place: int) -> str:
    """The areas at one end with the number they share as written."""
    label = in_order[place][1]
    tied = [name for name, own in in_order if own == label]
    return f"{named(tied)} {label}"


def _absent(frame: pd.DataFrame) -> list[str]:
    columns = zip(frame["value"].tolist(), frame["state"].tolist(), strict=True)
    found = Counter(state for value, state in columns if pd.isna(value))
    return [f"{boroughs(found[key])}: {STATES[key].word}" for key in STATES if key in found]
