"""The sample size a published interval implies, where its method is known."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri


def implied_by_wilson(
    share: ArrayLike, lower: ArrayLike, upper: ArrayLike, confidence: float = 0.95
) -> np.ndarray:
    """The n whose Wilson interval about a share has the published width.

    With a = z²/n the width w obeys w(1 + a) = 2√(p(1 − p)a + a²/4), a quadratic in a whose
    smaller positive root is taken.

    Args:
        share, lower, upper: shares of 1; broadcast shape (...); NaN where missing.
        confidence: of the limits given.

    Returns:
        n of shape (...); NaN where a limit is missing or no n gives that width.

    Source: Wilson (1927), J Am Stat Assoc 22, inverted.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must be between 0 and 1; found {confidence}")
    p, low, high = (np.asarray(x, dtype=float) for x in (share, lower, upper))
    width = high - low
    z = ndtri((1 + confidence) / 2)
    squared, spread = 1 - width**2, 4 * p * (1 - p) - 2 * width**2
    # squared·a² + spread·a − width² = 0
    with np.errstate(invalid="ignore", divide="ignore"):
        root = (-spread + np.sqrt(spread**2 + 4 * squared * width**2)) / (2 * squared)
        size = z**2 / root
    return np.where((width > 0) & (width < 1) & (root > 0), size, np.nan)
