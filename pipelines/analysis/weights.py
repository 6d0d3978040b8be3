"""How many people each area stands for: its residents at the mid-year nearest to a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.analysis.scales import Floats, Words

POPULATION = "population"
MALE, FEMALE, PERSONS = "male", "female", "persons"


@dataclass(frozen=True)
class Residents:
    """Mid-year estimates of the population by area and sex."""

    figures: pd.DataFrame

    @classmethod
    def of(cls, observations: pd.DataFrame) -> Residents:
        """The population figures among the observations."""
        rows = observations["indicator_id"].eq(POPULATION) & observations["group_type"].eq("total")
        wanted = observations.loc[rows, ["area_code", "sex", "period_end", "value"]]
        return cls(wanted.dropna(subset=["value"]))

    def near(
        self, sets: pd.DataFrame, areas: Sequence[str], sex: Sequence[str] | str | None = None
    ) -> tuple[Floats, Words]:
        """Residents at the mid-year nearest to the middle of each set's period.

        Args:
            sets: period_start, period_end and sex, one row a set.
            areas: area codes.
            sex: whose residents; that of each set if None.

        Returns:
            People of shape (sets, areas), NaN where no figure is published, and the day of the
            estimate in words, one a set.
        """
        people = np.full((len(sets), len(areas)), np.nan)
        days = np.full(len(sets), "", dtype=object)
        whose = sets["sex"] if sex is None else pd.Series(sex, index=sets.index)
        middles = _middles(sets)
        for one in whose.unique():
            table = self._table(one, areas)
            rows = np.flatnonzero(whose == one)
            if table.empty:
                continue
            ends = table.index.to_numpy(dtype="datetime64[D]")
            near = np.abs(middles[rows, None] - ends[None, :]).argmin(axis=1)
            people[rows] = table.to_numpy()[near]
            days[rows] = [f"mid-{ends[place].astype('datetime64[Y]')}" for place in near]
        return people, days.astype(np.str_)

    def _table(self, sex: str, areas: Sequence[str]) -> pd.DataFrame:
        """Rows by day, columns by area; only days on which an area has a figure."""
        rows = self.figures[(self.figures["sex"] == sex) & self.figures["area_code"].isin(areas)]
        table = rows.pivot_table(index="period_end", columns="area_code", values="value")
        return table.reindex(columns=list(areas))


def _middles(sets: pd.DataFrame) -> NDArray[np.datetime64]:
    start = sets["period_start"].to_numpy(dtype="datetime64[D]")
    end = sets["period_end"].to_numpy(dtype="datetime64[D]")
    return np.asarray(start + (end - start) // 2)
