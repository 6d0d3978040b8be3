"""The controls that pages share, kept in step with the address.

The address is read when it changed outside the controls (a link, a bookmark, the back button);
otherwise the controls are the truth and the address follows them.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any, Literal

import streamlit as st

from dashboard import db, looks, measures, state, text
from dashboard.content import options
from dashboard.db import Build
from dashboard.state import View

VIEW = "_view"
PLAYING = "playing"
# What the address of a page carries that shows less than all; the other choices are only kept.
PAGE_KEYS = {
    "compare": ("areas", "indicator", "period", "sex", "age", "benchmark", "confidence"),
}
_WRITTEN = "_address_written"
_PROBLEMS = "_address_problems"


def adopt(build: Build) -> View:
    """The view this run shows, with every control set to it."""
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    # All at once: asking for each of them apart is a twentieth of what a page costs.
    held = st.session_state.to_dict()
    changed = bool(query) and query != held.get(_WRITTEN)
    if changed or _WRITTEN not in held:
        given, problems = state.read_address(query)
        resolved = state.resolve(given, build)
        st.session_state[_PROBLEMS] = [*problems, *resolved.problems]
    else:
        resolved = state.resolve(_chosen(held), build)
    settle(resolved.view.widgets(), held)
    st.session_state[_WRITTEN] = query
    st.session_state[VIEW] = resolved.view
    return resolved.view


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


def keep(build: Build) -> View:
    """The view as it was, on a page whose address says something else."""
    if VIEW not in st.session_state:
        st.session_state[VIEW] = state.resolve({}, build).view
    return current()


def current() -> View:
    """The view of this run, for the page to read."""
    view: View = st.session_state[VIEW]
    return view


def show(page: str, view: View, build: Build) -> None:
    """Draw the controls of a page and write the view into the address."""
    if page == "compare":
        _areas(build)
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
    write(view, build, PAGE_KEYS.get(page, state.KEYS))


def write(view: View, build: Build, keys: Container[str] = state.KEYS) -> None:
    """Put the view into the address; of a page that shows less, only the keys it reads.

    While periods are played it stays as it is.
    """
    if is_playing():
        return
    address = {key: value for key, value in view.address(build).items() if key in keys}
    written = {k: v if isinstance(v, list) else [v] for k, v in address.items()}
    if written != st.session_state.get(_WRITTEN):
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


def choose_area(area_code: str) -> None:
    """Choose a borough from a click, in a callback."""
    forget_problems()
    st.session_state["area"] = area_code


def area_picker(build: Build, width: int | Literal["stretch"] = "stretch") -> None:
    """The list that does by keyboard what a click on the map does."""
    names = options.boroughs(build)
    st.selectbox(
        "Borough",
        ["", *names],
        format_func=lambda code: names.get(code, "Choose a borough"),
        key="area",
        on_change=forget_problems,
        width=width,
    )


def _areas(build: Build) -> None:
    """The boroughs put side by side, across the whole width: six names need it."""
    names = options.boroughs(build)
    st.multiselect(
        f"Boroughs, up to {state.MOST_AREAS}",
        list(names),
        format_func=names.__getitem__,
        key="areas",
        max_selections=state.MOST_AREAS,
        placeholder="Type or choose a borough",
        select_all=False,
        on_change=forget_problems,
    )


def _chosen(held: Mapping[str, Any]) -> state.Given:
    """The controls' values; those a page does not draw keep what they were."""
    kept: dict[str, str | list[str]] = held[VIEW].widgets()
    return state.given(kept | {key: held[key] for key in kept if key in held})


def _priority(build: Build) -> None:
    titles = options.priorities(build)
    st.selectbox(
        "Priority",
        list(titles),
        format_func=titles.__getitem__,
        key="priority",
        on_change=_priority_chosen,
        width=150,
    )


def _indicator(view: View, build: Build) -> None:
    titles = options.indicators(build, view.priority)
    st.selectbox(
        "Indicator",
        list(titles),
        format_func=titles.__getitem__,
        key="indicator",
        on_change=forget_problems,
        # Room for the whole title where the row has no choice of sex.
        width=255 if len(options.sexes(build, view.indicator)) > 1 else 375,
    )


def _period(view: View, build: Build) -> None:
    own = options.periods(build, looks.Series(view.indicator, view.sex, view.age))
    st.selectbox("Period", own, key="period", on_change=forget_problems, width=136)


def _people(view: View, build: Build) -> None:
    """Sex and age, where there is a choice."""
    sexes = options.sexes(build, view.indicator)
    if len(sexes) > 1:
        st.selectbox(
            "Sex",
            sexes,
            format_func=text.SEX_WORDS.__getitem__,
            key="sex",
            on_change=forget_problems,
            width=115,
        )
    ages = options.ages(build, view.indicator, view.sex)
    if len(ages) > 1:
        st.selectbox("Age", ages, key="age", on_change=forget_problems, width=150)


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
        key=key,
        required=True,
        on_change=forget_problems,
        help=explanation,
    )


def _way_of_comparing(view: View, build: Build) -> None:
    ways = state.ways(build, view.indicator, view.sex, view.age, view.area)
    st.selectbox(
        "Between",
        list(ways),
        format_func=measures.dimension_name,
        key="by",
        on_change=forget_problems,
        width=340,
    )


def _priority_chosen() -> None:
    """A new priority brings its own first indicator with it."""
    forget_problems()
    priority = st.session_state["priority"]
    st.session_state["indicator"] = state.default_indicator(priority, db.current())


def forget_problems() -> None:
    """Take back what was said of the address, once a control is used."""
    st.session_state[_PROBLEMS] = []
