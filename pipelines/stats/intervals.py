"""Confidence intervals of proportions, counts, rates and means.

All functions take numbers or arrays that broadcast against each other. A missing input (NaN)
gives a missing result; an impossible one raises ValueError.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtri, stdtrit

from pipelines.stats._checks import (
    Floats,
    broadcast,
    floats,
    group_axis,
    normal_quantile,
    not_negative,
    positive,
)

# Byar's approximation is poor for very few events; below this many the exact limits are used.
EXACT_BELOW = 10


def _count_of(count: ArrayLike, denominator: ArrayLike) -> tuple[Floats, Floats]:
    events, total = broadcast(
        count=not_negative(count, "count"), denominator=positive(denominator, "denominator")
    )
    if np.any(events > total):
        worst = events > total
        raise ValueError(
            "count must not be above denominator; "
            f"found {events[worst].flat[0]:g} of {total[worst].flat[0]:g}"
        )
    return events, total


def wilson(
    count: ArrayLike, denominator: ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Wilson score limits of a proportion, as shares of 1.

    (2x + z² ± z√(z² + 4x(1 − x/n))) / (2(n + z²)) for x of n.

    Args:
        count: events x, 0 to n; shape (...).
        denominator: n, above 0; shape (...).
        confidence: between 0 and 1.

    Raises:
        ValueError: for a negative count, a count above its denominator or a denominator of 0.

    Source: Wilson (1927), J Am Stat Assoc 22; Newcombe (1998), Stat Med 17, method 3.
    """
    z = normal_quantile(confidence)
    x, n = _count_of(count, denominator)
    spread = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    lower = (2 * x + z**2 - spread) / (2 * (n + z**2))
    upper = (2 * x + z**2 + spread) / (2 * (n + z**2))
    # At 0 and at n the limit is exact; floating point would leave a trace of 1e-17.
    return np.where(x == 0, 0.0, lower), np.where(x == n, 1.0, upper)


def byar(count: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Byar's limits of a Poisson count, in events.

    Lower O(1 − 1/(9O) − z/(3√O))³, never below 0; upper O'(1 − 1/(9O') + z/(3√O'))³ with
    O' = O + 1. Good from about 10 events; `poisson` is exact below.

    Args:
        count: events O, 0 or more; shape (...).
        confidence: between 0 and 1.

    Raises:
        ValueError: for a negative count.

    Source: Byar, in Breslow and Day (1987), Statistical Methods in Cancer Research II, p. 69.
    """
    z = normal_quantile(confidence)
    observed = not_negative(count, "count")
    at_least_one = np.where(observed == 0, 1.0, observed)
    root = 1 - 1 / (9 * at_least_one) - z / (3 * np.sqrt(at_least_one))
    lower = np.where(observed == 0, 0.0, at_least_one * np.maximum(root, 0) ** 3)
    above = observed + 1
    upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return lower, upper


def poisson(count: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Exact Poisson limits of a count, in events: χ²(α/2, 2O)/2 and χ²(1 − α/2, 2O + 2)/2.

    Args:
        count: events O, 0 or more; shape (...). With no events the lower limit is 0.
        confidence: between 0 and 1.

    Raises:
        ValueError: for a negative count.

    Source: Garwood (1936), Biometrika 28; Ulm (1990), Am J Epidemiol 131.
    """
    normal_quantile(confidence)
    observed = not_negative(count, "count")
    tail = (1 - confidence) / 2
    degrees = np.where(observed == 0, 2.0, 2 * observed)
    # chdtri takes the upper tail, so the lower limit asks for 1 − α/2.
    lower = np.where(observed == 0, 0.0, chdtri(degrees, 1 - tail) / 2)
    return lower, np.asarray(chdtri(2 * observed + 2, tail) / 2)


def proportion(
    count: ArrayLike, denominator: ArrayLike, confidence: float = 0.95, multiplier: float = 1
) -> tuple[Floats, Floats, Floats]:
    """A proportion and its Wilson limits, times `multiplier` (100 for per cent).

    Args, errors and source as `wilson`; `multiplier` is above 0. Returns (value, lower, upper).
    """
    positive(multiplier, "multiplier")
    lower, upper = wilson(count, denominator, confidence)
    events, total = _count_of(count, denominator)
    return events / total * multiplier, lower * multiplier, upper * multiplier


def rate(
    count: ArrayLike, denominator: ArrayLike, confidence: float = 0.95, multiplier: float = 100_000
) -> tuple[Floats, Floats, Floats]:
    """A crude rate per `multiplier` and its limits: exact below 10 events, Byar's from 10.

    Args:
        count: events, 0 or more; may exceed the denominator (admissions); shape (...).
        denominator: people or person-years, above 0; shape (...).
        confidence: between 0 and 1.
        multiplier: above 0.

    Returns:
        (value, lower, upper), each of the broadcast shape.

    Raises:
        ValueError: for a negative count or a denominator of 0.

    Source: as `byar` and `poisson`; OHID Fingertips technical guidance on crude rates.
    """
    positive(multiplier, "multiplier")
    events, total = broadcast(
        count=not_negative(count, "count"), denominator=positive(denominator, "denominator")
    )
    few = events < EXACT_BELOW
    exact, approximate = poisson(events, confidence), byar(events, confidence)
    lower = np.where(few, exact[0], approximate[0])
    upper = np.where(few, exact[1], approximate[1])
    scale = multiplier / total
    return events * scale, lower * scale, upper * scale


def mean(values: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats, Floats]:
    """The mean over the last axis and its limits by Student's t: m ± t(n − 1) s/√n.

    Args:
        values: at least two on the last axis; shape (..., n). A missing one gives NaN.
        confidence: between 0 and 1.

    Returns:
        (value, lower, upper), each of shape (...).

    Raises:
        ValueError: for fewer than two values.

    Source: Student (1908), Biometrika 6.
    """
    normal_quantile(confidence)
    sample = floats(values, "values")
    size = group_axis(sample, "values", least=2)
    centre = sample.mean(axis=-1)
    arm = stdtrit(size - 1, 0.5 + confidence / 2) * sample.std(axis=-1, ddof=1) / np.sqrt(size)
    return centre, centre - arm, centre + arm
