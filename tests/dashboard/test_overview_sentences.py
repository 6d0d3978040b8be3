"""The overview's findings in few words: every form to the letter, none against its row."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard import overview_sentences, queries, sentences
from dashboard.db import Build
from tests.dashboard.given import YEARS, gap_change


@pytest.mark.parametrize(
    ("given", "polarity", "expected"),
    [
        (
            {},
            "low",
            "The most deprived fifth of boroughs do worse than the least deprived on smoking. "
            "The gap has narrowed since 2012.",
        ),
        (
            {"latest_estimate": -3.0, "latest_lower": -5.0, "latest_upper": -1.0},
            "high",
            "The most deprived fifth of boroughs do better than the least deprived on smoking. "
            "The gap has narrowed since 2012.",
        ),
        (
            {"latest_lower": -1.0, "verdict": "no clear change"},
            "low",
            "On smoking, there may be no gap between the most deprived fifth of boroughs and the "
            "least deprived. There is no clear change in the gap since 2012.",
        ),
        (
            {"verdict": "widening"},
            "none",
            "The most deprived fifth of boroughs have lower figures than the least deprived on "
            "smoking. The gap has widened since 2012.",
        ),
        (
            {
                "verdict": "not testable",
                "reason": "fewer than two comparable periods that do not overlap",
            },
            "low",
            "The most deprived fifth of boroughs do worse than the least deprived on smoking. "
            "Whether the gap is narrowing cannot be tested: its periods overlap.",
        ),
    ],
    ids=["worse", "better", "may be none", "not judged", "not testable"],
)
def test_a_standing_in_words(given: dict[str, object], polarity: str, expected: str) -> None:
    assert (
        overview_sentences.standing("Smoking", "persons", polarity, gap_change(**given), 3)
        == expected
    )


def test_a_gap_of_nothing_without_an_interval_may_be_none() -> None:
    row = gap_change(latest_estimate=0.0, latest_lower=None, latest_upper=None)
    assert overview_sentences.may_be_none(row)
    assert not overview_sentences.may_be_none(row | {"latest_estimate": 0.1})


def test_another_period_of_the_other_sex_is_named() -> None:
    first, other = gap_change(sex="female"), gap_change(sex="male", latest_period="2021")
    said = overview_sentences.summary("Healthy life", [first, other], YEARS)
    assert said.endswith("For males it was 3.0 years (1.0 to 5.0) in 2021: narrowing.")
    same = overview_sentences.summary("Healthy life", [first, gap_change(sex="male")], YEARS)
    assert same.endswith("For males it was 3.0 years (1.0 to 5.0): narrowing.")


def test_the_trend_in_words_has_both_ends() -> None:
    gaps = [
        {"period": "2012", "estimate": 5.0, "lower": float("nan"), "upper": float("nan")},
        {"period": "2022", "estimate": 3.0, "lower": 1.0, "upper": 5.0},
    ]
    assert overview_sentences.over_time("Smoking", gaps, YEARS) == (
        "Gap in smoking over 2 periods: from 5.0 years in 2012 to 3.0 years (1.0 to 5.0) in 2022."
    )
    assert "one period only" in overview_sentences.over_time("Smoking", gaps[1:], YEARS)


def test_no_standing_contradicts_its_row(build: Build) -> None:
    """Every gap between the fifths of boroughs that is measured, not only those that lead."""
    known = queries.indicators(build)
    changes = queries.headline_changes(build)
    measured = changes[(changes["measure"] == "gap") & changes["latest_estimate"].notna()]
    assert set(measured["verdict"]) == set(sentences.VERDICT_MARKS)
    for _, row in measured.iterrows():
        about = known.loc[row["indicator_id"]]
        said = overview_sentences.standing(
            about["short_title"], row["sex"], about["polarity"], dict(row), 3
        )
        assert sentences.subject(about["short_title"], row["sex"]) in said
        spans = _holds_zero(row)
        judged = about["polarity"] != "none"
        assert ("there may be no gap" in said) == spans
        assert ("do worse" in said) == (row["latest_estimate"] > 0 and judged and not spans)
        assert ("do better" in said) == (row["latest_estimate"] < 0 and judged and not spans)
        assert ("have lower figures" in said) == (
            row["latest_estimate"] > 0 and not judged and not spans
        )
        for verdict, phrase in {
            "narrowing": f"has narrowed since {row['first_period']}",
            "widening": f"has widened since {row['first_period']}",
            "no clear change": f"no clear change in the gap since {row['first_period']}",
            "not testable": "cannot be tested",
        }.items():
            assert (phrase in said) == (row["verdict"] == verdict), said


def _holds_zero(row: pd.Series) -> bool:
    if pd.isna(row["latest_lower"]):
        return bool(row["latest_estimate"] == 0)
    return bool(row["latest_lower"] <= 0 <= row["latest_upper"])


def test_every_reason_is_short_enough_for_a_card(build: Build) -> None:
    changes = queries.headline_changes(build)
    gaps = changes[(changes["measure"] == "gap") & (changes["verdict"] == "not testable")]
    measured = gaps[gaps["latest_estimate"].notna()]
    assert len(measured) > 20
    for reason in measured["reason"].unique():
        assert len(overview_sentences.short_reason(reason, 1)) <= 30
        assert len(overview_sentences.short_reason(reason, 2)) <= 30
