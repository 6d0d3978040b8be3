"""The difference of two figures, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.stats import difference
from tests.refusals import refused

Z = 1.959963985
numbers = st.floats(-100, 100).map(lambda x: round(x, 3))
arms = st.floats(0.01, 50).map(lambda x: round(x, 3))


def test_a_difference_worked_by_hand() -> None:
    """SEs of 3 and 4 make 5: 20 − 10 = 10, with a 95% arm of 5z and a 99.8% arm of 5 · 3.0902."""
    found = difference.between(10, 10 - 3 * Z, 10 + 3 * Z, 20, 20 - 4 * Z, 20 + 4 * Z)
    assert found.value == pytest.approx(10)
    assert found.error == pytest.approx(5)
    assert found.limits(0.95) == (pytest.approx(10 - 5 * Z), pytest.approx(10 + 5 * Z))
    assert found.limits(0.998)[0] == pytest.approx(10 - 5 * 3.090232)
    assert (found.verdict(0.95), found.verdict(0.998)) == ("increased", "no clear change")


@pytest.mark.parametrize(
    ("later", "word"), [(14, "increased"), (11, "no clear change"), (6, "decreased")]
)
def test_verdicts_follow_the_interval(later: float, word: str) -> None:
    assert difference.between(10, 9, 11, later, later - 1, later + 1).verdict(0.95) == word


def test_a_limit_that_touches_zero_is_no_clear_change() -> None:
    exact = difference.Difference(np.array([0.0]), np.array([0.0]))
    assert exact.verdict(0.95).tolist() == ["no clear change"]


def test_what_is_missing_or_has_no_width_is_not_testable() -> None:
    found = difference.between(
        [10, np.nan, 10, 10], [9, 9, np.nan, 10], [11, 11, 11, 10], 20, 19, 21
    )
    assert found.verdict(0.95).tolist() == ["increased", *["not testable"] * 3]
    # The difference itself is known wherever both figures are.
    assert np.isnan(found.value).tolist() == [False, True, False, False]


@pytest.mark.parametrize(
    ("polarity", "words"),
    [
        ("high", ["better", "worse", "", ""]),
        ("low", ["worse", "better", "", ""]),
        ("none", [""] * 4),
    ],
)
def test_what_a_change_means(polarity: str, words: list[str]) -> None:
    given = ["increased", "decreased", "no clear change", "not testable"]
    assert difference.meaning(given, polarity).tolist() == words


def test_impossible_arguments_are_named() -> None:
    with refused(ValueError, "lower", "upper", 3, 1):
        difference.between(2, 3, 1, 2, 1, 3)
    with refused(ValueError, "polarity", "high, low, none", "'up'"):
        difference.meaning(["increased"], "up")


@given(numbers, arms, numbers, arms)
def test_swapping_the_periods_turns_the_sign(a: float, arm: float, b: float, other: float) -> None:
    there = difference.between(a, a - arm, a + arm, b, b - other, b + other)
    back = difference.between(b, b - other, b + other, a, a - arm, a + arm)
    assert there.value == -back.value
    np.testing.assert_allclose(there.limits(0.95), [-x for x in back.limits(0.95)[::-1]])
