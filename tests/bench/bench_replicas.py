"""What one process can carry, and what two behind nginx can: acts a second, the ratio, the waits.

Run as ``python -m tests.bench bench_replicas``. Viewers do not pause between acts at first, so that
the rate is what the server can do; then some act every two seconds, as people do. The viewers share
the machine with the servers: on two cores two replicas cannot reach twice of one; with cores to
spare they should come near it.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tests.bench.crowd import EVERY_SECONDS, told
from tests.bench.places import marts_folder, places
from tests.bench.sizes import usually
from tests.replicas.balancer import Balanced, balanced
from tests.replicas.people import Person

PEOPLE = usually(200, smallest=2, variable="REPLICA_VIEWERS")
PACED = usually("25 50 100", smallest="1", variable="LOAD_VIEWERS").split()
SECONDS = usually(30.0, smallest=1.0, variable="LOAD_SECONDS")
ARRIVALS_A_SECOND = 10.0


@dataclass
class Met:
    """What a crowd met: how long each act took in seconds, over how long, and what went wrong."""

    waits: list[float] = field(default_factory=list)
    seconds: float = 0.0
    errors: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Acts a second."""
        return len(self.waits) / self.seconds

    def line(self, name: str) -> str:
        """One row of the table."""
        middle, slow = np.percentile(np.array(self.waits) * 1000, (50, 95))
        numbers = f"{self.rate:8.1f}{middle:9.0f}{slow:9.0f}{len(self.errors):9}"
        return f"{name:52}{numbers}\n{told(self.errors)}"


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
    met.errors = [error for x in crowd for error in x.errors]
    return met


@contextmanager
def served_by(count: int, marts: Path) -> Iterator[tuple[Balanced, str]]:
    """So many processes behind nginx, and what to call them."""
    with tempfile.TemporaryDirectory() as folder, balanced(marts, Path(folder), count) as served:
        yield served, f"{count} {'process' if count == 1 else 'processes'} behind nginx"


def main() -> None:
    """The table, or why there is none: nginx is not installed, or something does not start."""
    try:
        table(marts_folder())
    except RuntimeError as error:
        sys.stdout.write(f"not measured: {error}\n")


def table(marts: Path) -> None:
    """One process, two behind nginx, the ratio, and two under people who pause."""
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
    for people in map(int, PACED):
        with served_by(2, marts) as (served, name):
            met = asyncio.run(crowd(served, marts, people, SECONDS, EVERY_SECONDS))
            write(met.line(f"{name}, {people} viewers, every {EVERY_SECONDS:.0f} s"))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
