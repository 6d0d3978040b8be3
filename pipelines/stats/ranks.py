"""Ranks with intervals: an area is rarely known to be exactly eighth."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipelines.stats._checks import (
    Floats,
    Ints,
    broadcast,
    draw_count,
    floats,
    group_axis,
    not_negative,
)
from pipelines.stats._draws import plausible_truths, standard_normals

PERCENTILES = (0.025, 0.5, 0.975)
# Draws of equal truths differ by this share of a standard error, so that areas which the data
# cannot tell apart take turns at every rank and do not keep the order of the input.
TIE_BREAK = 1e-9


def rank_interval(
    value: ArrayLike,
    se: ArrayLike,
    *,
    highest_first: bool,
    draws: int = 10_000,
    seed: int = 0,
) -> tuple[Ints, Ints, Ints]:
    """The median rank of each area and the 2.5th and 97.5th percentiles of its rank.

    Every draw of the areas' true values is ranked, 1 first, ties taking the smallest rank. The
    draws follow the random-effects model of `_draws.plausible_truths`: with plain draws around
    the estimates the areas at the top and bottom, which are there partly by luck, would look
    surer of their place than they are. Where noise drowns the differences every area's median
    rank is near the middle and its interval wide; that is the finding.

    Args:
        value: shape (..., areas), two or more areas; NaN where missing.
        se: standard errors in the unit of `value`; 0 for a value known exactly. An area without
            one competes as if known exactly and gets its median rank but no interval.
        highest_first: rank 1 is the highest value; otherwise the lowest.
        draws, seed: number and seed of the draws.

    Returns:
        (rank, lower, upper), whole numbers of shape (..., areas); 0 where there is none.

    Raises:
        ValueError: for one area or a negative standard error.

    Source: Goldstein and Spiegelhalter (1996), J R Stat Soc A 159; Louis and Shen (1999), J R
    Stat Soc B 60.
    """
    draw_count(draws)
    values, errors = broadcast(value=floats(value, "value"), se=not_negative(se, "se"))
    areas = group_axis(values, "value", least=2)
    cells = values.reshape(-1, areas) * (-1 if highest_first else 1)
    noise = errors.reshape(-1, areas)
    ranks = np.zeros((3, *cells.shape), dtype=np.int64)
    for cell, (estimates, spread) in enumerate(zip(cells, noise, strict=True)):
        known = ~np.isnan(estimates)
        if not known.any():
            continue
        limits = _one_set(estimates[known], spread[known], draws, seed)
        ranks[:, cell, known] = limits
    rank, lower, upper = ranks.reshape(3, *values.shape)
    return rank, lower, upper


def _one_set(estimates: Floats, errors: Floats, draws: int, seed: int) -> Ints:
    """Median, lower and upper rank, shape (3, areas), of areas that all have a value."""
    exact = np.nan_to_num(errors)
    if len(estimates) == 1:
        ranks = np.ones((1, draws), dtype=np.int16)
    else:
        truths = plausible_truths(estimates[None], exact[None], draws, seed)[0]
        truths += TIE_BREAK * exact * standard_normals(draws, len(exact), seed)
        ranks = _ranks(np.ascontiguousarray(truths.T))
    ranks.sort(axis=-1)
    # The smallest rank that at least this share of the draws does not exceed: a whole number.
    places = [int(np.ceil(share * draws)) - 1 for share in PERCENTILES]
    lower, median, upper = (ranks[:, place].astype(np.int64) for place in places)
    without = np.isnan(errors)
    return np.stack([median, np.where(without, 0, lower), np.where(without, 0, upper)])


def _ranks(truths: Floats) -> NDArray[np.int16]:
    """Ranks from the lowest, shape (areas, draws); counting is faster than sorting so few."""
    ranks = np.ones(truths.shape, dtype=np.int16)
    for area in range(1, len(truths)):
        ranks[:area] += truths[:area] > truths[area]
        ranks[area] += (truths[:area] < truths[area]).sum(axis=0, dtype=np.int16)
    return ranks
