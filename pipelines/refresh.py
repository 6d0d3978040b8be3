"""Newest figures from the publishers to a published build, without losing what was good."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from pipelines import (
    build,
    changes,
    files,
    freshness,
    history,
    outcome,
    publish,
    raw_store,
    receive,
    renewal,
    snapshot,
    upstream,
)
from pipelines.catalogue import Catalogue, load
from pipelines.errors import CatalogueError, CheckError
from pipelines.fetch import Client, Manners
from pipelines.freshness import NOT_LIVE, REFRESHED
from pipelines.outcome import Outcome, SourceOutcome
from pipelines.places import Places
from pipelines.receive import Received
from pipelines.renewal import Before, Renewed
from pipelines.upstream import LiveFile, Upstream

ADDRESS_VARIABLE = "REFRESH_URL_"

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Asked:
    """What the person running a refresh wants."""

    sources: tuple[str, ...] = ()
    addresses: Mapping[str, str] = field(default_factory=dict)
    accepted: frozenset[str] = frozenset()
    dry_run: bool = False
    keep: int = history.KEEP
    manners: Manners = field(default_factory=Manners)


def refresh(asked: Asked, places: Places, progress: Progress = lambda _: None) -> Outcome:
    """Fetch, parse, judge, write a new snapshot, build and publish.

    The caller holds the lock. One failing source never stops another; what cannot be trusted
    keeps its last good figures.

    Raises:
        PipelineError, OSError: when nothing could be published; the last build stays in service.
    """
    history.recover(places.catalogue, places.snapshot, places.marts)
    started = _now()
    catalogue = load(places.catalogue)
    before = Before(*snapshot.load(places.snapshot), catalogue, asked.accepted)
    live = upstream.load(places.catalogue, catalogue)
    wanted = _wanted(asked, live, catalogue)
    visits = {name: raw_store.Visit(places.raw, name, started) for name in wanted}
    received = _received(wanted, live, visits, asked.manners, progress)
    renewed = list(
        chain.from_iterable(
            renewal.renew(received[name], live[name], before, progress) for name in wanted
        )
    )
    if asked.dry_run:
        return _summed_up(before, renewed, received, catalogue, places, dry_run=True)
    previous = publish.current(places.marts).get("build", "")
    build_id, renewed = _published(before, renewed, places, progress)
    done = _summed_up(before, renewed, received, catalogue, places, previous, build_id)
    _write(done, started, catalogue, places)
    for visit in visits.values():
        visit.finish()
    history.prune(places.marts, asked.keep)
    raw_store.prune(places.raw, asked.keep)
    return done


def address_of(source_id: str, given: Mapping[str, str], catalogue: Catalogue) -> str:
    """Where a source's files are: as given, from the environment, or from the catalogue."""
    variable = os.environ.get(f"{ADDRESS_VARIABLE}{source_id.upper()}", "")
    return given.get(source_id, "") or variable or catalogue.sources[source_id].live


def _wanted(
    asked: Asked, live: Mapping[str, Upstream], catalogue: Catalogue
) -> dict[str, list[LiveFile]]:
    """The files of every source that has an address and was asked for.

    Raises:
        CatalogueError: naming a source that does not exist, or one asked for without an address.
    """
    for name in (*asked.sources, *asked.addresses, *asked.accepted):
        if name not in live:
            raise CatalogueError(
                f"'{name}' is not a source that can be refreshed; allowed: {', '.join(live)}"
            )
    wanted = {}
    for name in asked.sources or live:
        address = address_of(name, asked.addresses, catalogue)
        if address:
            wanted[name] = upstream.files(live[name], address)
        elif asked.sources:
            raise CatalogueError(
                f"{name} has no live address of its own; give one with --address {name}=URL "
                f"or {ADDRESS_VARIABLE}{name.upper()}"
            )
    return wanted


def _received(
    wanted: Mapping[str, Sequence[LiveFile]],
    live: Mapping[str, Upstream],
    visits: Mapping[str, raw_store.Visit],
    manners: Manners,
    progress: Progress,
) -> dict[str, list[Received]]:
    with Client(manners) as client:
        every = chain.from_iterable(wanted.values())
        found = receive.receive(every, live, visits, client, progress)
    return {name: [x for x in found if x.file.source == name] for name in wanted}


