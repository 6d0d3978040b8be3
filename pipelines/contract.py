"""What an observations frame must obey: one row is one published figure.

Every breach is one message that names the file, the row, the column, the value and what is
allowed. Parsers keep the publisher's file and row number beside each figure until here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipelines.errors import ContractError

TEXT_COLUMNS = ("indicator_id", "area_code", "period", "sex", "age", "group_type", "group_name")
DATE_COLUMNS = ("period_start", "period_end")
NUMBER_COLUMNS = (
    "value",
    "lower_95",
    "upper_95",
    "lower_998",
    "upper_998",
    "count",
    "denominator",
)
COLUMNS = (
    "indicator_id",
    "area_code",
    "period",
    "period_start",
    "period_end",
    "sex",
    "age",
    "group_type",
    "group_name",
    *NUMBER_COLUMNS,
    "state",
    "note",
    "source_id",
)
KEY = (
    "indicator_id",
    "area_code",
    "period_start",
    "period_end",
    "sex",
    "age",
    "group_type",
    "group_name",
)
ORIGIN_COLUMNS = ("source_file", "source_row")
SEXES = ("persons", "male", "female")
STATES = ("published", "suppressed", "not_collected", "not_applicable", "missing")
INTERVALS = (("lower_95", "upper_95"), ("lower_998", "upper_998"))

# Publishers round values and limits apart from each other, so a limit may sit this far inside.
ROUNDING = 1e-6


@dataclass(frozen=True)
class Limits:
    """What one indicator allows: its possible range and how finely its figures are rounded."""

    minimum: float | None
    maximum: float | None


def validate(
    observations: pd.DataFrame, areas: set[str], limits: Mapping[str, Limits]
) -> pd.DataFrame:
    """Check a frame of observations and return it with the contract's columns in order.

    Args:
        observations: the contract's columns, and optionally ``source_file`` and ``source_row``.
        areas: every GSS code the catalogue knows.
        limits: for each indicator id, its possible range.

    Raises:
        ContractError: for the first breach, in one message.
    """
    _require_columns(observations)
    _require_known(observations, "indicator_id", set(limits))
    _require_known(observations, "area_code", areas)
    _require_known(observations, "sex", set(SEXES))
    _require_known(observations, "state", set(STATES))
    _require_text(observations)
    _require_order(observations, "period_start", "period_end")
    _require_value_or_state(observations)
    _require_range(observations, limits)
    _require_intervals(observations)
    _require_counts(observations)
    _require_unique(observations)
    return observations


def empty() -> pd.DataFrame:
    """A frame with the contract's columns and no rows."""
    return pd.DataFrame({column: pd.Series(dtype=dtype_of(column)) for column in COLUMNS})


def dtype_of(column: str) -> str:
    """The pandas dtype a contract column is kept in."""
    if column in NUMBER_COLUMNS:
        return "float64"
    return "datetime64[s]" if column in DATE_COLUMNS else "str"


def _require_columns(frame: pd.DataFrame) -> None:
    absent = [column for column in COLUMNS if column not in frame.columns]
    if absent:
        raise ContractError(
            f"observations lack column{'s' * (len(absent) > 1)} {', '.join(absent)}; "
            f"the contract has {', '.join(COLUMNS)}"
        )


def _require_known(frame: pd.DataFrame, column: str, allowed: set[str]) -> None:
    wrong = frame[~frame[column].isin(allowed)]
    if len(wrong):
        shown = ", ".join(sorted(allowed)[:40])
        _fail(wrong.iloc[0], column, f"is not known; allowed: {shown}")


def _require_text(frame: pd.DataFrame) -> None:
    for column in (*TEXT_COLUMNS, "source_id"):
        blank = frame[frame[column].isna() | (frame[column].astype(str).str.strip() == "")]
        if len(blank):
            _fail(blank.iloc[0], column, "is blank; every figure needs one")


