"""The page Present through Streamlit's own harness: the stage, the decks, one's own deck."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import deck_files
from dashboard.deck_files import OWN
from dashboard.decks import Deck, Scene
from tests.conftest import ROOT

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def page(marts: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    from dashboard import db

    monkeypatch.setattr(db, "_marts", db.Marts(marts))
    return AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=60)


def _present(page: AppTest, **query: str) -> AppTest:
    page.switch_page("views/present.py")
    page.query_params.clear()
    for key, value in query.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def _html(page: AppTest) -> str:
    return " ".join(x.proto.body for x in page.get("html"))


def _links(page: AppTest) -> list[str]:
    """Labels of links, without what Markdown needs to show them as text."""
    return [x.proto.label.replace("\\", "") for x in page.get("page_link")]


def _press(page: AppTest, key: str) -> None:
    page.button(key=key).click().run()
    assert not page.exception


def test_without_a_deck_the_decks_are_offered(page: AppTest) -> None:
    _present(page)
    assert page.title[0].value == "Present"
    links = _links(page)
    assert sum(label.startswith("Present: ") for label in links) == 7
    assert "Nothing is in it yet" in _html(page)


def test_a_scene_has_a_headline_a_chart_a_source_and_its_place(page: AppTest) -> None:
    _present(page, deck="children", scene="3")
    shown = _html(page)
    assert "<h1>The gap in obesity in year 6" in shown
    assert "<b>3 / 8</b> Healthy children" in shown
    assert "Source: Office for National Statistics" in shown
    assert len(page.get("plotly_chart")) == 1


def test_the_bar_goes_to_every_scene_and_stops_at_the_ends(page: AppTest) -> None:
    _present(page, deck="air", scene="1")
    for key, place in [("next", 2), ("next", 3), ("previous", 2), ("last", 7), ("next", 7)]:
        _press(page, f"stage_{key}")
        assert f"<b>{place} / 7</b>" in _html(page), key
    _press(page, "stage_first")
    _press(page, "stage_previous")
    assert "<b>1 / 7</b>" in _html(page)


def test_the_overview_lists_every_scene_and_goes_to_one(page: AppTest) -> None:
    _present(page, deck="work", scene="2")
    _press(page, "stage_overview")
    assert len([x for x in page.button if (x.key or "").startswith("stage_to_")]) == 8
    _press(page, "stage_to_5")
    assert "<b>5 / 8</b>" in _html(page)


def test_what_can_be_changed_in_a_scene_is_and_the_next_scene_is_as_written(page: AppTest) -> None:
    _present(page, deck="children", scene="1")
    page.selectbox(key="stage_area").set_value("E09000025").run()
    assert "Obesity in year 6 in Newham: 28." in _html(page)
    _press(page, "stage_benchmark")
    assert "England" in _html(page)
    _press(page, "stage_earlier")
    assert "2023/24" in _html(page)
    _press(page, "stage_next")
    assert "<b>2 / 8</b>" in _html(page)
    assert "Newham:" not in _html(page)


@pytest.mark.parametrize("scene", ["0", "99", "x", HOSTILE])
def test_a_scene_that_is_not_there_is_said_on_the_stage(page: AppTest, scene: str) -> None:
    _present(page, deck="london", scene=scene)
    assert "this deck has scenes 1 to 8" in _html(page)
    assert "<script" not in _html(page)


def test_a_deck_that_is_not_there_leads_to_those_that_are(page: AppTest) -> None:
    _present(page, deck=HOSTILE)
    assert "There is no deck" in _html(page)
    assert "<script" not in _html(page)
    assert page.title[0].value == "Present"


def test_a_lost_scene_says_so_and_the_next_is_a_press_away(page: AppTest) -> None:
    deck = Deck(OWN, "A", (Scene("map", "indicator=gone"), Scene("map", "indicator=suicide")))
    _present(page, my=deck_files.to_link(deck))
    assert "There is no indicator &#x27;gone&#x27; in this build" in _html(page)
    assert not page.get("plotly_chart")
    _press(page, "stage_next")
    assert "<b>2 / 2</b>" in _html(page)
    assert len(page.get("plotly_chart")) == 1


def test_no_markup_of_a_deck_in_a_link_survives(page: AppTest) -> None:
    scenes = (Scene("map", "indicator=suicide", HOSTILE), Scene("gaps", "indicator=suicide"))
    _present(page, my=deck_files.to_link(Deck(OWN, HOSTILE, scenes)))
    assert "&lt;script&gt;alert(1)" in _html(page)
    assert "<script" not in _html(page)
    assert "<img src=x" not in _html(page)
    _press(page, "stage_overview")
    label = page.button(key="stage_to_1").label
    assert "\\<script\\>" in label, "Markdown shows it as text"


def test_a_damaged_link_is_a_sentence(page: AppTest) -> None:
    _present(page, my="AAAA")
    assert "damaged or cut short" in _html(page)


@pytest.mark.parametrize(
    ("path", "query", "charts"),
    [
        ("views/overview.py", {}, ["priorities"]),
        ("views/map.py", {"area": "E09000025"}, ["trend", "map_picture", "bars_picture"]),
        (
            "views/map.py",
            {"indicator": "obesity_year_6", "period2": "2009/10"},
            ["trend", "map_picture", "map_picture_2", "bars_picture", "bars_picture_2"],
        ),
        (
            "views/gaps.py",
            {"indicator": "physically_inactive", "by": "ethnicity"},
            ["gap_gap", "gap_ratio", "slope_picture", "groups_picture", "shares_picture"],
        ),
        ("views/compare.py", {"areas": "E09000025"}, ["compare_picture"]),
        ("views/borough.py", {"area": "E09000025"}, ["standing"]),
    ],
)
def test_every_chart_of_every_page_goes_into_the_deck(
    page: AppTest, path: str, query: dict[str, str], charts: list[str]
) -> None:
    page.switch_page(path)
    for key, value in query.items():
        page.query_params[key] = value
    page.run()
    there = [x.key for x in page.button if (x.key or "").startswith("to_deck_")]
    assert there == [f"to_deck_{name}" for name in charts]
    drawn = len(page.get("plotly_chart"))
    assert drawn in (0, len(charts)), "a chart of the page cannot be added"
    for key in there:
        _press(page, str(key))
    _present(page, deck="mine", scene=str(len(charts)))
    assert f"<b>{len(charts)} / {len(charts)}</b> My deck" in _html(page)
    assert "cannot be shown" not in _html(page)


def _with_three(page: AppTest) -> AppTest:
    _present(page)
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
    _press(page, "deck_down_1")
    assert _order(page) == ["smoking", "suicide", "anxiety"]
    _press(page, "deck_up_3")
    assert _order(page) == ["smoking", "anxiety", "suicide"]
    assert page.button(key="deck_up_1").disabled
    assert page.button(key="deck_down_3").disabled
    _press(page, "deck_off_2")
    assert _order(page) == ["smoking", "suicide"]
    page.text_input(key="deck_title").set_value("For the forum").run()
    page.text_input(key="deck_headline_2").set_value("What we found").run()
    deck = page.session_state["_my_deck"]
    assert (deck.title, deck.scenes[1].headline) == ("For the forum", "What we found")
    _present(page, deck="mine", scene="2")
    assert "<h1>What we found</h1>" in _html(page)


def test_a_deck_can_be_emptied(page: AppTest) -> None:
    _with_three(page)
    _press(page, "deck_empty")
    assert "Nothing is in it yet" in _html(page)


def _open(page: AppTest, data: bytes) -> None:
    page.get("file_uploader")[0].set_value(("deck.yml", data, "application/yaml")).run()
    assert not page.exception


def test_a_file_is_opened_and_what_it_names_wrongly_is_said(page: AppTest) -> None:
    _present(page)
    _open(
        page,
        f"id: a\ntitle: '{HOSTILE}'\nscenes:\n- view: map?indicator=gone\n- view: gaps\n".encode(),
    )
    assert "There is no indicator &#x27;gone&#x27; in this build" in _html(page)
    assert "with 2 scenes" in _html(page)
    assert "<script" not in _html(page)


def test_a_file_that_cannot_be_opened_leaves_the_deck_as_it_was(page: AppTest) -> None:
    _with_three(page)
    _open(page, b"a: &a [*a]")
    assert "anchors or aliases; a deck needs none. Your deck is as it was." in _html(page)
    assert len(_order(page)) == 3


def test_the_way_back_from_a_whole_page(page: AppTest) -> None:
    page.switch_page("views/gaps.py")
    for key, value in {"indicator": "suicide", "deck": "minds", "scene": "5"}.items():
        page.query_params[key] = value
    page.run()
    assert not [x for x in page.get("html") if "role='alert'" in x.proto.body]
    assert _links(page) == ["Back to the deck: Mental health and wellbeing"]
    page.switch_page("views/map.py")
    page.query_params.clear()
    page.run()
    assert len(page.get("page_link")) == 1
    _present(page, deck="minds", scene="5")
    page.switch_page("views/map.py")
    page.query_params.clear()
    page.run()
    assert not page.get("page_link")
