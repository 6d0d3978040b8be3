"""From publishers who serve well or badly to a published build, keeping what was good."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable

import pytest

from pipelines import build, publish, snapshot, upstream
from pipelines.catalogue import CATALOGUE, Catalogue
from pipelines.engine import Engine
from pipelines.errors import CatalogueError, CheckError
from tests.pipelines import faulty_server, tiny
from tests.pipelines.faulty_server import Fault
from tests.pipelines.refreshing import NEW_YEARS, QUICK, World, assert_whole, of
from tests.refusals import assert_names, refused

pytestmark = pytest.mark.slow

NEWER = tiny.ons_file(NEW_YEARS)
COMMA = tiny.ONS_COLUMNS
ONS_ONLY = (tiny.ONS,)
# One more period of each of the two live indicators.
NEW_FIGURES = 2 * len(tiny.AREAS)


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
        "new_figures": NEW_FIGURES,
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
    world.refresh(sources=ONS_ONLY)
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


# What goes wrong under way is tried quickly where files are fetched; a whole refresh takes long.
UNDER_WAY = {
    *("slow drip", "reset halfway", "429", "429 with Retry-After", "html", "html once", "redirect"),
    *("truncated gzip", "truncated gzip once", "2 GB announced", "2 GB unannounced"),
}


def _by_name(cases: Iterable[str]) -> list[object]:
    return [
        pytest.param(x, id=x, marks=[pytest.mark.slow] if x in UNDER_WAY else []) for x in cases
    ]


@pytest.mark.parametrize("name", _by_name(PASSES))
def test_a_fault_that_passes_costs_nothing(name: str, world: World) -> None:
    world.server.faults[tiny.ONS_PATH] = list(PASSES[name])
    done = world.refresh(sources=ONS_ONLY)
    assert of(done, tiny.ONS).outcome == "refreshed"
    assert world.periods(tiny.SHARE) == ["2022", "2023", "2024"]
    assert_whole(world)


# What happens, and the facts that the reason for keeping the last figures gives.
STAYS: dict[str, tuple[Fault, tuple[object, ...]]] = {
    "slow drip": (faulty_server.drip(0.1), (f"{QUICK.total_seconds:g}", "slow")),
    "reset halfway": (faulty_server.reset_halfway, ("broke off", QUICK.attempts)),
    "503": (faulty_server.status(503), (503, QUICK.attempts)),
    "429": (faulty_server.status(429, Retry_After="900"), (900,)),
    "html": (faulty_server.page, ("web page",)),
    "truncated gzip": (faulty_server.instead(gzip.compress(NEWER)[:-9]), ("gzip",)),
    "2 GB announced": (faulty_server.announced(2 * 1024**3), ("limit",)),
    "2 GB unannounced": (faulty_server.endless, ("limit",)),
    "redirect": (faulty_server.redirect("http://elsewhere.invalid/x.csv"), ("elsewhere.invalid",)),
    "wrong encoding": (
        faulty_server.instead(NEWER.replace(b"Area 2,", "Aréa 2,".encode("latin-1"))),
        ("row 4", "0xe9"),
    ),
    "header twice": (
        faulty_server.instead(NEWER.replace(b"\nE09000005", f"\n{COMMA}\nE09000005".encode(), 1)),
        ("row 6", "header"),
    ),
    "renamed column": (
        faulty_server.instead(tiny.ons_file(NEW_YEARS, header=COMMA.replace("observation", "obs"))),
        ("'observation'", "renamed"),
    ),
    "words for a number": (
        faulty_server.instead(tiny.ons_file(NEW_YEARS, _in_2024("many"))),
        ("column 'observation'", "'many'"),
    ),
    "impossible value": (
        faulty_server.instead(tiny.ons_file(NEW_YEARS, _in_2024("2024"))),
        ("'2024.0'", "0 to 100"),
    ),
}


@pytest.mark.parametrize("name", _by_name(STAYS))
def test_a_fault_that_stays_keeps_the_last_good_figures(name: str, world: World) -> None:
    fault, facts = STAYS[name]
    world.server.faults[tiny.ONS_PATH] = [fault] * 2
    done = world.refresh()
    assert done.kept_some
    assert of(done, tiny.ONS).outcome == "kept"
    assert_names(of(done, tiny.ONS).indicators[0].reason, *facts)
    assert world.periods(tiny.SHARE) == ["2022", "2023"]
    assert of(done, tiny.FINGERTIPS).outcome == "refreshed"
    assert_whole(world)


@pytest.mark.parametrize("name", ["503", "renamed column", "impossible value"])
def test_what_was_kept_is_refreshed_once_the_fault_is_gone(name: str, world: World) -> None:
    """After a fault in fetching, in the file's shape, and in its figures."""
    world.server.faults[tiny.ONS_PATH] = [STAYS[name][0]] * 2
    assert of(world.refresh(sources=ONS_ONLY), tiny.ONS).outcome == "kept"
    world.server.faults.clear()
    assert of(world.refresh(sources=ONS_ONLY), tiny.ONS).outcome == "refreshed"
    assert world.periods(tiny.SHARE) == ["2022", "2023", "2024"]


