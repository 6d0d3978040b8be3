"""Numbers, intervals and verdicts in words; a finding never contradicts its figures."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from dashboard import queries, state, text
from dashboard.content import maps
from dashboard.db import Build
from dashboard.text import Unit

PERCENT = Unit("", "%", "per cent", 1)


@pytest.mark.parametrize(
    ("unit", "value", "written"),
    [
        (PERCENT, 22.04, "22.0%"),
        (Unit("", "years", "years", 1), 61.25, "61.2 years"),
        (Unit("£", "a week", "pounds", 0), 1234.4, "£1,234 a week"),
        (Unit("£", "", "pounds", 0), -5.0, "-£5"),
        (Unit("", "", "score", 2), 3.344, "3.34"),
        (PERCENT, None, "no figure"),
        (PERCENT, float("nan"), "no figure"),
    ],
)
def test_a_number_is_written_with_its_unit(unit: Unit, value: float | None, written: str) -> None:
    assert unit.full(value) == written


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
    indicators = queries.indicators(build)
    for indicator in indicators[state.shown(indicators)]["indicator_id"]:
        for benchmark in state.BENCHMARKS:
            view = state.resolve({"indicator": indicator, "benchmark": benchmark}, build).view
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


def test_a_finding_without_figures_says_so() -> None:
    nothing = pd.DataFrame({"area_type": ["borough"], "state": ["missing"], "value": [None]})
    assert "No borough figure" in text.finding("2024", nothing, PERCENT, "london", "95")


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
