"""Each figure against its benchmark and among the boroughs: verdict, fifth and rank."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.analysis import scales, wide
from pipelines.stats import compare, ranks

SERIES = ["indicator_id", "period_start", "period_end", "sex", "age", "group_type", "group_name"]
DRAWS = 2_000


def verdicts(pairs: pd.DataFrame, polarity: pd.Series[str]) -> pd.DataFrame:
    """The verdict of every pair at 95% and 99.8%, and the reason where there is none.

    Args:
        pairs: the staged pairs of a figure and a benchmark.
        polarity: the catalogue's polarity for each indicator id.
    """
    judged = pairs[["indicator_id", "observation_id", "benchmark"]].copy()
    itself = pairs["area_code"] == pairs["benchmark_code"]
    against = pairs["benchmark_value"].where(~itself)
    way = pairs["indicator_id"].map(polarity)
    for level in ("95", "998"):
        lower, upper = pairs[f"lower_{level}"], pairs[f"upper_{level}"]
        words = pd.Series("not compared", index=pairs.index, dtype="str")
        for one in ("high", "low", "none"):
            rows = way == one
            if rows.any():
                words[rows] = compare.verdict(
                    pairs.loc[rows, "value"], lower[rows], upper[rows], against[rows], one
                )
        judged[f"verdict_{level}"] = words
        judged[f"reason_{level}"] = _reasons(pairs, itself, lower, level).where(
            words == "not compared", ""
        )
    return judged


def quintiles(boroughs: pd.DataFrame, polarity: pd.Series[str]) -> pd.DataFrame:
    """The fifth of London's boroughs each figure falls in, 1 the worst (or highest)."""
    published = boroughs[boroughs["state"] == "published"]
    lowest_is_worst = published["indicator_id"].map(polarity) == "high"
    groups = []
    for _, rows in published.groupby(SERIES, sort=False):
        highest_first = not bool(lowest_is_worst[rows.index[0]])
        fifth = compare.quantile_group(rows["value"], 5, highest_first)
        groups.append(
            pd.DataFrame(
                {
                    "indicator_id": rows["indicator_id"],
                    "observation_id": rows["observation_id"],
                    "quintile": pd.Series(fifth, rows.index).where(fifth > 0).astype("Int64"),
                    "quintile_of": len(rows),
                }
            )
        )
    return pd.concat(groups, ignore_index=True)


def _reasons(
    pairs: pd.DataFrame, itself: pd.Series[bool], lower: pd.Series[float], level: str
) -> pd.Series[str]:
    no_limits = (
        "the publisher gives no confidence interval"
        if level == "95"
        else "no 99.8% interval is published, and its method is not known well enough to derive one"
    )
    place = pairs["benchmark"].map({"london": "London", "england": "England"})
    return pd.Series(
        np.select(
            [itself, pairs["value"].isna(), pairs["benchmark_value"].isna(), lower.isna()],
            [
                "an area is not compared with itself",
                "there is no figure",
                "no figure is published for " + place,
                no_limits,
            ],
            "",
        ),
        index=pairs.index,
        dtype="str",
    )


def ranked(
    boroughs: pd.DataFrame, polarity: pd.Series[str], value_kind: pd.Series[str]
) -> pd.DataFrame:
    """Each borough's rank among the boroughs with a figure, 1 the worst (or highest).

    Args:
        boroughs: the figures of boroughs, published or not.
        polarity, value_kind: the catalogue's, for each indicator id.

    Returns:
        indicator_id, observation_id, rank, rank_lower, rank_upper (95%), rank_of and rank_reason.
        Standard errors come from the published limits on the scale on which they are symmetric. A
        figure without limits has no rank, as nobody can tell how sure it would be.
    """
    codes = sorted(boroughs["area_code"].unique())
    columns = ("observation_id", *wide.FIGURES)
    sets, (number, value, lower, upper) = wide.arrays(boroughs, SERIES, "area_code", codes, columns)
    kinds = scales.kinds(sets["indicator_id"].map(value_kind), value, lower, upper)
    highest_first = (sets["indicator_id"].map(polarity) != "high").to_numpy()
    places = np.zeros((3, *value.shape), dtype=np.int64)
    has_limits = ~np.isnan(lower)
    for word in np.unique(kinds):
        kind = scales.as_kind(word)
        for way in (True, False):
            rows = (kinds == word) & (highest_first == way) & has_limits.any(axis=1)
            if rows.any() and len(codes) > 1:
                places[:, rows] = ranks.rank_interval(
                    scales.scaled(value[rows], kind),
                    scales.errors(lower[rows], upper[rows], kind),
                    highest_first=way,
                    draws=DRAWS,
                )
    known = ~np.isnan(value)
    reasons = np.select([~known, ~has_limits], ["there is no figure", "no interval"], "")
    places = np.where(reasons == "", places, 0)
    of = np.broadcast_to(known.sum(axis=1, keepdims=True), value.shape)
    there = ~np.isnan(number)
    names = np.repeat(sets["indicator_id"].to_numpy(), there.sum(axis=1))
    frame = pd.DataFrame({"indicator_id": names, "observation_id": number[there].astype(np.int64)})
    for column, place in zip(("rank", "rank_lower", "rank_upper"), places, strict=True):
        frame[column] = pd.Series(place[there]).where(place[there] > 0).astype("Int64")
    return frame.assign(rank_of=of[there], rank_reason=reasons[there])
