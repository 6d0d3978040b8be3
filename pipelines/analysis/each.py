"""Every statistic as a function of whole indicators' rows: what an engine maps over its groups.

An indicator's results do not depend on which others are beside it, so an engine is free to give
one at a time or many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

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
# What is read of a figure. Its words for people are many times as much, and measure nothing.
_OF_FIGURES = (
    *(BY, "observation_id", "area_code", "period", "period_start", "period_end", "sex", "age"),
    *("group_type", "group_name", "value", "lower_95", "upper_95", "denominator", "state"),
    "is_unreliable",
)
_OF_STAGED = (
    *(BY, "observation_id", "value", "lower_95", "upper_95", "lower_998", "upper_998", "count"),
)
_OF_PAIRS = (
    *(BY, "observation_id", "benchmark", "area_code", "benchmark_code", "value", "benchmark_value"),
    *("lower_95", "upper_95", "lower_998", "upper_998", "least_relevant"),
)
_OF_MEASURES = tuple(COLUMNS["derived_inequality"])


@dataclass(frozen=True)
class Context:
    """What the statistics of every indicator need to know beside its own rows.

    Attributes:
        areas: the catalogue's areas.
        boroughs: their area codes, in the catalogue's order.
        traits: polarity, value_kind, period_kind, interval_method, age_adjustment, complete_count
            and current_prices, by indicator id.
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
        needs: the columns it reads of that.
        order: the columns that put an indicator's rows in the same order on every engine.
        of: from the rows of whole indicators to theirs, at once or a frame at a time.
    """

    name: str
    source: str
    needs: tuple[str, ...]
    order: tuple[str, ...]
    of: Callable[[pd.DataFrame], Iterator[pd.DataFrame]]

    @property
    def columns(self) -> Mapping[str, str]:
        """The columns of the table made, and of what kind each is."""
        return COLUMNS[self.name]

    def ordered(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows of the source as every engine gives them to the statistic."""
        return normal(rows).sort_values([BY, *self.order], ignore_index=True)

    def of_ordered(self, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
        """The table's rows, a frame at a time, from those of indicators in order already."""
        if len(rows):
            # What one statistic adds to its rows, the next one does not see.
            for made in self.of(rows.copy(deep=False)):
                yield declared(made, self.columns)


def statistics(context: Context) -> dict[str, Statistic]:
    """Every statistic by the name of its table."""

    def given(
        of: Callable[[Context, pd.DataFrame], Iterator[pd.DataFrame]],
    ) -> Callable[[pd.DataFrame], Iterator[pd.DataFrame]]:
        return partial(of, context)

    listed = (
        Statistic("derived_limits", "staged_observation", _OF_STAGED, _BY_FIGURE, given(_limits)),
        Statistic(
            "derived_verdict",
            "staged_pair",
            _OF_PAIRS,
            ("observation_id", "benchmark"),
            given(_verdicts),
        ),
        *(
            Statistic(name, _FIGURES, _OF_FIGURES, _BY_FIGURE, given(of))
            for name, of in _OF_EACH_FIGURE.items()
        ),
        Statistic(
            "derived_change",
            "derived_inequality",
            _OF_MEASURES,
            (*changes.SERIES[1:], "period_start", "period_end", "is_sensitivity_check"),
            given(_changes),
        ),
    )
    return {x.name: x for x in listed}


def _limits(context: Context, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    yield limits.limits_998(rows, context.traits["interval_method"])


def _verdicts(context: Context, pairs: pd.DataFrame) -> Iterator[pd.DataFrame]:
    judged = comparisons.verdicts(pairs, context.traits["polarity"])
    yield comparisons.only_relevant(judged, pairs, context.traits)


def _quintiles(context: Context, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    chosen = _of_boroughs(context, rows)
    if (chosen["state"] == "published").any():
        yield comparisons.quintiles(chosen, context.traits["polarity"])


def _ranks(context: Context, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    chosen = _of_boroughs(context, rows)
    if len(chosen):
        traits = context.traits
        yield comparisons.ranked(chosen, traits["polarity"], traits["value_kind"])


def _trends(context: Context, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    yield trends.table(rows, context.traits["period_kind"])


def _value_changes(context: Context, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    traits = context.traits
    # Prices alone move what is in the prices of each year, so nobody judges it over time.
    judged = traits["polarity"].mask(traits["current_prices"].astype(bool), "none")
    yield from value_changes.tables(rows, judged)


def _inequalities(context: Context, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    residents = Residents.of(context.population)
    sets = list(groups.sets(rows, residents))
    if _has_totals(context, rows):
        sets = [*boroughs.sets(rows, context.areas, residents), *sets]
    if sets:
        yield inequalities.table(sets, context.traits)


def _contributions(context: Context, rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    if _has_totals(context, rows):
        plain = boroughs.unordered(rows, context.areas, Residents.of(context.population))
        yield contributions.table(plain, context.boroughs, context.traits)


def _changes(context: Context, measures: pd.DataFrame) -> Iterator[pd.DataFrame]:
    priced = context.traits["current_prices"].astype(bool)
    yield changes.table(measures, frozenset(priced.index[priced]))


_OF_EACH_FIGURE: Mapping[str, Callable[[Context, pd.DataFrame], Iterator[pd.DataFrame]]] = (
    MappingProxyType(
        {
            "derived_quintile": _quintiles,
            "derived_rank": _ranks,
            "derived_trend": _trends,
            "derived_value_change": _value_changes,
            "derived_inequality": _inequalities,
            "derived_contribution": _contributions,
        }
    )
)
# The statistics that read the figures, in one pass over them.
OF_FIGURES = tuple(_OF_EACH_FIGURE)


def _of_boroughs(context: Context, rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["area_code"].isin(context.boroughs)]


def _has_totals(context: Context, rows: pd.DataFrame) -> bool:
    return bool((_of_boroughs(context, rows)["group_type"] == "total").any())
