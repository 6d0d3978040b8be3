"""The overview's findings in few words: every form to the letter, none against its row."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard import overview_sentences, queries, sentences
from dashboard.db import Build
from dashboard.text import Unit
from tests.dashboard.given import PERCENT, YEARS, gap_change

TURNED = {
    "latest_estimate": -3.0,
    "latest_lower": -5.0,
    "latest_upper": -1.0,
    "latest_spread_lower": -5.5,
    "latest_spread_upper": -0.5,
}


@pytest.mark.parametrize(
    ("given", "polarity", "expected"),
    [
        (
            {},
            "low",
            "The most deprived fifth of boroughs do worse than the least deprived on smoking "
            "(12.0%, against 9.0%). The gap has narrowed since 2012.",
        ),
        (
            TURNED,
            "high",
            "The most deprived fifth of boroughs do better than the least deprived on smoking "
            "(6.0%, against 9.0%). The gap has narrowed since 2012.",
        ),
        (
            {"latest_lower": -1.0, "verdict": "no clear change", "rests_on": "first"},
            "low",
            "On smoking, there may be no gap between the most deprived fifth of boroughs and the "
            "least deprived. There is no clear change in the gap since 2012: a slope is clear "
            "only with the first period.",
        ),
        (
            {"latest_spread_lower": -1.0, "verdict": "no clear change"},
            "low",
            "Smoking: higher in the most deprived fifth of boroughs (12.0%, against 9.0%). "
            "Boroughs within each fifth differ more. There is no clear change in the gap since "
            "2012.",
        ),
        (
            {"verdict": "widening"},
            "none",
            "The most deprived fifth of boroughs have higher figures than the least deprived on "
            "smoking (12.0%, against 9.0%). The gap has widened since 2012.",
        ),
        (
            TURNED | {"verdict": "reversed"},
            "low",
            "The most deprived fifth of boroughs do better than the least deprived on smoking "
            "(6.0%, against 9.0%). The gap has reversed since 2012: the most deprived fifth of "
            "boroughs had the higher figure then.",
        ),
        (
            {
                "verdict": "not testable",
                "reason": "fewer than 3 comparable periods that do not overlap",
            },
            "low",
            "The most deprived fifth of boroughs do worse than the least deprived on smoking "
            "(12.0%, against 9.0%). Whether the gap is narrowing cannot be tested: fewer "
            "than three periods apart.",
        ),
    ],
    ids=[
        *("worse", "better", "may be none", "boroughs differ more", "not judged", "reversed"),
        "not testable",
    ],
)
def test_a_standing_in_words(given: dict[str, object], polarity: str, expected: str) -> None:
    row = gap_change(**given)
    assert overview_sentences.standing("Smoking", "persons", polarity, row, PERCENT, 3) == expected


def test_another_period_of_the_other_sex_is_named() -> None:
    first, other = gap_change(sex="female"), gap_change(sex="male", latest_period="2021")
    said = overview_sentences.summary("Healthy life", [first, other], YEARS)
    assert said.endswith(
        "For males it was 3.00 years higher in the most deprived (1.00 to 5.00) in 2021: narrowing."
    )
    same = overview_sentences.summary("Healthy life", [first, gap_change(sex="male")], YEARS)
    assert same.endswith(
        "For males it was 3.00 years higher in the most deprived (1.00 to 5.00): narrowing."
    )


def test_the_trend_in_words_has_both_ends_and_who_had_more() -> None:
    fifths = {"measure": "gap", "dimension": "borough_fifths_by_deprivation"}
    gaps = [
        {"period": "2012", "estimate": -5.0, "lower": float("nan"), "upper": float("nan")}
        | {"disadvantaged_value": 4.0, "advantaged_value": 9.0, **fifths},
        {"period": "2022", "estimate": 3.0, "lower": -1.0, "upper": 5.0}
        | {"disadvantaged_value": 12.0, "advantaged_value": 9.0, **fifths},
    ]
    assert overview_sentences.over_time("Smoking", gaps, YEARS) == (
        "Gap in smoking over 2 periods: from 5.00 years higher in the least deprived (no "
        "interval) in 2012 to 3.00 years higher in the most deprived, perhaps none (1.00 lower to "
        "5.00 higher) in 2022."
    )
    assert "one period only" in overview_sentences.over_time("Smoking", gaps[1:], YEARS)


def test_no_standing_contradicts_its_row(build: Build) -> None:
    """Every gap between the fifths of boroughs that is measured, not only those that lead."""
    known = queries.indicators(build)
    changes = queries.headline_changes(build)
    measured = changes[(changes["measure"] == "gap") & changes["latest_estimate"].notna()]
    assert len(measured)
    assert set(measured["verdict"]) <= set(sentences.VERDICT_MARKS)
    for _, row in measured.iterrows():
        about = known.loc[row["indicator_id"]]
        said = overview_sentences.standing(
            about["short_title"], row["sex"], about["polarity"], dict(row), Unit.of(about), 3
        )
        low, high = row["latest_spread_lower"], row["latest_spread_upper"]
        spans = _holds_zero(row)
        with_spread = not spans and pd.notna(low) and not low <= 0 <= high
        judged = about["polarity"] != "none"
        above = row["latest_estimate"] > 0
        assert ("there may be no gap" in said) == spans
        assert ("do worse" in said) == (above and judged and with_spread)
        assert ("do better" in said) == (not above and judged and with_spread)
        assert ("have higher figures" in said) == (above and not judged and with_spread)
        assert ("differ more" in said) == (not spans and not with_spread and pd.notna(low))
        for verdict, phrase in {
            "narrowing": f"has narrowed since {row['first_period']}",
            "widening": f"has widened since {row['first_period']}",
            "reversed": f"has reversed since {row['first_period']}",
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
    assert len(measured)
    for reason in measured["reason"].unique():
        assert len(overview_sentences.short_reason(reason, 1)) <= 45
        assert len(overview_sentences.short_reason(reason, 2)) <= 45
