"""Boroughs from highest to lowest, with their intervals and the lines they are compared with."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts import bar_marks, no_data, symbols
from dashboard.charts.benchmark_lines import Line, note, place_labels, rule
from dashboard.charts.drawing import Drawing
from dashboard.charts.layout import (
    LINE_HEIGHT,
    PHONE_WIDTH,
    base,
    lines_of,
    literal,
    numbers,
    quiet_axis,
    text_width,
)
from dashboard.charts.palette import (
    ENGLAND_GREY,
    INK,
    OTHERS_STRENGTH,
    PAPER,
    STATES,
    blended,
    colour_of,
)

__all__ = ["Line", "draw", "ordered"]

_EDGE = 0.6
_SELECTED_EDGE = 2.5
_ROOM_AFTER = 0.14
_ROOM_BEFORE = 0.03
_NAME_ROOM = 12
_NOTE_SHIFT = 6
_RIGHT = 12
_USUAL_LABEL = "1,000.0"
_TITLE_LINE = 30
_DISTANCE_DECIMALS = 6


def draw(
    frame: pd.DataFrame,
    *,
    lines: Sequence[Line],
    selected: str | None,
    unit_prefix: str,
    unit: str,
    unit_name: str,
    zero_based: bool,
    height: int = 640,
    covering: Sequence[float] = (),
    alike: Sequence[str] = (),
    only: slice = slice(None),
) -> Drawing:
    """Draw one row an area, highest first, areas without a figure last with the reason's word.

    Bars start at zero; where zero means nothing, dots are drawn instead and the axis covers only
    the figures. A click gives the GSS code as ``customdata``.

    Args:
        frame: ``area_code``, ``area_name``, ``value``, ``lower``, ``upper``, ``state``, ``klass``,
            ``label`` (the value as written), ``hover`` (escaped, lines apart by br).
        lines: benchmarks to draw; one without a value (NaN) is left out.
        selected: the GSS code of the chosen area; the others are drawn weaker.
        unit_prefix: written before the axis's numbers.
        unit: written after them when it is "%".
        unit_name: the axis's title.
        zero_based: bars from zero, or dots.
        height: in pixels; 33 areas need 640.
        covering: numbers the axis must hold beside the figures; given them, it is the same for
            every chart that is given them, whichever area is chosen.
        alike: GSS codes drawn as strong as the chosen area.
        only: which rows of that order are drawn, on the axis of all of them: a screen that is
            wider than high has room for two charts of half the rows.
    """
    rows = ordered(frame)
    if rows["value"].isna().all():
        return no_data.draw(no_data.reason(rows), height)
    lines = [line for line in lines if not pd.isna(line.value)]
    left = int(max(text_width(name) for name in rows["area_name"])) + _NAME_ROOM
    width = PHONE_WIDTH - left - _RIGHT
    span = _span(rows, lines, zero_based, covering)
    span = _with_room(
        span, _at_the_end(covering) or _selected_value(rows, selected, zero_based), width
    )
    labels = place_labels(lines, span, width, _RIGHT)
    rows = rows.iloc[only].reset_index(drop=True)
    title = lines_of(unit_name, _TITLE_LINE)
    top = 6 + LINE_HEIGHT * (1 + max((label.row for label in labels), default=0))
    bottom = 8 + LINE_HEIGHT * (1 + len(title))
    layout = base(height, {"l": left, "r": _RIGHT, "t": top, "b": bottom})
    layout["bargap"] = 0.16
    layout["xaxis"] = _value_axis(span, unit_prefix, unit, zero_based)
    layout["yaxis"] = _name_axis(rows, selected, zero_based)
    layout["shapes"] = _shapes(rows, lines, span)
    chosen = _selected_value(rows, selected, zero_based)
    layout["annotations"] = [_title(title), *(note(label) for label in labels), *chosen]
    marks = (_bars if zero_based else _dots)(rows, selected, alike)
    return Drawing(data=[*marks, *_words(rows, span[0])], layout=layout)


def ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """Highest first, equal values by name, areas without a figure last by name."""
    values = [-math.inf if pd.isna(x) else x for x in frame["value"].tolist()]
    names = frame["area_name"].tolist()
    order = sorted(range(len(names)), key=lambda place: (-values[place], names[place]))
    return frame.take(order).reset_index(drop=True)


def _span(
    rows: pd.DataFrame, lines: Sequence[Line], zero_based: bool, covering: Sequence[float]
) -> tuple[float, float]:
    """The axis's ends: every figure, limit and line, zero for bars, and room for one label."""
    figures = rows[["value", "lower", "upper"]].to_numpy(dtype=np.float64)
    numbers = [float(np.nanmin(figures)), float(np.nanmax(figures)), *covering]
    numbers += [line.value for line in lines] + ([0.0] if zero_based else [])
    low, high = min(numbers), max(numbers)
    size = (high - low) or abs(high) or 1.0
    before = 0.0 if zero_based and low == 0 else _ROOM_BEFORE * size
    return low - before, high + _ROOM_AFTER * size


