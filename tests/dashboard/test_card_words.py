"""What is said of one borough, in its card and at the pointer: every form to the letter."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from dashboard import rank_words, text
from dashboard.charts import palette
from dashboard.content import card_words
from dashboard.content.card_words import CardWords
from dashboard.db import Build
from dashboard.rank_words import Rank
from dashboard.state import View
from tests.dashboard.given import view_of

INDICATOR = {
    "unit_prefix": "",
    "unit": "%",
    "unit_name": "per cent",
    "decimals": 1,
    "polarity": "low",
    "current_prices": False,
}
ROW = {
    "area_name": "Newham",
    "area_type": "borough",
    "state": "published",
    "note": None,
    "value": 28.1,
    "difference": 4.9,
    "lower_95": 26.9,
    "upper_95": 29.4,
    "lower_998": 26.2,
    "upper_998": 30.1,
    "verdict_95": "worse",
    "verdict_998": "similar",
    "reason_95": None,
    "reason_998": None,
    "quintile": 1,
    "rank": 4,
    "rank_shared": 1,
    "rank_lower": 1,
    "rank_upper": 5,
    "rank_of": 31,
    "change": 2.7,
    "change_lower_95": 1.0,
    "change_upper_95": 4.4,
    "change_lower_998": 0.1,
    "change_upper_998": 5.3,
    "changed_95": "increased",
    "changed_998": "no clear change",
    "meaning_95": "worse",
    "meaning_998": "",
    "change_reason": "the publisher gives no confidence interval",
}


@pytest.fixture
def view(build: Build) -> View:
    return view_of(build, indicator="obesity_year_6", colour="change", since="2009/10")


def _card(view: View, **given: object) -> CardWords:
    return card_words.of(SimpleNamespace(**ROW | given), INDICATOR, view)


def test_a_card_has_figure_doubt_verdict_rank_and_change(view: View) -> None:
    assert _card(view) == CardWords(
        name="Newham",
        figure="28.1%",
        likely="likely between 26.9 and 29.4 (95% sure)",
        klass="worse_95",
        verdict=palette.verdict_label("worse_95", "London"),
        rank=rank_words.words(Rank(4, 1, 1, 5, 31), "low"),
        change="Up 2.70 points since 2009/10 (1.00 to 4.40): increased, which is worse",
    )


def test_a_change_in_the_prices_of_each_year_says_so(view: View) -> None:
    row = SimpleNamespace(**ROW | {"meaning_95": ""})
    words = card_words.of(row, INDICATOR | {"current_prices": True}, view)
    assert words.change.endswith(": increased, in the prices of each year")


def test_a_card_is_as_sure_as_it_is_asked_to_be(build: Build) -> None:
    view = view_of(
        build, indicator="obesity_year_6", colour="change", since="2009/10", confidence="99.8"
    )
    words = _card(view)
    assert words.likely == "likely between 26.2 and 30.1 (99.8% sure)"
    assert words.klass == "similar"
    assert words.change == "Up 2.70 points since 2009/10 (0.10 to 5.30): no clear change"


def test_without_an_interval_there_is_neither_doubt_nor_verdict(view: View) -> None:
    reason = "the publisher gives no confidence interval"
    words = _card(
        view,
        lower_95=None,
        verdict_95="not compared",
        verdict_998="not compared",
        reason_95=reason,
        rank_lower=None,
        rank_upper=None,
        changed_95="not testable",
    )
    assert words.likely == "no confidence interval is published"
    said = f"4.90 points above London, highest fifth; chance not assessed: {reason}"
    assert (words.klass, words.verdict) == ("", said)
    assert words.rank == rank_words.words(Rank(4, 1, None, None, 31), "low")
    assert _card(view, rank=None).rank == ""
    untold = {"difference": None, "verdict_95": "not compared", "reason_95": "no London figure"}
    assert _card(view, **untold).verdict == ("Highest fifth; chance not assessed: no London figure")
    assert _card(view, **untold, quintile=None).verdict == (
        "Not compared with London: no London figure"
    )
    assert words.change == f"Up 2.70 points since 2009/10; not testable: {reason}"


def test_what_fell_says_so_and_what_is_not_there_has_no_change(view: View) -> None:
    fallen = {"change": -2.7, "changed_95": "decreased", "meaning_95": "better"}
    assert _card(view, **fallen, change_lower_95=-4.4, change_upper_95=-1.0).change == (
        "Down 2.70 points since 2009/10 (1.00 to 4.40 lower): decreased, which is better"
    )
    assert _card(view, change=None).change == "No figure to compare with in 2009/10"


@pytest.mark.parametrize("kind", text.STATE_WORDS)
def test_a_figure_that_is_not_there_is_its_state_and_the_note(view: View, kind: str) -> None:
    words = _card(view, state=kind, note="Joined to Hackney.")
    assert words == CardWords(
        "Newham", text.STATE_WORDS[kind], "Joined to Hackney.", "", "", "", ""
    )
    assert card_words.hover(words) == f"<b>Newham</b><br>{text.STATE_WORDS[kind]}"


def test_the_pointer_has_the_card_s_lines_as_text(view: View) -> None:
    words = _card(view, area_name="<i>Newham")
    assert card_words.hover(words).split("<br>") == [
        "<b>&lt;i&gt;Newham</b>",
        words.figure,
        words.likely,
        f"{palette.mark_of('worse_95')} {words.verdict}",
        words.rank,
        words.change,
    ]
