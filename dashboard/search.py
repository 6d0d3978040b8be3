"""What can be searched for, and where each thing is: the list behind every page's search box.

The list is sent once, when somebody first goes to the box; ``static/scripts/search.js`` then
answers every key in the browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from dashboard import queries, state
from dashboard.db import Build
from dashboard.frames import rows


@dataclass(frozen=True)
class Entry:
    """One thing to find.

    ``title`` and ``detail`` are the two lines people read, ``kind`` says what it is, ``to`` is its
    address under the dashboard's own, and ``also`` holds its other names.
    """

    title: str
    detail: str
    kind: str
    to: str
    also: tuple[str, ...] = ()


# Every page of the navigation, by its path; what each is for, and what else it may be called.
PAGES = {
    "": Entry("Overview", "Where London stands on the six priorities", "Page", "", ("home",)),
    "map": Entry("Map", "One indicator across the 33 boroughs", "Page", "map", ("boroughs",)),
    "gaps": Entry(
        "Gaps",
        "How big an inequality is, and whether it is narrowing",
        "Page",
        "gaps",
        ("inequality", "narrowing", "deprivation"),
    ),
    "borough": Entry(
        "Borough",
        "Every figure of one borough on one page",
        "Page",
        "borough",
        ("profile", "my borough", "print"),
    ),
    "compare": Entry(
        "Compare",
        "Two to six boroughs side by side",
        "Page",
        "compare",
        ("side by side", "versus", "compared"),
    ),
    "present": Entry(
        "Present",
        "One finding at a time on the whole screen, from decks ready to show or your own",
        "Page",
        "present",
        ("slides", "deck", "powerpoint", "workshop", "projector", "my deck"),
    ),
    "downloads": Entry(
        "Downloads",
        "Filtered figures as CSV, Excel, Parquet or ZIP, with their address",
        "Page",
        "downloads",
        ("csv", "excel", "spreadsheet", "export", "api", "open data", "data dictionary"),
    ),
    "methods": Entry(
        "Methods and sources",
        "Definitions, publishers, licences, and how we compare",
        "Page",
        "methods",
        ("help", "about", "licence", "definitions", "glossary", "words we use", "how fresh"),
    ),
}


@lru_cache(maxsize=8)
def entries(build: Build) -> tuple[Entry, ...]:
    """Everything there is to find, what matters most first among equals."""
    return (
        *_indicators(build),
        *_boroughs(build),
        *_priorities(build),
        *PAGES.values(),
        *_words(build),
    )


@lru_cache(maxsize=8)
def document(build: Build) -> dict[str, Any]:
    """The list as the browser takes it."""
    return {"build": build.build_id, "entries": [asdict(entry) for entry in entries(build)]}


def _indicators(build: Build) -> Iterator[Entry]:
    """Every indicator; one that has no map is found among the definitions, with the reason."""
    indicators = queries.indicators(build)
    under = queries.priorities(build).set_index("priority_id")["short_title"]
    mapped = state.shown(indicators)
    for row in rows(indicators):
        has_map = bool(mapped[row.indicator_id])
        yield Entry(
            title=row.short_title,
            detail=under[row.priority] if has_map else _without_map(row),
            kind="Indicator",
            to=_to("map", indicator=row.indicator_id) if has_map else f"methods#{row.indicator_id}",
            also=(row.title, *_names(row.synonyms)),
        )


def _without_map(row: Any) -> str:
    return "About the boroughs; no map" if row.context else "No borough figures; why not"


def _boroughs(build: Build) -> Iterator[Entry]:
    areas = queries.areas(build)
    for row in rows(areas[areas["area_type"] == "borough"]):
        yield Entry(
            title=row.area_name,
            detail=row.inner_outer,
            kind="Borough",
            to=_to("borough", area=row.area_code),
            also=(row.short_name, row.area_code, *_names(row.synonyms)),
        )


def _priorities(build: Build) -> Iterator[Entry]:
    for row in rows(queries.priorities(build)):
        yield Entry(
            title=row.short_title,
            detail=row.question,
            kind="Priority",
            to=_to("map", priority=row.priority_id),
            also=(row.title, row.aim, *_names(row.synonyms)),
        )


def _words(build: Build) -> Iterator[Entry]:
    for row in rows(queries.glossary(build)):
        yield Entry(
            title=row.term,
            detail=re.split(r"(?<=[.:;]) ", row.means)[0].rstrip(":;"),
            kind="Word",
            to=_to("methods", term=row.term_id),
            also=_names(row.synonyms),
        )


def _to(path: str, **query: str) -> str:
    return f"{path}?{urlencode(query)}"


def _names(joined: Any) -> tuple[str, ...]:
    """Names out of one cell: one|other; an empty cell has none."""
    return tuple(joined.split("|")) if isinstance(joined, str) and joined else ()
