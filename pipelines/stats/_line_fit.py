"""A straight line through a series of estimates, with an interval that its own scatter widens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from pipelines.stats._checks import Floats, normal_quantile

# With fewer periods than these the scatter about the line is not judged, nor its correlation: a
# series of eight still has one when an end is left out.
LEAST_FOR_SCATTER, LEAST_FOR_CORRELATION = 4, 7
HIGHEST_CORRELATION = 0.9
# With one over the number of periods, what is added to a correlation for its bias.
ADDED = 0.15


@dataclass(frozen=True)
class LineFit:
    """A straight line through a series: its slope, the half width of its interval, its scatter."""

    slope: float
    half_width: float
    overdispersion: float = np.nan
    correlation: float = np.nan

    @property
    def sign(self) -> int:
        """1 or -1 where the slope is clearly above or below 0, else 0."""
        return int(np.sign(self.slope)) if abs(self.slope) > self.half_width else 0


def fit_line(gaps: Floats, errors: Floats | None, years: Floats, confidence: float) -> LineFit:
    """Least squares through estimates, weighted where they have standard errors.

    Args:
        gaps, years: estimates and the middles of their periods, shape (periods,), two or more.
        errors: standard errors above 0, or None to take them from the scatter about the line.
        confidence: of the slope's interval, between 0 and 1.

    Source: McCullagh and Nelder (1989), Generalized Linear Models, section 4.5, for the dispersion;
    Marriott and Pope (1954), Biometrika 41, for the bias of a short series' correlation. How much
    is added for that bias was chosen by simulation (``tests/bench/bench_gap_change.py``).
    """
    count = len(gaps)
    weights = np.ones(count) if errors is None else errors**-2
    from_mean = years - np.average(years, weights=weights)
    squares = float((weights * from_mean**2).sum())
    slope = float((weights * from_mean * gaps).sum()) / squares
    residuals = np.sqrt(weights) * (gaps - np.average(gaps, weights=weights) - slope * from_mean)
    if errors is not None and count < LEAST_FOR_SCATTER:
        return LineFit(slope, normal_quantile(confidence) * squares**-0.5)
    dispersion = float((residuals**2).sum()) / (count - 2)
    correlation = _lag_one(residuals)
    least = 0.0 if errors is None else 1.0
    spread = max(least, dispersion * _inflated(correlation, count))
    half_width = float(stdtrit(count - 2, (1 + confidence) / 2)) * float(np.sqrt(spread / squares))
    return LineFit(slope, half_width, np.nan if errors is None else dispersion, correlation)


def _lag_one(residuals: Floats) -> float:
    """The correlation of each residual with the next, NaN for too few to say."""
    total = float((residuals**2).sum())
    if len(residuals) < LEAST_FOR_CORRELATION or total == 0:
        return np.nan
    return float((residuals[1:] * residuals[:-1]).sum()) / total


def _inflated(correlation: float, count: int) -> float:
    """What neighbouring residuals that are alike do to the variance of a slope.

    Their correlation is estimated too low in a short series, by more the shorter it is.
    """
    if np.isnan(correlation):
        return 1.0
    likely = min(max(correlation + ADDED + 1 / count, 0.0), HIGHEST_CORRELATION)
    return (1 + likely) / (1 - likely)
