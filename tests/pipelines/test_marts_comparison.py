"""Limits at 99.8%, verdicts, fifths and ranks, against cases worked out elsewhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from pipelines.analysis import comparisons, limits
from pipelines.catalogue import Catalogue
from pipelines.stats import intervals
from tests import published
from tests.areas import CITY, LONDON
from tests.pipelines.frames import found_by


def _figures(**columns: object) -> pd.DataFrame:
    frame = pd.DataFrame(columns)
    frame["observation_id"] = range(1, len(frame) + 1)
    for column in ("lower_998", "upper_998", "count"):
        if column not in frame:
            frame[column] = np.nan
    return frame


def _wilson(x: float, n: float, confidence: float) -> tuple[float, float]:
    """Wilson's formula as Newcombe (1998) writes it, method 3."""
    z, p = norm.ppf((1 + confidence) / 2), x / n
    centre, arm = p + z**2 / (2 * n), z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return (centre - arm) / (1 + z**2 / n), (centre + arm) / (1 + z**2 / n)


def test_wilson_limits_at_998_follow_from_published_limits_at_95() -> None:
    low, high = _wilson(90, 400, 0.95)
    figures = _figures(
        indicator_id=["share"], value=[22.5], lower_95=[100 * low], upper_95=[100 * high]
    )
    derived = limits.limits_998(figures, pd.Series({"share": "wilson"})).iloc[0]
    low, high = _wilson(90, 400, 0.998)
    assert derived["limits_998_method"] == "derived"
    assert [derived["lower_998"], derived["upper_998"]] == pytest.approx([100 * low, 100 * high])


def test_nothing_is_derived_where_the_method_does_not_give_the_published_limits() -> None:
    figures = _figures(indicator_id=["share"], value=[22.5], lower_95=[19.0], upper_95=[24.0])
    derived = limits.limits_998(figures, pd.Series({"share": "wilson"})).iloc[0]
    assert derived["limits_998_method"] == "none"
    assert np.isnan(derived["lower_998"])


def test_byar_limits_scale_with_the_count() -> None:
    low, high = intervals.byar(40)
    figures = _figures(
        indicator_id=["rate"],
        value=[80.0],
        lower_95=[float(low) * 2],
        upper_95=[float(high) * 2],
        count=[40.0],
    )
    derived = limits.limits_998(figures, pd.Series({"rate": "byar"})).iloc[0]
    low, high = intervals.byar(40, 0.998)
    assert [derived["lower_998"], derived["upper_998"]] == pytest.approx([2 * low, 2 * high])


def test_published_limits_are_kept() -> None:
    figures = _figures(indicator_id=["share"], value=[5.0], lower_95=[4.0], upper_95=[6.0])
    figures["lower_998"], figures["upper_998"] = 3.0, 7.0
    derived = limits.limits_998(figures, pd.Series({"share": ""})).iloc[0]
    assert (derived["limits_998_method"], derived["lower_998"]) == ("published", 3.0)


def _pairs(**given: object) -> pd.DataFrame:
    row = {
        "observation_id": 1,
        "indicator_id": "low_is_good",
        "area_code": "E09000025",
        "value": 28.1,
        "lower_95": 26.9,
        "upper_95": 29.4,
        "lower_998": 26.2,
        "upper_998": 30.1,
        "benchmark": "london",
        "benchmark_code": "E12000007",
        "benchmark_value": 22.0,
    }
    return pd.DataFrame([row | given])


POLARITY = pd.Series({"low_is_good": "low", "high_is_good": "high", "neither": "none"})


@pytest.mark.parametrize(
    ("given", "at_95", "at_998"),
    [
        ({}, "worse", "worse"),
        ({"benchmark_value": 26.5}, "worse", "similar"),
        ({"benchmark_value": 26.9}, "similar", "similar"),
        ({"benchmark_value": 40.0}, "better", "better"),
        ({"indicator_id": "high_is_good"}, "better", "better"),
        ({"indicator_id": "neither"}, "higher", "higher"),
        ({"lower_998": np.nan, "upper_998": np.nan}, "worse", "not compared"),
    ],
)
def test_a_verdict_follows_limits_benchmark_and_polarity(
    given: dict[str, object], at_95: str, at_998: str
) -> None:
    verdict = comparisons.verdicts(_pairs(**given), POLARITY).iloc[0]
    assert (verdict["verdict_95"], verdict["verdict_998"]) == (at_95, at_998)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"area_code": "E12000007"}, "with itself"),
        ({"value": np.nan, "lower_95": np.nan, "upper_95": np.nan}, "no figure"),
        ({"benchmark_value": np.nan}, "published for London"),
        ({"lower_95": np.nan, "upper_95": np.nan}, "no confidence interval"),
    ],
)
def test_what_is_not_compared_says_why(given: dict[str, object], reason: str) -> None:
    verdict = comparisons.verdicts(_pairs(**given), POLARITY).iloc[0]
    assert verdict["verdict_95"] == "not compared"
    assert reason in verdict["reason_95"]


