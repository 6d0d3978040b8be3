"""A crowd of viewers, what they met, and what it cost the server and the crowd itself."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tests.bench.places import Place
from tests.bench.serving import Served
from tests.bench.sizes import usually
from tests.bench.viewer import Answer, Viewer

EVERY_SECONDS = usually(2.0, smallest=0.3)
OPENED_A_SECOND = 20.0
# Where an act follows a link instead of using a control.
FOLLOWS = 0.2
HEADS = (
    f"{'':36}{'acts':>7}{'a sec':>7}{'p50 ms':>8}{'p95 ms':>8}{'worst':>8}{'KB p50':>8}"
    f"{'KB max':>8}{'errors':>8}{'MB':>7}{'server':>8}{'crowd':>7}\n"
)


@dataclass
class Load:
    """What a crowd met, the server's memory, and both processes' share of one processor."""

    answers: list[Answer] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    megabytes: float = 0.0
    seconds: float = 0.0
    server_share: float = 0.0
    crowd_share: float = 0.0

    def line(self, name: str) -> str:
        """One row of the table; bytes are those on the wire."""
        middle, slow, worst = cuts(self.answers, 50, 95, 100)
        sizes = np.array([x.wire_bytes for x in self.answers] or [np.nan]) / 1024
        return (
            f"{name:36}{len(self.answers):7,}{self.rate:7.1f}{middle:8.0f}{slow:8.0f}{worst:8.0f}"
            f"{np.median(sizes):8.1f}{sizes.max():8.1f}{len(self.errors):8}{self.megabytes:7.0f}"
            f"{self.server_share:8.0%}{self.crowd_share:7.0%}\n{told(self.errors)}"
        )

    @property
    def rate(self) -> float:
        """Acts a second."""
        return len(self.answers) / self.seconds if self.seconds else float("nan")


def told(errors: Sequence[str]) -> str:
    """What went wrong most, a line for each under the row of a table."""
    common = Counter(errors).most_common(3)
    return "".join(f"    {count} times: {error[:200]}\n" for error, count in common)


def cuts(answers: Sequence[Answer], *percents: float) -> list[float]:
    """Percentiles of how long answers took, in milliseconds."""
    waits = np.array([x.seconds for x in answers] or [np.nan]) * 1000
    return [float(x) for x in np.percentile(waits, percents)]


def processor_seconds(process: int) -> float:
    """What a process has used of all processors until now."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def crowd(
    served: Served,
    places: Sequence[Place],
    connected: int,
    acting: int,
    seconds: float,
    every: float = EVERY_SECONDS,
) -> Load:
    """Open so many pages, let some of them act, and count what they met.

    Args:
        served: the server.
        places: what viewers open and go on to.
        connected: how many pages are open.
        acting: how many of them act.
        seconds: for so long, once all are open.
        every: an act is begun so often, or when the one before has ended; 0 is without a pause.
    """
    load, chance = Load(), random.Random(1)
    viewers = [Viewer(served.address, random.Random(n)) for n in range(connected)]

    async def opened(viewer: Viewer, after: float) -> None:
        await asyncio.sleep(after)
        load.errors.extend((await viewer.open(*chance.choice(places))).errors)

    async def acts(viewer: Viewer, until: float) -> None:
        await asyncio.sleep(viewer.chance.uniform(0, every))
        while (now := time.perf_counter()) < until:
            answer = await _act(viewer, places)
            load.answers.append(answer)
            load.errors.extend(answer.errors)
            await asyncio.sleep(max(0.0, now + every - time.perf_counter()))

    await _all(load, (opened(x, n / OPENED_A_SECOND) for n, x in enumerate(viewers)))
    began, used = time.perf_counter(), _used(served)
    await _all(load, (acts(x, began + seconds) for x in viewers[:acting]))
    load.seconds = time.perf_counter() - began
    shares = [
        (after - before) / load.seconds for before, after in zip(used, _used(served), strict=True)
    ]
    load.server_share, load.crowd_share = shares
    load.megabytes = served.megabytes()
    await asyncio.gather(*(x.close() for x in viewers), return_exceptions=True)
    return load


async def _act(viewer: Viewer, places: Sequence[Place]) -> Answer:
    if viewer.chance.random() < FOLLOWS:
        return await viewer.go(*viewer.chance.choice(places))
    return await viewer.act()


async def _all(load: Load, tasks: object) -> None:
    """Wait for all; a connection that was lost or refused is an error like any other."""
    results = await asyncio.gather(*tasks, return_exceptions=True)  # type: ignore[misc]
    load.errors += [f"{type(x).__name__}: {x}" for x in results if isinstance(x, BaseException)]


def _used(served: Served) -> tuple[float, float]:
    return processor_seconds(served.process.pid), processor_seconds(os.getpid())
