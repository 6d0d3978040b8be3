"""Work done before anybody asks: the first view of every page, again for every new build."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial

from dashboard import db, keeping, queries, search, state
from dashboard.content import (
    compare_panels,
    comparisons,
    gaps,
    glossary,
    ledger,
    listings,
    maps,
    options,
    overview_rows,
    overviews,
    profiles,
)
from dashboard.db import Build
from dashboard.state import View

log = logging.getLogger(__name__)
# A build that is replaced so soon is not worth drawing.
SETTLED_SECONDS = 5.0


def overview(build: Build) -> None:
    """What the page that most visits begin with shows."""
    overviews.summary(build)
    overviews.cards(build)
    overview_rows.sections(build)


def rest(build: Build, base: str) -> bool:
    """The other pages' first views, for as long as this build is the current one.

    Returns:
        Whether it still was at the end.
    """
    for step in _steps(build, base):
        began = time.perf_counter()
        if db.build_id() != build.build_id:
            return False
        step()
        # A tenth of a processor at most: viewers come first.
        time.sleep(9 * (time.perf_counter() - began))
    return True


def in_background(base: str, *, replaced: bool = False) -> None:
    """Draw the current build's first views beside the viewers who are there already.

    Args:
        base: the path the dashboard is served under, '' at the root.
        replaced: whether another build was served before.
    """
    thread = threading.Timer(SETTLED_SECONDS if replaced else 0.0, _quietly, (base, replaced))
    thread.daemon = True
    thread.start()


# One at a time: two would take a processor from the viewers.
_turn = threading.Lock()


def _quietly(base: str, replaced: bool) -> None:
    """A view that cannot be drawn is told to whoever opens it, and is no reason to stop."""
    if replaced:
        # Pages that were being made when the builds changed have kept answers of theirs since.
        keeping.forget()
    # What pages leave behind are circles, and those of the build before hold its file open.
    gc.collect()
    if not _turn.acquire(blocking=False):
        return
    try:
        while not _drawn(base):
            time.sleep(SETTLED_SECONDS)
    except Exception as error:
        log.warning("warming stopped: %s", type(error).__name__)
    finally:
        _turn.release()


def _drawn(base: str) -> bool:
    """Draw the current build's first views; whether it is still the current one."""
    build = db.current()
    overview(build)
    return rest(build, base)


def _steps(build: Build, base: str) -> Iterator[Callable[[], object]]:
    """One thing to draw after another, what is asked for most first."""
    yield partial(search.document, build)
    for priority in options.priorities(build):
        first = state.resolve({"priority": priority}, build).view
        yield partial(_map, build, first, base)
        yield partial(_gap, build, first)
        yield partial(compare_panels.panels, build, first)
    yield partial(_lists, build)
    for indicator in options.indicators(build):
        view = state.resolve({"indicator": indicator}, build).view
        yield partial(_map, build, view, base)
    for area in options.boroughs(build):
        view = state.resolve({"area": area}, build).view
        yield partial(profiles.profile, build, view)
    for indicator in options.indicators(build):
        yield partial(_gap, build, state.resolve({"indicator": indicator}, build).view)


def _map(build: Build, view: View, base: str) -> None:
    maps.area_map(build, view, base)
    maps.bars(build, view)
    maps.trend(build, view)


def _gap(build: Build, view: View) -> None:
    shown = gaps.gap(build, view)
    for measure in shown.pair:
        gaps.over_time(shown, measure)
    gaps.slope(build, view)
    gaps.shares(build, view)
    comparisons.comparison(build, view)


def _lists(build: Build) -> None:
    """The methods page."""
    for priority in options.priorities(build):
        listings.indicators(build, priority)
    listings.context(build)
    listings.sources(build)
    listings.dictionary()
    glossary.page(build)
    ledger.table(build)
    queries.export_options(build)
