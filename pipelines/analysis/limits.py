"""Limits at 99.8%: as published, or derived where the publisher's method is known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipelines.stats import intervals, sample_size

# How far a limit we compute may sit from the published one (relative) before we say that the
# publisher's method is not the one written in the catalogue, and derive nothing from it.
AGREEMENT = 0.005


def limits_998(observations: pd.DataFrame, interval_method: pd.Series[str]) -> pd.DataFrame:
    """99.8% limits: published where there are any, derived where the method is known.

    Args:
        observations: the staged figures.
        interval_method: the catalogue's method for each indicator id.

    Returns:
        indicator_id, observation_id, lower_998, upper_998 and limits_998_method: "published",
        "derived" or "none". Derived limits are kept only for figures whose published 95% limits
        the same method reproduces.
    """
    limits = observations[["indicator_id", "observation_id", "lower_998", "upper_998"]].copy()
    limits["limits_998_method"] = np.where(limits["lower_998"].notna(), "published", "none")
    method = observations["indicator_id"].map(interval_method)
    for name, derive in (("wilson", _wilson_998), ("byar", _byar_998)):
        rows = (method == name) & limits["lower_998"].isna() & observations["lower_95"].notna()
        if rows.any():
            lower, upper = derive(observations[rows])
            limits.loc[rows, "lower_998"], limits.loc[rows, "upper_998"] = lower, upper
            derived = rows & limits["lower_998"].notna()
            limits.loc[derived, "limits_998_method"] = "derived"
    return limits


def _wilson_998(observations: pd.DataFrame) -> tuple[pd.Series[float], pd.Series[float]]:
    """Wilson limits of a percentage, through the sample size its 95% limits imply."""
    share = observations["value"] / 100
    size = sample_size.implied_by_wilson(
        share, observations["lower_95"] / 100, observations["upper_95"] / 100
    )
    lower_95, upper_95 = intervals.wilson(share * size, size, 0.95)
    lower, upper = intervals.wilson(share * size, size, 0.998)
    agree = _agrees(100 * lower_95, observations["lower_95"]) & _agrees(
        100 * upper_95, observations["upper_95"]
    )
    return _kept(100 * lower, agree, observations), _kept(100 * upper, agree, observations)


def _byar_998(observations: pd.DataFrame) -> tuple[pd.Series[float], pd.Series[float]]:
    """Byar limits of a rate, scaled from the count as its 95% limits are (Dobson 1991)."""
    count, value = observations["count"], observations["value"]
    low_95, high_95 = intervals.byar(count, 0.95)
    low, high = intervals.byar(count, 0.998)
    below = (value - observations["lower_95"]) / (count - low_95)
    above = (observations["upper_95"] - value) / (high_95 - count)
    agree = _agrees(np.asarray(below, dtype=float), above)
    return (
        _kept(value - below * (count - low), agree, observations),
        _kept(value + above * (high - count), agree, observations),
    )


def _agrees(computed: np.ndarray, published: pd.Series[float]) -> np.ndarray:
    return np.asarray(np.isclose(computed, published.to_numpy(), rtol=AGREEMENT, atol=1e-9))


def _kept(limit: object, agree: np.ndarray, observations: pd.DataFrame) -> pd.Series[float]:
    return pd.Series(np.where(agree, np.asarray(limit, dtype=float), np.nan), observations.index)