def _at_the_end(covering: Sequence[float]) -> list[dict[str, Any]]:
    """A label of usual length at the highest number, to make room for on a shared axis."""
    return [{"x": max(covering), "text": _USUAL_LABEL}] if covering else []


def _with_room(
    span: tuple[float, float], notes: Sequence[Mapping[str, Any]], width: float
) -> tuple[float, float]:
    """Lengthen the axis until the chosen area's value is not clipped at the narrowest width."""
    low, high = span
    for each in notes:
        free = width + _RIGHT - _NOTE_SHIFT - text_width(each["text"]) - LINE_HEIGHT
        if free > width / 4:
            high = max(high, low + (each["x"] - low) * width / free)
    return low, high


def _value_axis(
    span: tuple[float, float], unit_prefix: str, unit: str, zero_based: bool
) -> dict[str, Any]:
    return quiet_axis(
        range=list(span),
        nticks=5,
        tickprefix=literal(unit_prefix),
        ticksuffix="%" if unit == "%" else "",
        separatethousands=True,
        zeroline=zero_based,
        zerolinecolor=INK,
    )


def _name_axis(rows: pd.DataFrame, selected: str | None, zero_based: bool) -> dict[str, Any]:
    names = [
        f"<b>{literal(name)}</b>" if code == selected else literal(name)
        for code, name in zip(rows["area_code"], rows["area_name"], strict=True)
    ]
    return quiet_axis(
        range=[len(rows) - 0.5, -0.5],
        tickvals=list(range(len(rows))),
        ticktext=names,
        ticklabelstandoff=4,
        showgrid=not zero_based,
    )


def _bars(rows: pd.DataFrame, selected: str | None, alike: Sequence[str]) -> list[dict[str, Any]]:
    """Bars, and whiskers with a paper edge so that they show on dark bars too."""
    bars = {
        **_marks(rows, selected, alike),
        "type": "bar",
        "orientation": "h",
        "error_x": _limits(rows, 4, PAPER),
    }
    whiskers = {
        "type": "scatter",
        "mode": "markers",
        "x": bars["x"],
        "marker": {"opacity": 0},
        "error_x": _limits(rows, 1.2, INK),
        "hoverinfo": "skip",
    }
    return [bars, whiskers, *bar_marks.texts(rows, bars["marker"]["color"])]


def _dots(rows: pd.DataFrame, selected: str | None, alike: Sequence[str]) -> list[dict[str, Any]]:
    dots = {
        **_marks(rows, selected, alike),
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
    }
    dots["marker"] = {
        **dots["marker"],
        # Plotly would make dots of several sizes see-through.
        "opacity": 1,
        "symbol": [symbols.of(str(klass)) for klass in rows["klass"]],
        "size": [13 if str(klass).endswith("_998") else 10 for klass in rows["klass"]],
    }
    return [{**dots, "error_x": _limits(rows, 1.2, INK)}]


