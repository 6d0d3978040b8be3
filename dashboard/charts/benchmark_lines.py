"""Vertical lines at benchmarks' values, each with a label that never covers another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts.layout import LINE_HEIGHT, literal, rows_apart, text_width

_AIR = 4


@dataclass(frozen=True)
class Line:
    """A vertical line at a benchmark's value; ``name`` is its label as written, with the value."""

    name: str
    value: float
    colour: str
    dash: str


@dataclass(frozen=True)
class Label:
    """Where a line's label stands: its row above the bars and which end touches the line."""

    line: Line
    row: int
    anchor: str


def place_labels(
    lines: Sequence[Line], span: tuple[float, float], width: float, margin: float
) -> list[Label]:
    """Rows above the chart in which no label covers another.

    Labels that are apart at the narrowest width stay apart at every wider one, because the lines
    move away from each other and the words do not grow.

    Args:
        lines: what to label.
        span: the axis's ends, in the indicator's unit.
        width: of the plot on the narrowest screen, in pixels.
        margin: room to the right of the plot, in pixels.
    """
    spans, anchors = [], []
    for line in lines:
        x = (line.value - span[0]) / (span[1] - span[0]) * width
        half = text_width(line.name) / 2 + _AIR
        is_near_the_end = x + half > width + margin
        anchors.append("right" if is_near_the_end else "center")
        spans.append((x - 2 * half, x) if is_near_the_end else (x - half, x + half))
    rows = rows_apart(spans)
    return [Label(*each) for each in zip(lines, rows, anchors, strict=True)]


def rule(line: Line, start: float) -> dict[str, Any]:
    """The line itself, as a Plotly shape, from a share of the plot's height up to its top."""
    return {
        "type": "line",
        "x0": line.value,
        "x1": line.value,
        "yref": "paper",
        "y0": start,
        "y1": 1,
        "line": {"color": line.colour, "width": 1.5, "dash": line.dash},
    }


def note(label: Label) -> dict[str, Any]:
    """The label, as a Plotly annotation in the line's colour."""
    return {
        "x": label.line.value,
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "yshift": LINE_HEIGHT * label.row,
        "xanchor": label.anchor,
        "text": literal(label.line.name),
        "font": {"color": label.line.colour},
        "showarrow": False,
        "borderpad": 0,
    }
