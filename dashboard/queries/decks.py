"""The decks that people wrote, and their scenes."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from dashboard.db import Build

_DECKS = "select * from deck order by position, deck_id"

_SCENES = "select * from scene order by deck_id, place"


@lru_cache(maxsize=8)
def decks(build: Build) -> pd.DataFrame:
    """One row per deck, in the order pages list them."""
    return build.frame(_DECKS)


@lru_cache(maxsize=8)
def scenes(build: Build) -> pd.DataFrame:
    """One row per scene of every deck, in the order they are shown."""
    return build.frame(_SCENES)
