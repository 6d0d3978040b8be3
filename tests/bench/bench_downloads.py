"""Whether every download arrives while many others act and the line is slow.

Run as `python -m tests.bench bench_downloads`. Viewers act on every kind of page; each file is
found as a link in a page that was opened through the delayed line, and fetched over it some time
after the page was whole. It counts as whole when its bytes are those that the server gives
directly. The last lines ask for the largest workbook from one client that leaves at once.
"""

from __future__ import annotations

import asyncio
import random
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import numpy as np

from tests.bench.crowd import told
from tests.bench.places import Place, marts_folder, places
from tests.bench.serving import serving
from tests.bench.sizes import usually
from tests.bench.viewer import Viewer
from tests.browser.relay import SlowRelay

VIEWERS = usually(40, smallest=3)
DOWNLOADS = usually(200, smallest=12)
ROUND_TRIP_SECONDS, BITS_A_SECOND = 0.1, 1e8
EVERY_SECONDS = usually(2.0, smallest=0.3)
# How long a person looks at a page before taking its file.
MOST_WAIT_SECONDS = usually(6.0, smallest=0.5)
AT_ONCE = usually(10, smallest=3)
LEAVING = usually(1000, smallest=20)
_LINK = re.compile(r"href='(download/[^']+)'")
# The largest workbook there is: every latest figure with all its columns.
_EVERYTHING = "download/observations.xlsx?latest=yes&include=intervals&include=comparisons"
_SMALL = "download/observations.csv?indicator=suicide"


@dataclass(frozen=True)
class Result:
    """One download: what it was of, how long it took, and what was wrong with it."""

    kind: str
    seconds: float
    problem: str


async def download_one(line: str, direct: str, place: Place, chance: random.Random) -> Result:
    """Open a page over the line, wait, and take one of its files."""
    viewer = Viewer(line, chance)
    await viewer.open(*place)
    links = [unescape(x) for x in _LINK.findall("".join(viewer.said))]
    await asyncio.sleep(chance.uniform(0, MOST_WAIT_SECONDS))
    if not links:
        return Result("none", 0.0, f"no link on /{'?'.join(place)}")
    link = chance.choice(links)
    kind = link.partition("?")[0].rsplit(".", 1)[1]
    began = time.perf_counter()
    try:
        async with httpx.AsyncClient(timeout=120) as client:
            found = await client.get(f"{line}/{link}")
            seconds = time.perf_counter() - began
            truth = await client.get(f"{direct}/{link}", headers={"host": _host(line)})
    except httpx.HTTPError as error:
        return Result(kind, 0.0, f"{link}: {type(error).__name__}")
    finally:
        await viewer.close()
    is_whole = (found.status_code, found.content) == (200, truth.content) and truth.content
    return Result(kind, seconds, "" if is_whole else f"{link}: {found.status_code}")


async def download_all(direct: str, marts: Path) -> list[Result]:
    """All downloads, beside viewers that act without a pause for them."""
    chance, found = random.Random(3), places(marts)
    offering = [x for x in found if x[0] in ("map", "gaps", "compare", "downloads", "present")]
    relay = SlowRelay(
        urlsplit(direct), BITS_A_SECOND, ROUND_TRIP_SECONDS / 2, websockets_only=False
    )
    with relay:
        line = relay.address
        viewers = [Viewer(line, random.Random(n)) for n in range(VIEWERS)]
        acting = [asyncio.create_task(_act(x, found)) for x in viewers]
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(number: int) -> Result:
            async with gate:
                own = random.Random(1000 + number)
                return await download_one(line, direct, chance.choice(offering), own)

        try:
            return list(await asyncio.gather(*(one(n) for n in range(DOWNLOADS))))
        finally:
            for task in acting:
                task.cancel()
            await asyncio.gather(*acting, return_exceptions=True)
            await asyncio.gather(*(x.close() for x in viewers), return_exceptions=True)


async def beside_abandoned(direct: str) -> tuple[float, float]:
    """Seconds for somebody else's small file while one client asks for the largest and leaves.

    Returns:
        Alone, and beside that client.
    """
    async with httpx.AsyncClient(base_url=direct, timeout=60) as client:
        alone = await _seconds(client)

        async def leaves(number: int) -> None:
            asked = f"/{_EVERYTHING}&from=19{number % 90 + 10}-01-01"
            try:
                await client.get(asked, timeout=httpx.Timeout(60, read=0.05))
            except httpx.HTTPError:
                return

        leaving = [asyncio.create_task(leaves(n)) for n in range(LEAVING)]
        await asyncio.sleep(0.2)
        beside = await _seconds(client)
        await asyncio.gather(*leaving)
        return alone, beside


def main() -> None:
    """A line for each kind of file, those that went wrong, and the client that leaves."""
    marts = marts_folder()
    with serving(marts) as served:
        found = asyncio.run(download_all(served.address, marts))
        sys.stdout.write(f"{'':14}{'files':>7}{'whole':>7}{'p50 ms':>8}{'p95 ms':>8}\n")
        for kind in sorted({x.kind for x in found}):
            sys.stdout.write(_line(kind, [x for x in found if x.kind == kind]))
        sys.stdout.write(_line("all", found))
        sys.stdout.write(told([x.problem for x in found if x.problem]))
        alone, beside = asyncio.run(beside_abandoned(served.address))
        sys.stdout.write(
            f"a small CSV: {alone * 1000:.0f} ms alone, {beside * 1000:.0f} ms beside "
            f"{LEAVING:,} requests for workbooks from a client that leaves\n"
        )


async def _act(viewer: Viewer, found: Sequence[Place]) -> None:
    await viewer.open(*viewer.chance.choice(found))
    while True:
        await asyncio.sleep(viewer.chance.uniform(0, 2 * EVERY_SECONDS))
        await viewer.act()


async def _seconds(client: httpx.AsyncClient) -> float:
    began = time.perf_counter()
    (await client.get(f"/{_SMALL}")).raise_for_status()
    return time.perf_counter() - began


def _host(address: str) -> str:
    return address.partition("://")[2]


def _line(name: str, found: Sequence[Result]) -> str:
    waits = np.array([x.seconds for x in found if not x.problem] or [np.nan]) * 1000
    middle, slow = np.percentile(waits, (50, 95))
    whole = sum(not x.problem for x in found)
    return f"{name:14}{len(found):7}{whole:7}{middle:8.0f}{slow:8.0f}\n"


if __name__ == "__main__":
    main()
