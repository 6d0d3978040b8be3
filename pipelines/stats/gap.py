"""Whether a gap is narrowing, and which areas account for an inequality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipelines.stats._checks import (
    Bools,
    Floats,
    Ints,
    Words,
    broadcast,
    choice,
    floats,
    in_order,
    normal_quantile,
)
from pipelines.stats._shares import Additive, contribution

__all__ = ["Additive", "Change", "Scale", "change", "contribution", "non_overlapping"]

Scale = Literal["absolute", "relative"]
Days = NDArray[np.datetime64]

NARROWING = "narrowing"
WIDENING = "widening"
NO_CLEAR_CHANGE = "no clear change"
NOT_TESTABLE = "not testable"
DAYS_A_YEAR = 365.25
# Periods are comparable when their lengths differ by less than this share (leap days, weeks).
SAME_LENGTH = 0.05


@dataclass(frozen=True)
class Change:
    """How a gap has changed; every field has the leading shape of the series (a scalar for one).

    Attributes:
        verdict: "narrowing", "widening", "no clear change" or "not testable".
        reason: why, in plain words.
        first, latest: positions of the two periods compared; -1 where not testable.
        periods: how many non-overlapping periods were used.
        change, change_lower, change_upper: latest minus first for absolute gaps, latest over
            first for relative ones (1 is no change).
        slope, slope_lower, slope_upper: change per year over all the periods used; for relative
            gaps the factor per year.
    """

    verdict: Words
    reason: Words
    first: Ints
    latest: Ints
    periods: Ints
    change: Floats
    change_lower: Floats
    change_upper: Floats
    slope: Floats
    slope_lower: Floats
    slope_upper: Floats


@dataclass(frozen=True)
class _One:
    """The change of one series."""

    verdict: str
    reason: str
    first: int = -1
    latest: int = -1
    periods: int = 0
    change: tuple[float, float, float] = (np.nan, np.nan, np.nan)
    slope: tuple[float, float, float] = (np.nan, np.nan, np.nan)


def non_overlapping(start: ArrayLike, end: ArrayLike) -> Bools:
    """The longest set of periods that do not overlap, counted back from the latest one.

    Args:
        start, end: first and last day of each period, both included; shape (periods,), any order.

    Returns:
        Which periods belong to the set, shape (periods,).

    Raises:
        ValueError: for a period that ends before it starts or dates that cannot be read.
    """
    first, last = _days(start, end)
    chosen = np.zeros(len(first), dtype=bool)
    if not len(first):
        return chosen
    # Of the periods ending last the shortest leaves most room; before it, always the one that
    # starts latest: the classic interval schedule, run backwards.
    pick = int(np.lexsort((first, last))[-1])
    while True:
        chosen[pick] = True
        earlier = np.flatnonzero(last < first[pick])
        if not len(earlier):
            return chosen
        pick = int(earlier[np.argmax(first[earlier])])


def change(
    gap: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    *,
    start: ArrayLike,
    end: ArrayLike,
    scale: Scale,
    comparable: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Change:
    """Whether a gap is narrowing: from the first to the latest period, and over all of them.

    Uses the periods that have a gap with limits, are comparable, last as long as the latest one
    and do not overlap. Relative gaps (ratio, relative index) are tested on the log scale. With
    SE = (upper − lower)/(2z) of each gap, the change from first to latest has SE √(s₁² + s₂²), and
    the slope is weighted least squares on the periods' middles with weights 1/SE².

    "narrowing" or "widening" needs both intervals to exclude no change, on the same side;
    otherwise "no clear change". A gap that runs the other way throughout (negative, or a ratio
    below 1) narrows towards 0 (or 1), so the verdict follows the side on which the weighted mean
    lies. A gap that is clearly on one side at first and clearly on the other at the end has
    reversed: not testable as narrowing or widening. Periods are taken as independent.

    Args:
        gap, lower, upper: shape (..., periods), signed so that a bigger positive number is a
            bigger inequality; for "relative", quotients above 0. NaN where missing.
        start, end: first and last day of each period, shape (periods,), any order.
        scale: "absolute" or "relative".
        comparable: which periods share the definition of the latest, shape (periods,).
        confidence: of the limits given and returned, between 0 and 1.

    Returns:
        A `Change` whose fields have shape (...).

    Raises:
        ValueError: naming the argument and what is allowed.

    Source: own method on the weighted regression of Mackenbach and Kunst (1997), Soc Sci Med 44;
    Altman and Bland (2003), BMJ 326, for the difference of two estimates.
    """
    z = normal_quantile(confidence)
    choice(scale, "scale", ("absolute", "relative"))
    first, last = _days(start, end)
    gaps, low, high = _series(gap, lower, upper, scale)
    periods = _periods(gaps, first, comparable)
    errors = (high - low) / (2 * z)
    shape = gaps.shape[:-1]
    ones = [
        _one_change(values, spread, first, last, periods, z)
        for values, spread in zip(
            gaps.reshape(-1, len(first)), errors.reshape(-1, len(first)), strict=True
        )
    ]
    return _together(ones, shape, scale)


def _days(start: ArrayLike, end: ArrayLike) -> tuple[Days, Days]:
    try:
        first = np.asarray(start, dtype="datetime64[D]")
        last = np.asarray(end, dtype="datetime64[D]")
    except (TypeError, ValueError) as error:
        raise ValueError(f"start and end must be dates: {error}") from error
    if first.ndim != 1 or first.shape != last.shape:
        raise ValueError(
            f"start and end must be as long as each other; found {first.shape} and {last.shape}"
        )
    if np.isnat(first).any() or np.isnat(last).any():
        raise ValueError("start and end must be given for every period; found a missing one")
    if np.any(last < first):
        worst = int(np.flatnonzero(last < first)[0])
        raise ValueError(f"end must not be before start; found {first[worst]} to {last[worst]}")
    return first, last


def _series(
    gap: ArrayLike, lower: ArrayLike, upper: ArrayLike, scale: Scale
) -> tuple[Floats, Floats, Floats]:
    """The gaps and limits on the scale of the test: raw, or the log of a quotient."""
    gaps, low, high = broadcast(
        gap=floats(gap, "gap"), lower=floats(lower, "lower"), upper=floats(upper, "upper")
    )
    in_order(low, high)
    if scale == "absolute":
        return gaps, low, high
    for array, name in ((gaps, "gap"), (low, "lower"), (high, "upper")):
        if np.any(array <= 0):
            worst = array[array <= 0].flat[0]
            raise ValueError(f"{name} must be above 0 for scale 'relative'; found {worst:g}")
    return np.log(gaps), np.log(low), np.log(high)


def _periods(gaps: Floats, first: Days, comparable: ArrayLike | None) -> Bools:
    if gaps.ndim == 0 or gaps.shape[-1] != len(first):
        raise ValueError(
            f"gap must have the {len(first)} periods on its last axis; found shape {gaps.shape}"
        )
    if comparable is None:
        return np.ones(len(first), dtype=bool)
    chosen = np.asarray(comparable)
    if chosen.dtype != bool or chosen.shape != first.shape:
        raise ValueError("comparable must be true or false for each period")
    return chosen


def _one_change(
    gaps: Floats, errors: Floats, first: Days, last: Days, comparable: Bools, z: float
) -> _One:
    known = np.isfinite(gaps) & np.isfinite(errors)
    usable = np.flatnonzero(known & comparable & (errors > 0))
    if not len(usable):
        return _One(NOT_TESTABLE, "no comparable period has a gap with an interval")
    length = (last - first).astype(np.float64) + 1
    newest = usable[np.lexsort((first[usable], last[usable]))[-1]]
    usable = usable[np.abs(length[usable] / length[newest] - 1) < SAME_LENGTH]
    usable = usable[non_overlapping(first[usable], last[usable])]
    usable = usable[np.argsort(first[usable])]
    if len(usable) < 2:
        return _One(
            NOT_TESTABLE,
            "fewer than two comparable periods that do not overlap",
            periods=len(usable),
        )
    years = (first + (last - first) / 2).astype(np.float64)[usable] / DAYS_A_YEAR
    return _test(gaps[usable], errors[usable], years, usable, z)


def _test(gaps: Floats, errors: Floats, years: Floats, used: NDArray[np.intp], z: float) -> _One:
    ends = float(gaps[-1] - gaps[0]), z * float(np.hypot(errors[0], errors[-1]))
    weights = errors**-2
    from_mean = years - np.average(years, weights=weights)
    squares = float((weights * from_mean**2).sum())
    slope = float((weights * from_mean * gaps).sum()) / squares, z * squares**-0.5
    verdict, reason = _verdict(gaps, errors, ends, slope, z)
    return _One(
        verdict, reason, int(used[0]), int(used[-1]), len(used), _limits(*ends), _limits(*slope)
    )


def _limits(value: float, arm: float) -> tuple[float, float, float]:
    return value, value - arm, value + arm


def _verdict(
    gaps: Floats, errors: Floats, ends: tuple[float, float], slope: tuple[float, float], z: float
) -> tuple[str, str]:
    clear = np.sign(gaps[[0, -1]]) * (np.abs(gaps[[0, -1]]) > z * errors[[0, -1]])
    if clear[0] * clear[1] < 0:
        return NOT_TESTABLE, "the gap has reversed: it was clear on one side, then on the other"
    side = 1 if np.average(gaps, weights=errors**-2) >= 0 else -1
    moved, drifted = (side * np.sign(value) * (abs(value) > arm) for value, arm in (ends, slope))
    if moved == drifted != 0:
        word = WIDENING if moved > 0 else NARROWING
        return word, "the change since the first period and the slope over all are both clear"
    if moved == drifted == 0:
        reason = "neither the change since the first period nor the slope over all is clear"
    elif drifted == 0:
        reason = "the change since the first period is clear but the slope over all is not"
    elif moved == 0:
        reason = "the slope over all periods is clear but the change since the first is not"
    else:
        reason = "the change since the first period and the slope over all disagree"
    return NO_CLEAR_CHANGE, reason


def _together(ones: list[_One], shape: tuple[int, ...], scale: Scale) -> Change:
    numbers = np.array([one.change + one.slope for one in ones]).reshape(len(ones), 6).T
    if scale == "relative":
        numbers = np.exp(numbers)
    counts = np.array([(one.first, one.latest, one.periods) for one in ones], dtype=np.int64)
    first, latest, periods = (part.reshape(shape)[()] for part in counts.reshape(len(ones), 3).T)
    moved, moved_lower, moved_upper, slope, slope_lower, slope_upper = (
        part.reshape(shape)[()] for part in numbers
    )
    return Change(
        verdict=np.array([one.verdict for one in ones], dtype=np.str_).reshape(shape)[()],
        reason=np.array([one.reason for one in ones], dtype=np.str_).reshape(shape)[()],
        first=first,
        latest=latest,
        periods=periods,
        change=moved,
        change_lower=moved_lower,
        change_upper=moved_upper,
        slope=slope,
        slope_lower=slope_lower,
        slope_upper=slope_upper,
    )
