"""A data folder to refresh, a server to refresh it from, and what must hold afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pytest

from pipelines import build, publish, refresh, snapshot
from pipelines.engine import Engine
from pipelines.given import Given
from pipelines.outcome import Outcome, SourceOutcome
from pipelines.places import Places
from tests.pipelines import faulty_server, tiny
from tests.pipelines.faulty_server import IMPATIENT, Server
from tests.published import opened, table

QUICK = replace(IMPATIENT, attempts=2, read_seconds=0.5, total_seconds=1.5, longest_wait_seconds=2)
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
        return table(self.places.marts, "observation")

    def periods(self, indicator_id: str) -> list[str]:
        figures = self.figures()
        return sorted(figures.loc[figures["indicator_id"] == indicator_id, "period"].unique())


def of(done: Outcome, source_id: str) -> SourceOutcome:
    return next(x for x in done.sources if x.source_id == source_id)


def assert_whole(world: World) -> None:
    """The served build is complete, and the snapshot is the one its manifest names."""
    marts = world.places.marts
    assert publish.is_whole(marts / publish.current(marts)["file"])
    with opened(marts) as engine:
        assert len(engine.table("observation")) >= tiny.FIGURES
    snapshot.load(world.places.snapshot)


@pytest.fixture(scope="session")
def first_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    tiny.world(folder)
    return folder


def light_make(folder: Path) -> Callable[..., None]:
    """Builds that hold the figures and nothing made from them: quick, and published the same."""
    for name in ("observation", "build"):
        select = f"-- the {name} table as given\nselect * from given_{name}"
        (folder / f"{name}.sql").write_text(select)

    def make(path: Path, _: object, figures: Given, facts: pd.DataFrame, *__: object) -> None:
        with Engine(path) as engine:
            engine.give("given_observation", figures.read(list(figures.digests)))
            engine.give("given_build", facts)
            for name in ("observation", "build"):
                engine.make(folder / f"{name}.sql")

    return make


@pytest.fixture
def places(first_world: Path, tmp_path: Path) -> Places:
    """A copy of the built world to change."""
    return Places.under(Path(shutil.copytree(first_world, tmp_path / "data")))


@pytest.fixture
def world(places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The world with light builds: what is fetched, judged, kept and published is the same."""
    monkeypatch.setattr(build, "make", light_make(tmp_path))
    yield from _world(places)


@pytest.fixture
def whole_world(places: Places) -> Iterator[World]:
    """The world with every mart and every check."""
    yield from _world(places)


def _world(places: Places) -> Iterator[World]:
    with faulty_server.serving() as server:
        made = World(places, server)
        made.publish_newer()
        yield made
