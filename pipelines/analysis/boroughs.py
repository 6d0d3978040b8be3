"""London's boroughs as sets of groups: as they are, by deprivation, and in fifths of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from pipelines.analysis import measured, wide
from pipelines.analysis.scales import Floats, Words, Z
from pipelines.analysis.sets import KEYS, Sets, share_covered
from pipelines.analysis.weights import Residents
from pipelines.stats import compare

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
FROM_2025 = np.datetime64("2025-01-01")
FROM_2019 = np.datetime64("2019-01-01")


def sets(
    observations: pd.DataFrame, areas: pd.DataFrame, residents: Residents | None = None
) -> Iterator[Sets]:
    """Every series and period of the boroughs in the three ways they can be compared.

    Args:
        observations: the figures, published or not.
        areas: the catalogue's areas with both deprivation scores.
        residents: whom each borough stands for; those among the observations if None.

    Yields:
        Boroughs without order; boroughs by average deprivation score, once for each edition of
        the Indices of Deprivation; and fifths of the boroughs, likewise.
    """
    plain = unordered(observations, areas, residents)
    yield plain
    boroughs = areas[areas["area_type"] == "borough"].set_index("area_code")
    ends = plain.keys["period_end"].to_numpy(dtype="datetime64[D]")
    for edition, rows in (("2019", ends < FROM_2025), ("2025", ends >= FROM_2025)):
        if rows.any():
            scores = boroughs[f"imd_{edition}_average_score"].to_numpy(dtype=np.float64)
            here = plain.at(np.flatnonzero(rows))
            yield _by_deprivation(here, scores, edition)
            yield _in_fifths(here, scores, edition)


def unordered(
    observations: pd.DataFrame, areas: pd.DataFrame, residents: Residents | None = None
) -> Sets:
    """The boroughs of every series and period of the whole population, without order."""
    boroughs = areas[areas["area_type"] == "borough"]
    codes = list(boroughs["area_code"])
    total = observations[observations["group_type"] == "total"]
    keys = [key for key in KEYS if key != "area_code"]
    found, (value, lower, upper) = wide.arrays(total, keys, "area_code", codes)
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
    )


def _by_deprivation(plain: Sets, scores: Floats, edition: str) -> Sets:
    most_first = np.argsort(-scores, kind="stable")
    note = _noted(plain, edition, "boroughs in the order of their average score in the")
    return replace(
        plain.only(most_first),
        dimension=BY_DEPRIVATION,
        ordered=True,
        measures=measured.ORDERED,
        note=note,
    )


def _in_fifths(plain: Sets, scores: Floats, edition: str) -> Sets:
    """Population-weighted means of five groups of boroughs, with normal limits."""
    fifth = compare.quantile_group(scores, 5, highest_first=True)
    members = np.stack([fifth == number for number in range(1, 6)]).astype(np.float64)
    known = ~np.isnan(plain.value)
    people = plain.people @ members.T
    counted = np.where(known, plain.people, 0.0)
    held = counted @ members.T
    usable = held >= LEAST_OF_A_FIFTH * people
    per_head = np.divide(1.0, held, out=np.full(held.shape, np.nan), where=usable)
    value = (np.where(known, plain.value, 0.0) * counted) @ members.T * per_head
    errors = np.where(known, (plain.upper - plain.lower) / (2 * Z), 0.0)
    spread = np.sqrt(_sum_of_squares(errors * counted, members)) * per_head
    words = "population-weighted means of fifths of the boroughs by average score in the"
    return replace(
        plain,
        dimension=IN_FIFTHS,
        groups=FIFTHS,
        value=value,
        lower=value - Z * spread,
        upper=value + Z * spread,
        people=people,
        ordered=True,
        all_needed=True,
        measures=measured.TWO_GROUPS,
        note=_noted(plain, edition, words),
        raw=True,
    )


def _sum_of_squares(parts: Floats, members: Floats) -> Floats:
    """Σ over each fifth's members; a missing error spoils only its own fifth."""
    squares = np.where(members[None] > 0, (parts**2)[:, None, :], 0.0)
    return np.asarray(squares.sum(axis=-1))


def _noted(plain: Sets, edition: str, words: str) -> Words:
    ends = plain.keys["period_end"].to_numpy(dtype="datetime64[D]")
    early = np.where(ends < FROM_2019, ", which came out after this period", "")
    order = f"{words} Indices of Deprivation {edition}"
    ecological = "; a comparison between boroughs, not between people"
    return np.asarray(
        [f"{order}{x}{ecological}; {y}" for x, y in zip(early, plain.note, strict=True)]
    )


def _weights(days: Words) -> Words:
    return np.asarray([f"weighted by residents at {day}" for day in days], dtype=np.str_)
