"""The one view of a viewer: read from the address, shown by controls, changed by one function.

The address is its home across pages. It is read where it changed outside the controls (a link, a
bookmark, the back button); a page that is gone to without an address shows the view as it was.
Controls are drawn from the view, and what somebody does with one is a change of the view.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import streamlit as st

from dashboard import db, looks, measures, state, text
from dashboard.content import options
from dashboard.db import Build
from dashboard.state import View
from dashboard.url.change import Value, change_view
from dashboard.url.query import read as read_query

VIEW = "_view"
PLAYING = "playing"
_WRITTEN = "_address_written"
_SAID, _PROBLEMS = "_said", "_address_problems"
PAGE = "_page"
# Pages that show one indicator, whose address always says which; the others' only where it is not
# the usual one.
_OF_ONE_INDICATOR = ("map", "gaps", "compare")
_FIGURE = ("priority", "indicator", "period", "sex", "age", "by")


def adopt(build: Build, page: str) -> View:
    """The view this run shows: what the address says, where it says something new.

    Args:
        build: what exists.
        page: the page's path, '' for the overview; its controls are named after it.
    """
    query = _query()
    # All at once: asking for each of them apart is a twentieth of what a page costs.
    held = st.session_state.to_dict()
    if VIEW not in held or (query and query != held.get(_WRITTEN)):
        given, problems = read_query(query)
        resolved = state.resolve(given, build)
        st.session_state[_PROBLEMS] = [*problems, *resolved.problems]
        st.session_state[_SAID] = []
    else:
        if held.get(PAGE) != page:
            # What was said of a change belongs to the page it was made on.
            clear_messages()
        # As it was, or as a control has just changed it; a new build may lack something of it.
        resolved = state.resolve(state.given(held[VIEW].widgets()), build)
        if resolved.problems:
            st.session_state[_PROBLEMS] = list(resolved.problems)
    st.session_state[_WRITTEN] = query
    _show_view(resolved.view, page, held)
    return resolved.view


def keep(build: Build, page: str) -> View:
    """The view as it was, on a page whose address says something else.

    Where nothing was yet, as after a reload, the one borough of the address is the chosen one.
    """
    area = st.query_params.get_all("area")
    given = {"area": area[0]} if len(area) == 1 else {}
    view = st.session_state.get(VIEW) or state.resolve(given, build).view
    _show_view(view, page, st.session_state.to_dict())
    return view


def _show_view(view: View, page: str, held: Mapping[str, Any]) -> None:
    """Let the page's controls show a view."""
    st.session_state[VIEW], st.session_state[PAGE] = view, page
    settle({f"{page}_{key}": value for key, value in view.widgets().items()}, held)


def settle(values: Mapping[str, object], held: Mapping[str, Any]) -> None:
    """Set controls to their values, but none that has its own already.

    One that is told its own value empties the box somebody is still typing into.

    Args:
        values: by key of the session.
        held: what the session holds.
    """
    for key, value in values.items():
        if key not in held or held[key] != value:
            st.session_state[key] = value


def current() -> View:
    """The view of this run, for the page to read."""
    view: View = st.session_state[VIEW]
    return view


def change(given: Mapping[str, Value]) -> None:
    """Change the view, in a callback: one key, or those that one control holds together."""
    found = change_view(current(), db.current(), given)
    st.session_state[VIEW] = found.view
    st.session_state[_PROBLEMS], st.session_state[_SAID] = [], list(found.said)


def widget(key: str) -> str:
    """The name of the control of a key on this page: no two pages share one.

    Streamlit keeps what a control held by its name, also that of a page that is gone.
    """
    return f"{st.session_state[PAGE]}_{key}"


def value_changed(key: str) -> None:
    """What a control was set to becomes the view's, in its callback."""
    name = widget(key)
    if name in st.session_state:
        change({key: st.session_state[name]})


def show(page: str, view: View, build: Build) -> None:
    """Draw the controls of a page."""
    with st.container(horizontal=True, gap="xsmall", key="controls"):
        _priority(build)
        _indicator(view, build)
        if page == "compare":
            _period(view, build)
        _people(view, build)
        if page == "gaps":
            _way_of_comparing(view, build)
            area_picker(build, width=240)
        else:
            comparison()
        if page == "map":
            _drawing(view, build)


def write(view: View, build: Build, page: str) -> None:
    """Put the view into the address; while periods are played it stays as it is."""
    if is_playing():
        return
    address = view.address(build)
    if page not in _OF_ONE_INDICATOR:
        usual = state.resolve({}, build).view.address(build)
        if all(address.get(key) == usual.get(key) for key in _FIGURE):
            address = {key: value for key, value in address.items() if key not in _FIGURE}
    written = {k: v if isinstance(v, list) else [v] for k, v in address.items()}
    # What is no part of a view, such as the way back to a deck, goes with the first change.
    held, parts = st.session_state[_WRITTEN], view.widgets()
    if written != {key: value for key, value in held.items() if key in parts}:
        st.query_params.from_dict(address)
        st.session_state[_WRITTEN] = written


