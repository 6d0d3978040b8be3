"""Whatever happens to the builds' folder, the newest whole build is served, and people are told."""

from __future__ import annotations

import json
import os
import random
import shutil
from pathlib import Path

import pytest

from dashboard import db
from dashboard.db import Build, Marts
from pipelines import publish

pytestmark = pytest.mark.usefixtures("looks_every_time")

REAL = "marts-*.duckdb"


@pytest.fixture
def folder(own_marts: Path) -> Path:
    """A published build, and a second, newer copy of it under another name."""
    (path,) = own_marts.glob(REAL)
    copy = own_marts / "marts-newer.duckdb"
    shutil.copy(path, copy)
    shutil.copy(publish.digest_path(path), publish.digest_path(copy))
    os.utime(path, (1, 1))
    _point(own_marts, "newer")
    return own_marts


def _point(folder: Path, build_id: str) -> None:
    (folder / "current.json").write_text(json.dumps({"build": build_id}))


def _older(folder: Path) -> str:
    (path,) = (x for x in folder.glob(REAL) if x.stem != "marts-newer")
    return path.stem.removeprefix("marts-")


def _answers(found: Build, build: Build) -> bool:
    """Whether a build gives all that the undamaged one gives."""
    every = "select * from observation"
    return len(found.frame(every)) == len(build.frame(every)) > 0


def test_all_is_well_and_nothing_is_said(folder: Path) -> None:
    marts = Marts(folder)
    assert marts.current().build_id == "newer"
    assert marts.trouble == ""


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.999])
def test_a_truncated_build_gives_way_to_the_last_good_one(
    folder: Path, share: float, build: Build
) -> None:
    path = folder / "marts-newer.duckdb"
    os.truncate(path, int(path.stat().st_size * share))
    marts = Marts(folder)
    assert marts.current().build_id == _older(folder)
    assert _answers(marts.current(), build)
    assert marts.trouble.startswith("The newest figures cannot be read at the moment.")


def test_one_flipped_bit_anywhere_is_seen(folder: Path) -> None:
    path = folder / "marts-newer.duckdb"
    whole = path.read_bytes()
    chance = random.Random(1)
    for _ in range(8):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        assert Marts(folder).current().build_id == _older(folder)
        assert not publish.is_whole(path)


def test_a_damaged_build_is_not_read_again_and_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.truncate(folder / "marts-newer.duckdb", 1000)
    marts, tried = Marts(folder), []
    opened = db._connection
    monkeypatch.setattr(db, "_connection", lambda path: tried.append(path) or opened(path))
    for _ in range(5):
        marts.current()
    assert [x.stem for x in tried] == ["marts-newer", f"marts-{_older(folder)}"]


@pytest.mark.parametrize("pointer", [None, b"", b"{", b"\xff\xfe", b'{"build": "nonesuch"}'])
def test_a_lost_pointer_while_serving_keeps_what_is_served(
    folder: Path, pointer: bytes | None
) -> None:
    marts = Marts(folder)
    marts.current()
    (folder / "current.json").unlink()
    if pointer is not None:
        (folder / "current.json").write_bytes(pointer)
    assert marts.current().build_id == "newer"
    assert "These are the last good ones, build newer" in marts.trouble
    _point(folder, _older(folder))
    assert marts.current().build_id == _older(folder)
    assert marts.trouble == ""


def test_the_folder_may_vanish_while_serving(folder: Path, build: Build) -> None:
    marts = Marts(folder)
    marts.current()
    shutil.rmtree(folder)
    assert _answers(marts.current(), build)


def test_the_clock_may_jump(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing depends on what time it is: only a moved pointer changes what is served."""
    marts = Marts(folder)
    marts.current()
    for moment in (0.0, 4e9):
        monkeypatch.setattr("time.time", lambda moment=moment: moment)
        assert marts.current().build_id == "newer"


def test_a_folder_that_cannot_be_written_serves(folder: Path, build: Build) -> None:
    for path in (*folder.iterdir(), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        before = sorted(x.name for x in folder.iterdir())
        assert _answers(Marts(folder).current(), build)
        assert sorted(x.name for x in folder.iterdir()) == before
    finally:
        folder.chmod(0o755)
