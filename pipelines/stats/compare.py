"""Comparing areas with a benchmark, cutting them into groups, and funnel limits."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from pipelines.stats._checks import (
    Floats,
    Ints,
    Words,
    broadcast,
    choice,
    floats,
    group_axis,
    in_order,
    normal_quantile,
    positive,
    refuse,
)

Polarity = Literal["high", "low", "none"]

NOT_COMPARED = "not compared"
# polarity: (word when above the benchmark, word when below it)
_WORDS = {
    "high": ("better", "worse"),
    "low": ("worse", "better"),
    "none": ("higher", "lower"),
}


def verdict(
    value: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    benchmark: ArrayLike,
    polarity: Polarity,
) -> Words:
    """How each value compares with the benchmark, by whether its interval excludes it.

    Above when lower > benchmark, below when upper < benchmark, otherwise "similar": touching is
    similar. The benchmark's own interval is ignored. Limits of 95% and 99.8% each give their own
    verdict. An area compared with itself is the caller's to leave out: pass NaN as its benchmark.

    Args:
        value, lower, upper, benchmark: broadcast shape (...); NaN where missing.
        polarity: "high" when high is good, "low" when low is good, "none" for no judgement.

    Returns:
        Words of shape (...): "better", "similar", "worse" ("higher", "similar", "lower" for
        polarity "none"), and "not compared" where any of the four numbers is missing.

    Raises:
        ValueError: for an unknown polarity or a lower limit above its upper limit.

    Source: OHID Fingertips technical guidance, comparing with benchmarks.
    """
    choice(polarity, "polarity", _WORDS)
    values, low, high, against = broadcast(
        value=floats(value, "value"),
        lower=floats(lower, "lower"),
        upper=floats(upper, "upper"),
        benchmark=floats(benchmark, "benchmark"),
    )
    in_order(low, high)
    above, below = _WORDS[polarity]
    missing = np.isnan(values) | np.isnan(low) | np.isnan(high) | np.isnan(against)
    words = np.select(
        [missing, low > against, high < against], [NOT_COMPARED, above, below], "similar"
    )
    return np.asarray(words, dtype=np.str_)


def quantile_group(value: ArrayLike, k: int = 5, highest_first: bool = True) -> Ints:
    """The k equal groups of the areas on the last axis, tied values always together.

    With n areas and ranks from the worst = 1, ties taking the smallest rank,
    q = floor((k + 1) − ceil((n + 1 − rank) / (n/k))), never below 1. The division is done in
    whole numbers, so that no rounding moves an area across a boundary.

    Args:
        value: shape (..., n); NaN is left out of n.
        k: number of groups, 2 or more.
        highest_first: the highest value is rank 1, and so in group 1.

    Returns:
        Whole numbers 1 to k of shape (..., n); 0 for "no group": a missing value, or fewer
        than k values.

    Raises:
        ValueError: for k below 2 or a single number.

    Source: OHID Fingertips technical guidance, quantiles.
    """
    values = floats(value, "value")
    if k < 2:
        raise ValueError(f"k must be 2 or more; found {k}")
    group_axis(values, "value", least=1)
    if values.ndim == 0:
        raise ValueError("value must be an array with the areas on its last axis")
    towards_worst = values if highest_first else -values
    ranks = 1 + (towards_worst[..., None, :] > towards_worst[..., :, None]).sum(axis=-1)
    areas = np.isfinite(values).sum(axis=-1, keepdims=True)
    steps = -((-(areas + 1 - ranks) * k) // np.maximum(areas, 1))
    groups = np.maximum(k + 1 - steps, 1)
    return np.where(np.isnan(values) | (areas < k), 0, groups).astype(np.int64)


def proportion_funnel(
    average: ArrayLike, denominator: ArrayLike, confidence: float
) -> tuple[Floats, Floats]:
    """Funnel limits of a proportion: the shares whose Wilson interval just touches the average.

    Inverting the Wilson interval about the average p gives p ± z√(p(1 − p)/n), cut at 0 and 1.

    Args:
        average: share of 1, from 0 to 1; shape (...).
        denominator: n, above 0; shape (...).
        confidence: between 0 and 1; funnels are drawn at 0.95 and 0.998.

    Returns:
        (lower, upper) as shares of 1, each of the broadcast shape.

    Raises:
        ValueError: for an average outside 0 to 1 or a denominator of 0.

    Source: Spiegelhalter (2005), Stat Med 24; Wilson (1927).
    """
    z = normal_quantile(confidence)
    share, total = broadcast(
        average=floats(average, "average"), denominator=positive(denominator, "denominator")
    )
    refuse((share < 0) | (share > 1), share, "average", "must be a share from 0 to 1")
    arm = z * np.sqrt(share * (1 - share) / total)
    return np.maximum(share - arm, 0), np.minimum(share + arm, 1)
