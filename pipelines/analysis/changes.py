"""Whether each gap is narrowing: the change over periods that do not overlap, and its verdict."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.analysis import boroughs, measured
from pipelines.analysis.scales import Floats
from pipelines.stats import gap

SERIES = ["indicator_id", "area_code", "sex", "age", "dimension", "measure", "scale"]
_PRICES = "it is in the prices of each year, so it moves with prices"
_METHODS = {
    gap.FROM_INTERVALS: (
        "own method: weighted least squares over periods of the same length that do not overlap, "
        "standard errors from the published intervals and the scatter about the line, 95% limits; "
        "must hold without the first and without the last period"
    ),
    gap.FROM_SCATTER: (
        "own method, the weaker one: least squares over periods of the same length that do not "
        "overlap, standard error from the scatter of the series, 95% limits; must hold without the "
        "first and without the last period"
    ),
}
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
    "spread_lower",
    "spread_upper",
    "left_out",
)
_DAYS = ("period_start", "period_end")
_USED = (*_LATEST, *_DAYS, "reason", "is_sensitivity_check")
_Periods = dict[str, NDArray[Any]]


def table(inequality: pd.DataFrame, in_current_prices: Set[str] = frozenset()) -> pd.DataFrame:
    """The verdict on every gap, ratio, slope index and relative index.

    Args:
        inequality: as `inequalities.table` makes it.
        in_current_prices: ids of indicators in the prices of each year, whose gaps in money move
            with prices and are not tested; their ratios are.

    Returns:
        One row a series: verdict (narrowing, widening, reversed, no clear change, not testable),
        reason, the first and last period compared, how many were used, the change with its limits
        (a factor for relative measures), the slope a year with its limits, the estimate in the
        first of them and in the latest period there is, where the standard errors are from, the
        scatter about the line over what the intervals explain, the period that a slope would rest
        on, and the verdict with the other order of the groups where there is one.
    """
    tested = inequality[inequality["measure"].isin(measured.TESTED_FOR_CHANGE)]
    ordered = tested.sort_values([*SERIES, "period_start", "period_end"], ignore_index=True)
    columns = {column: ordered[column].to_numpy() for column in (*SERIES, *_USED)}
    starts = np.flatnonzero(~ordered.duplicated(SERIES))
    rows = []
    for first, after in zip(starts, [*starts[1:], len(ordered)], strict=True):
        periods = {column: values[first:after] for column, values in columns.items()}
        series = {column: periods[column][0] for column in SERIES}
        rows.append(series | _of_one(periods, series["indicator_id"] in in_current_prices))
    return pd.DataFrame(rows)


def _of_one(given: _Periods, in_current_prices: bool) -> dict[str, Any]:
    is_check = given["is_sensitivity_check"].astype(bool)
    periods, other = _at(given, ~is_check), _at(given, is_check)
    known = _at(periods, ~np.isnan(periods["estimate"]))
    if not len(known["estimate"]):
        return _nothing(str(periods["reason"][-1]).removeprefix("not calculated: "))
    newest = int(np.lexsort((known["period_start"], known["period_end"]))[-1])
    latest = {f"latest_{column}": known[column][newest] for column in _LATEST}
    if in_current_prices and _is_absolute(known):
        return _nothing(_PRICES) | latest
    found = gap.change(
        *_testable(known),
        start=known["period_start"],
        end=known["period_end"],
        scale="absolute" if _is_absolute(known) else "relative",
        alternative=_testable(_beside(known, other)) if len(other["estimate"]) else None,
    )
    return _told(found, known, str(periods["dimension"][0])) | latest


def _is_absolute(periods: _Periods) -> bool:
    return str(periods["scale"][0]) == measured.ABSOLUTE


def _testable(periods: _Periods) -> tuple[Floats, Floats, Floats]:
    """Estimates and limits; a quotient whose lower limit has no log has no interval."""
    estimate, lower, upper = (periods[x].astype(np.float64) for x in ("estimate", "lower", "upper"))
    if _is_absolute(periods):
        return estimate, lower, upper
    without = ~(lower > 0)
    return estimate, np.where(without, np.nan, lower), np.where(without, np.nan, upper)


def _beside(known: _Periods, other: _Periods) -> _Periods:
    """The same periods with the estimates of the other order of the groups."""
    places = {tuple(x): n for n, x in enumerate(zip(*(other[y] for y in _DAYS), strict=True))}
    found = [places.get(tuple(x), -1) for x in zip(*(known[y] for y in _DAYS), strict=True)]
    return known | {
        column: np.array([other[column][n] if n >= 0 else np.nan for n in found])
        for column in ("estimate", "lower", "upper")
    }


def _at(periods: _Periods, chosen: NDArray[np.bool_]) -> _Periods:
    return {column: values[chosen] for column, values in periods.items()}


def _told(found: gap.Change, usable: _Periods, dimension: str) -> dict[str, Any]:
    row = _nothing(str(found.reason)) | {"verdict": str(found.verdict)}
    row["periods"] = int(found.periods)
    row["method"] = _METHODS.get(str(found.standard_errors), _METHODS[gap.FROM_INTERVALS])
    row["standard_errors"], row["rests_on"] = str(found.standard_errors), str(found.rests_on)
    row["overdispersion"] = float(found.overdispersion)
    row["sensitivity_verdict"] = str(found.sensitivity)
    for column in ("change", "slope"):
        for limit in ("", "_lower", "_upper"):
            row[column + limit] = float(getattr(found, column + limit))
    if found.first >= 0:
        first, last = int(found.first), int(found.latest)
        row |= {"first_period": usable["period"][first], "last_period": usable["period"][last]}
        row |= {f"first_{x}": usable[x][first] for x in ("estimate", "lower", "upper")}
    if dimension == boroughs.UNORDERED:
        row["method"] += _NOISY
    return row


def _nothing(reason: str) -> dict[str, Any]:
    """A row without a test; the columns every row has."""
    numbers = ("change", "slope", "first_estimate", "latest_estimate")
    limits = [f"{x}{limit}" for x in ("change", "slope") for limit in ("_lower", "_upper")]
    limits += [f"{x}_{limit}" for x in ("first", "latest") for limit in ("lower", "upper")]
    words = [f"{x}_period" for x in ("first", "last", "latest")]
    words += ["latest_disadvantaged", "latest_advantaged", "latest_left_out"]
    words += ["standard_errors", "rests_on", "sensitivity_verdict"]
    return {
        "verdict": gap.NOT_TESTABLE,
        "reason": reason,
        "periods": 0,
        "method": _METHODS[gap.FROM_INTERVALS],
        "overdispersion": np.nan,
        **dict.fromkeys((*numbers, *limits), np.nan),
        **dict.fromkeys(("latest_disadvantaged_value", "latest_advantaged_value"), np.nan),
        **dict.fromkeys(("latest_spread_lower", "latest_spread_upper"), np.nan),
        **dict.fromkeys(words, ""),
    }
