"""Publishing a build: a new file, then a new pointer to it, each in one step.

A DuckDB file is never replaced in place: readers that hold the old one would go on serving it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines import files
from pipelines.engine import Engine, EngineError

MARTS = Path(__file__).parent.parent / "data" / "marts"
POINTER = "current.json"


def path_of(build_id: str, marts: Path = MARTS) -> Path:
    """Where a build's database is kept."""
    return marts / f"marts-{build_id}.duckdb"


def digest_path(path: Path) -> Path:
    """Where a published database's sha256 is kept, so that readers can tell a damaged one."""
    return path.with_suffix(".sha256")


def is_whole(path: Path) -> bool:
    """Whether a published database is there, undamaged, opens, and says what it is."""
    if not path.exists():
        return False
    written = digest_path(path)
    if written.exists() and written.read_text(encoding="ascii").strip() != _digest(path):
        return False
    try:
        with Engine(path, read_only=True) as engine:
            return bool(path.stem == f"marts-{engine.table('build')['build_id'].iloc[0]}")
    except (EngineError, OSError, IndexError, KeyError):
        return False


@contextmanager
def unfinished(build_id: str, marts: Path = MARTS) -> Iterator[Path]:
    """A name to build under; whatever is left there goes, however the build ends."""
    marts.mkdir(parents=True, exist_ok=True)
    path = marts / f".building-{build_id}-{os.getpid()}.duckdb"
    _remove(path)
    try:
        yield path
    finally:
        _remove(path)


def keep(built: Path, path: Path) -> None:
    """Give a finished database its published name, safe on disk first."""
    with built.open("rb+") as handle:
        os.fsync(handle.fileno())
    files.replace(digest_path(path), f"{_digest(built)}\n".encode())
    built.replace(path)


def point_at(build_id: str, marts: Path = MARTS) -> None:
    """Make a build the current one."""
    if current(marts).get("build") == build_id:
        return
    pointer = {
        "build": build_id,
        "file": path_of(build_id, marts).name,
        "published": datetime.now(UTC).replace(microsecond=0).isoformat(),
    }
    files.replace(marts / POINTER, (json.dumps(pointer, indent=1) + "\n").encode())


def current(marts: Path = MARTS) -> dict[str, Any]:
    """The pointer to the current build, empty where there is none that can be read."""
    try:
        pointer = json.loads((marts / POINTER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return dict(pointer) if isinstance(pointer, dict) else {}


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _remove(path: Path) -> None:
    for leftover in (path, path.with_name(path.name + ".wal")):
        leftover.unlink(missing_ok=True)
