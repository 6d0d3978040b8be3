"""Observations made by hand for tests."""

from __future__ import annotations

import pandas as pd

from pipelines import contract
from pipelines.engine import SQL, Engine
from tests.areas import NEWHAM


def observation(**given: object) -> dict[str, object]:
    """One published figure that obeys the contract, changed as asked."""
    row: dict[str, object] = {
        "indicator_id": "obesity_year_6",
        "area_code": NEWHAM,
        "period": "2024/25",
        "period_start": pd.Timestamp("2024-09-01"),
        "period_end": pd.Timestamp("2025-08-31"),
        "sex": "persons",
        "age": "10-11 yrs",
        "group_type": "total",
        "group_name": "all",
        "value": 28.1,
        "lower_95": 26.9,
        "upper_95": 29.4,
        "lower_998": None,
        "upper_998": None,
        "count": None,
        "denominator": None,
        "state": "published",
        "note": None,
        "source_id": "ons_local_statistics_json",
        "source_file": "child.json",
        "source_row": 7,
    }
    return row | given


def observations(*rows: dict[str, object]) -> pd.DataFrame:
    """A frame of such figures, typed as the contract says."""
    frame = pd.DataFrame(list(rows))
    return frame.astype({column: contract.dtype_of(column) for column in contract.COLUMNS})


def chosen(table: pd.DataFrame, **wanted: object) -> pd.DataFrame:
    """The rows whose columns have these values."""
    for column, value in wanted.items():
        table = table[table[column] == value]
    return table


def one(table: pd.DataFrame, **wanted: object) -> pd.Series:
    """The one row whose columns have these values."""
    rows = chosen(table, **wanted)
    assert len(rows) == 1, f"{len(rows)} rows with {wanted}"
    return rows.iloc[0]


def found_by(check: str, **tables: pd.DataFrame) -> int:
    """How many rows one of the build's checks finds wrong in these tables."""
    with Engine() as engine:
        for name, table in tables.items():
            engine.give(name, table)
        return len(engine.frame(SQL / "checks" / f"{check}.sql"))
