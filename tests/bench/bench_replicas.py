"""What one process can carry, and what two behind nginx can: acts a second, the ratio, the waits.

Run as ``python -m tests.bench bench_replicas``. Viewers do not pause between acts at first, so that
the rate is what the server can do; then some act every two seconds, as people do. The viewers share
the machine with the servers: on two cores two replicas cannot reach twice of one; with cores to
spare they should come near it.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from pipelines import build
from tests.bench.crowd import EVERY_SECONDS
from tests.bench.places import places
from tests.bench.serving import ROOT
from tests.replicas.balancer import Balanced, balanced
from tests.replicas.people import Person

PEOPLE = int(os.environ.get("REPLICA_VIEWERS", "200"))
PACED = tuple(int(x) for x in os.environ.get("LOAD_VIEWERS", "25 50 100").split())
SECONDS = float(os.environ.get("LOAD_SECONDS", "30"))
ARRIVALS_A_SECOND = 10.0


@dataclass
class Met:
    """What a crowd met: how long each act took in seconds, over how long, and what went wrong."""

    waits: list[float] = field(default_factory=list)
    seconds: float = 0.0
    errors: int = 0

    @property
    def rate(self) -> float:
        """Acts a second."""
        return len(self.waits) / self.seconds

    def line(self, name: str) -> str:
        """One row of the table."""
        middle, slow = np.percentile(np.array(self.waits) * 1000, (50, 95))
        return f"{name:52}{self.rate:8.1f}{middle:9.0f}{slow:9.0f}{self.errors:9}\n"


async def crowd(
    served: Balanced, marts: Path, people: int, seconds: float, every: float = 0.0
) -> Met:
    """So many people who act for some seconds, each without a pause or once every so often."""
    views, met = places(marts), Met()
    crowd = [Person(served.address, n, *views[n * 7 % len(views)]) for n in range(people)]

    async def comes(person: Person) -> None:
        await asyncio.sleep(person.number / ARRIVALS_A_SECOND)
        await person.arrive()

    await asyncio.gather(*(comes(x) for x in crowd))
    began = time.perf_counter()

    async def acts_on(person: Person) -> None:
        await asyncio.sleep(every * person.number / people)
        while (now := time.perf_counter()) < began + seconds:
            await person.act()
            met.waits.append(time.perf_counter() - now)
            await asyncio.sleep(max(0.0, now + every - time.perf_counter()))

    await asyncio.gather(*(acts_on(x) for x in crowd))
    met.seconds = time.perf_counter() - began
    await asyncio.gather(*(x.leave() for x in crowd))
    met.errors = sum(len(x.errors) for x in crowd)
    return met


@contextmanager
def served_by(count: int, marts: Path) -> Iterator[tuple[Balanced, str]]:
    """So many processes behind nginx, and what to call them."""
    with tempfile.TemporaryDirectory() as folder, balanced(marts, Path(folder), count) as served:
        yield served, f"{count} {'process' if count == 1 else 'processes'} behind nginx"


def main() -> None:
    """The table: one process, two behind nginx, the ratio, and two under people who pause."""
    marts = Path(os.environ.get("MARTS_FOLDER", ROOT / "data" / "marts"))
    if not (marts / "current.json").exists():
        build.build(marts=marts)
    write = sys.stdout.write
    write(f"{SECONDS:.0f} s each{'':45}{'a sec':>7}{'p50 ms':>9}{'p95 ms':>9}{'errors':>9}\n")
    rates = []
    for count in (1, 2):
        with served_by(count, marts) as (served, name):
            met = asyncio.run(crowd(served, marts, PEOPLE, SECONDS))
            rates.append(met.rate)
            write(met.line(f"{name}, {PEOPLE} viewers without a pause"))
            sys.stdout.flush()
    write(f"{'ratio':52}{rates[1] / rates[0]:8.2f}\n")
    for people in PACED:
        with served_by(2, marts) as (served, name):
            met = asyncio.run(crowd(served, marts, people, SECONDS, EVERY_SECONDS))
            write(met.line(f"{name}, {people} viewers, every {EVERY_SECONDS:.0f} s"))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
