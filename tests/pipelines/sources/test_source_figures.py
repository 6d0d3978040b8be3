"""Cells as figures: every digit published, and every reason a figure is not there."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.contract import STATES
from pipelines.errors import SourceError
from pipelines.sources import figures
from tests.pipelines.sources.examples import HACKNEY_WITH_THE_CITY, column


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_comes_back_to_the_last_bit(number: float) -> None:
    assert figures.numbers(column(repr(number)), "value", "f").iloc[0] == number


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1,234", 1234.0),
        ("1,234,567.8", 1234567.8),
        ("-0.5", -0.5),
        ("+3", 3.0),
        (".5", 0.5),
        ("12.", 12.0),
        ("1e-3", 0.001),
        ("0", 0.0),
    ],
)
def test_numbers_as_people_write_them(cell: str, number: float) -> None:
    assert figures.numbers(column(cell), "value", "f").iloc[0] == number


@pytest.mark.parametrize("cell", ["", "-", "*", "[c]", "[x]", "[z]", "[low]", "x", "NA", "n/a"])
def test_marks_and_blanks_are_no_number(cell: str) -> None:
    assert math.isnan(figures.numbers(column(cell), "value", "f").iloc[0])


@pytest.mark.parametrize(
    "cell", ["12,34", "12%", "£5", "1 234", "1.2.3", "nan", "inf", "1e999", "#REF!", "3 to 5", "O"]
)
def test_what_is_no_number_is_an_error_that_says_where(cell: str) -> None:
    with pytest.raises(SourceError) as caught:
        figures.numbers(column("1", cell), "Rate", "f.csv")
    assert f"f.csv, row 3, column 'Rate': '{cell}' is not a number; allowed:" in str(caught.value)


@pytest.mark.parametrize(
    ("cell", "note", "state"),
    [
        ("5", HACKNEY_WITH_THE_CITY, "published"),
        ("0", "", "published"),
        ("", "", "missing"),
        ("-", "", "missing"),
        ("NA", "", "missing"),
        ("", "Value missing in source data", "missing"),
        ("", "Interpret with caution", "missing"),
        ("", HACKNEY_WITH_THE_CITY, "suppressed"),
        ("", "Value suppressed for disclosure control due to small count", "suppressed"),
        ("", "Value cannot be calculated as number of cases is too small", "suppressed"),
        ("", "Value missing due to small sample size", "suppressed"),
        ("", "There is a data quality issue with this value", "suppressed"),
        ("", "Value not published for data quality reasons", "suppressed"),
        ("", "Not presented due to a trust not submitting data", "suppressed"),
        ("*", "", "suppressed"),
        ("c", "", "suppressed"),
        ("[C]", "", "suppressed"),
        ("[low]", "", "suppressed"),
        ("u", "", "suppressed"),
        ("x", "", "missing"),
        ("[x]", "Value suppressed", "missing"),
        ("[z]", "", "not_applicable"),
    ],
)
def test_state_of_a_cell(cell: str, note: str, state: str) -> None:
    states, notes = figures.states(column(cell), column(note))

    assert states.iloc[0] == state
    assert state in STATES
    assert notes.iloc[0] == note if note else (notes.iloc[0] != "") == (state != "published")
