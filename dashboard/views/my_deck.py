"""The viewer's own deck: it lives in the session, and the tab keeps a copy for a reload.

A link that leads to a whole new page begins a new session; the tab's copy is then read back, as
carefully as a stranger's file (see static/scripts/browser.js).
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
from dashboard.views import controls

_DECK, _RESTORED = "_my_deck", "_my_deck_restored"
EMPTY = Deck(OWN, "My deck", ())


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
    # What it is compared with is the viewer's choice, also where that has no figure yet.
    asked = replace(view, benchmark=controls.current().benchmark)
    query = urlencode(asked.address(build), doseq=True) if page != "overview" else ""
    st.button(
        "Add to my deck",
        key=f"to_deck_{key}",
        icon=":material/add_to_queue:",
        type="tertiary",
        on_click=_add,
        args=(page, query, chart),
    )


def to_keep() -> dict[str, str | bool]:
    """What the tab is given to keep: the deck, and whether this session knows of one."""
    text = deck_files.to_yaml(current()).decode() if current().scenes else ""
    return {"deck": text, "told": bool(st.session_state.get(_RESTORED, False))}


def take_back(kept: object) -> None:
    """The tab's copy, where this session knows of no deck yet."""
    if not isinstance(kept, str) or st.session_state.get(_RESTORED):
        return
    st.session_state[_RESTORED] = True
    try:
        st.session_state[_DECK] = deck_files.from_yaml(kept.encode())
    except DeckError:
        # The tab's own storage was changed by somebody else; there is nothing to bring back.
        st.session_state.pop(_DECK, None)


def _add(page: str, query: str, chart: str) -> None:
    deck = current()
    if len(deck.scenes) >= deck_files.MOST_SCENES:
        st.toast(f"Your deck has {deck_files.MOST_SCENES} scenes already, as many as it can hold.")
        return
    keep(replace(deck, scenes=(*deck.scenes, Scene(page, query, chart=chart))))
    count = len(current().scenes)
    st.toast(f"Added to your deck: {count} scene{'' if count == 1 else 's'}. See it under Present.")
