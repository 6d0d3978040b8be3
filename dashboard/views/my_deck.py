"""The viewer's own deck: it lives in the session, and the tab keeps a copy for a reload.

A link that leads to a whole new page begins a new session; the tab's copy is then read back, as
carefully as a stranger's file (see static/scripts/deck_kept.js).
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from dashboard import deck_files
from dashboard.db import Build
from dashboard.deck_files import OWN, DeckError
from dashboard.decks import Deck, Scene
from dashboard.state import View
from dashboard.views.shell import STATIC

_DECK, _RESTORED = "_my_deck", "_my_deck_restored"
EMPTY = Deck(OWN, "My deck", ())
_KEEP = st.components.v2.component(
    "deck_kept",
    js=(STATIC / "scripts" / "deck_kept.js").read_text(encoding="utf-8"),
)


def current() -> Deck:
    """The viewer's deck, without scenes at first."""
    deck: Deck = st.session_state.get(_DECK, EMPTY)
    return deck


def shown() -> Deck | None:
    """The viewer's deck as it can be presented: None while it has no scene."""
    return current() if current().scenes else None


def keep(deck: Deck) -> None:
    """Take a deck as the viewer's own."""
    st.session_state[_DECK] = replace(deck, deck_id=OWN)
    st.session_state[_RESTORED] = True


def add(build: Build, view: View, page: str, chart: str, key: str) -> None:
    """The button under a chart that adds the chart, as it is seen, to the viewer's deck.

    It keeps the view's address and not its build, which would stay open as long as the session.
    """
    query = urlencode(view.address(build), doseq=True) if page != "overview" else ""
    with st.container(key=f"add_{key}", width="content"):
        st.button(
            "Add to my deck",
            key=f"to_deck_{key}",
            icon=":material/add_to_queue:",
            type="tertiary",
            on_click=_add,
            args=(page, query, chart),
        )


def remember() -> None:
    """Let the tab keep the deck, and take it back when the session is new."""
    told = st.session_state.get(_RESTORED, False)
    text = deck_files.to_yaml(current()).decode() if current().scenes else ""
    with st.container(key="deck_kept"):
        _KEEP(
            data={"deck": text, "told": told},
            key=_KEPT,
            on_kept_change=_take_back,
        )


_KEPT = "deck_kept_state"


def _add(page: str, query: str, chart: str) -> None:
    deck = current()
    if len(deck.scenes) >= deck_files.MOST_SCENES:
        st.toast(f"Your deck has {deck_files.MOST_SCENES} scenes already, as many as it can hold.")
        return
    keep(replace(deck, scenes=(*deck.scenes, Scene(page, query, chart=chart))))
    count = len(current().scenes)
    st.toast(f"Added to your deck: {count} scene{'' if count == 1 else 's'}. See it under Present.")


def _take_back() -> None:
    """The tab's copy, where this session knows of no deck yet."""
    kept = st.session_state[_KEPT].get("kept")
    if not isinstance(kept, str) or st.session_state.get(_RESTORED):
        return
    st.session_state[_RESTORED] = True
    try:
        st.session_state[_DECK] = deck_files.from_yaml(kept.encode())
    except DeckError:
        # The tab's own storage was changed by somebody else; there is nothing to bring back.
        st.session_state.pop(_DECK, None)