def test_an_extra_column_is_noted_and_left_unread(world: World) -> None:
    lines = NEWER.decode().splitlines()
    wider = "\n".join([f"{lines[0]},flag", *(f"{x},A" for x in lines[1:])]).encode()
    world.server.files[tiny.ONS_PATH] = wider
    done = of(world.refresh(sources=ONS_ONLY), tiny.ONS)
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
    assert (newest["state"] == "published").sum() == len(tiny.AREAS) - len(marks)
    rates = figures[figures["indicator_id"] == tiny.RATE]
    assert set(rates["denominator"]) == {1_234_567.0}


def test_a_moved_figure_stops_until_somebody_accepts_it(world: World) -> None:
    moved = tiny.ons_file(
        NEW_YEARS, lambda _, area, year: "90" if (area, year) == ("E09000003", 2023) else None
    )
    world.server.files[tiny.ONS_PATH] = moved
    done = of(world.refresh(sources=ONS_ONLY), tiny.ONS)
    assert done.outcome == "kept"
    stopped, before, after = done.drift
    assert stopped.startswith("!")
    figures = len(tiny.FIRST_YEARS) * len(tiny.AREAS)
    assert_names(stopped, tiny.SHARE, f"1 of {figures} figures", 6, 0.5)
    assert before == "    - E09000003, 2023, persons: 22"
    assert after.startswith("    + E09000003, 2023, persons: 90")
    assert_names(after, 66.6)
    done = world.refresh(sources=ONS_ONLY, accepted=frozenset({tiny.ONS}))
    assert of(done, tiny.ONS).outcome == "refreshed"
    (change,) = [x for x in done.report["indicators"] if x["indicator_id"] == tiny.SHARE]
    assert [(x["area_name"], x["old"], x["new"]) for x in change["revised"]] == [
        ("Barnet", 22.0, 90.0)
    ]


@pytest.mark.slow
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
    assert done.report["summary"]["new_figures"] == NEW_FIGURES
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
            world.refresh(sources=ONS_ONLY)
    asked = len(world.server.asked)
    done = world.refresh(sources=ONS_ONLY)
    assert len(world.server.asked) == asked
    assert of(done, tiny.ONS).transfers[0].startswith("tiny.csv: here already")
    world.refresh(sources=ONS_ONLY)
    assert len(world.server.asked) > asked


def test_an_interruption_after_publishing_is_finished_by_the_next_command(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("pipelines.history.install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            world.refresh(sources=ONS_ONLY)
    assert world.periods(tiny.SHARE) == ["2022", "2023", "2024"]
    served = publish.current(world.places.marts)["build"]
    done = world.refresh(sources=ONS_ONLY)
    assert done.build_id == served
    assert of(done, tiny.ONS).outcome == "unchanged"


def test_only_the_source_asked_for_is_asked(world: World) -> None:
    world.refresh(sources=ONS_ONLY)
    assert {path for path, _ in world.server.asked} == {tiny.ONS_PATH}
    with refused(CatalogueError, "'nobody'", tiny.ONS):
        world.refresh(sources=("nobody",))
    with refused(CatalogueError, tiny.ONS, "live address"):
        world.refresh(sources=ONS_ONLY, addresses={})
    with refused(CatalogueError, "{dataset}"):
        world.refresh(addresses={tiny.ONS: f"{world.server.address}/one.csv"})


def test_an_address_from_the_environment(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, address in world.addresses.items():
        monkeypatch.setenv(f"REFRESH_URL_{name.upper()}", address)
    assert of(world.refresh(addresses={}), tiny.ONS).outcome == "refreshed"


def test_the_committed_live_sources_are_valid(known: Catalogue) -> None:
    live = upstream.load(CATALOGUE, known)
    for name, one in live.items():
        if known.sources[name].live:
            found = upstream.files(one, known.sources[name].live)
            assert len({x.name for x in found}) == len(found)
            assert not any("{" in x.address for x in found)
