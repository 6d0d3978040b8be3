"""How much each figure changed from every earlier period to the latest one of its series."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.stats import difference, gap

SERIES = ["indicator_id", "sex", "age"]
PERIOD = ["period", "period_start", "period_end"]
_FIGURE = ["value", "lower_95", "upper_95"]
METHOD = (
    "own method: latest figure less the earlier one, with a standard error from both published "
    "95% intervals; only periods of the same length that do not overlap are tested"
)
# So many figures at a time, or a few more.
MOST_ROWS = 250_000
_OVERLAP = "the two periods overlap, so they partly count the same people and days"
_LENGTH = "the two periods differ in length"
_NO_EARLIER = "there is no figure for the earlier period"
_NO_LATEST = "there is no figure for the latest period"
_NO_INTERVAL = "the publisher gives no confidence interval for both periods"


def tables(observations: pd.DataFrame, polarity: pd.Series[str]) -> Iterator[pd.DataFrame]:
    """The change of every area's figure since each earlier period of its series.

    Args:
        observations: the figures of whole areas (group type ``total``), published or not.
        polarity: the catalogue's, for each indicator id.

    Yields:
        Some areas at a time, because its words take much memory: one row an indicator, area, sex,
        age and earlier period: both periods and values, the difference with limits at 95% and
        99.8%, at each level the verdict (increased, decreased, no clear change, not testable) and
        what it means (better, worse, ""), the reason where it is not testable, and the method.
    """
    totals = observations[observations["group_type"] == "total"]
    figures = totals[[*SERIES, "area_code", *PERIOD, *_FIGURE, "state"]]
    latest = _latest(figures)
    slices = max(1, math.ceil(len(figures) / MOST_ROWS))
    turn = pd.factorize(figures["area_code"])[0] % slices
    for _, rows in figures.groupby(turn, sort=True):
        yield _changes(_pairs(rows, latest), polarity)


def _changes(pairs: pd.DataFrame, polarity: pd.Series[str]) -> pd.DataFrame:
    reasons = _reasons(pairs)
    tested = reasons == ""
    figures = [pairs[f"{end}_{x}"].to_numpy() for end in ("from", "to") for x in _FIGURE]
    found = difference.between(*figures)
    testable = difference.Difference(found.value, np.where(tested, found.error, np.nan))
    rows = pairs[[*SERIES, "area_code", *(f"{end}_{x}" for end in ("from", "to") for x in PERIOD)]]
    rows = rows.assign(
        from_value=pairs["from_value"], to_value=pairs["to_value"], difference=found.value
    )
    way = pairs["indicator_id"].map(polarity)
    for level, confidence in (("95", 0.95), ("998", 0.998)):
        rows[f"lower_{level}"], rows[f"upper_{level}"] = testable.limits(confidence)
        verdict = testable.verdict(confidence)
        rows[f"verdict_{level}"] = verdict
        rows[f"meaning_{level}"] = _meanings(verdict, way)
    return rows.assign(reason=reasons, method=METHOD)


def _latest(figures: pd.DataFrame) -> pd.DataFrame:
    """The last period of each series in which any borough has a figure, the same for all areas."""
    published = figures[figures["state"] == "published"].sort_values(["period_end", "period_start"])
    boroughs = published[published["area_code"].str.startswith("E09")]
    return boroughs.groupby(SERIES, sort=False)["period"].last().rename("latest").reset_index()


def _pairs(figures: pd.DataFrame, latest: pd.DataFrame) -> pd.DataFrame:
    """Each figure of an earlier period beside the same area's in the latest one.

    An area that lacks a row in either of the two periods has no pair.
    """
    known = figures.merge(latest, on=SERIES)
    is_latest = known["period"] == known["latest"]
    columns = [*PERIOD, *_FIGURE]
    last = known.loc[is_latest, [*SERIES, "area_code", *columns]]
    last = last.rename(columns={x: f"to_{x}" for x in columns})
    rest = known[~is_latest].rename(columns={x: f"from_{x}" for x in columns})
    pairs = rest.merge(last, on=[*SERIES, "area_code"])
    earlier = pairs[pairs["from_period_end"] < pairs["to_period_end"]]
    order = [*SERIES, "from_period_end", "from_period_start", "area_code"]
    return earlier.sort_values(order, ignore_index=True)


def _reasons(pairs: pd.DataFrame) -> NDArray[np.str_]:
    """Why a pair cannot be tested, '' where it can."""
    overlap = pairs["from_period_end"] >= pairs["to_period_start"]
    lengths = [
        (pairs[f"{end}_period_end"] - pairs[f"{end}_period_start"]).dt.days + 1
        for end in ("from", "to")
    ]
    differ = (lengths[0] / lengths[1] - 1).abs() >= gap.SAME_LENGTH
    widths = [pairs[f"{end}_upper_95"] - pairs[f"{end}_lower_95"] for end in ("from", "to")]
    no_interval = ~((widths[0] > 0) & (widths[1] > 0))
    said = [pairs["from_value"].isna(), pairs["to_value"].isna(), overlap, differ, no_interval]
    words = [_NO_EARLIER, _NO_LATEST, _OVERLAP, _LENGTH, _NO_INTERVAL]
    return np.asarray(np.select(said, words, ""), dtype=np.str_)


def _meanings(verdict: NDArray[np.str_], way: pd.Series[str]) -> NDArray[np.str_]:
    """What each verdict means, by its indicator's polarity."""
    words = np.full(len(verdict), "", dtype="<U6")
    for polarity in ("high", "low"):
        rows = (way == polarity).to_numpy()
        words[rows] = difference.meaning(verdict[rows], polarity)
    return words
