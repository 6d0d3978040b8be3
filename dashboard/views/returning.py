"""The way back to a scene from the whole page it is a part of.

The scene's link to a page carries `deck` and `scene`; the session remembers them, because a page's
own controls then write its address without them.
"""

from __future__ import annotations

import streamlit as st

from dashboard import text
from dashboard.content import decks
from dashboard.db import Build
from dashboard.deck_files import OWN
from dashboard.views import my_deck

_FROM = "_deck_left"
_LONGEST = 60


def offer(build: Build, page: str) -> None:
    """Show the way back while the viewer is away from a deck; a deck on the stage needs none."""
    deck, scene = (st.query_params.get(key, "") for key in ("deck", "scene"))
    if page == "present":
        st.session_state.pop(_FROM, None)
        return
    if deck and len(deck) <= _LONGEST and len(scene) <= _LONGEST:
        st.session_state[_FROM] = (deck, scene or "1")
    if _FROM not in st.session_state:
        return
    deck, scene = st.session_state[_FROM]
    title = _title(build, deck)
    if not title:
        st.session_state.pop(_FROM)
        return
    with st.container(key="back_to_deck"):
        st.page_link(
            "views/present.py",
            label=text.literal(f"Back to the deck: {title}"),
            icon=":material/arrow_back:",
            query_params={"deck": deck, "scene": scene},
        )


def _title(build: Build, deck_id: str) -> str:
    """The title of a deck that can be gone back to, '' where there is none."""
    if deck_id == OWN:
        return my_deck.current().title if my_deck.shown() else ""
    found = decks.deck(build, deck_id)
    return found.title if found else ""
