"""The change of one figure between two periods: its interval, its verdict, what it means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.stats._checks import (
    Floats,
    Words,
    broadcast,
    choice,
    floats,
    in_order,
    normal_quantile,
)

INCREASED = "increased"
DECREASED = "decreased"
NO_CLEAR_CHANGE = "no clear change"
NOT_TESTABLE = "not testable"
BETTER, WORSE = "better", "worse"
# polarity: (what an increase means, what a decrease means)
_MEANING = {"high": (BETTER, WORSE), "low": (WORSE, BETTER), "none": ("", "")}


@dataclass(frozen=True)
class Difference:
    """Later less earlier; both fields have the broadcast shape of the figures.

    Attributes:
        value: in the figures' unit; NaN where either figure is missing.
        error: its standard error; NaN where it cannot be known.
    """

    value: Floats
    error: Floats

    def limits(self, confidence: float) -> tuple[Floats, Floats]:
        """The normal limits of the difference at a confidence between 0 and 1."""
        arm = normal_quantile(confidence) * self.error
        return self.value - arm, self.value + arm

    def verdict(self, confidence: float) -> Words:
        """increased, decreased, no clear change; not testable where there are no limits.

        Strict: a limit that touches zero is no clear change.
        """
        lower, upper = self.limits(confidence)
        words = np.select(
            [np.isnan(lower), lower > 0, upper < 0],
            [NOT_TESTABLE, INCREASED, DECREASED],
            NO_CLEAR_CHANGE,
        )
        return np.asarray(words, dtype=np.str_)


def between(
    earlier: ArrayLike,
    earlier_lower: ArrayLike,
    earlier_upper: ArrayLike,
    later: ArrayLike,
    later_lower: ArrayLike,
    later_upper: ArrayLike,
    *,
    confidence: float = 0.95,
) -> Difference:
    """The difference of two independent figures, with SE √(s₁² + s₂²).

    Each figure's SE is (upper − lower)/(2z), from its published limits. Periods that overlap
    share people and are not independent: leave them out, as the limits would be wrong.

    Args:
        earlier, earlier_lower, earlier_upper: figures and limits, broadcast shape (...); NaN
            where missing.
        later, later_lower, later_upper: the same of the later period.
        confidence: of the limits given, between 0 and 1.

    Returns:
        A `Difference`. An interval without width says nothing about chance, so its SE is unknown.

    Raises:
        ValueError: naming the argument and what is allowed.

    Source: Altman and Bland (2003), BMJ 326: interaction revisited, the difference between two
    estimates.
    """
    z = normal_quantile(confidence)
    before, low_1, high_1, after, low_2, high_2 = broadcast(
        earlier=floats(earlier, "earlier"),
        earlier_lower=floats(earlier_lower, "earlier_lower"),
        earlier_upper=floats(earlier_upper, "earlier_upper"),
        later=floats(later, "later"),
        later_lower=floats(later_lower, "later_lower"),
        later_upper=floats(later_upper, "later_upper"),
    )
    in_order(low_1, high_1)
    in_order(low_2, high_2)
    value = after - before
    widths = high_1 - low_1, high_2 - low_2
    known = ~np.isnan(value) & (widths[0] > 0) & (widths[1] > 0)
    return Difference(value, np.where(known, np.hypot(*widths) / (2 * z), np.nan))


def meaning(verdict: ArrayLike, polarity: str) -> Words:
    """Whether a change is "better" or "worse", "" where nobody judges or nothing changed.

    Args:
        verdict: words of `Difference.verdict`.
        polarity: "high" when high is good, "low" when low is good, "none" for no judgement.

    Raises:
        ValueError: for an unknown polarity.
    """
    choice(polarity, "polarity", _MEANING)
    up, down = _MEANING[polarity]
    words = np.asarray(verdict, dtype=np.str_)
    chosen = np.select([words == INCREASED, words == DECREASED], [up, down], "")
    return np.asarray(chosen, dtype=np.str_)
