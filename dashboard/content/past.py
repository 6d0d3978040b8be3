"""One borough's figures over time, beside London's and England's, as the trend chart takes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard import queries, text
from dashboard.db import Build
from dashboard.frames import rows
from dashboard.state import View
from dashboard.text import Unit

_COLUMNS = [
    *("area_name", "area_type", "period", "period_start", "period_end", "value"),
    *("lower_95", "upper_95", "lower_998", "upper_998", "note"),
]
_ROLES = {"region": "london", "country": "england", "borough": "area"}


def good(indicator: Mapping[str, Any]) -> str:
    """Which direction of a change is good: high, low or none.

    Prices alone move what is in the prices of each year, so nobody judges it.
    """
    return "none" if indicator["current_prices"] else str(indicator["polarity"])


def history(build: Build, view: View) -> pd.DataFrame:
    """The chosen borough's figures over time, with London's and England's.

    They are cut from those of every area, which are asked for once: a question to the database
    costs several times as much.
    """
    every = queries.histories(build, view.indicator, view.sex, view.age, "london")
    is_own = (every["area_code"] == view.area) | (every["area_type"] != "borough")
    return every.loc[is_own, _COLUMNS]


def series(drawn: pd.DataFrame, unit: Unit, view: View) -> pd.DataFrame:
    """Published figures as the trend chart takes them."""
    lower, upper = text.limit_columns(view.confidence)
    hovers = [
        f"{text.shown(row.area_name)}, {row.period}<br>"
        f"{text.shown(unit.with_interval(row.value, low, high))}"
        for row, low, high in zip(rows(drawn), drawn[lower], drawn[upper], strict=True)
    ]
    return as_drawn(drawn, hovers, view.confidence)


def as_drawn(figures: pd.DataFrame, hovers: list[str], confidence: str) -> pd.DataFrame:
    """Figures over time as charts of lines take them, with their words at the pointer."""
    lower, upper = text.limit_columns(confidence)
    return pd.DataFrame(
        {
            "series": figures["area_name"],
            "role": figures["area_type"].map(_ROLES),
            "period": figures["period"],
            "period_start": figures["period_start"],
            "period_end": figures["period_end"],
            "value": figures["value"],
            "lower": figures[lower],
            "upper": figures[upper],
            "hover": hovers,
        }
    )
