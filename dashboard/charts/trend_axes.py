"""Axes of the trend chart: level period names that fit a phone, and the range of the figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.charts.layout import TEXT_SIZE, lines_of, literal, quiet_axis, text_width, wrapped
from dashboard.charts.palette import ENGLAND_GREY

COLUMNS = ("series", "role", "period", "value", "lower", "upper", "hover")
LEFT = 52
LABEL_LINE = 16
PERIOD_LINE = 8

_TITLE_LINE = 52
_PADDING = 0.08
_BETWEEN = 10


def with_middles(series: pd.DataFrame) -> pd.DataFrame:
    """The series in time order with the column ``middle``: the middle day of each period."""
    start, end = pd.to_datetime(series["period_start"]), pd.to_datetime(series["period_end"])
    dated = series[list(COLUMNS)].assign(middle=start + (end - start) / 2)
    return dated.sort_values("middle", kind="stable")


def dates(rows: pd.DataFrame) -> list[str]:
    """The middle days as Plotly takes them."""
    return [str(day) for day in rows["middle"].dt.strftime("%Y-%m-%d")]


def span(
    published: pd.DataFrame, zero_based: bool, covering: Sequence[float] = ()
) -> tuple[float, float]:
    """The axis's ends: every figure and limit, zero where asked for, and a little air.

    Args:
        published: ``value``, ``lower``, ``upper``.
        zero_based: whether zero must be in sight.
        covering: numbers the axis must hold beside the figures.
    """
    every = pd.concat([published[column] for column in ("value", "lower", "upper")]).dropna()
    low = min([float(every.min()), *covering])
    high = max([float(every.max()), *covering])
    if zero_based:
        low, high = min(low, 0.0), max(high, 0.0)
    size = (high - low) or abs(high) or 1.0
    below = 0.0 if zero_based and low == 0 else size * _PADDING
    return low - below, high + size * _PADDING


def value_axis(low: float, high: float, unit_prefix: str, unit: str) -> dict[str, Any]:
    """The axis of figures, with the light level grid."""
    return quiet_axis(
        range=[low, high],
        showgrid=True,
        nticks=5,
        tickprefix=literal(unit_prefix),
        ticksuffix="%" if unit == "%" else "",
        separatethousands=True,
        ticklabelstandoff=4,
    )


def period_axis(dated: pd.DataFrame, width: float) -> dict[str, Any]:
    """Period names level below the lines, only as many as fit the width, the last one always.

    Args:
        dated: rows with the column ``middle``.
        width: of the plot on the narrowest screen, in pixels.
    """
    periods = dated.drop_duplicates("middle").sort_values("middle")
    widest = _BETWEEN + max(
        text_width(line) for period in periods["period"] for line in lines_of(period, PERIOD_LINE)
    )
    every = thinning(len(periods), int(width // widest) + 1)
    kept = periods.iloc[::-1].iloc[::every].iloc[::-1]
    first, *_, last = dates(periods)
    return quiet_axis(
        type="date",
        range=[first, last],
        tickvals=dates(kept),
        ticktext=[wrapped(period, PERIOD_LINE) for period in kept["period"]],
        tickangle=0,
        ticks="outside",
        ticklen=4,
        tickcolor=ENGLAND_GREY,
    )


def thinning(count: int, room: int) -> int:
    """Show every how manieth of ``count`` labels when there is room for ``room``."""
    return max(1, -(-(count - 1) // max(1, room - 1)))


def names_axis(names: Sequence[str]) -> dict[str, Any]:
    """The axis of a single period: the series side by side."""
    return quiet_axis(
        range=[-0.5, len(names) - 0.5],
        tickvals=list(range(len(names))),
        ticktext=[wrapped(name, LABEL_LINE) for name in names],
        tickangle=0,
    )


def title(unit_name: str) -> dict[str, Any]:
    """The unit's name, level above the axis."""
    return {
        "x": 0,
        "y": 1,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "xshift": 4 - LEFT,
        "yshift": 4,
        "text": wrapped(unit_name, _TITLE_LINE),
        "font": {"size": TEXT_SIZE, "color": ENGLAND_GREY},
        "showarrow": False,
    }
