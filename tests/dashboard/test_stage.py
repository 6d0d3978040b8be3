"""The address of a presentation, what changes in a scene, and headlines that stay true."""

from __future__ import annotations

import re

import pytest

from dashboard import choices, deck_files, qr, queries, stage_state
from dashboard.content import decks, scenes, stage_pictures
from dashboard.content.picture import Picture
from dashboard.db import Build
from dashboard.deck_files import OWN, DeckError
from dashboard.decks import Deck, Scene
from dashboard.stage_state import Stage
from dashboard.text import Unit
from tests import committed

NUMBER = r"\d[\d.,]*\d|\d"
OWN_DECK = Deck(OWN, "Mine", (Scene("map", "indicator=obesity_year_6"),))


def _read(build: Build, own: Deck | None = None, **query: str) -> Stage:
    return stage_state.read({key: [value] for key, value in query.items()}, build, own)


def _size(build: Build, deck_id: str) -> int:
    """How many scenes a shipped deck has."""
    deck = decks.deck(build, deck_id)
    assert deck is not None
    return len(deck.scenes)


def test_a_scene_has_an_address_and_the_address_the_scene(build: Build) -> None:
    stage = _read(build, deck="children", scene="3", area="E09000025")
    size = _size(build, "children")
    assert (stage.place, stage.size, stage.problems) == (3, size, ())
    assert stage.address() == {"deck": "children", "scene": "3", "area": "E09000025"}
    assert stage.at(99).address() == {"deck": "children", "scene": str(size)}
    assert stage.at(-1).place == 1


@pytest.mark.parametrize("scene", ["0", "99", "-1", "x", "1.5", "٣", "9" * 40, "<b>"])
def test_a_scene_out_of_range_is_said_and_another_shown(build: Build, scene: str) -> None:
    stage = _read(build, deck="children", scene=scene)
    size = _size(build, "children")
    # Past the end is the end; anything else is the first.
    shown = size if scene == "99" else 1
    assert (stage.size, stage.place) == (size, shown)
    assert stage.problems == (
        f"There is no scene '{choices.shortened(scene)}': this deck has scenes 1 to {size}. "
        f"Showing scene {shown}.",
    )


def test_a_deck_that_is_not_there_is_named_with_those_that_are(build: Build) -> None:
    stage = _read(build, deck="atlantis")
    assert stage.deck is None
    there = ", ".join(deck.deck_id for deck in decks.decks(build))
    assert stage.problems == (f"There is no deck 'atlantis'; decks are {there} and mine.",)
    assert _read(build, deck="mine").problems == (
        "Your own deck is empty. Add charts to it with 'Add to my deck' on any page, or open a "
        "file below.",
    )
    assert _read(build, OWN_DECK, deck="mine").deck == OWN_DECK


def test_keys_that_mean_nothing_are_named(build: Build) -> None:
    assert _read(build, deck="london", speed="1").problems == (
        "The address has 'speed', which this page does not know; it was ignored. It knows "
        f"{', '.join(stage_state.KEYS)}.",
    )


def test_a_deck_in_a_link_keeps_its_link(build: Build) -> None:
    carried = deck_files.to_link(OWN_DECK)
    stage = _read(build, my=carried)
    assert stage.deck == OWN_DECK
    assert stage.address() == {"my": carried, "scene": "1"}
    broken = _read(build, my=carried[:-4])
    assert broken.deck is None
    with pytest.raises(DeckError) as error:
        deck_files.from_link(carried[:-4])
    assert broken.problems == (str(error.value),)


def test_a_change_takes_the_place_of_what_the_scene_says() -> None:
    scene = Scene("map", "indicator=suicide&benchmark=london", "Written by hand")
    changed = stage_state.changed(scene, {"benchmark": "england"})
    assert changed.query == "indicator=suicide&benchmark=england"
    assert changed.headline == "", "what was written was about other figures"
    stage = Stage(Deck(OWN, "A", (scene, scene)))
    assert stage.looking(area="E09000025").looking(area="").changes == {}
    assert stage.looking(area="E09000025").at(2).changes == {}


def test_an_indicator_that_left_the_catalogue_is_never_replaced_by_another(build: Build) -> None:
    shown = scenes.staged(build, Scene("map", "indicator=xyz", "Still here"))
    assert shown.is_empty
    assert shown.problem == "There is no indicator 'xyz' in this build; it may have been renamed."
    assert shown.headline == "This scene cannot be shown"


def test_an_indicator_without_borough_figures_is_said_to_have_none(build: Build) -> None:
    shown = scenes.staged(build, Scene("map", "indicator=tuberculosis"))
    assert shown.is_empty
    title = queries.indicators(build)["title"]["tuberculosis"]
    assert shown.problem == f"{title} has no borough figures in this build."


