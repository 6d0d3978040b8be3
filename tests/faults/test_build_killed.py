"""A build that is killed, or has no room: what is served is whole, and the next build succeeds."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import pytest

from dashboard.db import Marts
from pipelines import publish
from pipelines.places import Places
from tests.pipelines import refresh_child, tiny

KILLS = 50

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.pipelines.refresh_child"])


@pytest.fixture(autouse=True)
def _no_script(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page tested before leaves its script as the main one, which a child would run."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a published build, and a word of its catalogue changed since."""
    folder = tmp_path_factory.mktemp("first")
    places = tiny.world(folder)
    page = sorted((places.catalogue / "indicators").glob("*.yml"))[0]
    page.write_text(page.read_text() + "# changed\n")
    return folder


def _start(folder: Path, most_bytes: int = 0) -> multiprocessing.Process:
    process = processes.Process(target=refresh_child.run, args=(folder, ["build"], most_bytes))
    process.start()
    return process


def _finish(folder: Path, most_bytes: int = 0) -> tuple[int | None, str]:
    process = _start(folder, most_bytes)
    process.join(120)
    return process.exitcode, (folder / "words.txt").read_text()


def _served(folder: Path) -> str:
    """The build a dashboard serves; it is whole, and the one that is pointed at."""
    pointer = publish.current(folder / "marts")
    # First, because one process cannot open one database in two ways at once.
    assert publish.is_whole(folder / "marts" / pointer["file"])
    marts = Marts(folder / "marts")
    build = marts.current()
    assert marts.trouble == ""
    assert pointer["build"] == build.build_id
    assert len(build.frame("select * from observation")) > 0
    build.cursors.cursor.close()
    build.connection.close()
    return build.build_id


@pytest.mark.slow
def test_killed_at_fifty_random_moments(first: Path, tmp_path: Path) -> None:
    """Each time the served build is whole, old or new, and the next build succeeds."""
    old, chance = _served(first), random.Random(20261126)
    new, longest = _undisturbed(first, tmp_path / "whole")
    assert new != old
    moments = [chance.uniform(0, longest) for _ in range(KILLS)]
    with ThreadPoolExecutor(2) as pool:
        served = list(
            pool.map(lambda n: _killed(first, tmp_path / str(n), moments[n], new), range(KILLS))
        )
    assert set(served) <= {old, new}
    assert old in served


def _undisturbed(first: Path, folder: Path) -> tuple[str, float]:
    shutil.copytree(first, folder)
    began = time.monotonic()
    assert _finish(folder)[0] == 0
    return _served(folder), time.monotonic() - began


def _killed(first: Path, folder: Path, after: float, new: str) -> str:
    shutil.copytree(first, folder)
    process = _start(folder)
    process.join(after)
    process.kill()
    process.join()
    served = _served(folder)
    code, words = _finish(folder)
    assert code == 0, words
    assert _served(folder) == new
    shutil.rmtree(folder)
    return served


def test_a_build_without_room_publishes_nothing(first: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(first, tmp_path / "full"))
    old = _served(folder)
    code, words = _finish(folder, most_bytes=200_000)
    assert code == 1, words
    assert "Nothing was published" in words
    assert "Traceback" not in words
    assert _served(folder) == old
    assert not list(Places.under(folder).marts.glob(".building-*"))
    assert _finish(folder)[0] == 0
    assert _served(folder) != old
