"""The nineteen measures by hand, by property, on bad input and with missing groups."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.stats.inequality import KEYS, measures
from tests.refusals import refused

PEOPLE = np.array([100, 200, 400, 200, 100.0])
VALUES = np.array([50, 40, 30, 20, 10.0])
# p = .1 .2 .4 .2 .1, X = .05 .2 .5 .8 .95, μ = 30, r = 5/3 4/3 1 2/3 1/3, low is good.
BY_HAND = {
    "gap": 40,  # 50 − 10
    "ratio": 5,  # 50/10
    "aci": 6,  # −2Σp(X − .5)y = −2(−3)
    "rci": 0.2,  # 6/30
    "bgv": 120,  # .1·400 + .2·100 + 0 + .2·100 + .1·400
    "bgsd": 10.954451150103322,  # √120
    "cov": 36.51483716701107,  # 100·√120/30
    "mdm": 8,  # .1·20 + .2·10 + .2·10 + .1·20
    "mdm_unweighted": 12,  # (20 + 10 + 0 + 10 + 20)/5
    "mdb": 20,  # 30 − 10
    "mdb_unweighted": 20,  # (40 + 30 + 20 + 10 + 0)/5
    "mdr": 20,
    "mdr_unweighted": 20,
    "idis": 26.666666666666668,  # 100·8/30
    "idis_unweighted": 40,  # 100·12/30
    "theil": 71.1703992447811,  # 1000(.1·5/3·ln 5/3 + .2·4/3·ln 4/3 + .2·2/3·ln 2/3 + .1/3·ln 1/3)
    "mld": 82.33527362148862,  # 1000(−.1·ln 5/3 − .2·ln 4/3 + .2·ln 3/2 + .1·ln 3)
    "par": 20,  # 30 − 10: the improvement at the least deprived group's figure
    "paf": 66.66666666666667,  # 100·20/30
}
NEVER_NEGATIVE = set(KEYS) - {"gap", "ratio", "aci", "rci"}
# How each measure moves when every value is multiplied by a.
SQUARED, UNMOVED = (
    {"bgv"},
    {"ratio", "rci", "cov", "idis", "idis_unweighted", "theil", "mld", "paf"},
)
SHIFT_FREE = set(KEYS) - UNMOVED

groups = st.lists(st.floats(20, 80), min_size=2, max_size=12)
flags = st.booleans()


def table(values, people=PEOPLE, *, ordered=True, higher_is_better=False, **rest):
    return measures(values, people, ordered=ordered, higher_is_better=higher_is_better, **rest)


@pytest.mark.parametrize("key", KEYS)
def test_ordered_by_hand(key):
    assert table(VALUES)[key].value == pytest.approx(BY_HAND[key], rel=1e-10)


def test_every_measure_is_returned():
    assert tuple(table(VALUES)) == KEYS
    assert len(KEYS) == 19


def test_unordered_by_hand():
    result = table(VALUES, ordered=False, higher_is_better=True, reference=1)
    assert result["gap"].value == 40
    assert result["ratio"].value == 5
    assert result["par"].value == pytest.approx(20)  # best 50 − 30
    assert result["paf"].value == pytest.approx(100 * 20 / 30)
    assert result["mdb"].value == pytest.approx(20)  # 50 − 30
    assert result["mdb_unweighted"].value == pytest.approx(20)
    # |y − 40| = 10 0 10 20 30: weighted 1 + 0 + 4 + 4 + 3, plain 70/5
    assert result["mdr"].value == pytest.approx(12)
    assert result["mdr_unweighted"].value == pytest.approx(14)
    assert np.isnan(result["aci"].value)
    assert "no order" in str(result["aci"].method)


def test_the_gap_is_positive_against_the_most_deprived():
    assert table(VALUES, higher_is_better=False)["gap"].value == 40
    assert table(VALUES, higher_is_better=True)["gap"].value == -40
    assert table(VALUES, higher_is_better=True)["ratio"].value == pytest.approx(0.2)


def test_attributable_risk_is_zero_when_the_reference_is_worse_than_the_mean():
    result = table(VALUES, higher_is_better=True)
    assert result["par"].value == 0
    assert result["paf"].value == 0


def test_ordered_gap_and_ratio_limits_by_hand():
    # SE √(3² + 4²) = 5: 40 ± 9.7998199; ratio 5·exp(±1.959964·√((3/50)² + (4/10)²))
    se = np.array([3, 1, 1, 1, 4.0])
    result = table(VALUES, se=se, draws=200)
    assert result["gap"].lower == pytest.approx(40 - 9.79981992270027, rel=1e-10)
    assert result["gap"].upper == pytest.approx(40 + 9.79981992270027, rel=1e-10)
    # √(.0036 + .16) = .404474968; exp(.792756371) = 2.209478
    assert result["ratio"].upper == pytest.approx(5 * 2.2094776, rel=1e-6)
    assert result["ratio"].lower == pytest.approx(5 / 2.2094776, rel=1e-6)


def test_a_gap_interval_that_spans_zero_shows_it():
    result = table([31, 30, 30, 30, 30.0], se=2.0, draws=200)
    assert result["gap"].lower < 0 < result["gap"].upper
    assert result["aci"].lower < 0 < result["aci"].upper


def test_linear_limits_match_their_exact_form():
    # ACI = −Σwy with w = p(2X − 1) = −.09 −.12 0 .12 .09, SE √(2·.0081 + 2·.0144) = .212132
    result = table(VALUES, se=1.0, draws=50_000)["aci"]
    assert result.lower == pytest.approx(6 - 1.959964 * 0.212132, abs=0.01)
    assert result.upper == pytest.approx(6 + 1.959964 * 0.212132, abs=0.01)


def test_noisy_measures_say_so():
    noisy = table(VALUES, se=1.0, draws=200)
    for key in ("bgv", "theil", "mld", "idis", "mdm", "mdb"):
        assert str(noisy[key].method).startswith("observed value, biased upwards by noise; 95%")
    assert "biased" not in str(noisy["gap"].method)
    unordered = table(VALUES, ordered=False, se=1.0, draws=200, confidence=0.998)
    assert str(unordered["gap"].method).startswith("observed value, biased upwards by noise; 99.8%")


def test_pure_noise_reaches_down_to_no_inequality():
    rng = np.random.default_rng(3)
    result = table(30 + rng.standard_normal(33), np.ones(33), ordered=False, se=1.0)
    assert result["gap"].value > 3
    assert result["gap"].lower == pytest.approx(0, abs=1e-6)
    assert result["bgv"].lower == pytest.approx(0, abs=1e-6)
    assert result["ratio"].lower == pytest.approx(1, abs=1e-6)


def test_no_standard_errors_means_no_limits():
    result = table(VALUES)["bgv"]
    assert np.isnan(result.lower)
    assert np.isnan(result.upper)
    assert "no interval" in str(result.method)


def test_values_known_exactly_have_limits_of_no_width():
    for key, entry in table(VALUES, se=0.0, draws=100).items():
        assert (entry.lower, entry.upper) == pytest.approx((entry.value, entry.value)), key


def test_all_equal_values_are_no_inequality():
    for ordered in (True, False):
        for key, entry in table(np.full(5, 7.3), ordered=ordered, reference=0).items():
            expected = 1 if key == "ratio" else 0
            if ordered or key not in ("aci", "rci"):
                assert entry.value == pytest.approx(expected, abs=1e-9), key


def test_the_reference_group():
    assert table(VALUES)["mdr"].value == table(VALUES, reference=4)["mdr"].value
    result = table(VALUES, ordered=False)["mdr"]
    assert np.isnan(result.value)
    assert "no reference group" in str(result.method)


def test_an_ordered_set_with_a_missing_group_is_not_calculated():
    values = np.stack([VALUES, np.where(VALUES == 20, np.nan, VALUES)])
    result = table(values, se=1.0, draws=200)
    alone = table(VALUES, se=1.0, draws=200)
    for key in KEYS:
        assert result[key].value[0] == alone[key].value
        assert result[key].lower[0] == pytest.approx(float(alone[key].lower))
        assert np.isnan(result[key].value[1])
        assert "ordered groups must all have a value" in result[key].method[1]


def test_unordered_groups_need_85_percent_of_the_people():
    few = table([50, np.nan, 30, 20, 10], ordered=False)["bgv"]
    assert np.isnan(few.value)
    assert "less than 85% of the population" in str(few.method)
    # without the last group, 90% of the people: the same as never having had it
    enough = table([50, 40, 30, 20, np.nan], ordered=False, reference=3, se=1.0, draws=200)
    without = table([50, 40, 30, 20], PEOPLE[:4], ordered=False, reference=3)
    for key in set(KEYS) - {"aci", "rci"}:
        assert enough[key].value == pytest.approx(float(without[key].value)), key
    lost = table([50, 40, 30, 20, np.nan], ordered=False, reference=4)
    assert np.isnan(lost["mdr"].value)
    moved = table([np.nan, 40, 30, 20, 10], ordered=False, reference=1)
    assert moved["mdr"].value == table([40, 30, 20, 10], PEOPLE[1:], reference=0)["mdr"].value


def test_a_missing_standard_error_leaves_the_value():
    result = table(VALUES, se=[1, 1, np.nan, 1, 1], draws=200)["mdm"]
    assert result.value == pytest.approx(8)
    assert np.isnan(result.lower)
    assert "a standard error is missing" in str(result.method)


def test_values_of_zero_have_no_logarithm():
    result = table([5, 4, 3, 2, 0.0])
    for key in ("ratio", "theil", "mld"):
        assert np.isnan(result[key].value)
        assert "must be above 0" in str(result[key].method)
    assert result["idis"].value > 0
    for key in ("rci", "cov", "idis", "idis_unweighted", "paf"):
        assert np.isnan(table([2, 1, 0, -1, -2.0])[key].value), key


def test_draws_below_zero_cost_the_logarithmic_limits_only():
    result = table([5, 4, 3, 2, 1.0], se=1.5, draws=500, ordered=False)
    assert np.isnan(result["theil"].lower)
    assert "more than 1% of the draws" in str(result["theil"].method)
    assert result["bgv"].lower >= 0
    on_logs = table([5, 4, 3, 2, 1.0], se=0.3, draws=500, ordered=False, kind="rate")
    assert 0 <= on_logs["theil"].lower <= on_logs["theil"].value <= on_logs["theil"].upper


@pytest.mark.parametrize(
    ("change", "facts"),
    [
        ({"population": [100, 200, -400, 200, 100]}, ("population", "above 0", -400)),
        ({"population": [100, 200, 0, 200, 100]}, ("population", "above 0", "found 0")),
        ({"population": [1, 2, np.nan, 4, 5]}, ("population", "every group")),
        ({"estimate": [3.0], "population": 1}, ("estimate", "2 or more groups", 1)),
        ({"estimate": 3.0, "population": 1}, ("estimate", "2 or more groups", 1)),
        ({"population": [1, 2, 3]}, ("estimate (5,)", "population (3,)")),
        ({"se": -1.0}, ("se", "0 or more", -1)),
        ({"se": np.ones(4)}, ("se", "(4,)")),
        ({"reference": 5}, ("reference must be an index from 0 to 4; found 5",)),
        ({"reference": -1}, ("reference", "0 to 4", -1)),
        ({"confidence": 0}, ("confidence", "0 and 1")),
        ({"draws": 1}, ("draws", "100 or more", 1)),
        ({"kind": "rates"}, ("kind", "other, rate, proportion", "'rates'")),
        ({"kind": "proportion"}, ("estimate", "share", "0 and 1")),
        (
            {"kind": "proportion", "estimate": [1, 0.5, 0.4, 0.3, 0.2]},
            ("estimate", "strictly", "0 and 1", 1),
        ),
        ({"kind": "rate", "estimate": [1, 0, 3, 4, 5]}, ("estimate", "above 0")),
        ({"estimate": ["a", 1, 2, 3, 4]}, ("estimate", "numbers", "'a'")),
    ],
)
def test_impossible_arguments_are_named(change, facts):
    arguments = {"estimate": VALUES, "population": PEOPLE} | change
    with refused(ValueError, *facts):
        measures(**arguments, ordered=True, higher_is_better=True)


def test_leading_axes_give_what_each_set_gives_alone():
    rng = np.random.default_rng(5)
    values, se = rng.uniform(20, 60, (2, 3, 5)), rng.uniform(0.5, 2, (2, 3, 5))
    together = table(values, se=se, draws=300)
    for place in np.ndindex(2, 3):
        alone = table(values[place], se=se[place], draws=300)
        for key in KEYS:
            for part in ("value", "lower", "upper"):
                expected = float(getattr(alone[key], part))
                assert getattr(together[key], part)[place] == pytest.approx(expected), key
            assert together[key].method[place] == alone[key].method


@given(groups, flags, flags, st.floats(0.1, 10), st.floats(0, 50))
@settings(max_examples=60, deadline=None)
def test_scale_and_shift(values, ordered, higher, factor, shift):
    values, people = np.array(values), np.arange(1, len(values) + 1)
    arguments = {"ordered": ordered, "higher_is_better": higher, "reference": 0}
    plain = measures(values, people, **arguments)
    scaled = measures(values * factor, people * 3, **arguments)
    moved = measures(values + shift, people, **arguments)
    for key in KEYS:
        power = 2 if key in SQUARED else 0 if key in UNMOVED else 1
        expected = plain[key].value * factor**power
        tolerance = {"rel": 1e-6, "abs": 1e-7 * max(1, factor**power), "nan_ok": True}
        assert scaled[key].value == pytest.approx(expected, **tolerance), key
        if key in SHIFT_FREE:
            assert moved[key].value == pytest.approx(
                plain[key].value, rel=1e-6, abs=1e-6, nan_ok=True
            ), key


@given(st.data(), groups, flags)
@settings(max_examples=40, deadline=None)
def test_unordered_measures_do_not_depend_on_the_order(data, values, higher):
    order = np.array(data.draw(st.permutations(range(len(values)))))
    values, people = np.array(values), np.arange(1, len(values) + 1)
    plain = measures(values, people, ordered=False, higher_is_better=higher)
    mixed = measures(values[order], people[order], ordered=False, higher_is_better=higher)
    for key in KEYS:
        assert mixed[key].value == pytest.approx(
            plain[key].value, rel=1e-9, abs=1e-9, nan_ok=True
        ), key


@given(groups, flags, flags, st.floats(0.1, 3))
@settings(max_examples=25, deadline=None)
def test_limits_hold_the_value_widen_and_repeat(values, ordered, higher, se):
    def at(confidence, seed=0):
        return measures(
            values,
            np.arange(1, len(values) + 1),
            se=se,
            ordered=ordered,
            higher_is_better=higher,
            confidence=confidence,
            draws=200,
            seed=seed,
        )

    narrow, wide = at(0.8), at(0.99)
    assert at(0.8)["bgv"] == narrow["bgv"]
    for key in KEYS:
        if np.isnan(narrow[key].lower) or np.isnan(wide[key].lower):
            continue
        assert wide[key].lower <= narrow[key].lower <= narrow[key].value, key
        assert narrow[key].value <= narrow[key].upper <= wide[key].upper, key
        if key in NEVER_NEGATIVE:
            assert wide[key].lower >= 0, key


def test_seeds_reproduce_and_matter():
    first, again, other = (
        table(VALUES, se=2.0, draws=500, seed=seed)["theil"] for seed in (7, 7, 8)
    )
    assert (first.lower, first.upper) == (again.lower, again.upper)
    assert (first.lower, first.upper) != (other.lower, other.upper)
