"""Many viewers at once, acting as people do, and how long each waits.

Run as `python -m tests.bench bench_load`. Every line is a server of its own, warmed by the first
viewers; viewers act every two seconds, each at its own moment, on every page with real state. The
viewers run in this process on the same machine, so the server has less than all of it.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from dashboard import db, queries, state
from pipelines import build
from tests.bench.serving import ROOT, Served, serving
from tests.bench.viewer import Answer, Viewer

EVERY_SECONDS = 2.0
SECONDS = float(os.environ.get("LOAD_SECONDS", "30"))
OPENED_A_SECOND = 20.0
# Streamlit as it comes: the file watcher polls, and every run ends in a full collection.
DEFAULTS = ("--server.fileWatcherType", "auto", "--runner.postScriptGC", "true")
# Where an act follows a link instead of changing a control.
FOLLOWS = 0.2


@dataclass
class Load:
    """What a crowd of viewers met."""

    answers: list[Answer] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    megabytes: float = 0.0
    seconds: float = 0.0

    def line(self, name: str) -> str:
        """One row of the table."""
        waits = np.array([x.seconds for x in self.answers]) * 1000
        sizes = np.array([x.text_bytes for x in self.answers]) / 1024
        middle, slow = np.percentile(waits, [50, 95]) if len(waits) else (np.nan, np.nan)
        rate = len(waits) / self.seconds if self.seconds else np.nan
        return (
            f"{name:38}{len(waits):8,}{rate:8.1f}{middle:9.0f}{slow:9.0f}"
            f"{np.median(sizes):8.0f}{len(self.errors):8}{self.megabytes:8.0f}\n"
        )


def addresses(marts: Path) -> list[tuple[str, str]]:
    """A page and query for every kind of view there is."""
    made = db.Marts(marts).current()
    indicators = queries.indicators(made)
    ids = list(indicators.index[state.shown(indicators)])
    boroughs = [x for x in queries.areas(made).index if x.startswith("E09")]
    chance = random.Random(7)
    found = [("", ""), ("methods", "")]
    for number, name in enumerate(ids):
        area = chance.choice(boroughs)
        found.append(("map", f"indicator={name}&area={area}"))
        found.append(("gaps", f"indicator={name}"))
        if number % 3 == 0:
            found.append(("borough", f"area={area}"))
            found.append(
                ("compare", f"indicator={name}&areas={area}&areas={boroughs[number % 33]}")
            )
    return found


async def crowd(
    served: Served, places: Sequence[tuple[str, str]], connected: int, acting: int, seconds: float
) -> Load:
    """Open so many pages, let some of them act, and count what they met."""
    load = Load()
    chance = random.Random(1)
    viewers = [Viewer(served.address, random.Random(n)) for n in range(connected)]

    async def opened(viewer: Viewer, after: float) -> None:
        await asyncio.sleep(after)
        load.errors.extend((await viewer.open(*chance.choice(places))).errors)

    await asyncio.gather(*(opened(x, n / OPENED_A_SECOND) for n, x in enumerate(viewers)))
    until = time.perf_counter() + seconds

    async def acts(viewer: Viewer) -> None:
        await asyncio.sleep(viewer.chance.uniform(0, EVERY_SECONDS))
        while time.perf_counter() < until:
            due = time.perf_counter() + EVERY_SECONDS
            if viewer.chance.random() < FOLLOWS:
                answer = await viewer.go(*viewer.chance.choice(places))
            else:
                answer = await viewer.act()
            load.answers.append(answer)
            load.errors.extend(answer.errors)
            await asyncio.sleep(max(0.0, due - time.perf_counter()))

    results = await asyncio.gather(*(acts(x) for x in viewers[:acting]), return_exceptions=True)
    load.errors += [f"{type(x).__name__}: {x}" for x in results if isinstance(x, BaseException)]
    load.seconds, load.megabytes = seconds, served.megabytes()
    await asyncio.gather(*(x.close() for x in viewers), return_exceptions=True)
    return load


def run(
    name: str,
    marts: Path,
    connected: int,
    acting: int = 0,
    *,
    script: str = "dashboard/app.py",
    options: Sequence[str] = (),
    places: Sequence[tuple[str, str]] = (),
) -> Load:
    """One line of the table, from a server of its own."""
    with serving(marts, script, options) as served:
        given = places or addresses(marts)
        load = asyncio.run(crowd(served, given, connected, acting or connected, SECONDS))
    sys.stdout.write(load.line(name))
    for error in list(dict.fromkeys(load.errors))[:5]:
        sys.stdout.write(f"    {error}\n")
    sys.stdout.flush()
    return load


def main() -> None:
    """The table of the crowds, and how many times more than the plain way."""
    marts = Path(os.environ.get("MARTS_FOLDER", ROOT / "data" / "marts"))
    if not (marts / "current.json").exists():
        build.build(marts=marts)
    sys.stdout.write(
        f"{'':38}{'acts':>8}{'a sec':>8}{'p50 ms':>9}{'p95 ms':>9}{'KB':>8}{'errors':>8}{'MB':>8}\n"
    )
    for viewers in (1, 100, 200, 300):
        run(f"{viewers} viewers", marts, viewers)
    run("500 connected, 50 acting", marts, 500, 50)
    ours = run("map only, 100 viewers", marts, 100, places=_maps(marts))
    usual = run(
        "map only, default settings, 100", marts, 100, options=DEFAULTS, places=_maps(marts)
    )
    plain = run(
        "the plain way, default settings, 100",
        marts,
        100,
        script="tests/bench/plain_app.py",
        options=DEFAULTS,
        places=[("", "")],
    )
    for name, other in (("default settings", usual), ("the plain way", plain)):
        ratio = len(ours.answers) / max(1, len(other.answers))
        sys.stdout.write(f"{ratio:.1f} times the acts of {name}\n")


def _maps(marts: Path) -> list[tuple[str, str]]:
    return [x for x in addresses(marts) if x[0] == "map"]


if __name__ == "__main__":
    main()
