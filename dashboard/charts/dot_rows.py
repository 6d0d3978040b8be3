"""A figure and its interval on a line, small enough for a table's cell.

Drawn with positioned spans: pages may show this HTML, but not an SVG. The cell says the figure in
words beside it, so the strip itself is hidden from people who hear the page.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_STEPS = (1.0, 2.0, 5.0, 10.0)
_MOST_STEPS = 10


@dataclass(frozen=True)
class Axis:
    """The ends of a line, in the unit of its figures."""

    low: float
    high: float

    def share(self, value: float) -> str:
        """How far along the line a figure is, 0 to 100."""
        return f"{100 * (value - self.low) / (self.high - self.low):.1f}"


def axes(panels: Sequence[Sequence[float]], possible: Sequence[tuple[float, float]]) -> list[Axis]:
    """One axis a panel, all of the same length, so that a unit is as long in each.

    Each begins at a round figure of its own: what the panels show lies far apart, and on one
    axis for all, every panel's dots would lie on one spot.

    Args:
        panels: the figures and limits that each has to hold.
        possible: the least and the most that each panel's figures can be; NaN where unbounded.
    """
    sizes = [max(known) - min(known) for known in panels if known]
    size = max(sizes, default=0.0) or max((abs(x) for known in panels for x in known), default=1.0)
    step = _step(size or 1.0)
    length = (math.ceil(round(size / step, 6)) + 1) * step
    return [
        _placed(known, ends, step, length) for known, ends in zip(panels, possible, strict=True)
    ]


def strip(
    style: str,
    value: float,
    limits: tuple[float, float] | None,
    lines: dict[str, float | None],
    along: Axis,
) -> str:
    """One dot with its interval, and the lines of London and England behind it, as HTML.

    Args:
        style: the class of the marker, such as a1.
        value: the figure.
        limits: the ends of its interval, or None.
        lines: the figures of ``london`` and ``england``, each or None.
        along: the line's ends.
    """
    rules = "".join(
        f'<b class="{name}" style="left:{along.share(at)}%"></b>'
        for name, at in lines.items()
        if at is not None
    )
    bar = ""
    if limits is not None:
        low, high = (float(along.share(end)) for end in limits)
        bar = f'<s class="{style}" style="left:{low:.1f}%;width:{high - low:.1f}%"></s>'
    dot = f'<i class="sign {style}" style="left:{along.share(value)}%"></i>'
    return f'<span class="dotrow" aria-hidden="true">{rules}{bar}{dot}</span>'


def _placed(
    known: Sequence[float], possible: tuple[float, float], step: float, length: float
) -> Axis:
    """An axis with the figures in its middle, moved to where figures are possible."""
    low, high = (min(known), max(known)) if known else (0.0, length)
    least, most = possible
    middle = (low + high) / 2
    start = math.floor(round((middle - (length - step) / 2) / step, 6)) * step
    if not math.isnan(most) and high <= most:
        start = min(start, most - length)
    if not math.isnan(least) and low >= least:
        start = max(start, least)
    return Axis(start, start + length)


def _step(size: float) -> float:
    """The smallest round step that takes at most ten to cover a size."""
    power = 10.0 ** math.floor(math.log10(size / _MOST_STEPS))
    return next(step * power for step in _STEPS if step * power * _MOST_STEPS >= size * 0.999)
