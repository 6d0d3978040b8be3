"""Charts as a scene shows them: on axes and classes that hold for every scene of an indicator.

A scene is laid out for 960 by 540 pixels and enlarged to the screen, so a chart's 13 pixels of
type become 26 at 1920 by 1080. Thirty-three rows do not fit that height: they are drawn as two
charts of half the rows beside each other, which a phone puts one below the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard import measures, queries, sentences, text
from dashboard.charts import ranked_bars
from dashboard.charts.drawing import Drawing
from dashboard.content import alike, comparisons, gaps, maps, shared_scale
from dashboard.content.maps import Scene
from dashboard.content.picture import Picture
from dashboard.db import Build
from dashboard.frames import rows
from dashboard.state import View
from dashboard.text import Unit

WIDTH, HEIGHT = 920, 350
_NAMED = 3
_LIMITS = ["value", "lower_95", "upper_95"]


def area_map(build: Build, view: View, base: str) -> Picture:
    """The map or the tiles; classes are those of every period, so that a colour stays."""
    return maps.area_map(build, fixed(view), base)


def bars(build: Build, view: View) -> Picture:
    """The boroughs in order, on an axis that holds every period."""
    return maps.bars(build, fixed(view))


def bar_halves(build: Build, view: View) -> tuple[Picture, ...]:
    """The same in two charts."""
    view = fixed(view)
    shown = maps.scene(build, maps.unchosen(view))

    def draw(only: slice) -> Drawing:
        return ranked_bars.draw(
            shown.boroughs,
            lines=maps.benchmark_lines(shown),
            selected=view.area or None,
            unit_prefix=shown.unit.prefix,
            unit=shown.unit.unit,
            unit_name="",
            zero_based=shown.indicator["value_kind"] in maps.ZERO_BASED,
            height=HEIGHT,
            covering=shared_scale.covered(build, view),
            alike=alike.codes(build, view),
            only=only,
        )

    return _halves(shown.boroughs, draw)


def trend(build: Build, view: View) -> Picture:
    """London and England over time, and the chosen borough, on the axis of all boroughs."""
    return maps.trend(build, view, HEIGHT, every_figure(build, view), WIDTH)


def lines(build: Build, view: View) -> Picture:
    """The boroughs chosen over time, on the axis of all boroughs."""
    return comparisons.over_time(build, view, HEIGHT, every_figure(build, view), WIDTH)


def gap(build: Build, view: View, measure: str) -> Picture:
    """One measure of the gap over time; no gap at all is in sight."""
    covering = every_gap(build, view, measure)
    return gaps.over_time(gaps.gap(build, view), measure, HEIGHT, covering, WIDTH)


def slope(build: Build, view: View) -> Picture:
    """Boroughs against deprivation."""
    return gaps.slope(build, view)


def shares(build: Build, view: View) -> tuple[Picture, str]:
    """Which boroughs are furthest from the average, and the finding."""
    return gaps.shares(build, view)


def share_halves(build: Build, view: View) -> tuple[Picture, ...]:
    """The same in two charts."""
    found = queries.contribution(build, view.indicator, view.sex, view.age)
    own = found[(found["measure"] == "mdm") & found["share"].notna()]
    if own.empty:
        return ()
    indicator = dict(queries.indicators(build).loc[view.indicator])
    frame = gaps.share_frame(own, Unit.of(indicator), str(indicator["polarity"]))
    return _plain_halves(frame, view, "%", "")


def inside(build: Build, view: View) -> Picture:
    """The gradient inside each borough."""
    return gaps.inside(build, view)[0]


def inside_halves(build: Build, view: View) -> tuple[Picture, ...]:
    """The same in two charts."""
    found = queries.gradients(build)
    indicator = dict(queries.indicators(build).loc[str(found["indicator_id"].iloc[0])])
    unit = sentences.gap_unit(Unit.of(indicator))
    return _plain_halves(gaps.inside_frame(found, unit), view, unit.unit, unit.prefix)


def groups(build: Build, view: View) -> Picture | None:
    """The groups of a published breakdown, None where there are none."""
    return gaps.breakdown(build, view)


def beside(shown: Scene) -> str:
    """What stands beside the map: its legend, and the boroughs at both ends, as HTML."""
    own = shown.figures[
        (shown.figures["area_type"] == "borough") & (shown.figures["state"] == "published")
    ].sort_values("value", ascending=False, kind="stable")
    ends = ""
    if len(own) >= 2 * _NAMED:
        ends = (
            f"{_listed('Highest', own.head(_NAMED), shown.unit)}"
            f"{_listed('Lowest', own.tail(_NAMED).iloc[::-1], shown.unit)}"
        )
    return f"<div class='legend'>{shown.legend_html}</div>{ends}{_benchmarks(shown)}"


def fixed(view: View) -> View:
    """The view with classes and axes made for every period."""
    return replace(view, classes="all")


def _listed(word: str, own: pd.DataFrame, unit: Unit) -> str:
    items = "".join(
        f"<li>{text.safe(row.area_name)} <b>{text.safe(unit.full(row.value))}</b></li>"
        for row in rows(own)
    )
    return f"<h2>{word}</h2><ol>{items}</ol>"


def _benchmarks(shown: Scene) -> str:
    """London's and England's figures."""
    own = shown.figures[
        (shown.figures["area_type"] != "borough") & (shown.figures["state"] == "published")
    ].sort_values("area_type", ascending=False)
    items = "".join(
        f"<li>{text.safe(row.area_name)} <b>{text.safe(shown.unit.full(row.value))}</b></li>"
        for row in rows(own)
    )
    return f"<h2>Compare</h2><ol>{items}</ol>" if items else ""


def _plain_halves(frame: pd.DataFrame, view: View, unit: str, prefix: str) -> tuple[Picture, ...]:
    """Ranked bars without benchmarks."""

    def draw(only: slice) -> Drawing:
        return ranked_bars.draw(
            frame,
            lines=[],
            selected=view.area or None,
            unit_prefix=prefix,
            unit=unit,
            unit_name="",
            zero_based=True,
            height=HEIGHT,
            only=only,
        )

    return _halves(frame, draw)


def _halves(frame: pd.DataFrame, draw: Callable[[slice], Drawing]) -> tuple[Picture, ...]:
    """Two charts of half the rows, each with the rows it holds as its text alternative."""
    middle = (len(frame) + 1) // 2
    names = list(ranked_bars.ordered(frame)["area_name"])
    found = []
    for only in (slice(0, middle), slice(middle, None)):
        own = names[only]
        words = f"Boroughs from {own[0]} to {own[-1]} in order, highest first." if own else ""
        found.append(Picture(draw(only), words))
    return tuple(found)


@lru_cache(maxsize=256)
def every_figure(build: Build, view: View) -> tuple[float, ...]:
    """The ends of every area's figures and limits in every period of a series."""
    return _ends([queries.spread(build, view.indicator, view.sex, view.age)[_LIMITS]])


def every_gap(build: Build, view: View, measure: str) -> tuple[float, ...]:
    """The ends of a gap's figures and limits for every sex, and where there would be none."""
    area = gaps.area_of(build, view)
    there = queries.dimensions(build, view.indicator)
    own = there[(there["dimension"] == view.by) & (there["area_code"] == area)]
    frames = [
        queries.inequality(build, view.indicator, area, sex, view.age, view.by)
        for sex in own["sex"].unique()
    ]
    limits = [
        frame.loc[frame["measure"] == measure, ["estimate", "lower", "upper"]] for frame in frames
    ]
    none = 1.0 if measure in measures.RELATIVE else 0.0
    return (*_ends(limits), none)


def _ends(frames: Sequence[pd.DataFrame]) -> tuple[float, ...]:
    if not frames:
        return ()
    numbers = np.concatenate([x.to_numpy(dtype=np.float64).ravel() for x in frames])
    known = numbers[~np.isnan(numbers)]
    return (float(known.min()), float(known.max())) if len(known) else ()
