"""The scale on which a figure is symmetric, and its standard error from published limits."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import logit, ndtri

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Words = NDArray[np.str_]
Kind = Literal["other", "rate", "proportion"]

# The publisher's limits are at 95%: this many standard errors to either side.
Z = float(ndtri(0.975))
PERCENT = 100.0

# Rates and quotients vary by factors, shares by odds; everything else on its own scale.
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "proportion": "proportion",
        "rate": "rate",
        "standardised_rate": "rate",
        "ratio": "rate",
    }
)


def kinds(value_kind: pd.Series[str], value: Floats, lower: Floats, upper: Floats) -> Words:
    """The scale of each set of figures: rate (log), proportion (logit) or other (raw).

    Args:
        value_kind: the catalogue's, one a set.
        value, lower, upper: figures and limits, shape (sets, groups), percentages as percentages.

    Returns:
        One word a set. A set that holds a figure or limit without a log or logit (0, or 100%)
        stays on the raw scale.
    """
    wanted = value_kind.map(dict(KINDS)).fillna("other").to_numpy(dtype=np.str_)
    figures = np.stack([value, lower, upper])
    positive = ~(figures <= 0).any(axis=(0, 2))
    below_all = ~(figures >= PERCENT).any(axis=(0, 2))
    possible = (wanted != "proportion") | below_all
    return np.where((wanted == "other") | (positive & possible), wanted, "other").astype(np.str_)


def unit(kind: Kind) -> float:
    """How many of the figure's unit make 1 in the formulas: percentages become shares."""
    return PERCENT if kind == "proportion" else 1.0


def scaled(values: Floats, kind: Kind) -> Floats:
    """Figures on the symmetric scale."""
    if kind == "proportion":
        return np.asarray(logit(values / PERCENT))
    return np.asarray(np.log(values)) if kind == "rate" else values


def errors(lower: Floats, upper: Floats, kind: Kind) -> Floats:
    """Standard errors on the symmetric scale, from 95% limits."""
    return np.asarray((scaled(upper, kind) - scaled(lower, kind)) / (2 * Z))


def errors_in_unit(value: Floats, lower: Floats, upper: Floats, kind: Kind) -> Floats:
    """Standard errors in the unit of the formulas (shares of 1 for proportions).

    Measures carry them to the symmetric scale by the delta method, which undoes this exactly.
    """
    share = value / unit(kind)
    slope = {"proportion": share * (1 - share), "rate": share, "other": np.ones_like(share)}[kind]
    return errors(lower, upper, kind) * slope


def as_kind(word: str) -> Kind:
    """A word of `kinds` as the type the formulas take."""
    return cast(Kind, str(word))
