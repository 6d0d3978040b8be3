"""Kept answers: the parts of a view that are left out change nothing, and all can be let go."""

from __future__ import annotations

import gc
import inspect
import shutil
import weakref
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dashboard import keeping, queries, state
from dashboard.content import (
    absences,
    compare_panels,
    compare_table,
    comparisons,
    every_measure,
    gaps,
    maps,
    provenance,
)
from dashboard.content.picture import Picture
from dashboard.db import Build, Marts
from dashboard.state import View
from dashboard.views import cards
from tests.dashboard.given import THREE_AREAS, varied_views

KEPT: dict[str, Callable[..., Any]] = {
    f"{function.__module__.rpartition('.')[2]}.{function.__name__}": function
    for function in (
        maps.area_map,
        maps.bars,
        maps.trend,
        maps.scene,
        maps.cells,
        gaps.gap,
        gaps.slope,
        gaps.shares,
        gaps.breakdown,
        gaps.inside,
        every_measure.table,
        comparisons.comparison,
        comparisons.over_time,
        comparisons.heading,
        compare_table.table,
        compare_panels.html,
        compare_panels.heading,
        compare_panels.sources,
        provenance.definition,
        cards.html,
    )
}


def _views(build: Build) -> list[View]:
    """Views in which every part is filled in, as far as it goes together."""
    return list(varied_views(build))[::11]


def _told(answer: Any) -> Any:
    """What an answer comes to, whatever object holds it."""
    if isinstance(answer, Picture):
        return answer.themed("light").to_dict(), answer.alternative
    if isinstance(answer, tuple):
        return tuple(_told(x) for x in answer)
    if hasattr(answer, "to_csv"):
        return answer.to_csv()
    if hasattr(answer, "__dataclass_fields__"):
        return {name: _told(getattr(answer, name)) for name in answer.__dataclass_fields__}
    return repr(answer)


@pytest.mark.parametrize("name", KEPT)
def test_what_is_left_out_of_a_view_changes_nothing(name: str, build: Build) -> None:
    """An answer for the parts that are named is the answer for the whole view."""
    function = KEPT[name]
    more = ("",) if "base" in inspect.signature(function).parameters else ()
    for view in _views(build):
        whole = function.__wrapped__(build, view, *more)
        assert _told(function(build, view, *more)) == _told(whole)


def test_views_that_differ_elsewhere_share_an_answer(build: Build) -> None:
    view = next(varied_views(build))
    other = replace(view, order="change", by="sex", like="no", layout="tiles")
    assert maps.scene(build, view) is maps.scene(build, other)
    assert maps.trend(build, view) is maps.trend(build, other)
    assert maps.trend(build, view) is not maps.trend(build, replace(view, area=THREE_AREAS[1]))


def test_nothing_is_kept_without_a_bound() -> None:
    """However many ask for however many things, memory stays within what is named here."""
    keepers = keeping.keepers()
    assert View.address in keepers
    assert maps.scene in keepers
    for function in keepers:
        if hasattr(function, "subjects"):
            continue  # Its answers go with what they are about, as the next test shows.
        most = function.cache_info().maxsize
        assert most is not None, function.__qualname__
        assert most <= 2048, function.__qualname__


@pytest.mark.parametrize("function", [absences.title, absences.html, provenance.used])
def test_what_is_said_of_a_scene_is_let_go_with_it(
    build: Build, function: Callable[[maps.Scene], Any]
) -> None:
    view = next(varied_views(build))
    shown = maps.scene.__wrapped__(build, view)  # type: ignore[attr-defined]
    assert function(shown) is function(shown)
    subjects = function.subjects  # type: ignore[attr-defined]
    assert shown in subjects
    kept = len(subjects)
    del shown
    gc.collect()
    assert len(subjects) == kept - 1


def test_of_one_subject_there_are_only_so_many_answers(build: Build) -> None:
    shown = gaps.gap.__wrapped__(build, next(varied_views(build)))  # type: ignore[attr-defined]
    measure = shown.pair[0]
    for height in range(200, 200 + 2 * keeping.MOST_OF_ONE):
        drawn = gaps.over_time(shown, measure, height)
        assert drawn is gaps.over_time(shown, measure, height)
        assert len(gaps.over_time.subjects[shown]) <= keeping.MOST_OF_ONE  # type: ignore[attr-defined]


@pytest.mark.slow
def test_a_build_that_was_left_is_let_go(own_marts: Path) -> None:
    """With its file, once nobody is reading it any more."""
    build = Marts(own_marts).current()
    view = next(varied_views(build))
    for function in (maps.scene, gaps.gap, maps.trend):
        function(build, view)
    queries.indicators(build)
    view.address(build)
    left = weakref.ref(build)
    del build
    gc.collect()
    assert left() is not None
    keeping.forget()
    gc.collect()
    assert left() is None


@pytest.mark.usefixtures("looks_every_time")
def test_a_switch_is_told_once(own_marts: Path) -> None:
    (path,) = own_marts.glob("marts-*.duckdb")
    shutil.copy(path, own_marts / "marts-newer.duckdb")
    told: list[str] = []
    served = Marts(own_marts)
    served.on_switch = lambda build: told.append(build.build_id)
    served.current()
    assert told == []
    (own_marts / "current.json").write_text('{"build": "newer"}')
    assert served.current() is served.current()
    assert told == ["newer"]


def test_long_questions_are_answered_and_not_kept(build: Build) -> None:
    kept = state._kept.cache_info().currsize
    found = state.resolve({"indicator": "x" * 100_000}, build)
    assert state.shortened("x" * 100_000) in found.problems[0]
    assert state._kept.cache_info().currsize == kept
