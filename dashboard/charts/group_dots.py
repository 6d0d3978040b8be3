"""Groups of people side by side, in their own order, with intervals."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.charts import no_data
from dashboard.charts.drawing import Drawing
from dashboard.charts.layout import base, lines_of, literal, numbers, quiet_axis, text_width
from dashboard.charts.palette import ACCENT, INK, MUTED, RULE
from dashboard.text import Unit

_ROW, _NAME_CHARACTERS = 30, 34


def draw(frame: pd.DataFrame, *, unit: Unit, average: float | None) -> Drawing:
    """Draw one dot a group, first group on top, with a line for everybody together.

    Args:
        frame: ``group_name``, ``value``, ``lower``, ``upper``, ``hover`` (escaped), in order.
        unit: how the figures are written.
        average: the figure of everybody, or None.
    """
    known = frame[frame["value"].notna()]
    if known.empty:
        return no_data.draw("No figure is published for these groups in this period.", 120)
    names = [lines_of(name, _NAME_CHARACTERS) for name in known["group_name"]]
    left = int(max(text_width(line) for lines in names for line in lines)) + 12
    layout = base(70 + _ROW * len(known), {"l": left, "r": 16, "t": 22, "b": 44})
    layout["yaxis"] = quiet_axis(
        autorange="reversed",
        tickvals=list(range(len(known))),
        ticktext=["<br>".join(literal(line) for line in lines) for lines in names],
        showgrid=True,
        gridcolor=RULE,
    )
    layout["xaxis"] = quiet_axis(
        tickprefix=unit.prefix, ticksuffix=unit.unit if unit.unit == "%" else "", nticks=6
    )
    layout["annotations"] = [_axis_title(unit)]
    if average is not None and not pd.isna(average):
        layout["shapes"] = [_rule(average)]
        layout["annotations"].append(_rule_name(average, unit))
    return Drawing(data=[_dots(known)], layout=layout)


def _dots(known: pd.DataFrame) -> dict[str, Any]:
    above, below = known["upper"] - known["value"], known["value"] - known["lower"]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": numbers(known["value"]),
        "y": list(range(len(known))),
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [0 if x is None else x for x in numbers(above)],
            "arrayminus": [0 if x is None else x for x in numbers(below)],
            "color": INK,
            "thickness": 1.4,
            "width": 0,
        },
        "marker": {"size": 11, "color": ACCENT, "line": {"color": INK, "width": 0.6}},
        "hovertext": known["hover"].tolist(),
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _rule(average: float) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": average,
        "x1": average,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": INK, "width": 1.5, "dash": "dash"},
    }


def _rule_name(average: float, unit: Unit) -> dict[str, Any]:
    return {
        "x": average,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "text": literal(f"everyone {unit.bare(average)}"),
        "font": {"color": INK, "size": 13},
    }


def _axis_title(unit: Unit) -> dict[str, Any]:
    return {
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 0,
        "yshift": -24,
        "xanchor": "left",
        "yanchor": "top",
        "showarrow": False,
        "text": literal(unit.name),
        "font": {"color": MUTED, "size": 13},
    }
