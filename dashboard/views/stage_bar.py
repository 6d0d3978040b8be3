"""The bar below a scene: where to go in the deck, and what to change in the scene.

It leaves while nobody moves; keys press its buttons (static/scripts/present.js).
"""

from __future__ import annotations

import streamlit as st

from dashboard import looks, queries, text
from dashboard.content import benchmarks, scenes
from dashboard.content.scenes import Staged
from dashboard.db import Build
from dashboard.stage_state import Stage
from dashboard.state import View
from dashboard.views import audience, parts, stage_address, stage_grid

SPOTLIGHT = "stage_area"
# The charts on which each change can be seen.
_OF_A_PERIOD = ("map", "bars", "lines")
_OF_BOROUGHS = ("map", "bars", "trend", "slope", "shares", "inside")
_PAGES = {
    "overview": "views/overview.py",
    "map": "views/map.py",
    "gaps": "views/gaps.py",
    "compare": "views/compare.py",
    "borough": "views/borough.py",
}
# What needs no server; the script hears these buttons too.
_SCREEN = (
    "<div class='stage-screen'><button type='button' data-stage='blank'>Blank</button>"
    "<button type='button' data-stage='full'>Full screen</button>"
    "<button type='button' data-stage='keys'>Keys</button></div>"
)


def show(build: Build, stage: Stage) -> None:
    """Draw every button, those without a meaning for this chart disabled, so that none moves."""
    shown = scenes.staged(build, stage.scene, parts.base_path())
    with st.container(horizontal=True, key="stage_bar", gap=None, vertical_alignment="center"):
        for label, place in (
            ("First", 1),
            ("Previous", stage.place - 1),
            ("Next", stage.place + 1),
            ("Last", stage.size),
        ):
            st.button(label, key=f"stage_{label.lower()}", on_click=_go, args=(place,))
        _changes(build, shown)
        st.button(
            "Scene" if stage_grid.is_open() else "Overview",
            key="stage_overview",
            on_click=stage_grid.toggle,
        )
        st.button("Audience", key="stage_audience", on_click=audience.toggle)
        st.html(_SCREEN, width="content")
        with st.container(key="stage_whole", width="content"):
            _whole_page(build, stage, shown)
        with st.container(key="stage_leave", width="content"):
            st.page_link("views/present.py", label="Leave")


def _changes(build: Build, shown: Staged) -> None:
    """Earlier and later, London or England, and the borough to pick out."""
    view, has_period = shown.view, shown.chart in _OF_A_PERIOD and not shown.is_empty
    earlier, later = _neighbours(build, view) if has_period else ("", "")
    st.button(
        "Earlier",
        key="stage_earlier",
        disabled=not earlier,
        on_click=_look,
        args=("period", earlier),
    )
    st.button(
        "Later", key="stage_later", disabled=not later, on_click=_look, args=("period", later)
    )
    other = "england" if view.benchmark == "london" else "london"
    st.button(
        f"With {text.BENCHMARK_NAMES[other]}",
        key="stage_benchmark",
        disabled=not has_period or other not in benchmarks.available(build, view),
        on_click=_look,
        args=("benchmark", other),
    )
    names = _boroughs(build)
    st.session_state[SPOTLIGHT] = view.area
    st.selectbox(
        "Pick out a borough",
        ["", *names],
        format_func=lambda code: names.get(code, "Pick out…"),
        key=SPOTLIGHT,
        disabled=shown.chart not in _OF_BOROUGHS or shown.is_empty,
        label_visibility="collapsed",
        on_change=_spotlit,
        width=112,
    )


def _whole_page(build: Build, stage: Stage, shown: Staged) -> None:
    """The way to the page this scene is a part of, which knows the way back."""
    query: dict[str, str | list[str]] = {}
    if shown.page != "overview":
        query |= shown.view.address(build)
    if stage.deck is not None and not stage.carried:
        query |= {"deck": stage.deck.deck_id, "scene": str(stage.place)}
    st.page_link(_PAGES.get(shown.page, _PAGES["overview"]), label="Whole page", query_params=query)


def _neighbours(build: Build, view: View) -> tuple[str, str]:
    """The periods before and after the view's, '' where there is none."""
    there = list(looks.periods(build, looks.Series(view.indicator, view.sex, view.age))["period"])
    place = there.index(view.period)
    return (
        there[place + 1] if place + 1 < len(there) else "",
        there[place - 1] if place > 0 else "",
    )


def _boroughs(build: Build) -> dict[str, str]:
    areas = queries.areas(build)
    own = areas[areas["area_type"] == "borough"]
    return {str(code): str(name) for code, name in own["area_name"].items()}


def _go(place: int) -> None:
    stage_grid.close()
    stage_address.put(stage_address.current().at(place))


def _look(key: str, value: str) -> None:
    stage_address.put(stage_address.current().looking(**{key: value}))


def _spotlit() -> None:
    _look("area", st.session_state[SPOTLIGHT])
