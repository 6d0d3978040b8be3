"""Every measure of inequality of every set of groups: a row with an estimate, or the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.analysis import measured, scales
from pipelines.analysis.scales import Floats, Kind, Words
from pipelines.analysis.sets import KEYS, PEOPLE_NEEDED, Sets
from pipelines.stats import group_means, inequality
from pipelines.stats.slope import LEAST_GROUPS, MOST_GROUPS

DRAWS = 2_000
LEAST_COVERED = 0.85

_A_COUNT = "not calculated: a count of people depends on how large each group is"
_NO_BEST = "not calculated: neither direction of this indicator is better"
_INCOMPLETE = "not calculated: not every group has a figure"
_TOO_FEW = "not calculated: fewer than two groups have a figure"
_UNCOVERED = "not calculated: groups with a figure hold less than 85% of the population"
_NOT_FOR_A_SLOPE = f"not calculated: a slope index needs {LEAST_GROUPS} to {MOST_GROUPS} groups"
_NO_RATIO = "not calculated: a quotient needs figures above 0"


_WORDS = (
    *("indicator_id", "area_code", "period", "sex", "age", "dimension", "measure", "scale"),
    *("method", "reason", "disadvantaged", "advantaged", "left_out"),
)
_Columns = dict[str, NDArray[Any]]


@dataclass
class _Results:
    """Rows being filled in: for each measure, numbers of shape (5, sets) and words."""

    numbers: dict[str, Floats] = field(default_factory=dict)
    methods: dict[str, NDArray[np.object_]] = field(default_factory=dict)
    names: dict[str, NDArray[np.object_]] = field(default_factory=dict)


def table(all_sets: Iterable[Sets], traits: pd.DataFrame) -> pd.DataFrame:
    """The measures of all sets.

    Args:
        all_sets: sets of groups.
        traits: polarity and value_kind, indexed by indicator id.

    Returns:
        One row a set and measure: the keys of the set, dimension, measure, scale (absolute or
        relative), estimate, lower, upper (95%, from the figures' own intervals), spread_lower and
        spread_upper (95%, from the spread of the boroughs inside each fifth), method, n (groups
        with a figure), n_of, population_covered (share of 1), left_out (boroughs that the end
        fifths go without), the disadvantaged and the advantaged group with their
        figures (for slope indices the two ends of the line), the reason where there is no
        estimate, and whether the row only serves to see if a verdict on change holds.
    """
    # Arrays are joined once at the end: a frame for each set and measure costs more than its rows.
    found = [columns for sets in all_sets for columns in _of_sets(sets, traits)]
    whole = {name: np.concatenate([columns[name] for columns in found]) for name in found[0]}
    return pd.DataFrame(whole).astype(dict.fromkeys(_WORDS, "str"))


def _of_sets(sets: Sets, traits: pd.DataFrame) -> Iterator[_Columns]:
    described = traits.loc[sets.keys["indicator_id"]]
    refused = _refused(sets, described)
    results = _Results()
    for name in sets.measures:
        results.numbers[name] = np.full((5, len(refused)), np.nan)
        results.methods[name] = refused.astype(object)
        results.names[name] = np.full((2, len(refused)), "", dtype=object)
    for rows, kind, polarity in _batches(sets, described, refused):
        _calculate(sets, rows, kind, polarity, results)
    keys = {key: sets.keys[key].to_numpy() for key in KEYS}
    for name in sets.measures:
        yield keys | _columns(sets, name, results)


def _refused(sets: Sets, described: pd.DataFrame) -> Words:
    """Why a set is not measured at all; empty where it is."""
    known = ~np.isnan(sets.value)
    return np.select(
        [
            (described["value_kind"] == "count").to_numpy(),
            np.isnan(sets.people).any(axis=1),
            sets.all_needed & ~known.all(axis=1),
            known.sum(axis=1) < 2,
            sets.covered < LEAST_COVERED,
        ],
        [_A_COUNT, PEOPLE_NEEDED, _INCOMPLETE, _TOO_FEW, _UNCOVERED],
        "",
    ).astype(np.str_)


def _batches(
    sets: Sets, described: pd.DataFrame, refused: Words
) -> Iterator[tuple[NDArray[np.intp], Kind, str]]:
    """Sets that share a scale, a polarity and the groups without a figure."""
    kinds = scales.kinds(described["value_kind"], sets.value, sets.lower, sets.upper)
    batches = pd.DataFrame(
        {
            "kind": "other" if sets.raw else kinds,
            "polarity": described["polarity"].to_numpy(),
            "pattern": [row.tobytes() for row in np.isnan(sets.value)],
        }
    )[refused == ""]
    for (kind, polarity, _), rows in batches.groupby(["kind", "polarity", "pattern"], sort=True):
        yield rows.index.to_numpy(), scales.as_kind(kind), str(polarity)


def _calculate(
    sets: Sets, rows: NDArray[np.intp], kind: Kind, polarity: str, results: _Results
) -> None:
    """Fill in the rows of one batch."""
    batch = sets.at(rows)
    batch = batch.only(np.flatnonzero(~np.isnan(batch.value[0])))
    found = _slopes(batch, kind, polarity)
    if not set(sets.measures) <= set(measured.SLOPES):
        found |= _measures(batch, kind, polarity)
    for name in sets.measures:
        numbers, methods = found[name]
        times = measured.factor(name, scales.unit(kind))
        results.numbers[name][:3, rows] = times * numbers
        results.methods[name][rows] = methods
        if polarity == "none" and name in measured.NEED_A_BEST:
            results.numbers[name][:3, rows] = np.nan
            results.methods[name][rows] = _NO_BEST
    _name_groups(batch, polarity, rows, found, results)


def _measures(batch: Sets, kind: Kind, polarity: str) -> dict[str, tuple[Floats, Words]]:
    found = inequality.measures(
        batch.value / scales.unit(kind),
        batch.people,
        se=scales.errors_in_unit(batch.value, batch.lower, batch.upper, kind),
        ordered=batch.ordered,
        higher_is_better=polarity == "high",
        kind=kind,
        draws=DRAWS,
    )
    return {name: (np.stack([x.value, x.lower, x.upper]), x.method) for name, x in found.items()}


def _slopes(batch: Sets, kind: Kind, polarity: str) -> dict[str, tuple[Floats, Words]]:
    """SII and RII; positive, or above 1, where the burden lies with the more deprived."""
    if not set(measured.SLOPES) & set(batch.measures):
        return {}
    if not LEAST_GROUPS <= len(batch.groups) <= MOST_GROUPS:
        nothing = np.full((3, len(batch.keys)), np.nan)
        words = np.full(len(batch.keys), _NOT_FOR_A_SLOPE)
        return dict.fromkeys(measured.SLOPES, (nothing, words))
    turn = 1.0 if polarity == "high" else -1.0
    line = inequality.slope_index(
        batch.value / scales.unit(kind),
        batch.people,
        lower=batch.lower / scales.unit(kind),
        upper=batch.upper / scales.unit(kind),
        kind=kind,
        multiplier=turn,
        draws=DRAWS,
    )
    ends = np.stack([line.intercept, line.intercept + line.sii * turn])
    return {
        "sii": (np.stack([line.sii, line.sii_lower, line.sii_upper]), line.method),
        "rii": (np.stack([line.rii, line.rii_lower, line.rii_upper]), line.method),
        "ends": (ends * scales.unit(kind), line.method),
    }


def _name_groups(
    batch: Sets,
    polarity: str,
    rows: NDArray[np.intp],
    found: dict[str, tuple[Floats, Words]],
    results: _Results,
) -> None:
    """Which group is disadvantaged and which advantaged, and their figures.

    Without order they are the worst and the best; where neither is, the highest and the lowest.
    """
    places = _ends(batch, polarity)
    values = np.take_along_axis(batch.value, places.T, axis=1).T
    names = np.asarray(batch.groups, dtype=object)[places]
    for name in set(measured.NAMING_GROUPS) & set(batch.measures):
        results.names[name][:, rows] = names
        of_line = name in measured.SLOPES and "ends" in found
        results.numbers[name][3:, rows] = found["ends"][0] if of_line else values


def _ends(batch: Sets, polarity: str) -> NDArray[np.intp]:
    """Places of the disadvantaged and the advantaged group, shape (2, sets)."""
    if batch.ordered:
        first = np.zeros(len(batch.keys), dtype=np.intp)
        return np.stack([first, first + len(batch.groups) - 1])
    lowest, highest = batch.value.argmin(axis=1), batch.value.argmax(axis=1)
    return np.stack([lowest, highest] if polarity == "high" else [highest, lowest])


def _with_the_spread(sets: Sets, name: str, gap: Floats) -> Floats:
    """Limits (2, sets) of a gap that allow for how much the areas of each group differ."""
    if sets.spread is None or name != "gap":
        return np.full((2, len(gap)), np.nan)
    ends = (sets.spread.at((slice(None), place)) for place in (0, -1))
    found = group_means.difference(*ends)
    arm = found.upper - found.value
    return np.stack([gap - arm, gap + arm])


def _columns(sets: Sets, name: str, results: _Results) -> _Columns:
    numbers, words, size = results.numbers[name], results.methods[name], len(sets.keys)
    none = np.isnan(numbers[0])
    methods = ["" if no else f"{x}; {y}" for no, x, y in zip(none, words, sets.note, strict=True)]
    refused = [x if str(x).startswith("not calculated") else _NO_RATIO for x in words]
    disadvantaged, advantaged = results.names[name]
    spread = _with_the_spread(sets, name, numbers[0])
    return {
        "dimension": np.full(size, sets.dimension, dtype=object),
        "is_sensitivity_check": np.full(size, sets.is_sensitivity_check),
        "measure": np.full(size, name, dtype=object),
        "scale": np.full(size, measured.SCALES[name], dtype=object),
        "estimate": numbers[0],
        "lower": numbers[1],
        "upper": numbers[2],
        "method": np.array(methods, dtype=object),
        "n": (~np.isnan(sets.value)).sum(axis=1),
        "n_of": np.full(size, len(sets.groups)),
        "population_covered": sets.covered,
        "disadvantaged": disadvantaged,
        "advantaged": advantaged,
        "disadvantaged_value": numbers[3],
        "advantaged_value": numbers[4],
        "spread_lower": spread[0],
        "spread_upper": spread[1],
        "left_out": np.where(none, "", np.broadcast_to(sets.left_out, size)).astype(object),
        "reason": np.array([x if no else "" for no, x in zip(none, refused, strict=True)], object),
    }