@pytest.mark.parametrize(
    ("scene", "problem"),
    [
        (
            Scene("nowhere", ""),
            f"There is no page 'nowhere'; pages are {', '.join(scenes.CHARTS)}.",
        ),
        (
            Scene("map", "", chart="pie"),
            f"The page map has no chart 'pie'; it has {', '.join(scenes.CHARTS['map'])}.",
        ),
        (Scene("borough", ""), "This scene cannot be shown: it names no borough."),
        (
            Scene("compare", ""),
            "This scene cannot be shown: it names no boroughs to put side by side.",
        ),
        (
            Scene("gaps", "indicator=suicide", chart="groups"),
            "This scene cannot be shown: no breakdown into groups is published for Suicide.",
        ),
    ],
    ids=["page", "chart", "borough", "boroughs", "groups"],
)
def test_what_a_scene_lacks_is_said(build: Build, scene: Scene, problem: str) -> None:
    shown = scenes.staged(build, scene)
    assert shown.is_empty
    assert shown.problem == problem


def test_a_period_that_is_gone_is_said_and_the_headline_is_about_what_is_shown(
    build: Build,
) -> None:
    shown = scenes.staged(build, Scene("map", "indicator=obesity_year_6&period=1066", "In 1066"))
    assert not shown.is_empty
    assert "'1066'" in shown.problem
    assert "1066" not in shown.headline
    written = scenes.staged(build, Scene("map", "indicator=obesity_year_6"))
    assert shown.headline == written.headline
    assert "Obesity in year 6" in written.headline


def test_a_headline_of_ones_own_is_kept(build: Build) -> None:
    scene = Scene("map", "indicator=obesity_year_6", "One in four")
    assert scenes.staged(build, scene).headline == "One in four"


def test_numbers_in_the_headline_of_a_map_are_those_of_the_marts(build: Build) -> None:
    shown = scenes.staged(build, Scene("map", "indicator=obesity_year_6"))
    unit = Unit.of(dict(queries.indicators(build).loc["obesity_year_6"]))
    figures = queries.figures(
        build, "obesity_year_6", shown.view.period, "persons", shown.view.age, "london"
    ).set_index("area_code")
    own = figures[(figures["area_type"] == "borough") & figures["value"].notna()]["value"]
    expected = [own.min(), own.max(), figures["value"]["E12000007"]]
    assert re.findall(r"[\d.]+%", shown.headline) == [unit.full(x) for x in expected]


def _unfounded(build: Build, scene: Scene) -> list[str]:
    """The numbers a headline quotes that neither the scene's figures nor its own words hold."""
    shown = scenes.staged(build, scene)
    cells = shown.table.reset_index().astype("str").to_numpy().ravel()
    written = set(re.findall(NUMBER, " ".join([*cells, shown.measured])))
    return [x for x in re.findall(NUMBER, scene.headline) if x not in written]


@pytest.mark.slow
def test_a_number_quoted_by_hand_in_a_shipped_headline_is_one_of_its_scene(build: Build) -> None:
    for deck in decks.decks(build):
        for scene in deck.scenes:
            assert not _unfounded(build, scene), (deck.deck_id, scene.headline)


def test_a_number_that_was_made_up_would_be_found(build: Build) -> None:
    made = scenes.staged(build, Scene("map", "indicator=obesity_year_6")).headline
    assert not _unfounded(build, Scene("map", "indicator=obesity_year_6", made))
    assert _unfounded(build, Scene("map", "indicator=obesity_year_6", "99.9% in Newham")) == [
        "99.9"
    ]


def test_axes_and_classes_are_the_same_in_every_period_of_an_indicator(build: Build) -> None:
    periods = list(queries.series(build, "obesity_year_6")["period"])[:6:2]
    bars, maps, trends = [], [], []
    for period in periods:
        query = f"indicator=obesity_year_6&period={period}"
        halves = scenes.staged(build, Scene("map", query, chart="bars")).halves
        bars += [tuple(half.figure.layout.xaxis.range) for half in halves]
        maps.append(
            re.findall(r"[\d.]+ to [\d.]+%", scenes.staged(build, Scene("map", query)).side)
        )
    for area in ("", "&area=E09000025", "&area=E09000027"):
        picture = scenes.staged(
            build, Scene("map", f"indicator=obesity_year_6{area}", chart="trend")
        ).picture
        assert isinstance(picture, Picture)
        trends.append(tuple(picture.figure.layout.yaxis.range))
    assert len(set(bars)) == len(set(trends)) == 1
    assert len({tuple(x) for x in maps}) == 1
    assert len(maps[0]) == 5


def test_two_halves_hold_every_borough_once(build: Build) -> None:
    view = scenes.staged(build, Scene("map", "indicator=obesity_year_6", chart="bars")).view
    halves = stage_pictures.bar_halves(build, view)
    names = [name for half in halves for name in half.figure.layout.yaxis.ticktext]
    assert len(names) == len(set(names)) == len(committed.boroughs())


def test_a_gap_has_no_gap_in_sight(build: Build) -> None:
    shown = scenes.staged(build, Scene("gaps", "indicator=obesity_year_6"))
    assert isinstance(shown.picture, Picture)
    low, high = shown.picture.figure.layout.yaxis.range
    assert low <= 0 < high


def test_a_code_is_drawn_here_and_a_long_address_is_refused() -> None:
    assert qr.picture("https://example.org/present?deck=london&scene=1").startswith(
        "data:image/svg"
    )
    with pytest.raises(ValueError, match="900"):
        qr.picture("https://example.org/" + "x" * 900)
    assert qr.is_only_here("http://localhost:8501/present")
    assert qr.is_only_here("http://127.0.0.1/present")
    assert not qr.is_only_here("https://health.example.org/present")
