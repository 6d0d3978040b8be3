"""Snapshot to staging to marts to checks to a published build, or a reason why not."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from pipelines import contract, derive, engines, publish, snapshot
from pipelines import given as given_figures
from pipelines.catalogue import CATALOGUE, Catalogue, load
from pipelines.engine import Engine, steps
from pipelines.engines import Tables
from pipelines.errors import CheckError
from pipelines.given import Given
from pipelines.parts import Parts

# Where the parts of the marts are kept, beside the builds.
PARTS = "parts"

# How often intervals hold the truth and verdicts are right: simulated once, as it takes minutes.
SIMULATED = {
    "simulated_coverage": snapshot.SNAPSHOT / "coverage.csv",
    "simulated_gap_change": snapshot.SNAPSHOT / "gap_change.csv",
    "simulated_fifths": snapshot.SNAPSHOT / "fifths.csv",
}

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """What a build did, for the summary at its end."""

    build_id: str
    path: Path
    observations: int
    indicators: int
    seconds: float
    was_there: bool


def build(
    catalogue_folder: Path = CATALOGUE,
    snapshot_folder: Path = snapshot.SNAPSHOT,
    marts: Path = publish.MARTS,
    progress: Progress = lambda _: None,
    choice: engines.Choice = engines.IN_ONE_PROCESS,
    parts_folder: Path | None = None,
) -> Built:
    """Build the marts from the committed snapshot and publish them.

    The same inputs give the same build id, whichever engine builds; where that build is published
    already and whole, it is only pointed at again.

    Args:
        catalogue_folder, snapshot_folder: the inputs.
        marts: where builds are published.
        progress: told what is being done.
        choice: the engine.
        parts_folder: where the parts of the marts are, if not beside the builds; a rehearsal
            uses those of the real builds, and removes none.

    Raises:
        PipelineError: naming what was wrong; the last published build stays in service.
    """
    started = time.perf_counter()
    progress("reading the catalogue and the snapshot")
    catalogue = load(catalogue_folder)
    given, manifest = given_figures.of_snapshot(snapshot_folder)
    parts = derive.parts_of(parts_folder or marts / PARTS, catalogue, given, _digest_of(_code()))
    _validate(given, catalogue, parts)
    build_id = identify(catalogue_folder, snapshot_folder)
    path = publish.path_of(build_id, marts)
    was_there = publish.is_whole(path)
    if not was_there:
        with publish.unfinished(build_id, marts) as unfinished:
            facts = _facts(build_id, manifest)
            make(unfinished, catalogue, given, facts, progress, parts, choice)
            publish.keep(unfinished, path)
        if parts_folder is None:
            parts.prune()
    publish.point_at(build_id, marts)
    return Built(
        build_id=build_id,
        path=path,
        observations=sum(given.rows.values()),
        indicators=len(given.rows),
        seconds=time.perf_counter() - started,
        was_there=was_there,
    )


def make(
    path: Path,
    catalogue: Catalogue,
    given: Given,
    facts: pd.DataFrame,
    progress: Progress,
    parts: Parts,
    choice: engines.Choice,
) -> None:
    """Write every mart into a new database file, having run the checks on it.

    Only the parts that are not there are derived; which engine does it makes no difference to
    what is in the file.
    """
    others = {name: pd.read_csv(table) for name, table in SIMULATED.items()}
    others["build_facts"] = facts
    parts.folder.mkdir(parents=True, exist_ok=True)
    with (
        engines.opened(choice, parts.folder, given.folders) as session,
        Engine(path, folders=[parts.folder]) as file,
    ):
        derive.missing(session, parts, catalogue, given, progress)
        progress("putting the marts together")
        derive.collect(file, parts, given)
        if choice.name == engines.DUCKDB:
            derive.across(file, catalogue, given, others)
            progress("checking the marts")
            check(file)
            return
        with session.tables() as tables:
            derive.offer(tables, parts)
            derive.across(tables, catalogue, given, others)
            progress("checking the marts")
            check(tables)
            for name in derive.ACROSS:
                file.give_arrow(name, tables.arrow(name))


def check(engine: Tables) -> None:
    """Run every check; each returns the rows that are wrong.

    Raises:
        CheckError: naming each failed check and its first rows.
    """
    failures = []
    for step in steps("checks"):
        wrong = engine.frame(step)
        if len(wrong):
            rule = step.read_text(encoding="utf-8").splitlines()[0].removeprefix("-- ")
            failures.append(f"{step.stem}: {rule}\n{wrong.head(5).to_string(index=False)}")
    if failures:
        raise CheckError("\n\n".join(failures))


def identify(catalogue_folder: Path, snapshot_folder: Path) -> str:
    """The build's id: a digest of the snapshot, the catalogue and the code that turns them."""
    return _digest_of(_inputs(catalogue_folder, snapshot_folder)).hex()[:12]


def _validate(given: Given, catalogue: Catalogue, parts: Parts) -> None:
    """Check the figures against the contract; those in files only where they are new."""
    if not given.paths:
        observations = given.read(list(given.digests))
        contract.validate(observations, catalogue.area_codes, catalogue.limits)
        return
    for one in parts.stale():
        contract.validate(given.read([one]), catalogue.area_codes, catalogue.limits)


def _inputs(catalogue_folder: Path, snapshot_folder: Path) -> Iterable[Path]:
    # A snapshot in parts has no such file; its manifest names the digest of each part.
    if (snapshot_folder / snapshot.OBSERVATIONS).exists():
        yield snapshot_folder / snapshot.OBSERVATIONS
    yield snapshot_folder / snapshot.MANIFEST
    yield from SIMULATED.values()
    yield from sorted(catalogue_folder.rglob("*.yml"))
    yield from sorted(catalogue_folder.rglob("*.csv"))
    yield from _code()


def _code() -> Iterable[Path]:
    code = Path(__file__).parent
    yield from sorted(code.rglob("*.sql"))
    yield from sorted(code.rglob("*.py"))


def _digest_of(paths: Iterable[Path]) -> bytes:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()


def _facts(build_id: str, manifest: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "build_id": build_id,
                "built_at": datetime.now(UTC).replace(microsecond=0, tzinfo=None),
                "snapshot_sha256": manifest["observations"]["sha256"],
                "latest_vintage": max(x["vintage"] for x in manifest["sources"]),
            }
        ]
    )
