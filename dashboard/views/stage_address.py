"""What is on the stage, kept in step with the address."""

from __future__ import annotations

import streamlit as st

from dashboard import stage_state
from dashboard.db import Build
from dashboard.stage_state import Stage
from dashboard.views import my_deck

_STAGE, _PENDING, _WRITTEN = "_stage", "_stage_pending", "_stage_written"


def adopt(build: Build) -> Stage:
    """What the address asks for, unless a control has just changed what is on the stage."""
    if not st.session_state.pop(_PENDING, False):
        query = {key: st.query_params.get_all(key) for key in st.query_params}
        st.session_state[_STAGE] = stage_state.read(query, build, my_deck.shown())
    return current()


def current() -> Stage:
    """What is on the stage now."""
    stage: Stage = st.session_state[_STAGE]
    return stage


def put(stage: Stage) -> None:
    """Change what is on the stage, in a callback; `write` tells the address when it is drawn."""
    st.session_state[_STAGE] = stage
    st.session_state[_PENDING] = True


def write() -> None:
    """Put what is on the stage into the address, so that every scene has one."""
    st.session_state.pop(_PENDING, None)
    address = current().address()
    # A link to a scene from the list of decks, which is the same page, leaves the browser's own
    # address as it was: what counts is what was written last.
    if address != st.session_state.get(_WRITTEN) or address != dict(st.query_params):
        st.query_params.from_dict(address)
        st.session_state[_WRITTEN] = address
