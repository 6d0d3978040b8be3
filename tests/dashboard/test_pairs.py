"""Whether two boroughs differ: by hand, against scipy, and as the marts have their figures."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import logit
from scipy.stats import norm

from dashboard import pairs, queries
from dashboard.db import Build
from dashboard.state import Confidence


@dataclass(frozen=True)
class Estimate:
    symmetric: float
    error: float


def test_two_estimates_by_hand() -> None:
    # 3 and 4 make a standard error of 5: 9.7 apart is z = 1.94, 9.9 is 1.98, 15.5 is 3.1.
    one = Estimate(0.0, 3.0)
    assert pairs.difference(one, Estimate(9.7, 4.0), "95") == "too close to call"
    assert pairs.difference(one, Estimate(9.9, 4.0), "95") == "clear"
    assert pairs.difference(Estimate(9.9, 4.0), one, "95") == "clear"
    assert pairs.difference(one, Estimate(9.9, 4.0), "99.8") == "too close to call"
    assert pairs.difference(one, Estimate(15.5, 4.0), "99.8") == "clear"


def test_overlapping_intervals_can_still_be_of_boroughs_that_differ() -> None:
    # 10 (8.04 to 11.96) and 13 (11.04 to 14.96): z = 3 / sqrt(2) = 2.12.
    assert pairs.difference(Estimate(10, 1), Estimate(13, 1), "95") == "clear"


@pytest.mark.parametrize("bare", [Estimate(9.0, float("nan")), Estimate(*[float("nan")] * 2)])
def test_without_both_intervals_chance_is_not_assessed(bare: Estimate) -> None:
    known = Estimate(1.0, 0.1)
    assert pairs.difference(known, bare, "95") == "chance not assessed"
    assert pairs.difference(bare, known, "95") == "chance not assessed"
    assert pairs.between([known, bare], [Estimate(9.0, 0.1)], "95") == "chance not assessed"


def test_of_several_the_least_clear_counts() -> None:
    top = [Estimate(10.0, 0.1), Estimate(10.0, 9.0)]
    assert pairs.between(top[:1], [Estimate(1.0, 0.1)], "95") == "clear"
    assert pairs.between(top, [Estimate(1.0, 0.1)], "95") == "too close to call"


@given(
    st.floats(-5, 5), st.floats(0.1, 2), st.floats(-5, 5), st.floats(0.1, 2),
    st.sampled_from(["95", "99.8"]),
)  # fmt: skip
def test_what_is_clear_is_what_a_two_sided_test_finds(
    a: float, s_a: float, b: float, s_b: float, confidence: Confidence
) -> None:
    p = 2 * norm.sf(abs(a - b) / np.sqrt(s_a**2 + s_b**2))
    is_clear = pairs.difference(Estimate(a, s_a), Estimate(b, s_b), confidence) == "clear"
    alpha = {"95": 0.05, "99.8": 0.002}[confidence]
    if abs(p - alpha) > 1e-9:
        assert is_clear == (p < alpha)


def test_the_marts_give_what_the_published_intervals_give(build: Build) -> None:
    """Every pair of one proportion's figures: on log odds, from the limits as published."""
    figures = queries.histories(build, "obesity_year_6", "persons", "10-11 yrs", "london")
    latest = figures[(figures["period"] == "2024/25") & (figures["area_type"] == "borough")]
    known = latest.dropna(subset=["lower_95"]).set_index("area_code")
    share = logit(known[["value", "lower_95", "upper_95"]] / 100)
    error = (share["upper_95"] - share["lower_95"]) / (2 * norm.ppf(0.975))
    found = {"clear": 0, "too close to call": 0}
    for one, other in combinations(known.index, 2):
        z = (share["value"][one] - share["value"][other]) / np.hypot(error[one], error[other])
        said = pairs.difference(_of(known.loc[one]), _of(known.loc[other]), "95")
        assert said == ("clear" if 2 * norm.sf(abs(z)) < 0.05 else "too close to call")
        found[said] += 1
    assert min(found.values()) > 10


def _of(row: object) -> Estimate:
    return Estimate(float(row["symmetric_value"]), float(row["standard_error"]))  # type: ignore[index]
