"""Decks: views in an order, told as a story on a screen that others see."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scene:
    """One view shown full screen, and what a person wrote about it.

    ``page`` and ``query`` are the view's address: "map" and "indicator=suicide&colour=verdict".
    An empty headline is made from the statistics; the note is for who speaks. ``chart`` says
    which of the page's charts is shown; where it is empty, the first.
    """

    page: str
    query: str
    headline: str = ""
    note: str = ""
    chart: str = ""


@dataclass(frozen=True)
class Deck:
    """Scenes under a title; ``deck_id`` is its name in the address."""

    deck_id: str
    title: str
    scenes: tuple[Scene, ...]
    about: str = ""
