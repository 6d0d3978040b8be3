"""Builds that take one another's place under viewers, and which of them stay open."""

from __future__ import annotations

import asyncio
import json
import random
import shutil
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from pipelines import publish
from tests.bench.crowd import Load, crowd
from tests.bench.places import Place
from tests.bench.serving import Served
from tests.bench.viewer import Answer, Viewer
from tests.faults.conftest import NEWER, point_at

# More than there are swaps in the test, so that one which is not let go stays to be counted.
BUILDS = 40
# The one that is served, and that of the page which was made last: Streamlit keeps its script.
OPEN_AT_MOST = 2
# What pages left behind is let go a few seconds after the last swap.
PATIENCE_SECONDS = 60


@dataclass
class Swapped:
    """What the viewers met, how often builds changed, and the builds' files still open."""

    load: Load
    swaps: int = 0
    open_files: set[str] = field(default_factory=set)

    def note(self, answer: Answer) -> None:
        """One more act of a viewer."""
        self.load.answers.append(answer)
        self.load.errors.extend(answer.errors)


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

    async def swap() -> None:
        for name in _builds(folder):
            point_at(folder, name)
            found.swaps += 1
            await asyncio.sleep(1)

    swapping = asyncio.create_task(swap())
    found.load = await crowd(served, places, viewers, viewers, seconds)
    swapping.cancel()
    found.open_files = await _left_open(served)
    return found


async def swapped_under_each(served: Served, folder: Path, places: Sequence[Place]) -> Swapped:
    """Each viewer opens a page of a build of its own, which is replaced while they act, and stays.

    So a page, a control or an answer that holds on to its build holds one that no other does.
    """
    found, builds = Swapped(Load()), _builds(folder)
    viewers = [Viewer(served.address, random.Random(number)) for number in range(len(places))]

    async def swap() -> None:
        point_at(folder, name := next(builds))
        found.swaps += 1
        await _until_served(served, name)

    for viewer, place in zip(viewers, places, strict=True):
        await swap()
        found.note(await viewer.open(*place))
        acting = asyncio.create_task(viewer.act())
        await swap()
        found.note(await acting)
    found.open_files = await _left_open(served)
    await asyncio.gather(*(x.close() for x in viewers))
    return found


def _builds(folder: Path) -> Iterator[str]:
    """The builds of a folder for ever, that which is served at first the last of them."""
    first = json.loads((folder / "current.json").read_text())["build"]
    names = {x.stem.removeprefix("marts-") for x in folder.glob("marts-*.duckdb")}
    return cycle([*sorted(names - {first}), first])


async def _until_served(served: Served, build_id: str) -> None:
    """The dashboard looks at the pointer once a second, when it is asked for anything."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await asyncio.to_thread(_served_build, served) != build_id:
            await asyncio.sleep(0.05)


def _served_build(served: Served) -> str:
    with urllib.request.urlopen(f"{served.address}/readyz") as answer:  # noqa: S310
        return str(json.load(answer)["build"])


async def _left_open(served: Served) -> set[str]:
    """The builds' files that are open once there are few enough, or it has taken too long."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not 0 < len(found := _open_builds(served.process.pid)) <= OPEN_AT_MOST:
        if time.monotonic() > until:
            break
        await asyncio.sleep(0.2)
    return found


def _open_builds(process: int) -> set[str]:
    found = set()
    for link in Path(f"/proc/{process}/fd").iterdir():
        try:
            found.add(link.readlink().name)
        except OSError:
            continue
    return {name for name in found if name.startswith("marts-")}
