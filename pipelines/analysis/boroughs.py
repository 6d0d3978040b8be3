"""London's boroughs as sets of groups: as they are, by deprivation, and in fifths of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from pipelines.analysis import measured, wide
from pipelines.analysis.scales import Bools, Floats, Words, Z
from pipelines.analysis.sets import KEYS, Sets, share_covered
from pipelines.analysis.weights import Residents
from pipelines.stats import compare, group_means

UNORDERED, BY_DEPRIVATION = "boroughs", "boroughs_by_deprivation"
IN_FIFTHS = "borough_fifths_by_deprivation"
FIFTHS = (
    "Most deprived fifth of boroughs",
    "Second most deprived fifth of boroughs",
    "Middle fifth of boroughs",
    "Second least deprived fifth of boroughs",
    "Least deprived fifth of boroughs",
)
# A fifth has a figure when its boroughs with a figure hold this share of its people.
LEAST_OF_A_FIFTH = 0.85
# Editions of the Indices of Deprivation. The newest orders the boroughs in every period, so that a
# series is of the same groups throughout; the other is the check whether a verdict depends on it.
NEWEST, OTHER = "2025", "2019"


def sets(
    observations: pd.DataFrame, areas: pd.DataFrame, residents: Residents | None = None
) -> Iterator[Sets]:
    """Every series and period of the boroughs in the three ways they can be compared.

    Args:
        observations: the figures, published or not.
        areas: the catalogue's areas with both deprivation scores.
        residents: whom each borough stands for; those among the observations if None.

    Yields:
        Boroughs without order; boroughs by average deprivation score of the newest edition of the
        Indices of Deprivation, and fifths of them; and both by the other edition, as a check.
    """
    plain = unordered(observations, areas, residents)
    yield plain
    boroughs = areas[areas["area_type"] == "borough"].set_index("area_code")
    if not len(plain.keys):
        return
    for edition in (NEWEST, OTHER):
        scores = boroughs[f"imd_{edition}_average_score"].to_numpy(dtype=np.float64)
        is_check = edition != NEWEST
        in_order = _by_deprivation(plain, scores, edition)
        tested = measured.SLOPES if is_check else in_order.measures
        yield replace(in_order, measures=tested, is_sensitivity_check=is_check)
        yield replace(_in_fifths(plain, scores, edition), is_sensitivity_check=is_check)


def unordered(
    observations: pd.DataFrame, areas: pd.DataFrame, residents: Residents | None = None
) -> Sets:
    """The boroughs of every series and period of the whole population, without order."""
    boroughs = areas[areas["area_type"] == "borough"]
    codes = list(boroughs["area_code"])
    total = observations[observations["group_type"] == "total"]
    keys = [key for key in KEYS if key != "area_code"]
    columns = (*wide.FIGURES, "is_unreliable")
    found, (value, lower, upper, marked) = wide.arrays(total, keys, "area_code", codes, columns)
    people, days = (residents or Residents.of(observations)).near(found, codes)
    london = areas.loc[areas["area_type"] == "region", "area_code"].iloc[0]
    found.insert(1, "area_code", london)
    return Sets(
        keys=found,
        dimension=UNORDERED,
        groups=tuple(boroughs["area_name"]),
        value=value,
        lower=lower,
        upper=upper,
        people=people,
        covered=share_covered(value, people),
        ordered=False,
        all_needed=False,
        measures=measured.UNORDERED,
        note=_weights(days),
        unreliable=marked == 1,
    )


def _by_deprivation(plain: Sets, scores: Floats, edition: str) -> Sets:
    most_first = np.argsort(-scores, kind="stable")
    counted = _counted(plain, np.ones((1, len(scores)), dtype=np.bool_))
    value = np.where(counted, plain.value, np.nan)
    note = _noted(plain, edition, "boroughs in the order of their average score in the")
    taken = replace(plain, value=value, covered=share_covered(value, plain.people))
    return replace(
        taken.only(most_first),
        dimension=BY_DEPRIVATION,
        ordered=True,
        measures=measured.BOROUGHS_IN_ORDER,
        note=note,
    )


def _in_fifths(plain: Sets, scores: Floats, edition: str) -> Sets:
    """Population-weighted means of five groups of boroughs, with normal limits."""
    fifth = compare.quantile_group(scores, 5, highest_first=True)
    members = np.stack([fifth == number for number in range(1, 6)])
    counted = _counted(plain, members)
    taken = np.where(counted, plain.value, np.nan)[:, None, :]
    means = group_means.group_mean(taken, plain.people[:, None, :], included=members[None])
    usable = means.known >= LEAST_OF_A_FIFTH
    value = np.where(usable, means.mean, np.nan)
    error = np.where(usable, _error(plain, members, counted), np.nan)
    words = "population-weighted means of fifths of the boroughs by average score in the"
    return replace(
        plain,
        dimension=IN_FIFTHS,
        groups=FIFTHS,
        value=value,
        lower=value - Z * error,
        upper=value + Z * error,
        people=plain.people @ members.T.astype(np.float64),
        ordered=True,
        all_needed=True,
        measures=measured.FIFTHS,
        note=_noted(plain, edition, words),
        raw=True,
        spread=replace(means, mean=value),
        left_out=_left_out(plain, members, counted),
    )


def _error(plain: Sets, members: Bools, counted: Bools) -> Floats:
    """Standard errors of the fifths' means from those of their boroughs, shape (sets, fifths)."""
    weights = np.where(counted[:, None, :] & members, plain.people[:, None, :], 0.0)
    held = weights.sum(axis=-1, keepdims=True)
    shares = np.divide(weights, held, out=np.zeros_like(weights), where=held > 0)
    errors = (plain.upper - plain.lower) / (2 * Z)
    parts = np.where(shares > 0, (shares * errors[:, None, :]) ** 2, 0.0)
    return np.asarray(np.sqrt(parts.sum(axis=-1)))


