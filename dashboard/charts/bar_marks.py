"""Verdicts' marks on ranked bars, so that no verdict is told by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.charts.palette import mark_of, text_on

_SIZE = 12


def texts(rows: pd.DataFrame, fills: Sequence[str]) -> list[dict[str, Any]]:
    """Each verdict's mark where its bar begins: one trace a text colour, as on the map."""
    marks = pd.DataFrame(
        {
            "text": [mark_of(klass) for klass in rows["klass"]],
            "colour": [text_on(fill) for fill in fills],
            "side": ["middle left" if value < 0 else "middle right" for value in rows["value"]],
        },
        index=rows.index,
    )
    groups = marks[marks["text"] != ""].groupby(["colour", "side"])
    return [
        {
            "type": "scatter",
            "mode": "text",
            "x": [0] * len(group),
            "y": group.index.tolist(),
            "text": group["text"].tolist(),
            "textposition": side,
            "textfont": {"size": _SIZE, "color": colour},
            "unselected": {"textfont": {"color": colour}},
            "hoverinfo": "skip",
        }
        for (colour, side), group in groups
    ]
