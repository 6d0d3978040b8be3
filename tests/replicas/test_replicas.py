"""A replica dies, all are restarted in turn, a build is switched: nobody's view is lost."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import signal
import time
import urllib.request
from itertools import permutations
from pathlib import Path

import duckdb
import pytest

from pipelines import publish
from tests.bench.places import places
from tests.replicas.balancer import Balanced
from tests.replicas.people import Person

pytestmark = pytest.mark.replicas
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


def test_a_rolling_restart_fails_no_request_of_the_open_data(replicas: Balanced) -> None:
    statuses: list[int] = []
    rows: set[int] = set()
    address = f"{replicas.address}/api/v1/observations.csv?indicator=suicide&latest=yes"
    # Each its own question, so that the edge has no answer of its own.
    questions = list(permutations([f"E090000{n:02}" for n in range(2, 34)], 3))

    def ask(number: int) -> int:
        areas = "".join(f"&area={x}" for x in questions[number])
        with urllib.request.urlopen(address + areas, timeout=60) as answer:  # noqa: S310
            rows.add(len(answer.read().splitlines()))
            return int(answer.status)

    async def client(number: int, done: asyncio.Event) -> None:
        count = 0
        while not done.is_set():
            count += 1
            try:
                statuses.append(await asyncio.to_thread(ask, number * 7_000 + count))
            except urllib.error.HTTPError as error:
                statuses.append(error.code)

    async def restart() -> None:
        done = asyncio.Event()
        clients = [asyncio.create_task(client(n, done)) for n in range(4)]
        for replica in replicas.replicas:
            await asyncio.to_thread(replica.stop)
            await asyncio.to_thread(replica.start)
        done.set()
        await asyncio.gather(*clients)

    asyncio.run(restart())
    assert len(statuses) > 50
    assert set(statuses) == {200}
    assert min(rows) > 1, "every answer had figures"
    replied = [re.search(r"replica=(.*) replied=", x) for x in replicas.lines() if "/api/v1" in x]
    assert len({x[1].split(", ")[-1] for x in replied if x}) == 3


def test_every_replica_has_the_new_build_within_five_seconds(
    replicas: Balanced, published: Path
) -> None:
    new = _another_build(published)
    publish.point_at(new, published)
    time.sleep(5)
    found = set()
    for replica in replicas.replicas:
        with urllib.request.urlopen(f"{replica.address}/readyz", timeout=60) as answer:  # noqa: S310
            found.add(json.load(answer)["build"])
    assert found == {new}
    with urllib.request.urlopen(f"{replicas.address}/api/v1/builds/current", timeout=60) as answer:  # noqa: S310
        assert json.load(answer)["build"] == new


def _another_build(published: Path) -> str:
    """The published build again under another id, as a refresh would leave it."""
    old = json.loads((published / "current.json").read_text())["build"]
    new = "f" * 12 if old != "f" * 12 else "e" * 12
    path = publish.path_of(new, published)
    shutil.copy(publish.path_of(old, published), path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("update build set build_id = $id", {"id": new})
    return new
