"""From the committed snapshot to a published build, and what happens when something is wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipelines import build, contract, gather, publish, snapshot
from pipelines.catalogue import CATALOGUE, Catalogue
from pipelines.engine import Engine
from pipelines.errors import CatalogueError, CheckError, ContractError, PipelineError, SourceError


@pytest.fixture
def inputs(tmp_path: Path) -> tuple[Path, Path]:
    """A copy of the committed catalogue and snapshot to spoil."""
    return (
        Path(shutil.copytree(CATALOGUE, tmp_path / "catalogue")),
        Path(shutil.copytree(snapshot.SNAPSHOT, tmp_path / "snapshot")),
    )


def _table(marts: Path, name: str) -> pd.DataFrame:
    with Engine(marts / publish.current(marts)["file"], read_only=True) as engine:
        return engine.table(name)


def test_every_mart_is_there_and_counted(marts: Path) -> None:
    facts = _table(marts, "build").iloc[0]
    assert facts["observations"] == len(_table(marts, "observation")) > 20_000
    assert facts["comparisons"] == len(_table(marts, "comparison"))
    assert facts["indicators_with_boroughs"] >= 45
    assert facts["inequalities"] == len(_table(marts, "inequality")) > 30_000
    assert facts["gap_changes"] == len(_table(marts, "gap_change")) > 800
    assert len(_table(marts, "gradient")) == 33


def test_every_priority_has_four_indicators_and_about_thirty_have_a_series(marts: Path) -> None:
    indicators = _table(marts, "indicator")
    shown = indicators[(indicators["boroughs"] > 0) & ~indicators["context"]]
    assert shown.groupby("priority").size().min() >= 4
    assert (shown["periods"] > 1).sum() >= 30


def test_the_same_inputs_give_the_same_build(marts: Path) -> None:
    before = (marts / "current.json").read_bytes()
    again = build.build(marts=marts)
    assert again.was_there
    assert (marts / "current.json").read_bytes() == before


def test_a_damaged_build_is_made_again(marts: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(marts, tmp_path / "marts"))
    path = folder / publish.current(folder)["file"]
    path.write_bytes(path.read_bytes()[:5000])
    assert not publish.is_whole(path)
    assert not build.build(marts=folder).was_there
    assert publish.is_whole(path)


def _spoil(folder: Path, **columns: object) -> None:
    """Change the first published figure of the snapshot, and the manifest with it."""
    frame, manifest = snapshot.load(folder)
    row = frame.index[frame["state"] == "published"][0]
    for column, value in columns.items():
        frame.loc[row, column] = value
    _write(folder, frame, manifest)


def _write(folder: Path, frame: pd.DataFrame, manifest: dict) -> None:
    table = snapshot.parquet(frame)
    (folder / snapshot.OBSERVATIONS).write_bytes(table)
    manifest["observations"]["sha256"] = snapshot.digest(table)
    (folder / snapshot.MANIFEST).write_text(json.dumps(manifest))


def _fails(inputs: tuple[Path, Path], marts: Path, kind: type[PipelineError], message: str) -> None:
    pointer = (marts / "current.json").read_bytes()
    files = sorted(path.name for path in marts.iterdir())
    with pytest.raises(kind, match=message):
        build.build(*inputs, marts=marts)
    assert (marts / "current.json").read_bytes() == pointer
    assert sorted(path.name for path in marts.iterdir()) == files


def test_an_impossible_value_stops_the_build(inputs: tuple[Path, Path], marts: Path) -> None:
    _spoil(inputs[1], value=140.0, lower_95=None, upper_95=None)
    _fails(inputs, marts, ContractError, r"value '140.0' is outside its possible range")


def test_an_unknown_area_stops_the_build(inputs: tuple[Path, Path], marts: Path) -> None:
    _spoil(inputs[1], area_code="E09000099")
    _fails(inputs, marts, ContractError, "area_code 'E09000099' is not known")


def test_a_figure_given_twice_stops_the_build(inputs: tuple[Path, Path], marts: Path) -> None:
    frame, manifest = snapshot.load(inputs[1])
    _write(inputs[1], pd.concat([frame, frame.head(1)]), manifest)
    _fails(inputs, marts, ContractError, "the same figure twice")


def test_a_borough_left_out_fails_a_check(inputs: tuple[Path, Path], marts: Path) -> None:
    frame, manifest = snapshot.load(inputs[1])
    last = frame[frame["area_code"] == "E09000033"].index[-1]
    _write(inputs[1], frame.drop(index=last), manifest)
    _fails(inputs, marts, CheckError, "every_borough_accounted_for")


def test_a_snapshot_the_manifest_does_not_know_stops(
    inputs: tuple[Path, Path], marts: Path
) -> None:
    path = inputs[1] / snapshot.OBSERVATIONS
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    _fails(inputs, marts, SourceError, "sha256|not readable")


def test_a_truncated_snapshot_stops(inputs: tuple[Path, Path], marts: Path) -> None:
    path = inputs[1] / snapshot.OBSERVATIONS
    path.write_bytes(path.read_bytes()[:1000])
    _fails(inputs, marts, SourceError, "observations.parquet")


def test_a_malformed_catalogue_stops(inputs: tuple[Path, Path], marts: Path) -> None:
    (inputs[0] / "indicators" / "suicide.yml").write_text("id: suicide\n")
    _fails(inputs, marts, CatalogueError, "suicide.yml")


def test_the_committed_snapshot_obeys_the_contract_and_its_manifest(known: Catalogue) -> None:
    frame, manifest = snapshot.load()
    contract.validate(frame, known.area_codes, known.limits)
    assert manifest["observations"]["rows"] == len(frame)
    assert {x["id"] for x in manifest["sources"]} == set(frame["source_id"])
    for source in manifest["sources"]:
        assert source["licence"]
        assert source["vintage"]
        assert all(len(entry["sha256"]) == 64 for entry in source["files"])
        assert source["route"] == "official" or source["checked"]


@pytest.mark.raw
def test_the_same_files_give_the_same_snapshot(raw: Path, known: Catalogue, tmp_path: Path) -> None:
    gather.make(raw, known, tmp_path / "snapshot", tmp_path / "static")
    for name in (snapshot.OBSERVATIONS, snapshot.MANIFEST):
        assert (tmp_path / "snapshot" / name).read_bytes() == (
            snapshot.SNAPSHOT / name
        ).read_bytes(), name
    for path in gather.STATIC.iterdir():
        assert (tmp_path / "static" / path.name).read_bytes() == path.read_bytes()


@pytest.mark.raw
def test_an_absent_file_is_named_and_the_snapshot_stays(
    known: Catalogue, tmp_path: Path, raw: Path
) -> None:
    with pytest.raises(SourceError, match="no such file"):
        gather.make(tmp_path, known, tmp_path / "snapshot", tmp_path / "static")
    assert not (tmp_path / "snapshot").exists()


def test_parquet_has_the_contract_s_types() -> None:
    schema = pq.read_schema(snapshot.SNAPSHOT / snapshot.OBSERVATIONS)
    assert schema.names == list(contract.COLUMNS)
