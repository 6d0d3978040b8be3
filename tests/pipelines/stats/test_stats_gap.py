"""Narrowing, non-overlapping periods and contributions."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.stats import gap
from tests.refusals import refused

Z = 1.959963984540054
ROLLING = [(year, year + 2) for year in range(2011, 2021)]


def days(years):
    return [date(a, 1, 1) for a, _ in years], [date(b, 12, 31) for _, b in years]


def annual(count, first=2010):
    return days([(first + step, first + step) for step in range(count)])


def change(values, se, years=None, scale="absolute", **rest):
    values = np.asarray(values, dtype=float)
    start, end = annual(values.shape[-1]) if years is None else days(years)
    arm = Z * np.asarray(se)
    if scale == "relative":
        limits = values * np.exp(-arm), values * np.exp(arm)
    else:
        limits = values - arm, values + arm
    return gap.change(values, *limits, start=start, end=end, scale=scale, **rest)


def test_periods_are_counted_back_from_the_latest():
    # 2020–22 then 2017–19, 2014–16, 2011–13; the others overlap one of them
    chosen = gap.non_overlapping(*days(ROLLING))
    assert [ROLLING[i][0] for i in np.flatnonzero(chosen)] == [2011, 2014, 2017, 2020]


def test_annual_periods_all_count_in_any_order():
    start, end = annual(4)
    assert gap.non_overlapping(start[::-1], end[::-1]).all()
    assert gap.non_overlapping([], []).tolist() == []


def test_a_period_that_touches_the_next_day_does_not_overlap():
    start = np.array(["2019-04-01", "2020-03-31", "2020-04-01"], dtype="datetime64[D]")
    end = np.array(["2020-03-31", "2020-03-31", "2021-03-31"], dtype="datetime64[D]")
    assert gap.non_overlapping(start, end).tolist() == [False, True, True]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 8)), min_size=1, max_size=9))
@settings(max_examples=50, deadline=None)
def test_the_set_is_the_longest_that_holds_the_latest(pairs):
    first = np.array([a for a, _ in pairs])
    last = np.array([a + b for a, b in pairs])
    base = np.datetime64("2000-01-01")
    chosen = gap.non_overlapping(base + first, base + last)
    best = 0
    for subset in range(1, 2 ** len(pairs)):
        picked = [i for i in range(len(pairs)) if subset >> i & 1]
        apart = all(
            last[i] < first[j] or last[j] < first[i] for i in picked for j in picked if i < j
        )
        if apart and last[picked].max() == last.max():
            best = max(best, len(picked))
    assert chosen.sum() == best
    assert last[chosen].max() == last.max()


def test_change_and_slope_by_hand():
    # first to latest 4 − 10 = −6, SE √2; slope over years 0 1 2 3 with equal weights:
    # Σ(t − 1.5)y = −15 − 4 + 3 + 6 = −10, Σ(t − 1.5)² = 5 → −2 a year, SE 1/√5, no scatter,
    # so √max(1, φ) = 1; t with 2 degrees of freedom is 4.302653
    result = change([10, 8, 6, 4], 1.0)
    assert result.change == pytest.approx(-6)
    assert result.change_lower == pytest.approx(-6 - Z * np.sqrt(2), rel=1e-9)
    assert result.change_upper == pytest.approx(-6 + Z * np.sqrt(2), rel=1e-9)
    # the middles of leap and common years are not quite a year apart
    assert result.slope == pytest.approx(-2, rel=1e-3)
    assert result.slope_upper - result.slope == pytest.approx(4.302653 / np.sqrt(5), rel=1e-3)
    assert result.overdispersion == pytest.approx(0, abs=1e-4)
    assert (result.first, result.latest, result.periods) == (0, 3, 4)
    assert result.standard_errors == "from the published intervals"
    assert result.sensitivity == ""


def test_scatter_about_the_line_widens_its_interval_by_hand():
    # 10 8 10 4 over years −1.5 … 1.5: slope (−15 − 4 + 5 + 6)/5 = −1.6, line 10.4 8.8 7.2 5.6,
    # residuals −.4 −.8 2.8 −1.6, squares 11.2, φ = 5.6; SE √(5.6/5) = 1.058301
    result = change([10, 8, 10, 4], 1.0)
    assert result.overdispersion == pytest.approx(5.6, rel=1e-2)
    assert result.slope_upper - result.slope == pytest.approx(4.302653 * 1.058301, rel=1e-2)
    assert np.isnan(result.correlation)


def test_three_periods_have_normal_limits_and_no_factor():
    # slope −4/2 a year, SE 1/√2
    result = change([9, 9, 5], 1.0)
    assert result.slope_upper - result.slope == pytest.approx(Z / np.sqrt(2), rel=1e-3)
    assert np.isnan(result.overdispersion)


def test_residuals_like_their_neighbours_widen_the_interval_by_hand():
    # A line and a step: residuals of the step 1 1 1 1 −1 −1 −1 −1 about its own line.
    steps = np.repeat([1.0, -1.0], 4)
    years = np.arange(8) - 3.5
    slope = (years * steps).sum() / (years**2).sum()
    left = steps - slope * years
    r = (left[1:] * left[:-1]).sum() / (left**2).sum()
    likely = r + 0.15 + 1 / 8
    dispersion = (left**2).sum() / 6
    spread = max(1, dispersion * (1 + likely) / (1 - likely))
    expected = 2.446912 * np.sqrt(spread / 42)
    result = change(steps + 3 * years, 1.0)
    assert result.correlation == pytest.approx(r, abs=1e-2)
    assert result.slope_upper - result.slope == pytest.approx(expected, rel=1e-2)


def test_without_intervals_the_scatter_of_six_periods_is_the_standard_error():
    values = [20.0, 17.8, 16.2, 13.9, 12.1, 10.0]
    bare = [np.nan] * 6
    start, end = annual(6)
    result = gap.change(values, bare, bare, start=start, end=end, scale="absolute")
    assert (result.verdict, result.standard_errors) == (
        "narrowing",
        "from the scatter of the series",
    )
    assert np.isnan([result.change_lower, result.overdispersion]).all()
    five = gap.change(
        values[1:], bare[1:], bare[1:], start=start[1:], end=end[1:], scale="absolute"
    )
    assert five.verdict == "not testable"
    assert "fewer than 6" in str(five.reason)


def test_without_intervals_a_series_that_wanders_is_not_tested():
    values = np.sin(np.arange(16) / 3) * 5 + np.arange(16)
    bare = np.full(16, np.nan)
    start, end = annual(16)
    result = gap.change(values, bare, bare, start=start, end=end, scale="absolute")
    assert (result.verdict, result.correlation > 0.5) == ("not testable", True)
    assert "too alike" in str(result.reason)


def test_a_slope_that_one_end_makes_is_not_clear():
    result = change([13, 11, 11, 8, 9, 9], 1.0)
    assert (result.verdict, result.rests_on) == ("no clear change", "first")
    assert change([9, 9, 8, 11, 11, 13], 1.0).rests_on == "last"
    assert change([20, 15, 10, 5], 0.5).rests_on == ""


def test_another_order_of_the_groups_is_tested_beside_it():
    start, end = annual(4)
    main, other = np.array([10.0, 8, 6, 4]), np.array([6.0, 2, -2, -6])
    result = gap.change(
        main,
        main - 0.5,
        main + 0.5,
        start=start,
        end=end,
        scale="absolute",
        alternative=(other, other - 0.5, other + 0.5),
    )
    assert (result.verdict, result.sensitivity) == ("narrowing", "reversed")


def test_rolling_periods_use_only_those_that_do_not_overlap():
    # 2011–13 to 2020–22: positions 0, 3, 6 and 9
    result = change(np.linspace(10, 1, 10), 1.0, ROLLING)
    assert (result.first, result.latest, result.periods) == (0, 9, 4)
    assert result.change == pytest.approx(-9)
    assert result.slope == pytest.approx(-1, rel=1e-3)


def test_relative_gaps_are_tested_on_the_log_scale():
    # 4 → 1 is a factor of 1/4; log slope −ln 4/2 a year → a factor of 1/2
    result = change([4, 2, 1], 0.1, scale="relative")
    assert result.change == pytest.approx(0.25)
    assert result.change_lower == pytest.approx(0.25 * np.exp(-Z * 0.1 * np.sqrt(2)), rel=1e-9)
    assert result.slope == pytest.approx(0.5, rel=1e-3)
    assert result.verdict == "narrowing"


@pytest.mark.parametrize(
    ("values", "se", "verdict", "reason"),
    [
        ([4, 6, 8, 10], 0.5, "widening", "is clear"),
        ([10, 10, 10, 9.5], 1.0, "no clear change", "is not clear"),
        ([-10, -8, -6, -4], 0.5, "narrowing", "is clear"),
        ([-4, -6, -8, -10], 0.5, "widening", "is clear"),
        ([6, 2, -2, -6], 0.5, "reversed", "began on one side"),
        ([10, 5, 5, 5, 5, 7], 1.0, "no clear change", "is not clear"),
        ([12, 7, 8, 9, 10, 11, 12, 13, 14, 15, 11.9], 1.0, "no clear change", "disagree"),
        ([np.nan, 5], 1.0, "not testable", "fewer than 3"),
        ([np.nan, np.nan], 1.0, "not testable", "no comparable period"),
        ([5, 9], [0.0, 0.0], "not testable", "no confidence intervals"),
        ([5, 9], [np.nan, 1.0], "not testable", "fewer than 3"),
    ],
)
def test_verdicts_give_their_reason(values, se, verdict, reason):
    result = change(values, se)
    assert result.verdict == verdict
    assert reason in str(result.reason)


def test_a_ratio_below_one_narrows_towards_one():
    assert change([0.25, 0.5, 0.9], 0.1, scale="relative").verdict == "narrowing"
    assert change([0.5, 0.7, 1.0, 1.5, 2], 0.1, scale="relative").verdict == "reversed"


def test_periods_of_another_length_or_definition_are_left_out():
    years = [(2010, 2012), (2013, 2013), (2014, 2014), (2015, 2015), (2016, 2016)]
    values = [9, 9, 6, 3, 1]
    assert change(values, 0.5, years).first == 1
    usable = [False, False, True, True, True]
    assert change(values, 0.5, years, comparable=usable).first == 2
    none = change(values, 0.5, years, comparable=[False, False, False, False, True])
    assert none.verdict == "not testable"
    assert none.periods == 1


def test_leading_axes_with_different_gaps_in_the_data():
    values = np.array([[[10, 8, 6, 4], [np.nan, 4, 6, 8]]])
    result = change(values, 0.5)
    assert result.verdict.tolist() == [["narrowing", "widening"]]
    assert result.first.tolist() == [[0, 1]]
    assert result.slope.shape == (1, 2)


@pytest.mark.parametrize(
    ("arguments", "facts"),
    [
        ({"scale": "log"}, ("scale", "absolute, relative", "'log'")),
        ({"lower": [9.0, 9.0]}, ("lower", "upper", 9, 6)),
        ({"gap": [1.0, 2.0, 3.0]}, ("gap (3,)", "lower (2,)")),
        ({"gap": 5.0, "lower": 4.0, "upper": 6.0}, ("gap must have the 2 periods",)),
        ({"start": [date(2012, 1, 1), date(2011, 1, 1)]}, ("end must not be before start",)),
        ({"start": [date(2010, 1, 1)]}, ("start and end must be as long as each other",)),
        ({"start": ["soon", "later"]}, ("start and end must be dates",)),
        ({"start": ["NaT", "2011-01-01"]}, ("start and end must be given for every period",)),
        ({"comparable": [1, 2]}, ("comparable must be true or false",)),
        ({"scale": "relative", "gap": [0.0, 1.0], "lower": [-1.0, 1.0]}, ("gap", "above 0")),
        ({"confidence": 2}, ("confidence", "0 and 1", 2)),
    ],
)
def test_impossible_arguments_are_named(arguments, facts):
    start, end = annual(2)
    usual = {"gap": [5.0, 4.0], "lower": [4.0, 3.0], "upper": [6.0, 5.0], "start": start}
    everything = usual | {"end": end, "scale": "absolute"} | arguments
    with refused(ValueError, *facts):
        gap.change(**everything)


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=8), st.floats(0.5, 5), st.floats(0.1, 10))
@settings(max_examples=50, deadline=None)
def test_the_unit_does_not_change_the_verdict(values, se, factor):
    plain, scaled = change(values, se), change(np.array(values) * factor, se * factor)
    assert scaled.verdict == plain.verdict
    assert scaled.change == pytest.approx(plain.change * factor, abs=1e-9, nan_ok=True)
    assert scaled.slope_lower == pytest.approx(
        plain.slope_lower * factor, rel=1e-6, abs=1e-9, nan_ok=True
    )


@given(st.lists(st.floats(1, 50), min_size=2, max_size=8), st.floats(0.5, 5))
@settings(max_examples=50, deadline=None)
def test_backwards_in_time_narrowing_is_widening(values, se):
    opposite = {"narrowing": "widening", "widening": "narrowing"}
    # Years of equal length, so that time runs the same both ways.
    start = np.datetime64("2001-01-01") + 365 * np.arange(len(values))
    arm = Z * se

    def verdict(series):
        series = np.array(series)
        end = start + np.timedelta64(364, "D")
        limits = series - arm, series + arm
        return str(gap.change(series, *limits, start=start, end=end, scale="absolute").verdict)

    forward = verdict(values)
    assert verdict(values[::-1]) == opposite.get(forward, forward)


def test_contributions_by_hand():
    values, people = [50, 40, 30, 20, 10], [100, 200, 400, 200, 100]
    # p(y − μ)² = 40 20 0 20 40 of 120
    bgv = gap.contribution(values, people)
    assert bgv == pytest.approx([1 / 3, 1 / 6, 0, 1 / 6, 1 / 3])
    # p|y − μ| = 2 2 0 2 2 of 8
    mdm = gap.contribution(values, people, measure="mdm")
    assert mdm == pytest.approx([0.25, 0.25, 0, 0.25, 0.25])
    # p·r·ln r = .0851376 .0767152 0 −.0540620 −.0366204 of .0711704
    theil = gap.contribution(values, people, measure="theil")
    assert theil == pytest.approx(
        [1.1962501948061164, 1.0779090764493695, 0, -0.759613757799543, -0.5145455134559427]
    )


@pytest.mark.parametrize("measure", ["bgv", "mdm", "theil"])
def test_no_inequality_has_no_shares(measure):
    shares = gap.contribution(np.full(7, 0.1), np.arange(1, 8) / 3, measure=measure)
    assert np.isnan(shares).all()


def test_missing_areas_in_contributions():
    shares = gap.contribution([[50, 40, 30, 20, np.nan]], [100, 200, 400, 200, 100])
    assert np.isnan(shares[0, 4])
    assert np.nansum(shares) == pytest.approx(1)
    assert np.isnan(gap.contribution([50, np.nan, 30, 20, 10], 1)).all()
    assert np.isnan(gap.contribution([5, 4, 0], 1, measure="theil")).all()


@pytest.mark.parametrize(
    ("arguments", "facts"),
    [
        (([1, 2], [1, -2]), ("population", "above 0", -2)),
        (([1], [1]), ("estimate", "2 or more groups", 1)),
    ],
)
def test_contribution_names_impossible_arguments(arguments, facts):
    with refused(ValueError, *facts):
        gap.contribution(*arguments)


def test_contribution_names_an_unknown_measure():
    with refused(ValueError, "measure", "bgv, mdm, theil", "'gini'"):
        gap.contribution([1, 2], [1, 1], measure="gini")


@given(
    st.lists(st.tuples(st.floats(1, 100), st.floats(1, 1_000)), min_size=2, max_size=33),
    st.sampled_from(["bgv", "mdm", "theil"]),
    st.floats(0.1, 10),
)
@settings(max_examples=50, deadline=None)
def test_contributions_sum_to_one_and_have_no_unit(pairs, measure, factor):
    values, people = np.array(pairs).T
    shares = gap.contribution(values, people, measure=measure)
    if np.ptp(values) < 1e-3:
        return
    assert shares.sum() == pytest.approx(1)
    scaled = gap.contribution(values * factor, people * 2, measure=measure)
    assert scaled == pytest.approx(shares, rel=1e-4, abs=1e-6)
    if measure != "theil":
        assert shares.min() >= 0
