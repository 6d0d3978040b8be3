"""Every kind of page there is, with real state: what viewers of the benchmarks open."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

from dashboard import db, queries, state
from dashboard.exports.datasets import DATASETS
from pipelines import publish

Place = tuple[str, str]
VIEWS = Path(__file__).parent.parent.parent / "dashboard" / "views"
# The page of the presenter comes with its view.
PAGES = tuple(
    x
    for x in ("", "map", "gaps", "borough", "compare", "downloads", "methods", "present")
    if (VIEWS / f"{x or 'overview'}.py").exists()
)
_COLOURS = ("value", "verdict", "quintile", "change")


def marts_folder() -> Path:
    """The builds that benchmarks serve: those of MARTS_FOLDER, else the project's own, built."""
    folder = Path(os.environ.get("MARTS_FOLDER", publish.MARTS))
    if not (folder / "current.json").exists():
        # Slow to import, and mostly there is a build.
        from pipelines import build

        build.build(marts=folder)
    return folder


def places(marts: Path) -> list[Place]:
    """A page and a query for every kind of view there is, the map's most of all."""
    made = db.Marts(marts).current()
    indicators = queries.indicators(made)
    ids = list(indicators.index[state.shown(indicators)])
    boroughs = [x for x in queries.areas(made).index if x.startswith("E09")]
    chance = random.Random(7)
    found = [("", "")] * 6 + [("methods", "")] * 3
    for number, name in enumerate(ids):
        found += _of_indicator(number, name, chance.sample(boroughs, 3))
    found += [("downloads", f"dataset={x}") for x in DATASETS]
    return [place for place in found if place[0] in PAGES]


def of(marts: Path, page: str) -> list[Place]:
    """The places of one page."""
    return [place for place in places(marts) if place[0] == page]


def _of_indicator(number: int, name: str, areas: list[str]) -> Iterator[Place]:
    """The views of one indicator: its map always, the further ways of looking in turn."""
    own, other, third = areas
    yield "map", f"indicator={name}&area={own}&colour={_COLOURS[number % 4]}"
    yield "gaps", f"indicator={name}" + (f"&area={own}" if number % 2 else "")
    if number % 3 == 0:
        yield "map", f"indicator={name}&map=tiles&benchmark=england"
        yield "borough", f"area={own}&order={state.ORDERS[number % 2]}"
        yield "present", ""
    if number % 3 == 1:
        yield "map", f"indicator={name}&indicator2=obesity_year_6&area={other}&like=yes"
        yield "compare", f"indicator={name}&areas={own}&areas={other}&areas={third}"
    if number % 3 == 2:
        yield "downloads", f"indicator={name}&latest=yes"
        yield "compare", f"indicator={name}&areas={own}&areas={other}&confidence=99.8"
