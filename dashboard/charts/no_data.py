"""The one figure shown where there is nothing to draw: the reason, in words."""

from __future__ import annotations

import pandas as pd

from dashboard.charts.drawing import Drawing
from dashboard.charts.layout import base, wrapped
from dashboard.charts.palette import ENGLAND_GREY, STATES

_LINE = 44


def draw(reason: str, height: int) -> Drawing:
    """A figure with no axes that says why there is no picture.

    Args:
        reason: one sentence; shown as it is written.
        height: in pixels.
    """
    layout = base(height, {"l": 8, "r": 8, "t": 8, "b": 8})
    layout["xaxis"] = layout["yaxis"] = {"visible": False, "fixedrange": True, "range": [0, 1]}
    layout["annotations"] = [
        {
            "x": 0.5,
            "y": 0.5,
            "xref": "paper",
            "yref": "paper",
            "showarrow": False,
            "text": wrapped(reason, _LINE),
            "font": {"size": 16, "color": ENGLAND_GREY},
        }
    ]
    return Drawing(layout=layout)


def reason(frame: pd.DataFrame) -> str:
    """Why a frame without one figure has none, from its column ``state``: "suppressed for 33"."""
    counts = frame["state"].value_counts()
    parts = [f"{state.word} for {counts[key]}" for key, state in STATES.items() if key in counts]
    return f"No area has a figure here: {', '.join(parts)}." if parts else "No figures to show."
