"""What publishers write for periods, and what we make of it."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines import periods


@pytest.mark.parametrize(
    ("written", "start", "end", "label"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31), "2023"),
        (2018.0, date(2018, 1, 1), date(2018, 12, 31), "2018"),
        ("2023/24", date(2023, 4, 1), date(2024, 3, 31), "2023/24"),
        ("1999/00", date(1999, 4, 1), date(2000, 3, 31), "1999/00"),
        ("2021 - 23", date(2021, 1, 1), date(2023, 12, 31), "2021 to 2023"),
        ("2021 to 2023", date(2021, 1, 1), date(2023, 12, 31), "2021 to 2023"),
        ("2018/19 - 20/21", date(2018, 4, 1), date(2021, 3, 31), "2018/19 to 2020/21"),
        ("2011-01-01/P3Y", date(2011, 1, 1), date(2013, 12, 31), "2011 to 2013"),
        ("2015-11-16/P1Y", date(2015, 11, 16), date(2016, 11, 15), "2015/16"),
        ("2023-10-05", date(2023, 10, 5), date(2023, 10, 5), "5 October 2023"),
    ],
)
def test_a_period_is_its_first_day_last_day_and_label(
    written: object, start: date, end: date, label: str
) -> None:
    assert periods.parse(written) == periods.Period(start, end, label)


def test_a_school_year_begins_in_september() -> None:
    period = periods.parse("2023/24", year_starts=(9, 1))
    assert (period.start, period.end) == (date(2023, 9, 1), date(2024, 8, 31))


@pytest.mark.parametrize("written", ["", "last year", "2023/25", "2023-13-01", "23", "2021 - 19"])
def test_what_is_not_a_period_is_named(written: str) -> None:
    with pytest.raises(ValueError, match=r"period|month"):
        periods.parse(written)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("last year", f"period 'last year' is not understood; allowed forms: {periods.ALLOWED}"),
        ("2023/25", "period '2023/25' does not span whole years; a split year is written 2023/24"),
    ],
)
def test_a_refusal_is_one_sentence(written: str, said: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        periods.parse(written)
    assert str(caught.value) == said


def test_labels_are_ascii() -> None:
    assert periods.parse("2021 – 23").label.isascii()
