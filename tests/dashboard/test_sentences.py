"""No sentence about a gap says anything its row does not; every form of one, to the letter."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from dashboard import measures, queries, sentences, state
from dashboard.content import gaps
from dashboard.db import Build
from tests.dashboard.given import PERCENT, YEARS, gap_change, view_of, with_a_map

LIFE = {
    "verdict": "no clear change",
    "first_period": "2011 to 2013",
    "latest_period": "2022 to 2024",
    "latest_estimate": 7.0,
    "latest_lower": 4.2,
    "latest_upper": 9.8,
}


def said(dimension: str = "borough_fifths_by_deprivation", **given: object) -> str:
    title = "Healthy life expectancy at birth"
    return sentences.gap(title, "male", dimension, gap_change(**LIFE | given), YEARS)


def test_a_gap_is_its_size_period_interval_and_verdict() -> None:
    assert said() == (
        "The gap in healthy life expectancy at birth (males) between the most and least deprived "
        "fifths of boroughs was 7.0 years in 2022 to 2024 (95% interval 4.2 to 9.8). There is no "
        "clear change since 2011 to 2013."
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"verdict": "narrowing"}, "It has narrowed since 2011 to 2013."),
        ({"verdict": "widening"}, "It has widened since 2011 to 2013."),
        (
            {"verdict": "not testable", "reason": "Only one period."},
            "Whether it is narrowing cannot be tested: only one period.",
        ),
        ({"latest_lower": -1.0}, "so there may be none."),
        ({"latest_estimate": -3.0, "latest_lower": -5.0, "latest_upper": -1.0}, "the other way"),
        ({"latest_lower": None, "latest_upper": None}, "(no interval is published)"),
        (
            {"latest_estimate": None, "reason": "not calculated: a group lacks"},
            "cannot be measured: a group lacks.",
        ),
    ],
)
def test_doubt_and_direction_are_said(given: dict[str, object], words: str) -> None:
    assert words in said(**given)


@pytest.mark.parametrize(
    ("verdict", "chip"),
    [
        ("narrowing", "▼ Narrowing"),
        ("widening", "▲ Widening"),
        ("no clear change", "● No clear change"),
        ("not testable", "– Not testable"),
    ],
)
def test_a_verdict_has_its_mark(verdict: str, chip: str) -> None:
    assert sentences.verdict_chip(gap_change(verdict=verdict)) == chip


def test_what_was_not_measured_has_no_verdict() -> None:
    assert sentences.verdict_chip(None) == sentences.verdict_chip(
        gap_change(verdict="not testable")
    )
    assert sentences.gap("Smoking", "persons", "sex", None, PERCENT) == (
        "The gap in smoking has not been measured this way."
    )


def test_named_groups_are_named() -> None:
    words = said("ethnicity", latest_disadvantaged="Asian", latest_advantaged="Mixed")
    assert "between Asian and Mixed" in words


def test_differences_of_percentages_are_points() -> None:
    assert sentences.measure_value("gap", 4.06, PERCENT) == "4.1 points"
    assert sentences.measure_value("paf", 4.06, PERCENT) == "4.1%"
    assert sentences.measure_value("ratio", 1.684, PERCENT) == "1.68"


@pytest.mark.slow
def test_every_sentence_agrees_with_its_row(build: Build) -> None:
    """All indicators, sexes and ways of comparing."""
    seen = 0
    for indicator in with_a_map(build):
        series = queries.series(build, indicator)
        for sex, age in series.groupby("sex", sort=False)["age"].first().items():
            for way in state.ways(build, indicator, str(sex), age, ""):
                view = view_of(build, indicator=indicator, sex=str(sex), by=way)
                _agrees(gaps.gap(build, view))
                seen += 1
    assert seen > 150


def _agrees(shown: gaps.Gap) -> None:
    row = shown.change[shown.pair[0]]
    finding = shown.finding
    words = {
        "narrowing": "has narrowed since",
        "widening": "has widened since",
        "no clear change": "no clear change since",
        "not testable": "cannot be",
    }
    for verdict, phrase in words.items():
        if pd.notna(row["latest_estimate"]):
            assert (phrase in finding) == (row["verdict"] == verdict), (finding, row)
    if pd.isna(row["latest_estimate"]):
        assert "cannot be measured" in finding
        return
    unit = sentences.gap_unit(shown.unit)
    assert unit.full(row["latest_estimate"]) in finding
    assert str(row["latest_period"]) in finding
    if pd.notna(row["latest_lower"]):
        assert ("so there may be none" in finding) == (
            row["latest_lower"] <= 0 <= row["latest_upper"]
        )


def test_every_measure_in_the_marts_is_explained(build: Build) -> None:
    found = build.frame("select distinct measure from inequality")["measure"]
    assert set(found) == set(measures.MEASURES)


def test_the_boroughs_that_account_for_most_are_named_with_their_shares() -> None:
    shares = pd.DataFrame(
        {
            "measure": "mdm",
            "period": "2024/25",
            "area_name": ["Barnet", "Newham", "Brent", "Camden"],
            "share": [0.1, 0.35, 0.2, 0.15],
        }
    )
    assert sentences.accounts(shares) == (
        "Three boroughs account for 70% of the inequality between boroughs in 2024/25: "
        "Newham (35%), Brent (20%), Camden (15%)."
    )
    assert sentences.accounts(shares.iloc[:0]) == (
        "How much each borough accounts for cannot be worked out for this indicator."
    )


def test_shares_of_the_inequality_are_the_marts(build: Build) -> None:
    found = queries.contribution(build, "obesity_year_6", "persons", "10-11 yrs")
    shares = found[found["measure"] == "mdm"]["share"].dropna()
    assert shares.sum() == pytest.approx(1)
    top = re.findall(r"\((\d+)%\)", sentences.accounts(found))
    assert [int(x) for x in top] == [round(100 * x) for x in shares.nlargest(3)]
