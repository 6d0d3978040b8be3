"""Labels: never over each other, moved as little as needed, always inside."""

from itertools import combinations, pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import benchmark_lines, layout
from dashboard.charts.benchmark_lines import Line
from dashboard.charts.palette import ENGLAND_GREY, INK

PLACES = st.lists(st.tuples(st.floats(0, 300), st.integers(10, 40)), min_size=1, max_size=8)


@given(PLACES)
def test_spread_labels_do_not_overlap_and_stay_inside(places: list[tuple[float, int]]) -> None:
    centres, sizes = [place for place, _ in places], [float(size) for _, size in places]
    placed = layout.spread(centres, sizes, 0, 330)
    spans = sorted(
        (centre - size / 2, centre + size / 2) for centre, size in zip(placed, sizes, strict=True)
    )
    assert spans[0][0] >= -1e-6
    assert spans[-1][1] <= 330 + 1e-6
    assert all(before[1] <= after[0] + 1e-6 for before, after in pairwise(spans))


@given(PLACES)
def test_spread_keeps_the_order(places: list[tuple[float, int]]) -> None:
    centres = sorted({place for place, _ in places})
    placed = layout.spread(centres, [16.0] * len(centres), 0, 300)
    assert placed == sorted(placed)


def test_labels_that_are_apart_already_do_not_move() -> None:
    assert layout.spread([20, 100, 60], [16, 16, 16], 0, 200) == [20, 100, 60]


def test_two_labels_at_one_place_share_the_move() -> None:
    assert layout.spread([50, 50], [16, 16], 0, 100) == [42, 58]


def test_too_many_labels_overlap_evenly() -> None:
    assert layout.spread([5, 5, 5, 5], [20, 20, 20, 20], 0, 40) == [5, 15, 25, 35]


@given(st.lists(st.tuples(st.floats(0, 300), st.floats(1, 100)), max_size=8))
def test_rows_apart_never_overlap(spans: list[tuple[float, float]]) -> None:
    placed = [(start, start + size) for start, size in spans]
    rows = layout.rows_apart(placed)
    for (one, first), (other, second) in combinations(zip(rows, placed, strict=True), 2):
        assert one != other or first[1] <= second[0] or second[1] <= first[0]


@pytest.mark.parametrize("width", [190, 400, 800])
@pytest.mark.parametrize(("london", "england"), [(23.2, 22.2), (10, 90), (99, 98), (50, 50)])
def test_benchmark_labels_are_apart_at_every_width(
    london: float, england: float, width: float
) -> None:
    lines = [
        Line("London 23.2%", london, INK, "solid"),
        Line("England 22.2%", england, ENGLAND_GREY, "dash"),
    ]
    one, other = benchmark_lines.place_labels(lines, (0, 100), 190, 12)
    spans = []
    for label in (one, other):
        x, size = label.line.value / 100 * width, layout.text_width(label.line.name)
        start = x - size if label.anchor == "right" else x - size / 2
        spans.append((start, start + size))
        assert start + size <= width + 12
    assert one.row != other.row or spans[0][1] <= spans[1][0] or spans[1][1] <= spans[0][0]


def test_text_is_wrapped_without_cutting_words_and_shown_as_it_is() -> None:
    assert layout.wrapped("Kensington and Chelsea", 14) == "Kensington and<br>Chelsea"
    assert layout.wrapped("<b>&</b>", 20) == "&lt;b&gt;&amp;&lt;/b&gt;"


def test_numbers_are_plain_or_none() -> None:
    assert layout.numbers(pd.Series([1.5, float("nan")])) == [1.5, None]


def test_type_is_large_enough() -> None:
    shared = layout.base(300, {"l": 0, "r": 0, "t": 0, "b": 0})
    assert shared["font"] == {"family": "Source Sans, sans-serif", "size": 13, "color": INK}
    assert shared["hoverlabel"]["font"]["size"] == 14
    assert shared["separators"] == ".,"
