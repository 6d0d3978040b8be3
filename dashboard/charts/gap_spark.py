"""A gap over time on a card: its line, the band of its interval, and where no gap would be.

Drawn as clipped boxes: pages may show this HTML, but not an SVG. Every colour is the style
sheet's, and what is drawn differs by shape and strength too, so it reads in greyscale.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

# What the line's thickness is worked out for; the picture itself stretches to its card.
_WIDTH, _HEIGHT = 380, 44
_HALF_LINE = 1.1
_STEEPEST = 3.0
# Space above and below, as a share of the height.
_EDGE = 0.04


@dataclass(frozen=True)
class Point:
    """The gap in one period; ``day`` is any number that rises with time, NaN is no figure."""

    day: float
    estimate: float
    lower: float
    upper: float

    @property
    def is_known(self) -> bool:
        """Whether the period has a gap."""
        return not math.isnan(self.estimate)

    @property
    def has_limits(self) -> bool:
        """Whether the gap has an interval."""
        return self.is_known and not (math.isnan(self.lower) or math.isnan(self.upper))


def draw(points: Sequence[Point], alternative: str) -> str:
    """The gap over time as HTML, today at the right; zero, which is no gap, is always in sight.

    A period without a figure breaks the line and one without an interval breaks the band; an
    interval with no neighbour is a bar, and so is today's.

    Args:
        points: in order of time; those before the first figure and after the last are left out.
        alternative: what the picture shows, for somebody who cannot see it.
    """
    shown = _trimmed(points)
    if not shown:
        return ""
    across, down = _across(shown), _down(shown)
    zero = down(0)
    drawn = [f'<s style="top:{zero:.1f}%"></s><u style="top:{zero:.1f}%">0</u>']
    for run in _runs(shown, lambda point: point.has_limits):
        if len(run) > 1:
            drawn.append(_band(run, across, down))
        elif run[0] is not shown[-1]:
            drawn.append(_bar(run[0], across, down))
    for run in _runs(shown, lambda point: point.is_known):
        drawn.append(_line(run, across, down) if len(run) > 1 else _dot(run[0], across, down))
    if shown[-1].has_limits:
        drawn.append(_bar(shown[-1], across, down, "now"))
    drawn.append(_dot(shown[-1], across, down))
    label = escape(alternative, quote=True)
    return f'<span class="gap-spark" role="img" aria-label="{label}">{"".join(drawn)}</span>'


_Place = Callable[[float], float]


def _trimmed(points: Sequence[Point]) -> list[Point]:
    known = [place for place, point in enumerate(points) if point.is_known]
    return list(points[known[0] : known[-1] + 1]) if known else []


def _across(shown: Sequence[Point]) -> _Place:
    """From a day to per cent of the width; a single period stands at the right, as today does."""
    first, last = shown[0].day, shown[-1].day
    return lambda day: 100 * (day - first) / (last - first) if last > first else 100.0


def _down(shown: Sequence[Point]) -> _Place:
    """From a gap to per cent of the height, down from the top."""
    ends = [0.0]
    for point in shown:
        ends += [x for x in (point.estimate, point.lower, point.upper) if not math.isnan(x)]
    low, high = min(ends), max(ends)
    span = (high - low) or 1.0
    return lambda value: 100 * (_EDGE + (1 - 2 * _EDGE) * (high - value) / span)


def _runs(shown: Sequence[Point], belongs: Callable[[Point], bool]) -> Iterator[list[Point]]:
    """Neighbouring points that belong, as long as they are."""
    run: list[Point] = []
    for point in shown:
        if belongs(point):
            run.append(point)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _band(run: Sequence[Point], across: _Place, down: _Place) -> str:
    there = [f"{across(p.day):.1f}% {down(p.upper):.1f}%" for p in run]
    back = [f"{across(p.day):.1f}% {down(p.lower):.1f}%" for p in reversed(run)]
    return f'<i class="band" style="clip-path:polygon({",".join([*there, *back])})"></i>'


def _line(run: Sequence[Point], across: _Place, down: _Place) -> str:
    """A line of even thickness: the steeper it runs, the taller its slice must be."""
    xs = [across(point.day) for point in run]
    ys = [down(point.estimate) for point in run]
    slopes = [
        abs(_HEIGHT * (y1 - y0) / (_WIDTH * (x1 - x0))) if x1 > x0 else 0.0
        for x0, x1, y0, y1 in zip(xs, xs[1:], ys, ys[1:], strict=False)
    ]
    near = [(*slopes[max(place - 1, 0) : place + 1],) for place in range(len(run))]
    halves = [
        100 * _HALF_LINE * min(math.hypot(1, sum(own) / len(own)), _STEEPEST) / _HEIGHT
        for own in near
    ]
    there = [f"{x:.1f}% {y - half:.1f}%" for x, y, half in zip(xs, ys, halves, strict=True)]
    back = [f"{x:.1f}% {y + half:.1f}%" for x, y, half in zip(xs, ys, halves, strict=True)]
    outline = ",".join([*there, *reversed(back)])
    return f'<i class="line" style="clip-path:polygon({outline})"></i>'


def _bar(point: Point, across: _Place, down: _Place, name: str = "") -> str:
    top, bottom = down(point.upper), down(point.lower)
    return (
        f'<i class="{f"bar {name}".strip()}" style="left:{across(point.day):.1f}%;'
        f'top:{top:.1f}%;height:{bottom - top:.1f}%"></i>'
    )


def _dot(point: Point, across: _Place, down: _Place) -> str:
    return f'<b style="left:{across(point.day):.1f}%;top:{down(point.estimate):.1f}%"></b>'
