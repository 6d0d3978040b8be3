"""What a refresh knows of live sources: their files, what these must look like, how far they move.

Written by people in data/catalogue/live, one file a source; the address is the source's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from pipelines.catalogue import Catalogue, Feed, documents
from pipelines.errors import CatalogueError

DATASET, IDS, AREA_TYPE = "{dataset}", "{ids}", "{area_type}"
# Counties and unitary authorities of 2023, as Fingertips numbers kinds of area.
UPPER_TIER = 502


@dataclass(frozen=True)
class Column:
    """A column a publisher's file must have, and what may be in it."""

    name: str
    type: str
    labels: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    optional: bool = False


@dataclass(frozen=True)
class Tolerance:
    """How far figures may move from the last snapshot before a person has to look."""

    standard_errors: float = 6.0
    relative: float = 0.5
    lost_boroughs: int = 0
    lost_periods: int = 0


@dataclass(frozen=True)
class LiveFeed:
    """One indicator's figures in a live file, and whose figures they take the place of."""

    feed: Feed
    replaces: tuple[str, ...] = ()
    area_type: int = UPPER_TIER


@dataclass(frozen=True)
class LiveFile:
    """One file to fetch, and the feeds that are read from it."""

    source: str
    name: str
    address: str
    feeds: tuple[LiveFeed, ...]


@dataclass(frozen=True)
class Upstream:
    """A live source."""

    id: str
    kind: str
    file: str = ""
    batch: int = 0
    hosts: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    tolerance: Tolerance = field(default_factory=Tolerance)
    feeds: tuple[LiveFeed, ...] = ()


def load(folder: Path, catalogue: Catalogue) -> dict[str, Upstream]:
    """Read the live sources of a catalogue folder.

    Raises:
        CatalogueError: naming the file, the place in it, the value and what is allowed.
    """
    found = documents(folder / "live", folder / "schema" / "live.json")
    return {x["id"]: _upstream(x, catalogue) for x in found}


def files(upstream: Upstream, address: str) -> list[LiveFile]:
    """The files of a live source.

    Args:
        upstream: the source.
        address: where they are; {dataset}, {ids} and {area_type} stand for what differs.

    Raises:
        CatalogueError: when the source has several files and the address cannot tell them apart.
    """
    named = upstream.file or (IDS if upstream.batch else DATASET)
    if named in (DATASET, IDS) and named not in address:
        raise CatalogueError(
            f"the address of {upstream.id} needs {named}, which stands for what differs between "
            f"its files; given: {address}"
        )
    if upstream.batch:
        return list(_batches(upstream, address))
    by_name: dict[str, list[LiveFeed]] = {}
    for live in upstream.feeds:
        name = upstream.file or f"{_dataset(live.feed.file)}.{upstream.kind}"
        by_name.setdefault(name, []).append(live)
    return [
        _file(upstream.id, name, address.replace(DATASET, _dataset(name)), feeds)
        for name, feeds in by_name.items()
    ]


def _batches(upstream: Upstream, address: str) -> Iterable[LiveFile]:
    """As many indicators at once as the publisher likes, of one kind of area."""
    ordered = sorted(upstream.feeds, key=lambda x: x.area_type)
    for area_type, group in groupby(ordered, key=lambda x: x.area_type):
        by_id: dict[str, list[LiveFeed]] = {}
        for live in group:
            by_id.setdefault(str(live.feed.select["indicator_id"]), []).append(live)
        ids = list(by_id)
        for start in range(0, len(ids), upstream.batch):
            batch = ids[start : start + upstream.batch]
            filled = address.replace(IDS, ",".join(batch)).replace(AREA_TYPE, str(area_type))
            feeds = [live for name in batch for live in by_id[name]]
            yield _file(upstream.id, f"{area_type}-{'-'.join(batch)}.csv", filled, feeds)


def _file(source: str, name: str, address: str, feeds: Iterable[LiveFeed]) -> LiveFile:
    """A file whose feeds name it, as messages about it will."""
    named = tuple(replace(x, feed=replace(x.feed, file=name)) for x in feeds)
    return LiveFile(source, name, address, named)


def _dataset(file: str) -> str:
    """The publisher's name of a data set: its file's, without folder and endings."""
    return file.rsplit("/", 1)[-1].split(".", 1)[0]


def _upstream(document: Mapping[str, Any], catalogue: Catalogue) -> Upstream:
    source = document["id"]
    _require(source, "id", source, catalogue.sources)
    given = [_live_feed(source, x, catalogue) for x in document.get("feeds", ())]
    listed = {x.feed.indicator_id for x in given}
    own = [
        LiveFeed(x) for x in catalogue.feeds if x.source == source and x.indicator_id not in listed
    ]
    return Upstream(
        id=source,
        kind=document["kind"],
        file=document.get("file", ""),
        batch=document.get("batch", 0),
        hosts=tuple(document.get("hosts", ())),
        columns=tuple(_column(name, x) for name, x in document.get("columns", {}).items()),
        tolerance=Tolerance(**document.get("tolerance", {})),
        feeds=(*given, *own),
    )


def _live_feed(source: str, given: Mapping[str, Any], catalogue: Catalogue) -> LiveFeed:
    _require(source, "feeds > indicator", given["indicator"], catalogue.indicators)
    for name in given.get("replaces", ()):
        _require(source, "feeds > replaces", name, catalogue.sources)
    parts = {
        x: given[x] for x in ("select", "columns", "constants", "groups", "options") if x in given
    }
    return LiveFeed(
        feed=Feed(indicator_id=given["indicator"], source=source, file="", **parts),
        replaces=tuple(given.get("replaces", ())),
        area_type=given.get("area_type", UPPER_TIER),
    )


def _column(name: str, given: Mapping[str, Any]) -> Column:
    return Column(name=name, **(dict(given) | {"labels": tuple(given.get("labels", ()))}))


def _require(source: str, place: str, name: str, allowed: Iterable[str]) -> None:
    if name not in allowed:
        raise CatalogueError(
            f"live/{source}.yml: {place}: '{name}' is not known; allowed: {', '.join(allowed)}"
        )
