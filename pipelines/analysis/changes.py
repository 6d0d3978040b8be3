"""Whether each gap is narrowing: the change over periods that do not overlap, and its verdict."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.analysis import boroughs, measured
from pipelines.stats import gap

SERIES = ["indicator_id", "area_code", "sex", "age", "dimension", "measure", "scale"]
_NO_INTERVALS = "no confidence intervals are published, so a change cannot be told from chance"
_NO_GAP = "no period has this measure: "
_METHOD = (
    "own method: first against latest period with an interval and weighted least squares over all, "
    "of periods of the same length that do not overlap; both must be clear at 95%"
)
_NOISY = "; highest against lowest, which noise pushes apart"
_LATEST = (
    "period",
    "estimate",
    "lower",
    "upper",
    "disadvantaged",
    "advantaged",
    "disadvantaged_value",
    "advantaged_value",
)
_USED = (*_LATEST, "period_start", "period_end", "reason", "method")
_Periods = dict[str, NDArray[Any]]


def table(inequality: pd.DataFrame) -> pd.DataFrame:
    """The verdict on every gap, ratio, slope index and relative index.

    Args:
        inequality: as `inequalities.table` makes it.

    Returns:
        One row a series: verdict (narrowing, widening, no clear change, not testable), reason,
        the first and last period compared, how many were used, the change with its limits
        (a factor for relative measures), the slope a year with its limits, the estimate in the
        first of them and in the latest period there is.
    """
    tested = inequality[inequality["measure"].isin(measured.TESTED_FOR_CHANGE)]
    ordered = tested.sort_values([*SERIES, "period_start", "period_end"], ignore_index=True)
    columns = {column: ordered[column].to_numpy() for column in (*SERIES, *_USED)}
    starts = np.flatnonzero(~ordered.duplicated(SERIES))
    rows = []
    for first, after in zip(starts, [*starts[1:], len(ordered)], strict=True):
        periods = {column: values[first:after] for column, values in columns.items()}
        rows.append({column: periods[column][0] for column in SERIES} | _of_one(periods))
    return pd.DataFrame(rows)


def _of_one(periods: _Periods) -> dict[str, Any]:
    known = _at(periods, ~np.isnan(periods["estimate"]))
    if not len(known["estimate"]):
        return _nothing(_NO_GAP + str(periods["reason"][-1]).removeprefix("not calculated: "))
    newest = int(np.lexsort((known["period_start"], known["period_end"]))[-1])
    latest = {f"latest_{column}": known[column][newest] for column in _LATEST}
    usable = _at(known, ~np.isnan(known["lower"]))
    if not len(usable["estimate"]):
        return _nothing(_NO_INTERVALS) | latest
    scale = str(periods["scale"][0])
    if scale == measured.RELATIVE:
        usable = _at(usable, usable["lower"] > 0)
    found = gap.change(
        usable["estimate"],
        usable["lower"],
        usable["upper"],
        start=usable["period_start"],
        end=usable["period_end"],
        scale="absolute" if scale == measured.ABSOLUTE else "relative",
    )
    return _told(found, usable, str(periods["dimension"][0])) | latest


def _at(periods: _Periods, chosen: NDArray[np.bool_]) -> _Periods:
    return {column: values[chosen] for column, values in periods.items()}


def _told(found: gap.Change, usable: _Periods, dimension: str) -> dict[str, Any]:
    row = _nothing(str(found.reason)) | {"verdict": str(found.verdict)}
    row["periods"] = int(found.periods)
    for column in ("change", "slope"):
        for limit in ("", "_lower", "_upper"):
            row[column + limit] = float(getattr(found, column + limit))
    if found.first >= 0:
        first, last = int(found.first), int(found.latest)
        row |= {"first_period": usable["period"][first], "last_period": usable["period"][last]}
        row |= {f"first_{x}": usable[x][first] for x in ("estimate", "lower", "upper")}
        row["method"] = _METHOD + _reordered(usable["method"][first], usable["method"][last])
    if dimension == boroughs.UNORDERED:
        row["method"] += _NOISY
    return row


def _reordered(first: str, last: str) -> str:
    """What to say when the two periods rank the boroughs by different editions."""
    old, new = "Indices of Deprivation 2019", "Indices of Deprivation 2025"
    if old in first and new in last:
        return f"; boroughs are ordered by the {old} up to 2024 and the {new} after"
    return ""


def _nothing(reason: str) -> dict[str, Any]:
    """A row without a test; the columns every row has."""
    numbers = ("change", "slope", "first_estimate", "latest_estimate")
    limits = [f"{x}{limit}" for x in ("change", "slope") for limit in ("_lower", "_upper")]
    limits += [f"{x}_{limit}" for x in ("first", "latest") for limit in ("lower", "upper")]
    words = [f"{x}_period" for x in ("first", "last", "latest")]
    words += ["latest_disadvantaged", "latest_advantaged"]
    return {
        "verdict": gap.NOT_TESTABLE,
        "reason": reason,
        "periods": 0,
        "method": _METHOD,
        **dict.fromkeys((*numbers, *limits), np.nan),
        **dict.fromkeys(("latest_disadvantaged_value", "latest_advantaged_value"), np.nan),
        **dict.fromkeys(words, ""),
    }
