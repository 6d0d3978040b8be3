"""Where all boroughs lie on one line, small enough to stand beside a sentence.

Drawn with positioned spans: pages may show this HTML, but not an SVG.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape


def draw(
    values: Sequence[float], london: float | None, england: float | None, alternative: str
) -> str:
    """One dot a borough, a solid mark for London, a dashed one for England, as HTML.

    Args:
        values: the boroughs' figures; missing ones are left out.
        london, england: their figures, or None.
        alternative: what the strip shows, for somebody who cannot see it.
    """
    known = sorted(v for v in values if not math.isnan(v))
    marks = [(name, v) for name, v in (("england", england), ("london", london)) if v is not None]
    ends = [*known, *(v for _, v in marks)]
    if not ends:
        return ""
    low, high = min(ends), max(ends)
    dots = "".join(f'<i style="left:{_share(v, low, high)}%"></i>' for v in known)
    lines = "".join(
        f'<b class="{name}" style="left:{_share(v, low, high)}%"></b>' for name, v in marks
    )
    return (
        f'<span class="strip" role="img" aria-label="{escape(alternative, quote=True)}">'
        f"{dots}{lines}</span>"
    )


def _share(value: float, low: float, high: float) -> str:
    """How far along the line, 0 to 100; in the middle where all are the same."""
    return f"{100 * (value - low) / (high - low):.1f}" if high > low else "50.0"
