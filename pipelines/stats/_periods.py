"""Periods of a series: reading their days, and those that last as long and do not overlap."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipelines.stats._checks import Bools

Days = NDArray[np.datetime64]
# Periods are comparable when their lengths differ by less than this share (leap days, weeks).
SAME_LENGTH = 0.05


def non_overlapping(start: ArrayLike, end: ArrayLike) -> Bools:
    """The longest set of periods that do not overlap, counted back from the latest one.

    Args:
        start, end: first and last day of each period, both included; shape (periods,), any order.

    Returns:
        Which periods belong to the set, shape (periods,).

    Raises:
        ValueError: for a period that ends before it starts or dates that cannot be read.
    """
    first, last = days(start, end)
    chosen = np.zeros(len(first), dtype=bool)
    if not len(first):
        return chosen
    # Of the periods ending last the shortest leaves most room; before it, always the one that
    # starts latest: the classic interval schedule, run backwards.
    pick = int(np.lexsort((first, last))[-1])
    while True:
        chosen[pick] = True
        earlier = np.flatnonzero(last < first[pick])
        if not len(earlier):
            return chosen
        pick = int(earlier[np.argmax(first[earlier])])


def of_one_length(usable: NDArray[np.intp], first: Days, last: Days) -> NDArray[np.intp]:
    """Of these periods those that last as long as the latest and do not overlap, in order."""
    if not len(usable):
        return usable
    length = (last - first).astype(np.float64) + 1
    newest = usable[np.lexsort((first[usable], last[usable]))[-1]]
    usable = usable[np.abs(length[usable] / length[newest] - 1) < SAME_LENGTH]
    usable = usable[non_overlapping(first[usable], last[usable])]
    return np.asarray(usable[np.argsort(first[usable])])


def days(start: ArrayLike, end: ArrayLike) -> tuple[Days, Days]:
    """First and last days as dates, checked.

    Raises:
        ValueError: naming what is wrong with them.
    """
    try:
        first = np.asarray(start, dtype="datetime64[D]")
        last = np.asarray(end, dtype="datetime64[D]")
    except (TypeError, ValueError) as error:
        raise ValueError(f"start and end must be dates: {error}") from error
    if first.ndim != 1 or first.shape != last.shape:
        raise ValueError(
            f"start and end must be as long as each other; found {first.shape} and {last.shape}"
        )
    if np.isnat(first).any() or np.isnat(last).any():
        raise ValueError("start and end must be given for every period; found a missing one")
    if np.any(last < first):
        worst = int(np.flatnonzero(last < first)[0])
        raise ValueError(f"end must not be before start; found {first[worst]} to {last[worst]}")
    return first, last
