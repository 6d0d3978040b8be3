"""What one process can carry, and what two behind nginx can: acts a second, and the ratio.

Run as ``python -m tests.bench bench_replicas``. Viewers do not pause between acts, so that the
rate is what the server can do. The viewers share the machine with the servers: on two cores two
replicas cannot reach twice of one; with cores to spare they should come near it.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from pipelines import build
from tests.bench.places import places
from tests.bench.serving import ROOT
from tests.replicas.balancer import Balanced, balanced
from tests.replicas.people import Person

PEOPLE = int(os.environ.get("REPLICA_VIEWERS", "200"))
SECONDS = float(os.environ.get("LOAD_SECONDS", "30"))
ARRIVALS_A_SECOND = 10.0


async def crowd(served: Balanced, marts: Path, people: int, seconds: float) -> tuple[float, int]:
    """Acts a second of so many people who never pause, and how many errors they met."""
    views = places(marts)
    crowd = [Person(served.address, n, *views[n * 7 % len(views)]) for n in range(people)]

    async def comes(person: Person) -> None:
        await asyncio.sleep(person.number / ARRIVALS_A_SECOND)
        await person.arrive()

    await asyncio.gather(*(comes(x) for x in crowd))
    acts, until = 0, time.perf_counter() + seconds

    async def acts_on(person: Person) -> None:
        nonlocal acts
        while time.perf_counter() < until:
            await person.act()
            acts += 1

    await asyncio.gather(*(acts_on(x) for x in crowd))
    took = time.perf_counter() - until + seconds
    await asyncio.gather(*(x.leave() for x in crowd))
    return acts / took, sum(len(x.errors) for x in crowd)


def main() -> None:
    """The table: one process, two behind nginx, the ratio."""
    marts = Path(os.environ.get("MARTS_FOLDER", ROOT / "data" / "marts"))
    if not (marts / "current.json").exists():
        build.build(marts=marts)
    sys.stdout.write(f"{PEOPLE} viewers without a pause, {SECONDS:.0f} s\n")
    rates = []
    for count in (1, 2):
        with (
            tempfile.TemporaryDirectory() as folder,
            balanced(marts, Path(folder), count) as served,
        ):
            rate, errors = asyncio.run(crowd(served, marts, PEOPLE, SECONDS))
            rates.append(rate)
            named = f"{count} {'process' if count == 1 else 'processes'} behind nginx"
            sys.stdout.write(f"{named:32}{rate:8.1f} acts a second{errors:6} errors\n")
            sys.stdout.flush()
    sys.stdout.write(f"{'ratio':32}{rates[1] / rates[0]:8.2f}\n")


if __name__ == "__main__":
    main()
