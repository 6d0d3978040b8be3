"""The rule of `pipelines.stats.gap.change` for many series at once, so that it can be simulated.

A test compares its verdicts with those of the rule itself, one series at a time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri, stdtrit

from pipelines.stats import gap
from pipelines.stats._checks import Bools, Floats, Ints, Words
from pipelines.stats._line_fit import (
    ADDED,
    HIGHEST_CORRELATION,
    LEAST_FOR_CORRELATION,
    LEAST_FOR_SCATTER,
)

CONFIDENCE = 0.95


def likely_bias(periods: int) -> float:
    """How much too low the rule takes the residuals' lag-one correlation to be."""
    return ADDED + 1 / periods


def no_bias(_periods: int) -> float:
    """The correlation as it is measured: what the rule would do without its correction."""
    return 0.0


@dataclass(frozen=True)
class Lines:
    """Lines through many series of one length.

    Attributes:
        slope: a period, shape (series,).
        least: the variance of the slope that the standard errors alone give; 0 without.
        by_scatter: that by the scatter about the line, were its residuals not alike.
        correlation: of each residual with the next, NaN in series too short for it.
        quantile: of the slope's standard error, to each side.
        periods: how many each series has.
    """

    slope: Floats
    least: float
    by_scatter: Floats
    correlation: Floats
    quantile: float
    periods: int

    def side(self, bias: float) -> Ints:
        """1 or -1 where the slope is clearly above or below 0, else 0; shape (series,)."""
        likely = np.clip(np.nan_to_num(self.correlation) + bias, 0.0, HIGHEST_CORRELATION)
        inflated = np.where(np.isnan(self.correlation), 1.0, (1 + likely) / (1 - likely))
        spread = np.maximum(self.least, self.by_scatter * inflated)
        clear = np.abs(self.slope) > self.quantile * np.sqrt(spread)
        return np.where(clear, np.sign(self.slope), 0).astype(np.int64)


@dataclass(frozen=True)
class Many:
    """Many series of one length, with the lines through all periods and through all but an end."""

    gaps: Floats
    whole: Lines
    without_first: Lines
    without_last: Lines
    from_scatter: bool

    def called(self, *, corrected: bool = True) -> Bools:
        """Which series are called narrowing, widening or reversed; shape (series,)."""
        bias = likely_bias if corrected else no_bias
        lines = (self.whole, self.without_first, self.without_last)
        side, first, last = (line.side(bias(line.periods)) for line in lines)
        moved = np.sign(self.gaps[:, -1] - self.gaps[:, 0])
        clear = (side != 0) & (side == moved) & (first == side) & (last == side)
        return np.asarray(clear & ~self.untestable())

    def untestable(self) -> Bools:
        """Which series without intervals have neighbours too much alike; shape (series,)."""
        alike = self.whole.correlation > gap.MOST_CORRELATION
        return np.asarray(alike & self.from_scatter)

    def verdicts(self, *, corrected: bool = True) -> Words:
        """The verdict of each series, in the rule's own words; shape (series,)."""
        begun, ended = self.gaps[:, 0], self.gaps[:, -1]
        clear = self.called(corrected=corrected)
        words = np.select(
            [
                self.untestable(),
                clear & (begun * ended < 0),
                clear & (np.abs(ended) > np.abs(begun)),
                clear,
            ],
            [gap.NOT_TESTABLE, gap.REVERSED, gap.WIDENING, gap.NARROWING],
            gap.NO_CLEAR_CHANGE,
        )
        return np.asarray(words, dtype=np.str_)


def many(gaps: Floats, errors: Floats | None) -> Many:
    """Fit the lines of the rule.

    Args:
        gaps: shape (series, periods), a period apart; at least four with errors, six without.
        errors: standard errors above 0 of the periods, shape (periods,), or None without intervals.
    """
    parts = (slice(None), slice(1, None), slice(None, -1))
    lines = (_lines(gaps[:, x], None if errors is None else errors[x]) for x in parts)
    return Many(gaps, *lines, from_scatter=errors is None)


def _lines(gaps: Floats, errors: Floats | None) -> Lines:
    periods = gaps.shape[1]
    weights = np.ones(periods) if errors is None else errors**-2
    years = np.arange(periods, dtype=np.float64)
    from_mean = years - np.average(years, weights=weights)
    squares = float((weights * from_mean**2).sum())
    slope = gaps @ (weights * from_mean) / squares
    centred = gaps - (gaps @ (weights / weights.sum()))[:, None]
    residuals = np.sqrt(weights) * (centred - slope[:, None] * from_mean)
    unknown = np.full(len(gaps), np.nan)
    scatter = (residuals**2).sum(axis=1)
    least = 0.0 if errors is None else 1 / squares
    level = (1 + CONFIDENCE) / 2
    if errors is not None and periods < LEAST_FOR_SCATTER:
        return Lines(slope, least, np.zeros(len(gaps)), unknown, float(ndtri(level)), periods)
    by_scatter = scatter / (periods - 2) / squares
    correlation = unknown
    if periods >= LEAST_FOR_CORRELATION:
        correlation = (residuals[:, 1:] * residuals[:, :-1]).sum(axis=1) / scatter
    quantile = float(stdtrit(periods - 2, level))
    return Lines(slope, least, by_scatter, correlation, quantile, periods)
