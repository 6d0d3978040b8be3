"""The decks of a build, ready to show."""

from __future__ import annotations

from functools import lru_cache

from dashboard import queries
from dashboard.db import Build
from dashboard.decks import Deck, Scene
from dashboard.frames import rows


@lru_cache(maxsize=8)
def decks(build: Build) -> tuple[Deck, ...]:
    """Every deck, in the order pages list them."""
    every = queries.scenes(build)
    return tuple(
        Deck(
            deck_id=row.deck_id,
            title=row.title,
            scenes=tuple(
                Scene(x.page, x.query, x.headline, x.note, x.chart)
                for x in rows(every[every["deck_id"] == row.deck_id])
            ),
            about=row.about,
        )
        for row in rows(queries.decks(build))
    )


def deck(build: Build, deck_id: str) -> Deck | None:
    """The deck of an id, None where there is none."""
    return next((x for x in decks(build) if x.deck_id == deck_id), None)
