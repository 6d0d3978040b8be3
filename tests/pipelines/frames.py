"""Observations made by hand for tests."""

from __future__ import annotations

import pandas as pd

from pipelines import contract


def observation(**given: object) -> dict[str, object]:
    """One published figure that obeys the contract, changed as asked."""
    row: dict[str, object] = {
        "indicator_id": "obesity_year_6",
        "area_code": "E09000025",
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
