"""The page Present through Streamlit's own harness: the stage, the decks, one's own deck."""

from __future__ import annotations

import base64

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import deck_files, queries, stage_state, text
from dashboard.content import decks, scenes
from dashboard.db import Build
from dashboard.deck_files import OWN, DeckError
from dashboard.decks import Deck, Scene
from dashboard.views import deck_editor
from tests import committed
from tests.dashboard.pages import alerts, html, opened, pressed, title

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
# What stands where the viewer's own deck would be.
NOTHING_YET = "Nothing is in it yet"
GONE = Scene("map", "indicator=gone")


def _links(page: AppTest) -> list[str]:
    """Labels of links, without what Markdown needs to show them as text."""
    return [x.proto.label.replace("\\", "") for x in page.get("page_link")]


def _shipped(build: Build, deck_id: str) -> Deck:
    deck = decks.deck(build, deck_id)
    assert deck is not None
    return deck


def _is_at(page: AppTest, place: int, deck: Deck) -> bool:
    """Whether it is said that this scene of the deck is on the stage."""
    return f"<b>{place} / {len(deck.scenes)}</b> {text.safe(deck.title)}" in html(page)


def _headline(build: Build, scene: Scene) -> str:
    return f"<h1>{text.safe(scenes.staged(build, scene).headline)}</h1>"


def test_without_a_deck_the_decks_are_offered(page: AppTest, build: Build) -> None:
    opened(page, "present")
    assert title(page) == "Present"
    offered = [label for label in _links(page) if label.startswith("Present: ")]
    assert offered == [f"Present: {deck.title}" for deck in decks.decks(build)]
    assert len(offered) == len(committed.decks())
    assert NOTHING_YET in html(page)


def test_a_scene_has_a_headline_a_chart_a_source_and_its_place(page: AppTest, build: Build) -> None:
    deck = _shipped(build, "children")
    opened(page, "present", deck="children", scene="3")
    assert _headline(build, deck.scenes[2]) in html(page)
    assert _is_at(page, 3, deck)
    assert "Source: Office for National Statistics" in html(page)
    assert len(page.get("plotly_chart")) == 1


@pytest.mark.slow
def test_the_bar_goes_to_every_scene_and_stops_at_the_ends(page: AppTest, build: Build) -> None:
    deck = _shipped(build, "air")
    last = len(deck.scenes)
    opened(page, "present", deck="air", scene="1")
    for key, place in [("next", 2), ("next", 3), ("previous", 2), ("last", last), ("next", last)]:
        pressed(page, f"stage_{key}")
        assert _is_at(page, place, deck), key
    pressed(page, "stage_first")
    pressed(page, "stage_previous")
    assert _is_at(page, 1, deck)


def test_the_overview_lists_every_scene_and_goes_to_one(page: AppTest, build: Build) -> None:
    deck = _shipped(build, "work")
    opened(page, "present", deck="work", scene="2")
    pressed(page, "stage_overview")
    listed = [x for x in page.button if (x.key or "").startswith("stage_to_")]
    assert len(listed) == len(deck.scenes)
    pressed(page, "stage_to_5")
    assert _is_at(page, 5, deck)


def test_what_can_be_changed_in_a_scene_is_and_the_next_scene_is_as_written(
    page: AppTest, build: Build
) -> None:
    deck = _shipped(build, "children")
    opened(page, "present", deck="children", scene="1")
    page.selectbox(key="stage_area").set_value("E09000025").run()
    newham = stage_state.changed(deck.scenes[0], {"area": "E09000025"})
    assert "Newham" in _headline(build, newham)
    assert _headline(build, newham) in html(page)
    pressed(page, "stage_benchmark")
    assert "England" in html(page)
    pressed(page, "stage_earlier")
    assert "2023/24" in html(page)
    pressed(page, "stage_next")
    assert _is_at(page, 2, deck)
    assert _headline(build, deck.scenes[1]) in html(page)
    assert "Newham" not in _headline(build, deck.scenes[1])


@pytest.mark.parametrize("scene", ["0", "99", "x", HOSTILE])
def test_a_scene_that_is_not_there_is_said_on_the_stage(
    page: AppTest, build: Build, scene: str
) -> None:
    opened(page, "present", deck="london", scene=scene)
    (said,) = stage_state.read({"deck": ["london"], "scene": [scene]}, build, None).problems
    assert text.safe(said) in html(page)
    assert "<script" not in html(page)


def test_a_deck_that_is_not_there_leads_to_those_that_are(page: AppTest, build: Build) -> None:
    opened(page, "present", deck=HOSTILE)
    (said,) = stage_state.read({"deck": [HOSTILE]}, build, None).problems
    assert text.safe(said) in html(page)
    assert "<script" not in html(page)
    assert title(page) == "Present"


def test_a_lost_scene_says_so_and_the_next_is_a_press_away(page: AppTest, build: Build) -> None:
    deck = Deck(OWN, "A", (GONE, Scene("map", "indicator=suicide")))
    opened(page, "present", my=deck_files.to_link(deck))
    assert text.safe(scenes.staged(build, GONE).problem) in html(page)
    assert not page.get("plotly_chart")
    pressed(page, "stage_next")
    assert _is_at(page, 2, deck)
    assert len(page.get("plotly_chart")) == 1