def is_playing() -> bool:
    """Whether the map steps through its periods by itself."""
    return bool(st.session_state.get(PLAYING))


def term(build: Build) -> str:
    """The word of the glossary the address asks for, '' where there is none."""
    return state.term({"term": st.query_params.get("term", "")}, build)


def problems() -> list[str]:
    """What the address asked for that does not exist."""
    return list(st.session_state.get(_PROBLEMS, []))


def notices() -> list[str]:
    """What the last change could not keep, and what is shown instead."""
    return list(st.session_state.get(_SAID, []))


def clear_messages() -> None:
    """Take back what was said, once something else is done."""
    st.session_state[_PROBLEMS], st.session_state[_SAID] = [], []


def my_borough(view: View, build: Build) -> None:
    """The chosen borough, on every page, and the way to be without it."""
    if view.area:
        name = options.boroughs(build)[view.area]
        st.button(
            f"My borough: {text.literal(name)} ×",
            key="my_borough",
            on_click=change,
            args=({"area": ""},),
        )


def choose_area(area_code: str) -> None:
    """Choose a borough from a click, in a callback."""
    change({"area": area_code})


def _query() -> dict[str, list[str]]:
    return {key: st.query_params.get_all(key) for key in st.query_params}


def area_picker(build: Build, width: int | Literal["stretch"] = "stretch") -> None:
    """The list that does by keyboard what a click on the map does."""
    names = options.boroughs(build)
    st.selectbox(
        "Borough",
        ["", *names],
        format_func=lambda code: names.get(code, "Choose a borough"),
        key=widget("area"),
        on_change=value_changed,
        args=("area",),
        width=width,
    )


def _priority(build: Build) -> None:
    titles = options.priorities(build)
    st.selectbox(
        "Priority",
        list(titles),
        format_func=titles.__getitem__,
        key=widget("priority"),
        on_change=value_changed,
        args=("priority",),
        width=150,
    )


def _indicator(view: View, build: Build) -> None:
    titles = options.indicators(build, view.priority)
    st.selectbox(
        "Indicator",
        list(titles),
        format_func=titles.__getitem__,
        key=widget("indicator"),
        on_change=value_changed,
        args=("indicator",),
        # Room for the whole title where the row has no choice of sex.
        width=255 if len(options.sexes(build, view.indicator)) > 1 else 375,
    )


def _period(view: View, build: Build) -> None:
    own = options.periods(build, looks.Series(view.indicator, view.sex, view.age))
    st.selectbox(
        "Period", own, key=widget("period"), on_change=value_changed, args=("period",), width=136
    )


def _people(view: View, build: Build) -> None:
    """Sex and age, where there is a choice."""
    sexes = options.sexes(build, view.indicator)
    if len(sexes) > 1:
        st.selectbox(
            "Sex",
            sexes,
            format_func=text.SEX_WORDS.__getitem__,
            key=widget("sex"),
            on_change=value_changed,
            args=("sex",),
            width=115,
        )
    ages = options.ages(build, view.indicator, view.sex)
    if len(ages) > 1:
        st.selectbox(
            "Age", ages, key=widget("age"), on_change=value_changed, args=("age",), width=150
        )


def comparison() -> None:
    """What figures are compared with, and how sure to be."""
    switch("benchmark", "Compared with", state.BENCHMARKS, text.BENCHMARK_NAMES)
    switch(
        "confidence",
        "How sure",
        state.CONFIDENCES,
        {x: f"{x}%" for x in state.CONFIDENCES},
        "How sure to be before calling a borough different. 95% is usual, 99.8% strict.",
    )


def _drawing(view: View, build: Build) -> None:
    switch("map", "Areas as", state.LAYOUTS, {"boroughs": "Boroughs", "tiles": "Tiles"})
    switch(
        "colour",
        "Colour by",
        _colours(view, build),
        {"value": "Value", "verdict": "Verdict", "quintile": "Fifths", "change": "Change"},
        "Value: darker is more. Verdict: better, similar or worse than the comparison. Fifths: "
        "the boroughs in order, cut in five. Change: since an earlier period, for the latest one.",
    )


def _colours(view: View, build: Build) -> list[str]:
    """The ways to colour: change only in the latest period of several."""
    own = looks.Series(view.indicator, view.sex, view.age)
    changes = looks.can_change(build, own, view.period)
    return [x for x in state.COLOURS if x != looks.CHANGE or changes]


def switch(
    key: str,
    label: str,
    options: Sequence[str],
    names: Mapping[str, str],
    explanation: str | None = None,
) -> None:
    """A choice of a few, all of them in sight; the key is that of the address."""
    st.segmented_control(
        label,
        options,
        format_func=names.__getitem__,
        key=widget(key),
        required=True,
        on_change=value_changed,
        args=(key,),
        help=explanation,
    )


def _way_of_comparing(view: View, build: Build) -> None:
    ways = state.ways(build, view.indicator, view.sex, view.age, view.area)
    st.selectbox(
        "Between",
        list(ways),
        format_func=measures.dimension_name,
        key=widget("by"),
        on_change=value_changed,
        args=("by",),
        width=340,
    )
