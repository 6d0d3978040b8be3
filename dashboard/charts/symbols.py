"""The shape of a dot that stands for a class, so that colour never says it alone."""

from __future__ import annotations

_SYMBOLS = {
    "better_998": "triangle-up",
    "better_95": "triangle-up",
    "worse_95": "triangle-down",
    "worse_998": "triangle-down",
    "higher_998": "triangle-right",
    "higher_95": "triangle-right",
    "lower_95": "triangle-left",
    "lower_998": "triangle-left",
    "not_compared": "diamond",
    "not_testable": "diamond",
    "no_quintile": "diamond",
}
_WAYS = {"increased": "triangle-up", "decreased": "triangle-down"}


def of(klass: str) -> str:
    """Plotly's name for a class's shape: a direction, or a circle where none is said."""
    return _WAYS.get(klass.split("_")[0], _SYMBOLS.get(klass, "circle"))
