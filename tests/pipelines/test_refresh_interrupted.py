"""Killed, starved of disk, or two at once: the served build is always a whole one."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest

from pipelines import lock, publish
from pipelines.__main__ import main
from pipelines.places import Places
from tests.pipelines import faulty_server, refresh_child, tiny
from tests.pipelines.refreshing import World, assert_whole

KILLS = 50
OLD, NEW = ["2022", "2023"], ["2022", "2023", "2024"]

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.pipelines.refresh_child"])


@pytest.fixture(autouse=True)
def _no_script(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page tested before leaves its script as the main one, which a child would run."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


def _arguments(world: World) -> list[str]:
    given = [f"--address={name}={address}" for name, address in world.addresses.items()]
    return ["refresh", *given]


def _start(world: World, *more: str, most_bytes: int = 0) -> multiprocessing.Process:
    folder = world.places.marts.parent
    given = (folder, [*_arguments(world), *more], most_bytes)
    process = processes.Process(target=refresh_child.run, args=given)
    process.start()
    return process


def _finish(world: World, *more: str, most_bytes: int = 0) -> tuple[int | None, str]:
    process = _start(world, *more, most_bytes=most_bytes)
    process.join(60)
    return process.exitcode, (world.places.marts.parent / "words.txt").read_text()


@pytest.mark.slow
def test_killed_at_fifty_random_moments(first_world: Path, tmp_path: Path) -> None:
    """Each time the served build is whole, old or new, and the next refresh succeeds."""
    chance = random.Random(20261124)
    with faulty_server.serving() as server:
        longest = min(_seconds(first_world, tmp_path / f"whole {n}", server) for n in range(3))
        moments = [chance.uniform(0, longest) for _ in range(KILLS)]
        with ThreadPoolExecutor(2) as pool:
            tries = pool.map(
                lambda n: _killed(first_world, tmp_path / str(n), server, moments[n]), range(KILLS)
            )
            served = list(tries)
    assert {tuple(x) for x in served} <= {tuple(OLD), tuple(NEW)}
    assert OLD in served


def _seconds(first: Path, folder: Path, server: faulty_server.Server) -> float:
    """How long a refresh takes that nobody kills."""
    world, began = _copy(first, folder, server), time.monotonic()
    assert _finish(world)[0] == 0
    return time.monotonic() - began


def _killed(first: Path, folder: Path, server: faulty_server.Server, after: float) -> list[str]:
    world = _copy(first, folder, server)
    process = _start(world)
    process.join(after)
    process.kill()
    process.join()
    assert publish.is_whole(world.places.marts / publish.current(world.places.marts)["file"])
    served = world.periods(tiny.SHARE)
    code, words = _finish(world)
    assert code == 0, words
    assert_whole(world)
    assert world.periods(tiny.SHARE) == NEW
    shutil.rmtree(folder)
    return served


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
    world.server.faults[tiny.ONS_PATH] = [faulty_server.drip(0.02, piece=100)]
    first = _start(world)
    _until_held(world)
    assert main([*_arguments(world), "--data", str(world.places.marts.parent)]) == 6
    said = " ".join(capsys.readouterr().err.split())
    assert f"a refresh (process {first.pid}) since 20" in said
    first.join()
    assert first.exitcode == 0
    assert_whole(world)


def test_two_at_once_the_second_waits(world: World) -> None:
    world.server.faults[tiny.ONS_PATH] = [faulty_server.drip(0.02, piece=100)]
    first = _start(world)
    _until_held(world)
    code, words = _finish(world, "--wait", "30")
    assert (first.exitcode, code) == (0, 0)
    assert "air_1" not in words.split("ons_tiny: ")[1]
    assert world.periods(tiny.SHARE) == NEW


def test_a_holder_that_was_killed_holds_nothing(world: World) -> None:
    world.server.faults[tiny.ONS_PATH] = [faulty_server.drip(0.05, piece=10)]
    first = _start(world)
    _until_held(world)
    first.kill()
    first.join()
    world.server.faults.clear()
    assert _finish(world)[0] == 0


def _until_held(world: World) -> None:
    path = world.places.marts / lock.NAME
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if path.exists() and path.stat().st_size and json.loads(path.read_text() or "{}"):
            return
        time.sleep(0.05)
    raise AssertionError("nobody took the lock")