def test_no_markup_of_a_deck_in_a_link_survives(page: AppTest) -> None:
    own = (Scene("map", "indicator=suicide", HOSTILE), Scene("gaps", "indicator=suicide"))
    opened(page, "present", my=deck_files.to_link(Deck(OWN, HOSTILE, own)))
    assert "&lt;script&gt;alert(1)" in html(page)
    assert "<script" not in html(page)
    assert "<img src=x" not in html(page)
    pressed(page, "stage_overview")
    label = page.button(key="stage_to_1").label
    assert "\\<script\\>" in label, "Markdown shows it as text"


def test_a_damaged_link_is_a_sentence(page: AppTest) -> None:
    opened(page, "present", my="AAAA")
    with pytest.raises(DeckError) as error:
        deck_files.from_link("AAAA")
    assert text.safe(str(error.value)) in html(page)


@pytest.mark.parametrize(
    ("name", "query", "charts"),
    [
        ("overview", {}, ["priorities"]),
        ("map", {"area": "E09000025"}, ["trend", "map_picture", "bars_picture"]),
        (
            "map",
            {"indicator": "obesity_year_6", "period2": "2009/10"},
            ["trend", "map_picture", "map_picture_2", "bars_picture", "bars_picture_2"],
        ),
        (
            "gaps",
            {"indicator": "physically_inactive", "by": "ethnicity"},
            ["gap_gap", "gap_ratio", "slope_picture", "groups_picture", "shares_picture"],
        ),
        ("compare", {"areas": "E09000025"}, ["compare_picture"]),
        ("borough", {"area": "E09000025"}, ["standing"]),
    ],
)
def test_every_chart_of_every_page_goes_into_the_deck(
    page: AppTest, name: str, query: dict[str, str], charts: list[str]
) -> None:
    opened(page, name, **query)
    there = [x.key for x in page.button if (x.key or "").startswith("to_deck_")]
    assert there == [f"to_deck_{chart}" for chart in charts]
    drawn = len(page.get("plotly_chart"))
    assert drawn in (0, len(charts)), "a chart of the page cannot be added"
    for key in there:
        pressed(page, str(key))
    opened(page, "present", deck="mine", scene=str(len(charts)))
    deck = page.session_state["_my_deck"]
    assert len(deck.scenes) == len(charts)
    assert _is_at(page, len(charts), deck)
    assert not alerts(page)


def _with_three(page: AppTest) -> AppTest:
    opened(page, "present")
    page.session_state["_my_deck"] = Deck(
        OWN,
        "Mine",
        tuple(Scene("map", f"indicator={x}") for x in ("suicide", "smoking", "anxiety")),
    )
    return page.run()


def _order(page: AppTest) -> list[str]:
    return [x.query.removeprefix("indicator=") for x in page.session_state["_my_deck"].scenes]


def test_a_deck_of_ones_own_is_put_in_order_renamed_and_thinned(page: AppTest) -> None:
    _with_three(page)
    pressed(page, "deck_down_1")
    assert _order(page) == ["smoking", "suicide", "anxiety"]
    pressed(page, "deck_up_3")
    assert _order(page) == ["smoking", "anxiety", "suicide"]
    assert page.button(key="deck_up_1").disabled
    assert page.button(key="deck_down_3").disabled
    pressed(page, "deck_off_2")
    assert _order(page) == ["smoking", "suicide"]
    page.text_input(key="deck_title").set_value("For the forum").run()
    page.text_input(key="deck_headline_2").set_value("What we found").run()
    deck = page.session_state["_my_deck"]
    assert (deck.title, deck.scenes[1].headline) == ("For the forum", "What we found")
    opened(page, "present", deck="mine", scene="2")
    assert "<h1>What we found</h1>" in html(page)


def test_a_deck_can_be_emptied(page: AppTest) -> None:
    _with_three(page)
    pressed(page, "deck_empty")
    assert NOTHING_YET in html(page)


def _read(data: bytes) -> dict[str, object]:
    """What the browser sends of a file."""
    return {"name": "deck.yml", "size": len(data), "bytes": base64.b64encode(data).decode()}


def test_a_file_is_opened_and_what_it_names_wrongly_is_said(build: Build) -> None:
    known = list(queries.indicators(build).index)
    data = f"id: a\ntitle: '{HOSTILE}'\nscenes:\n- view: map?indicator=gone\n- view: gaps\n"
    deck, said = deck_editor.opened(_read(data.encode()), known)
    assert deck
    assert len(deck.scenes) == 2
    assert "2 scenes" in said[0]
    assert "'gone'" in said[1]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (_read(b"a: &a [*a]"), "anchors or aliases"),
        ({"size": 70_000}, "70,000 bytes; a deck may have up to 65,536"),
        ({"size": 3, "bytes": "?"}, "could not be read"),
        ("deck", "The deck is not as it should be"),
        ({"size": "many", "bytes": None}, "The deck is not as it should be"),
    ],
)
def test_a_file_that_cannot_be_opened_leaves_the_deck_as_it_was(given: object, said: str) -> None:
    deck, told = deck_editor.opened(given, [])
    assert deck is None
    assert said in told[0]
    assert told[0].endswith("Your deck is as it was.")


def test_the_way_back_from_a_whole_page(page: AppTest, build: Build) -> None:
    opened(page, "gaps", indicator="suicide", deck="minds", scene="5")
    assert not alerts(page)
    (back,) = _links(page)
    assert back.endswith(f": {_shipped(build, 'minds').title}")
    opened(page, "map")
    assert len(page.get("page_link")) == 1
    opened(page, "present", deck="minds", scene="5")
    opened(page, "map")
    assert not page.get("page_link")
