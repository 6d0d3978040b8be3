"""Numbers, intervals and verdicts in words; a finding never contradicts its figures."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from dashboard import state, text
from dashboard.content import maps
from dashboard.db import Build
from dashboard.text import Unit
from tests.dashboard.given import PERCENT, YEARS, view_of, with_a_map


@pytest.mark.parametrize(
    ("unit", "value", "written"),
    [
        (PERCENT, 22.04, "22.0%"),
        (YEARS, 61.25, "61.2 years"),
        (Unit("£", "a week", "pounds", 0), 1234.4, "£1,234 a week"),
        (Unit("£", "", "pounds", 0), -5.0, "-£5"),
        (Unit("", "", "score", 2), 3.344, "3.34"),
        (PERCENT, None, "no figure"),
        (PERCENT, float("nan"), "no figure"),
    ],
)
def test_a_number_is_written_with_its_unit(unit: Unit, value: float | None, written: str) -> None:
    assert unit.full(value) == written


def test_a_little_below_nothing_is_written_as_nothing() -> None:
    assert YEARS.bare(-0.003) == "0.0"
    assert Unit("£", "", "", 0).bare(-0.4) == "£0"
    assert YEARS.bare(-0.06) == "-0.1"
    assert YEARS.bare(pd.NA) == "no figure"


def test_an_interval_follows_its_value() -> None:
    assert PERCENT.with_interval(28.1, 26.94, 29.36) == "28.1% (26.9 to 29.4)"
    assert PERCENT.with_interval(28.1, None, None) == "28.1%"


def test_an_interval_that_spans_zero_shows_it() -> None:
    assert PERCENT.interval(-0.4, 1.2) == "-0.4 to 1.2"


def test_markdown_and_html_are_shown_as_text() -> None:
    assert text.literal("**a** [b](c) <d>") == r"\*\*a\*\* \[b\]\(c\) \<d\>"
    assert text.literal(":material/home: a -- b") == (
        "\\:\N{WORD JOINER}material/home\\: a \\-\N{WORD JOINER}\\- b"
    )
    assert text.safe("<script>'\"&") == "&lt;script&gt;&#x27;&quot;&amp;"


@pytest.mark.parametrize(
    ("age", "words"),
    [
        ("All ages", ""),
        ("10-11 yrs", "aged 10 to 11"),
        ("18+ yrs", "aged 18 and over"),
        ("<16 yrs", "aged under 16"),
        ("5 yrs", "aged 5"),
        ("At birth", "at birth"),
    ],
)
def test_an_age_is_written_in_words(age: str, words: str) -> None:
    assert text.age_words(age) == words


def test_verdicts_name_the_benchmark() -> None:
    assert text.verdict("worse", "london") == "worse than London"
    assert text.verdict("similar", "england") == "similar to England"
    assert text.sentence_case(text.verdict("similar", "london")) == "Similar to London"


def test_no_finding_contradicts_its_figures(build: Build) -> None:
    """For every indicator and benchmark, the sentence has the data's ends and counts."""
    for indicator in with_a_map(build):
        for benchmark in state.BENCHMARKS:
            view = view_of(build, indicator=indicator, benchmark=benchmark)
            _agrees(maps.scene(build, view), view)


def _agrees(shown: maps.Scene, view: state.View) -> None:
    own = shown.figures[shown.figures["area_type"] == "borough"]
    values = own["value"].dropna()
    assert shown.unit.full(values.min()) in shown.finding
    assert shown.unit.full(values.max()) in shown.finding
    counts = own["verdict_95"].value_counts()
    for word in ("worse", "better", "higher", "lower"):
        said = re.search(rf"(\d+) (?:is|are) {word}\b", shown.finding)
        assert (int(said[1]) if said else 0) == counts.get(word, 0), (view, shown.finding)


AREAS = pd.DataFrame(
    {
        "area_type": ["borough", "borough", "borough", "region", "country"],
        "area_name": ["Brent", "Newham", "Barnet", "London", "England"],
        "state": ["published"] * 5,
        "value": [20.0, 28.1, 15.5, 21.0, float("nan")],
        "verdict_95": ["similar", "worse", "better", None, None],
        "verdict_998": ["similar", "worse", "similar", None, None],
    }
)


@pytest.mark.parametrize(
    ("benchmark", "confidence", "said"),
    [
        (
            "london",
            "95",
            "From 15.5% in Barnet to 28.1% in Newham, 2024; London 21.0%. Of the boroughs, 1 is "
            "worse and 1 is better than London, beyond what chance explains.",
        ),
        (
            "london",
            "99.8",
            "From 15.5% in Barnet to 28.1% in Newham, 2024; London 21.0%. Of the boroughs, 1 is "
            "worse than London, beyond what chance explains.",
        ),
        (
            "england",
            "95",
            "From 15.5% in Barnet to 28.1% in Newham, 2024. No figure is published for England.",
        ),
    ],
)
def test_a_finding_has_the_ends_the_benchmark_and_the_verdicts(
    benchmark: str, confidence: str, said: str
) -> None:
    assert text.finding("2024", AREAS, PERCENT, benchmark, confidence) == said


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        (
            ["not compared"],
            "Boroughs are not compared with London, because there is no interval to judge by.",
        ),
        (
            ["similar", "not compared"],
            "None differs from London by more than chance would explain.",
        ),
        (
            ["higher", "higher", "lower"],
            "Of the boroughs, 2 are higher and 1 is lower than London, beyond what chance "
            "explains.",
        ),
    ],
)
def test_verdicts_are_counted(verdicts: list[str], said: str) -> None:
    assert text.counted(pd.Series(verdicts), "London") == said


def test_a_finding_without_figures_says_so() -> None:
    nothing = AREAS.assign(state="missing")
    assert text.finding("2024", nothing, PERCENT, "london", "95") == (
        "No borough figure is published for 2024."
    )


@pytest.mark.parametrize(
    ("benchmark", "confidence", "said"),
    [
        (
            "london",
            "95",
            "A borough is called different from London when its whole 95% confidence interval lies "
            "above or below London's figure; touching it counts as similar. London's own interval "
            "is not used. London includes the borough itself. About 1 in 20 boroughs would be "
            "called different by chance alone.",
        ),
        (
            "england",
            "99.8",
            "A borough is called different from England when its whole 99.8% confidence interval "
            "lies above or below England's figure; touching it counts as similar. England's own "
            "interval is not used. About 1 in 500 boroughs would be called different by chance "
            "alone.",
        ),
    ],
)
def test_how_a_verdict_is_reached_is_said(benchmark: str, confidence: str, said: str) -> None:
    assert text.comparison_method(benchmark, confidence) == said


@pytest.mark.parametrize(
    ("written", "read"),
    [("2026-05", "May 2026"), ("2025-11-04", "4 November 2025"), ("2023", "2023")],
)
def test_an_edition_is_a_date_people_read(written: str, read: str) -> None:
    assert text.vintage(written) == read


def test_a_rank_is_written_with_its_interval() -> None:
    assert text.rank(3, 1, 6, 32, "low") == "3rd worst of 32, likely 1st to 6th"
    assert text.rank(1, 1, 1, 32, "none") == "Highest of 32, with little doubt"
    assert [text.ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 22, 33)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "33rd"
    ]  # fmt: skip
