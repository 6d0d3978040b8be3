"""Areas one below the other for a single period: a dot, its interval, and the benchmarks' lines."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.charts import trend_axes
from dashboard.charts.drawing import Drawing
from dashboard.charts.layout import base, lines_of, literal, numbers, quiet_axis, text_width
from dashboard.charts.palette import AREA_STYLES, ENGLAND_GREY, INK, MUTED, AreaStyle
from dashboard.frames import missing, rows
from dashboard.text import Unit

_ROW, _NAME_LINE, _MARKER = 36, 16, 12
_MARGINS = {"t": 12, "b": 52}
_BENCHMARKS = {
    "london": AreaStyle(INK, "solid", "line-ns"),
    "england": AreaStyle(ENGLAND_GREY, "dash", "line-ns"),
}


def draw(frame: pd.DataFrame, *, unit: Unit) -> Drawing:
    """Draw one row an area, in the order given, each with its value at the right.

    Args:
        frame: one row an area: ``series`` (name), ``role`` (area, london or england), ``place``
            (which of the palette's styles an area has), ``value``, ``lower``, ``upper``,
            ``hover`` (escaped), ``word`` (said where there is no value).
        unit: how the figures are written.
    """
    names = [lines_of(name, _NAME_LINE) for name in frame["series"]]
    values = [_said(row, unit) for row in rows(frame)]
    margin = {
        "l": int(max(text_width(line) for lines in names for line in lines) * 1.1) + 12,
        "r": int(max(text_width(value) for value in values) * 1.1) + 16,
        **_MARGINS,
    }
    layout = base(margin["t"] + margin["b"] + _ROW * len(frame), margin)
    layout["yaxis"] = quiet_axis(
        range=[len(frame) - 0.5, -0.5],
        tickvals=list(range(len(frame))),
        ticktext=["<br>".join(literal(line) for line in lines) for lines in names],
    )
    low, high = trend_axes.span(frame[frame["value"].notna()], zero_based=False)
    layout["xaxis"] = trend_axes.value_axis(low, high, unit.prefix, unit.unit)
    layout["shapes"] = [_rule(row) for row in rows(frame) if row.role in _BENCHMARKS]
    layout["annotations"] = [_axis_title(unit)] + [
        _value(place, value) for place, value in enumerate(values)
    ]
    data = [
        _dot(row, place, _BENCHMARKS.get(row.role) or AREA_STYLES[row.place])
        for place, row in enumerate(rows(frame))
        if not missing(row.value)
    ]
    return Drawing(data=data, layout=layout)


def _said(row: Any, unit: Unit) -> str:
    """The value beside a row, with no unit longer than %; or why there is none."""
    if missing(row.value):
        return str(row.word)
    return unit.bare(row.value) + ("%" if unit.unit == "%" else "")


def _dot(row: Any, place: int, style: AreaStyle) -> dict[str, Any]:
    has_limits = not (missing(row.lower) or missing(row.upper))
    return {
        "type": "scatter",
        "mode": "markers",
        "name": literal(row.series),
        "x": numbers(pd.Series([row.value])),
        "y": [place],
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [float(row.upper - row.value)],
            "arrayminus": [float(row.value - row.lower)],
            "color": style.colour,
            "thickness": 2,
            "width": 4,
        }
        if has_limits
        else {},
        "marker": {
            "symbol": style.marker,
            "size": _MARKER,
            "color": style.colour,
            "line": {"color": style.colour, "width": 3 if style.marker == "line-ns" else 0},
        },
        "hovertext": [row.hover],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _rule(row: Any) -> dict[str, Any]:
    """A benchmark's line through all rows; nothing where it has no figure."""
    style = _BENCHMARKS[row.role]
    return {
        "type": "line",
        "visible": not missing(row.value),
        "x0": None if missing(row.value) else float(row.value),
        "x1": None if missing(row.value) else float(row.value),
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"color": style.colour, "width": 1.5, "dash": style.dash},
    }


def _value(place: int, value: str) -> dict[str, Any]:
    return {
        "xref": "paper",
        "x": 1,
        "y": place,
        "xanchor": "left",
        "xshift": 10,
        "text": literal(value),
        "showarrow": False,
    }


def _axis_title(unit: Unit) -> dict[str, Any]:
    return {
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 0,
        "yshift": -26,
        "xanchor": "left",
        "yanchor": "top",
        "showarrow": False,
        "text": literal(unit.name),
        "font": {"color": MUTED},
    }
