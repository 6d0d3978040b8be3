"""A finished figure in the colours of the dark theme.

Charts are drawn once, in the light theme's colours; this turns them. It needs no knowledge of the
chart, because each role has a colour value of its own (see `palette`): what lies on paper is
mirrored, fills that stand for a class stay, and what is written on such a fill stays with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard.charts.palette import (
    DARK,
    OTHERS_STRENGTH,
    PAPER,
    VALUE_COLOURS,
    VERDICTS,
    blended,
    faded,
)

FILLS = (*VALUE_COLOURS, *(verdict.colour for verdict in VERDICTS.values()))

# Weakened fills are thinned with paper, and paper is dark.
COLOURS: Mapping[str, str] = MappingProxyType(
    {
        blended(fill, OTHERS_STRENGTH): blended(fill, OTHERS_STRENGTH, paper=DARK[PAPER])
        for fill in FILLS
    }
    | dict(DARK)
)
_THIN = re.compile(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)")


def figure(light: go.Figure) -> go.Figure:
    """The same figure for the dark theme; the one given is left as it is."""
    drawn = light.to_plotly_json()
    return go.Figure(data=_turned(drawn.get("data", [])), layout=_turned(drawn.get("layout", {})))


def document(light: dict[str, Any]) -> dict[str, Any]:
    """The same of a figure as Plotly's JSON has it."""
    turned: dict[str, Any] = _turned(light)
    return turned


def colour(light: str) -> str:
    """The dark theme's colour for ``#rrggbb`` or Plotly's ``rgba(r,g,b,a)``; others as they are."""
    thin = _THIN.fullmatch(light)
    if not thin:
        return COLOURS.get(light.lower(), light)
    red, green, blue, strength = thin.groups()
    solid = f"#{int(red):02x}{int(green):02x}{int(blue):02x}"
    return faded(COLOURS[solid], float(strength)) if solid in COLOURS else light


def _turned(part: Any) -> Any:
    """Every text in a nest of dicts and lists that is a colour, turned."""
    if isinstance(part, dict):
        return {key: _turned(value) for key, value in part.items()}
    if isinstance(part, (list, tuple)):
        return [_turned(value) for value in part]
    if isinstance(part, np.ndarray) and part.dtype == object:
        return np.array([_turned(value) for value in part], dtype=object)
    return colour(part) if isinstance(part, str) else part
