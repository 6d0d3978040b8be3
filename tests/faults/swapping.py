"""Builds that take one another's place every second under viewers."""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from pipelines import publish
from tests.bench.crowd import Load, crowd
from tests.bench.places import Place
from tests.bench.serving import Served
from tests.faults.conftest import NEWER, point_at

# More than there are swaps in the test, so that one which is not let go stays to be counted.
BUILDS = 40
# The one that is served, and that of the page which was made last: Streamlit keeps its script.
OPEN_AT_MOST = 2
# What pages left behind is let go a few seconds after the last swap.
SETTLED_SECONDS = 20


@dataclass
class Swapped:
    """What the viewers met, how often builds changed, and the builds' files still open."""

    load: Load
    swaps: int = 0
    open_files: set[str] = field(default_factory=set)


def folder_of_builds(marts: Path, folder: Path) -> Path:
    """Many whole builds that take the room of one: the one served now, and others like it."""
    pointer = marts / "current.json"
    current = json.loads(pointer.read_text())["build"]
    folder.mkdir()
    for file in (pointer, *marts.glob(f"*-{current}.*")):
        shutil.copy2(file, folder)
    path = folder / f"marts-{current}.duckdb"
    for number in range(1, BUILDS):
        copy = folder / f"marts-{NEWER}{number}.duckdb"
        copy.hardlink_to(path)
        publish.digest_path(copy).hardlink_to(publish.digest_path(path))
    return folder


async def swapped(
    served: Served, folder: Path, places: Sequence[Place], viewers: int, seconds: float
) -> Swapped:
    """Viewers who act while the pointer moves on every second."""
    found = Swapped(Load())
    names = sorted(x.stem.removeprefix("marts-") for x in folder.glob("marts-*.duckdb"))

    async def swap() -> None:
        for name in cycle(names):
            point_at(folder, name)
            found.swaps += 1
            await asyncio.sleep(1)

    swapping = asyncio.create_task(swap())
    found.load = await crowd(served, places, viewers, viewers, seconds)
    swapping.cancel()
    until = time.monotonic() + SETTLED_SECONDS
    while not found.open_files or (
        len(found.open_files) > OPEN_AT_MOST and time.monotonic() < until
    ):
        await asyncio.sleep(1)
        found.open_files = _open_builds(served.process.pid)
    return found


def _open_builds(process: int) -> set[str]:
    found = set()
    for link in Path(f"/proc/{process}/fd").iterdir():
        try:
            found.add(link.readlink().name)
        except OSError:
            continue
    return {name for name in found if name.startswith("marts-")}
