"""The committed snapshot through both engines: the same marts, whoever does the work."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipelines import build, engines, publish
from tests.same_marts import assert_same
from tests.spark.cluster import Cluster


def test_every_mart_is_the_same_from_spark(
    two_workers: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain, spread = tmp_path / "duckdb", tmp_path / "spark"
    here = build.build(marts=plain)
    there = build.build(marts=spread, choice=engines.Choice(engines.SPARK, two_workers.address))
    assert here.build_id == there.build_id
    assert not there.was_there
    assert publish.is_whole(there.path)
    same = assert_same(plain, spread)
    with capsys.disabled():
        sys.stdout.write("\n")
        for name, (rows, apart) in same.items():
            sys.stdout.write(f"{name:20}{rows:8,} rows, numbers at most {apart:.1e} apart\n")
    assert _left_behind(spread) == []


def _left_behind(marts: Path) -> list[str]:
    return [x.name for x in marts.rglob(".*") if x.name != ".refresh.lock"]
