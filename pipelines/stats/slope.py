"""The slope index and the relative index of inequality, with simulated intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.stats._checks import (
    Floats,
    Words,
    broadcast,
    choice,
    draw_count,
    fit,
    floats,
    group_axis,
    in_order,
    known_populations,
    normal_quantile,
    not_negative,
)
from pipelines.stats._draws import (
    KINDS,
    Kind,
    around_estimates,
    blocks,
    errors_on_scale,
    from_scale,
    percentiles,
    standard_normals,
    to_scale,
    within_scale,
)
from pipelines.stats._formulas import line_weights, quotient, weighted_mean

LEAST_GROUPS, MOST_GROUPS = 5, 100


@dataclass(frozen=True)
class SlopeIndex:
    """A slope index; every field has the leading shape of the groups (a scalar for one set).

    Attributes:
        sii: slope index, f(1) − f(0), in the indicator's unit times `multiplier`.
        sii_lower, sii_upper: its limits; NaN without standard errors.
        rii: relative index f(1)/f(0) = (Y₀ + SII)/Y₀; its inverse when `multiplier` is negative.
        rii_lower, rii_upper: its limits.
        intercept: Y₀ = f(0), the line at the most deprived end, in the indicator's unit.
        method: how the limits were made, or why there is no result.
    """

    sii: Floats
    sii_lower: Floats
    sii_upper: Floats
    rii: Floats
    rii_lower: Floats
    rii_upper: Floats
    intercept: Floats
    method: Words


@dataclass(frozen=True)
class _Settings:
    kind: Kind
    transform: bool
    multiplier: float
    confidence: float
    limits_confidence: float
    draws: int
    seed: int


def slope_index(
    value: ArrayLike,
    population: ArrayLike,
    *,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    se: ArrayLike | None = None,
    kind: Kind = "other",
    transform: bool = False,
    multiplier: float = 1.0,
    confidence: float = 0.95,
    limits_confidence: float = 0.95,
    draws: int = 100_000,
    seed: int = 0,
) -> SlopeIndex:
    """The slope index (SII) and relative index (RII) of inequality over ordered groups.

    The population-weighted regression of value on X, the midpoint of each group's stretch of the
    cumulative population: f(0) is the most deprived end, f(1) the least. SII = f(1) − f(0) and
    RII = f(1)/f(0) (other conventions divide by the mean, or invert). With `transform` the line is
    fitted to the log of rates or the logit of proportions and taken back. Limits are percentiles
    of normal draws: raw for "other", on the log for "rate", on the logit for "proportion".

    Args:
        value: shape (..., groups), 5 to 100 groups ordered from most to least deprived. The
            order cannot be checked from the numbers: reversed groups turn the sign.
        population: people in each group, above 0; broadcasts to `value`.
        lower, upper: limits of `value` at `limits_confidence`; or instead
        se: standard errors in the unit of `value`. With neither there are no limits.
        kind: "rate" (above 0), "proportion" (shares strictly between 0 and 1) or "other".
        transform: fit on the log or logit scale; only for rates and proportions.
        multiplier: the factor of SII and its limits: 1 where high is good, else -1, which turns
            SII and inverts RII, so that above 0 (1) the burden lies with the more deprived.
        confidence, limits_confidence: of the limits returned, and of those given.
        draws, seed: their number and seed.

    Returns:
        A `SlopeIndex` of shape (...). A missing value makes that set NaN, a missing limit leaves
        it without limits; `method` says so.

    Raises:
        ValueError: naming the argument and what is allowed, such as no log of a rate of 0.

    Source: Mackenbach and Kunst (1997), Soc Sci Med 44; WHO Handbook (2013).
    """
    settings = _Settings(kind, transform, multiplier, confidence, limits_confidence, draws, seed)
    _check(settings)
    values, people = broadcast(
        value=floats(value, "value"), population=known_populations(population)
    )
    group_axis(values, "value", LEAST_GROUPS, MOST_GROUPS)
    errors = _errors(values, lower, upper, se, settings)
    shape = values.shape[:-1]
    share = people / people.sum(axis=-1, keepdims=True)
    numbers, method = _index(values, share, errors, settings)
    sii, sii_lower, sii_upper, rii, rii_lower, rii_upper, intercept = (
        part.reshape(shape)[()] for part in numbers
    )
    words = method.reshape(shape)[()]
    return SlopeIndex(sii, sii_lower, sii_upper, rii, rii_lower, rii_upper, intercept, words)


def _check(settings: _Settings) -> None:
    choice(settings.kind, "kind", KINDS)
    normal_quantile(settings.confidence)
    normal_quantile(settings.limits_confidence)
    draw_count(settings.draws)
    if settings.transform and settings.kind == "other":
        raise ValueError("transform is for kind 'rate' or 'proportion'; found kind 'other'")
    if settings.multiplier == 0 or not np.isfinite(settings.multiplier):
        raise ValueError(f"multiplier must be a number other than 0; found {settings.multiplier:g}")


def _errors(
    values: Floats,
    lower: ArrayLike | None,
    upper: ArrayLike | None,
    se: ArrayLike | None,
    settings: _Settings,
) -> Floats:
    """Standard errors on the symmetric scale; NaN where none were given."""
    within_scale(values, "value", settings.kind)
    if (lower is None) != (upper is None):
        raise ValueError("lower and upper must be given together")
    if se is not None and lower is not None:
        raise ValueError("give either se or lower and upper, not both")
    if se is not None:
        given = fit(not_negative(se, "se"), values.shape, "se")
        errors = errors_on_scale(values, given, settings.kind)
    elif lower is not None and upper is not None:
        low = fit(floats(lower, "lower"), values.shape, "lower")
        high = fit(floats(upper, "upper"), values.shape, "upper")
        in_order(low, high)
        within_scale(low, "lower", settings.kind)
        within_scale(high, "upper", settings.kind)
        width = to_scale(high, settings.kind) - to_scale(low, settings.kind)
        errors = width / (2 * normal_quantile(settings.limits_confidence))
    else:
        errors = np.full(values.shape, np.nan)
    return errors


def _index(
    values: Floats, share: Floats, errors: Floats, settings: _Settings
) -> tuple[list[Floats], Words]:
    """The seven numbers of every cell, and the method of every cell, leading axes made one."""
    values, share, errors = (part.reshape(-1, values.shape[-1]) for part in (values, share, errors))
    complete = ~np.isnan(values).any(axis=-1)
    with_limits = complete & ~np.isnan(errors).any(axis=-1)
    numbers = np.full((7, len(values)), np.nan)
    start, end = _line(values[complete], share[complete], settings)
    numbers[0, complete], numbers[3, complete] = _both(start, end, settings)
    numbers[6, complete] = start
    cells = np.flatnonzero(with_limits)
    for block in blocks(len(cells), settings.draws):
        chosen = cells[block]
        drawn = _drawn_lines(values[chosen], share[chosen], errors[chosen], settings)
        for row, samples in zip((0, 3), _both(*drawn, settings), strict=True):
            limits = percentiles(samples, settings.confidence)
            numbers[row + 1, chosen], numbers[row + 2, chosen] = limits
    method = np.select(
        [~complete, ~with_limits],
        ["not calculated: a group has no value", "no interval: a standard error is missing"],
        _method(settings),
    )
    return list(numbers), method


def _line(values: Floats, share: Floats, settings: _Settings) -> tuple[Floats, Floats]:
    """The fitted line's two ends, f(0) and f(1), in the indicator's unit."""
    fitted = to_scale(values, settings.kind) if settings.transform else values
    intercept, slope = (weighted_mean(fitted, weights) for weights in line_weights(share))
    kind = settings.kind if settings.transform else "other"
    return from_scale(intercept, kind), from_scale(intercept + slope, kind)


def _drawn_lines(
    values: Floats, share: Floats, errors: Floats, settings: _Settings
) -> tuple[Floats, Floats]:
    """f(0) and f(1) in every draw, each (cells, draws)."""
    scaled = to_scale(values, settings.kind)
    intercept, slope = line_weights(share)
    at_ends = np.stack([intercept, intercept + slope])
    if settings.kind == "other" or settings.transform:
        # The line is linear in the draws, so the draws of all groups collapse into one product.
        normals = standard_normals(settings.draws, values.shape[-1], settings.seed)
        ends = weighted_mean(scaled, at_ends)[..., None] + (at_ends * errors) @ normals.T
        return from_scale(ends[0], settings.kind), from_scale(ends[1], settings.kind)
    drawn = around_estimates(scaled, errors, settings.draws, settings.seed)
    start, end = (from_scale(drawn, settings.kind) @ weights[..., None] for weights in at_ends)
    return start[..., 0], end[..., 0]


def _both(start: Floats, end: Floats, settings: _Settings) -> tuple[Floats, Floats]:
    """SII and RII from the line's ends, turned for a negative multiplier."""
    up, down = (end, start) if settings.multiplier > 0 else (start, end)
    ratio = np.where(np.minimum(up, down) > 0, quotient(up, down), np.nan)
    return (end - start) * settings.multiplier, ratio


def _method(settings: _Settings) -> str:
    scale = {"other": "raw", "rate": "log", "proportion": "logit"}[settings.kind]
    fit = f"fitted on the {scale} scale" if settings.transform else "fitted on the raw scale"
    return (
        f"population-weighted least squares, {fit}; {100 * settings.confidence:g}% interval: "
        f"percentiles of {settings.draws:,} normal draws on the {scale} scale"
    )
