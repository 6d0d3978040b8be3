"""No sentence about a gap says anything its row does not; every form of one, to the letter."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from dashboard import measures, queries, sentences, state
from dashboard.content import gaps
from dashboard.db import Build
from tests.dashboard.given import PERCENT, gap_change, view_of, with_a_map

NO_LIMITS = {"latest_lower": None, "latest_upper": None}


def said(**given: object) -> str:
    return sentences.gap("Smoking", "male", gap_change(**given), PERCENT)


def test_a_gap_is_who_has_more_its_size_period_interval_and_verdict() -> None:
    assert said() == (
        "Smoking (males): higher in the most deprived fifth of boroughs (12.0%, against 9.0%). The "
        "gap was 3.00 points in 2022 (95% interval 1.00 to 5.00). It has narrowed since 2012."
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"latest_estimate": -3.0, "latest_lower": -5.0, "latest_upper": -1.0}
            | {"latest_spread_lower": -5.5, "latest_spread_upper": -0.5},
            "higher in the least deprived fifth of boroughs (9.0%, against 6.0%). The gap was "
            "3.00 points in 2022 (95% interval 1.00 to 5.00).",
        ),
        (
            {"latest_lower": -1.0},
            "perhaps no gap between the most deprived fifth of boroughs (12.0%) and the least "
            "deprived (9.0%). The gap was 3.00 points in 2022 (95% interval 1.00 lower to 5.00 "
            "higher), so there may be none.",
        ),
        ({"latest_spread_lower": -1.0}, "Boroughs within each fifth differ more."),
        (NO_LIMITS, "The gap was 3.00 points in 2022 (no interval is published)."),
        (
            {"latest_estimate": 0.0} | NO_LIMITS,
            "the same in the most deprived fifth of boroughs and the least deprived (9.0%).",
        ),
        ({"verdict": "narrowing"}, "It has narrowed since 2012."),
        ({"verdict": "widening"}, "It has widened since 2012."),
        (
            {"verdict": "reversed"},
            "It has reversed since 2012: the least deprived fifth of boroughs had the higher "
            "figure then.",
        ),
        ({"verdict": "no clear change"}, "There is no clear change since 2012."),
        (
            {"verdict": "no clear change", "rests_on": "first"},
            "There is no clear change since 2012: a slope is clear only with the first period.",
        ),
        (
            {"verdict": "no clear change", "rests_on": "first and last"},
            "no clear change since 2012: a slope is clear only with the first and last periods.",
        ),
        (
            {"verdict": "not testable", "reason": "Only one period."},
            "Whether it is narrowing cannot be tested: only one period.",
        ),
        (
            {"latest_estimate": None, "reason": "not calculated: a group lacks"},
            "Smoking (males): the gap is not calculated, as a group lacks.",
        ),
    ],
)
def test_doubt_and_direction_are_said(given: dict[str, object], words: str) -> None:
    assert words in said(**given)


def test_a_ratio_is_how_many_times_the_lower_figure_the_higher_is() -> None:
    row = gap_change(measure="ratio", latest_estimate=0.8, latest_lower=0.5, latest_upper=0.9)
    row |= {"latest_disadvantaged_value": 8.0, "latest_advantaged_value": 10.0}
    assert sentences.ratio("Smoking", "persons", row) == (
        "Smoking: the figure in the least deprived fifth of boroughs was 1.25 times that in the "
        "most deprived in 2022 (95% interval 1.11 to 2.00)."
    )
    spans = row | {"latest_upper": 1.2}
    assert "(95% interval 0.83 to 2.00), so they may be the same." in sentences.ratio(
        "Smoking", "persons", spans
    )
    assert sentences.ratio("Smoking", "persons", None) == (
        "Smoking: the ratio is not calculated this way."
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"dimension": "ethnicity", "latest_disadvantaged": "Asian"}
            | {"latest_advantaged": "Mixed"},
            "higher for Asian (12.0%, against 9.0% for Mixed)",
        ),
        (
            {"dimension": "sex", "latest_disadvantaged": "male", "latest_advantaged": "female"},
            "higher for males (12.0%, against 9.0% for females)",
        ),
        (
            {"dimension": "boroughs_by_deprivation", "measure": "sii"},
            "higher at the most deprived end (12.0%, against 9.0%)",
        ),
    ],
)
def test_groups_are_named_as_people_speak_of_them(given: dict[str, object], words: str) -> None:
    assert words in said(**given)


def test_another_verdict_by_the_other_edition_is_said_in_a_line() -> None:
    row = gap_change(sensitivity_verdict="no clear change")
    assert sentences.by_the_other_edition(row) == (
        "With the boroughs in the order of the 2019 index the verdict would be: no clear change."
    )
    assert sentences.by_the_other_edition(row | {"sensitivity_verdict": "narrowing"}) == ""
    assert sentences.by_the_other_edition(gap_change()) == ""


@pytest.mark.parametrize(
    ("verdict", "chip"),
    [
        ("narrowing", "▼ Narrowing"),
        ("widening", "▲ Widening"),
        ("reversed", "⇄ Reversed"),
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
    assert sentences.gap("Smoking", "persons", None, PERCENT) == (
        "Smoking: the gap is not calculated this way."
    )


def test_differences_of_percentages_are_points_with_a_decimal_more() -> None:
    assert sentences.measure_value("gap", 4.061, PERCENT) == "4.06 points"
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
    if pd.isna(row["latest_estimate"]):
        assert "the gap is not calculated" in finding
        return
    words = {
        "narrowing": "has narrowed since",
        "widening": "has widened since",
        "reversed": "has reversed since",
        "no clear change": "no clear change since",
        "not testable": "cannot be tested",
    }
    for verdict, phrase in words.items():
        assert (phrase in finding) == (row["verdict"] == verdict), (finding, row)
    values = row["latest_disadvantaged_value"], row["latest_advantaged_value"]
    unit = sentences.gap_unit(shown.unit)
    assert unit.full(abs(row["latest_estimate"])) in finding
    assert shown.unit.full(max(values)) in finding
    assert str(row["latest_period"]) in finding
    assert "-" not in re.sub(r"\w-\w", "", finding), finding
    known = pd.notna(row["latest_lower"])
    spans = known and row["latest_lower"] <= 0 <= row["latest_upper"]
    assert ("so there may be none" in finding) == spans
    if "higher in the most deprived" in finding:
        assert values[0] > values[1]
    if "higher in the least deprived" in finding:
        assert values[0] < values[1]


def test_every_measure_in_the_marts_is_explained(build: Build) -> None:
    found = build.frame("select distinct measure from inequality")["measure"]
    assert set(found) == set(measures.MEASURES)


SHARES = pd.DataFrame(
    {
        "measure": "mdm",
        "period": "2024/25",
        "area_name": ["Barnet", "Newham", "Brent", "Camden"],
        "share": [0.1, 0.35, 0.2, 0.15],
        "difference": [0.5, 6.25, -4.0, 3.0],
    }
)


def test_the_boroughs_furthest_from_the_average_are_named_with_their_side() -> None:
    assert sentences.largest_contributions(SHARES, "low", PERCENT) == (
        "Furthest from the boroughs' average, weighted by residents, in 2024/25: Newham (6.25 "
        "points on the worse side, 35% of the spread); Brent (4.00 points on the better side, 20% "
        "of the spread); Camden (3.00 points on the worse side, 15% of the spread)."
    )
    assert "Newham (6.25 points on the better side" in sentences.largest_contributions(
        SHARES, "high", PERCENT
    )
    assert "Brent (4.00 points below it" in sentences.largest_contributions(SHARES, "none", PERCENT)
    assert sentences.largest_contributions(SHARES.iloc[:0], "low", PERCENT) == (
        "How much each borough adds to the spread cannot be worked out for this indicator."
    )


def test_shares_of_the_spread_are_the_marts(build: Build) -> None:
    found = queries.contribution(build, "obesity_year_6", "persons", "10-11 yrs")
    shares = found[found["measure"] == "mdm"]["share"].dropna()
    assert shares.sum() == pytest.approx(1)
    top = re.findall(
        r"(\d+)% of the spread", sentences.largest_contributions(found, "low", PERCENT)
    )
    assert [int(x) for x in top] == [round(100 * x) for x in shares.nlargest(3)]
