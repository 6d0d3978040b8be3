"""A chart together with its text alternative, kept as the JSON that browsers are sent."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import orjson
import plotly.graph_objects as go
import plotly.io

from dashboard.charts import night
from dashboard.charts.drawing import Drawing

# All that Plotly's figure has beside what is drawn, the same for every finished one: 10 KB.
_BARE = vars(go.Figure(layout={"template": "none"}))


class Finished(go.Figure):  # type: ignore[misc]
    """A figure that is drawn: sending it again neither copies nor checks what is in it.

    Plotly's own figure is thousands of objects; a few hundred of them, kept for the viewers who
    come next, are what the garbage collector then walks through for seconds.
    """

    def __init__(self, document: bytes) -> None:
        """Wrap a figure's JSON, which is taken to be valid."""
        self.__dict__.update(_BARE)
        self._document = document

    def to_dict(self) -> dict[str, Any]:
        """The figure as Plotly's JSON has it, the caller's own to change."""
        drawn: dict[str, Any] = orjson.loads(self._document)
        return drawn


class Picture:
    """A chart, and the sentence that says what it shows to somebody who cannot see it."""

    def __init__(self, drawing: Drawing, alternative: str) -> None:
        """Keep a drawing as JSON; the object itself may go."""
        drawn = plotly.io.to_json(drawing.document, validate=False, engine="orjson")
        self._document = drawn.encode()
        self.alternative = alternative

    @property
    def figure(self) -> go.Figure:
        """The chart as an object of its own, to look into or to draw from."""
        return go.Figure(orjson.loads(self._document))

    @property
    def dark(self) -> go.Figure:
        """The same in the dark theme's colours."""
        return go.Figure(orjson.loads(self._dark_document))

    def themed(self, theme: str) -> Finished:
        """The finished chart for a theme, ``light`` or ``dark``."""
        return Finished(self._dark_document if theme == "dark" else self._document)

    @cached_property
    def _dark_document(self) -> bytes:
        """Turned when first asked for, and kept."""
        return orjson.dumps(night.document(orjson.loads(self._document)))
