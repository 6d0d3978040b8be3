"""A command that is killed, or has no room: what is served is whole, and the next one succeeds."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from dashboard.db import Marts
from pipelines import build, publish
from pipelines.places import Places
from tests.pipelines import faulty_server, killing, tiny
from tests.pipelines.killing import Death
from tests.pipelines.refreshing import World, assert_whole

Seen = str | tuple[str, ...]
OLD, NEW = ("2022", "2023"), ("2022", "2023", "2024")
# A refresh dies so often that several tests share it out.
SHARES = 5


@pytest.fixture(scope="module")
def first(first_world: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The world with the parts of one mart: light builds make none, and copies are quick."""

    def others(folder: str, names: list[str]) -> list[str]:
        return [x for x in names if x != "trend"] if Path(folder).name == build.PARTS else []

    folder = tmp_path_factory.mktemp("killed") / "first"
    return Path(shutil.copytree(first_world, folder, ignore=others))


@pytest.fixture(scope="module")
def changed(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a word of its catalogue changed since its build was published."""
    folder = tmp_path_factory.mktemp("killed") / "changed"
    shutil.copytree(first, folder)
    page = sorted((folder / "catalogue" / "indicators").glob("*.yml"))[0]
    page.write_text(page.read_text() + "# changed\n")
    return folder


@pytest.fixture(scope="module")
def server() -> Iterator[faulty_server.Server]:
    """Publishers who have one more period each."""
    with faulty_server.serving() as running:
        World(Places(), running).publish_newer()
        yield running


@pytest.fixture(scope="module")
def refreshing(
    first: Path, server: faulty_server.Server, tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[str], list[Death], Path]:
    """The words of a refresh, its deaths, and the folder of one that nobody killed."""
    addresses = World(Places(), server).addresses
    words = ["refresh", *(f"--address={name}={address}" for name, address in addresses.items())]
    undisturbed = tmp_path_factory.mktemp("killed") / "undisturbed"
    return words, killing.deaths_at_steps(first, undisturbed, words), undisturbed


@pytest.mark.slow
def test_a_build_killed_at_every_step(changed: Path, tmp_path: Path) -> None:
    """Each time the served build is whole, old or new, and the next build succeeds."""
    undisturbed = tmp_path / "undisturbed"
    deaths = killing.deaths_at_steps(changed, undisturbed, ["build"])
    deaths += killing.deaths_in_the_database(undisturbed)
    old, new = _served(changed), _served(undisturbed)
    assert new != old
    killed, finished = _seen_after(deaths, changed, ["build"], tmp_path, _served, _served)
    assert set(killed.values()) == {old, new}
    assert set(finished.values()) == {new}


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_a_refresh_killed_at_every_step(
    share: int,
    first: Path,
    refreshing: tuple[list[str], list[Death], Path],
    server: faulty_server.Server,
    tmp_path: Path,
) -> None:
    """Each time the served build is whole, old or new, and the next refresh succeeds."""

    def periods(folder: Path) -> Seen:
        _served(folder)
        return tuple(World(Places.under(folder), server).periods(tiny.SHARE))

    def whole(folder: Path) -> Seen:
        assert_whole(World(Places.under(folder), server))
        return periods(folder)

    words, deaths, undisturbed = refreshing
    assert (periods(first), periods(undisturbed)) == (OLD, NEW)
    own = deaths[share::SHARES]
    killed, finished = _seen_after(own, first, words, tmp_path, periods, whole)
    assert set(killed.values()) == {OLD, NEW}
    assert set(finished.values()) == {NEW}


@pytest.mark.slow
def test_a_build_without_room_publishes_nothing(changed: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(changed, tmp_path / "full"))
    old = _served(folder)
    code, words = killing.finish(folder, ["build"], most_bytes=200_000)
    assert code == 1, words
    assert "Nothing was published" in words
    assert "Traceback" not in words
    assert _served(folder) == old
    assert not list(Places.under(folder).marts.glob(".building-*"))
    assert killing.finish(folder, ["build"])[0] == 0
    assert _served(folder) != old


def _seen_after(
    deaths: Sequence[Death],
    first: Path,
    arguments: Sequence[str],
    room: Path,
    killed: Callable[[Path], Seen],
    finished: Callable[[Path], Seen],
) -> tuple[dict[Death, Seen], dict[Death, Seen]]:
    """What is seen after each death, and after the next run, which succeeds."""
    dead, mended = {}, {}
    for death in deaths:
        folder = room / "killed"
        killing.killed(first, folder, arguments, death)
        dead[death] = killed(folder)
        code, words = killing.finish(folder, arguments)
        assert code == 0, (death, words)
        mended[death] = finished(folder)
        shutil.rmtree(folder)
    return dead, mended


def _served(folder: Path) -> str:
    """The build a dashboard serves; it is whole, and the one that is pointed at."""
    pointer = publish.current(folder / "marts")
    # First, because one process cannot open one database in two ways at once.
    assert publish.is_whole(folder / "marts" / pointer["file"])
    marts = Marts(folder / "marts")
    served = marts.current()
    assert marts.trouble == ""
    assert pointer["build"] == served.build_id
    assert len(served.frame("select * from observation")) > 0
    served.cursors.cursor.close()
    served.connection.close()
    return served.build_id
