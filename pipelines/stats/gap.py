"""Whether a gap is narrowing, and which areas account for an inequality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

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
from pipelines.stats._line_fit import LineFit, fit_line
from pipelines.stats._periods import SAME_LENGTH, Days, days, non_overlapping, of_one_length
from pipelines.stats._shares import Additive, contribution

__all__ = [
    "SAME_LENGTH",
    "Additive",
    "Change",
    "Scale",
    "change",
    "contribution",
    "non_overlapping",
]

Scale = Literal["absolute", "relative"]

NARROWING = "narrowing"
WIDENING = "widening"
REVERSED = "reversed"
NO_CLEAR_CHANGE = "no clear change"
NOT_TESTABLE = "not testable"
FROM_INTERVALS = "from the published intervals"
FROM_SCATTER = "from the scatter of the series"
FIRST, LAST, BOTH_ENDS = "first", "last", "first and last"
DAYS_A_YEAR = 365.25
# A line is not tested with fewer periods than these.
LEAST_PERIODS, LEAST_WITHOUT_INTERVALS = 3, 6
# Residuals more alike than this leave no way to a standard error where none is published.
MOST_CORRELATION = 0.5


@dataclass(frozen=True)
class Change:
    """How a gap has changed; every field has the leading shape of the series (a scalar for one).

    Attributes:
        verdict: "narrowing", "widening", "reversed", "no clear change" or "not testable".
        reason: why, in plain words.
        first, latest: positions of the two periods compared; -1 where not testable.
        periods: how many non-overlapping periods were used.
        change, change_lower, change_upper: latest minus first for absolute gaps, latest over
            first for relative ones (1 is no change). Without published intervals it has no limits.
        slope, slope_lower, slope_upper: change per year over all the periods used; for relative
            gaps the factor per year.
        overdispersion: the scatter about the line over what the intervals explain (1 is as much);
            NaN with fewer than four periods or without published intervals.
        correlation: of each residual with the next; NaN with fewer than seven periods.
        rests_on: "first", "last" or "first and last" where the slope is clear only with that
            period; otherwise "".
        standard_errors: "from the published intervals", "from the scatter of the series" (the
            weaker method), or "" where there are none.
        sensitivity: the verdict of the alternative series; "" where none is given.
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
    overdispersion: Floats
    correlation: Floats
    rests_on: Words
    standard_errors: Words
    sensitivity: Words


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
    overdispersion: float = np.nan
    correlation: float = np.nan
    rests_on: str = ""
    standard_errors: str = ""


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
    alternative: tuple[ArrayLike, ArrayLike, ArrayLike] | None = None,
) -> Change:
    """Whether a gap is narrowing: the slope over all periods, and where it began and ended.

    Uses the periods that have a gap, are comparable, last as long as the latest one and do not
    overlap. Relative gaps (ratio, relative index) are tested on the log scale: no gap is 0 there.

    With limits, SE = (upper - lower)/(2z) and the line is weighted by 1/SE^2. Where it has four
    periods or more, the standard error of its slope is multiplied by the square root of
    max(1, chi^2/(K - 2) f) of its residuals and the limits are from t with K - 2 degrees of
    freedom; f is 1, or with seven or more (1 + r)/(1 - r) where r, the residuals' lag-one
    correlation plus its bias, is positive. Where no period has limits, the line is least squares
    over six or more with an error from its own scatter, not tested for correlations above 0.5.

    The slope is clear when its interval excludes 0, it has the sign of the change from first to
    latest, and it is still clear and on the same side without the first and without the last
    period. Then the verdict is "narrowing" or "widening" where both ends lie on the same side of no
    gap and the latest is nearer to it or further away, and "reversed" where they lie on different
    sides. Otherwise "no clear change"; with fewer than three periods "not testable".

    The interval of the change itself is that of a difference of two estimates, sqrt(s1^2 + s2^2):
    how well what happened is known. It takes no part in the verdict.

    Args:
        gap, lower, upper: shape (..., periods), signed so that a bigger positive number is a
            bigger inequality; for "relative", quotients above 0. NaN where missing.
        start, end: first and last day of each period, shape (periods,), any order.
        scale: "absolute" or "relative".
        comparable: which periods share the definition of the latest, shape (periods,).
        confidence: of the limits given and returned, between 0 and 1.
        alternative: the same series made another way, whose verdict becomes `sensitivity`.

    Returns:
        A `Change` whose fields have shape (...).

    Raises:
        ValueError: naming the argument and what is allowed.

    Source: own method on Mackenbach and Kunst (1997), Soc Sci Med 44; McCullagh and Nelder (1989),
    section 4.5, for the dispersion; Altman and Bland (2003), BMJ 326, for the change.
    """
    normal_quantile(confidence)
    choice(scale, "scale", ("absolute", "relative"))
    first, last = days(start, end)
    ones, shape = _changes(gap, lower, upper, first, last, scale, comparable, confidence)
    others = [""] * len(ones)
    if alternative is not None:
        tested, _ = _changes(*alternative, first, last, scale, comparable, confidence)
        others = [one.verdict for one in tested]
    return _together(ones, others, shape, scale)


