"""Lines from a shelf: byte for byte what the query gives, within bounds, and of one build."""

from __future__ import annotations

import gc
import random
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard import keeping, queries
from dashboard.db import Build, Marts
from dashboard.exports import shelves, table
from dashboard.exports.datasets import DATASETS
from dashboard.exports.kept import Kept
from dashboard.exports.request import DAYS, Request, parse
from tests.dashboard.exports.described import csv_of

FIGURES = ("observations", "comparisons", "inequalities", "trends")
DAYS_THERE_ARE = (
    "0001-01-01",
    "2011-03-31",
    "2016-01-01",
    "2019-04-01",
    "2021-12-31",
    "9999-12-31",
)
Given = dict[str, list[str]]


def _from_shelf(request: Request, build: Build) -> bytes:
    return b"".join(shelves.chunks(request, build))


def _values(name: str, build: Build, chance: random.Random) -> list[str]:
    """Something that a filter takes."""
    if name in DAYS:
        return [chance.choice(DAYS_THERE_ARE[:3] if name == "from" else DAYS_THERE_ARE[3:])]
    if name == "latest":
        return [chance.choice(["yes", "no"])]
    options = queries.export_options(build)[name]
    return chance.sample(options, min(len(options), chance.choice([1, 1, 2, 5])))


def _questions(name: str, build: Build) -> list[Given]:
    """Each filter alone, some at once, and some for a row there is, of columns of every choice.

    They are the same every time.
    """
    dataset, chance = DATASETS[name], random.Random(name)
    filters = [x for x in dataset.filters if x != "indicator"]
    found = [{x: _values(x, build, chance)} for x in filters]
    for _ in range(12):
        some = chance.sample(filters, chance.choice([0, 1, 2, 3]))
        found.append({x: _values(x, build, chance) for x in some})
    for given in found:
        given["indicator"] = _values("indicator", build, chance)
    found += [_for_a_row(name, build, chance) for _ in range(16)]
    for number, given in enumerate(found):
        if number % 3 == 1:
            given["include"] = chance.sample(dataset.groups, chance.randint(1, len(dataset.groups)))
        if number % 7 == 2:
            names = [x.name for x in dataset.columns]
            given["columns"] = chance.sample(names, chance.choice([1, 4]))
    return found


def _for_a_row(name: str, build: Build, chance: random.Random) -> Given:
    """What one row that there is says of itself in up to three of the filters."""
    indicator = chance.choice(sorted(queries.exports.export_sizes(build)[name]))
    rows = table.table(parse(name, {"indicator": [indicator]}, build), build).to_pylist()
    row = chance.choice(rows)
    filters = [x for x in DATASETS[name].filters if x in row and x != "indicator"]
    some = chance.sample(filters, min(len(filters), 3))
    return {"indicator": [indicator]} | {x: [str(row[x])] for x in some}


@pytest.mark.slow
@pytest.mark.parametrize("name", FIGURES)
def test_a_shelf_gives_what_the_query_gives(name: str, build: Build) -> None:
    from_shelves, with_rows = 0, 0
    for given in _questions(name, build):
        request = parse(name, given, build)
        found = _from_shelf(request, build)
        assert found == csv_of(request, build), given
        from_shelves += bool(shelves._needed(request, build))
        with_rows += found.count(b"\n") > 1
    assert from_shelves > 15, "most of these were not questions of a shelf"
    assert with_rows > 15, "most of these had no rows"


@pytest.mark.parametrize("name", FIGURES)
def test_every_row_is_on_a_shelf(name: str, build: Build) -> None:
    whole = csv_of(parse(name, {}, build), build)
    head, _, rows = whole.partition(b"\r\n")
    indicators = queries.exports.export_sizes(build)[name]
    found = [_from_shelf(parse(name, {"indicator": [x]}, build), build) for x in indicators]
    assert all(x.startswith(head + b"\r\n") for x in found)
    assert b"".join(x.removeprefix(head + b"\r\n") for x in found) == rows


@pytest.mark.parametrize("name", sorted(set(DATASETS) - set(FIGURES)))
def test_short_datasets_are_a_query(name: str, build: Build) -> None:
    request = parse(name, {}, build)
    assert not shelves._needed(request, build)
    assert _from_shelf(request, build) == csv_of(request, build)


@pytest.mark.parametrize(
    "given",
    [
        {"area": ["Newham"]},
        {"indicator": ["suicide"], "shape": ["wide"]},
        {"indicator": ["suicide"], "columns": ["value"]},
    ],
    ids=["no indicator", "wide", "columns"],
)
def test_what_is_on_no_shelf_is_a_query(given: Given, build: Build) -> None:
    request = parse("observations", given, build)
    assert not shelves._needed(request, build)
    assert _from_shelf(request, build) == csv_of(request, build)


def test_an_indicator_with_too_many_rows_is_on_no_shelf(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = queries.exports.export_sizes(build)["observations"]
    most = sorted(sizes.values())[len(sizes) // 2]
    monkeypatch.setattr(shelves, "MOST_ROWS", most)
    groups = shelves._groups.__wrapped__(build, "observations")
    assert set(groups) == {name for name, rows in sizes.items() if rows <= most}
    for group in set(groups.values()):
        assert sum(sizes[x] for x in group) <= most
    assert list(groups) == sorted(groups)


@pytest.mark.slow
def test_shelves_take_no_more_memory_than_they_may(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = shelves._filled(DATASETS["trends"], ("slope",), build, ("suicide",))
    kept, filled, whole = Kept[shelves.Shelf](4_000_000), [], shelves._filled
    monkeypatch.setattr(shelves, "_shelves", kept)
    monkeypatch.setattr(shelves, "_filled", lambda *x: filled.append(x) or whole(*x))
    for name in FIGURES:
        for indicator in list(queries.exports.export_sizes(build)[name])[::4]:
            _from_shelf(parse(name, {"indicator": [indicator]}, build), build)
            assert kept.size <= kept.most
    assert 0 < len(kept) < len(filled), "all of them had room"
    assert 0 < one.size < 10_000


def test_many_who_ask_at_once_fill_one_shelf(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    filled, whole = [], shelves._filled
    monkeypatch.setattr(shelves, "_shelves", Kept[shelves.Shelf](shelves.MOST_BYTES))
    monkeypatch.setattr(shelves, "_filled", lambda *x: filled.append(x) or whole(*x))
    areas = queries.export_options(build)["area"]
    asked = [parse("trends", {"indicator": ["suicide"], "area": [x]}, build) for x in areas]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda x: _from_shelf(x, build), asked))
    assert len(filled) == 1
    assert found == [csv_of(x, build) for x in asked]


def test_a_shelf_holds_no_build_open(own_marts: Path) -> None:
    build = Marts(own_marts).current()
    assert _from_shelf(parse("observations", {"indicator": ["suicide"]}, build), build)
    left = weakref.ref(build)
    del build
    keeping.forget()
    gc.collect()
    assert left() is None


def test_a_build_s_shelves_are_its_own(
    own_marts: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where two builds of two folders have one name."""
    monkeypatch.setattr(shelves, "_shelves", Kept[shelves.Shelf](shelves.MOST_BYTES))
    other = Marts(own_marts).current()
    request = parse("observations", {"indicator": ["suicide"]}, build)
    assert _from_shelf(request, other) == _from_shelf(request, build)
    assert len(shelves._shelves) == 2
