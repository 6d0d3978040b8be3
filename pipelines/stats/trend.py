"""The recent trend of one series of annual figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.stats._checks import (
    Bools,
    Floats,
    Words,
    broadcast,
    floats,
    in_order,
    normal_quantile,
)

POINTS = 5
# The 99.8th percentile of χ² with one degree of freedom.
CRITICAL = 9.5495

INCREASING = "increasing"
DECREASING = "decreasing"
NO_CHANGE = "no significant change"
NOT_CALCULATED = "cannot be calculated"


@dataclass(frozen=True)
class Trend:
    """The recent trend; every field has the leading shape of the series (a scalar for one).

    Attributes:
        direction: "increasing", "decreasing", "no significant change", "cannot be calculated".
        slope: change per year in the indicator's unit; NaN where not calculated.
        chi_squared: (slope / its standard error)².
        significant: whether the direction is a change.
        reason: why the direction is what it is, in plain words.
    """

    direction: Words
    slope: Floats
    chi_squared: Floats
    significant: Bools
    reason: Words


def recent(value: ArrayLike, lower: ArrayLike, upper: ArrayLike, confidence: float = 0.95) -> Trend:
    """The trend over the latest five annual points, by weighted least squares.

    Weights 1/SE², SE = (upper − lower)/(2z). A change is significant when
    χ² = (slope/SE of slope)² is above 9.5495 (99.8%) and every slope that leaves one of the five
    points out keeps the sign. The points must be annual, independent and of one definition:
    rolling or pooled periods overlap and are not testable this way.

    Args:
        value, lower, upper: shape (..., years), oldest first; NaN where missing.
        confidence: of the limits, between 0 and 1.

    Returns:
        A `Trend` whose fields have shape (...). Fewer than five points, a missing one among the
        latest five, or an interval of no width "cannot be calculated", with the reason.

    Raises:
        ValueError: for a single number or a lower limit above its upper limit.

    Source: OHID Fingertips technical guidance, recent trends.
    """
    z = normal_quantile(confidence)
    values, low, high = broadcast(
        value=floats(value, "value"), lower=floats(lower, "lower"), upper=floats(upper, "upper")
    )
    if values.ndim == 0:
        raise ValueError("value must be an array with the years on its last axis")
    in_order(low, high)
    if values.shape[-1] < POINTS:
        return _too_short(values.shape[:-1])
    latest = values[..., -POINTS:]
    errors = (high[..., -POINTS:] - low[..., -POINTS:]) / (2 * z)
    return _judge(latest, errors)


def _too_short(shape: tuple[int, ...]) -> Trend:
    return Trend(
        direction=np.full(shape, NOT_CALCULATED)[()],
        slope=np.full(shape, np.nan)[()],
        chi_squared=np.full(shape, np.nan)[()],
        significant=np.zeros(shape, dtype=bool)[()],
        reason=np.full(shape, f"fewer than {POINTS} points")[()],
    )


def _judge(values: Floats, errors: Floats) -> Trend:
    missing = (np.isnan(values) | np.isnan(errors)).any(axis=-1)
    no_width = (errors == 0).any(axis=-1)
    usable = ~missing & ~no_width
    weights = np.where(usable[..., None], 1 / np.where(errors > 0, errors, 1.0) ** 2, 1.0)
    slope, error = _slope(values, weights)
    chi_squared = (slope / error) ** 2
    steady = _keeps_sign(values, weights, slope)
    significant = usable & (chi_squared > CRITICAL) & steady
    words = np.where(slope > 0, INCREASING, DECREASING)
    direction = np.select([~usable, significant], [NOT_CALCULATED, words], NO_CHANGE)
    reason = np.select(
        [missing, no_width, significant, chi_squared > CRITICAL],
        [
            f"a value or limit is missing among the latest {POINTS} points",
            "an interval has no width, so that point has no weight",
            "the slope is significant at 99.8% and no single point decides its sign",
            "the slope is significant at 99.8% but leaving one point out turns its sign",
        ],
        "the slope is not significant at 99.8%",
    )
    return Trend(
        direction=direction[()],
        slope=np.where(usable, slope, np.nan)[()],
        chi_squared=np.where(usable, chi_squared, np.nan)[()],
        significant=significant[()],
        reason=reason[()],
    )


def _slope(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """The weighted slope per year and its standard error, the weights being known."""
    years = np.arange(POINTS, dtype=np.float64)
    total = weights.sum(axis=-1, keepdims=True)
    from_mean = years - (weights * years).sum(axis=-1, keepdims=True) / total
    squares = (weights * from_mean**2).sum(axis=-1)
    return (weights * from_mean * values).sum(axis=-1) / squares, 1 / np.sqrt(squares)


def _keeps_sign(values: Floats, weights: Floats, slope: Floats) -> Bools:
    without = weights[..., None, :] * ~np.eye(POINTS, dtype=bool)
    slopes, _ = _slope(values[..., None, :], without)
    same: Bools = np.sign(slopes) == np.sign(slope)[..., None]
    return np.asarray(same.all(axis=-1))