def _published(
    before: Before, renewed: list[Renewed], places: Places, progress: Progress
) -> tuple[str, list[Renewed]]:
    """Build and publish what was renewed; a source whose figures fail a check is left out.

    Raises:
        CheckError: when the checks fail although each source passes them alone.
    """
    if not any(x.outcome == REFRESHED for x in renewed):
        return _build_as_it_is(places, progress), renewed
    try:
        return _build_new(before, renewed, places, progress), renewed
    except CheckError:
        passing = [_passing(x, before, renewed, places, progress) for x in _sources(renewed)]
        left = list(chain.from_iterable(passing))
        if left == renewed:
            raise
        return _published(before, left, places, progress)


def _passing(
    source_id: str,
    before: Before,
    renewed: Iterable[Renewed],
    places: Places,
    progress: Progress,
) -> list[Renewed]:
    """A source's indicators as they are if they pass every check alone, else as kept."""
    own = [x for x in renewed if x.source_id == source_id]
    trial = places.marts / f".trial-{os.getpid()}"
    try:
        observations, manifest = renewal.merged(before, own)
        staged = history.stage(snapshot.parquet(observations), manifest, trial)
        parts = places.marts / build.PARTS
        build.build(places.catalogue, staged, trial, progress, parts_folder=parts)
    except CheckError as error:
        return [x.kept_because(str(error)) if x.outcome == REFRESHED else x for x in own]
    finally:
        shutil.rmtree(trial, ignore_errors=True)
    return own


def _build_new(
    before: Before, renewed: Sequence[Renewed], places: Places, progress: Progress
) -> str:
    observations, manifest = renewal.merged(before, renewed)
    served = publish.current(places.marts).get("build")
    if served == build.identify(places.catalogue, places.snapshot):
        history.remember(places.snapshot, str(served), places.marts)
    staged = history.stage(snapshot.parquet(observations), manifest, places.marts)
    built = build.build(places.catalogue, staged, places.marts, progress)
    history.remember(staged, built.build_id, places.marts)
    history.install(built.build_id, places.marts, places.snapshot)
    return built.build_id


def _build_as_it_is(places: Places, progress: Progress) -> str:
    return build.build(places.catalogue, places.snapshot, places.marts, progress).build_id


def _summed_up(
    before: Before,
    renewed: Sequence[Renewed],
    received: Mapping[str, Sequence[Received]],
    catalogue: Catalogue,
    places: Places,
    previous: str = "",
    build_id: str = "",
    *,
    dry_run: bool = False,
) -> Outcome:
    """Every source of the catalogue, and what changed."""
    sources = tuple(
        outcome.of_source(
            name, source.title, received[name], [x for x in renewed if x.source_id == name]
        )
        if name in received
        else SourceOutcome(name, source.title, NOT_LIVE)
        for name, source in catalogue.sources.items()
    )
    observations, _ = renewal.merged(before, renewed)
    changed = changes.between(before.observations, observations, catalogue)
    facts = {
        "build": build_id or "(none: a rehearsal)",
        "previous": previous or publish.current(places.marts).get("build", ""),
        "made": _now().isoformat(),
        "sources": [x.document for x in sources if x.source_id in received],
    }
    report = changes.document(changed, facts)
    return Outcome(sources, build_id, str(facts["previous"]), report, dry_run)


def _write(done: Outcome, started: datetime, catalogue: Catalogue, places: Places) -> None:
    """The change report, the summary and the ledger, beside the build."""
    if done.build_id != done.previous and done.report["indicators"]:
        name = places.marts / f"changes-{done.build_id}"
        files.replace(name.with_suffix(".json"), _json(done.report))
        files.replace(name.with_suffix(".md"), changes.markdown(done.report).encode())
    last = freshness.last_refresh(places.marts)
    answered = {x.source_id: started.isoformat() for x in done.sources if x.answered}
    summary = {
        "started": started.isoformat(),
        "finished": _now().isoformat(),
        "build": done.build_id,
        "previous": done.previous,
        "sources": [x.document for x in done.sources],
        "checked": last.get("checked", {}) | answered,
    }
    files.replace(places.marts / freshness.LAST_REFRESH, _json(summary))
    lines = freshness.ledger(*snapshot.load(places.snapshot), catalogue, summary)
    freshness.write(lines, done.build_id, places.marts)


def _sources(renewed: Iterable[Renewed]) -> list[str]:
    return list(dict.fromkeys(x.source_id for x in renewed))


def _json(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
