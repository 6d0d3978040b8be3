"""Earlier builds: kept, gone back to, and cleared away; and the snapshot that made each.

A new snapshot is staged beside the builds, built from there, and only then put in its place. An
interruption at any moment leaves either the old figures or the new ones: what was published is
put in place by the next command, what was not is forgotten.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines import build, files, publish, snapshot
from pipelines.errors import PipelineError

STAGED = ".next"
PUBLISHED = "published"
SNAPSHOTS = "snapshots"
KEEP = 10
# Half-written files this old belong to nobody who is still at work.
LEFT_BEHIND_SECONDS = 3600


class HistoryError(PipelineError):
    """An earlier build that is not there, or is not whole."""


@dataclass(frozen=True)
class Kept:
    """One build in the folder."""

    build_id: str
    made: datetime
    is_current: bool
    has_snapshot: bool


def stage(table: bytes, manifest: Mapping[str, Any], marts: Path) -> Path:
    """Write a snapshot to build from; the one in service stays as it is."""
    folder = marts / STAGED
    shutil.rmtree(folder, ignore_errors=True)
    snapshot.save(table, dict(manifest), folder)
    return folder


def install(build_id: str, marts: Path, snapshot_folder: Path) -> None:
    """Put the staged snapshot in its place, now that its build is published.

    The snapshot is two files; a marker says to finish the job if it is interrupted between them.
    """
    folder = marts / STAGED
    files.replace(folder / PUBLISHED, build_id.encode())
    _finish(folder, marts, snapshot_folder)


def recover(catalogue_folder: Path, snapshot_folder: Path, marts: Path) -> None:
    """Finish or forget what an interrupted command left."""
    for swept in (marts, marts / build.PARTS, snapshot_folder):
        _sweep(swept)
    folder = marts / STAGED
    if not folder.is_dir():
        return
    if not (folder / PUBLISHED).exists() and not _is_served(folder, catalogue_folder, marts):
        shutil.rmtree(folder, ignore_errors=True)
        return
    _finish(folder, marts, snapshot_folder)


def remember(snapshot_folder: Path, build_id: str, marts: Path) -> None:
    """Keep the snapshot a build was made from, so that it can be gone back to."""
    folder = marts / SNAPSHOTS / build_id
    if (folder / snapshot.MANIFEST).exists():
        return
    for name in (snapshot.OBSERVATIONS, snapshot.MANIFEST):
        files.replace(folder / name, files.read(snapshot_folder, name))


def builds(marts: Path) -> list[Kept]:
    """The whole list of builds, the newest first."""
    now = publish.current(marts).get("build")
    found = []
    for path in sorted(marts.glob("marts-*.duckdb"), key=_made, reverse=True):
        name = path.stem.removeprefix("marts-")
        has = (marts / SNAPSHOTS / name / snapshot.MANIFEST).exists()
        found.append(Kept(name, datetime.fromtimestamp(_made(path), UTC), name == now, has))
    return found


def rollback(build_id: str, marts: Path, snapshot_folder: Path) -> bool:
    """Go back to an earlier build; returns whether its snapshot was kept and is back as well.

    Raises:
        HistoryError: naming the builds that are there.
    """
    if not publish.is_whole(publish.path_of(build_id, marts)):
        there = ", ".join(x.build_id for x in builds(marts)) or "none"
        raise HistoryError(f"there is no whole build '{build_id}'; builds here: {there}")
    kept = marts / SNAPSHOTS / build_id
    if not (kept / snapshot.MANIFEST).exists():
        publish.point_at(build_id, marts)
        return False
    observations, manifest = files.read(kept, snapshot.OBSERVATIONS), _manifest(kept)
    stage(observations, manifest, marts)
    install(build_id, marts, snapshot_folder)
    return True


def prune(marts: Path, keep: int) -> list[str]:
    """Remove all but the newest builds, never the current one; returns those that went."""
    spare = [x for x in builds(marts) if not x.is_current]
    room = max(0, keep - 1) if publish.current(marts) else keep
    gone = [x.build_id for x in spare[room:]]
    for name in gone:
        for path in (
            publish.path_of(name, marts),
            publish.digest_path(publish.path_of(name, marts)),
            *marts.glob(f"changes-{name}.*"),
            *marts.glob(f"freshness-{name}.*"),
        ):
            _remove(path)
        shutil.rmtree(marts / SNAPSHOTS / name, ignore_errors=True)
    return gone


def _finish(folder: Path, marts: Path, snapshot_folder: Path) -> None:
    """Put both files in place, point at their build, and clear the staging folder."""
    for name in (snapshot.OBSERVATIONS, snapshot.MANIFEST):
        files.replace(snapshot_folder / name, files.read(folder, name))
    marker = folder / PUBLISHED
    if marker.exists():
        publish.point_at(marker.read_text(encoding="utf-8"), marts)
    # First, or whoever is killed while the rest goes leaves a job that nobody can finish.
    marker.unlink(missing_ok=True)
    shutil.rmtree(folder)


def _is_served(folder: Path, catalogue_folder: Path, marts: Path) -> bool:
    """Whether the current build was made from the staged snapshot."""
    try:
        return build.identify(catalogue_folder, folder) == publish.current(marts).get("build")
    except OSError:
        return False


def _sweep(folder: Path) -> None:
    """Remove half-written files, and an engine's own tables, whose writer is long gone."""
    if not folder.is_dir():
        return
    for pattern in (".*.part", ".building-*", ".trial-*", ".duckdb-*", ".spark-*"):
        for path in folder.glob(pattern):
            if time.time() - _made(path) > LEFT_BEHIND_SECONDS:
                _remove(path)


def _remove(path: Path) -> None:
    """Remove what nobody needs; a file that somebody has open stays until the next time."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
        return
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        return


def _made(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()


def _manifest(folder: Path) -> dict[str, Any]:
    return dict(json.loads(files.read(folder, snapshot.MANIFEST)))
