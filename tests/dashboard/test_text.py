"""Numbers, intervals and verdicts in words; a finding never contradicts its figures."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from dashboard import state, state_words, text
from dashboard.content import maps
from dashboard.db import Build
from dashboard.text import Unit
from pipelines import catalogue
from tests.dashboard.given import PERCENT, YEARS, view_of, with_a_map


@pytest.mark.parametrize(
    ("unit", "value", "written"),
    [
        (PERCENT, 22.04, "22.0%"),
        (YEARS, 61.25, "61.2 years"),
        (Unit("£", "a week", "pounds", 0), 1234.4, "£1,234 a week"),
        (Unit("£", "", "pounds", 0), -5.0, "-£5"),
        (Unit("", "", "score", 2), 3.344, "3.34"),
        (Unit("", "years", "years", 0), 1.2, "1 year"),
        (Unit("", "years", "years", 0), 11.2, "11 years"),
        (Unit("", "points", "points", 0), -1.0, "-1 point"),
        (Unit("", "points", "points", 1), 1.0, "1.0 points"),
        (Unit("", "people", "people", 0), 1.0, "1 person"),
        (Unit("", "minutes", "minutes", 0), 0.0, "0 minutes"),
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


@pytest.mark.slow
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


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        (
            ["not compared"],
            "Chance is not assessed, because there is no interval to judge by.",
        ),
        (
            ["similar", "not compared"],
            "None is called different from London.",
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


def test_places_are_numbered_as_people_say_them() -> None:
    assert [text.ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 22, 33)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "33rd"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "names", "words"),
    [
        ("Smoking", "", "smoking"),
        ("HIV found late", "", "HIV found late"),
        ("GCSEs in English and maths", "", "GCSEs in English and maths"),
        ("NO2 in the air", "", "NO2 in the air"),
        ("Two doses of MMR by 5", "", "two doses of MMR by 5"),
        ("Self-harm admissions", "", "self-harm admissions"),
        ("Health Index", "Health Index", "Health Index"),
        ("Health Index", "", "health Index"),
        ("Black ethnic groups", "White|Black", "Black ethnic groups"),
        ("London is the reference", "", "London is the reference"),
        ("Comparisons with London", "", "comparisons with London"),
        ("", "", ""),
    ],
)
def test_within_a_sentence_only_names_keep_their_capital(
    phrase: str, names: str, words: str
) -> None:
    assert text.within(phrase, names) == words


def test_the_catalogue_names_the_beginnings_of_its_titles() -> None:
    """A name that no title begins with would keep no capital; one that can be seen needs none."""
    named = [x for x in catalogue.load().indicators.values() if x.proper_nouns]
    assert named
    for indicator in named:
        titles = (indicator.title, indicator.short_title)
        for name in indicator.proper_nouns:
            begun = [x for x in titles if x.startswith(name)]
            assert begun, (indicator.id, name)
            assert all(text.within(x) != x == text.within(x, name) for x in begun), indicator.id


def test_a_title_beginning_with_two_capitals_is_in_the_catalogue_as_a_name() -> None:
    """Two words with capitals at the beginning are a name: Health Index, Black Caribbean."""
    for indicator in catalogue.load().indicators.values():
        for title in (indicator.title, indicator.short_title):
            if re.match(r"[A-Z][a-z]+ [A-Z][a-z]", title):
                words = text.within(title, "|".join(indicator.proper_nouns))
                assert words == title, indicator.id


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1234, "1,234 rows")]
)
def test_one_is_never_many(count: int, words: str) -> None:
    assert text.many(count, "row") == words


def test_every_state_has_its_words_in_a_cell_and_in_a_sentence() -> None:
    for state_, word in text.STATE_WORDS.items():
        for name, start in (("", "the figure"), ("Newham", "Newham's figure")):
            said = state_words.absent(state_, name)
            assert said.startswith(start)
            assert said.endswith(word.lower())
    assert state_words.absent("missing", "Tower Hamlets") == "Tower Hamlets' figure is missing"
