"""The small chart of a gap: what it draws, where, and that it says so in words."""

from __future__ import annotations

import math
import re

import pytest

from dashboard.charts import gap_spark, spread_strip
from dashboard.charts.gap_spark import Point

NONE = math.nan
# A gap of 10 that rises to 20, then a period without a figure, then 40 with 30 to 50 around it.
SERIES = (
    Point(0, 10, 0, 20),
    Point(10, 20, 10, 30),
    Point(20, NONE, NONE, NONE),
    Point(40, 40, 30, 50),
)


def parts(html: str, name: str) -> list[str]:
    return re.findall(rf'<i class="{name}" style="([^"]*)"', html)


def corners(style: str) -> list[tuple[float, float]]:
    listed = re.search(r"polygon\((.*)\)", style)
    assert listed
    return [(float(x), float(y)) for x, y in re.findall(r"([-\d.]+)% ([-\d.]+)%", listed[1])]


def top(value: float, low: float, high: float) -> float:
    """Where a figure lies, in per cent from the top, with 4% left free at either end."""
    return 4 + 92 * (high - value) / (high - low)


def test_the_band_goes_along_the_upper_limits_and_back_along_the_lower() -> None:
    band = corners(parts(gap_spark.draw(SERIES, "words"), "band")[0])
    assert [x for x, _ in band] == [0, 25, 25, 0]
    heights = [top(limit, 0, 50) for limit in (20, 30, 10, 0)]
    assert [y for _, y in band] == pytest.approx(heights, abs=0.051)


def test_the_middle_of_the_line_is_the_estimate() -> None:
    line = corners(parts(gap_spark.draw(SERIES, "words"), "line")[0])
    half = len(line) // 2
    for (x, above), (_, below), estimate in zip(
        line[:half], reversed(line[half:]), (10, 20), strict=True
    ):
        assert (above + below) / 2 == pytest.approx(top(estimate, 0, 50), abs=0.051)
        assert below > above
        assert x in (0, 25)


def test_a_period_without_a_figure_breaks_line_and_band() -> None:
    html = gap_spark.draw(SERIES, "words")
    assert len(parts(html, "line")) == len(parts(html, "band")) == 1
    assert max(x for x, _ in corners(parts(html, "line")[0])) == 25


def test_today_is_a_dot_on_a_bar_as_long_as_its_interval() -> None:
    html = gap_spark.draw(SERIES, "words")
    (bar,) = parts(html, "bar now")
    assert bar == f"left:100.0%;top:{top(50, 0, 50):.1f}%;height:{92 * 20 / 50:.1f}%"
    assert html.endswith(f'<b style="left:100.0%;top:{top(40, 0, 50):.1f}%"></b></span>')


def test_one_period_is_a_point_with_its_interval_at_the_right() -> None:
    html = gap_spark.draw([Point(5, 8, 6, 10)], "words")
    assert not parts(html, "line")
    assert not parts(html, "band")
    assert parts(html, "bar now") == [f"left:100.0%;top:4.0%;height:{92 * 4 / 10:.1f}%"]


def test_without_intervals_there_is_a_line_and_no_band() -> None:
    html = gap_spark.draw([Point(0, 1, NONE, NONE), Point(1, 2, NONE, NONE)], "words")
    assert len(parts(html, "line")) == 1
    assert not re.search("band|bar", html)


def test_an_interval_without_a_neighbour_is_a_bar() -> None:
    html = gap_spark.draw(
        [Point(0, 2, 1, 3), Point(1, 2, NONE, NONE), Point(2, 4, 3, 5), Point(4, 5, 4, 6)], "words"
    )
    assert len(parts(html, "bar")) == 1
    assert len(parts(html, "band")) == 1
    assert len(parts(html, "line")) == 1


@pytest.mark.parametrize("values", [(5, 9), (-9, -5), (-4, 6)], ids=["above", "below", "across"])
def test_no_gap_is_always_in_sight(values: tuple[float, float]) -> None:
    html = gap_spark.draw([Point(n, v, v - 1, v + 1) for n, v in enumerate(values)], "words")
    low, high = min(0, values[0] - 1), max(0, values[1] + 1)
    expected = f"{top(0, low, high):.1f}%"
    assert f'<s style="top:{expected}"></s><u style="top:{expected}">0</u>' in html
    heights = [float(x) for x in re.findall(r"top:([-\d.]+)%", html)]
    assert all(0 <= height <= 100 for height in heights)


def test_nothing_to_draw_is_nothing() -> None:
    assert gap_spark.draw([], "words") == ""
    assert gap_spark.draw([Point(0, NONE, NONE, NONE)], "words") == ""


def test_empty_ends_are_left_out() -> None:
    empty = Point(-10, NONE, NONE, NONE)
    assert gap_spark.draw([empty, *SERIES, Point(99, NONE, NONE, NONE)], "words") == gap_spark.draw(
        SERIES, "words"
    )


def test_a_gap_that_is_always_zero_lies_on_the_line_of_no_gap() -> None:
    html = gap_spark.draw([Point(0, 0, NONE, NONE), Point(1, 0, NONE, NONE)], "words")
    zero = re.search(r'<s style="top:([\d.]+)%', html)
    assert zero
    assert html.endswith(f'<b style="left:100.0%;top:{zero[1]}%"></b></span>')


def test_a_steep_line_is_as_thick_as_a_level_one() -> None:
    """Thickness is measured across the line, so its slice is taller where it is steep."""

    def slice_of(rise: float) -> float:
        points = [Point(0, 100, NONE, NONE), Point(1, 100 - rise, NONE, NONE)]
        # Far in time, so that the picture's width does not flatten the step.
        html = gap_spark.draw([*points, Point(20, 100 - rise, NONE, NONE)], "words")
        line = corners(parts(html, "line")[0])
        return line[-1][1] - line[0][1]

    assert slice_of(100) > 1.5 * slice_of(0)


def test_what_it_shows_is_said_and_escaped() -> None:
    html = gap_spark.draw(SERIES, 'a "gap" <b>')
    assert 'role="img" aria-label="a &quot;gap&quot; &lt;b&gt;"' in html


def test_no_colour_is_written_into_the_picture() -> None:
    assert not re.search(r"#[0-9a-f]{3}|rgb|colou?r|background", gap_spark.draw(SERIES, "words"))


def test_a_strip_has_a_place_for_every_borough() -> None:
    html = spread_strip.draw([4.0, NONE, 2.0, 3.0], 2.5, None, "words")
    places = re.search(r"background-position-x:([^\"]*)", html)
    assert places
    listed = places[1].split(",")
    assert listed[:3] == ["0%", "50%", "100%"]
    assert listed[3:] == ["-9em"] * 30
    assert '<b class="london" style="left:25%">' in html


def test_a_strip_refuses_more_boroughs_than_it_has_dots() -> None:
    with pytest.raises(ValueError, match="33 dots, not 34"):
        spread_strip.draw([1.0] * 34, None, None, "words")
