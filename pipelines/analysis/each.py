"""Every statistic as a function of whole indicators' rows: what an engine maps over its groups.

An indicator's results do not depend on which others are beside it, so an engine is free to give
one at a time or many.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd

from pipelines.analysis import (
    boroughs,
    changes,
    comparisons,
    contributions,
    groups,
    inequalities,
    limits,
    trends,
    value_changes,
)
from pipelines.analysis.columns import COLUMNS, declared, normal
from pipelines.analysis.weights import Residents

BY = "indicator_id"
_FIGURES, _BY_FIGURE = "observation", ("observation_id",)


@dataclass(frozen=True)
class Context:
    """What the statistics of every indicator need to know beside its own rows.

    Attributes:
        areas: the catalogue's areas.
        boroughs: their area codes, in the catalogue's order.
        traits: polarity, value_kind, period_kind and interval_method, by indicator id.
        population: the figures of the resident population, which weigh those of every indicator.
    """

    areas: pd.DataFrame
    boroughs: list[str]
    traits: pd.DataFrame
    population: pd.DataFrame


@dataclass(frozen=True)
class Statistic:
    """One derived table: what is made from which.

    Attributes:
        name: of the table made.
        source: of the table it is made from.
        order: the columns that put an indicator's rows in the same order on every engine.
        of: from the rows of whole indicators to theirs.
    """

    name: str
    source: str
    order: tuple[str, ...]
    of: Callable[[pd.DataFrame], pd.DataFrame]

    @property
    def columns(self) -> Mapping[str, str]:
        """The columns of the table made, and of what kind each is."""
        return COLUMNS[self.name]

    def __call__(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The table's rows for one indicator or more; the rows may come in any order."""
        return self.of_ordered(self.ordered(rows))

    def ordered(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows of the source as every engine gives them to the statistic."""
        return normal(rows).sort_values([BY, *self.order], ignore_index=True)

    def of_ordered(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The table's rows from rows that are in order already."""
        return declared(self.of(rows), self.columns)


def statistics(context: Context) -> dict[str, Statistic]:
    """Every statistic by the name of its table."""
    listed = (
        Statistic("derived_limits", "staged_observation", _BY_FIGURE, partial(_limits, context)),
        Statistic(
            "derived_verdict",
            "staged_pair",
            ("observation_id", "benchmark"),
            partial(_verdicts, context),
        ),
        Statistic("derived_quintile", _FIGURES, _BY_FIGURE, partial(_quintiles, context)),
        Statistic("derived_rank", _FIGURES, _BY_FIGURE, partial(_ranks, context)),
        Statistic("derived_trend", _FIGURES, _BY_FIGURE, partial(_trends, context)),
        Statistic("derived_value_change", _FIGURES, _BY_FIGURE, partial(_value_changes, context)),
        Statistic("derived_inequality", _FIGURES, _BY_FIGURE, partial(_inequalities, context)),
        Statistic(
            "derived_change",
            "derived_inequality",
            (*changes.SERIES[1:], "period_start", "period_end"),
            changes.table,
        ),
        Statistic("derived_contribution", _FIGURES, _BY_FIGURE, partial(_contributions, context)),
    )
    return {x.name: x for x in listed}


def _limits(context: Context, rows: pd.DataFrame) -> pd.DataFrame:
    return limits.limits_998(rows, context.traits["interval_method"])


def _verdicts(context: Context, pairs: pd.DataFrame) -> pd.DataFrame:
    return comparisons.verdicts(pairs, context.traits["polarity"])


def _quintiles(context: Context, rows: pd.DataFrame) -> pd.DataFrame:
    chosen = _of_boroughs(context, rows)
    if not (chosen["state"] == "published").any():
        return pd.DataFrame()
    return comparisons.quintiles(chosen, context.traits["polarity"])


def _ranks(context: Context, rows: pd.DataFrame) -> pd.DataFrame:
    chosen = _of_boroughs(context, rows)
    if chosen.empty:
        return pd.DataFrame()
    traits = context.traits
    return comparisons.ranked(chosen, traits["polarity"], traits["value_kind"])


def _trends(context: Context, rows: pd.DataFrame) -> pd.DataFrame:
    return trends.table(rows, context.traits["period_kind"])


def _value_changes(context: Context, rows: pd.DataFrame) -> pd.DataFrame:
    return value_changes.table(rows, context.traits["polarity"])


def _inequalities(context: Context, rows: pd.DataFrame) -> pd.DataFrame:
    residents = Residents.of(context.population)
    sets = list(groups.sets(rows, residents))
    if _has_totals(context, rows):
        sets = [*boroughs.sets(rows, context.areas, residents), *sets]
    return inequalities.table(sets, context.traits) if sets else pd.DataFrame()


def _contributions(context: Context, rows: pd.DataFrame) -> pd.DataFrame:
    if not _has_totals(context, rows):
        return pd.DataFrame()
    plain = boroughs.unordered(rows, context.areas, Residents.of(context.population))
    return contributions.table(plain, context.boroughs, context.traits)


def _of_boroughs(context: Context, rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["area_code"].isin(context.boroughs)]


def _has_totals(context: Context, rows: pd.DataFrame) -> bool:
    return bool((_of_boroughs(context, rows)["group_type"] == "total").any())
