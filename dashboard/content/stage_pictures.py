"""Charts as a scene shows them: on axes and classes that hold for every scene of an indicator.

A scene is laid out on 960 by 540 pixels and enlarged to the screen, so a chart's 13 pixels of
type become 26 at 1920 by 1080.
"""

from __future__ import annotations

from dataclasses import replace

from dashboard.content import comparisons, gaps, maps
from dashboard.content.maps import Scene
from dashboard.content.picture import Picture
from dashboard.db import Build
from dashboard.state import View


def area_map(build: Build, view: View, base: str) -> Picture:
    """The map or the tiles; classes are those of every period, so that a colour stays."""
    return maps.area_map(build, replace(view, classes="all"), base)


def bars(build: Build, view: View) -> Picture:
    """The boroughs in order, on an axis that holds every period."""
    return maps.bars(build, replace(view, classes="all"))


def trend(build: Build, view: View) -> Picture:
    """London and England over time, and the chosen borough."""
    return maps.trend(build, view)


def lines(build: Build, view: View) -> Picture:
    """The boroughs chosen over time."""
    return comparisons.over_time(build, view)


def gap(build: Build, view: View, measure: str) -> Picture:
    """One measure of the gap over time."""
    return gaps.over_time(gaps.gap(build, view), measure)


def slope(build: Build, view: View) -> Picture:
    """Boroughs against deprivation."""
    return gaps.slope(build, view)


def shares(build: Build, view: View) -> tuple[Picture, str]:
    """Who accounts for the inequality, and the finding."""
    return gaps.shares(build, view)


def groups(build: Build, view: View) -> Picture | None:
    """The groups of a published breakdown, None where there are none."""
    return gaps.breakdown(build, view)


def inside(build: Build, view: View) -> Picture:
    """The gradient inside each borough."""
    return gaps.inside(build, view)[0]


def beside(shown: Scene, _: View) -> str:
    """What stands beside the map: its legend."""
    return f"<div class='legend'>{shown.legend_html}</div>"
