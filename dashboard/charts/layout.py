"""What every figure shares: type, margins, and where labels go so that none covers another."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from dashboard.charts.palette import INK, PAPER, RULE
from dashboard.plain import plain

FONT = "Source Sans, sans-serif"
TEXT_SIZE = 13
LINE_HEIGHT = 16
# The narrowest screen the charts are read on; labels that fit there fit everywhere.
PHONE_WIDTH = 358

_CHARACTER_WIDTH = 0.5
_TRANSPARENT = "rgba(0,0,0,0)"


def base(height: int, margin: dict[str, int]) -> dict[str, Any]:
    """The layout all figures start from, without Plotly's own template.

    Args:
        height: in pixels.
        margin: ``l``, ``r``, ``t`` and ``b`` in pixels.
    """
    return {
        # Plotly's own name for it, "none", means this only in Python.
        "template": {"data": {"scatter": [{"type": "scatter"}]}},
        "height": height,
        "margin": {**margin, "pad": 0},
        "font": {"family": FONT, "size": TEXT_SIZE, "color": INK},
        "separators": ".,",
        "paper_bgcolor": _TRANSPARENT,
        "plot_bgcolor": _TRANSPARENT,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": PAPER,
            "bordercolor": INK,
            "align": "left",
            "font": {"family": FONT, "size": 14, "color": INK},
        },
    }


def quiet_axis(**settings: Any) -> dict[str, Any]:
    """An axis without line, ticks, grid or zoom, plus what the caller sets."""
    return {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "fixedrange": True,
        "gridcolor": RULE,
        "automargin": False,
        # Plotly would measure every label to hide those that stick out; ours are placed so that
        # none does, and measuring takes longer than drawing the rest.
        "ticklabeloverflow": "allow",
        **settings,
    }


def literal(text: object) -> str:
    """Text that Plotly shows as it is written, never as markup."""
    return escape(plain(text), quote=False)


def wrapped(text: str, characters: int) -> str:
    """Literal text broken at spaces into lines of about so many characters."""
    return "<br>".join(literal(line) for line in lines_of(text, characters))


def lines_of(text: str, characters: int) -> list[str]:
    """The lines a text is broken into, without cutting a word."""
    return textwrap.wrap(text, characters, break_long_words=False, break_on_hyphens=False) or [""]


def numbers(column: pd.Series[float]) -> list[float | None]:
    """A column as Plotly takes it: plain numbers, None where there is no figure."""
    return [None if pd.isna(number) else float(number) for number in column.tolist()]


def text_width(text: str) -> float:
    """About how many pixels a line takes in the charts' type."""
    return len(text) * TEXT_SIZE * _CHARACTER_WIDTH


def spread(
    centres: Sequence[float], sizes: Sequence[float], low: float, high: float
) -> list[float]:
    """Move label centres apart, as little as possible, so that none overlaps another.

    Order is kept. When there is not room for all between ``low`` and ``high``, they are packed
    evenly and overlap equally.

    Args:
        centres: where each label would like to be.
        sizes: how much room each takes along the same direction.
        low: where the first may begin.
        high: where the last may end.
    """
    order = sorted(range(len(centres)), key=lambda place: centres[place])
    room = sum(sizes)
    squeeze = min(1.0, (high - low) / room) if room else 1.0
    heights = [sizes[place] * squeeze for place in order]
    starts = [sum(heights[:place]) for place in range(len(heights))]
    wanted = [
        centres[place] - height / 2 - start
        for place, height, start in zip(order, heights, starts, strict=True)
    ]
    latest = high - sum(heights)
    placed = [0.0] * len(centres)
    for place, start, height, offset in zip(order, starts, heights, _rising(wanted), strict=True):
        placed[place] = min(max(offset, low), latest) + start + height / 2
    return placed


def rows_apart(spans: Sequence[tuple[float, float]]) -> list[int]:
    """The first row, from 0, in which each span overlaps no earlier one of that row."""
    rows: list[list[tuple[float, float]]] = []
    chosen = []
    for start, end in spans:
        free = [
            number
            for number, row in enumerate(rows)
            if all(end <= other_start or start >= other_end for other_start, other_end in row)
        ]
        if not free:
            rows.append([])
        number = free[0] if free else len(rows) - 1
        rows[number].append((start, end))
        chosen.append(number)
    return chosen


def _rising(wanted: Sequence[float]) -> list[float]:
    """The never-falling numbers nearest to those wanted (pool adjacent violators)."""
    pools: list[list[float]] = []
    for number in wanted:
        pools.append([number])
        while len(pools) > 1 and _mean(pools[-2]) > _mean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    return [_mean(pool) for pool in pools for _ in pool]


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)
