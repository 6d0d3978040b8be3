"""Headlines of scenes: every form to the letter, and what is left out of one that is too long."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard import sentences, stage_sentences, text
from tests.dashboard.given import PERCENT, YEARS, gap_change

AREAS = pd.DataFrame(
    {
        "area_type": ["borough", "borough", "region", "country"],
        "area_name": ["Newham", "Barnet", "London", "England"],
        "state": "published",
        "value": [28.1, 15.5, 21.0, float("nan")],
    }
)


@pytest.mark.parametrize(
    ("areas", "benchmark", "said"),
    [
        (AREAS, "london", "Obesity: from 15.5% in Barnet to 28.1% in Newham; London 21.0%."),
        (AREAS, "england", "Obesity: from 15.5% in Barnet to 28.1% in Newham."),
        (AREAS.assign(state="missing"), "london", "Obesity: no borough figure is published."),
    ],
    ids=["with London", "without England", "none"],
)
def test_figures_go_from_the_lowest_to_the_highest(
    areas: pd.DataFrame, benchmark: str, said: str
) -> None:
    assert stage_sentences.figures("Obesity", areas, PERCENT, benchmark) == said


def test_verdicts_are_counted_as_on_the_page() -> None:
    verdicts = pd.Series(["worse", "worse", "similar"])
    counted = text.counted(verdicts, "London")
    assert stage_sentences.verdicts("Obesity", verdicts, "london") == (
        f"Obesity: {counted[:1].lower()}{counted[1:]}"
    )


@pytest.mark.parametrize(
    ("verdict", "rank", "said"),
    [
        (
            "Worse than London",
            "Worst of 32",
            "Smoking in Brent: 9.0%, worse than London; worst of 32.",
        ),
        ("Worse than London", "", "Smoking in Brent: 9.0%, worse than London."),
        ("", "", "Smoking in Brent: 9.0%."),
        ("", "Worst of 32", "Smoking in Brent: 9.0%; worst of 32."),
    ],
)
def test_one_borough_is_told_by_figure_verdict_and_rank(verdict: str, rank: str, said: str) -> None:
    assert stage_sentences.area("Smoking", "Brent", "9.0%", verdict, rank) == said


def test_a_gap_is_the_page_s_sentence_as_far_as_it_fits() -> None:
    change = gap_change(verdict="no clear change")
    who = sentences.higher_group("Smoking", "persons", change, PERCENT)
    moved = sentences.changed(change, "The gap")
    assert len(sentences.gap("Smoking", "persons", change, PERCENT)) > stage_sentences.LONGEST
    assert stage_sentences.gap("Smoking", "persons", change, PERCENT) == f"{who} {moved}"
    title = "Smoking " + "long " * 12
    cut = stage_sentences.gap(title, "persons", change, PERCENT)
    assert len(cut) <= stage_sentences.LONGEST
    assert "12.0%, against 9.0%" in cut


def test_what_was_not_measured_is_said() -> None:
    assert stage_sentences.gap("Smoking", "persons", None, PERCENT) == (
        sentences.gap("Smoking", "persons", None, PERCENT)
    )
    assert stage_sentences.ratio("Smoking", "persons", None) == (
        sentences.ratio("Smoking", "persons", None)
    )


def test_a_ratio_is_the_page_s_sentence_and_its_change_where_it_fits() -> None:
    change = gap_change(measure="ratio", latest_estimate=1.5, verdict="no clear change")
    change |= {"latest_lower": 1.2, "latest_upper": 1.9}
    assert stage_sentences.ratio("Smoking", "male", change).startswith(
        sentences.ratio("Smoking", "male", change)
    )


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (
            (1.0, 5.0),
            "Life: 60.0 years at the most deprived end of London, 63.0 years at the least; a slope "
            "of 3.00 years (1.00 to 5.00).",
        ),
        (
            (-1.0, 7.0),
            "Life: 60.0 years at the most deprived end of London, 63.0 years at the least, so "
            "close that there may be no slope.",
        ),
        (
            (None, None),
            "Life: 60.0 years at the most deprived end of London, 63.0 years at the least.",
        ),
    ],
    ids=["clear", "may be none", "no interval"],
)
def test_a_slope_is_told_by_its_ends(limits: tuple[float | None, float | None], said: str) -> None:
    ends = {"disadvantaged_value": 60.0, "advantaged_value": 63.0, "estimate": 3.0}
    sii = pd.Series(ends | {"lower": limits[0], "upper": limits[1]}, dtype=object)
    assert stage_sentences.slope("Life", sii, YEARS) == said


def test_without_a_line_there_is_no_slope() -> None:
    assert stage_sentences.slope("Life", None, YEARS) == (
        "Life by borough and deprivation: no line could be fitted."
    )


def test_time_is_told_by_the_latest_figure_and_the_first() -> None:
    drawn = pd.DataFrame({"period": ["2012", "2024"], "value": [10.0, 8.0]})
    assert stage_sentences.over_time("Smoking", "Brent", drawn, PERCENT) == (
        "Smoking in Brent: 8.0% in 2024, 10.0% in 2012."
    )
    assert stage_sentences.over_time("Smoking", "Brent", drawn.iloc[1:], PERCENT) == (
        "Smoking in Brent: 8.0% in 2024."
    )
    assert stage_sentences.over_time("Smoking", "Brent", drawn.iloc[:0], PERCENT) == (
        "Smoking: Brent's figure is missing."
    )
    assert "is suppressed" in stage_sentences.over_time(
        "Smoking", "Brent", drawn.iloc[:0], PERCENT, "suppressed"
    )


def test_groups_are_told_by_the_lowest_and_the_highest() -> None:
    shown = pd.DataFrame({"group_name": ["Asian", "Mixed", "Other"], "value": [9.0, 5.0, 7.0]})
    assert stage_sentences.groups("Smoking", shown, PERCENT) == (
        "Smoking: from 5.0% (Mixed) to 9.0% (Asian)."
    )


def test_gaps_inside_boroughs_are_told_by_the_widest_and_the_narrowest() -> None:
    widest, narrowest = (
        {"area_name": name, "sii": size} for name, size in (("Camden", 9.0), ("Bexley", 2.0))
    )
    assert stage_sentences.inside("Bad health", widest, narrowest, PERCENT) == (
        "Bad health: inside boroughs the gap is widest in Camden (9.0%) and narrowest in Bexley "
        "(2.0%)."
    )


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        ("Brent is lower. Barnet too.", "Smoking. Brent is lower. Barnet too."),
        ("Brent is lower. " + "More. " * 30, "Smoking. Brent is lower."),
        ("Brent is lower " * 20, "Smoking: Brent, Barnet side by side."),
    ],
    ids=["whole", "its first sentence", "names alone"],
)
def test_boroughs_side_by_side_are_the_page_s_finding_as_far_as_it_fits(
    finding: str, said: str
) -> None:
    assert stage_sentences.compared("Smoking", finding, ["Brent", "Barnet"]) == said


def test_priorities_are_counted_by_what_their_gap_does() -> None:
    verdicts = ["widening", "widening", "narrowing", "no clear change", "not testable"]
    assert stage_sentences.standings([gap_change(verdict=x) for x in verdicts]) == (
        "Of the leading gaps in 5 priorities, 2 have widened, 1 has narrowed, 1 shows no clear "
        "change and 1 cannot be tested for change."
    )


def test_a_long_headline_loses_its_least_important_part_first() -> None:
    assert stage_sentences.short("x" * 161, "short") == "short"
    cut = stage_sentences.short("word " * 60)
    assert len(cut) <= stage_sentences.LONGEST
    assert cut.endswith("word…")
