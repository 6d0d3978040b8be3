"""The map's own controls: its periods with play, and more ways to look at it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import choices, db, looks, queries, text
from dashboard.content import options as content
from dashboard.db import Build
from dashboard.state import View
from dashboard.url.change import Value
from dashboard.views import controls

# Long enough to read the map, short enough to see it move.
SECONDS_A_PERIOD = 1.5
_DRAWN, _CHOICE = "_period_drawn", "map_second"
_SECOND = {
    "off": "Off",
    "period": "Another period",
    "sex": "Another sex",
    "indicator": "Another indicator",
}
_AS_FIRST = "As on the first map"


def looked_at(view: View) -> View:
    """The view as it is drawn: while periods are played, all share one set of classes."""
    return replace(view, classes="all") if controls.is_playing() else view


def periods(view: View, build: Build) -> None:
    """A slider over the periods, a step to either side, and play."""
    there = _periods(view, build)
    if len(there) < 2:
        st.html(f"<p class='sub'>One period is published for boroughs: {text.safe(there[0])}.</p>")
        return
    place = there.index(view.period)
    with st.container(horizontal=True, gap="xsmall", key="periods", vertical_alignment="center"):
        st.button("← Earlier", key="earlier", disabled=place == 0, on_click=_step, args=(there, -1))
        st.select_slider(
            "Period",
            there,
            key=controls.widget("period"),
            label_visibility="collapsed",
            on_change=_moved,
        )
        st.button(
            "Later →",
            key="later",
            disabled=place == len(there) - 1,
            on_click=_step,
            args=(there, 1),
        )
        st.toggle("Play", key=controls.PLAYING, on_change=_begin, args=(there,))
    if controls.is_playing():
        st.session_state[_DRAWN] = True
        _next_period(there)


def more(view: View, build: Build) -> None:
    """What is wanted less often: a second map, classes, boroughs alike, since when."""
    with st.container(key="more", gap="xsmall", width=170):
        with st.popover("More ways to look"):
            _second(view, build)
            controls.switch(
                "classes",
                "Classes made for",
                looks.CLASSES,
                {"period": "This period", "all": "All periods"},
                "Classes for all periods let a colour mean the same in each of them.",
            )
            controls.switch(
                "like", "Boroughs like the chosen one", looks.LIKE, {"no": "Off", "yes": "Pick out"}
            )
        if view.since:
            st.selectbox(
                "Change since",
                looks.earlier(build, _series(view)),
                key=controls.widget("since"),
                on_change=controls.value_changed,
                args=("since",),
                help="Change is counted up to the latest period; other periods can be coloured by "
                "value, verdict or fifths.",
            )


def _second(view: View, build: Build) -> None:
    """What the second map shows instead of the first's period, sex or indicator."""
    st.session_state[_CHOICE] = _kind(view)
    st.selectbox(
        "Second map",
        _kinds(view, build),
        format_func=_SECOND.__getitem__,
        key=_CHOICE,
        on_change=_second_chosen,
        args=(view,),
    )
    kind = _kind(view)
    if kind == "off":
        return
    if kind == "indicator":
        titles = content.indicators(build)
        _pick("indicator2", "Second indicator", list(titles), titles)
    own = looks.second_series(build, view)
    sexes = content.sexes(build, own.indicator)
    if kind == "sex" or (len(sexes) > 1 and kind == "indicator"):
        options = sexes if kind == "sex" else ["", *sexes]
        _pick("sex2", "Second sex", options, text.SEX_WORDS)
    there = content.periods(build, own)
    _pick("period2", "Second period", there if kind == "period" else ["", *there], {})


def _pick(key: str, label: str, options: list[str], names: dict[str, str]) -> None:
    st.selectbox(
        label,
        options,
        format_func=lambda value: names.get(value, value) if value else _AS_FIRST,
        key=controls.widget(key),
        on_change=controls.value_changed,
        args=(key,),
    )


def _kind(view: View) -> str:
    if view.indicator2:
        return "indicator"
    if view.sex2:
        return "sex"
    return "period" if view.period2 else "off"


def _kinds(view: View, build: Build) -> list[str]:
    """The second maps there can be: another sex or period only where there is another."""
    found = ["off"]
    if len(_periods(view, build)) > 1:
        found.append("period")
    if len(content.sexes(build, view.indicator)) > 1:
        found.append("sex")
    return list(dict.fromkeys([*found, "indicator", _kind(view)]))


def _second_chosen(view: View) -> None:
    """The usual second map of the kind chosen; the others' keys are emptied."""
    build, kind = db.current(), st.session_state[_CHOICE]
    usual = {"period": _usual_period, "sex": _other_sex, "indicator": _other_indicator}
    chosen: dict[str, Value] = {"indicator2": "", "period2": "", "sex2": ""}
    if kind in usual:
        chosen[f"{kind}2"] = usual[kind](view, build)
    controls.change(chosen)


def _usual_period(view: View, build: Build) -> str:
    there = looks.usual_earlier(build, _series(view))
    return there if there != view.period else _periods(view, build)[-1]


def _other_sex(view: View, build: Build) -> str:
    sexes = content.sexes(build, view.indicator)
    return next(x for x in reversed(sexes) if x != view.sex)


def _other_indicator(view: View, build: Build) -> str:
    """The next indicator of the same priority, else the first of all."""
    indicators = queries.indicators(build)
    shown = indicators[choices.shown(indicators) & (indicators.index != view.indicator)]
    own = shown[shown["priority"] == view.priority]
    return str((own if len(own) else shown).index[0])


def _series(view: View) -> looks.Series:
    return looks.Series(view.indicator, view.sex, view.age)


def _periods(view: View, build: Build) -> list[str]:
    """The periods of the first map, oldest first."""
    return content.periods(build, _series(view))[::-1]


def _step(there: list[str], by: int) -> None:
    _stop()
    place = _place(there) + by
    controls.change({"period": there[min(max(place, 0), len(there) - 1)]})


def _moved() -> None:
    """Somebody moved the slider."""
    _stop()
    controls.value_changed("period")


def _place(there: list[str]) -> int:
    """Where the period shown is among these; the last where the page has moved on meanwhile."""
    shown = controls.current().period
    return there.index(shown) if shown in there else len(there) - 1


def _stop() -> None:
    controls.clear_messages()
    st.session_state[controls.PLAYING] = False


def _begin(there: list[str]) -> None:
    """Play from the period shown; from the first where that is the last."""
    controls.clear_messages()
    if controls.is_playing() and _place(there) == len(there) - 1:
        controls.change({"period": there[0]})


@st.fragment(run_every=SECONDS_A_PERIOD)
def _next_period(there: list[str]) -> None:
    """Go on to the next period, by a clock; stop at the last.

    The first call belongs to the run that drew the period. The address stays as it is until the
    end, so that playing leaves one step in the history and not one for each period.
    """
    if st.session_state.pop(_DRAWN, False):
        return
    place = _place(there) + 1
    controls.change({"period": there[min(place, len(there) - 1)]})
    if place >= len(there) - 1:
        st.session_state[controls.PLAYING] = False
    st.rerun()
