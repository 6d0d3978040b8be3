"""Which areas account for an inequality: additive shares that sum to 1."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from pipelines.stats._checks import (
    LEAST_COVERAGE,
    Bools,
    Floats,
    broadcast,
    choice,
    floats,
    group_axis,
    known_populations,
)
from pipelines.stats._formulas import weighted_mean

Additive = Literal["bgv", "mdm", "theil"]


def contribution(
    estimate: ArrayLike, population: ArrayLike, *, measure: Additive = "bgv"
) -> Floats:
    """Each area's additive share of an inequality; the shares sum to 1.

    bgv p(y − μ)²/Σ, mdm p|y − μ|/Σ, theil p·r·ln r/Σ (signed: areas below the mean are
    negative), with p = population share, μ = Σpy and r = y/μ.

    Args:
        estimate: shape (..., areas), two or more; NaN where missing.
        population: people in each area, above 0; broadcasts to `estimate`.
        measure: "bgv", "mdm" or "theil".

    Returns:
        Shares of shape (..., areas). NaN for an area without a value, whose people are left out;
        NaN for all areas where the rest hold less than 85% of the people, where there is no
        inequality to share out, and for theil where an estimate is not above 0.

    Raises:
        ValueError: for an unknown measure, one area, or a population of 0 or missing.

    Source: Theil (1967), Economics and Information Theory; Shorrocks (1980), Econometrica 48.
    """
    choice(measure, "measure", ("bgv", "mdm", "theil"))
    estimates, people = broadcast(
        estimate=floats(estimate, "estimate"), population=known_populations(population)
    )
    group_axis(estimates, "estimate", least=2)
    known = ~np.isnan(estimates)
    counted = people * known
    total = counted.sum(axis=-1, keepdims=True)
    covered = total >= LEAST_COVERAGE * people.sum(axis=-1, keepdims=True)
    share = np.divide(counted, total, out=np.zeros_like(counted), where=total > 0)
    y = np.where(known, estimates, 0.0)
    parts, scale = _parts(y, share, known, measure)
    whole = parts.sum(axis=-1, keepdims=True)
    # Rounding leaves about 1e-16 of the scale when every area has one value.
    unequal = covered & (whole > 1e-12 * scale)
    shares = np.divide(parts, whole, out=np.full(parts.shape, np.nan), where=unequal)
    return np.where(known, shares, np.nan)


def _parts(y: Floats, p: Floats, known: Bools, measure: Additive) -> tuple[Floats, Floats]:
    """The additive parts, and the size below which their sum is only rounding."""
    mu = weighted_mean(y, p)[..., None]
    if measure == "theil":
        usable = (y > 0) & known
        all_usable = (usable | ~known).all(axis=-1, keepdims=True)
        r = np.divide(y, mu, out=np.ones_like(y), where=usable & (mu > 0))
        return np.where(all_usable, p * r * np.log(r), np.nan), np.ones_like(mu)
    away = np.where(known, np.abs(y - mu), 0.0)
    size = np.abs(y).max(axis=-1, keepdims=True)
    return (p * away, size) if measure == "mdm" else (p * away**2, size**2 * 1e-12)
