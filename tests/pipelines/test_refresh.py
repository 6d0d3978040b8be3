"""From publishers who serve well or badly to a published build, keeping what was good."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable

import pytest

from pipelines import build, publish, snapshot
from pipelines.catalogue import load
from pipelines.engine import Engine
from pipelines.errors import CatalogueError, CheckError
from tests.pipelines import faulty_server, tiny
from tests.pipelines.faulty_server import Fault
from tests.pipelines.refreshing import NEW_YEARS, World, assert_whole, of

NEWER = tiny.ons_file(NEW_YEARS)
COMMA = tiny.ONS_COLUMNS


def _in_2024(told: str) -> Callable[[str, str, int], str | None]:
    """Another value for one borough's newest figure."""
    return lambda _, area, year: told if (area, year) == ("E09000003", 2024) else None


def test_newer_figures_are_published_and_reported(whole_world: World) -> None:
    world = whole_world
    done = world.refresh()
    assert {of(done, x).outcome for x in (tiny.ONS, tiny.FINGERTIPS)} == {"refreshed"}
    assert world.periods(tiny.SHARE) == ["2022", "2023", "2024"]
    assert world.periods(tiny.RATE) == ["2021 to 2023", "2022 to 2024"]
    assert done.report["summary"] == {
        "indicators": 2,
        "new_periods": 2,
        "new_figures": 70,
        "revised": 0,
        "withdrawn": 0,
    }
    assert_whole(world)


def test_what_did_not_change_makes_no_new_build(world: World) -> None:
    first = world.refresh()
    before = (world.places.snapshot / snapshot.MANIFEST).read_bytes()
    second = world.refresh()
    assert (second.build_id, second.kept_some) == (first.build_id, False)
    assert (world.places.snapshot / snapshot.MANIFEST).read_bytes() == before
    assert of(second, tiny.ONS).outcome == "unchanged"
    assert "not changed at the publisher" in of(second, tiny.ONS).transfers[0]


def test_a_live_source_takes_the_place_of_a_compiled_one(world: World) -> None:
    figures = world.figures()
    assert set(figures.loc[figures["indicator_id"] == tiny.RATE, "source_id"]) == {"copy"}
    world.refresh()
    figures = world.figures()
    assert set(figures.loc[figures["indicator_id"] == tiny.RATE, "source_id"]) == {tiny.FINGERTIPS}
    _, manifest = snapshot.load(world.places.snapshot)
    assert "copy" not in {x["id"] for x in manifest["sources"]}


def test_untouched_bytes_are_kept_with_what_the_publisher_said(world: World) -> None:
    world.refresh()
    (visit,) = (world.places.raw / tiny.ONS).iterdir()
    assert (visit / "tiny.csv").read_bytes() == NEWER
    record = json.loads((visit / "tiny.csv.record.json").read_text())
    assert record["sha256"] == snapshot.digest(NEWER)
    assert record["headers"]["last-modified"] == faulty_server.MODIFIED
    _, manifest = snapshot.load(world.places.snapshot)
    (entry,) = [x for x in manifest["sources"] if x["id"] == tiny.ONS]
    assert entry["vintage"] == "2026-11-02"
    assert entry["files"][0]["sha256"] == record["sha256"]


PASSES: dict[str, list[Fault]] = {
    "slow drip": [faulty_server.drip(0.005, piece=200)],
    "reset halfway": [faulty_server.reset_halfway],
    "503 then fine": [faulty_server.status(503)],
    "429 with Retry-After": [faulty_server.status(429, Retry_After="1")],
    "html once": [faulty_server.page],
    "truncated gzip once": [faulty_server.instead(gzip.compress(NEWER)[:-9])],
    "gzip": [faulty_server.instead(gzip.compress(NEWER))],
    "byte order mark": [faulty_server.instead(b"\xef\xbb\xbf" + NEWER)],
    "windows lines": [faulty_server.instead(NEWER.replace(b"\n", b"\r\n"))],
}


@pytest.mark.parametrize("faults", PASSES.values(), ids=PASSES.keys())
def test_a_fault_that_passes_costs_nothing(faults: list[Fault], world: World) -> None:
    world.server.faults[tiny.ONS_PATH] = list(faults)
    done = world.refresh()
    assert of(done, tiny.ONS).outcome == "refreshed"
    assert world.periods(tiny.SHARE) == ["2022", "2023", "2024"]
    assert_whole(world)


