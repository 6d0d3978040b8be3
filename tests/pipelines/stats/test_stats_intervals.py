"""Intervals against published tables and numbers worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.stats import intervals
from tests.refusals import refused

counts = st.integers(0, 5_000)
confidences = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99, 0.998])


@pytest.mark.parametrize(
    ("count", "denominator", "lower", "upper"),
    [
        # Newcombe (1998), table I, method 3: 0.2553 to 0.3662, 0.0624 to 0.1605, 0 to 0.1611,
        # 0.0061 to 0.1718; further digits from the formula with z = 1.959963984540054.
        (81, 263, 0.25528851987827, 0.36620957698280),
        (15, 148, 0.06238639953074, 0.16048724172331),
        (0, 20, 0.0, 0.16112515805282),
        (1, 29, 0.00611321429276, 0.17175521879320),
        (20, 20, 0.83887484194718, 1.0),
    ],
)
def test_wilson_reproduces_newcombe(count, denominator, lower, upper):
    assert intervals.wilson(count, denominator) == pytest.approx((lower, upper), rel=1e-10)


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    [
        # 10: 10(1 − 1/90 − z/(3√10))³ and 11(1 − 1/99 + z/(3√11))³
        (10, 4.787449913967564, 18.391458605756473),
        (25, 16.17426592165721, 36.90645069218536),
        (100, 81.36210549052788, 121.6279375792065),
    ],
)
def test_byar_by_hand(count, lower, upper):
    assert intervals.byar(count) == pytest.approx((lower, upper), rel=1e-12)


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    [
        # Garwood (1936); digits by bisection on the Poisson sums.
        (0, 0.0, 3.688879454113936),
        (1, 0.02531780798428984, 5.571643390938898),
        (5, 1.6234863901184204, 11.668332079322669),
        (9, 4.115373097378329, 17.08480345141917),
    ],
)
def test_exact_poisson_limits(count, lower, upper):
    assert intervals.poisson(count) == pytest.approx((lower, upper), rel=1e-10)


def test_byar_lower_limit_is_never_negative():
    # 1(1 − 1/9 − 3.0902/3)³ would be −0.0028.
    assert intervals.byar(1, 0.998)[0] == 0.0
    assert intervals.byar(0)[0] == 0.0


def test_rate_is_exact_below_ten_and_byar_from_ten():
    value, lower, upper = intervals.rate([9, 10], 1_000, multiplier=1_000)
    assert value == pytest.approx([9, 10])
    assert lower == pytest.approx([4.115373097378329, 4.787449913967564])
    assert upper == pytest.approx([17.08480345141917, 18.391458605756473])


def test_rate_may_exceed_its_denominator():
    value, lower, upper = intervals.rate(25, 20, multiplier=1)
    assert (value, lower, upper) == pytest.approx(
        (1.25, 16.17426592165721 / 20, 36.90645069218536 / 20)
    )


def test_proportion_is_wilson_times_the_multiplier():
    assert intervals.proportion(81, 263, multiplier=100) == pytest.approx(
        (30.798479087452471, 25.528851987827, 36.620957698280)
    )


def test_mean_by_students_t():
    # mean 5, s = √(32/7) = 2.138089935, t(7) = 2.364624251592785, arm 1.787487918
    result = intervals.mean([2, 4, 4, 4, 5, 5, 7, 9])
    assert result == pytest.approx((5, 3.2125120817637898, 6.78748791823621), rel=1e-10)


def test_a_missing_number_gives_a_missing_result():
    assert np.isnan(intervals.wilson([np.nan, 3], [10, np.nan])).all()
    assert np.isnan(intervals.byar(np.nan)).all()
    assert np.isnan(intervals.rate([np.nan, 3], [10, np.nan])).all()
    assert np.isnan(intervals.mean([[1, np.nan], [2, 3]])[0]).tolist() == [True, False]


def test_leading_axes_broadcast():
    lower, upper = intervals.wilson(np.arange(6).reshape(3, 2), np.array([10, 20]))
    assert lower.shape == upper.shape == (3, 2)
    assert lower[2, 1] == intervals.wilson(5, 20)[0]


@pytest.mark.parametrize(
    ("call", "facts"),
    [
        (lambda: intervals.wilson(-1, 10), ("count", "0 or more", -1)),
        (lambda: intervals.wilson(3, 0), ("denominator", "above 0")),
        (
            lambda: intervals.wilson(11, 10),
            ("count must not be above denominator; found 11 of 10",),
        ),
        (lambda: intervals.wilson(3, 10, 95), ("confidence", "0 and 1", 95)),
        (lambda: intervals.byar(-2), ("count", "0 or more", -2)),
        (lambda: intervals.byar("many"), ("count", "numbers", "'many'")),
        (lambda: intervals.byar(np.inf), ("count", "finite")),
        (lambda: intervals.poisson(1, 0), ("confidence", "0 and 1")),
        (lambda: intervals.rate(5, -10), ("denominator", "above 0", -10)),
        (lambda: intervals.rate(5, 10, multiplier=0), ("multiplier", "above 0")),
        (lambda: intervals.mean([3.0]), ("values", "2 or more groups", 1)),
        (lambda: intervals.wilson([1, 2, 3], [10, 20]), ("(3,)", "(2,)")),
    ],
)
def test_impossible_arguments_are_named(call, facts):
    with refused(ValueError, *facts):
        call()


@given(counts, st.integers(1, 5_000), confidences)
def test_wilson_holds_the_proportion_and_stays_inside_0_to_1(count, extra, confidence):
    denominator = count + extra
    lower, upper = intervals.wilson(count, denominator, confidence)
    assert 0 <= lower <= count / denominator <= upper <= 1


@given(counts, confidences)
def test_byar_and_poisson_hold_the_count(count, confidence):
    for lower, upper in (intervals.byar(count, confidence), intervals.poisson(count, confidence)):
        assert 0 <= lower <= count < upper


@given(counts)
def test_wider_confidence_is_wider(count):
    for limits in (intervals.byar, intervals.poisson, lambda x, c: intervals.wilson(x, 6_000, c)):
        narrow, wide = limits(count, 0.95), limits(count, 0.998)
        assert wide[0] <= narrow[0]
        assert wide[1] >= narrow[1]


@given(st.integers(10, 5_000))
@settings(max_examples=50)
def test_byar_is_within_half_a_percent_of_exact_from_ten(count):
    np.testing.assert_allclose(intervals.byar(count), intervals.poisson(count), rtol=5e-3)
