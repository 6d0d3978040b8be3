"""A scene of a deck, ready to show: headline, one picture, its source and what to take care about.

Everything here is kept by build and scene, and shared between viewers: never change a result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import parse_qs

import pandas as pd

from dashboard import citations, queries, state, text
from dashboard.choices import shortened
from dashboard.content import benchmarks, maps, stage_figures, stage_gaps, stage_words
from dashboard.content.picture import Picture
from dashboard.content.stage_part import Part
from dashboard.db import Build
from dashboard.decks import Scene
from dashboard.state import View
from dashboard.url.query import read as read_query

Maker = Callable[[Build, View, str], Part | None]
# The charts of each page that a scene can show; the first is the usual one.
CHARTS: Mapping[str, Mapping[str, Maker]] = MappingProxyType(
    {
        "overview": {"priorities": stage_words.priorities},
        "map": {
            "map": stage_figures.area_map,
            "bars": stage_figures.bars,
            "trend": stage_figures.trend,
        },
        "gaps": {
            "gap": stage_gaps.gap,
            "ratio": stage_gaps.ratio,
            "slope": stage_gaps.slope,
            "shares": stage_gaps.shares,
            "groups": stage_gaps.groups,
            "inside": stage_gaps.inside,
        },
        "compare": {"lines": stage_figures.lines},
        "borough": {"standing": stage_words.standing},
    }
)
_NOTHING = {
    "groups": "no breakdown into groups is published for {title}",
    "lines": "it names no boroughs to put side by side",
    "standing": "it names no borough",
}
_OF_MANY = ("priorities", "standing")
_LONGEST_CAVEAT = 150


@dataclass(frozen=True)
class Staged:
    """Everything one scene shows.

    ``measured`` is measure, unit and period; ``picture`` a chart, or HTML where the scene is
    words and small pictures; ``side`` HTML that stands beside it, such as a map's legend;
    ``halves`` the same chart as two beside each other, where a screen is too low for one;
    ``table`` the figures shown, as they are written. Where ``problem`` says that something the
    scene names is not there, what is shown instead is in the same sentence; without a picture
    there is nothing to show.
    """

    headline: str
    measured: str
    picture: Picture | str
    source: str
    interval_note: str
    caveat: str
    alternative: str
    page: str
    chart: str
    view: View
    table: pd.DataFrame
    problem: str
    side: str = ""
    halves: tuple[Picture, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show but the problem."""
        return not self.picture


@lru_cache(maxsize=128)
def staged(build: Build, scene: Scene, base: str = "") -> Staged:
    """A scene with its figures.

    Args:
        build: whose figures.
        scene: what is to be shown; it may come from a stranger's file, so nothing it names need
            exist and no text of it is HTML.
        base: the path the dashboard is served under, for the map's boundaries.
    """
    view, problems, is_lost = _resolved(build, scene)
    charts = CHARTS.get(scene.page)
    if charts is None:
        problems.append(f"There is no page '{shortened(scene.page)}'; pages are {_listed(CHARTS)}.")
        return _empty(scene, view, problems)
    chart = scene.chart or next(iter(charts))
    if chart not in charts:
        problems.append(
            f"The page {scene.page} has no chart '{shortened(chart)}'; it has {_listed(charts)}."
        )
        return _empty(scene, view, problems)
    view = benchmarks.with_available(build, view)
    part = None if is_lost else charts[chart](build, view, base)
    if part is None and not is_lost:
        title = str(queries.indicators(build)["short_title"][view.indicator])
        reason = _NOTHING.get(chart, "there is nothing to draw").format(title=title)
        problems.append(f"This scene cannot be shown: {reason}.")
    if part is None:
        return _empty(scene, view, problems)
    return Staged(
        # What somebody wrote was about other figures where some are not there.
        headline=scene.headline if scene.headline and not problems else part.headline,
        measured=part.measured,
        picture=part.picture,
        source=_source(build, chart, view),
        interval_note=part.note,
        caveat=_caveat(build, chart, view),
        alternative=part.alternative,
        page=scene.page,
        chart=chart,
        view=view,
        table=part.table,
        problem=" ".join(problems),
        side=part.side,
        halves=part.halves,
    )


def address(build: Build, shown: Staged) -> str:
    """The address of the whole page that a scene is a part of, from the page's name on."""
    return citations.link("" if shown.page == "overview" else shown.page, shown.view.address(build))


def _resolved(build: Build, scene: Scene) -> tuple[View, list[str], bool]:
    """The view, what is not there, and whether that is the indicator itself."""
    given, problems = read_query(parse_qs(scene.query))
    resolved = state.resolve(given, build)
    wanted = given.get("indicator", "")
    is_lost = bool(wanted) and wanted != resolved.view.indicator
    said = [*problems, *resolved.problems]
    if is_lost:
        said = [_lost(build, wanted)]
    return resolved.view, said, is_lost


def _lost(build: Build, wanted: str) -> str:
    known = queries.indicators(build)
    if wanted in known.index:
        return f"{known['title'][wanted]} has no borough figures in this build."
    return f"There is no indicator '{shortened(wanted)}' in this build; it may have been renamed."


def _empty(scene: Scene, view: View, problems: list[str]) -> Staged:
    return Staged(
        headline="This scene cannot be shown",
        measured="",
        picture="",
        source="",
        interval_note="",
        caveat="",
        alternative="",
        page=scene.page,
        chart=scene.chart,
        view=view,
        table=pd.DataFrame(),
        problem=" ".join(problems),
    )


def _source(build: Build, chart: str, view: View) -> str:
    """Who published the figures; of a scene of many indicators, where to find that."""
    if chart in _OF_MANY:
        return "Sources: each indicator's publisher, on the page Methods and sources."
    sources = queries.sources(build)
    named = [
        f"{x['publisher']}, {x['title']}, edition of {text.vintage(str(x['vintage']))}"
        for x in (sources.loc[name] for name in _used(build, chart, view))
    ]
    return f"Source: {'; '.join(named)}."


def _used(build: Build, chart: str, view: View) -> list[str]:
    """The sources of the figures shown: those of boroughs are known one by one."""
    if chart in ("groups", "inside"):
        return str(queries.indicators(build)["source_ids"][_about(build, chart, view)]).split("|")
    figures = maps.scene(build, maps.unchosen(view)).figures
    own = figures[figures["state"] == "published"]
    return [str(x) for x in own["source_id"].dropna().unique()]


def _about(build: Build, chart: str, view: View) -> str:
    """The indicator a chart is about: the gradient inside boroughs has one of its own."""
    if chart == "inside":
        return str(queries.gradients(build)["indicator_id"].iloc[0])
    return view.indicator


def _caveat(build: Build, chart: str, view: View) -> str:
    """What to be most careful about: the first of the indicator's caveats that is short enough."""
    if chart in _OF_MANY:
        return ""
    indicator = queries.indicators(build).loc[_about(build, chart, view)]
    caveats = [x for x in str(indicator["caveats"]).split("\n") if x]
    return next((x for x in caveats if len(x) <= _LONGEST_CAVEAT), "")


def _listed(names: Mapping[str, object]) -> str:
    return ", ".join(names)
