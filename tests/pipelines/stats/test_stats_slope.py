"""The slope index by hand, by property and on bad input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.stats.inequality import slope_index
from tests.refusals import refused

PEOPLE = [100, 200, 400, 200, 100]
groups = st.lists(st.floats(20, 80), min_size=5, max_size=12)


def test_slope_by_hand():
    # p = .1 .2 .4 .2 .1, X = .05 .2 .5 .8 .95, X̄ = .5, μ = 30
    # Σp(X − .5)² = .0765, Σp(X − .5)y = −3 → slope −3/.0765 = −39.2156863
    # Y₀ = 30 + 39.2156863/2 = 49.6078431, RII = 10.3921569/49.6078431 = 0.2094862
    result = slope_index([50, 40, 30, 20, 10], PEOPLE)
    assert result.sii == pytest.approx(-39.21568627450981, rel=1e-12)
    assert result.intercept == pytest.approx(49.6078431372549, rel=1e-12)
    assert result.rii == pytest.approx(0.2094861660079051, rel=1e-12)
    assert np.isnan(result.sii_lower)
    assert "no interval" in str(result.method)


def test_slope_with_unequal_groups_by_hand():
    # p = .1 .2 .3 .2 .2, X = .05 .2 .45 .7 .9, X̄ = .5, μ = 65.5
    # Σp(X − .5)² = .02025 + .018 + .00075 + .008 + .032 = .079; Σp(X − .5)y = .925
    # slope .925/.079 = 11.7088608, Y₀ = 65.5 − 5.8544304 = 59.6455696
    result = slope_index([60, 62, 65, 68, 70], [100, 200, 300, 200, 200])
    assert result.sii == pytest.approx(11.70886075949362, rel=1e-10)
    assert result.intercept == pytest.approx(59.64556962025318, rel=1e-10)
    assert result.rii == pytest.approx(1.196307300509337, rel=1e-10)


def test_slope_agrees_with_ordinary_weighted_least_squares():
    y, people = np.array([60, 62, 65, 68, 70.0]), np.array([100, 200, 300, 200, 200.0])
    p = people / 1_000
    x = np.cumsum(p) - p / 2
    design = np.column_stack([np.sqrt(p), x * np.sqrt(p)])
    intercept, slope = np.linalg.lstsq(design, y * np.sqrt(p), rcond=None)[0]
    result = slope_index(y, people)
    assert (result.intercept, result.sii) == pytest.approx((intercept, slope), rel=1e-12)


def test_rates_on_the_log_scale():
    # ln 200, 150, 120, 90, 80 regressed as above: f(0) = 191.510213, f(1) = 74.8359992
    result = slope_index([200, 150, 120, 90, 80], PEOPLE, kind="rate", transform=True)
    assert result.intercept == pytest.approx(191.51021289189552, rel=1e-12)
    assert result.sii == pytest.approx(-116.67421368585829, rel=1e-12)
    assert result.rii == pytest.approx(0.39076766756183895, rel=1e-12)


def test_proportions_on_the_logit_scale():
    shares = [0.5, 0.4, 0.3, 0.2, 0.1]
    result = slope_index(shares, PEOPLE, kind="proportion", transform=True, multiplier=100)
    assert result.sii == pytest.approx(-40.365599358206417, rel=1e-12)
    assert result.rii == pytest.approx(0.2361383758390681, rel=1e-12)
    assert result.intercept == pytest.approx(0.5284412527274981, rel=1e-12)


def test_the_untransformed_interval_matches_its_exact_form():
    # the slope is Σcy with c = p(X − .5)/.0765, so its SE is √Σc²s²:
    # c = −.588235 −.784314 0 .784314 .588235, s = 1 → √(2·.346021 + 2·.615148) = 1.386484
    se = 1.386483884679505
    result = slope_index([50, 40, 30, 20, 10], PEOPLE, se=1.0)
    assert result.sii_lower == pytest.approx(-39.2156863 - 1.959964 * se, abs=0.03)
    assert result.sii_upper == pytest.approx(-39.2156863 + 1.959964 * se, abs=0.03)


def test_limits_and_standard_errors_are_the_same_information():
    y = np.array([50, 40, 30, 20, 10.0])
    by_se = slope_index(y, PEOPLE, se=2.0, draws=1_000)
    arm = 2 * 1.959963984540054
    by_limits = slope_index(y, PEOPLE, lower=y - arm, upper=y + arm, draws=1_000)
    assert by_limits.sii_lower == pytest.approx(by_se.sii_lower)
    assert by_limits.rii_upper == pytest.approx(by_se.rii_upper)
    rates = slope_index(
        y, PEOPLE, lower=y / 1.2, upper=y * 1.2, kind="rate", transform=True, draws=1_000
    )
    assert rates.rii_lower < rates.rii < rates.rii_upper


def test_a_negative_multiplier_turns_the_index_and_inverts_the_ratio():
    plain = slope_index([50, 40, 30, 20, 10], PEOPLE, se=1.0, draws=1_000)
    turned = slope_index([50, 40, 30, 20, 10], PEOPLE, se=1.0, draws=1_000, multiplier=-1)
    assert turned.sii == -plain.sii
    assert (turned.sii_lower, turned.sii_upper) == pytest.approx(
        (-plain.sii_upper, -plain.sii_lower)
    )
    assert turned.rii == pytest.approx(1 / plain.rii)
    # Percentiles interpolate between two draws, which inverts only nearly.
    assert turned.rii_lower == pytest.approx(1 / plain.rii_upper, rel=1e-3)


def test_all_equal_values_have_no_slope():
    result = slope_index(np.full(5, 7.0), PEOPLE, se=0.0, draws=100)
    assert (result.sii, result.rii) == pytest.approx((0, 1), abs=1e-12)
    assert (result.sii_lower, result.sii_upper) == pytest.approx((0, 0), abs=1e-12)


def test_reversed_groups_turn_the_sign():
    # An order that is wrong cannot be seen in the numbers: it gives another, documented, answer.
    forward = slope_index([50, 40, 30, 20, 10], PEOPLE)
    back = slope_index([10, 20, 30, 40, 50], PEOPLE)
    assert back.sii == pytest.approx(-forward.sii)
    assert back.rii == pytest.approx(1 / forward.rii)


def test_a_missing_value_leaves_only_its_own_set_out():
    values = np.array([[50, 40, 30, 20, 10], [50, np.nan, 30, 20, 10]])
    result = slope_index(values, PEOPLE, se=1.0, draws=1_000)
    alone = slope_index(values[0], PEOPLE, se=1.0, draws=1_000)
    assert result.sii[0] == pytest.approx(float(alone.sii))
    assert result.sii_lower[0] == pytest.approx(float(alone.sii_lower))
    assert np.isnan(result.sii[1])
    assert "a group has no value" in result.method[1]


def test_a_missing_limit_leaves_the_set_without_limits():
    result = slope_index([50, 40, 30, 20, 10], PEOPLE, se=[1, 1, np.nan, 1, 1])
    assert np.isnan(result.sii_lower)
    assert not np.isnan(result.sii)


def test_a_line_that_reaches_zero_has_no_relative_index():
    # f(1) = 30 − 45.7·…/2 < 0
    result = slope_index([70, 45, 30, 10, 0], PEOPLE, se=1.0, draws=500)
    assert result.sii < 0
    assert np.isnan(result.rii)
    assert np.isnan(result.rii_lower)


@pytest.mark.parametrize(
    ("change", "facts"),
    [
        ({"population": [100, 200, -400, 200, 100]}, ("population", "above 0", -400)),
        ({"population": [100, 200, 0, 200, 100]}, ("population", "above 0", "found 0")),
        ({"population": [100, np.nan, 1, 2, 3]}, ("population", "every group")),
        ({"value": [1, 2, 3, 4], "population": 1}, ("value", "5 to 100 groups", 4)),
        ({"value": [1.0], "population": 1}, ("value", "5 to 100 groups", 1)),
        ({"value": np.ones(101), "population": 1}, ("value", "5 to 100 groups", 101)),
        ({"se": -1.0}, ("se", "0 or more", -1)),
        ({"se": 1.0, "lower": 0.0, "upper": 100.0}, ("either se or lower and upper",)),
        ({"lower": 0.0}, ("lower and upper must be given together",)),
        ({"lower": 60.0, "upper": 50.0}, ("lower", "upper", 60, 50)),
        ({"kind": "count"}, ("kind", "other, rate, proportion", "'count'")),
        ({"transform": True}, ("transform is for kind 'rate' or 'proportion'",)),
        ({"multiplier": 0}, ("multiplier must be a number other than 0",)),
        ({"draws": 10}, ("draws", "100 or more", 10)),
        ({"confidence": 95}, ("confidence", "0 and 1", 95)),
        ({"kind": "rate", "value": [5, 4, 0, 2, 1]}, ("value", "above 0", "kind 'rate'")),
        (
            {"kind": "rate", "lower": np.zeros(5), "upper": np.full(5, 99.0)},
            ("lower", "above 0", "kind 'rate'"),
        ),
        (
            {"kind": "proportion", "transform": True, "value": [1, 0.4, 0.3, 0.2, 0.1]},
            ("value", "share", "0 and 1", "found 1"),
        ),
        (
            {"kind": "proportion", "transform": True, "value": [0.5, 0.4, 0.3, 0.2, 0]},
            ("value", "share", "0 and 1", "found 0"),
        ),
        ({"kind": "proportion"}, ("value", "share", "0 and 1", 50)),
        ({"se": np.ones(3)}, ("se", "(5,)", "(3,)")),
    ],
)
def test_impossible_arguments_are_named(change, facts):
    arguments = {"value": [50, 40, 30, 20, 10], "population": PEOPLE} | change
    with refused(ValueError, *facts):
        slope_index(**arguments)


@given(groups, st.floats(0.1, 10), st.floats(-10, 10))
@settings(max_examples=50)
def test_scale_and_shift(values, factor, shift):
    people = np.arange(1, len(values) + 1)
    plain = slope_index(values, people)
    moved = slope_index(np.array(values) * factor + shift, people)
    scaled = slope_index(np.array(values) * factor, people * factor)
    assert moved.sii == pytest.approx(plain.sii * factor, rel=1e-6, abs=1e-6)
    assert scaled.rii == pytest.approx(plain.rii, rel=1e-6, nan_ok=True)


@given(groups)
@settings(max_examples=25, deadline=None)
def test_limits_hold_the_index_widen_and_repeat(values):
    def index(confidence, seed=0):
        return slope_index(
            values, 1, se=1.0, confidence=confidence, draws=1_000, seed=seed, kind="rate"
        )

    narrow, wide = index(0.8), index(0.99)
    assert wide.sii_lower <= narrow.sii_lower <= narrow.sii <= narrow.sii_upper <= wide.sii_upper
    assert index(0.8) == narrow
    assert index(0.8, seed=1).sii_lower != narrow.sii_lower
