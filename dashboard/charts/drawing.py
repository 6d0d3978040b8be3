"""A drawn chart as plain data, the way browsers are sent it.

Plotly's own figure checks and copies every part of it, which takes longer than drawing. A chart is
checked by tests, and here only where somebody looks into it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import plotly.graph_objects as go


class Drawing:
    """Traces and a layout, with everything that Plotly's figure has behind them."""

    def __init__(
        self, data: Iterable[dict[str, Any]] = (), layout: dict[str, Any] | None = None
    ) -> None:
        """Keep what was drawn; it may still be changed until somebody looks into it."""
        self.document: dict[str, Any] = {"data": list(data), "layout": layout or {}}

    @cached_property
    def figure(self) -> go.Figure:
        """The same as Plotly's figure."""
        return go.Figure(self.document)

    def __getattr__(self, name: str) -> Any:
        """``data``, ``layout``, ``to_json`` and whatever else Plotly's figure has."""
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.figure, name)
