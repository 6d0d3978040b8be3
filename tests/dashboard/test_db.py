"""One connection a build, a cursor a thread, and the newest whole build whatever happens."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from dashboard import db
from dashboard.db import Build, Marts, NoBuildError, NotAtOnceError
from tests import committed

pytestmark = pytest.mark.usefixtures("looks_every_time")

FIRST, SECOND = "aaaaaaaaaaaa", "bbbbbbbbbbbb"


def _make(folder: Path, build_id: str) -> Path:
    path = folder / f"marts-{build_id}.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table build as select $id as build_id", {"id": build_id})
    return path


def _point(folder: Path, build_id: str) -> None:
    (folder / "current.json").write_text(json.dumps({"build": build_id}))


def test_a_new_pointer_brings_the_new_build_and_the_old_one_still_answers(tmp_path: Path) -> None:
    _make(tmp_path, FIRST)
    _point(tmp_path, FIRST)
    marts = Marts(tmp_path)
    old = marts.current()
    _make(tmp_path, SECOND)
    _point(tmp_path, SECOND)
    assert marts.current().build_id == SECOND
    assert old.frame("select build_id from build")["build_id"].iloc[0] == FIRST


@pytest.mark.parametrize("pointer", [None, "", "{", "[]", '{"build": "nonesuch"}', '{"else": 1}'])
def test_an_unreadable_pointer_serves_the_newest_whole_build(
    tmp_path: Path, pointer: str | None
) -> None:
    _make(tmp_path, FIRST)
    if pointer is not None:
        (tmp_path / "current.json").write_text(pointer)
    assert Marts(tmp_path).current().build_id == FIRST


def test_a_broken_build_is_passed_over_and_the_one_in_hand_kept(tmp_path: Path) -> None:
    _make(tmp_path, FIRST)
    _point(tmp_path, FIRST)
    marts = Marts(tmp_path)
    marts.current()
    _make(tmp_path, SECOND).write_bytes(b"not a database")
    _point(tmp_path, SECOND)
    assert marts.current().build_id == FIRST


def test_no_build_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NoBuildError, match="python -m pipelines build"):
        Marts(tmp_path).current()


def test_threads_do_not_disturb_each_other(build: Build) -> None:
    def count(_: int) -> int:
        return int(build.frame("select count(*) as n from observation")["n"].iloc[0])

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(count, range(200)))) == 1


def test_nothing_can_be_written_and_nothing_outside_read(build: Build, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    for sql in (
        "create table x as select 1",
        "delete from observation",
        "select * from read_csv('" + str(tmp_path / "secret.csv") + "')",  # noqa: S608
        "copy observation to '" + str(tmp_path / "out.csv") + "'",
        "attach '" + str(tmp_path / "other.duckdb") + "'",
        "install spatial",
        "set enable_external_access = true",
    ):
        with pytest.raises(duckdb.Error):
            build.frame(sql)
    assert [x.name for x in tmp_path.iterdir()] == ["secret.csv"]


def test_a_copy_elsewhere_serves_as_well(own_marts: Path) -> None:
    found = Marts(own_marts).current().frame("select area_code from area")
    assert set(found["area_code"]) == set(committed.areas())


def test_what_is_wanted_at_once_waits_for_no_file_and_no_query(marts: Path) -> None:
    served = Marts(marts)
    with db.at_once(), pytest.raises(NotAtOnceError):
        served.current()
    build = served.current()
    with db.at_once():
        for asked in (
            lambda: build.frame("select 1"),
            lambda: build.batches("select 1", {}),
            lambda: served.at("another"),
        ):
            with pytest.raises(NotAtOnceError):
                asked()
        with ThreadPoolExecutor(1) as other:
            assert len(other.submit(build.frame, "select 1").result()) == 1
    assert len(build.frame("select 1")) == 1
