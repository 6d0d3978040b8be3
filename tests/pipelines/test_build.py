"""From the committed snapshot to a published build, and what happens when something is wrong."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipelines import build, contract, gather, publish, snapshot
from pipelines.catalogue import Catalogue
from pipelines.errors import CatalogueError, CheckError, ContractError, PipelineError, SourceError
from pipelines.places import Places
from tests.areas import NEWHAM
from tests.pipelines import tiny
from tests.published import tables
from tests.refusals import refused
from tests.same_marts import assert_same


def test_every_mart_is_there_and_counted(
    marts: Path, known: Catalogue, committed_figures: pd.DataFrame
) -> None:
    names = ("build", "observation", "comparison", "inequality", "gap_change", "gradient")
    build_, figures, comparisons, inequalities, changes, gradients = tables(marts, *names).values()
    facts = build_.iloc[0]
    assert facts["observations"] == len(figures) == len(committed_figures)
    assert facts["comparisons"] == len(comparisons)
    assert facts["inequalities"] == len(inequalities)
    measured = inequalities[inequalities["measure"].isin(changes["measure"])]
    of_one = ["indicator_id", "area_code", "sex", "age", "dimension", "measure"]
    assert facts["gap_changes"] == len(changes) == len(measured[of_one].drop_duplicates())
    assert len(gradients) == len(known.boroughs)


def test_every_indicator_has_what_the_snapshot_has_of_it(
    marts: Path, known: Catalogue, committed_figures: pd.DataFrame
) -> None:
    build_, indicators = tables(marts, "build", "indicator").values()
    assert set(indicators["indicator_id"]) == set(known.indicators)
    in_boroughs = committed_figures["area_code"].isin(known.boroughs)
    published = committed_figures[in_boroughs & committed_figures["value"].notna()]
    with_boroughs = indicators[indicators["boroughs"] > 0].set_index("indicator_id")
    periods = published.groupby("indicator_id")["period"].nunique()
    assert with_boroughs["periods"].to_dict() == periods.to_dict()
    assert build_["indicators_with_boroughs"].iloc[0] == len(with_boroughs)


def test_every_priority_has_four_indicators_and_most_have_a_series(marts: Path) -> None:
    (indicators,) = tables(marts, "indicator").values()
    shown = indicators[(indicators["boroughs"] > 0) & ~indicators["context"]]
    assert shown.groupby("priority").size().min() >= 4
    assert (shown["periods"] > 1).mean() > 0.5


def test_the_same_inputs_give_the_same_build(marts: Path) -> None:
    before = (marts / "current.json").read_bytes()
    again = build.build(marts=marts)
    assert again.was_there
    assert (marts / "current.json").read_bytes() == before


def _build(places: Places) -> build.Built:
    return build.build(places.catalogue, places.snapshot, places.marts)


def test_a_damaged_build_is_made_again(places: Places) -> None:
    path = places.marts / publish.current(places.marts)["file"]
    path.write_bytes(path.read_bytes()[:5000])
    assert not publish.is_whole(path)
    assert not _build(places).was_there
    assert publish.is_whole(path)


def _spoil(places: Places, **columns: object) -> None:
    """Change one published percentage of the snapshot, and the manifest with it."""
    frame, manifest = snapshot.load(places.snapshot)
    for column, value in columns.items():
        frame.loc[_figure(frame), column] = value
    _write(places, frame, manifest)


def _figure(frame: pd.DataFrame) -> int:
    wanted = frame["indicator_id"].eq(tiny.SHARE) & frame["area_code"].eq(NEWHAM)
    return int(frame.index[wanted][0])


def _write(places: Places, frame: pd.DataFrame, manifest: dict) -> None:
    table = snapshot.parquet(frame)
    manifest["observations"]["sha256"] = snapshot.digest(table)
    snapshot.save(table, manifest, places.snapshot)


def _fails(places: Places, kind: type[PipelineError], *facts: object) -> None:
    pointer = (places.marts / "current.json").read_bytes()
    files = sorted(path.name for path in places.marts.iterdir())
    with refused(kind, *facts):
        _build(places)
    assert (places.marts / "current.json").read_bytes() == pointer
    assert sorted(path.name for path in places.marts.iterdir()) == files


def test_an_impossible_value_stops_the_build(places: Places) -> None:
    _spoil(places, value=140.0, lower_95=None, upper_95=None)
    _fails(places, ContractError, "value '140.0'")


def test_an_unknown_area_stops_the_build(places: Places) -> None:
    _spoil(places, area_code="E09000099")
    _fails(places, ContractError, "area_code 'E09000099'")


def test_a_figure_given_twice_stops_the_build(places: Places) -> None:
    frame, manifest = snapshot.load(places.snapshot)
    _write(places, pd.concat([frame, frame.head(1)]), manifest)
    _fails(places, ContractError, "twice")


@pytest.mark.slow
def test_a_borough_left_out_fails_a_check(places: Places) -> None:
    frame, manifest = snapshot.load(places.snapshot)
    _write(places, frame.drop(index=_figure(frame)), manifest)
    _fails(places, CheckError, "every_borough_accounted_for")


def test_a_snapshot_the_manifest_does_not_know_stops(places: Places) -> None:
    path = places.snapshot / snapshot.OBSERVATIONS
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    _fails(places, SourceError, snapshot.OBSERVATIONS)


def test_a_truncated_snapshot_stops(places: Places) -> None:
    path = places.snapshot / snapshot.OBSERVATIONS
    path.write_bytes(path.read_bytes()[:1000])
    _fails(places, SourceError, snapshot.OBSERVATIONS)


def test_a_malformed_catalogue_stops(places: Places) -> None:
    (places.catalogue / "indicators" / f"{tiny.SHARE}.yml").write_text(f"id: {tiny.SHARE}\n")
    _fails(places, CatalogueError, f"{tiny.SHARE}.yml")


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
@pytest.mark.slow
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
    with refused(SourceError, known.feeds[0].file):
        gather.make(tmp_path, known, tmp_path / "snapshot", tmp_path / "static")
    assert not (tmp_path / "snapshot").exists()


def test_parquet_has_the_contract_s_types() -> None:
    schema = pq.read_schema(snapshot.SNAPSHOT / snapshot.OBSERVATIONS)
    assert schema.names == list(contract.COLUMNS)


@pytest.mark.slow
def test_the_same_inputs_give_the_same_marts_to_the_last_digit(marts: Path, tmp_path: Path) -> None:
    """Whatever order threads add figures up in: a build's id stands for what it holds."""
    build.build(marts=tmp_path)
    apart = {name: worst for name, (_, worst) in assert_same(marts, tmp_path).items() if worst}
    assert apart == {}
