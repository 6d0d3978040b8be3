"""Verdicts, quantile groups and funnels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.stats import compare, intervals
from tests.refusals import refused

values = st.lists(st.integers(-20, 20).map(float), min_size=5, max_size=40)


@pytest.mark.parametrize(
    ("polarity", "above", "below"),
    [("high", "better", "worse"), ("low", "worse", "better"), ("none", "higher", "lower")],
)
def test_words_follow_the_polarity(polarity, above, below):
    words = compare.verdict([12, 10, 8], [11, 9, 7], [13, 11, 9], 10, polarity)
    assert words.tolist() == [above, "similar", below]


def test_touching_is_similar():
    assert compare.verdict([11, 9], [10, 8], [12, 10], 10, "high").tolist() == ["similar"] * 2


@pytest.mark.parametrize("missing", range(4))
def test_anything_missing_is_not_compared(missing):
    numbers = [12.0, 11.0, 13.0, 10.0]
    numbers[missing] = np.nan
    assert compare.verdict(*numbers, "high") == "not compared"


def test_verdicts_broadcast_over_leading_axes():
    words = compare.verdict(np.full((2, 3), 12.0), 11, 13, np.array([[10], [14]]), "high")
    assert words.tolist() == [["better"] * 3, ["worse"] * 3]


@pytest.mark.parametrize(
    ("call", "facts"),
    [
        (lambda: compare.verdict(1, 0, 2, 1, "good"), ("polarity", "high, low, none", "'good'")),
        (lambda: compare.verdict(1, 2, 0, 1, "low"), ("lower", "upper", 2, 0)),
        (lambda: compare.quantile_group([1, 2], k=1), ("k must be 2 or more", 1)),
        (lambda: compare.quantile_group(3.0), ("value must be an array",)),
        (lambda: compare.proportion_funnel(1.2, 10, 0.95), ("average", "0 to 1", 1.2)),
        (lambda: compare.proportion_funnel(0.2, 0, 0.95), ("denominator", "above 0")),
    ],
)
def test_impossible_arguments_are_named(call, facts):
    with refused(ValueError, *facts):
        call()


def test_ten_areas_make_five_pairs():
    assert compare.quantile_group(np.arange(10.0)).tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    lowest_first = compare.quantile_group(np.arange(10.0), highest_first=False)
    assert lowest_first.tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_thirty_three_boroughs_by_hand():
    # rank 1: 6 − ceil(33/6.6) = 1 … rank 7: 6 − ceil(27/6.6 = 4.09) = 1;
    # rank 8: 6 − ceil(26/6.6 = 3.94) = 2; rank 14: 6 − ceil(20/6.6 = 3.03) = 2;
    # rank 21: 6 − ceil(13/6.6 = 1.97) = 4; rank 20: 6 − ceil(14/6.6 = 2.12) = 3.
    groups = compare.quantile_group(-np.arange(33.0))
    assert groups[[0, 6, 7, 13, 19, 20]].tolist() == [1, 1, 2, 2, 3, 4]
    assert np.bincount(groups)[1:].tolist() == [7, 7, 6, 7, 6]


def test_ties_take_the_smallest_rank_and_stay_together():
    # ranks from the highest: 9 is 1, the three 7s are all 2, 5 is 5
    # q = floor(6 − (6 − rank)): 1, 2, 2, 2, 5
    assert compare.quantile_group([9, 7, 7, 7, 5]).tolist() == [1, 2, 2, 2, 5]
    assert compare.quantile_group(np.full(10, 3.0)).tolist() == [1] * 10


def test_fewer_values_than_groups_or_missing_ones_get_no_group():
    assert compare.quantile_group([1, 2, 3, 4]).tolist() == [0] * 4
    assert compare.quantile_group([1, np.nan, 3, 4, 5]).tolist() == [0] * 5
    assert compare.quantile_group([1, np.nan, 2, 3, 4, 5]).tolist() == [5, 0, 4, 3, 2, 1]


@given(values, st.permutations(range(40)))
@settings(max_examples=50, deadline=None)
def test_groups_do_not_depend_on_the_order_of_areas(numbers, order):
    order = [place for place in order if place < len(numbers)]
    groups = compare.quantile_group(numbers)
    shuffled = compare.quantile_group(np.array(numbers)[order])
    assert shuffled.tolist() == groups[order].tolist()
    assert groups.min() >= 1
    assert groups.max() <= 5


@given(values, st.floats(0.1, 10), st.floats(-5, 5))
@settings(max_examples=50, deadline=None)
def test_groups_depend_only_on_the_order_of_values(numbers, factor, shift):
    moved = np.array(numbers) * factor + shift
    assert compare.quantile_group(moved).tolist() == compare.quantile_group(numbers).tolist()


def test_funnel_by_hand():
    # 0.2 ± 1.959964·√(0.2·0.8/100) = 0.2 ± 0.0783986
    limits = compare.proportion_funnel(0.2, 100, 0.95)
    assert limits == pytest.approx((0.12160144061839787, 0.2783985593816022), rel=1e-10)
    assert compare.proportion_funnel(0.01, 20, 0.998)[0] == 0


@given(st.floats(0.05, 0.95), st.integers(50, 100_000), st.sampled_from([0.95, 0.998]))
@settings(max_examples=50, deadline=None)
def test_a_share_on_the_funnel_has_a_wilson_limit_at_the_average(average, people, confidence):
    low, high = compare.proportion_funnel(average, people, confidence)
    if low > 0 and high < 1:
        assert intervals.wilson(low * people, people, confidence)[1] == pytest.approx(average)
        assert intervals.wilson(high * people, people, confidence)[0] == pytest.approx(average)