STAYS: dict[str, tuple[Fault, str]] = {
    "slow drip": (faulty_server.drip(0.1), "too slow"),
    "reset halfway": (faulty_server.reset_halfway, "connection broke off"),
    "503": (faulty_server.status(503), "answered 503; tried 2 times"),
    "429": (faulty_server.status(429, Retry_After="900"), "asks to wait 900 seconds"),
    "html": (faulty_server.page, "a web page came where a file was expected"),
    "truncated gzip": (
        faulty_server.instead(gzip.compress(NEWER)[:-9]),
        "the gzip is cut short",
    ),
    "2 GB announced": (faulty_server.announced(2 * 1024**3), "is larger than the limit"),
    "2 GB unannounced": (faulty_server.endless, "is larger than the limit"),
    "redirect": (faulty_server.redirect("http://elsewhere.invalid/x.csv"), "elsewhere.invalid"),
    "wrong encoding": (
        faulty_server.instead(NEWER.replace(b"Area 2,", "Aréa 2,".encode("latin-1"))),
        "row 4: byte 0xe9 is not UTF-8",
    ),
    "header twice": (
        faulty_server.instead(NEWER.replace(b"\nE09000005", f"\n{COMMA}\nE09000005".encode(), 1)),
        "row 6: is the header again",
    ),
    "renamed column": (
        faulty_server.instead(tiny.ons_file(NEW_YEARS, header=COMMA.replace("observation", "obs"))),
        "column 'observation' may have been renamed",
    ),
    "words for a number": (
        faulty_server.instead(tiny.ons_file(NEW_YEARS, _in_2024("many"))),
        "column 'observation': 'many' is not a number",
    ),
    "impossible value": (
        faulty_server.instead(tiny.ons_file(NEW_YEARS, _in_2024("2024"))),
        "outside its possible range",
    ),
}


@pytest.mark.parametrize(("fault", "message"), STAYS.values(), ids=STAYS.keys())
def test_a_fault_that_stays_keeps_the_last_good_figures(
    fault: Fault, message: str, world: World
) -> None:
    world.server.faults[tiny.ONS_PATH] = [fault] * 2
    done = world.refresh()
    assert done.kept_some
    assert of(done, tiny.ONS).outcome == "kept"
    assert message in of(done, tiny.ONS).indicators[0].reason
    assert world.periods(tiny.SHARE) == ["2022", "2023"]
    assert of(done, tiny.FINGERTIPS).outcome == "refreshed"
    assert_whole(world)
    world.server.faults.clear()
    assert of(world.refresh(), tiny.ONS).outcome == "refreshed"
    assert world.periods(tiny.SHARE) == ["2022", "2023", "2024"]


def test_an_extra_column_is_noted_and_left_unread(world: World) -> None:
    lines = NEWER.decode().splitlines()
    wider = "\n".join([f"{lines[0]},flag", *(f"{x},A" for x in lines[1:])]).encode()
    world.server.files[tiny.ONS_PATH] = wider
    done = of(world.refresh(), tiny.ONS)
    assert done.outcome == "refreshed"
    assert done.drift == [
        "  tiny.csv: 1 column not seen before; left unread",
        "    + column 'flag'",
    ]


def test_a_new_sex_label_is_noted_and_one_that_is_gone_stops(world: World) -> None:
    both = tiny.fingertips_file(sexes=("Persons", "Intersex"))
    world.server.files[tiny.FINGERTIPS_PATH] = both
    done = of(world.refresh(), tiny.FINGERTIPS)
    assert (done.outcome, done.drift[1]) == ("refreshed", "    + 'Intersex'")
    world.server.files[tiny.FINGERTIPS_PATH] = tiny.fingertips_file(sexes=("Everybody",))
    done = of(world.refresh(), tiny.FINGERTIPS)
    assert done.outcome == "kept"
    assert done.drift[1:] == ["    - 'Persons'", "    + 'Everybody'"]


def test_thousands_and_withheld_figures_are_read(world: World) -> None:
    marks = {"E09000003": "*", "E09000004": "[c]", "E09000005": "x", "E09000006": ""}
    newest = tiny.ons_file(NEW_YEARS, lambda _, area, y: marks.get(area) if y == 2024 else None)
    world.server.files[tiny.ONS_PATH] = newest
    many = tiny.fingertips_file().replace(b",10,1000,", b',10,"1,234,567",')
    world.server.files[tiny.FINGERTIPS_PATH] = many
    world.refresh()
    figures = world.figures()
    newest = figures[(figures["indicator_id"] == tiny.SHARE) & (figures["period"] == "2024")]
    states = newest.set_index("area_code")["state"]
    assert list(states[list(marks)]) == ["suppressed", "suppressed", "missing", "missing"]
    assert (newest["state"] == "published").sum() == 31
    rates = figures[figures["indicator_id"] == tiny.RATE]
    assert set(rates["denominator"]) == {1_234_567.0}


