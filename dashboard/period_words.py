"""What a period is, in words: a count on one day, a survey, a year to a month, an estimate.

How periods follow each other is the catalogue's ``period_kind``. What a period's days do not say,
its ``period_basis`` says: a mid-year estimate has a date like a count on one day, and a survey that
runs for a year has the days of a year. Whether a year is a calendar, financial or school year is
read off its last day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

Row = Mapping[str, Any]
# The years that have a name, by the month and day of their last day.
_YEARS: Mapping[tuple[int, int], tuple[str, str]] = MappingProxyType(
    {
        (12, 31): ("calendar year", "January to December"),
        (3, 31): ("financial year", "April to March"),
        (8, 31): ("school year", "September to August"),
        (7, 31): ("school year", "August to July"),
    }
)
_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "census_day": "Census day",
        "snapshot_day": "one-day count",
        "pay_period": "pay period in a survey",
        "mid_year_estimate": "mid-year estimate",
        "survey": "survey period",
        "season": "season",
        "edition": "edition",
    }
)


def name(indicator: Row, end: date) -> str:
    """What a period is, in two or three words: financial year, mid-year estimate, survey period.

    Args:
        indicator: its row of the mart indicator.
        end: the period's last day.
    """
    kind, basis = str(indicator["period_kind"]), str(indicator["period_basis"])
    if kind == "rolling":
        return "several years together"
    if kind == "pooled":
        return "several years of a survey together"
    if basis == "middle_of_year":
        return _year_around(end)
    return _NAMES.get(basis) or (_year(end) if kind == "annual" else "one day")


def covers(indicator: Row, period: str, end: date) -> str:
    """What a period covers, and how periods follow each other, in a sentence.

    Args:
        indicator: its row of the mart indicator.
        period: as people read it.
        end: its last day.
    """
    kind, basis = str(indicator["period_kind"]), str(indicator["period_basis"])
    words = _SAYS.get(kind) or _SAYS.get(basis) or _SAYS["day" if kind == "point" else "year"]
    months = _YEARS.get((end.month, end.day), ("", ""))[1]
    return words.format(
        period=period,
        year=f"{_year(end)} ({months})" if months else _year(end),
        around=_year_around(end),
        first=_day(_year_before(end)),
        last=_day(end),
    )


# By kind of period, then by what the catalogue says it is, then by its days.
_SAYS: Mapping[str, str] = MappingProxyType(
    {
        "rolling": "Each figure covers several years together ({period}); one period overlaps the "
        "next, so neighbouring periods are not independent.",
        "pooled": "Several years of a survey are put together ({period}) because one year's sample "
        "is too small for a borough.",
        "survey": "A survey over one year, from {first} to {last}, shown as {period}.",
        "middle_of_year": "Covers the {around}; {period} is the middle of that year.",
        "day": "Each figure is of one day; this one is {period}.",
        "year": "Each figure covers one {year}; this one is {period}.",
        "census_day": "A census counted everybody on one day, {period}.",
        "snapshot_day": "Counted on one day, {period}.",
        "pay_period": "A survey of one pay period, the one that includes {period}.",
        "mid_year_estimate": "An estimate for the middle of a year, {period}; nobody was counted "
        "on that day.",
        "season": "Each figure covers one season, which begins in one calendar year and ends in "
        "the next; this one is {period}.",
        "edition": "The edition of {period}; the data behind it are from earlier years.",
    }
)


def _year(end: date) -> str:
    """A year by its last day: financial year, or year to September."""
    named = _YEARS.get((end.month, end.day))
    return named[0] if named else f"year to {end:%B}"


def _year_around(middle: date) -> str:
    """The year whose middle is the first of a month: of 1 April 2025 the year to September 2025."""
    months = middle.year * 12 + middle.month - 1 + 5
    return f"year to {date(months // 12, months % 12 + 1, 1):%B %Y}"


def _year_before(end: date) -> date:
    """The first day of the year that ends on a day."""
    after = end + timedelta(days=1)
    return date(after.year - 1, after.month, after.day)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