def test_fifths_count_from_the_worst() -> None:
    figures = pd.DataFrame(
        {
            "observation_id": range(10),
            "indicator_id": "high_is_good",
            "state": "published",
            "value": np.arange(10.0),
        }
        | dict.fromkeys(("period_start", "period_end", "sex", "age"), "same")
        | {"group_type": "total", "group_name": "all"}
    )
    fifths = comparisons.quintiles(figures, POLARITY)
    assert list(fifths["quintile"]) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


KIND = pd.Series({"low_is_good": "proportion", "high_is_good": "life_expectancy"})


def _boroughs(indicator: str, value: list[float], arm: float | None) -> pd.DataFrame:
    figures = np.array(value)
    nothing = np.full(len(value), np.nan)
    return pd.DataFrame(
        {
            "observation_id": range(1, len(value) + 1),
            "indicator_id": indicator,
            "area_code": [f"E0900000{place}" for place in range(1, len(value) + 1)],
            "value": figures,
            "lower_95": nothing if arm is None else figures - arm,
            "upper_95": nothing if arm is None else figures + arm,
        }
        | dict.fromkeys(("period_start", "period_end"), pd.Timestamp("2024-01-01"))
        | dict.fromkeys(("sex", "age", "group_type", "group_name"), "same")
    )


@pytest.mark.parametrize(
    ("indicator", "ranks"), [("low_is_good", [4, 3, 2, 1]), ("high_is_good", [1, 2, 3, 4])]
)
def test_boroughs_far_apart_have_sure_ranks_worst_first(indicator: str, ranks: list[int]) -> None:
    ranked = comparisons.ranked(_boroughs(indicator, [10, 20, 30, 40], 0.5), POLARITY, KIND)
    for column in ("rank", "rank_lower", "rank_upper"):
        assert list(ranked[column]) == ranks
    assert set(ranked["rank_of"]) == {4}


def test_boroughs_that_cannot_be_told_apart_may_hold_any_rank() -> None:
    ranked = comparisons.ranked(_boroughs("high_is_good", [30.0] * 4, 5.0), POLARITY, KIND)
    assert set(ranked["rank_lower"]) == {1}
    assert set(ranked["rank_upper"]) == {4}


def test_a_rank_is_the_place_of_the_figure_and_equal_figures_share_it() -> None:
    # From the worst: 40, then 30 twice, then 10; from the best it is the other way about.
    figures = [10.0, 30.0, 40.0, 30.0]
    low = comparisons.ranked(_boroughs("low_is_good", figures, 9.0), POLARITY, KIND)
    assert list(low["rank"]) == [4, 2, 1, 2]
    assert list(low["rank_shared"]) == [1, 2, 1, 2]
    assert (low["rank_lower"] <= low["rank"]).all()
    assert (low["rank_upper"] >= low["rank"] + low["rank_shared"] - 1).all()
    high = comparisons.ranked(_boroughs("high_is_good", figures, 9.0), POLARITY, KIND)
    assert list(high["rank"]) == [1, 2, 4, 2]


def test_standard_errors_are_on_the_scale_on_which_the_interval_is_symmetric() -> None:
    share = _boroughs("low_is_good", [20.0, 30.0], 2.0)
    share["lower_95"], share["upper_95"] = [18.1, 27.4], [22.0, 32.7]
    found = comparisons.ranked(share, POLARITY, KIND).iloc[0]
    odds = np.log([0.20 / 0.80, 0.181 / 0.819, 0.22 / 0.78])
    assert found["symmetric_scale"] == "proportion"
    assert found["symmetric_value"] == pytest.approx(odds[0])
    assert found["standard_error"] == pytest.approx((odds[2] - odds[1]) / (2 * norm.ppf(0.975)))
    years = comparisons.ranked(_boroughs("high_is_good", [60.0, 70.0], 1.96), POLARITY, KIND)
    assert list(years["symmetric_scale"]) == ["other", "other"]
    assert list(years["symmetric_value"]) == [60.0, 70.0]
    assert list(years["standard_error"]) == pytest.approx([1.0, 1.0], rel=1e-4)


def test_an_interval_without_width_is_no_standard_error() -> None:
    found = comparisons.ranked(_boroughs("high_is_good", [60.0, 70.0], 0.0), POLARITY, KIND)
    assert found["standard_error"].isna().all()
    assert found["symmetric_value"].isna().all()


