"""A data folder to refresh, a server to refresh it from, and what must hold afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from pipelines import build, publish, refresh, snapshot
from pipelines.engine import Engine
from pipelines.fetch import Manners
from pipelines.given import Given
from pipelines.outcome import Outcome, SourceOutcome
from pipelines.places import Places
from tests.pipelines import faulty_server, tiny
from tests.pipelines.faulty_server import Server

QUICK = Manners(
    connect_seconds=2,
    read_seconds=0.5,
    total_seconds=1.5,
    attempts=2,
    first_wait_seconds=0.01,
    longest_wait_seconds=2,
    most_bytes=200_000,
)
NEW_YEARS, NEW_PERIODS = (2022, 2023, 2024), ("2021 - 23", "2022 - 24")


@dataclass
class World:
    """The folders and the server of one test."""

    places: Places
    server: Server

    @property
    def addresses(self) -> dict[str, str]:
        root = self.server.address
        return {
            tiny.ONS: root + "/ons/{dataset}/{dataset}.csv",
            tiny.FINGERTIPS: root + tiny.FINGERTIPS_PATH + "?indicator_ids={ids}&area={area_type}",
        }

    def publish_newer(self) -> None:
        """The publishers release one more period each."""
        self.server.files[tiny.ONS_PATH] = tiny.ons_file(NEW_YEARS)
        self.server.files[tiny.FINGERTIPS_PATH] = tiny.fingertips_file(NEW_PERIODS)

    def refresh(self, **given: object) -> Outcome:
        asked = {"addresses": self.addresses, "manners": QUICK} | given
        return refresh.refresh(refresh.Asked(**asked), self.places)

    def figures(self) -> pd.DataFrame:
        """The served figures."""
        pointer = publish.current(self.places.marts)
        with Engine(self.places.marts / pointer["file"], read_only=True) as engine:
            return engine.table("observation")

    def periods(self, indicator_id: str) -> list[str]:
        figures = self.figures()
        return sorted(figures.loc[figures["indicator_id"] == indicator_id, "period"].unique())


def of(done: Outcome, source_id: str) -> SourceOutcome:
    return next(x for x in done.sources if x.source_id == source_id)


def assert_whole(world: World) -> None:
    """The served build is complete, and the snapshot is the one its manifest names."""
    marts = world.places.marts
    pointer = publish.current(marts)
    assert publish.is_whole(marts / pointer["file"])
    with Engine(marts / pointer["file"], read_only=True) as engine:
        assert len(engine.table("observation")) >= 28 * 2 * 35
    snapshot.load(world.places.snapshot)


@pytest.fixture(scope="session")
def first_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    tiny.world(folder)
    return folder


def light_make(folder: Path) -> Callable[..., None]:
    """Builds that hold the figures and nothing made from them: quick, and published the same."""
    for table in ("observation", "build"):
        select = f"-- the {table} table as given\nselect * from given_{table}"
        (folder / f"{table}.sql").write_text(select)

    def make(path: Path, _: object, figures: Given, facts: pd.DataFrame, *__: object) -> None:
        with Engine(path) as engine:
            engine.give("given_observation", figures.read(list(figures.digests)))
            engine.give("given_build", facts)
            for table in ("observation", "build"):
                engine.make(folder / f"{table}.sql")

    return make


@pytest.fixture
def world(first_world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The world with light builds: what is fetched, judged, kept and published is the same."""
    monkeypatch.setattr(build, "make", light_make(tmp_path))
    yield from _world(first_world, tmp_path)


@pytest.fixture
def whole_world(first_world: Path, tmp_path: Path) -> Iterator[World]:
    """The world with every mart and every check."""
    yield from _world(first_world, tmp_path)


def _world(first_world: Path, tmp_path: Path) -> Iterator[World]:
    folder = Path(shutil.copytree(first_world, tmp_path / "data"))
    with faulty_server.serving() as server:
        made = World(Places.under(folder), server)
        made.publish_newer()
        yield made
