"""A replica dies, all are restarted in turn, a build is switched: nobody's view is lost."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import signal
import socket
import threading
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import permutations
from pathlib import Path

import duckdb
import pytest

from dashboard import db
from pipelines import publish
from tests.bench.places import places
from tests.replicas.balancer import Balanced, StandIn, balanced
from tests.replicas.people import Person

pytestmark = pytest.mark.replicas
MOST_SECONDS_TO_SWITCH = 5
PEOPLE = 200


def _people(replicas: Balanced, marts: Path) -> list[Person]:
    """People at views that say all of themselves in their address."""
    views = [x for x in places(marts) if x[0] in ("map", "gaps") and x[1]]
    return [Person(replicas.address, n, *views[n * 7 % len(views)]) for n in range(PEOPLE)]


def _homes(replicas: Balanced) -> list[str]:
    """The replicas of every connection that has ended, in the order they ended."""
    return [
        found[1]
        for x in replicas.lines()
        if "/_stcore/stream" in x and (found := re.search(r"replica=(.*) replied=", x))
    ]


def test_viewers_of_a_killed_replica_go_on_at_another(replicas: Balanced, published: Path) -> None:
    async def day() -> tuple[list[Person], list[str]]:
        people = _people(replicas, published)
        await asyncio.gather(*(x.arrive() for x in people))
        await asyncio.gather(*(x.act() for x in people))
        before = [x.view for x in people]
        replicas.replicas[0].stop(signal.SIGKILL)
        await asyncio.gather(*(x.act() for x in people))
        after = [x.view for x, was in zip(people, before, strict=True) if x.came_back]
        were = [was for x, was in zip(people, before, strict=True) if x.came_back]
        assert after == were
        await asyncio.gather(*(x.act() for x in people))
        await asyncio.gather(*(x.leave() for x in people))
        return people, before

    people, before = asyncio.run(day())
    assert [x.errors for x in people if x.errors] == []
    assert all(before)
    moved = [x for x in people if x.came_back]
    assert 0 < len(moved) < PEOPLE, "the balancer spreads people over the replicas"
    assert {x.came_back for x in moved} == {1}
    replicas.wait_until(lambda: len(_homes(replicas)) >= PEOPLE + len(moved))
    dead = f"127.0.0.1:{replicas.replicas[0].port}"
    homes = _homes(replicas)
    assert homes.count(dead) == len(moved), "only its own viewers lost their connection"
    moves = [x for x in homes if x.startswith(f"{dead}, ")]
    assert moves, "the log shows from where to where"
    others = {f"127.0.0.1:{x.port}" for x in replicas.replicas[1:]}
    assert {x.split(", ")[-1] for x in homes if x != dead} == others


# Each its own question, so that the edge has no answer of its own.
_AREAS = list(permutations([f"E090000{n:02}" for n in range(2, 34)], 3))


def _figures(replicas: Balanced, number: int) -> tuple[int, bool]:
    """The status of a question to the open data, and whether figures came."""
    areas = "".join(f"&area={x}" for x in _AREAS[number])
    asked = "/api/v1/observations.csv?indicator=suicide&latest=yes"
    status, body = _answer(f"{replicas.address}{asked}{areas}")
    return status, len(body.splitlines()) > 1


def _page(replicas: Balanced, number: int) -> tuple[int, bool]:
    """The status of a page for a viewer who has never come before, and whether it is ours."""
    status, body = _answer(
        f"{replicas.address}/map", accept="text/html", cookie=f"health_replica={number}"
    )
    return status, b"Health inequalities" in body


def _answer(address: str, **headers: str) -> tuple[int, bytes]:
    asked = urllib.request.Request(address, headers=headers)  # noqa: S310
    try:
        with urllib.request.urlopen(asked, timeout=180) as answer:  # noqa: S310
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


@contextmanager
def _silent(port: int) -> Iterator[socket.socket]:
    """A listener that nobody gets through to: its queue is full, as if its machine had vanished."""
    with socket.create_server(("127.0.0.1", port), backlog=0) as listener, socket.socket() as first:
        first.connect(listener.getsockname())
        yield listener


def test_the_last_replica_answers_for_all(tmp_path: Path) -> None:
    """Two refuse, one has vanished without refusing, and nobody is told of it."""
    with balanced(tmp_path, tmp_path, 4, kind=StandIn) as replicas:
        *refusing, vanished, _ = replicas.replicas
        for replica in (*refusing, vanished):
            replica.stop()

        def asked_of_all(path: str) -> bool:
            asked = (
                x.partition("replied=")[2].partition(" cache")[0]
                for x in replicas.lines()
                if path in x
            )
            return any(sorted(x.split(", ")) == ["200", "502", "502", "504"] for x in asked)

        with _silent(vanished.port):
            for path, ask in (("/api/v1", _figures), ("/map", _page)):
                numbers = iter(range(100))
                while not asked_of_all(path):
                    assert ask(replicas, next(numbers)) == (200, True)


def _restarted_in_turn(replicas: Balanced, rounds: int) -> None:
    """Each is told to go the moment the one before is ready, and everybody is answered."""
    done = threading.Event()

    def client(
        ask: Callable[[Balanced, int], tuple[int, bool]], first: int
    ) -> list[tuple[int, bool]]:
        answers = []
        while not done.is_set():
            answers.append(ask(replicas, first + len(answers)))
        return answers

    with ThreadPoolExecutor() as pool:
        asking = [pool.submit(client, _figures, n * 7_000) for n in range(4)]
        looking = [pool.submit(client, _page, n * 7_000) for n in range(2)]
        try:
            for replica in replicas.replicas * rounds:
                replica.stop()
                replica.start()
        finally:
            done.set()
    figures, pages = ([y for x in them for y in x.result()] for them in (asking, looking))
    assert len(figures) > 50
    assert len(pages) > 20
    assert Counter(status for status, _ in figures + pages).keys() == {200}
    assert all(whole for _, whole in figures + pages), "every answer had figures, or was a page"
    for asked in ("/api/v1", "/map"):
        replied = [re.search(r"replica=(.*) replied=", x) for x in replicas.lines() if asked in x]
        assert len({x[1].split(", ")[-1] for x in replied if x}) == len(replicas.replicas)


@pytest.mark.parametrize("count", [2, 3])
def test_a_rolling_restart_of_replicas_that_are_ready_at_once(tmp_path: Path, count: int) -> None:
    with balanced(tmp_path, tmp_path, count, kind=StandIn) as replicas:
        _restarted_in_turn(replicas, rounds=3)


@pytest.mark.parametrize("count", [2, 3])
def test_a_rolling_restart_fails_no_request(published: Path, tmp_path: Path, count: int) -> None:
    with balanced(published, tmp_path, count) as replicas:
        _restarted_in_turn(replicas, rounds=1)


def test_every_replica_has_the_new_build(replicas: Balanced, published: Path) -> None:
    """Within five seconds: how often each looks says so, not the clock of a busy machine."""
    assert db.LOOK_AGAIN_SECONDS <= MOST_SECONDS_TO_SWITCH
    old = json.loads((published / "current.json").read_text())["build"]
    new = _another_build(published)
    publish.point_at(new, published)
    ready = [f"{x.address}/readyz" for x in replicas.replicas]
    replicas.wait_until(lambda: {json.loads(_answer(x)[1])["build"] for x in ready} == {new})
    status, body = _answer(f"{replicas.address}/api/v1/builds/current")
    assert status == 200
    assert json.loads(body)["build"] == new != old


def _another_build(published: Path) -> str:
    """The published build again under another id, as a refresh would leave it."""
    old = json.loads((published / "current.json").read_text())["build"]
    new = "f" * 12 if old != "f" * 12 else "e" * 12
    path = publish.path_of(new, published)
    shutil.copy(publish.path_of(old, published), path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("update build set build_id = $id", {"id": new})
    return new
