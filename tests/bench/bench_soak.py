"""A hundred viewers for twenty minutes: whether memory stays where it is.

Run as `python -m tests.bench bench_soak`; it runs only when it is named. SOAK_MINUTES and
SOAK_VIEWERS change it. Growth is counted from the fifth minute, when caches are as full as a crowd
fills them, or from a quarter of a shorter soak.
"""

from __future__ import annotations

import asyncio
import sys
import time

from tests.bench import places
from tests.bench.crowd import HEADS, crowd
from tests.bench.places import marts_folder
from tests.bench.serving import Served, serving
from tests.bench.sizes import usually

MINUTES = usually(20.0, smallest=0.02, variable="SOAK_MINUTES")
VIEWERS = usually(100, smallest=1, variable="SOAK_VIEWERS")
# A soak too short for that is looked at twenty times.
LOOK_SECONDS = min(15.0, 60 * MINUTES / 20)


async def watched(served: Served, found: list[tuple[float, float]]) -> None:
    """Note the server's memory every quarter of a minute, and say it every minute."""
    began = time.perf_counter()
    while True:
        minutes = (time.perf_counter() - began) / 60
        found.append((minutes, served.megabytes()))
        if len(found) % 4 == 1:
            sys.stdout.write(f"    {minutes:4.1f} minutes: {found[-1][1]:.0f} MB\n")
            sys.stdout.flush()
        await asyncio.sleep(LOOK_SECONDS)


async def soak(served: Served, given: list[places.Place]) -> list[tuple[float, float]]:
    """Viewers who come, act and stay, and the memory meanwhile."""
    found: list[tuple[float, float]] = []
    watching = asyncio.create_task(watched(served, found))
    load = await crowd(served, given, VIEWERS, VIEWERS, 60 * MINUTES)
    watching.cancel()
    sys.stdout.write(HEADS + load.line(f"{VIEWERS} viewers, {MINUTES:g} minutes"))
    return found


def main() -> None:
    """The memory by the minute, and its growth after the first five."""
    marts = marts_folder()
    with serving(marts) as served:
        found = asyncio.run(soak(served, places.places(marts)))
    settled = min(5.0, MINUTES / 4)
    after = [size for minutes, size in found if minutes >= settled]
    growth = 100 * (after[-1] / after[0] - 1)
    sys.stdout.write(
        f"memory {after[0]:.0f} MB after {settled:g} minutes, {after[-1]:.0f} MB at the end: "
        f"{growth:+.1f}%\n"
    )


if __name__ == "__main__":
    main()
