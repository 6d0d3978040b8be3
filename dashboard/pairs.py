"""Whether two boroughs' figures differ by more than chance, from what the marts hold of each.

The marts hold every figure and its standard error on the scale on which its interval is symmetric;
here two of them are only compared: z = (a - b) / sqrt(s_a^2 + s_b^2).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from statistics import NormalDist
from types import MappingProxyType
from typing import Literal, Protocol

from dashboard.state import Confidence

Difference = Literal["clear", "too close to call", "chance not assessed"]
# How many standard errors of the difference are clear, at each confidence and on either side.
CLEAR: Mapping[Confidence, float] = MappingProxyType(
    {"95": NormalDist().inv_cdf(0.975), "99.8": NormalDist().inv_cdf(0.999)}
)


class Estimate(Protocol):
    """A figure on the symmetric scale with its standard error; NaN without an interval."""

    @property
    def symmetric(self) -> float:
        """The figure on the scale on which its interval is symmetric."""
        ...

    @property
    def error(self) -> float:
        """Its standard error on that scale."""
        ...


def difference(one: Estimate, other: Estimate, confidence: Confidence) -> Difference:
    """What can be said of the difference of two figures of one series and period.

    Args:
        one, other: the figures, on the same scale, of boroughs that share nobody.
        confidence: 95 or 99.8.
    """
    error = math.hypot(one.error, other.error)
    if math.isnan(error):
        return "chance not assessed"
    apart = abs(one.symmetric - other.symmetric)
    return "clear" if apart > CLEAR[confidence] * error else "too close to call"


def between(
    some: Iterable[Estimate], others: Iterable[Estimate], confidence: Confidence
) -> Difference:
    """What can be said of all figures at one end and all at another: the least of any two."""
    rest = list(others)
    found = {difference(x, y, confidence) for x in some for y in rest}
    if "chance not assessed" in found:
        return "chance not assessed"
    return "too close to call" if "too close to call" in found else "clear"