def _require_order(frame: pd.DataFrame, first: str, last: str) -> None:
    wrong = frame[~(frame[first] <= frame[last])]
    if len(wrong):
        _fail(wrong.iloc[0], first, f"is after {last} {wrong.iloc[0][last]}")


def _require_value_or_state(frame: pd.DataFrame) -> None:
    published = frame["state"] == "published"
    blank = frame["value"].isna()
    if (published & blank).any():
        row = frame[published & blank].iloc[0]
        _fail(
            row, "value", "is blank although the state is published; give the state that says why"
        )
    if (~published & ~blank).any():
        row = frame[~published & ~blank].iloc[0]
        _fail(
            row, "value", f"is given although the state is {row['state']}; only published has one"
        )
    unexplained = frame[~published & frame["note"].fillna("").str.strip().eq("")]
    if len(unexplained):
        _fail(unexplained.iloc[0], "note", "is blank; a figure that is not there needs the reason")


def _require_range(frame: pd.DataFrame, limits: Mapping[str, Limits]) -> None:
    minimum = frame["indicator_id"].map({i: x.minimum for i, x in limits.items()}).astype("float64")
    maximum = frame["indicator_id"].map({i: x.maximum for i, x in limits.items()}).astype("float64")
    for column in ("value", "lower_95", "upper_95", "lower_998", "upper_998"):
        wrong = frame[(frame[column] < minimum) | (frame[column] > maximum)]
        if len(wrong):
            allowed = limits[str(wrong.iloc[0]["indicator_id"])]
            _fail(
                wrong.iloc[0],
                column,
                f"is outside its possible range; allowed: {_range_text(allowed)}",
            )


def _require_intervals(frame: pd.DataFrame) -> None:
    for lower, upper in INTERVALS:
        half = frame[frame[lower].isna() != frame[upper].isna()]
        if len(half):
            column = lower if pd.isna(half.iloc[0][lower]) else upper
            _fail(half.iloc[0], column, "is blank although the other limit is given")
        slack = ROUNDING * frame["value"].abs().clip(lower=1)
        outside = (frame[lower] > frame["value"] + slack) | (frame[upper] < frame["value"] - slack)
        wrong = frame[outside | (frame[lower] > frame[upper])]
        if len(wrong):
            row = wrong.iloc[0]
            _fail(
                row,
                "value",
                f"is outside its own interval {row[lower]:g} to {row[upper]:g} "
                f"({lower}, {upper}); an interval includes its value",
            )


def _require_counts(frame: pd.DataFrame) -> None:
    for column in ("count", "denominator"):
        wrong = frame[frame[column] < 0]
        if len(wrong):
            _fail(wrong.iloc[0], column, "is negative; allowed: 0 or more")


def _require_unique(frame: pd.DataFrame) -> None:
    repeated = frame[frame.duplicated(list(KEY), keep=False)]
    if repeated.empty:
        return
    first = repeated.iloc[0]
    same = repeated[(repeated[list(KEY)] == first[list(KEY)]).all(axis=1)]
    places = " and ".join(_place(row) for _, row in same.head(2).iterrows())
    described = ", ".join(f"{column} {first[column]}" for column in KEY)
    raise ContractError(f"{places}: the same figure twice ({described}); each may appear once")


def _fail(row: pd.Series[Any], column: str, problem: str) -> None:
    described = (
        f"{row['indicator_id']}, {row['area_code']}, {row['period']}, {row['sex']}, "
        f"{row['group_type']} {row['group_name']}"
    )
    raise ContractError(f"{_place(row)}: {column} '{row[column]}' {problem} ({described})")


def _place(row: pd.Series[Any]) -> str:
    if "source_file" not in row or pd.isna(row["source_file"]):
        return "observations"
    return f"{row['source_file']}, row {row['source_row']}"


def _range_text(limits: Limits) -> str:
    if limits.maximum is None:
        return f"{limits.minimum:g} or more"
    if limits.minimum is None:
        return f"up to {limits.maximum:g}"
    return f"{limits.minimum:g} to {limits.maximum:g}"
