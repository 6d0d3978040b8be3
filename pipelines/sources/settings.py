"""What a feed asks of a publisher's file: keys its parser understands, options, rows to choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from pipelines import contract, periods
from pipelines.catalogue import Feed
from pipelines.errors import CatalogueError, SourceError
from pipelines.sources.reading import heading, listed, require_columns

DEFAULTS = {"sex": "persons", "age": "All ages", "group_type": "total", "group_name": "all"}
CONSTANTS = (*DEFAULTS, "period", "area_code", "note")

PeriodOf = Callable[[str], periods.Period]


def require_understood(
    feed: Feed,
    *,
    select: tuple[str, ...] | None = None,
    columns: tuple[str, ...] = (),
    options: tuple[str, ...] = (),
    groups: bool = False,
) -> None:
    """Every key of a feed must be one its parser reads; ``select`` None means any column.

    Raises:
        CatalogueError: naming the indicator, the key and what is allowed.
    """
    _require_keys(feed, "constants", feed.constants, CONSTANTS)
    _require_keys(feed, "columns", feed.columns, columns)
    _require_keys(feed, "options", feed.options, options)
    if select is not None:
        _require_keys(feed, "select", feed.select, select)
    if not groups:
        _require_keys(feed, "groups", feed.groups, ())
    if "sex" in feed.constants:
        require_one(feed, "constants > sex", feed.constants["sex"], contract.SEXES)


def mistaken(feed: Feed, place: str, problem: str) -> CatalogueError:
    """The error for a feed that its parser cannot follow."""
    return CatalogueError(f"indicators/{feed.indicator_id}.yml: feeds > {place}: {problem}")


def month_and_day(feed: Feed, option: str, default: str | None = None) -> tuple[int, int]:
    """An option written as month and day, such as 09-01.

    Raises:
        CatalogueError: when it is absent without a default, or is not a day of the year.
    """
    written = str(feed.options.get(option, default))
    try:
        day = date.fromisoformat(f"2000-{written}")
    except ValueError as error:
        raise mistaken(
            feed, f"options > {option}", f"'{written}' is not a month and day such as 09-01"
        ) from error
    return day.month, day.day


def periods_as_written(feed: Feed) -> PeriodOf:
    """How a period that the publisher writes out is read."""
    starts = month_and_day(feed, "year_starts", "04-01")
    return lambda text: periods.parse(text, starts)


def periods_by_first_year(feed: Feed) -> PeriodOf:
    """How a period is read of which the publisher writes only the first year.

    Raises:
        CatalogueError: unless ``options`` has either ``period_start`` (month and day, such as
            09-01) and ``period_years``, or ``day`` (such as 06-30) for a point in time.
    """
    if ("day" in feed.options) == ("period_start" in feed.options):
        raise mistaken(feed, "options", "needs period_start and period_years, or day")
    if "day" in feed.options:
        month, day = month_and_day(feed, "day")
        return lambda text: periods.parse(f"{_year(text)}-{month:02d}-{day:02d}")
    month, day = month_and_day(feed, "period_start")
    years = feed.options.get("period_years")
    if not isinstance(years, int) or years < 1:
        raise mistaken(
            feed, "options > period_years", f"'{years}' is not a whole number of years such as 1"
        )
    return lambda text: periods.parse(f"{_year(text)}-{month:02d}-{day:02d}/P{years}Y")


def select(table: pd.DataFrame, wanted: Mapping[str, Any], file: str) -> pd.DataFrame:
    """The rows whose columns hold the wanted values; of a list, each must be there.

    Raises:
        SourceError: when a value is not in the rows left, saying what the column has.
    """
    chosen = table
    for name, value in wanted.items():
        column = heading(name)
        require_columns(table, [column], file)
        values = [_plain(x) for x in (value if isinstance(value, list | tuple) else [value])]
        cells = chosen[column].str.strip('" ')
        absent = [x for x in values if x not in set(cells)]
        if absent:
            raise SourceError(
                f"{file}: no row has {listed(absent)} in column '{column}' "
                f"({_described(wanted)}); it has {listed(cells.unique(), 10)}"
            )
        chosen = chosen[cells.isin(values)]
    return chosen


def require_one(feed: Feed, place: str, value: object, allowed: Sequence[str]) -> None:
    """A value of a feed must be one of a few.

    Raises:
        CatalogueError: naming them.
    """
    if value not in allowed:
        raise mistaken(feed, place, f"'{value}' is not known; allowed: {', '.join(allowed)}")


def _require_keys(
    feed: Feed, place: str, given: Mapping[str, Any], allowed: tuple[str, ...]
) -> None:
    for key in given:
        if key not in allowed:
            understood = ", ".join(allowed) or "nothing: its parser reads none"
            raise mistaken(feed, place, f"'{key}' is not understood; allowed: {understood}")


def _year(text: str) -> str:
    if len(text) != 4 or not text.isdecimal():
        raise ValueError(f"'{text}' is not a year; allowed: four digits such as 2024")
    return text


def _plain(value: object) -> str:
    """A wanted value as the cells are compared: without the quotes some files leave in them."""
    return "" if value is None else str(value).strip('" ')


def _described(wanted: Mapping[str, Any]) -> str:
    return "select " + ", ".join(f"{name}: {value}" for name, value in wanted.items())