def _marks(rows: pd.DataFrame, selected: str | None, alike: Sequence[str]) -> dict[str, Any]:
    """What bars and dots share: numbers, colours, the chosen area's outline, hover and click."""
    chosen = [code == selected for code in rows["area_code"]]
    others = OTHERS_STRENGTH if any(chosen) else 1.0
    strong = [own or code in alike for own, code in zip(chosen, rows["area_code"], strict=True)]
    colours = zip(rows["klass"], strong, strict=True)
    return {
        "x": numbers(rows["value"]),
        "customdata": rows["area_code"].tolist(),
        "hovertext": rows["hover"].tolist(),
        "hoverinfo": "text",
        "marker": {
            "color": [
                colour_of(klass) if is_strong else blended(colour_of(klass), others)
                for klass, is_strong in colours
            ],
            "line": {
                "color": INK,
                "width": [_SELECTED_EDGE if is_chosen else _EDGE for is_chosen in chosen],
            },
        },
        # A click would otherwise fade every other area until the page is drawn again.
        "unselected": {"marker": {"opacity": 1}},
    }


def _limits(rows: pd.DataFrame, width: float, colour: str) -> dict[str, Any]:
    """Whiskers from the lower to the upper limit, as Plotly takes them: distances."""
    return {
        "array": numbers((rows["upper"] - rows["value"]).round(_DISTANCE_DECIMALS)),
        "arrayminus": numbers((rows["value"] - rows["lower"]).round(_DISTANCE_DECIMALS)),
        "color": colour,
        "thickness": width,
        "width": 0,
    }


def _words(rows: pd.DataFrame, start: float) -> list[dict[str, Any]]:
    """The state's word where a bar would begin."""
    absent = rows[rows["value"].isna()]
    if absent.empty:
        return []
    return [
        {
            "type": "scatter",
            "mode": "text",
            "x": [start] * len(absent),
            "y": absent.index.tolist(),
            "text": [f" {STATES[state].word}" for state in absent["state"]],
            "textposition": "middle right",
            "textfont": {"color": ENGLAND_GREY},
            "unselected": {"textfont": {"color": ENGLAND_GREY}},
            "customdata": absent["area_code"].tolist(),
            "hovertext": absent["hover"].tolist(),
            "hoverinfo": "text",
        }
    ]


def _selected_value(
    rows: pd.DataFrame, selected: str | None, zero_based: bool
) -> list[dict[str, Any]]:
    codes = rows["area_code"].tolist()
    if selected not in codes or pd.isna(rows["value"].iloc[codes.index(selected)]):
        return []
    row = rows.iloc[codes.index(selected)]
    ends = [row["value"], row["upper"], 0.0 if zero_based else row["value"]]
    return [
        {
            "x": float(max(end for end in ends if not pd.isna(end))),
            "y": int(rows.index[codes.index(selected)]),
            "xanchor": "left",
            "xshift": _NOTE_SHIFT,
            "text": literal(row["label"]),
            "font": {"weight": 700},
            "showarrow": False,
            "bgcolor": PAPER,
            "borderpad": 0,
        }
    ]


def _title(lines: Sequence[str]) -> dict[str, Any]:
    return {
        "x": 0,
        "y": 0,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "top",
        "yshift": -LINE_HEIGHT,
        "align": "left",
        "text": "<br>".join(literal(line) for line in lines),
        "font": {"color": ENGLAND_GREY},
        "showarrow": False,
    }


def _shapes(
    rows: pd.DataFrame, lines: Sequence[Line], span: tuple[float, float]
) -> list[dict[str, Any]]:
    """Benchmark lines down to the last figure; no grid behind the words below it."""
    absent = int(rows["value"].isna().sum())
    rules = [rule(line, absent / len(rows)) for line in lines]
    if not absent:
        return rules
    blank = {
        "type": "rect",
        "layer": "between",
        "x0": span[0],
        "x1": span[1],
        "y0": len(rows) - absent - 0.4,
        "y1": len(rows) - 0.5,
        "fillcolor": PAPER,
        "line": {"width": 0},
    }
    return [*rules, blank]
