"""Decks as they are shipped: what they name exists, and every scene can be shown."""

from __future__ import annotations

import pytest

from dashboard import stage_sentences
from dashboard.content import decks, scenes
from dashboard.db import Build
from dashboard.decks import Deck, Scene
from tests import committed


def _scenes(deck: Deck) -> list[tuple[int, Scene]]:
    return list(enumerate(deck.scenes, start=1))


def test_one_deck_a_priority_and_one_of_london(build: Build) -> None:
    shown = [deck.deck_id for deck in decks.decks(build)]
    assert shown == ["london", *committed.priorities()[1:]]
    assert sorted(shown) == sorted(committed.decks())


@pytest.mark.parametrize("name", committed.decks())
def test_a_shipped_deck_has_six_to_ten_scenes_and_shows_every_one(build: Build, name: str) -> None:
    deck = decks.deck(build, name)
    assert deck is not None
    assert 6 <= len(deck.scenes) <= 10
    for place, scene in _scenes(deck):
        shown = scenes.staged(build, scene)
        assert not shown.problem, (place, shown.problem)
        assert shown.picture, place
        assert shown.source, place
        assert shown.interval_note, place
        assert shown.alternative, place
        assert len(shown.table), place
        assert 0 < len(shown.headline) <= stage_sentences.LONGEST, (place, shown.headline)
        assert "…" not in shown.headline, (place, shown.headline)


def test_a_deck_that_is_not_there_is_none(build: Build) -> None:
    assert decks.deck(build, "atlantis") is None
