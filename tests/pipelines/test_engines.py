"""The choice of an engine, and everything that can be wrong with it."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from pipelines import build, engine_spark, engines, lock, publish
from pipelines.__main__ import BUSY, INPUT_WRONG, main
from pipelines.analysis import together
from pipelines.analysis.columns import COLUMNS
from pipelines.analysis.each import Statistic
from pipelines.engines import Choice, EngineChoiceError
from pipelines.places import Places
from tests.serving import free_port


def _install(monkeypatch: pytest.MonkeyPatch, *missing: str) -> None:
    """A machine with everything that Spark needs but what is missing."""
    found = importlib.util.find_spec

    def find(name: str, package: str | None = None) -> object:
        if name in ("pyspark", "sqlglot"):
            return None if name in missing else object()
        return found(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", find)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    there = None if "java" in missing else "java"
    monkeypatch.setattr(engine_spark.shutil, "which", lambda name: there)


def _refused(choice: Choice, folder: Path, message: str) -> None:
    with pytest.raises(EngineChoiceError, match=message), engines.opened(choice, folder):
        pytest.fail("the engine was opened")


def test_an_unknown_engine_is_refused_with_those_there_are(tmp_path: Path) -> None:
    _refused(Choice("polars"), tmp_path, "there is no engine 'polars'; there is duckdb and spark")


def test_the_command_line_names_the_engines(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["build", "--engine", "polars"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "'polars'" in said
    assert "duckdb" in said
    assert "spark" in said


def test_a_master_is_for_spark_alone(tmp_path: Path) -> None:
    _refused(Choice("duckdb", "local[2]"), tmp_path, "a master is for the engine 'spark'")


@pytest.mark.parametrize("missing", ["pyspark", "sqlglot"])
def test_spark_without_its_packages_says_how_to_get_them(
    missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _install(monkeypatch, missing)
    _refused(Choice("spark"), tmp_path, "needs PySpark and sqlglot: make spark-env")


def test_spark_without_java_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(monkeypatch, "java")
    _refused(Choice("spark"), tmp_path, "needs Java 17 or newer")


@pytest.mark.parametrize(
    "master", ["yarn", "http://127.0.0.1:7077", "spark://", "spark://host", "local[x]", "spark:"]
)
def test_what_is_no_master_is_refused_with_what_is(
    master: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _install(monkeypatch)
    _refused(Choice("spark", master), tmp_path, r"allowed are local\[\*\], local\[N\] and spark://")


def test_an_unreachable_master_stops_the_build_and_the_last_one_stays(
    first_world: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _install(monkeypatch)
    marts = Places.under(first_world).marts
    before = publish.current(marts)
    monkeypatch.setattr(build, "identify", lambda *_: "0123456789ab")
    port = free_port()
    master = f"spark://127.0.0.1:{port}"
    code = main(["build", "--data", str(first_world), "--engine", "spark", "--master", master])
    assert code == INPUT_WRONG
    said = " ".join("".join(capsys.readouterr()).split())
    assert "Nothing was published" in said
    assert f"the Spark master does not answer: 127.0.0.1:{port}" in said
    assert publish.current(marts) == before
    assert [x.name for x in marts.glob("*.duckdb")] == [before["file"]]


@pytest.mark.parametrize("engine", engines.NAMES)
def test_two_builds_at_once_are_told_apart(
    engine: str, first_world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    marts = Places.under(first_world).marts
    before = (marts / publish.POINTER).read_bytes()
    with lock.held(marts, "build with spark"):
        code = main(["build", "--data", str(first_world), "--engine", engine, "--wait", "0"])
    assert code == BUSY
    said = " ".join("".join(capsys.readouterr()).split())
    assert "being changed by a build with spark (process " in said
    assert "--wait SECONDS" in said
    assert (marts / publish.POINTER).read_bytes() == before
    assert json.loads(before)["build"]


def _twice(rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    yield from (rows.assign(rank_reason=word) for word in ("first", "second"))


def test_results_go_to_spark_a_few_rows_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "ROWS_AT_ONCE", 3)
    columns = COLUMNS["derived_rank"]
    limits = COLUMNS["derived_limits"]
    given = pd.DataFrame({x: pd.Series(range(7), dtype=float) for x in {**columns, **limits}})
    given = given.assign(indicator_id="suicide", limits_998_method="none")
    read = tuple(given.columns)
    calls = together.as_one(
        [
            Statistic("derived_rank", "observation", read, ("rank",), _twice),
            Statistic("derived_limits", "observation", read, ("rank",), lambda x: iter([x])),
        ]
    )
    batches = list(calls(iter(pa.Table.from_pandas(given).to_batches())))
    assert [len(x) for x in batches] == [3, 3, 1] * 3
    made = pa.Table.from_batches(batches).to_pandas()
    assert list(made["derived_rank__rank"].dropna()) == [*range(7), *range(7)]
    assert list(made["derived_limits__lower_998"].dropna()) == list(range(7))
    of_ranks = made[made["__of"] == "derived_rank"]
    assert list(of_ranks["derived_rank__rank_reason"]) == ["first"] * 7 + ["second"] * 7
    assert of_ranks[[f"derived_limits__{x}" for x in limits]].isna().all(axis=None)
