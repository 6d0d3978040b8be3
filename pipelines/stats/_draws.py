"""Seeded normal draws of what the groups' true values could be.

The same standard normals serve every leading cell and every call with the same seed, so a result
does not depend on what was computed beside it. Nothing here knows an inequality measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

import numpy as np
from scipy.special import expit, logit

from pipelines.stats._checks import Floats, refuse

Kind = Literal["other", "rate", "proportion"]
KINDS = ("other", "rate", "proportion")

# Degrees of freedom of the true values' distribution: heavy enough in the tails that one area
# which truly stands out is not pulled in with the rest.
TAIL = 4.0

# The largest share of draws in which a measure may not exist before its limits are given up.
UNDEFINED_DRAWS = 0.01

# Numbers held at once: small enough to stay in a processor's cache, which is several times
# faster than streaming the draws of all cells through memory.
BLOCK = 400_000


def to_scale(values: Floats, kind: Kind) -> Floats:
    """Values on the scale on which an estimate of this kind is symmetric: raw, log or logit."""
    if kind == "rate":
        return np.asarray(np.log(values))
    return np.asarray(logit(values)) if kind == "proportion" else values


def from_scale(values: Floats, kind: Kind) -> Floats:
    """The inverse of `to_scale`."""
    if kind == "rate":
        return np.asarray(np.exp(values))
    return np.asarray(expit(values)) if kind == "proportion" else values


def within_scale(values: Floats, name: str, kind: Kind) -> None:
    """Raise ValueError for values that have no log (kind "rate") or logit ("proportion")."""
    if kind == "rate":
        refuse(values <= 0, values, name, "must be above 0 for kind 'rate'")
    if kind == "proportion":
        allowed = "must be a share strictly between 0 and 1 for kind 'proportion'"
        refuse((values <= 0) | (values >= 1), values, name, allowed)


def errors_on_scale(values: Floats, se: Floats, kind: Kind) -> Floats:
    """Standard errors carried to the symmetric scale by the delta method."""
    if kind == "rate":
        return se / values
    return se / (values * (1 - values)) if kind == "proportion" else se


@lru_cache(maxsize=8)
def standard_normals(draws: int, groups: int, seed: int) -> Floats:
    """Independent standard normals of shape (draws, groups), read-only and shared."""
    normals = np.random.default_rng(seed).standard_normal((draws, groups))
    normals.setflags(write=False)
    return normals


@lru_cache(maxsize=8)
def _chi_squares(draws: int, degrees: int, seed: int) -> Floats:
    # A stream of its own (the degrees join the seed), independent of the normals.
    chi_squares = np.random.default_rng([seed, degrees]).chisquare(degrees, draws)
    chi_squares.setflags(write=False)
    return chi_squares


def blocks(cells: int, size: int) -> Iterator[slice]:
    """Slices of cells whose draws, `size` numbers a cell, fit the cache together."""
    step = max(1, BLOCK // size)
    for start in range(0, cells, step):
        yield slice(start, min(start + step, cells))


def percentiles(samples: Floats, confidence: float) -> tuple[Floats, Floats]:
    """The lower and upper percentiles over the last axis.

    A draw in which the measure does not exist (a rate drawn below 0 has no logarithm) is NaN. Up
    to 1% of them are left out; with more the limits are NaN, as leaving them out would mislead.
    """
    tail = (1 - confidence) / 2
    missing = np.isnan(samples).mean(axis=-1)
    if not missing.any():
        lower, upper = np.quantile(samples, [tail, 1 - tail], axis=-1)
        return np.asarray(lower), np.asarray(upper)
    too_many = missing > UNDEFINED_DRAWS
    kept = np.where(too_many[..., None], 0.0, samples)
    lower, upper = np.nanquantile(kept, [tail, 1 - tail], axis=-1)
    return np.where(too_many, np.nan, lower), np.where(too_many, np.nan, upper)


def around_estimates(values: Floats, errors: Floats, draws: int, seed: int) -> Floats:
    """Draws N(estimate, SE²), for measures that noise does not bias.

    Args:
        values, errors: shape (cells, groups), on the symmetric scale.

    Returns:
        Shape (cells, draws, groups).
    """
    normals = standard_normals(draws, values.shape[-1], seed)
    return np.asarray(values[:, None, :] + errors[:, None, :] * normals)


def plausible_truths(values: Floats, errors: Floats, draws: int, seed: int) -> Floats:
    """Draws of the true values under a random-effects model, for measures that noise inflates.

    A spread measure of N(estimate, SE²) draws counts the noise twice: once in the estimates, once
    in the draws. Here each draw takes the true between-group variance τ² from its Q-profile
    confidence distribution (Q(τ²) = χ² with n − 1 degrees of freedom), the centre given τ², and
    each true value given both: N(m + B(y − m), B·SE²) with B = τ²/(τ² + SE²), τ² being larger for
    groups far out (`_heavier_tail`).

    Args:
        values, errors: shape (cells, groups), on the symmetric scale.

    Returns:
        Shape (cells, draws, groups).

    Source: DerSimonian and Laird (1986), Control Clin Trials 7; Viechtbauer (2007), Stat Med 26,
    for the Q-profile; Louis (1984), J Am Stat Assoc 79, for the spread of estimated truths; Lange,
    Little and Taylor (1989), J Am Stat Assoc 84, for the weights of a t distribution.
    """
    cells, groups = values.shape
    normals = standard_normals(draws, groups, seed)
    centred = np.random.default_rng([seed, draws]).standard_normal(draws)
    truths = np.empty((cells, draws, groups))
    for cell in range(cells):
        y, se = values[cell], errors[cell]
        tau2, centre = _between_variance(y, se, draws, seed, centred)
        # The trace added to τ² makes B exactly 1 for a group known without error, even at τ² = 0.
        tau2 = tau2[:, None] + np.finfo(float).tiny
        away = np.subtract(y, centre[:, None], out=truths[cell])
        share = _heavier_tail(away, tau2, se**2)
        away *= share
        away += centre[:, None]
        np.sqrt(share, out=share)
        share *= normals
        share *= se
        away += share
    return truths


def _heavier_tail(away: Floats, tau2: Floats, noise2: Floats) -> Floats:
    """B = τᵢ²/(τᵢ² + SE²), the τᵢ² of a group growing with its distance from the centre.

    Under a t distribution of true values with ν degrees of freedom the weight of a group z
    standard deviations out is (ν + 1)/(ν + z²); it is not let above 1.
    """
    total = tau2 + noise2
    growth = np.square(away)
    growth /= total
    growth += TAIL
    growth /= TAIL + 1
    np.maximum(growth, 1, out=growth)
    growth *= tau2
    np.add(growth, noise2, out=total)
    growth /= total
    return growth


def _between_variance(
    values: Floats, errors: Floats, draws: int, seed: int, centred: Floats
) -> tuple[Floats, Floats]:
    """A τ² and a centre for every draw of one cell, read off a grid of τ²."""
    scale = max(float(np.var(values)), float(np.mean(errors**2)), np.finfo(float).tiny)
    grid = np.concatenate([[0.0], scale * np.geomspace(1e-4, 1e4, 96)])
    # A group known without error would take an infinite weight at τ² = 0.
    variance = np.maximum(grid[:, None] + errors**2, 1e-10 * scale)
    weight = 1 / variance
    total = weight.sum(axis=1)
    centre = (weight * values).sum(axis=1) / total
    spread = (weight * (values - centre[:, None]) ** 2).sum(axis=1)
    target = _chi_squares(draws, values.size - 1, seed)
    # np.interp wants rising abscissae and Q falls as τ² grows; past the ends it clips.
    tau2 = np.interp(target, spread[::-1], grid[::-1])
    return tau2, np.interp(tau2, grid, centre) + centred * np.interp(tau2, grid, total**-0.5)
