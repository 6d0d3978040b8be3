"""Earlier builds, the change report and the ledger of freshness."""

from __future__ import annotations

import json
import os
import time
from datetime import date

import pytest

from pipelines import build, changes, freshness, history, publish, raw_store, snapshot
from pipelines.__main__ import main
from pipelines.catalogue import load
from pipelines.history import HistoryError
from tests.pipelines import tiny
from tests.pipelines.frames import observation, observations
from tests.pipelines.refreshing import World, assert_whole
from tests.refusals import refused

pytestmark = pytest.mark.slow


def _refresh_to(world: World, year: int, **asked: object) -> str:
    world.server.files[tiny.ONS_PATH] = tiny.ons_file(tuple(range(2022, year + 1)))
    return world.refresh(sources=(tiny.ONS,), **asked).build_id


def test_going_back_and_forward(world: World) -> None:
    first = publish.current(world.places.marts)["build"]
    second = _refresh_to(world, 2024)
    assert history.rollback(first, world.places.marts, world.places.snapshot)
    assert publish.current(world.places.marts)["build"] == first
    assert world.periods(tiny.SHARE) == ["2022", "2023"]
    frame, _ = snapshot.load(world.places.snapshot)
    assert set(frame.loc[frame["indicator_id"] == tiny.SHARE, "period"]) == {"2022", "2023"}
    assert_whole(world)
    assert history.rollback(second, world.places.marts, world.places.snapshot)
    assert world.periods(tiny.SHARE) == ["2022", "2023", "2024"]


def test_a_build_that_is_not_there_is_named_with_those_that_are(world: World) -> None:
    first = publish.current(world.places.marts)["build"]
    with refused(HistoryError, "'abc'", first):
        history.rollback("abc", world.places.marts, world.places.snapshot)


def test_old_builds_go_and_the_current_one_never_does(world: World) -> None:
    marts = world.places.marts
    made = [publish.current(marts)["build"], *(_refresh_to(world, y) for y in (2024, 2025, 2026))]
    history.rollback(made[0], marts, world.places.snapshot)
    assert set(history.prune(marts, 2)) == {made[1], made[2]}
    assert {x.build_id for x in history.builds(marts)} == {made[0], made[3]}
    assert not list(marts.glob(f"*{made[1]}*"))
    assert not (marts / history.SNAPSHOTS / made[1]).exists()
    assert world.periods(tiny.SHARE) == ["2022", "2023"]


def test_a_refresh_keeps_as_many_as_asked(world: World) -> None:
    for year in (2024, 2025, 2026):
        _refresh_to(world, year, keep=2)
    assert len(history.builds(world.places.marts)) == 2
    assert len(list((world.places.raw / tiny.ONS).iterdir())) == 2


def test_a_copy_of_an_unchanged_file_survives_the_one_it_came_from(world: World) -> None:
    for _ in range(3):
        world.refresh(sources=(tiny.ONS,))
    raw_store.prune(world.places.raw, 1)
    (visit,) = (world.places.raw / tiny.ONS).iterdir()
    assert (visit / "tiny.csv").read_bytes() == tiny.ons_file((2022, 2023, 2024))


def test_what_killed_builds_left_goes_and_what_is_being_written_stays(world: World) -> None:
    marts, hour_ago = world.places.marts, time.time() - history.LEFT_BEHIND_SECONDS - 60
    parts = marts / build.PARTS
    kinds = (".building-x", ".spark-x", ".duckdb-x")
    left = [marts / ".building-x.duckdb", *(parts / x for x in kinds)]
    written = [parts / f"{x}y" for x in kinds]
    for folder in (*left, *written):
        folder.mkdir()
        (folder / "tables").write_text("half")
    for folder in left:
        os.utime(folder, (hour_ago, hour_ago))
    kept = set(parts.rglob("*.parquet"))
    history.recover(world.places.catalogue, world.places.snapshot, marts)
    assert not [x for x in left if x.exists()]
    assert all((x / "tables").exists() for x in written)
    assert set(parts.rglob("*.parquet")) == kept