def test_one_borough_alone_has_no_rank() -> None:
    figures = _boroughs("low_is_good", [10.0, 20.0], 1.0)
    figures.loc[1, ["value", "lower_95", "upper_95"]] = np.nan
    for boroughs in (figures, figures.iloc[:1]):
        alone = comparisons.ranked(boroughs, POLARITY, KIND).iloc[0]
        assert alone[["rank", "rank_lower", "rank_upper", "rank_shared"]].isna().all()
        assert (alone["rank_of"], alone["rank_reason"]) == (1, "no other borough has a figure")


def test_without_an_interval_there_is_a_rank_but_no_range_and_without_a_figure_neither() -> None:
    bare = comparisons.ranked(_boroughs("low_is_good", [10, 20, 30], None), POLARITY, KIND)
    assert list(bare["rank"]) == [3, 2, 1]
    assert bare[["rank_lower", "rank_upper", "standard_error"]].isna().all(axis=None)
    assert set(bare["rank_reason"]) == {"no interval"}
    figures = _boroughs("low_is_good", [10, 20, 30], 1.0)
    figures.loc[1, ["value", "lower_95", "upper_95"]] = np.nan
    ranked = comparisons.ranked(figures, POLARITY, KIND)
    assert list(ranked["rank"].fillna(0)) == [2, 0, 1]
    assert ranked["rank_reason"][1] == "there is no figure"
    assert set(ranked["rank_of"]) == {2}


@pytest.mark.parametrize(
    ("complete", "age", "difference", "words"),
    [
        (False, "adjusted", 0.4, ("worse", "worse")),
        (False, "not_needed", 0.4, ("worse", "worse")),
        (True, "not_needed", 0.4, ("similar", "similar")),
        (True, "adjusted", 0.5, ("worse", "worse")),
        (False, "none", 0.4, ("worse", "similar")),
        (False, "unknown", 0.4, ("worse", "similar")),
        (False, "none", 0.5, ("worse", "worse")),
    ],
)
def test_what_is_sure_must_also_be_large_enough_to_matter(
    complete: bool, age: str, difference: float, words: tuple[str, str]
) -> None:
    traits = pd.DataFrame({"complete_count": [complete], "age_adjustment": [age]}, index=["share"])
    pairs = _figures(
        indicator_id=["share"],
        area_code=["E09000025"],
        benchmark=["london"],
        benchmark_code=["E12000007"],
        value=[20.0 + difference],
        benchmark_value=[20.0],
        lower_95=[20.2],
        upper_95=[20.8],
        least_relevant=[0.5],
    ).assign(lower_998=20.1, upper_998=20.9)
    judged = comparisons.verdicts(pairs, pd.Series({"share": "low"}))
    found = comparisons.only_relevant(judged, pairs, traits).iloc[0]
    assert (found["verdict_95"], found["verdict_998"]) == words
    for level, word in zip(("95", "998"), words, strict=True):
        assert found[f"reason_{level}"] == (comparisons.TOO_SMALL if word == "similar" else "")


def test_the_least_relevant_difference_by_plain_recomputation(
    marts: Path, committed_figures: pd.DataFrame
) -> None:
    own = committed_figures.query(
        "indicator_id == 'bad_health' and group_type == 'total' and value.notna()"
    ).set_index("area_code")["value"]
    boroughs = own[own.index.str.startswith("E09")].drop(CITY)
    found = published.tables(marts, "comparison")["comparison"].query(
        "indicator_id == 'bad_health' and group_type == 'total'"
    )
    expected = max(boroughs.std(ddof=0) / 2, own[LONDON] / 20)
    assert found["least_relevant"].to_numpy() == pytest.approx(expected)
    known = found["difference"].notna()
    assert (
        found.loc[known, "is_relevant"] == (found.loc[known, "difference"].abs() >= expected)
    ).all()


def test_no_complete_count_is_sure_of_a_difference_too_small_to_matter(
    marts: Path, known: Catalogue
) -> None:
    found = published.tables(marts, "comparison")["comparison"]
    small = found[found["is_relevant"].eq(False)]
    differs = ["better", "worse", "higher", "lower"]
    complete = {x.id for x in known.indicators.values() if x.complete_count}
    plain = {
        x.id for x in known.indicators.values() if x.age_adjustment not in comparisons.ADJUSTED
    }
    assert len(small[small["indicator_id"].isin(complete)])
    assert not small.loc[small["indicator_id"].isin(complete), "verdict_95"].isin(differs).any()
    own = small["indicator_id"].isin(complete | plain)
    assert not small.loc[own, "verdict_998"].isin(differs).any()


def test_the_check_finds_a_similar_verdict_that_its_limits_do_not_bear(marts: Path) -> None:
    tables = published.tables(marts, "comparison", "observation")
    comparison, observation = tables["comparison"], tables["observation"]
    check = "comparison_agrees_with_limits"
    assert found_by(check, comparison=comparison, observation=observation) == 0
    wrong = comparison.assign(is_relevant=True)
    assert found_by(check, comparison=wrong, observation=observation)