def _counted(plain: Sets, members: Bools) -> Bools:
    """Which boroughs take part in their group, shape (sets, boroughs).

    One that its publisher marks as unreliable does not; nor does one without an interval where
    others have one and those that do hold enough of the group's people.

    Args:
        plain: the boroughs without order.
        members: which boroughs are of which group, shape (groups, boroughs).
    """
    known = ~np.isnan(plain.value) & ~np.isnan(plain.people) & ~plain.unreliable
    limited = known & ~np.isnan(plain.upper - plain.lower)
    in_fifths = members.T.astype(np.float64)
    enough = (plain.people * limited) @ in_fifths >= LEAST_OF_A_FIFTH * (plain.people @ in_fifths)
    return np.where(enough @ members, limited, known)


def _left_out(plain: Sets, members: Bools, counted: Bools) -> Words:
    """The boroughs that the two end fifths go without, and how much of their people, in words."""
    names = np.asarray(plain.groups)
    said = []
    for people, taken in zip(plain.people, counted, strict=True):
        parts = []
        for place, end in ((0, "most"), (-1, "least")):
            own = members[place]
            for borough in np.flatnonzero(own & ~taken):
                share = f"{100 * people[borough] / people[own].sum():.0f}%"
                parts.append(f"{names[borough]} ({share} of the {end} deprived fifth)")
        said.append(", ".join(parts))
    return np.asarray(said, dtype=np.str_)


def _noted(plain: Sets, edition: str, words: str) -> Words:
    ends = plain.keys["period_end"].to_numpy(dtype="datetime64[D]")
    came_out = np.datetime64(f"{edition}-01-01")
    early = np.where(ends < came_out, ", which came out after this period", "")
    order = f"{words} Indices of Deprivation {edition}"
    ecological = "; a comparison between boroughs, not between people"
    return np.asarray(
        [f"{order}{x}{ecological}; {y}" for x, y in zip(early, plain.note, strict=True)]
    )


def _weights(days: Words) -> Words:
    return np.asarray([f"weighted by residents at {day}" for day in days], dtype=np.str_)
