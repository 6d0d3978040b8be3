"""The one home for reporting periods: what publishers write, and what people read.

A period is the first and the last day covered and a label in ASCII, UK government style:
"2023", "2023/24", "2021 to 2023", "2018/19 to 2020/21", "5 October 2023".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_ISO_DATE = r"(\d{4})-(\d{2})-(\d{2})"
_ISO_INTERVAL = re.compile(rf"^{_ISO_DATE}/P(\d+)Y$")
_ISO_DAY = re.compile(rf"^{_ISO_DATE}$")
_YEAR = re.compile(r"^(\d{4})(?:\.0)?$")
_SPLIT_YEAR = re.compile(r"^(\d{4})/(\d{2})$")
_YEAR_RANGE = re.compile(r"^(\d{4})\s*(?:-|–|to)\s*(\d{2}|\d{4})$")
_SPLIT_RANGE = re.compile(r"^(\d{4})/(\d{2})\s*(?:-|–|to)\s*(\d{2}|\d{4})/(\d{2})$")

ALLOWED = "2023, 2023/24, 2021 - 23, 2021 to 2023, 2018/19 - 20/21, 2011-01-01/P3Y or 2023-10-05"


@dataclass(frozen=True, order=True)
class Period:
    """The days a figure covers, both ends included, and the label people read."""

    start: date
    end: date
    label: str


def parse(text: object, year_starts: tuple[int, int] = (4, 1)) -> Period:
    """Read a publisher's period.

    Args:
        text: what the publisher wrote; a number is read as a year.
        year_starts: month and day a split year such as 2023/24 begins, where the text does
            not say: April for financial years, September for school years.

    Raises:
        ValueError: naming the text and the forms that are understood.
    """
    written = str(text).strip()
    for pattern, build in (
        (_ISO_INTERVAL, _from_interval),
        (_ISO_DAY, _from_day),
        (_YEAR, _from_year),
        (_YEAR_RANGE, _from_year_range),
    ):
        if match := pattern.match(written):
            return build(*(int(part) for part in match.groups()))
    if match := _SPLIT_YEAR.match(written):
        return _split_years(int(match[1]), int(match[2]), 1, year_starts, written)
    if match := _SPLIT_RANGE.match(written):
        last = _full_year(int(match[1]), int(match[3]))
        return _split_years(
            int(match[1]), int(match[4]), last - int(match[1]) + 1, year_starts, written
        )
    raise ValueError(f"period '{written}' is not understood; allowed forms: {ALLOWED}")


def covering(start: date, years: int) -> Period:
    """The period of whole years that begins on a day."""
    end = _add_years(start, years) - timedelta(days=1)
    if (start.month, start.day) == (1, 1):
        label = str(start.year) if years == 1 else f"{start.year} to {end.year}"
    elif years == 1:
        label = _split_label(start.year)
    else:
        label = f"{_split_label(start.year)} to {_split_label(start.year + years - 1)}"
    return Period(start, end, label)


def _from_interval(year: int, month: int, day: int, years: int) -> Period:
    return covering(date(year, month, day), years)


def _from_day(year: int, month: int, day: int) -> Period:
    on = date(year, month, day)
    return Period(on, on, f"{on.day} {on:%B %Y}")


def _from_year(year: int) -> Period:
    return covering(date(year, 1, 1), 1)


def _from_year_range(first: int, last: int) -> Period:
    last = _full_year(first, last)
    if last < first:
        raise ValueError(f"period '{first} to {last}' ends before it begins")
    return covering(date(first, 1, 1), last - first + 1)


def _split_years(
    first: int, closing: int, years: int, starts: tuple[int, int], written: str
) -> Period:
    if (first + years) % 100 != closing:
        raise ValueError(
            f"period '{written}' does not span whole years; a split year is written 2023/24"
        )
    return covering(date(first, *starts), years)


def _full_year(first: int, last: int) -> int:
    """Read the two-digit 23 of "2021 - 23" in the century of its first year."""
    return last if last > 99 else first - first % 100 + last


def _split_label(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"


def _add_years(day: date, years: int) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year + years, 3, 1)
    return day.replace(year=day.year + years)
