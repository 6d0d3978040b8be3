"""The recent trend by hand and by property."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.stats import trend
from tests.refusals import refused

Z = 1.959963984540054
series = st.lists(st.floats(-100, 100), min_size=5, max_size=5)
errors = st.lists(st.floats(0.1, 5), min_size=5, max_size=5)


def recent(values, se):
    values, se = np.asarray(values, dtype=float), np.asarray(se, dtype=float)
    return trend.recent(values, values - Z * se, values + Z * se)


def test_weighted_slope_by_hand():
    # w = 1, 4, 1, 4, 1; mean year (0·1 + 1·4 + 2·1 + 3·4 + 4·1)/11 = 22/11 = 2
    # Σw(t − 2)² = 4 + 4 + 0 + 4 + 4 = 16; Σw(t − 2)v = −20 − 44 + 0 + 48 + 30 = 14
    # slope 14/16 = 0.875; χ² = 0.875²·16 = 12.25
    result = recent([10, 11, 13, 12, 15], [1, 0.5, 1, 0.5, 1])
    assert result.slope == pytest.approx(0.875, rel=1e-12)
    assert result.chi_squared == pytest.approx(12.25, rel=1e-12)
    assert result.direction == "increasing"
    assert result.significant


def test_a_falling_line():
    # slope −2, Σ(t − 2)² = 10, χ² = 40
    result = recent([18, 16, 14, 12, 10], 1)
    assert (result.slope, result.chi_squared) == pytest.approx((-2, 40))
    assert result.direction == "decreasing"


def test_only_the_latest_five_points_count():
    assert recent([90, 80, 10, 12, 14, 16, 18], 1).slope == pytest.approx(2)


def test_just_below_the_critical_value_is_no_change():
    # slope 0.97, χ² = 0.97²·10 = 9.409 < 9.5495; slope 0.98 gives 9.604
    steps = np.arange(5)
    assert recent(0.97 * steps, 1).direction == "no significant change"
    assert recent(0.98 * steps, 1).direction == "increasing"


def test_one_point_that_decides_the_sign_is_no_change():
    # all of the rise is in the last point: without it the slope is −0.1·… < 0
    result = recent([1.2, 1.1, 1.0, 0.9, 12], 0.5)
    assert result.chi_squared > 9.5495
    assert result.direction == "no significant change"
    assert "leaving one point out" in str(result.reason)


@pytest.mark.parametrize(
    ("values", "se", "reason"),
    [
        ([1, 2, 3, 4], 1, "fewer than 5 points"),
        ([1, 2, np.nan, 4, 5], 1, "missing among the latest 5 points"),
        ([1, 2, 3, 4, 5], [1, 1, np.nan, 1, 1], "missing among the latest 5 points"),
        ([1, 2, 3, 4, 5], [1, 1, 0, 1, 1], "no width"),
    ],
)
def test_what_cannot_be_calculated_says_why(values, se, reason):
    result = recent(values, se)
    assert result.direction == "cannot be calculated"
    assert np.isnan(result.slope)
    assert not result.significant
    assert reason in str(result.reason)


def test_equal_values_do_not_change():
    assert recent([5, 5, 5, 5, 5], 1).direction == "no significant change"


def test_leading_axes():
    values = np.stack([np.arange(5.0) * 5, np.zeros(5)])
    result = trend.recent(values, values - 1, values + 1)
    assert result.direction.tolist() == ["increasing", "no significant change"]
    assert result.slope.shape == (2,)


@pytest.mark.parametrize(
    ("arguments", "facts"),
    [
        ((1, 0, 2), ("value must be an array",)),
        (([1, 2, 3, 4, 5], [2, 3, 4, 5, 6], [1, 2, 3, 4, 5]), ("lower", "upper", 2, 1)),
        (([1, 2, 3, 4, 5], [0, 1, 2, 3, 4], [2, 3, 4, 5, 6], 1), ("confidence", "0 and 1")),
    ],
)
def test_impossible_arguments_are_named(arguments, facts):
    with refused(ValueError, *facts):
        trend.recent(*arguments)


@given(series, errors, st.floats(0.1, 100), st.floats(-1_000, 1_000))
@settings(max_examples=50, deadline=None)
def test_scale_and_shift(values, se, factor, shift):
    plain = recent(values, se)
    moved = recent(np.array(values) * factor + shift, np.array(se) * factor)
    assert moved.slope == pytest.approx(plain.slope * factor, rel=1e-6, abs=1e-6 * factor)
    assert moved.chi_squared == pytest.approx(plain.chi_squared, rel=1e-5, abs=1e-5)


@given(series, errors)
@settings(max_examples=50, deadline=None)
def test_backwards_in_time_turns_the_slope(values, se):
    forward, back = recent(values, se), recent(values[::-1], se[::-1])
    assert back.slope == pytest.approx(-forward.slope, rel=1e-9, abs=1e-9)