def _changes(
    gap: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    first: Days,
    last: Days,
    scale: Scale,
    comparable: ArrayLike | None,
    confidence: float,
) -> tuple[list[_One], tuple[int, ...]]:
    """The change of every series, and the shape that the series have."""
    gaps, low, high = _series(gap, lower, upper, scale)
    periods = _periods(gaps, first, comparable)
    errors = (high - low) / (2 * normal_quantile(confidence))
    rows = zip(gaps.reshape(-1, len(first)), errors.reshape(-1, len(first)), strict=True)
    ones = [
        _one_change(values, spread, first, last, periods, confidence) for values, spread in rows
    ]
    return ones, gaps.shape[:-1]


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
    gaps: Floats, errors: Floats, first: Days, last: Days, comparable: Bools, confidence: float
) -> _One:
    known = np.isfinite(gaps) & comparable
    has_errors = known & np.isfinite(errors) & (errors > 0)
    if not known.any():
        return _One(NOT_TESTABLE, "no comparable period has a gap")
    years = (first + (last - first) / 2).astype(np.float64) / DAYS_A_YEAR
    used = of_one_length(np.flatnonzero(has_errors), first, last)
    if len(used) >= LEAST_PERIODS:
        return _test(gaps[used], errors[used], years[used], used, confidence)
    without = of_one_length(np.flatnonzero(known), first, last)
    if len(without) >= LEAST_WITHOUT_INTERVALS:
        return _test(gaps[without], None, years[without], without, confidence)
    return _One(NOT_TESTABLE, _too_few(bool(has_errors.any())), periods=len(used))


def _too_few(has_intervals: bool) -> str:
    apart = "comparable periods that do not overlap"
    if has_intervals:
        return f"fewer than {LEAST_PERIODS} {apart}"
    return f"no confidence intervals, and fewer than {LEAST_WITHOUT_INTERVALS} {apart}"


def _test(
    gaps: Floats,
    errors: Floats | None,
    years: Floats,
    used: NDArray[np.intp],
    confidence: float,
) -> _One:
    def line(kept: slice) -> LineFit:
        return fit_line(
            gaps[kept], None if errors is None else errors[kept], years[kept], confidence
        )

    whole = line(slice(None))
    moved = float(gaps[-1] - gaps[0])
    arm = np.nan
    if errors is not None:
        arm = normal_quantile(confidence) * float(np.hypot(errors[0], errors[-1]))
    verdict, reason, rests_on = _verdict(
        gaps, whole, line(slice(1, None)), line(slice(None, -1)), errors is None
    )
    return _One(
        verdict,
        reason,
        int(used[0]),
        int(used[-1]),
        len(used),
        _limits(moved, arm),
        _limits(whole.slope, whole.half_width),
        whole.overdispersion,
        whole.correlation,
        rests_on,
        FROM_SCATTER if errors is None else FROM_INTERVALS,
    )


def _limits(value: float, arm: float) -> tuple[float, float, float]:
    return value, value - arm, value + arm


def _verdict(
    gaps: Floats, whole: LineFit, without_first: LineFit, without_last: LineFit, is_scatter: bool
) -> tuple[str, str, str]:
    """Verdict, reason, and the end that it would rest on."""
    if is_scatter and whole.correlation > MOST_CORRELATION:
        reason = "no confidence intervals, and neighbouring periods are too alike to judge by"
        return NOT_TESTABLE, reason, ""
    if not whole.sign:
        return NO_CLEAR_CHANGE, "the slope over all periods is not clear", ""
    if whole.sign != np.sign(gaps[-1] - gaps[0]):
        reason = "the slope over all periods and the change since the first period disagree"
        return NO_CLEAR_CHANGE, reason, ""
    rests_on = _rests_on(without_first.sign != whole.sign, without_last.sign != whole.sign)
    if rests_on:
        word = "periods" if rests_on == BOTH_ENDS else "period"
        return NO_CLEAR_CHANGE, f"the slope is clear only with the {rests_on} {word}", rests_on
    begun, ended = np.sign(gaps[[0, -1]])
    if begun * ended < 0:
        return (
            REVERSED,
            "the slope is clear, and the gap began on one side and ended on the other",
            "",
        )
    grew = abs(gaps[-1]) > abs(gaps[0])
    return WIDENING if grew else NARROWING, "the slope over all periods is clear", ""


def _rests_on(first: bool, last: bool) -> str:
    if first and last:
        return BOTH_ENDS
    return FIRST if first else LAST if last else ""


def _together(ones: list[_One], others: list[str], shape: tuple[int, ...], scale: Scale) -> Change:
    numbers = np.array([one.change + one.slope for one in ones]).reshape(len(ones), 6).T
    if scale == "relative":
        numbers = np.exp(numbers)
    moved, moved_lower, moved_upper, slope, slope_lower, slope_upper = (
        part.reshape(shape)[()] for part in numbers
    )

    def of(name: str, kind: type) -> Any:
        return np.array([getattr(one, name) for one in ones], dtype=kind).reshape(shape)[()]

    return Change(
        verdict=of("verdict", np.str_),
        reason=of("reason", np.str_),
        first=of("first", np.int64),
        latest=of("latest", np.int64),
        periods=of("periods", np.int64),
        change=moved,
        change_lower=moved_lower,
        change_upper=moved_upper,
        slope=slope,
        slope_lower=slope_lower,
        slope_upper=slope_upper,
        overdispersion=of("overdispersion", np.float64),
        correlation=of("correlation", np.float64),
        rests_on=of("rests_on", np.str_),
        standard_errors=of("standard_errors", np.str_),
        sensitivity=np.array(others, dtype=np.str_).reshape(shape)[()],
    )
