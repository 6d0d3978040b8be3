"""Five classes of values for a map, cut so that every colour is used and the ends are round.

Cuts start from the fifths of the areas (quantiles), because equal-width classes leave one
outlying borough alone in its colour and thirty in the next. Each cut then moves to the roundest
number nearby (steps of 1, 2 or 5 times a power of ten) for which every class still holds at least
half of its fair share. The legend says how many boroughs each class has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor, log10

import numpy as np
from numpy.typing import NDArray

from dashboard.text import Unit

CLASSES = 5
NO_CLASS = -1


@dataclass(frozen=True)
class ValueScale:
    """Classes from low to high: ``edges`` has one more entry than ``labels`` and ``counts``.

    Class i holds the values, as written with ``decimals``, from ``edges[i]`` up to but not
    including ``edges[i + 1]``; the last class includes its upper edge.
    """

    edges: tuple[float, ...]
    labels: tuple[str, ...]
    counts: tuple[int, ...]
    decimals: int


def value_classes(values: Sequence[float], decimals: int) -> ValueScale:
    """Cut values into at most five classes that never overlap.

    Values are classed as they are written, so two boroughs shown with the same number always
    share a colour. Fewer than five different numbers give fewer classes; none give none.

    Args:
        values: the figures; those that are not there (NaN) are left out.
        decimals: how many decimals the indicator is written with.
    """
    written = np.array(sorted(_shown(v, decimals) for v in values if not np.isnan(v)))
    if not written.size:
        return ValueScale((), (), (), decimals)
    cuts = _cuts(written, decimals)
    edges = (float(written[0]), *cuts, float(written[-1]))
    counts = tuple(int(count) for count in _counts(written, cuts))
    labels = tuple(
        class_label(edges, place, Unit("", "", "", decimals)) for place in range(len(counts))
    )
    return ValueScale(edges, labels, counts, decimals)


def classify(values: Sequence[float], scale: ValueScale) -> NDArray[np.int64]:
    """The class of each value, 0 for the lowest; -1 where there is no figure.

    Values beyond the ends of the scale belong to its first or last class.
    """
    cuts = scale.edges[1:-1]
    return np.array(
        [
            NO_CLASS
            if np.isnan(value) or not scale.counts
            else int(np.searchsorted(cuts, _shown(value, scale.decimals), side="right"))
            for value in values
        ],
        dtype=np.int64,
    )


def class_label(edges: Sequence[float], place: int, unit: Unit) -> str:
    """The range of one class as it is written, such as "18.0 to 21.4" or "£612 to £640"."""
    is_last = place == len(edges) - 2
    low = edges[place]
    high = edges[place + 1] if is_last else edges[place + 1] - 10.0**-unit.decimals
    if unit.bare(low) == unit.bare(high):
        return unit.full(low)
    return f"{unit.bare(low)} to {unit.full(high)}"


def _cuts(written: NDArray[np.float64], decimals: int) -> tuple[float, ...]:
    distinct = np.unique(written)
    if len(distinct) <= CLASSES:
        return tuple(float(value) for value in distinct[1:])
    fifths = np.quantile(written, [place / CLASSES for place in range(1, CLASSES)])
    fair_share = len(written) / CLASSES
    for step in _steps(float(distinct[-1] - distinct[0]), decimals):
        cuts = tuple(_shown(round(fifth / step) * step, decimals) for fifth in fifths)
        if len(set(cuts)) == len(cuts) and min(_counts(written, cuts)) >= fair_share / 2:
            return cuts
    return _cuts_between_ties(distinct, fifths)


def _cuts_between_ties(
    distinct: NDArray[np.float64], fifths: NDArray[np.float64]
) -> tuple[float, ...]:
    """Cut at the values nearest the fifths when ties leave no round cuts."""
    candidates = distinct[1:]
    nearest = {float(candidates[np.argmin(np.abs(candidates - fifth))]) for fifth in fifths}
    return tuple(sorted(nearest))


def _steps(spread: float, decimals: int) -> Iterator[float]:
    finest = 10.0**-decimals
    for power in range(floor(log10(spread)), -decimals - 1, -1):
        for leading in (5, 2, 1):
            if finest <= leading * 10.0**power <= spread:
                yield leading * 10.0**power


def _counts(written: NDArray[np.float64], cuts: Sequence[float]) -> NDArray[np.int64]:
    places = np.searchsorted(cuts, written, side="right")
    return np.bincount(places, minlength=len(cuts) + 1).astype(np.int64)


def _shown(value: float, decimals: int) -> float:
    """The number a reader sees once a value is written with so many decimals."""
    return float(f"{value:.{decimals}f}") + 0.0
