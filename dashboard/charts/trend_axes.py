"""Axes of the trend chart: level period names that fit a phone, and the range of the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts.layout import (
    TEXT_SIZE,
    lines_of,
    literal,
    numbers,
    quiet_axis,
    text_width,
    wrapped,
)
from dashboard.charts.palette import ENGLAND_GREY

LEFT = 52
LABEL_LINE = 16
PERIOD_LINE = 8

_TITLE_LINE = 52
_PADDING = 0.08
_BETWEEN = 10


@dataclass(frozen=True)
class Dot:
    """One period of a series; ``day`` is the period's middle, None stands for what is missing."""

    day: datetime
    period: str
    value: float | None
    lower: float | None
    upper: float | None
    hover: str

    @property
    def date(self) -> str:
        """The day as Plotly takes it."""
        return self.day.strftime("%Y-%m-%d")

    @property
    def has_limits(self) -> bool:
        """Whether the figure has an interval."""
        return self.lower is not None and self.upper is not None


def dots(series: pd.DataFrame) -> dict[tuple[str, str], list[Dot]]:
    """The rows of each role and series in order of time, the series in the order they begin.

    Frames of a few dozen rows take longer to cut up than their figures to walk through.

    Args:
        series: as `trend_line.draw` takes it.
    """
    start, end = pd.to_datetime(series["period_start"]), pd.to_datetime(series["period_end"])
    columns = [
        *(series[name].tolist() for name in ("role", "series", "period", "hover")),
        *(numbers(series[name]) for name in ("value", "lower", "upper")),
        (start + (end - start) / 2).to_numpy(dtype="datetime64[us]").tolist(),
    ]
    found: dict[tuple[str, str], list[Dot]] = {}
    for role, name, period, hover, value, lower, upper, day in zip(*columns, strict=True):
        dot = Dot(day, str(period), value, lower, upper, hover)
        found.setdefault((str(role), str(name)), []).append(dot)
    return {key: sorted(own, key=lambda dot: dot.day) for key, own in found.items()}


def span(
    published: pd.DataFrame, zero_based: bool, covering: Sequence[float] = ()
) -> tuple[float, float]:
    """The axis's ends: every figure and limit, zero where asked for, and a little air.

    Args:
        published: ``value``, ``lower``, ``upper``.
        zero_based: whether zero must be in sight.
        covering: numbers the axis must hold beside the figures.
    """
    every = published[["value", "lower", "upper"]].to_numpy(dtype=np.float64)
    low = min([float(np.nanmin(every)), *covering])
    high = max([float(np.nanmax(every)), *covering])
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


def period_axis(every: Sequence[Dot], width: float) -> dict[str, Any]:
    """Period names level below the lines, only as many as fit the width, the last one always.

    Args:
        every: the periods of all series.
        width: of the plot on the narrowest screen, in pixels.
    """
    first_of_a_day = {dot.day: dot for dot in reversed(every)}
    periods = [first_of_a_day[day] for day in sorted(first_of_a_day)]
    widest = _BETWEEN + max(
        text_width(line) for dot in periods for line in lines_of(dot.period, PERIOD_LINE)
    )
    step = thinning(len(periods), int(width // widest) + 1)
    kept = periods[::-1][::step][::-1]
    return quiet_axis(
        type="date",
        range=[periods[0].date, periods[-1].date],
        tickvals=[dot.date for dot in kept],
        ticktext=[wrapped(dot.period, PERIOD_LINE) for dot in kept],
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
