"""The recent trend of every series: the published rule, or why it cannot be applied."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.analysis import wide
from pipelines.stats import gap, trend

SERIES = ["indicator_id", "sex", "age", "group_type", "group_name"]
DAYS_A_YEAR = 365.25
# Annual surveys are taken on a day that moves by weeks; more than this many days is a gap.
SLACK = 31

PUBLISHED = "recent trend as published in Fingertips: the latest 5 annual periods"
OWN = "own method: the rule of the published recent trend on periods that do not overlap"
_BROKEN = "a period is missing among the latest 5, so they are not an unbroken series"
_NO_INTERVAL = "no confidence interval is published"


def table(observations: pd.DataFrame, period_kind: pd.Series[str]) -> pd.DataFrame:
    """The recent trend of every series and area.

    Args:
        observations: the figures, published or not.
        period_kind: the catalogue's, for each indicator id.

    Returns:
        One row an area and series: direction, slope (a year, in the indicator's unit),
        chi_squared, significant, reason, periods_used, first_period, last_period, method. Where
        it cannot be calculated periods_used is 0 and the reason is given.
    """
    frames = []
    for key, rows in observations.groupby(SERIES, sort=True):
        names = [str(name) for name in key] if isinstance(key, tuple) else [str(key)]
        independent = period_kind[names[0]] in ("annual", "point")
        found = _of_one(rows, independent)
        for column, value in zip(SERIES, names, strict=True):
            found[column] = value
        frames.append(found)
    return pd.concat(frames, ignore_index=True)


def _of_one(rows: pd.DataFrame, independent: bool) -> pd.DataFrame:
    """The trend of one series in every area that has a row of it."""
    areas = sorted(rows["area_code"].unique())
    latest = _latest(rows, independent)
    labels = list(latest["period"])
    value, lower, upper = _arrays(rows, areas, labels)
    step, broken = _step(latest)
    if broken:
        lower, upper = np.full_like(value, np.nan), np.full_like(value, np.nan)
    result = trend.recent(value, lower, upper)
    undone = result.direction == trend.NOT_CALCULATED
    bare = np.isnan(lower).all(axis=1) & ~np.isnan(value).all(axis=1)
    said = [undone & (broken != ""), undone & bare]
    return pd.DataFrame(
        {
            "area_code": areas,
            "direction": result.direction,
            "slope": result.slope / step,
            "chi_squared": result.chi_squared,
            "significant": result.significant,
            "reason": np.select(said, [broken, _NO_INTERVAL], result.reason),
            "periods_used": np.where(undone, 0, len(labels)),
            "first_period": labels[0] if labels else "",
            "last_period": labels[-1] if labels else "",
            "method": PUBLISHED if independent else OWN,
        }
    )


def _latest(rows: pd.DataFrame, independent: bool) -> pd.DataFrame:
    """The latest periods with a figure, without overlap; five where there are as many."""
    columns = ["period_start", "period_end", "period"]
    periods = rows.loc[rows["value"].notna(), columns].drop_duplicates()
    periods = periods.sort_values(columns[:2], ignore_index=True)
    if not independent and len(periods):
        periods = periods[gap.non_overlapping(periods["period_start"], periods["period_end"])]
    return periods.tail(trend.POINTS)


def _arrays(rows: pd.DataFrame, areas: list[str], labels: list[str]) -> list[NDArray[np.float64]]:
    """Values and limits of shape (areas, periods)."""
    row = pd.Index(areas).get_indexer(pd.Index(rows["area_code"]))
    column = pd.Index(labels, dtype="str").get_indexer(pd.Index(rows["period"]))
    kept = column >= 0
    found = []
    for name in wide.FIGURES:
        array = np.full((len(areas), len(labels)), np.nan)
        array[row[kept], column[kept]] = rows[name].to_numpy()[kept]
        found.append(array)
    return found


def _step(latest: pd.DataFrame) -> tuple[float, str]:
    """Years from one period to the next, and why the periods are not a series if they are not."""
    if len(latest) < trend.POINTS:
        return 1.0, f"fewer than {trend.POINTS} periods, none overlapping"
    days = latest["period_start"].diff().dropna().dt.days.to_numpy()
    length = (latest["period_end"] - latest["period_start"]).dt.days.to_numpy() + 1
    expected = max(float(np.median(length)), DAYS_A_YEAR)
    if np.abs(days - expected).max() > SLACK:
        return 1.0, _BROKEN
    return float(round(days.mean() / DAYS_A_YEAR)), ""
