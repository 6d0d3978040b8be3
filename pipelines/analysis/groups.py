"""Published breakdowns as sets of groups: deprivation, ethnicity, sex, whatever there is.

Nothing here assumes which breakdowns exist. Those that have an order are declared in `LADDERS`
(from most to least deprived, read off the names) and `PAIRS`; every other is without order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from pipelines.analysis import measured, wide
from pipelines.analysis.scales import Floats, Words
from pipelines.analysis.sets import KEYS, Sets, share_covered
from pipelines.analysis.weights import FEMALE, MALE, PERSONS, Residents

SEX = "sex"
EVERYONE = "everyone"
# How many groups from most to least deprived make the whole population.
LADDERS: Mapping[str, int] = MappingProxyType(
    {"deprivation_decile": 10, "deprivation_quintile": 5, "deprivation_fifth_within_borough": 5}
)
# Two groups that are the whole: the first is the one a positive gap counts against. Men before
# women is a convention, as men live shorter lives.
PAIRS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        SEX: (MALE, FEMALE),
        "disability": ("Disabled", "Not disabled"),
        "free_school_meals": ("eligible", "not eligible"),
    }
)
_PLACES = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
_COLUMNS = (*wide.FIGURES, "denominator")


def sets(observations: pd.DataFrame, residents: Residents | None = None) -> Iterator[Sets]:
    """Every breakdown of every series and area, sets with the same groups together.

    `residents` weigh the sexes; those among the observations if None.
    """
    yield from _by_sex(observations, residents or Residents.of(observations))
    broken_down = observations[observations["group_type"] != "total"]
    for kind, rows in broken_down.groupby("group_type", sort=True):
        for names, together in _with_the_same_groups(rows):
            yield _of_one_type(str(kind), names, together, observations)


def ladder_place(name: str, steps: int) -> int | None:
    """Which step a name is, 1 the most deprived, or None where the name does not say.

    Reads "Most deprived decile", "Second most deprived", "Third more deprived", "Fifth less
    deprived", "Least deprived" and numbers such as "Decile 4", of which 1 is the most deprived.
    """
    words = name.lower()
    number = re.search(r"\d+", words)
    if number:
        return int(number[0]) if 1 <= int(number[0]) <= steps else None
    if "middle" in words:
        return (steps + 1) // 2
    place = next((place for word, place in _PLACES.items() if words.startswith(word)), 1)
    if re.search(r"\b(most|more)\b", words):
        return place
    return steps + 1 - place if re.search(r"\b(least|less)\b", words) else None


def _with_the_same_groups(
    rows: pd.DataFrame,
) -> Iterator[tuple[tuple[str, ...], pd.DataFrame]]:
    """The groups a series has in any period and area, and the rows of all such series."""
    series = ["indicator_id", "sex", "age"]
    names = {
        key: tuple(sorted(set(together["group_name"])))
        for key, together in rows.groupby(series, sort=True)
    }
    of_row = [names[tuple(key)] for key in rows[series].itertuples(index=False)]
    for found in sorted(set(names.values())):
        yield found, rows[[x == found for x in of_row]]


def _of_one_type(
    kind: str, names: tuple[str, ...], rows: pd.DataFrame, observations: pd.DataFrame
) -> Sets:
    if len(names) == 1:
        return _against_everyone(kind, names[0], rows, observations)
    order, ordered = _ordered(kind, names)
    keys, (value, lower, upper, people) = wide.arrays(rows, KEYS, "group_name", order, _COLUMNS)
    weights, note = _denominators(people)
    return _finished(kind, order, ordered, keys, (value, lower, upper), weights, note)


def _ordered(kind: str, names: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """The groups from most to least deprived where their type has an order, else as they are.

    A step that no period has is named, so that its set is known to be incomplete.
    """
    if kind in PAIRS and set(names) == set(PAIRS[kind]):
        return PAIRS[kind], True
    if kind not in LADDERS:
        return names, False
    steps = LADDERS[kind]
    places = {ladder_place(name, steps): name for name in names}
    if None in places or len(places) != len(names):
        return names, False
    return tuple(places.get(step, f"group {step} of {steps}") for step in range(1, steps + 1)), True


def _against_everyone(kind: str, name: str, rows: pd.DataFrame, observations: pd.DataFrame) -> Sets:
    """One group alone is compared with the whole population, which includes it."""
    same = rows[KEYS].drop_duplicates()
    total = observations[observations["group_type"] == "total"].merge(same, on=KEYS)
    both = pd.concat([rows, total.assign(group_name=EVERYONE)], ignore_index=True)
    order = (name, EVERYONE)
    keys, (value, lower, upper) = wide.arrays(both, KEYS, "group_name", order)
    note = np.full(len(keys), f"{EVERYONE} includes the group '{name}'; equal weights")
    return _finished(kind, order, True, keys, (value, lower, upper), np.ones(value.shape), note)


def _by_sex(observations: pd.DataFrame, residents: Residents) -> Iterator[Sets]:
    """Men and women wherever both are published for a whole population."""
    order = PAIRS[SEX]
    keys = [key for key in KEYS if key != "sex"]
    both = observations[observations["group_type"].eq("total") & observations["sex"].isin(order)]
    both = both[both.groupby(keys)["sex"].transform("nunique") == len(order)]
    if both.empty:
        return
    found, (value, lower, upper) = wide.arrays(both, keys, SEX, order)
    found.insert(5, SEX, PERSONS)
    people = np.column_stack([_one_area(found, residents, sex) for sex in order])
    known = np.asarray(~np.isnan(people).any(axis=1))
    weights = np.where(known[:, None], people, 1.0)
    note = np.where(known, "weighted by residents of each sex", "equal weights")
    against = f"; a positive gap, or a ratio above 1, counts against the {MALE} group"
    yield _finished(
        SEX, order, True, found, (value, lower, upper), weights, np.char.add(note, against)
    )


def _one_area(found: pd.DataFrame, residents: Residents, sex: str) -> Floats:
    """Residents of one sex in each set's own area."""
    areas = sorted(found["area_code"].unique())
    people, _ = residents.near(found, areas, sex)
    own = pd.Index(areas).get_indexer(pd.Index(found["area_code"]))
    return np.asarray(people[np.arange(len(found)), own])


def _denominators(people: Floats) -> tuple[Floats, Words]:
    """Published denominators where a set has all of them, otherwise equal weights."""
    known = np.asarray((people > 0).all(axis=1))
    note = np.where(known, "weighted by the published denominators", "equal weights")
    return np.where(known[:, None], people, 1.0), note.astype(np.str_)


def _finished(
    kind: str,
    order: tuple[str, ...],
    ordered: bool,
    keys: pd.DataFrame,
    figures: tuple[Floats, Floats, Floats],
    people: Floats,
    note: Words,
) -> Sets:
    value, lower, upper = figures
    measures = measured.ORDERED if ordered else measured.UNORDERED
    return Sets(
        keys=keys[KEYS],
        dimension=kind,
        groups=order,
        value=value,
        lower=lower,
        upper=upper,
        people=people,
        covered=share_covered(value, people),
        ordered=ordered,
        all_needed=ordered,
        measures=measured.TWO_GROUPS if len(order) == 2 else measures,
        note=note,
    )
