"""The compare page's own control: which boroughs are put side by side."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.content import options
from dashboard.db import Build
from dashboard.state import View
from dashboard.views import controls

_COMPARED = "compared"


def areas(view: View, build: Build) -> None:
    """The boroughs put side by side, across the whole width: six names need it."""
    names = options.boroughs(build)
    # The chosen borough is the first of them.
    controls.settle({_COMPARED: list(view.compared)}, st.session_state.to_dict())
    st.multiselect(
        f"Boroughs, up to {state.MOST_AREAS}",
        list(names),
        format_func=names.__getitem__,
        key=_COMPARED,
        max_selections=state.MOST_AREAS,
        placeholder="Type or choose a borough",
        select_all=False,
        on_change=_compared,
    )


def _compared() -> None:
    """The boroughs that were chosen; without the viewer's own, none is picked out any more."""
    view, chosen = controls.current(), list(st.session_state[_COMPARED])
    others = [x for x in chosen if x != view.area]
    own = {} if view.area in chosen else {"area": ""}
    controls.change({"areas": others, **own})
