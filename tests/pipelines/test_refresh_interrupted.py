"""Starved of disk, or two at once: the served build is always a whole one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from pipelines import lock
from pipelines.__main__ import main
from pipelines.places import Places
from tests.pipelines import faulty_server, killing, tiny
from tests.pipelines.refreshing import World, assert_whole

pytestmark = pytest.mark.slow

OLD, NEW = ["2022", "2023"], ["2022", "2023", "2024"]
PATIENCE_SECONDS = 60


def _arguments(world: World) -> list[str]:
    given = [f"--address={name}={address}" for name, address in world.addresses.items()]
    return ["refresh", *given]


def _start(world: World, *more: str) -> ForkServerProcess:
    return killing.start(world.places.marts.parent, [*_arguments(world), *more])


def _finish(world: World, most_bytes: int = 0) -> tuple[int | None, str]:
    return killing.finish(world.places.marts.parent, _arguments(world), most_bytes)


def _copy(first: Path, folder: Path, server: faulty_server.Server) -> World:
    shutil.copytree(first, folder)
    world = World(Places.under(folder), server)
    world.publish_newer()
    return world


def test_a_full_disk_keeps_the_last_good_figures(world: World) -> None:
    """The raw file does not fit: its source keeps its figures, the other one is refreshed."""
    padded = tiny.ons_file((2022, 2023, 2024)).replace(b"Percentage", b"Percentage" * 4000)
    world.server.files[tiny.ONS_PATH] = padded
    code, words = _finish(world, most_bytes=3_000_000)
    assert code == 5
    assert "the disk is full" in words
    assert world.periods(tiny.SHARE) == OLD
    assert world.periods(tiny.RATE) == ["2021 to 2023", "2022 to 2024"]
    assert_whole(world)
    world.publish_newer()
    assert _finish(world)[0] == 0
    assert world.periods(tiny.SHARE) == NEW


def test_a_build_that_does_not_fit_publishes_nothing(world: World) -> None:
    pointer = (world.places.marts / "current.json").read_bytes()
    code, words = _finish(world, most_bytes=200_000)
    assert code == 1, words
    assert "Nothing was published" in words
    assert "Traceback" not in words
    assert (world.places.marts / "current.json").read_bytes() == pointer
    assert_whole(world)
    assert _finish(world)[0] == 0
    assert world.periods(tiny.SHARE) == NEW


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs a mount")
@pytest.mark.parametrize("spare", [8_192, 200_000], ids=["no room", "room for some"])
def test_a_small_file_system_that_fills_up(first_world: Path, tmp_path: Path, spare: int) -> None:
    with faulty_server.serving() as server, _small_disk(tmp_path / "disk") as disk:
        world = _copy(first_world, disk / "data", server)
        full = os.statvfs(disk)
        used = (full.f_blocks - full.f_bfree) * full.f_frsize
        _resize(disk, used + spare)
        code, words = _finish(world)
        assert code in (1, 5), words
        assert "Traceback" not in words
        assert_whole(world)
        assert world.periods(tiny.SHARE) == OLD
        _resize(disk, 200_000_000)
        code, words = _finish(world)
        assert code == 0, words
        assert world.periods(tiny.SHARE) == NEW


def _resize(disk: Path, size: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200000000", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_two_at_once_the_second_says_who_and_since_when(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with _busy_refresh(world) as first:
        assert main([*_arguments(world), "--data", str(world.places.marts.parent)]) == 6
        said = " ".join(capsys.readouterr().err.split())
        assert f"a refresh (process {first.pid}) since 20" in said
    assert first.exitcode == 0
    assert_whole(world)


def test_two_at_once_the_second_waits(world: World) -> None:
    with _busy_refresh(world) as first:
        second = _start(world, "--wait", str(PATIENCE_SECONDS))
        _until(lambda: (world.places.marts / lock.NAME).resolve() in _open_files(second.pid))
    second.join(PATIENCE_SECONDS)
    assert (first.exitcode, second.exitcode) == (0, 0)
    assert "air_1" not in killing.words(world.places.marts.parent, second).split("ons_tiny: ")[1]
    assert world.periods(tiny.SHARE) == NEW


def test_a_holder_that_was_killed_holds_nothing(world: World) -> None:
    with _busy_refresh(world) as first:
        first.kill()
        first.join()
        assert _finish(world)[0] == 0


@contextmanager
def _busy_refresh(world: World) -> Iterator[ForkServerProcess]:
    """A refresh that holds the lock: its publisher answers only when this is over."""
    over = threading.Event()
    faults = world.server.faults[tiny.ONS_PATH] = [faulty_server.held_until(over)]
    first = _start(world)
    try:
        _until(lambda: _is_held(world.places.marts / lock.NAME) and not faults)
        yield first
    finally:
        over.set()
        first.join(PATIENCE_SECONDS)


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it did not come so far"
        time.sleep(0.05)


def _is_held(path: Path) -> bool:
    return path.exists() and bool(json.loads(path.read_text() or "{}"))


def _open_files(process: int) -> set[Path]:
    return {x.resolve() for x in Path(f"/proc/{process}/fd").iterdir()}