def test_the_change_report_is_beside_the_build(world: World) -> None:
    done = world.refresh()
    marts = world.places.marts
    report = json.loads((marts / f"changes-{done.build_id}.json").read_text())
    assert (report["build"], report["previous"]) == (done.build_id, done.previous)
    (share,) = [x for x in report["indicators"] if x["indicator_id"] == tiny.SHARE]
    assert (share["new_periods"], share["new_figures"]) == (
        ["2024"],
        len(tiny.AREAS),
    )
    words = (marts / f"changes-{done.build_id}.md").read_text()
    new = 2 * len(tiny.AREAS)
    assert f"2 indicators changed: 2 new periods, {new} new figures, 0 revised" in words
    assert "New periods: 2024." in words


def test_revised_and_withdrawn_figures_are_told_apart() -> None:
    key = {"indicator_id": "suicide", "lower_95": None, "upper_95": None}
    gone = {"value": None, "state": "suppressed", "note": "Too few."}
    before = observations(
        *(observation(**key, area_code=f"E0900000{n}", value=10.0 + n) for n in (1, 2, 3, 4))
    )
    after = observations(
        observation(**key, area_code="E09000001", value=11.0),
        observation(**key, area_code="E09000002", value=12.5),
        observation(**key | gone, area_code="E09000003"),
        observation(**key, area_code="E09000005", value=15.0),
    )
    (change,) = changes.between(before, after, load())
    assert [(x.area_name, x.old, x.new) for x in change.revised] == [
        ("Barking and Dagenham", 12.0, 12.5)
    ]
    assert [(x.area_code, x.new, x.reason) for x in change.withdrawn] == [
        ("E09000003", None, "Too few."),
        ("E09000004", None, "no longer in the publisher's file"),
    ]
    assert (change.new_figures, change.new_periods, change.lost_periods) == (1, (), ())
    assert "| Barnet | 2024/25 | persons |" in changes.markdown(
        changes.document([change], {"build": "b", "previous": "", "made": "now", "sources": []})
    )


def test_the_ledger_says_what_is_overdue(world: World) -> None:
    done = world.refresh()
    lines = {x.source_id: x for x in freshness.read(done.build_id, world.places.marts)[::-1]}
    share, still = lines[tiny.ONS], lines["still"]
    assert (share.latest_period, share.latest_day, share.edition) == (
        "2024",
        "2024-12-31",
        "2026-11-02",
    )
    assert share.checked
    assert share.retrieved
    assert (share.due, share.is_overdue(date(2027, 11, 2))) == ("2027-11-02", False)
    assert share.is_overdue(date(2027, 11, 3))
    assert (still.checked, still.retrieved, still.due) == ("", "", "2026-12-31")
    assert still.is_overdue(date(2027, 1, 1))


def test_the_ledger_has_a_line_an_indicator(world: World) -> None:
    done = world.refresh()
    lines = freshness.read(done.build_id, world.places.marts)
    assert {x.indicator_id for x in lines if x.indicator_id} == {*tiny.ORDINARY, tiny.RATE}
    assert freshness.read("none", world.places.marts) == []


def test_the_commands(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(world.places.marts.parent)]
    first = publish.current(world.places.marts)["build"]
    given = [f"--address={name}={address}" for name, address in world.addresses.items()]
    assert main(["refresh", *given, *data]) == 0
    assert main(["history", *data]) == 0
    assert f"{first}  made" in capsys.readouterr().out
    assert main(["status", "--json", *data]) == 0
    status = json.loads(capsys.readouterr().out)
    assert {x["source_id"] for x in status["freshness"]} == {tiny.ONS, tiny.FINGERTIPS, "still"}
    assert all(isinstance(x["overdue"], bool) for x in status["freshness"])
    assert main(["rollback", first, *data]) == 0
    assert main(["rollback", "abc", *data]) == 1
    assert main(["prune", "--keep", "1", *data]) == 0
    assert [x.build_id for x in history.builds(world.places.marts)] == [first]
    world.server.files[tiny.ONS_PATH] = b"<html>"
    assert main(["refresh", *given, "--dry-run", "--source", tiny.FINGERTIPS, *data]) == 0
    world.server.files[tiny.ONS_PATH] = tiny.ons_file(header="a,b")
    assert main(["refresh", *given, *data]) == 5
