"""The charts as small as a line of text: the strip of boroughs and the sparkline."""

from __future__ import annotations

import math
import re

import pytest

from dashboard.charts import sparkline, spread_strip

NAN = math.nan


def _dots(drawn: str) -> list[str]:
    """Where the dots in sight lie."""
    (places,) = re.findall(r"background-position-x:([^\"]*)", drawn)
    return [x for x in places.split(",") if x.endswith("%")]


def test_a_strip_marks_the_borough_where_its_figure_is() -> None:
    drawn = spread_strip.draw([10, 20, 30], 25, 15, "Three boroughs", marked=20)
    assert _dots(drawn) == ["0%", "50%", "100%"]
    assert '<u style="left:50%"></u>' in drawn
    assert '<b class="london" style="left:75%">' in drawn
    assert '<b class="england" style="left:25%">' in drawn


@pytest.mark.parametrize("marked", [None, NAN])
def test_a_strip_marks_nothing_where_there_is_no_figure(marked: float | None) -> None:
    drawn = spread_strip.draw([10, NAN, 30], None, None, "Two boroughs", marked=marked)
    assert "<u" not in drawn
    assert _dots(drawn) == ["0%", "100%"]


def _points(drawn: str, tag: str) -> list[tuple[int, int]]:
    found = re.search(rf"<{tag} style=\"clip-path:path\('M([\d ]+)Z'\)", drawn)
    assert found
    numbers = [int(x) for x in found[1].split()]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def test_a_sparkline_goes_up_when_figures_do() -> None:
    drawn = sparkline.draw([2020, 2021, 2022], [1, 2, 3], [NAN] * 3, [NAN] * 3, "Up")
    line = _points(drawn, "s")
    top, back = line[:3], line[3:]
    assert [x for x, _ in top] == [3, 44, 85]
    assert [y for _, y in top] == sorted((y for _, y in top), reverse=True)
    # Two pixels thick: the way back is two below the way there.
    assert [(x, y - 2) for x, y in reversed(back)] == top
    assert "<i" not in drawn


def test_a_band_holds_the_line_and_skips_years_without_limits() -> None:
    drawn = sparkline.draw([1, 2, 3], [5, 6, 7], [4, NAN, 5], [6, NAN, 9], "With a band")
    band = _points(drawn, "i")
    assert len(band) == 4
    assert [x for x, _ in band] == [3, 85, 85, 3]
    assert '<b style="left:85px;' in drawn


def test_equal_figures_make_a_level_line() -> None:
    drawn = sparkline.draw([1, 2], [5, 5], [NAN, NAN], [NAN, NAN], "Level")
    assert {y for _, y in _points(drawn, "s")} == {12, 14}


@pytest.mark.parametrize("values", [[], [3.0]])
def test_fewer_than_two_figures_make_no_line(values: list[float]) -> None:
    assert sparkline.draw([2020.0][: len(values)], values, values, values, "One") == ""


def test_words_of_a_chart_cannot_break_out_of_their_attribute() -> None:
    drawn = sparkline.draw([1, 2], [1, 2], [NAN] * 2, [NAN] * 2, 'A "quoted" <b>')
    assert 'aria-label="A &quot;quoted&quot; &lt;b&gt;"' in drawn
