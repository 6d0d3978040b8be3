"""Parts of the marts: only what changed is made again, and half a part is never used."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from pipelines import build, derive, publish, snapshot
from pipelines.engine import Engine
from pipelines.errors import CheckError, ContractError, SourceError
from pipelines.given import of_frame
from pipelines.places import Places
from tests.pipelines import tiny
from tests.published import tables
from tests.refusals import refused
from tests.same_marts import assert_same

pytestmark = pytest.mark.slow

REVISED = tiny.SHARE


def _revise(places: Places, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    frame, manifest = snapshot.load(places.snapshot)
    own = frame["indicator_id"] == REVISED
    table = snapshot.parquet(pd.concat([frame[~own], change(frame[own])]))
    manifest["observations"]["sha256"] = snapshot.digest(table)
    snapshot.save(table, manifest, places.snapshot)


def _higher(rows: pd.DataFrame) -> pd.DataFrame:
    numbers = ["value", "lower_95", "upper_95"]
    return rows.assign(**{x: rows[x] + 1 for x in numbers})


def _shorter(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["period_end"] < rows["period_end"].max()]


def _parts(places: Places) -> dict[str, int]:
    """Every part by its name, with when it was written."""
    folder = places.marts / build.PARTS
    return {
        x.relative_to(folder).as_posix(): x.stat().st_mtime_ns for x in folder.rglob("*.parquet")
    }


def _build(places: Places) -> None:
    assert not build.build(places.catalogue, places.snapshot, places.marts).was_there


def _forget_the_build(places: Places) -> None:
    for path in places.marts.glob("marts-*"):
        path.unlink()


@pytest.mark.slow
@pytest.mark.parametrize("change", [_higher, _shorter])
def test_a_revision_touches_its_own_parts_and_makes_what_a_full_build_makes(
    change: Callable[[pd.DataFrame], pd.DataFrame], places: Places, tmp_path: Path
) -> None:
    before = _parts(places)
    _revise(places, change)
    _build(places)
    after = _parts(places)
    gone, new = before.keys() - after.keys(), after.keys() - before.keys()
    for names in (gone, new):
        assert {x.split("/")[1] for x in names} == {f"indicator_id={REVISED}"}
        assert {x.split("/")[0] for x in names} == set(derive.IN_PARTS)
    assert all(after[x] == before[x] for x in before.keys() & after.keys())
    whole = Places(places.catalogue, places.snapshot, tmp_path / "whole")
    _build(whole)
    assert_same(places.marts, whole.marts)


def test_a_build_that_fails_a_check_keeps_the_parts_of_the_last(places: Places) -> None:
    before = _parts(places)
    _revise(places, lambda rows: rows.head(0))
    entry = places.catalogue / "indicators" / f"{REVISED}.yml"
    entry.write_text(entry.read_text() + "no_figures: The publisher has withdrawn its figures.\n")
    with refused(CheckError, "every_priority_has_enough_indicators"):
        build.build(places.catalogue, places.snapshot, places.marts)
    assert before.items() <= _parts(places).items()


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _other(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1] + b"?")


@pytest.mark.parametrize("spoil", [_half, _other, Path.unlink])
@pytest.mark.parametrize("which", ["comparison/*.parquet", "checksums/*.json"])
def test_a_part_half_written_is_made_again(
    which: str, spoil: Callable[[Path], None], places: Places, first_world: Path
) -> None:
    mart, pattern = which.split("/")
    folder = places.marts / build.PARTS / mart / f"indicator_id={REVISED}"
    spoil(next(folder.glob(pattern)))
    _forget_the_build(places)
    before = _parts(places)
    _build(places)
    after = _parts(places)
    written = {x for x in after if after[x] != before.get(x)}
    assert {x.split("/")[1] for x in written} == {f"indicator_id={REVISED}"}
    assert_same(places.marts, Places.under(first_world).marts)


def test_a_build_that_fails_in_the_middle_leaves_no_part_and_the_last_build(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    pointer, before = publish.current(places.marts), _parts(places)
    _revise(places, _higher)
    write = Engine.write

    def fail(self: Engine, name: str, *given: object) -> object:
        if name == "gap_change":
            raise OSError(28, "No space left on device", "a part")
        return write(self, name, *given)

    monkeypatch.setattr(Engine, "write", fail)
    with pytest.raises(OSError, match="No space left"):
        build.build(places.catalogue, places.snapshot, places.marts)
    assert _parts(places) == before
    assert publish.current(places.marts) == pointer
    assert not list(places.marts.rglob(".building-*"))


def test_figures_are_numbered_through_in_the_order_of_their_key(first_world: Path) -> None:
    marts = Places.under(first_world).marts
    figures, compared = tables(marts, "observation", "comparison").values()
    assert list(figures["observation_id"]) == list(range(1, len(figures) + 1))
    assert figures["indicator_id"].is_monotonic_increasing
    own = figures.set_index("observation_id")["area_code"]
    assert (own[compared["observation_id"]].to_numpy() == compared["area_code"]).all()


def test_indicators_are_taken_together_as_long_as_they_are_few() -> None:
    frame = pd.DataFrame({"indicator_id": list("aabcccd"), "value": range(7)})
    given = of_frame(frame)
    assert given.batches(list("abcd"), 4) == [["a", "b"], ["c", "d"]]
    assert given.batches(list("abcd"), 1) == [["a"], ["b"], ["c"], ["d"]]
    assert given.figures_before == [0, 2, 3, 6]
    assert json.dumps(given.digests) == json.dumps(of_frame(frame).digests)
    assert given.digests["c"] != of_frame(frame.assign(value=1)).digests["c"]


@pytest.mark.slow
def test_a_snapshot_in_parts_makes_the_same_marts(
    places: Places, first_world: Path, tmp_path: Path
) -> None:
    snapshot.save_parts(*snapshot.load(places.snapshot), tmp_path / "snapshot")
    split = Places(places.catalogue, tmp_path / "snapshot", tmp_path / "marts")
    _build(split)
    figures = {"snapshot_sha256", "build_id", "built_at"}
    assert_same(split.marts, Places.under(first_world).marts, but=figures)
    pd.testing.assert_frame_equal(
        snapshot.load(split.snapshot)[0], snapshot.load(places.snapshot)[0]
    )


@pytest.mark.parametrize("spoil", [_half, _other, Path.unlink])
def test_a_snapshot_with_half_a_part_is_refused(
    spoil: Callable[[Path], None], places: Places, tmp_path: Path
) -> None:
    snapshot.save_parts(*snapshot.load(places.snapshot), tmp_path / "snapshot")
    spoil(tmp_path / "snapshot" / snapshot.PARTS / f"indicator_id={REVISED}.parquet")
    pointer = publish.current(places.marts)
    with refused(SourceError, f"{snapshot.PARTS}/indicator_id={REVISED}.parquet"):
        build.build(places.catalogue, tmp_path / "snapshot", places.marts)
    assert publish.current(places.marts) == pointer


def test_an_impossible_figure_in_a_part_stops_the_build(places: Places, tmp_path: Path) -> None:
    frame, manifest = snapshot.load(places.snapshot)
    frame.loc[frame.index[frame["indicator_id"] == REVISED][0], "value"] = 140.0
    snapshot.save_parts(frame, manifest, tmp_path / "snapshot")
    with refused(ContractError, REVISED, "value '140.0'"):
        build.build(places.catalogue, tmp_path / "snapshot", places.marts)
