"""Argument checks shared by the statistics: each message names the argument and what is allowed."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Words = NDArray[np.str_]

# Unordered groups may lack a few values, as long as the rest hold this share of the people.
LEAST_COVERAGE = 0.85


def floats(values: ArrayLike, name: str) -> Floats:
    """`values` as an array of floats; missing values stay NaN, infinite ones are refused."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be numbers, with NaN for a missing one: {error}") from error
    refuse(np.isinf(array), array, name, "must be finite numbers, with NaN for a missing one")
    return array


def refuse(bad: NDArray[np.bool_], array: Floats, name: str, allowed: str) -> None:
    """Raise ValueError naming the argument, what is allowed and the first value that is not."""
    if np.any(bad):
        raise ValueError(f"{name} {allowed}; found {array[bad].flat[0]:g}")


def positive(values: ArrayLike, name: str) -> Floats:
    """`values` as floats above zero, NaN allowed for a missing one."""
    array = floats(values, name)
    refuse(array <= 0, array, name, "must be above 0")
    return array


def not_negative(values: ArrayLike, name: str) -> Floats:
    """`values` as floats of zero or more, NaN allowed for a missing one."""
    array = floats(values, name)
    refuse(array < 0, array, name, "must be 0 or more")
    return array


def known_populations(values: ArrayLike) -> Floats:
    """Populations: above zero and none missing, because every weight depends on all of them."""
    array = positive(values, "population")
    if np.isnan(array).any():
        raise ValueError("population must be given for every group; found a missing one")
    return array


def in_order(lower: Floats, upper: Floats) -> None:
    """Raise ValueError where a lower limit lies above its upper limit."""
    lower, upper = np.broadcast_arrays(lower, upper)
    if np.any(lower > upper):
        low, high = lower[lower > upper].flat[0], upper[lower > upper].flat[0]
        raise ValueError(f"lower must not be above upper; found {low:g} above {high:g}")


def normal_quantile(confidence: float) -> float:
    """The two-sided normal multiplier z of a confidence between 0 and 1 (0.95 gives 1.95996)."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must be between 0 and 1, such as 0.95; found {confidence:g}")
    return float(ndtri(0.5 + confidence / 2))


def choice(value: str, name: str, allowed: Collection[str]) -> None:
    """Raise ValueError unless `value` is one of the allowed words."""
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}; found {value!r}")


def draw_count(draws: int) -> None:
    """Raise ValueError for too few draws to read a 2.5th percentile from."""
    if draws < 100:
        raise ValueError(f"draws must be 100 or more; found {draws}")


def group_axis(values: Floats, name: str, least: int, most: int | None = None) -> int:
    """The number of groups on the last axis, between `least` and `most`."""
    groups = values.shape[-1] if values.ndim else 1
    allowed = f"{least} or more groups" if most is None else f"{least} to {most} groups"
    if groups < least or (most is not None and groups > most):
        raise ValueError(f"{name} must hold {allowed} on its last axis; found {groups}")
    return groups


def broadcast(**arrays: Floats) -> tuple[Floats, ...]:
    """The arrays broadcast against each other, or a ValueError that lists their shapes."""
    try:
        return tuple(np.broadcast_arrays(*arrays.values()))
    except ValueError as error:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise ValueError(f"these arguments do not broadcast together: {shapes}") from error


def fit(array: Floats, shape: tuple[int, ...], name: str) -> Floats:
    """`array` broadcast to `shape`, or a ValueError that names it."""
    try:
        return np.broadcast_to(array, shape)
    except ValueError as error:
        raise ValueError(f"{name} must fit the shape {shape}; found {array.shape}") from error
