"""Decks as people write them, flattened for the marts, and what their scenes point at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

import pandas as pd

Document = Mapping[str, Any]
# The keys of an address that name something of the catalogue.
INDICATORS, AREAS = ("indicator", "indicator2"), ("area", "areas")


def table(documents: Sequence[Document]) -> pd.DataFrame:
    """One row a deck."""
    return pd.DataFrame(
        [
            {
                "id": x["id"],
                "title": x["title"],
                "about": x.get("about", ""),
                "position": x.get("position", len(documents)),
            }
            for x in documents
        ]
    )


def scenes(documents: Sequence[Document]) -> pd.DataFrame:
    """One row a scene, its address parted into the page and the rest."""
    rows = []
    for document in documents:
        for place, scene in enumerate(document["scenes"], start=1):
            page, _, query = scene["view"].partition("?")
            texts = {key: scene.get(key, "").strip() for key in ("chart", "headline", "note")}
            own = {"deck_id": document["id"], "place": place, "page": page, "query": query}
            rows.append(own | texts)
    return pd.DataFrame(rows)


def named(documents: Sequence[Document], keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each value that scenes give for some keys of the address, and where it is written."""
    for document in documents:
        for place, scene in enumerate(document["scenes"], start=1):
            given = parse_qs(scene["view"].partition("?")[2])
            where = f"scenes/{document['id']}.yml"
            for value in (x for key in keys for x in given.get(key, ())):
                yield f"{where}: scene {place}", value
