"""A chart together with its text alternative."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import plotly.graph_objects as go

from dashboard.charts import night


@dataclass(frozen=True)
class Picture:
    """A chart, and the sentence that says what it shows to somebody who cannot see it."""

    figure: go.Figure
    alternative: str

    @cached_property
    def dark(self) -> go.Figure:
        """The chart in the dark theme's colours, made when first asked for and kept."""
        return night.figure(self.figure)

    def themed(self, theme: str) -> go.Figure:
        """The chart for a theme, ``light`` or ``dark``."""
        return self.dark if theme == "dark" else self.figure
