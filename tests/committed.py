"""What is committed, counted here and nowhere else: areas, indicators, priorities, decks.

Whoever adds an indicator as the README says changes no test: tests ask here how many there are.
"""

from __future__ import annotations

from functools import cache

from pipelines import catalogue


@cache
def known() -> catalogue.Catalogue:
    """The committed catalogue, read once."""
    return catalogue.load()


def boroughs() -> list[str]:
    """The codes of the boroughs."""
    return known().boroughs


def areas() -> list[str]:
    """The codes of all areas: the boroughs, London and England."""
    return list(known().areas["area_code"])


def indicators() -> list[str]:
    """The ids of all indicators, those without figures too."""
    return list(known().indicators)


def priorities() -> list[str]:
    """The ids of the priorities in their order, the overall one before the strategy's own."""
    return [x.id for x in sorted(known().priorities, key=lambda x: x.position)]


def decks() -> list[str]:
    """The ids of the decks that come with it."""
    return [str(deck["id"]) for deck in known().decks]
