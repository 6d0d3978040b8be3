"""Each figure against its benchmark and among the boroughs: verdict, fifth and rank."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.analysis import scales, wide
from pipelines.analysis.scales import Floats
from pipelines.stats import compare, ranks

SERIES = ["indicator_id", "period_start", "period_end", "sex", "age", "group_type", "group_name"]
DRAWS = 2_000
# Figures that do not differ merely because residents of one place are older.
ADJUSTED = ("adjusted", "not_needed")
TOO_SMALL = "the difference is smaller than the least relevant one"


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


def only_relevant(judged: pd.DataFrame, pairs: pd.DataFrame, traits: pd.DataFrame) -> pd.DataFrame:
    """The verdicts that a difference bears that is large enough to matter, not only sure.

    Everybody is counted in a census or a register, so that almost any difference is beyond chance:
    one smaller than the least relevant is called similar. Of figures that differ with the age of
    residents, the same at 99.8%.

    Args:
        judged: what `verdicts` gives.
        pairs: the same pairs, with ``least_relevant`` in the indicator's unit.
        traits: complete_count and age_adjustment, by indicator id.
    """
    size = (pairs["value"] - pairs["benchmark_value"]).abs()
    small = size < pairs["least_relevant"]
    complete = pairs["indicator_id"].map(traits["complete_count"]).astype(bool)
    plain = ~pairs["indicator_id"].map(traits["age_adjustment"]).isin(ADJUSTED)
    found = judged.copy()
    for level, rows in (("95", small & complete), ("998", small & (complete | plain))):
        differs = ~found[f"verdict_{level}"].isin(["similar", compare.NOT_COMPARED])
        found.loc[rows & differs, f"verdict_{level}"] = "similar"
        found.loc[rows & differs, f"reason_{level}"] = TOO_SMALL
    return found


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
        indicator_id, observation_id; rank, the place of the published figure, and rank_shared, how
        many boroughs have that figure; rank_lower and rank_upper, the range at 95%; rank_of; and
        rank_reason, why there is no range or no rank. Beside them what two boroughs are compared
        by: symmetric_scale, symmetric_value and standard_error, from the published limits on the
        scale on which they are symmetric.
    """
    codes = sorted(boroughs["area_code"].unique())
    columns = ("observation_id", *wide.FIGURES)
    sets, (number, value, lower, upper) = wide.arrays(boroughs, SERIES, "area_code", codes, columns)
    kinds = scales.kinds(sets["indicator_id"].map(value_kind), value, lower, upper)
    highest_first = (sets["indicator_id"].map(polarity) != "high").to_numpy()
    symmetric, errors = _on_scale(value, lower, upper, kinds)
    rank, shared, low, high = _ranges(value, symmetric, errors, highest_first)
    of = np.broadcast_to((~np.isnan(value)).sum(axis=1, keepdims=True), value.shape)
    reasons = np.select(
        [np.isnan(value), of == 1, np.isnan(errors)],
        ["there is no figure", "no other borough has a figure", "no interval"],
        "",
    )
    has_rank = ~np.isnan(value) & (of > 1)
    there = ~np.isnan(number)
    names = np.repeat(sets["indicator_id"].to_numpy(), there.sum(axis=1))
    frame = pd.DataFrame({"indicator_id": names, "observation_id": number[there].astype(np.int64)})
    whole = {"rank": rank, "rank_shared": shared, "rank_lower": low, "rank_upper": high}
    for column, places in whole.items():
        known = has_rank & (places > 0)
        frame[column] = pd.Series(places[there]).where(known[there]).astype("Int64")
    # An interval without width says nothing of how sure a figure is.
    tested = there & (errors > 0)
    return frame.assign(
        rank_of=of[there],
        rank_reason=reasons[there],
        symmetric_scale=np.where(tested, kinds[:, None], "")[there],
        symmetric_value=np.where(tested, symmetric, np.nan)[there],
        standard_error=np.where(tested, errors, np.nan)[there],
    )


def _on_scale(
    value: Floats, lower: Floats, upper: Floats, kinds: scales.Words
) -> tuple[Floats, Floats]:
    """Figures and standard errors on each set's symmetric scale, shape (sets, boroughs)."""
    symmetric, errors = value.copy(), np.full(value.shape, np.nan)
    for word in np.unique(kinds):
        kind, rows = scales.as_kind(word), kinds == word
        symmetric[rows] = scales.scaled(value[rows], kind)
        errors[rows] = scales.errors(lower[rows], upper[rows], kind)
    return symmetric, errors


def _ranges(
    value: Floats, symmetric: Floats, errors: Floats, highest_first: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Rank, how many share it, lower and upper end of its range, shape (4, sets, boroughs)."""
    found = np.zeros((4, *value.shape), dtype=np.int64)
    for way in (True, False):
        rows = highest_first == way
        found[:2, rows] = ranks.places(value[rows], highest_first=way)
        rows &= (~np.isnan(errors)).any(axis=1)
        if rows.any() and value.shape[1] > 1:
            _, *limits = ranks.rank_interval(
                symmetric[rows], errors[rows], highest_first=way, draws=DRAWS
            )
            found[2:, rows] = limits
    return found
