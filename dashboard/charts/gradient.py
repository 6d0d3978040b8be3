"""The social gradient: every borough against its place in the order of deprivation."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.charts import no_data
from dashboard.charts.drawing import Drawing
from dashboard.charts.layout import base, lines_of, literal, numbers, quiet_axis
from dashboard.charts.palette import ACCENT, INK, MUTED, RULE
from dashboard.text import Unit

_SMALLEST, _LARGEST = 7.0, 22.0
_AIR = 0.14


def draw(
    frame: pd.DataFrame,
    *,
    line: tuple[float, float] | None,
    selected: str | None,
    unit: Unit,
    height: int = 340,
) -> Drawing:
    """Draw boroughs from most deprived (left) to least (right), sized by population.

    Args:
        frame: ``area_code``, ``area_name``, ``position`` (0 the most deprived end to 1 the
            least, by population), ``value``, ``population_share``, ``hover`` (escaped).
        line: the fitted line's figures at the most and the least deprived end, or None.
        selected: the GSS code of the chosen borough.
        unit: how the figures are written.
        height: in pixels.
    """
    known = frame[frame["value"].notna()]
    if known.empty:
        return no_data.draw("No borough figure is published for this period.", height)
    layout = base(height, {"l": 52, "r": 12, "t": 8, "b": 66})
    layout["xaxis"] = quiet_axis(range=[-0.03, 1.03], showticklabels=False)
    layout["yaxis"] = quiet_axis(
        range=_with_air(known["value"], line),
        showgrid=True,
        gridcolor=RULE,
        tickprefix=unit.prefix,
        ticksuffix=unit.unit if unit.unit == "%" else "",
        nticks=6,
    )
    layout["annotations"] = [_end(0, "most deprived"), _end(1, "least deprived"), _title(unit)]
    return Drawing(data=[*_line(line), _dots(known, selected)], layout=layout)


def _dots(known: pd.DataFrame, selected: str | None) -> dict[str, Any]:
    share = known["population_share"] / known["population_share"].max()
    named = _named(known, selected)
    chosen = known["area_code"] == selected
    lowest = known["value"].min()
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [round(float(x), 4) for x in known["position"]],
        "y": numbers(known["value"]),
        "text": [
            literal(name) if code in named else ""
            for code, name in zip(known["area_code"], known["area_name"], strict=True)
        ],
        # Away from the other dots: above the highest, below the lowest.
        "textposition": [
            f"{'bottom' if value == lowest else 'top'} {'left' if position > 0.6 else 'right'}"
            for value, position in zip(known["value"], known["position"], strict=True)
        ],
        "marker": {
            "size": [round(max(_SMALLEST, _LARGEST * s**0.5), 1) for s in share],
            "color": ACCENT,
            "opacity": 0.75,
            "line": {"color": INK, "width": [2.5 if x else 0.6 for x in chosen]},
        },
        "customdata": known["area_code"].tolist(),
        "hovertext": known["hover"].tolist(),
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _with_air(values: pd.Series[float], line: tuple[float, float] | None) -> list[float]:
    """The axis's ends, with room for the names above the highest dot and below the lowest."""
    every = [float(values.min()), float(values.max()), *(line or ())]
    low, high = min(every), max(every)
    air = _AIR * ((high - low) or abs(high) or 1.0)
    return [low - air, high + air]


def _named(known: pd.DataFrame, selected: str | None) -> set[str]:
    """Which dots carry their name: the chosen one, and the ends when none is chosen."""
    codes, values = known["area_code"].tolist(), known["value"].tolist()
    if selected in codes:
        return {str(selected)}
    return {codes[values.index(end)] for end in (max(values), min(values))}


def _line(line: tuple[float, float] | None) -> list[dict[str, Any]]:
    if line is None or any(pd.isna(end) for end in line):
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [0, 1],
            "y": list(line),
            "line": {"color": INK, "width": 2},
            "hoverinfo": "skip",
        }
    ]


def _end(place: int, words: str) -> dict[str, Any]:
    return {
        "xref": "paper",
        "yref": "paper",
        "x": place,
        "y": 0,
        "yshift": -6,
        "xanchor": "right" if place else "left",
        "yanchor": "top",
        "showarrow": False,
        "text": words,
        "font": {"color": INK, "size": 13},
    }


def _title(unit: Unit) -> dict[str, Any]:
    return {
        "xref": "paper",
        "yref": "paper",
        "x": 0.5,
        "y": 0,
        "yshift": -28,
        "yanchor": "top",
        "showarrow": False,
        "text": "<br>".join(
            lines_of(f"boroughs in order of deprivation · height: {literal(unit.name)}", 58)
        ),
        "font": {"color": MUTED, "size": 13},
    }