def test_a_moved_figure_stops_until_somebody_accepts_it(world: World) -> None:
    moved = tiny.ons_file(
        NEW_YEARS, lambda _, area, year: "90" if (area, year) == ("E09000003", 2023) else None
    )
    world.server.files[tiny.ONS_PATH] = moved
    done = of(world.refresh(), tiny.ONS)
    assert done.outcome == "kept"
    assert done.drift == [
        "! air_1: 1 of 70 figures moved further than 6 standard errors (or 0.5 of their size "
        "where there is no interval)",
        "    - E09000003, 2023, persons: 22",
        "    + E09000003, 2023, persons: 90 (66.6 standard errors)",
    ]
    done = world.refresh(accepted=frozenset({tiny.ONS}))
    assert of(done, tiny.ONS).outcome == "refreshed"
    (change,) = [x for x in done.report["indicators"] if x["indicator_id"] == tiny.SHARE]
    assert [(x["area_name"], x["old"], x["new"]) for x in change["revised"]] == [
        ("Barnet", 22.0, 90.0)
    ]


def test_figures_that_fail_a_check_keep_their_source_and_no_other(
    whole_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, check = whole_world, build.check

    def stricter(engine: Engine) -> None:
        check(engine)
        if (engine.table("observation")["period"] == "2024").any():
            raise CheckError("no_2024: there must be no figure of 2024")

    monkeypatch.setattr(build, "check", stricter)
    done = world.refresh()
    assert of(done, tiny.ONS).outcome == "kept"
    assert "no_2024" in of(done, tiny.ONS).indicators[0].reason
    assert world.periods(tiny.RATE) == ["2021 to 2023", "2022 to 2024"]
    assert_whole(world)


def test_a_rehearsal_publishes_nothing_and_fetches_for_the_real_one(world: World) -> None:
    pointer = (world.places.marts / "current.json").read_bytes()
    manifest = (world.places.snapshot / snapshot.MANIFEST).read_bytes()
    done = world.refresh(dry_run=True)
    assert done.report["summary"]["new_figures"] == 70
    assert (world.places.marts / "current.json").read_bytes() == pointer
    assert (world.places.snapshot / snapshot.MANIFEST).read_bytes() == manifest
    asked = len(world.server.asked)
    world.refresh()
    assert len(world.server.asked) == asked


def test_an_interrupted_refresh_does_not_fetch_again_what_is_complete(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(build, "build", interrupted)
        with pytest.raises(KeyboardInterrupt):
            world.refresh()
    asked = len(world.server.asked)
    done = world.refresh()
    assert len(world.server.asked) == asked
    assert of(done, tiny.ONS).transfers[0].startswith("tiny.csv: here already")
    world.refresh()
    assert len(world.server.asked) > asked


def test_an_interruption_after_publishing_is_finished_by_the_next_command(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("pipelines.history.install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            world.refresh()
    assert world.periods(tiny.SHARE) == ["2022", "2023", "2024"]
    served = publish.current(world.places.marts)["build"]
    done = world.refresh()
    assert done.build_id == served
    assert of(done, tiny.ONS).outcome == "unchanged"


def test_only_the_source_asked_for_is_asked(world: World) -> None:
    world.refresh(sources=(tiny.ONS,))
    assert {path for path, _ in world.server.asked} == {tiny.ONS_PATH}
    with pytest.raises(CatalogueError, match="'nobody' is not a source that can be refreshed"):
        world.refresh(sources=("nobody",))
    with pytest.raises(CatalogueError, match="has no live address of its own; give one with"):
        world.refresh(sources=(tiny.ONS,), addresses={})
    with pytest.raises(CatalogueError, match=r"needs \{dataset\}"):
        world.refresh(addresses={tiny.ONS: f"{world.server.address}/one.csv"})


def test_an_address_from_the_environment(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, address in world.addresses.items():
        monkeypatch.setenv(f"REFRESH_URL_{name.upper()}", address)
    assert of(world.refresh(addresses={}), tiny.ONS).outcome == "refreshed"


def test_the_committed_live_sources_are_valid() -> None:
    from pipelines import upstream
    from pipelines.catalogue import CATALOGUE

    catalogue = load()
    live = upstream.load(CATALOGUE, catalogue)
    for name, one in live.items():
        if catalogue.sources[name].live:
            found = upstream.files(one, catalogue.sources[name].live)
            assert len({x.name for x in found}) == len(found)
            assert not any("{" in x.address for x in found)
