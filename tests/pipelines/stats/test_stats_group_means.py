"""The gap between two groups with the spread of their members: by hand, and against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pipelines.stats import group_means
from pipelines.stats.group_means import difference, group_mean

numbers = st.floats(-100, 100).map(lambda x: round(x, 2))
groups = st.lists(numbers, min_size=2, max_size=9)


def test_a_group_worked_by_hand() -> None:
    """Weights of a half, a quarter and a quarter: m = 5 + 3 + 4 = 12.

    Σw²(y − m)² = (1/4)·4 + (1/16)·0 + (1/16)·16 = 2, times 3/2.
    """
    found = group_mean([10, 12, 16], [200, 100, 100])
    assert found.mean == pytest.approx(12)
    assert found.variance == pytest.approx(3)
    assert (found.degrees, found.members, found.known) == (2, 3, 1)


def test_a_gap_worked_by_hand() -> None:
    """The other group: m = 8, v = (1/4)(1 + 1)·2 = 1 with one degree of freedom.

    So the gap is 4 ± t·√(3 + 1), with 16/(9/2 + 1/1) = 2.909 degrees of freedom.
    """
    gap = difference(group_mean([10, 12, 16], [2, 1, 1]), group_mean([7, 9], [5, 5]))
    assert gap.value == pytest.approx(4)
    assert gap.error == pytest.approx(2)
    assert gap.degrees == pytest.approx(32 / 11)
    arm = 2 * stats.t.ppf(0.975, 32 / 11)
    assert (gap.lower, gap.upper) == (pytest.approx(4 - arm), pytest.approx(4 + arm))


@given(first=groups, second=groups, confidence=st.sampled_from([0.9, 0.95, 0.998]))
def test_with_equal_weights_it_is_welch_s_interval(
    first: list[float], second: list[float], confidence: float
) -> None:
    gap = difference(group_mean(first, 3), group_mean(second, 0.2), confidence=confidence)
    if min(np.ptp(first), np.ptp(second)) == 0:
        assert np.isnan(gap.lower) == (np.ptp(first) == np.ptp(second))
        return
    welch = stats.ttest_ind(first, second, equal_var=False)
    limits = welch.confidence_interval(confidence)
    assert gap.degrees == pytest.approx(welch.df, rel=1e-6)
    assert gap.lower == pytest.approx(limits.low, rel=1e-6, abs=1e-6)
    assert gap.upper == pytest.approx(limits.high, rel=1e-6, abs=1e-6)


@given(first=groups, second=groups, by=st.floats(0.1, 10), at=numbers)
def test_scaling_and_moving_the_figures_scales_and_moves_the_gap(
    first: list[float], second: list[float], by: float, at: float
) -> None:
    weights = np.arange(1, 10)
    plain = difference(
        group_mean(first, weights[: len(first)]), group_mean(second, weights[-len(second) :])
    )
    moved = difference(
        group_mean(by * np.array(first) + at, weights[: len(first)]),
        group_mean(by * np.array(second) + at, weights[-len(second) :]),
    )
    assert moved.value == pytest.approx(by * plain.value, abs=1e-6)
    if plain.error > 1e-3:
        assert moved.error == pytest.approx(by * plain.error, rel=1e-4)
        assert moved.degrees == pytest.approx(plain.degrees, rel=1e-4)


def test_a_member_without_a_value_is_left_out_with_its_weight() -> None:
    whole = group_mean([10, 12, np.nan, 16], [200, 100, 100, 100])
    assert whole.mean == pytest.approx(12)
    assert whole.variance == pytest.approx(3)
    assert (whole.degrees, whole.members) == (2, 3)
    assert whole.known == pytest.approx(0.8)
    # Nobody knows how much weight is missing.
    unknown = group_mean([10, 12, np.nan, 16], [200, 100, np.nan, 100])
    assert unknown.mean == pytest.approx(12)
    assert np.isnan(unknown.known)


def test_groups_are_told_apart_by_a_mask_and_keep_their_shape() -> None:
    values = np.array([[10, 12, 16, 7, 9], [10, 12, np.nan, 7, np.nan]])
    fifths = np.array([[True, True, True, False, False], [False, False, False, True, True]])
    found = group_mean(values, [200, 100, 100, 50, 50], included=fifths[:, None, :])
    assert found.mean == pytest.approx(np.array([[12, 32 / 3], [8, 7]]))
    assert found.variance[0, 0] == pytest.approx(3)
    assert found.members.tolist() == [[3, 2], [2, 1]]
    assert found.known == pytest.approx(np.array([[1, 0.75], [1, 0.5]]))
    gap = difference(
        group_means.GroupMean(*(x[0] for x in _fields(found))),
        group_means.GroupMean(*(x[1] for x in _fields(found))),
    )
    assert gap.value == pytest.approx(np.array([4, 11 / 3]))
    assert np.isfinite(gap.lower).tolist() == [True, False]


def test_one_member_has_a_mean_and_no_spread_and_nobody_has_neither() -> None:
    one, nobody = group_mean([5, np.nan], [1, 1]), group_mean([np.nan, np.nan], [1, 1])
    assert one.mean == 5
    assert np.isnan([one.variance, one.degrees]).all()
    assert np.isnan([nobody.mean, nobody.variance]).all()
    assert (nobody.members, nobody.known) == (0, 0)
    assert np.isnan(group_mean([5, 6], 1, included=[False, False]).known)
    gap = difference(one, group_mean([1, 2], 1))
    assert gap.value == 3.5
    assert np.isnan([gap.lower, gap.upper, gap.error, gap.degrees]).all()


def test_equal_members_give_no_interval_unless_the_other_group_differs() -> None:
    equal, other = group_mean([0.1, 0.1, 0.1], [0.3, 0.7, 0.9]), group_mean([1, 2, 3], 1)
    assert equal.variance == 0
    assert np.isnan(difference(equal, equal).lower)
    assert difference(equal, other).degrees == pytest.approx(2)


@pytest.mark.parametrize(
    ("values", "weights", "included", "said"),
    [
        (5, 1, None, "values must have the members on the last axis"),
        ([1, np.inf], 1, None, "values must be finite numbers"),
        ([1, 2], [1, 0], None, "weights must be above 0; found 0"),
        ([1, 2], [1, np.nan], None, "weights must be given for every member with a value"),
        ([1, 2], [1, 2, 3], None, "do not broadcast together"),
        ([1, 2], 1, [1, 0], "included must be true or false"),
    ],
)
def test_what_cannot_be_a_group_is_refused(
    values: object, weights: object, included: object, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        group_mean(values, weights, included=included)  # type: ignore[arg-type]


def test_a_confidence_is_between_0_and_1() -> None:
    group = group_mean([1, 2], 1)
    with pytest.raises(ValueError, match="confidence must be between 0 and 1"):
        difference(group, group, confidence=95)


def _fields(group: group_means.GroupMean) -> tuple[object, ...]:
    return group.mean, group.variance, group.degrees, group.members, group.known
