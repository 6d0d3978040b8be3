"""Sessions stay small however many views a viewer sees, and lose nothing that is on the page."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.runtime.state.session_state import SessionState
from streamlit.testing.v1 import AppTest

from dashboard.views import forgetting


def page() -> None:
    """A page whose chart is another control in every run, with one control that stays."""
    import streamlit as st

    run = st.session_state.get("run", 0) + 1
    st.session_state["run"] = run
    st.text_input("Stays", key="stays")
    st.text_input(f"Of run {run}", key=f"of_run_{run}")
    for number in range(9):
        st.button(f"{run} {number}")


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        SessionState, "_remove_stale_widgets", SessionState._remove_stale_widgets, raising=True
    )
    forgetting.old_controls()


def _state(shown: AppTest) -> SessionState:
    found: Any = shown.session_state
    while not isinstance(found, SessionState):
        found = object.__getattribute__(found, "_state")
    return found


def _known(shown: AppTest) -> int:
    return len(_state(shown)._new_widget_state.widget_metadata)


def test_without_it_a_session_grows_with_every_view() -> None:
    shown = AppTest.from_function(page).run()
    for _ in range(20):
        shown.run()
    assert _known(shown) > forgetting.MOST


@pytest.mark.usefixtures("forgetful")
def test_a_session_knows_only_so_many_controls() -> None:
    shown = AppTest.from_function(page).run()
    shown.text_input(key="stays").set_value("typed at the start")
    for _ in range(40):
        shown.run()
        assert _known(shown) <= forgetting.MOST
    state = _state(shown)
    assert len(state._key_id_mapper.id_key_mapping) <= forgetting.MOST
    assert shown.text_input(key="stays").value == "typed at the start"
    assert not shown.exception


@pytest.mark.usefixtures("forgetful")
def test_what_is_on_the_page_stays_however_much_that_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "MOST", 3)
    shown = AppTest.from_function(page).run()
    for run in range(1, 6):
        shown.text_input(key=f"of_run_{run}").set_value(f"typed in run {run}")
        shown.run()
    assert _known(shown) == len(shown.text_input) + len(shown.button)
    assert not shown.exception
