"""Kept answers: the parts of a view that are left out change nothing, and all can be let go."""

from __future__ import annotations

import gc
import inspect
import shutil
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dashboard import db, keeping, queries, state
from dashboard.content import (
    absences,
    compare_panels,
    compare_table,
    comparisons,
    gaps,
    maps,
    options,
    provenance,
)
from dashboard.content.picture import Picture
from dashboard.db import Build, Marts
from dashboard.state import View
from dashboard.views import cards

AREAS = ("E09000025", "E09000001", "E09000012")
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
        gaps.table,
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


def _views(build: Build) -> Iterator[View]:
    """Views in which every part is filled in, as far as it goes together."""
    for number, indicator in enumerate(list(options.indicators(build))[::11]):
        given = {
            "indicator": indicator,
            "area": AREAS[number % 3],
            "areas": "\n".join(AREAS),
            "map": state.LAYOUTS[number % 2],
            "colour": state.COLOURS[number % 4],
            "benchmark": state.BENCHMARKS[number % 2],
            "confidence": state.CONFIDENCES[number % 2],
            "classes": ("period", "all")[number % 2],
            "like": ("yes", "no")[number % 2],
            "order": state.ORDERS[number % 3],
            "indicator2": "obesity_year_6" if number % 2 else "",
        }
        yield state.resolve(given, build).view


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
    view = next(_views(build))
    other = replace(view, order="change", by="sex", like="no", layout="tiles")
    assert maps.scene(build, view) is maps.scene(build, other)
    assert maps.trend(build, view) is maps.trend(build, other)
    assert maps.trend(build, view) is not maps.trend(build, replace(view, area=AREAS[1]))


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
    view = next(_views(build))
    shown = maps.scene.__wrapped__(build, view)  # type: ignore[attr-defined]
    assert function(shown) is function(shown)
    subjects = function.subjects  # type: ignore[attr-defined]
    assert shown in subjects
    kept = len(subjects)
    del shown
    gc.collect()
    assert len(subjects) == kept - 1


def test_of_one_subject_there_are_only_so_many_answers(build: Build) -> None:
    shown = gaps.gap.__wrapped__(build, next(_views(build)))  # type: ignore[attr-defined]
    measure = shown.pair[0]
    for height in range(200, 200 + 2 * keeping.MOST_OF_ONE):
        drawn = gaps.over_time(shown, measure, height)
        assert drawn is gaps.over_time(shown, measure, height)
        assert len(gaps.over_time.subjects[shown]) <= keeping.MOST_OF_ONE  # type: ignore[attr-defined]


def test_a_build_that_was_left_is_let_go(marts: Path, tmp_path: Path) -> None:
    """With its file, once nobody is reading it any more."""
    folder = Path(shutil.copytree(marts, tmp_path / "marts"))
    build = Marts(folder).current()
    view = next(_views(build))
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


def test_a_switch_is_told_once(
    marts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "LOOK_AGAIN_SECONDS", 0)
    folder = Path(shutil.copytree(marts, tmp_path / "marts"))
    (path,) = folder.glob("marts-*.duckdb")
    shutil.copy(path, folder / "marts-newer.duckdb")
    told: list[str] = []
    served = Marts(folder)
    served.on_switch = lambda build: told.append(build.build_id)
    served.current()
    assert told == []
    (folder / "current.json").write_text('{"build": "newer"}')
    assert served.current() is served.current()
    assert told == ["newer"]


def test_long_questions_are_answered_and_not_kept(build: Build) -> None:
    kept = state._kept.cache_info().currsize
    found = state.resolve({"indicator": "x" * 100_000}, build)
    assert "There is no indicator" in found.problems[0]
    assert state._kept.cache_info().currsize == kept
