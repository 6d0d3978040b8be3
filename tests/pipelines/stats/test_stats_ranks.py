"""Ranks and their intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.stats.ranks import places, rank_interval
from tests.refusals import refused

values = st.lists(st.integers(0, 50).map(float), min_size=2, max_size=12)


def test_places_by_hand_where_equal_figures_share_the_smallest():
    place, shared = places([5, 9, 7, np.nan, 7, 1], highest_first=True)
    assert place.tolist() == [4, 1, 2, 0, 2, 5]
    assert shared.tolist() == [1, 1, 2, 0, 2, 1]
    place, shared = places([[3, 3, 3], [2, 1, np.nan]], highest_first=False)
    assert place.tolist() == [[1, 1, 1], [2, 1, 0]]
    assert shared.tolist() == [[3, 3, 3], [1, 1, 0]]


def test_values_known_exactly_hold_just_the_places_of_their_figure():
    rank, lower, upper = rank_interval([5, 9, 7, 7, 1], 0.0, highest_first=True, draws=100)
    assert rank.tolist() == lower.tolist() == [4, 1, 2, 2, 5]
    assert upper.tolist() == [4, 1, 3, 3, 5]
    lowest_first, _, _ = rank_interval([5, 9, 7, 7, 1], 0.0, highest_first=False, draws=100)
    assert lowest_first.tolist() == [2, 5, 3, 3, 1]


def test_a_range_is_widened_to_hold_the_place_of_the_figure():
    # The first is known so badly that its draws lie around the mean of the rest: it is seldom
    # among the highest, though its figure is the highest of all.
    value, se = [4.0, *np.linspace(-1, 1, 30)], [1000.0, *[0.001] * 30]
    rank, lower, upper = rank_interval(value, se, highest_first=True)
    assert (rank[0], lower[0]) == (1, 1)
    assert upper[0] > 20
    assert rank[1:].tolist() == [*range(31, 1, -1)]


def test_far_apart_areas_are_sure_of_their_place():
    rank, lower, upper = rank_interval([10, 30, 20], 0.5, highest_first=True)
    assert rank.tolist() == lower.tolist() == upper.tolist() == [3, 1, 2]


def test_two_areas_by_hand():
    # 10 and 10.1 with SE 1: which is first is nearly a toss-up, so both could be either
    rank, lower, upper = rank_interval([10, 10.1], 1.0, highest_first=True)
    assert lower.tolist() == [1, 1]
    assert upper.tolist() == [2, 2]
    assert rank.tolist() == [2, 1]


def test_areas_with_the_same_figure_share_the_first_place_and_could_hold_any():
    rank, lower, upper = rank_interval(np.full(33, 5.0), 1.0, highest_first=True, draws=4_000)
    assert np.all(rank == 1)
    assert np.all(lower == 1)
    assert np.all(upper == 33)


def test_missing_values_have_no_rank_and_do_not_count():
    rank, lower, upper = rank_interval([3, np.nan, 1, 2], 0.0, highest_first=True, draws=100)
    assert rank.tolist() == [1, 0, 3, 2]
    assert lower.tolist() == upper.tolist() == [1, 0, 3, 2]
    nothing = rank_interval([[np.nan, np.nan], [1, np.nan]], 1.0, highest_first=True, draws=100)
    assert nothing[0].tolist() == [[0, 0], [1, 0]]


def test_a_missing_standard_error_gives_a_rank_without_an_interval():
    rank, lower, upper = rank_interval([1, 9], [0.1, np.nan], highest_first=True, draws=100)
    assert rank.tolist() == [2, 1]
    assert lower.tolist() == upper.tolist() == [2, 0]


@pytest.mark.parametrize(
    ("arguments", "facts"),
    [
        (([5.0], 1.0), ("value", "2 or more groups", 1)),
        (([5.0, 6.0], -1.0), ("se", "0 or more", -1)),
        (([5.0, 6.0], [1.0, 1.0, 1.0]), ("value (2,)", "se (3,)")),
    ],
)
def test_impossible_arguments_are_named(arguments, facts):
    with refused(ValueError, *facts):
        rank_interval(*arguments, highest_first=True)


def test_leading_axes_give_what_each_set_gives_alone():
    rng = np.random.default_rng(2)
    estimates = rng.normal(size=(2, 3, 6))
    together = rank_interval(estimates, 0.5, highest_first=False, draws=300)
    for place in np.ndindex(2, 3):
        alone = rank_interval(estimates[place], 0.5, highest_first=False, draws=300)
        for part, expected in zip(together, alone, strict=True):
            assert part[place].tolist() == expected.tolist()


@given(values, st.floats(0.1, 10), st.booleans())
@settings(max_examples=40, deadline=None)
def test_ranks_are_the_order_of_the_figures_within_their_limits_and_repeat(
    estimates, se, highest_first
):
    first = rank_interval(estimates, se, highest_first=highest_first, draws=200)
    again = rank_interval(estimates, se, highest_first=highest_first, draws=200)
    rank, lower, upper = first
    assert np.all((lower >= 1) & (lower <= rank) & (rank <= upper) & (upper <= len(estimates)))
    in_order = sorted(estimates, reverse=highest_first)
    assert rank.tolist() == [1 + in_order.index(x) for x in estimates]
    last = [len(in_order) - in_order[::-1].index(x) for x in estimates]
    assert np.all(upper >= last)
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))


@given(values, st.floats(0.1, 10), st.floats(0.5, 4), st.floats(-20, 20))
@settings(max_examples=30, deadline=None)
def test_units_do_not_matter(estimates, se, factor, shift):
    plain = rank_interval(estimates, se, highest_first=True, draws=400)
    moved = rank_interval(
        np.array(estimates) * factor + shift, se * factor, highest_first=True, draws=400
    )
    # Rounding may swap a pair in a draw or two, which can move a percentile by one place.
    for before, after in zip(plain, moved, strict=True):
        assert np.abs(before - after).max() <= 1
