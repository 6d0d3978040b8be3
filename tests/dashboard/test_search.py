"""Everything can be found by its name and its other names, and every address found is good."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from dashboard import queries, search, state
from dashboard.content import listings
from dashboard.db import Build
from dashboard.search import Entry
from dashboard.url.query import read as read_query
from dashboard.views.pages import HIDDEN, PAGES
from tests import committed


def _found(build: Build, name: str) -> list[Entry]:
    """Entries that carry a name, whole."""
    wanted = name.casefold()
    return [
        entry
        for entry in search.entries(build)
        if wanted in (x.casefold() for x in (entry.title, *entry.also))
    ]


def _names(cell: object) -> list[str]:
    return [] if pd.isna(cell) or not cell else str(cell).split("|")  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("name", "to"),
    [
        ("obesity", "map?indicator=excess_weight_year_6"),
        ("HLE", "map?indicator=healthy_life_expectancy"),
        ("jobs", "map?indicator=employment"),
        ("tobacco", "map?indicator=smoking"),
        ("air pollution", "map?indicator=pm25_concentration"),
        ("self-inflicted death", "map?indicator=suicide"),
        ("London Living Wage", "map?priority=work"),
        ("SII", "methods?term=slope-index"),
        ("Population", "methods#population"),
    ],
)
def test_what_people_say_leads_to_what_it_is(build: Build, name: str, to: str) -> None:
    assert to in [entry.to for entry in _found(build, name)]


@pytest.mark.parametrize("name", ["RBKC", "K&C", "Kensington and Chelsea", "E09000020"])
def test_a_borough_answers_to_all_its_names(build: Build, name: str) -> None:
    (entry,) = _found(build, name)
    assert entry.kind == "Borough"
    assert parse_qs(urlsplit(entry.to).query)["area"] == ["E09000020"]


def test_every_name_and_synonym_of_every_indicator_finds_it(build: Build) -> None:
    known = queries.indicators(build)
    assert set(known.index) == set(committed.indicators())
    for _, row in known.iterrows():
        for name in (row["title"], row["short_title"], *_names(row["synonyms"])):
            targets = [x.to for x in _found(build, name)]
            assert any(to.endswith(row["indicator_id"]) for to in targets), name


def test_every_name_and_synonym_of_every_borough_finds_it(build: Build) -> None:
    areas = queries.areas(build)
    boroughs = areas[areas["area_type"] == "borough"]
    assert set(boroughs["area_code"]) == set(committed.boroughs())
    for _, row in boroughs.iterrows():
        for name in (row["area_name"], row["short_name"], *_names(row["synonyms"])):
            assert any(x.to.endswith(row["area_code"]) for x in _found(build, name)), name


def test_every_synonym_of_priorities_and_words_finds_them(build: Build) -> None:
    for table, key, ending in (
        (queries.priorities(build), "priority_id", "priority="),
        (queries.glossary(build), "term_id", "term="),
    ):
        for _, row in table.iterrows():
            for name in _names(row["synonyms"]):
                targets = [x.to for x in _found(build, name)]
                assert any(to.endswith(f"{ending}{row[key]}") for to in targets), name


def test_every_address_opens_what_it_names_without_a_complaint(build: Build) -> None:
    listed = listings.context(build) + "".join(
        listings.indicators(build, x) for x in queries.priorities(build)["priority_id"]
    )
    for entry in search.entries(build):
        parts = urlsplit(entry.to)
        given, problems = read_query(parse_qs(parts.query))
        resolved = state.resolve(given, build)
        assert not problems, entry
        assert not resolved.problems, (entry, resolved.problems)
        for key in set(given) - {"term"}:
            assert given[key] == resolved.view.widgets()[key], entry
        if parts.fragment:
            assert f"id='{parts.fragment}'" in listed
        assert parts.path in search.PAGES


def test_every_page_of_the_navigation_is_found() -> None:
    """A new page needs an entry in ``search.PAGES``: its title, what it is for, other names."""
    pages = {path: title for _, title, path in PAGES if path not in HIDDEN}
    assert pages == {path: entry.title for path, entry in search.PAGES.items()}


def test_two_entries_never_look_alike(build: Build) -> None:
    shown = [(x.title, x.kind) for x in search.entries(build)]
    assert len(shown) == len(set(shown))


def test_the_list_is_small_and_the_same_each_time(build: Build) -> None:
    document = search.document(build)
    assert document["build"] == build.build_id
    assert len(document["entries"]) == len(search.entries(build))
    assert set(document["entries"][0]) == {"title", "detail", "kind", "to", "also"}
