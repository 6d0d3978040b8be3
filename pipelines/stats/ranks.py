"""Places of figures in order, with the range each could hold: few are surely eighth."""

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

PERCENTILES = (0.025, 0.975)
# Draws of equal truths differ by this share of a standard error, so that areas which the data
# cannot tell apart take turns at every rank and do not keep the order of the input.
TIE_BREAK = 1e-9


def places(value: ArrayLike, *, highest_first: bool) -> tuple[Ints, Ints]:
    """The place of each area's figure in their order, and how many areas have that figure.

    Args:
        value: shape (..., areas); NaN where missing, which takes no place.
        highest_first: place 1 is the highest value; otherwise the lowest.

    Returns:
        (place, shared), whole numbers of shape (..., areas), 0 where there is no figure. Equal
        figures share the smallest place, and `shared` is 1 where no other area has the figure.
    """
    values = floats(value, "value") * (1 if highest_first else -1)
    group_axis(values, "value", least=1)
    one, other = values[..., :, None], values[..., None, :]
    place = 1 + (other > one).sum(axis=-1)
    missing = np.isnan(values)
    shared = (other == one).sum(axis=-1)
    return np.where(missing, 0, place).astype(np.int64), shared.astype(np.int64)


def rank_interval(
    value: ArrayLike,
    se: ArrayLike,
    *,
    highest_first: bool,
    draws: int = 10_000,
    seed: int = 0,
) -> tuple[Ints, Ints, Ints]:
    """The place of each area's figure and the range from the 2.5th to 97.5th percentile of ranks.

    The rank is the place of the figure itself (`places`), so that it agrees with any list of the
    figures in order. For the range every draw of the areas' true values is ranked, 1 first. The
    draws follow the random-effects model of `_draws.plausible_truths`: with plain draws around
    the estimates the areas at the top and bottom, which are there partly by luck, would look
    surer of their place than they are. The model draws figures towards their mean, and a figure
    far out can stand beyond the places its drawn values take: the range is then widened to hold
    the places that the figure holds, from its own to that of the last with an equal figure.

    Args:
        value: shape (..., areas), two or more areas; NaN where missing.
        se: standard errors in the unit of `value`; 0 for a value known exactly. An area without
            one competes as if known exactly and gets its place but no range.
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
    limits = np.zeros((2, *cells.shape), dtype=np.int64)
    for cell, (estimates, spread) in enumerate(zip(cells, noise, strict=True)):
        known = ~np.isnan(estimates)
        if known.any():
            limits[:, cell, known] = _one_set(estimates[known], spread[known], draws, seed)
    lower, upper = limits.reshape(2, *values.shape)
    rank, shared = places(values, highest_first=highest_first)
    has_range = lower > 0
    lower = np.where(has_range, np.minimum(lower, rank), 0)
    upper = np.where(has_range, np.maximum(upper, rank + shared - 1), 0)
    return rank, lower, upper


def _one_set(estimates: Floats, errors: Floats, draws: int, seed: int) -> Ints:
    """Lower and upper rank, shape (2, areas), of areas that all have a value."""
    exact = np.nan_to_num(errors)
    if len(estimates) == 1:
        ranks = np.ones((1, draws), dtype=np.int16)
    else:
        truths = plausible_truths(estimates[None], exact[None], draws, seed)[0]
        truths += TIE_BREAK * exact * standard_normals(draws, len(exact), seed)
        ranks = _ranks(np.ascontiguousarray(truths.T))
    ranks.sort(axis=-1)
    # The smallest rank that at least this share of the draws does not exceed: a whole number.
    order = [int(np.ceil(share * draws)) - 1 for share in PERCENTILES]
    limits = np.stack([ranks[:, place].astype(np.int64) for place in order])
    return np.where(np.isnan(errors), 0, limits)


def _ranks(truths: Floats) -> NDArray[np.int16]:
    """Ranks from the lowest, shape (areas, draws); counting is faster than sorting so few."""
    ranks = np.ones(truths.shape, dtype=np.int16)
    for area in range(1, len(truths)):
        ranks[:area] += truths[:area] > truths[area]
        ranks[area] += (truths[:area] < truths[area]).sum(axis=0, dtype=np.int16)
    return ranks
