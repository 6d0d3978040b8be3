"""Where all boroughs lie on one line, small enough to stand beside a sentence.

Drawn as a box's backgrounds, one a dot: pages may show this HTML, but not an SVG, and an element a
dot would be most of a page with many strips. The style sheet holds as many dots as there are
boroughs and this module says where they lie.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from html import escape

# As many dots as the style sheet has; those without a figure lie out of sight.
DOTS = 33
_OUT_OF_SIGHT = "-9em"


def draw(
    values: Sequence[float],
    london: float | None,
    england: float | None,
    alternative: str,
    marked: float | None = None,
) -> str:
    """One dot a borough, a solid mark for London, a dashed one for England, as HTML.

    Args:
        values: the boroughs' figures, at most 33; missing ones are left out.
        london, england: their figures, or None.
        alternative: what the strip shows, for somebody who cannot see it.
        marked: the figure of the borough that stands out, or None.

    Raises:
        ValueError: when there are more figures than dots.
    """
    if len(values) > DOTS:
        raise ValueError(f"a strip has {DOTS} dots, not {len(values)}")
    known = sorted(v for v in values if not math.isnan(v))
    marks = [(name, v) for name, v in (("england", england), ("london", london)) if v is not None]
    ends = [*known, *(v for _, v in marks)]
    if not ends:
        return ""
    low, high = min(ends), max(ends)
    dots = _dots(tuple(known), low, high)
    lines = "".join(
        f'<b class="{name}" style="left:{_share(v, low, high)}%"></b>' for name, v in marks
    )
    chosen = (
        f'<u style="left:{_share(marked, low, high)}%"></u>'
        if marked is not None and not math.isnan(marked)
        else ""
    )
    return (
        f'<span class="strip" role="img" aria-label="{escape(alternative, quote=True)}">'
        f'<i style="background-position-x:{dots}"></i>{lines}{chosen}</span>'
    )


@lru_cache(maxsize=256)
def _dots(known: tuple[float, ...], low: float, high: float) -> str:
    """Where the dots lie: the same for every borough that is shown among them."""
    places = [f"{_share(v, low, high)}%" for v in known]
    return ",".join([*places, *[_OUT_OF_SIGHT] * (DOTS - len(places))])


def _share(value: float, low: float, high: float) -> str:
    """How far along the line, 0 to 100; in the middle where all are the same."""
    return f"{100 * (value - low) / (high - low):.1f}".removesuffix(".0") if high > low else "50"
