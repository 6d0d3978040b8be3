"""Up to six boroughs over time with London and England; one period alone is rows of dots."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.charts import compare_dots, no_data, trend_line
from dashboard.charts.drawing import Drawing
from dashboard.charts.layout import PHONE_WIDTH, literal
from dashboard.text import Unit

BENCHMARK_ROLES = ("london", "england")
# Lines of benchmarks carry no markers; a figure without neighbours would then be invisible.
_LONE_MARKER = 6


def draw(
    series: pd.DataFrame,
    *,
    unit: Unit,
    height: int,
    covering: Sequence[float] = (),
    width: int = PHONE_WIDTH,
) -> Drawing:
    """Draw each area as a line with its interval as a band, labelled where it ends.

    Areas differ by colour, dash and marker; London is a solid line in ink and England a dashed
    grey one, both without markers, so that neither can be taken for a borough.

    Args:
        series: as `trend_line.draw` takes it, areas in the order of their styles, with the
            columns ``place`` and ``word`` of `compare_dots.draw`.
        unit: how the figures are written.
        height: of lines, in pixels; rows of dots take what they need.
        covering: numbers the axis must hold beside the figures, so that several charts share it.
        width: of the narrowest screen the chart is read on, in pixels.
    """
    published = series[series["value"].notna()]
    if published.empty:
        return no_data.draw("No figure is published for these areas.", height)
    if len(set(published["period_end"])) == 1:
        only = series[series["period_end"].isin(published["period_end"])]
        return compare_dots.draw(only, unit=unit)
    figure = trend_line.draw(
        series,
        unit_prefix=unit.prefix,
        unit=unit.unit,
        unit_name=unit.name,
        decimals=unit.decimals,
        height=height,
        covering=covering,
        width=width,
    )
    plain = {
        literal(name)
        for name in series.loc[series["role"].isin(BENCHMARK_ROLES), "series"].unique()
    }
    for trace in figure.document["data"]:
        if trace["name"] in plain:
            trace["mode"] = "lines+markers" if _has_lone_points(trace["y"]) else "lines"
            trace["marker"] = {"size": _lone_sizes(trace["y"])}
    return figure


def _lone_sizes(values: Sequence[float | None]) -> list[int]:
    """A marker's size for each figure: none where a line leads to it."""
    padded = (None, *values, None)
    return [
        _LONE_MARKER
        if own is not None and padded[place] is None and padded[place + 2] is None
        else 0
        for place, own in enumerate(values)
    ]


def _has_lone_points(values: Sequence[float | None]) -> bool:
    return any(_lone_sizes(values))
