"""A series over time in the height of a line of text, with the band of its interval.

Drawn as clipped boxes: pages may show this HTML, but not an SVG.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT = 88, 26
# Room for half the line's thickness and for the dot at its end.
EDGE = 3
THICK = 1


def draw(
    years: Sequence[float],
    values: Sequence[float],
    lowers: Sequence[float],
    uppers: Sequence[float],
    alternative: str,
) -> str:
    """A line with a dot at its latest figure and, where limits are known, a band, as HTML.

    Args:
        years: when each figure is from, rising; fewer than two make no line.
        values: the figures, none missing.
        lowers, uppers: their limits, NaN where not published.
        alternative: what the line shows, for somebody who cannot see it.
    """
    if len(values) < 2:
        return ""
    ends = [v for v in (*values, *lowers, *uppers) if not math.isnan(v)]
    across = _scale(years, EDGE, WIDTH - EDGE)
    up = _scale(ends, HEIGHT - EDGE, EDGE)
    xs = [across(year) for year in years]
    ys = [up(value) for value in values]
    known = [
        (x, up(low), up(high))
        for x, low, high in zip(xs, lowers, uppers, strict=True)
        if not (math.isnan(low) or math.isnan(high))
    ]
    band = _ribbon([(x, high, low) for x, low, high in known]) if len(known) > 1 else ""
    line = _ribbon([(x, y - THICK, y + THICK) for x, y in zip(xs, ys, strict=True)])
    drawn = f"<i style=\"clip-path:path('{band}')\"></i>" if band else ""
    drawn += f"<s style=\"clip-path:path('{line}')\"></s>" if len(values) > 1 else ""
    dot = f'<b style="left:{xs[-1]:g}px;top:{ys[-1]:g}px"></b>'
    label = escape(alternative, quote=True)
    return f'<span class="spark" role="img" aria-label="{label}">{drawn}{dot}</span>'


class _Scale:
    """From figures to whole pixels; in the middle where all figures are the same."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self._low, self._span, self._start, self._end = low, high - low, start, end

    def __call__(self, value: float) -> int:
        share = (value - self._low) / self._span if self._span else 0.5
        return round(self._start + share * (self._end - self._start))


def _scale(values: Sequence[float], start: float, end: float) -> _Scale:
    return _Scale(min(values), max(values), start, end)


def _ribbon(points: Sequence[tuple[int, int, int]]) -> str:
    """The outline of a strip: along its upper edge and back along its lower one."""
    there = " ".join(f"{x} {upper}" for x, upper, _ in points)
    back = " ".join(f"{x} {lower}" for x, _, lower in reversed(points))
    return f"M{there} {back}Z"
