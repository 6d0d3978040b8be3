"""In what pages say, one is never many and a name never loses its capital."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest

from dashboard import queries, text
from dashboard.content import gaps, listings, maps, overview_rows, overviews, profiles
from dashboard.db import Build
from tests import committed
from tests.dashboard.given import view_of, with_a_map

# A single one before a plural; 1.1 points and 11 points are other numbers.
_ONE_OF_MANY = re.compile(
    r"(?<![\d.,])1 (?:more )?(?:points|indicators|boroughs|periods|years|rows|minutes|people|"
    r"figures|scenes|areas|others)\b"
)


@pytest.fixture(scope="module")
def said(build: Build) -> dict[str, str]:
    """What pages say, by where."""
    return {where: _plain(words) for where, words in _said(build)}


def _said(build: Build) -> Iterator[tuple[str, str]]:
    yield "cards", overviews.cards(build)
    yield "rows", overview_rows.sections(build)
    yield "context", listings.context(build)
    for priority in queries.priorities(build)["priority_id"]:
        yield f"methods {priority}", listings.indicators(build, priority)
    for indicator in with_a_map(build):
        view = view_of(build, indicator=indicator)
        yield f"map {indicator}", maps.scene(build, view).finding
        yield f"gaps {indicator}", gaps.gap(build, view).finding
    for area in committed.boroughs()[::8]:
        shown = profiles.profile(build, view_of(build, area=area))
        yield f"profile {area}", f"{shown.summary} {shown.stand_outs} {shown.tables}"


def _plain(words: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", words))


def test_one_is_never_many(said: dict[str, str]) -> None:
    for where, words in said.items():
        found = _ONE_OF_MANY.search(words)
        assert found is None, (where, found)


def test_the_guard_sees_one_of_many() -> None:
    assert _ONE_OF_MANY.search("The gap was 1 points")
    assert not _ONE_OF_MANY.search("The gap was 1.1 points, 11 years, 1 borough")


def test_a_name_never_loses_its_capital(build: Build, said: dict[str, str]) -> None:
    known = queries.indicators(build)
    titles = [
        title
        for _, row in known.iterrows()
        for title in (row["title"], row["short_title"])
        if text.within(title, row["proper_nouns"]) == title
    ]
    assert titles
    for title in titles:
        lowered = title[:1].lower() + title[1:]
        for where, words in said.items():
            assert lowered not in words, where
