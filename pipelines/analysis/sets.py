"""Sets of groups to measure inequality between, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.analysis.scales import Bools, Floats, Words
from pipelines.stats.group_means import GroupMean

# What identifies a set beside its dimension; area_code is the area whose inequality it is.
KEYS = ["indicator_id", "area_code", "period", "period_start", "period_end", "sex", "age"]
PEOPLE_NEEDED = "not calculated: no population is published for every group"


@dataclass(frozen=True)
class Sets:
    """Sets of one dimension that have the same groups in the same order.

    Attributes:
        keys: the `KEYS` of each set.
        dimension: what tells the groups apart, such as boroughs or ethnicity.
        groups: the names of the groups, most to least deprived where `ordered`.
        value, lower, upper, people: shape (sets, groups), NaN where missing.
        covered: share of the people whose group (or area) has a figure, shape (sets,).
        ordered: whether the groups have an order.
        all_needed: whether a set without one of its groups is not measured.
        measures: which measures are made.
        raw: whether draws are on the raw scale whatever the indicator.
        is_sensitivity_check: whether the groups are made another way, to see if verdicts hold.
        note: how the groups were ordered and weighted, shape (sets,).
        unreliable: which figures their publisher marks as unreliable, shape (sets, groups) or ().
        spread: the groups' means with what the spread of their areas says of them, or None.
        left_out: the areas that the two end groups go without, in words, shape (sets,) or ().
    """

    keys: pd.DataFrame
    dimension: str
    groups: tuple[str, ...]
    value: Floats
    lower: Floats
    upper: Floats
    people: Floats
    covered: Floats
    ordered: bool
    all_needed: bool
    measures: tuple[str, ...]
    note: Words
    raw: bool = False
    is_sensitivity_check: bool = False
    unreliable: Bools = field(default_factory=lambda: np.zeros((), dtype=np.bool_))
    spread: GroupMean | None = None
    left_out: Words = field(default_factory=lambda: np.asarray("", dtype=np.str_))

    def at(self, rows: NDArray[np.intp]) -> Sets:
        """Some of the sets."""
        return replace(
            self,
            keys=self.keys.iloc[rows].reset_index(drop=True),
            value=self.value[rows],
            lower=self.lower[rows],
            upper=self.upper[rows],
            people=self.people[rows],
            covered=self.covered[rows],
            note=self.note[rows],
            unreliable=self.unreliable[rows] if self.unreliable.ndim else self.unreliable,
            spread=self.spread.at(rows) if self.spread else None,
            left_out=self.left_out[rows] if self.left_out.ndim else self.left_out,
        )

    def only(self, columns: NDArray[np.intp]) -> Sets:
        """Some of the groups, in the order given."""
        return replace(
            self,
            groups=tuple(self.groups[column] for column in columns),
            value=self.value[:, columns],
            lower=self.lower[:, columns],
            upper=self.upper[:, columns],
            people=self.people[:, columns],
            unreliable=self.unreliable[:, columns] if self.unreliable.ndim else self.unreliable,
        )


def share_covered(value: Floats, people: Floats) -> Floats:
    """The share of the people whose group has a figure; NaN where the people are not known."""
    total = people.sum(axis=-1)
    known = np.where(np.isnan(value), 0.0, people).sum(axis=-1)
    return np.asarray(np.divide(known, total, out=np.full(len(total), np.nan), where=total > 0))
