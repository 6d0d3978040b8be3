"""Every measure, state and verdict has its word, and every link to a word finds it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from dashboard import measures, queries, sentences, state, text
from dashboard.charts import palette
from dashboard.content import gaps, glossary, maps
from dashboard.db import Build
from tests.conftest import ROOT
from tests.dashboard.given import view_of


def test_every_measure_has_an_entry(build: Build) -> None:
    assert set(measures.MEASURES) <= set(glossary.codes(build))


def test_every_state_has_an_entry_in_the_same_words(build: Build) -> None:
    words = queries.glossary(build)
    explained = glossary.codes(build)
    assert {"published", *text.STATE_WORDS} <= set(explained)
    for code, meaning in text.STATE_MEANINGS.items():
        row = words.loc[explained[code]]
        assert row["means"] == meaning
        assert row["term"] == text.STATE_WORDS[code]


def test_every_verdict_has_an_entry(build: Build) -> None:
    explained = set(glossary.codes(build))
    of_areas = {key.removesuffix("_998").removesuffix("_95") for key in palette.VERDICTS}
    of_gaps = {word.replace(" ", "_") for word in sentences.VERDICT_MARKS}
    assert of_areas | of_gaps <= explained


def test_what_the_task_of_reading_needs_is_there(build: Build) -> None:
    assert {
        "slope-index",
        "relative-index",
        "confidence-interval",
        "rolling-period",
        "fifths",
        "standardised-rate",
        "statistically-similar",
        "deprivation-index",
        "rank-interval",
        "not-compared",
    } <= set(queries.glossary(build).index)


def test_the_list_has_every_word_once_and_the_chosen_one_first(build: Build) -> None:
    shown = glossary.page(build, "slope-index")
    ids = re.findall(r"id='([^']+)'", shown)
    assert ids[0] == "slope-index"
    assert sorted(ids[1:]) == sorted(f"word-{x}" for x in queries.glossary(build).index)
    assert "word-chosen" not in glossary.page(build)


def test_every_link_to_a_word_finds_it(build: Build) -> None:
    known = set(queries.glossary(build).index)
    shown = glossary.page(build) + "".join(glossary.link(build, x) for x in measures.MEASURES)
    linked = set(re.findall(r"methods\?term=([a-z0-9-]+)", shown))
    written = {
        term
        for path in (ROOT / "dashboard").rglob("*.py")
        for term in re.findall(
            r"glossary\.anchor\(\s*[\"']([^\"']+)[\"']", path.read_text(encoding="utf-8")
        )
    }
    assert len(linked) > 10
    assert written >= {"not-compared", "build", "gap"}
    assert linked | written <= known


def test_the_map_s_words_are_those_it_shows(build: Build) -> None:
    view = view_of(build, indicator="obesity_year_6")
    shown = maps.scene(build, view)
    words = glossary.on_map(shown.indicator, shown.figures, "verdict_95")
    assert {"confidence-interval", "better", "worse", "rank-interval", "suppressed"} <= set(words)
    assert "rolling" not in words
    linked = glossary.links(build, words)
    assert "term=suppressed" in linked
    assert linked.count("term=better-or-worse") == 1


def test_a_figure_without_an_interval_brings_not_compared(build: Build) -> None:
    view = view_of(build, indicator="claimant_count")
    shown = maps.scene(build, view)
    words = glossary.on_map(shown.indicator, shown.figures, "verdict_95")
    assert "not compared" in words
    assert "confidence-interval" not in words


def test_a_measure_s_link_says_which_measure(build: Build) -> None:
    link = glossary.link(build, "sii")
    assert "href='methods?term=slope-index'" in link
    assert f"({queries.glossary(build)['term']['slope-index']})" in link
    assert glossary.link(build, "nonesuch") == ""


def test_hostile_words_are_shown_as_text() -> None:
    class Tags(HTMLParser):
        found: list[str]

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.found.append(tag)

    parser = Tags()
    parser.found = []
    parser.feed(glossary.anchor("x'><img src=x>", "<b>label</b>", "<script>"))
    assert parser.found == ["a", "span"]


@pytest.mark.parametrize("term", ["slope-index", "SLOPE-INDEX"])
def test_a_word_in_the_address_is_known(build: Build, term: str) -> None:
    assert state.term({"term": term}, build) == "slope-index"
    assert not state.resolve({"term": term}, build).problems


def test_a_word_that_is_not_there_is_named(build: Build) -> None:
    resolved = state.resolve({"term": "<nonesuch>"}, build)
    assert resolved.problems == (
        "There is no word '<nonesuch>' in the glossary; every word is under 'Words we use'.",
    )


def test_a_word_belongs_to_no_view(build: Build) -> None:
    view = view_of(build, indicator="obesity_year_6", term="gap")
    assert "term" not in view.address(build)
    assert gaps.gap(build, view).pair == ("gap", "ratio")
