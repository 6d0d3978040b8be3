"""Many viewers at once, acting as people do, and how long each waits.

Run as `python -m tests.bench bench_load`; about nine minutes, or LOAD_SECONDS=10 for four. Every
line is a server of its own, warmed by the viewers as they open; viewers act every two seconds, each
at its own moment, on every page with real state. The crowd is a process of its own on the same
machine, so the server has less than all of it: the last columns say how much of one processor each
took.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from dashboard import db
from tests.bench import places
from tests.bench.crowd import EVERY_SECONDS, HEADS, Load, crowd
from tests.bench.places import Place, marts_folder
from tests.bench.serving import ROOT, Served, serving
from tests.bench.sizes import usually

SECONDS = usually(30.0, smallest=1.0, variable="LOAD_SECONDS")
# The smallest crowds are the one beside the API and those without a pause.
VIEWERS = usually("1 100 200 300", smallest="", variable="LOAD_VIEWERS").split()
# Pages that are open, and how many of them act.
CONNECTED = usually(((500, 50),), smallest=())
BESIDE_API = usually(100, smallest=1)
# Viewers who act without a pause: what a way of writing a page can do at most.
TIRELESS = usually(12, smallest=1)
# Streamlit as it comes: the file watcher polls, every run ends in a full collection, and what is
# smaller than ten kilobytes is sent again.
DEFAULTS = (
    *("--server.fileWatcherType", "auto", "--runner.postScriptGC", "true"),
    *("--global.minCachedMessageSize", "10000", "--server.enableWebsocketCompression", "false"),
)


def run(
    name: str,
    marts: Path,
    connected: int,
    acting: int = 0,
    *,
    script: str = "dashboard/app.py",
    options: Sequence[str] = (),
    given: Sequence[Place] = (),
    every: float = EVERY_SECONDS,
) -> Load:
    """One line of the table, from a server of its own."""
    with serving(marts, script, options) as served:
        load = asyncio.run(
            crowd(
                served,
                given or places.places(marts),
                connected,
                acting or connected,
                SECONDS,
                every,
            )
        )
    sys.stdout.write(load.line(name))
    sys.stdout.flush()
    return load


def api(marts: Path, viewers: int) -> None:
    """The open data asked by 32 clients, alone and beside viewers."""
    build = db.Marts(marts).current()
    pairs = build.frame(
        "select distinct indicator_id, area_code from observation order by all"
    ).to_numpy()
    asked = {"pairs": pairs.tolist(), "seconds": SECONDS}
    with serving(marts) as served:
        sys.stdout.write(f"API, 32 clients, nobody else: {_ask(served, asked)}\n")
        sys.stdout.flush()
        load, told = asyncio.run(_both(served, places.places(marts), viewers, asked))
        sys.stdout.write(f"API, 32 clients, beside {viewers} viewers: {told}\n")
        sys.stdout.write(load.line(f"{viewers} viewers beside 32 API clients"))
        sys.stdout.flush()


def compared(marts: Path) -> None:
    """As many acts as there can be: ours, ours with default settings, and the plain way."""
    maps = places.of(marts, "map")
    given = {"every": 0.0}
    ours = run("our map, no pause", marts, TIRELESS, given=maps, **given)
    usual = run("our map, default settings", marts, TIRELESS, options=DEFAULTS, given=maps, **given)
    plain = run(
        "the plain way, default settings",
        marts,
        TIRELESS,
        script="tests/bench/plain_app.py",
        options=DEFAULTS,
        given=[("", "")],
        **given,
    )
    for name, other in (("our map with default settings", usual), ("the plain way", plain)):
        sys.stdout.write(f"{ours.rate / other.rate:.1f} times the acts a second of {name}\n")


def main() -> None:
    """The table of the crowds, the open data, and how many times more than the plain way."""
    marts = marts_folder()
    sys.stdout.write(HEADS)
    for viewers in map(int, VIEWERS):
        run(f"{viewers} viewers", marts, viewers)
    for connected, acting in CONNECTED:
        run(f"{connected} connected, {acting} acting", marts, connected, acting)
    api(marts, BESIDE_API)
    compared(marts)


def _ask(served: Served, asked: dict[str, object]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.api_clients"],
        input=json.dumps(asked | {"address": served.address}),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    found = json.loads(done.stdout)
    return (
        f"{found['a_second']:.0f} requests/s, p50 {found['p50_ms']:.0f} ms, "
        f"p95 {found['p95_ms']:.0f} ms, {found['errors']} errors"
    )


async def _both(
    served: Served, given: Sequence[Place], viewers: int, asked: dict[str, object]
) -> tuple[Load, str]:
    """The crowd, and the clients once it has come in."""

    async def later() -> str:
        await asyncio.sleep(viewers / 20)
        return await asyncio.to_thread(_ask, served, asked)

    load, told = await asyncio.gather(crowd(served, given, viewers, viewers, SECONDS), later())
    return load, told


if __name__ == "__main__":
    main()
