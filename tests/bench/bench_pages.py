"""One viewer on every page: how long an interaction takes, and what comes down the wire for it.

Run as `python -m tests.bench bench_pages`; about a minute. The viewer uses every control the page
has, and follows a link to another view of the page at every fifth act, so that answers which are
kept and answers which are not both count.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from pathlib import Path

import numpy as np

from tests.bench import places
from tests.bench.crowd import cuts, processor_seconds, told
from tests.bench.places import marts_folder
from tests.bench.serving import Served, serving
from tests.bench.sizes import usually
from tests.bench.viewer import Answer, Viewer

ACTS = usually(60, smallest=2, variable="PAGE_ACTS")
# The first views are drawn in the background after the start.
SETTLED_SECONDS = usually(20.0, smallest=0.0, variable="SETTLED_SECONDS")


async def page(served: Served, name: str, own: list[places.Place]) -> list[Answer]:
    """What one viewer met on a page."""
    chance = random.Random(3)
    viewer = Viewer(served.address, random.Random(1))
    await viewer.open(*chance.choice(own))
    before = processor_seconds(served.process.pid)
    answers = [
        await (viewer.act() if number % 5 else viewer.go(*chance.choice(own)))
        for number in range(ACTS)
    ]
    used = 1000 * (processor_seconds(served.process.pid) - before) / ACTS
    sys.stdout.write(_line(name, answers, used, viewer))
    sys.stdout.flush()
    await viewer.close()
    return answers


def start(marts: Path) -> None:
    """From the start of the process to the first whole page, and the memory then."""
    began = time.perf_counter()
    with serving(marts) as served:
        first = asyncio.run(_opened(served))
        sys.stdout.write(
            f"start to ready {served.seconds_to_ready:.2f} s, to first page whole "
            f"{time.perf_counter() - began:.2f} s, memory {served.megabytes():.0f} MB, "
            f"errors {len(first.errors)}\n"
        )


def main() -> None:
    """The start, then the table of the pages."""
    marts = marts_folder()
    start(marts)
    sys.stdout.write(
        f"{'':12}{'p50 ms':>8}{'p95 ms':>8}{'CPU ms':>8}{'KB p50':>8}{'KB max':>8}"
        f"{'messages':>10}{'errors':>8}  used\n"
    )
    with serving(marts) as served:
        time.sleep(SETTLED_SECONDS)
        every: list[Answer] = []
        for name in places.PAGES:
            every += asyncio.run(page(served, name, places.of(marts, name)))
        middle, slow = cuts(every, 50, 95)
        sizes = np.array([x.wire_bytes for x in every]) / 1024
        sys.stdout.write(
            f"all pages: p50 {middle:.0f} ms, p95 {slow:.0f} ms, {np.median(sizes):.1f} KB median, "
            f"{sizes.max():.1f} KB worst, memory {served.megabytes():.0f} MB\n"
        )


async def _opened(served: Served) -> Answer:
    viewer = Viewer(served.address, random.Random(1))
    answer = await viewer.open("", "")
    await viewer.close()
    return answer


def _line(name: str, answers: list[Answer], used: float, viewer: Viewer) -> str:
    middle, slow = cuts(answers, 50, 95)
    sizes = np.array([x.wire_bytes for x in answers]) / 1024
    errors = [error for x in answers for error in x.errors]
    kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(viewer.used.items()))
    return (
        f"{name or 'overview':12}{middle:8.0f}{slow:8.0f}{used:8.1f}{np.median(sizes):8.1f}"
        f"{sizes.max():8.1f}{np.median([x.messages for x in answers]):10.0f}{len(errors):8}  "
        f"{kinds or 'loaded again'}\n{told(errors)}"
    )


if __name__ == "__main__":
    main()
