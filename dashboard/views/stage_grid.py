"""Every scene of a deck at once, to go to any of them."""

from __future__ import annotations

import streamlit as st

from dashboard import text
from dashboard.content import scenes
from dashboard.db import Build
from dashboard.stage_state import Stage
from dashboard.views import parts, stage_address

_OPEN = "_stage_grid"


def is_open() -> bool:
    """Whether the overview of the deck is shown instead of a scene."""
    return bool(st.session_state.get(_OPEN))


def toggle() -> None:
    """Show the overview, or the scene again; for a callback."""
    st.session_state[_OPEN] = not is_open()


def close() -> None:
    """Show the scene; for a callback."""
    st.session_state[_OPEN] = False


def show(build: Build, stage: Stage) -> None:
    """A button a scene, with its number and its headline."""
    if stage.deck is None:
        return
    st.html(
        f"<header role='banner' class='stage-head'><h1>{text.safe(stage.deck.title)}</h1>"
        f"<p class='stage-measured'>{stage.size} scenes. Choose one.</p></header>"
    )
    with st.container(key="stage_grid", horizontal=True, gap=None):
        for place, scene in enumerate(stage.deck.scenes, start=1):
            shown = scenes.staged(build, scene, parts.base_path())
            st.button(
                text.literal(f"{place}. {shown.headline}"),
                key=f"stage_to_{place}",
                type="primary" if place == stage.place else "secondary",
                on_click=_go,
                args=(place,),
                wrap=True,
            )


def _go(place: int) -> None:
    close()
    stage_address.put(stage_address.current().at(place))
