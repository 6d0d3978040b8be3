"""Decks from strangers: what is written is read back, and nothing else gets in or breaks."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from dashboard import deck_files, stage_state
from dashboard.content import decks, scenes
from dashboard.db import Build
from dashboard.deck_files import OWN, DeckError
from dashboard.decks import Deck, Scene

DECK = Deck(
    OWN,
    "Our borough",
    (
        Scene("map", "indicator=suicide&area=E09000025", "A finding: 1 & 2 <b>", "Say it", "bars"),
        Scene("overview", "", chart="priorities"),
    ),
)
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n"
HOSTILE = "<script>alert(1)</script>"


def test_a_deck_is_read_back_as_it_was_written() -> None:
    assert deck_files.from_yaml(deck_files.to_yaml(DECK)) == DECK


def test_every_shipped_deck_survives_file_and_link(build: Build) -> None:
    for deck in decks.decks(build):
        read = deck_files.from_yaml(deck_files.to_yaml(deck))
        assert (read.title, read.scenes) == (deck.title, deck.scenes)
        carried = deck_files.from_link(deck_files.to_link(deck))
        assert [(x.page, x.query, x.chart) for x in carried.scenes] == [
            (x.page, x.query, x.chart) for x in deck.scenes
        ]
        assert not any(x.note for x in carried.scenes), "notes for who speaks are not sent around"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"x" * (deck_files.LARGEST_FILE + 1), "65,537 bytes; a deck may have up to 65,536"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"title: [", "cannot be read as YAML: look at line"),
        (BOMB.encode(), "anchors or aliases"),
        (b"a: !!python/object/apply:os.system ['true']", "tags"),
        (b"[" * 500, "nested more deeply"),
        (b"", "must be of the type object"),
        (b"- 1\n- 2", "must be of the type object"),
        (b"id: a\ntitle: A\nscenes: []", "at least one scene"),
        (b"id: a\ntitle: A\nscenes:\n- view: atlas?x=1", "pages are overview, map, gaps, compare"),
        (b"id: a\ntitle: A\nscenes:\n- view: map\n  chart: pie", "must be one of ['map', 'bars'"),
        (b"id: a\ntitle: A\nspeed: 1\nscenes:\n- view: map", "'speed' was unexpected"),
        (b"id: a\ntitle: 2024\nscenes:\n- view: map", "title must be of the type string"),
        (
            b"id: a\ntitle: A\nscenes:\n- view: map\n  headline: " + b"x" * 161,
            "headline must be at most 160 characters",
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_said(data: bytes, said: str) -> None:
    with pytest.raises(DeckError) as error:
        deck_files.from_yaml(data)
    assert said in str(error.value)
    assert len(str(error.value)) < 400


@settings(max_examples=300, deadline=None)
@given(some.binary(max_size=400) | some.text(max_size=400).map(lambda x: x.encode()))
@example(b"? ? ? ?")
@example(b"- !!set {a, b}")
@example(b"&a [*a]")
@example(b"2024-13-45")
@example(b"%YAML 9.9\n---\na")
def test_no_file_does_anything_but_open_or_say_why_not(data: bytes) -> None:
    try:
        deck = deck_files.from_yaml(data)
    except DeckError:
        return
    assert deck.scenes


@settings(max_examples=200, deadline=None)
@given(some.text(max_size=200) | some.binary(max_size=100).map(deck_files.base64.urlsafe_b64encode))
def test_no_link_does_either(value: str | bytes) -> None:
    with pytest.raises(DeckError):
        deck_files.from_link(value if isinstance(value, str) else value.decode())


def _link(content: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")


def test_a_link_that_unpacks_to_much_is_not_unpacked() -> None:
    bomb = _link(b"0" * 1_000_000)
    assert len(bomb) < deck_files.LONGEST_LINK
    with pytest.raises(DeckError, match="more than a deck may hold"):
        deck_files.from_link(bomb)
    with pytest.raises(DeckError, match="up to 1,800"):
        deck_files.from_link("A" * 1801)


@pytest.mark.parametrize(
    "content",
    [
        [],
        ["A"],
        ["A", [["map"]]],
        ["A", [[1, 2, 3, 4]]],
        ["A", {}],
        {"a": 1},
        ["A", "map"],
        7,
        None,
    ],
)
def test_a_link_of_another_shape_is_said_to_be_damaged(content: object) -> None:
    with pytest.raises(DeckError):
        deck_files.from_link(_link(json.dumps(content).encode()))


def test_a_deck_too_long_for_a_link_has_none() -> None:
    many = tuple(
        Scene("map", "indicator=suicide", hashlib.sha512(bytes([place])).hexdigest())
        for place in range(40)
    )
    assert deck_files.to_link(Deck(OWN, "Long", many)) == ""


def test_half_a_character_in_a_link_breaks_no_address(build: Build) -> None:
    content = b'["A\\ud83d", [["map", "indicator=suicide&area=\\ud83d", "", "x\\udc00y"]]]'
    deck = deck_files.from_link(_link(content))
    assert (deck.title, deck.scenes[0].headline) == ("A", "xy")
    stage = stage_state.Stage(deck).looking(benchmark="england")
    assert not scenes.staged(build, stage.scene).is_empty
    assert deck_files.from_yaml(deck_files.to_yaml(deck)) == deck
    assert deck_files.to_link(deck)


def test_indicators_that_are_not_there_are_named() -> None:
    deck = Deck(OWN, "A", (Scene("map", "indicator=xyz"), Scene("map", "indicator=suicide")))
    assert deck_files.unknown_indicators(deck, ["suicide"]) == ["xyz"]


def test_what_cannot_be_printed_is_cleaned_away() -> None:
    text = 'id: a\ntitle: "A\\u202eB\\u0007"\nscenes:\n- view: map\n  headline: "x\\u200b\\u0000"'
    deck = deck_files.from_yaml(text.encode())
    assert deck.title == "AB"
    assert deck.scenes[0].headline == "x"


KEYS = some.sampled_from(
    ["indicator", "period", "sex", "age", "area", "by", "areas", "chart", HOSTILE]
)
VALUES = some.sampled_from(
    ["suicide", "xyz", "1066", HOSTILE, "", "E09000025", "\U0001f600", "%00"]
)


@settings(max_examples=80, deadline=None)
@given(
    page=some.sampled_from(["map", "gaps", "compare", "borough", "overview", "atlas"]),
    query=some.dictionaries(KEYS, VALUES, max_size=4),
    chart=some.sampled_from(["", "map", "bars", "gap", "slope", "groups", "lines", "pie", HOSTILE]),
)
def test_a_scene_of_anything_is_shown_or_says_why_not(
    build: Build, page: str, query: dict[str, str], chart: str
) -> None:
    scene = Scene(page, "&".join(f"{k}={v}" for k, v in query.items()), HOSTILE, chart=chart)
    shown = scenes.staged(build, scene)
    assert shown.problem or not shown.is_empty
    assert shown.headline
    stage = stage_state.Stage(Deck(OWN, HOSTILE, (scene,)))
    assert scenes.staged(build, stage.looking(area="E09000001", period="x").scene) is not None
