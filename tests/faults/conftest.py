"""Folders of builds that a test may damage."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from pipelines import publish
from pipelines.build import PARTS

NEWER = "newer"


@pytest.fixture
def folder(marts: Path, tmp_path: Path) -> Path:
    """Two published builds, the older one real and the newer one a copy of it."""
    # A dashboard reads no parts.
    without_parts = shutil.ignore_patterns(PARTS)
    place = Path(shutil.copytree(marts, tmp_path / "marts", ignore=without_parts))
    first = place / f"marts-{older(marts)}.duckdb"
    copy_of(first, NEWER)
    os.utime(first, (1, 1))
    point_at(place, NEWER)
    return place


def older(folder: Path) -> str:
    """The id of the real build."""
    (path,) = (x for x in folder.glob("marts-*.duckdb") if NEWER not in x.stem)
    return path.stem.removeprefix("marts-")


def copy_of(path: Path, build_id: str) -> None:
    """The same build under another id."""
    copy = path.with_name(f"marts-{build_id}.duckdb")
    shutil.copy(path, copy)
    shutil.copy(publish.digest_path(path), publish.digest_path(copy))


def point_at(folder: Path, build_id: str) -> None:
    """Move the pointer as a build does: in one step."""
    part = folder / ".current.part"
    part.write_text(json.dumps({"build": build_id}))
    part.replace(folder / "current.json")
