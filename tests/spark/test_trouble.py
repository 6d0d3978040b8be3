"""What can go wrong with a cluster, and what a refresh makes again on it."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest

from pipelines import build, engine_spark, engines, publish, snapshot
from pipelines.__main__ import INPUT_WRONG, main
from pipelines.analysis.each import Statistic
from pipelines.engine_spark import SparkTables
from pipelines.errors import PipelineError
from pipelines.places import Places
from tests.pipelines import tiny
from tests.same_marts import assert_same
from tests.spark import cluster
from tests.spark.cluster import Cluster


def _revise(places: Places) -> None:
    frame, manifest = snapshot.load(places.snapshot)
    own = frame["indicator_id"] == tiny.SHARE
    frame.loc[own, ["value", "lower_95", "upper_95"]] += 1
    table = snapshot.parquet(frame)
    manifest["observations"]["sha256"] = snapshot.digest(table)
    snapshot.save(table, manifest, places.snapshot)


def _parts(places: Places) -> set[str]:
    folder = places.marts / build.PARTS
    return {x.relative_to(folder).as_posix() for x in folder.rglob("*.parquet")}


def _on_spark(places: Places, address: str) -> None:
    choice = engines.Choice(engines.SPARK, address)
    built = build.build(places.catalogue, places.snapshot, places.marts, choice=choice)
    assert not built.was_there


def test_a_worker_killed_in_the_middle_of_a_build(
    small_world: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed while a statistic is being worked out; the other worker does its part again."""
    there = Places(small_world.catalogue, small_world.snapshot, tmp_path / "there")
    mapped, killed = SparkTables.map_groups, []
    with cluster.running(tmp_path / "cluster", workers=2) as running:

        def kill() -> None:
            running.kill_worker(0)
            killed.append(time.monotonic())

        def map_groups(self: SparkTables, statistics: Sequence[Statistic]) -> None:
            dying = threading.Timer(0.5, kill)
            here = "derived_inequality" in {x.name for x in statistics}
            if here:
                dying.start()
            mapped(self, statistics)
            if here:
                dying.join()

        monkeypatch.setattr(SparkTables, "map_groups", map_groups)
        _on_spark(there, running.address)
        assert len(killed) == 1
        assert running.workers[0].poll() is not None
        assert running.workers[1].poll() is None
    assert_same(small_world.marts, there.marts)


def test_a_revision_touches_its_own_parts_on_spark(
    small_world: Places, two_workers: Cluster, tmp_path: Path
) -> None:
    """Parts made in one process serve Spark, which makes what is new; the result is the same."""
    before = _parts(small_world)
    _revise(small_world)
    _on_spark(small_world, two_workers.address)
    new = _parts(small_world) - before
    assert {x.split("/")[1] for x in new} == {f"indicator_id={tiny.SHARE}"}
    whole = Places(small_world.catalogue, small_world.snapshot, tmp_path / "whole")
    build.build(whole.catalogue, whole.snapshot, whole.marts)
    assert_same(small_world.marts, whole.marts)


def test_a_build_that_is_stopped_goes_on_from_the_batches_that_were_done(
    small_world: Places, two_workers: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the figures at a time; the second half fails, and the first is not made again."""
    figures = len(snapshot.load(small_world.snapshot)[0])
    monkeypatch.setattr(engine_spark, "ROWS_A_CORE", math.ceil(figures / 4))
    there = Places(small_world.catalogue, small_world.snapshot, tmp_path / "there")
    write, batches = SparkTables.write, []

    def fail(
        self: SparkTables, name: str, order: Sequence[str], indicators: Sequence[str], folder: Path
    ) -> Mapping[str, Path]:
        batches.append(tuple(indicators))
        if len(set(batches)) > 1:
            raise OSError(28, "No space left on device", "a part")
        return write(self, name, order, indicators, folder)

    monkeypatch.setattr(SparkTables, "write", fail)
    with pytest.raises(OSError, match="No space left"):
        _on_spark(there, two_workers.address)
    monkeypatch.setattr(SparkTables, "write", write)
    made = {x: (there.marts / build.PARTS / x).stat().st_mtime_ns for x in _parts(there)}
    assert {x.split("/")[1] for x in made} == {f"indicator_id={x}" for x in batches[0]}
    _on_spark(there, two_workers.address)
    again = {x: (there.marts / build.PARTS / x).stat().st_mtime_ns for x in _parts(there)}
    assert {x: again[x] for x in made} == made
    assert len(again) > len(made)
    assert_same(small_world.marts, there.marts)


def test_a_master_without_workers_stops_the_build(
    small_world: Places,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(engine_spark, "WORKER_SECONDS", 3.0)
    _revise(small_world)
    before = publish.current(small_world.marts)
    with cluster.running(tmp_path / "cluster", workers=0) as running:
        data = small_world.catalogue.parent
        words = ["--engine", "spark", "--master", running.address]
        assert main(["build", "--data", str(data), *words]) == INPUT_WRONG
    said = " ".join("".join(capsys.readouterr()).split())
    assert "has no worker with a free core" in said
    assert publish.current(small_world.marts) == before


def test_what_goes_wrong_on_a_worker_is_said_in_words(two_workers: Cluster, tmp_path: Path) -> None:
    with (
        engine_spark.running(two_workers.address, tmp_path) as session,
        session.tables() as tables,
    ):
        tables.give("figures", pd.DataFrame({"value": ["high"]}))
        step = tmp_path / "wrong.sql"
        step.write_text("-- one row\nselect cast(value as double) as value from figures")
        with pytest.raises(PipelineError, match=r"^wrong\.sql: Spark gave up: .*'high'"):
            tables.make(step)
        step.write_text("-- one row\nselect absent from figures")
        with pytest.raises(PipelineError, match=r"^wrong\.sql: Spark gave up: .*absent"):
            tables.make(step)
