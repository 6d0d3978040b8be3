"""Verdicts' marks on ranked bars, so that no verdict is told by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.charts.palette import mark_of, text_on

_SIZE = 12


def texts(rows: pd.DataFrame, fills: Sequence[str]) -> list[dict[str, Any]]:
    """Each verdict's mark where its bar begins: one trace a text colour, as on the map."""
    groups: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for place, klass, fill, value in zip(
        rows.index, rows["klass"], fills, rows["value"], strict=True
    ):
        if mark := mark_of(klass):
            side = "middle left" if value < 0 else "middle right"
            groups.setdefault((text_on(fill), side), []).append((int(place), mark))
    return [
        {
            "type": "scatter",
            "mode": "text",
            "x": [0] * len(marks),
            "y": [place for place, _ in marks],
            "text": [mark for _, mark in marks],
            "textposition": side,
            "textfont": {"size": _SIZE, "color": colour},
            "unselected": {"textfont": {"color": colour}},
            "hoverinfo": "skip",
        }
        for (colour, side), marks in sorted(groups.items())
    ]
