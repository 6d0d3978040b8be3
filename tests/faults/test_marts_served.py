"""A served dashboard whose builds are damaged: it shows the newest whole one, and says so."""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.bench.serving import Served, serving
from tests.bench.viewer import Viewer
from tests.faults.conftest import NEWER, copy_of, older, point_at

# Each serves a dashboard of its own.
pytestmark = pytest.mark.slow

PLACES = (("", ""), ("map", ""), ("gaps", ""), ("downloads", ""), ("methods", ""))
DEADLINE_SECONDS = 30

# What a file takes of a disk is a multiple of it.
_BLOCK = 4096


def _truncated(folder: Path) -> None:
    path = folder / f"marts-{NEWER}.duckdb"
    os.truncate(path, path.stat().st_size // 2)


def _flipped(folder: Path) -> None:
    path = folder / f"marts-{NEWER}.duckdb"
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)


def _without_file(folder: Path) -> None:
    (folder / f"marts-{NEWER}.duckdb").unlink()


def _pointer(content: bytes | None) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        (folder / "current.json").unlink()
        if content is not None:
            (folder / "current.json").write_bytes(content)

    return damage


BUILDS = {"truncated": _truncated, "a flipped bit": _flipped, "gone": _without_file}
POINTERS = {
    "missing": _pointer(None),
    "empty": _pointer(b""),
    "not JSON": _pointer(b"\xff{"),
    "pointing nowhere": _pointer(b'{"build": "nonesuch"}'),
    "pointing outside": _pointer(b'{"build": "../../etc/passwd"}'),
}


def _walk(served: Served) -> list[str]:
    """Open every place; the pages' words."""

    async def opened() -> list[str]:
        words = list[str]()
        for page, query in PLACES:
            viewer = Viewer(served.address, random.Random(1))
            answer = await viewer.open(page, query)
            assert answer.errors == (), (page, answer.errors)
            words.append(" ".join(viewer.said))
            await viewer.close()
        return words

    return asyncio.run(opened())


def _ready(served: Served) -> tuple[int, dict[str, str | None]]:
    answer = httpx.get(f"{served.address}/readyz", timeout=30)
    return answer.status_code, answer.json()


def _until_ready_says(served: Served, build: str, troubled: bool) -> None:
    """The dashboard looks at the pointer once a second."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < deadline:
        status, said = _ready(served)
        if status == 200 and said["build"] == build and bool(said["trouble"]) == troubled:
            return
        time.sleep(0.2)
    raise AssertionError(f"expected build {build}, trouble {troubled}; /readyz says {said}")


def _assert_told(words: list[str], build: str) -> None:
    for page in words:
        assert f"These are the last good ones, build {build}." in page
        assert page.index("last good ones") < page.index("Open Government Licence")
        assert "Traceback" not in page


@pytest.mark.parametrize("damage", BUILDS.values(), ids=BUILDS.keys())
def test_started_on_a_damaged_build_it_serves_the_last_good_one(
    damage: Callable[[Path], None], folder: Path, tmp_path: Path
) -> None:
    good = older(folder)
    damage(folder)
    with serving(folder, log=tmp_path / "log.txt") as served:
        _until_ready_says(served, good, troubled=True)
        status, said = _ready(served)
        assert status == 200
        assert said["build"] == good
        assert str(said["trouble"]).startswith("The newest figures cannot be read at the moment.")
        assert json.dumps(said).isascii()
        _assert_told(_walk(served), good)
    assert "Traceback" not in (tmp_path / "log.txt").read_text()


def test_damaged_while_serving_it_stays_with_what_is_whole(folder: Path, tmp_path: Path) -> None:
    """One server through every kind of damage to the pointer, and back to health after each."""
    good = older(folder)
    with serving(folder, log=tmp_path / "log.txt") as served:
        _until_ready_says(served, NEWER, troubled=False)
        assert not any("last good ones" in page for page in _walk(served))
        for damage in POINTERS.values():
            damage(folder)
            _until_ready_says(served, NEWER, troubled=True)
            _assert_told(_walk(served), NEWER)
            point_at(folder, NEWER)
            _until_ready_says(served, NEWER, troubled=False)
        copy_of(folder / f"marts-{good}.duckdb", "third")
        os.truncate(folder / "marts-third.duckdb", 1000)
        point_at(folder, "third")
        _until_ready_says(served, NEWER, troubled=True)
        _assert_told(_walk(served), NEWER)
        point_at(folder, good)
        _until_ready_says(served, good, troubled=False)
    assert "Traceback" not in (tmp_path / "log.txt").read_text()


def test_without_any_build_it_says_what_to_do_and_is_not_ready(tmp_path: Path, marts: Path) -> None:
    folder = tmp_path / "none"
    folder.mkdir()
    (folder / "marts-broken.duckdb").write_bytes(b"not a database")
    with serving(folder) as served:
        status, said = _ready(served)
        assert status == 503
        assert "python -m pipelines build" in str(said["why"])

        async def opened() -> list[str]:
            viewer = Viewer(served.address, random.Random(1))
            assert (await viewer.open("", "")).errors == ()
            return list(viewer.said)

        assert any("No figures have been built yet" in x for x in asyncio.run(opened()))
        shutil.copytree(marts, folder, dirs_exist_ok=True)
        _until_ready_says(served, older(marts), troubled=False)
        _walk(served)


def test_a_folder_that_cannot_be_written_serves(folder: Path, tmp_path: Path) -> None:
    """Every file is read-only, on a file system without a free byte where one can be mounted."""
    with _full_disk(folder, tmp_path / "disk") as full, _read_only(full or folder) as marts:
        before = {x.name: x.stat().st_mtime_ns for x in marts.iterdir()}
        with serving(marts) as served:
            _until_ready_says(served, NEWER, troubled=False)
            _walk(served)
        assert {x.name: x.stat().st_mtime_ns for x in marts.iterdir()} == before
    if full is None:
        pytest.skip("the files were read-only, but no file system can be mounted here")


@contextmanager
def _read_only(folder: Path) -> Iterator[Path]:
    for path in (*folder.iterdir(), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield folder
    finally:
        folder.chmod(0o755)


@contextmanager
def _full_disk(folder: Path, disk: Path) -> Iterator[Path | None]:
    """The folder again, on a disk that is full; None where nothing can be mounted."""
    disk.mkdir()
    blocks = sum(-(-x.stat().st_size // _BLOCK) for x in folder.rglob("*"))
    size = blocks * _BLOCK + 2_000_000
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)]
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not root or subprocess.run(mount, check=False, capture_output=True).returncode:
        yield None
        return
    try:
        marts = Path(shutil.copytree(folder, disk / "marts"))
        with pytest.raises(OSError, match="No space"):
            (disk / "rest").write_bytes(b"x" * size)
        yield marts
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
