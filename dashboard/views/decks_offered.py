"""The shipped decks, each with what it tells and the way to it."""

from __future__ import annotations

import streamlit as st

from dashboard import text
from dashboard.content import decks
from dashboard.db import Build
from dashboard.views import take_away


def show(build: Build) -> None:
    """One card a deck."""
    st.html("<h2 class='part'>Ready to show</h2>")
    with st.container(horizontal=True, key="decks"):
        for deck in decks.decks(build):
            with st.container(border=True, key=f"deck_{deck.deck_id}", width=310):
                st.html(
                    f"<h3>{text.safe(deck.title)}</h3><p class='sub'>{text.safe(deck.about)} "
                    f"{text.many(len(deck.scenes), 'scene')}.</p>"
                )
                st.page_link(
                    "views/present.py",
                    label=text.literal(f"Present: {deck.title}"),
                    icon=":material/slideshow:",
                    query_params={"deck": deck.deck_id, "scene": "1"},
                )
                take_away.offer(build, deck)
