"""Taking a deck away: as PowerPoint, or printed."""

from __future__ import annotations

import streamlit as st

from dashboard import deck_files
from dashboard.db import Build
from dashboard.deck_files import OWN
from dashboard.decks import Deck
from dashboard.views import file_links

_EXPLAINED = "Native charts and map shapes, with sources and citations in the notes."


def offer(build: Build, deck: Deck) -> None:
    """The ways out under a deck; a file is only made when somebody asks for it."""
    with st.container(
        horizontal=True, gap="small", vertical_alignment="center", key=f"take_{deck.deck_id}"
    ):
        st.html(_powerpoint(build, deck), width="content")
        st.page_link(
            "views/print_deck.py",
            label="Print or PDF",
            icon=":material/print:",
            query_params={"deck": deck.deck_id},
        )


def _powerpoint(build: Build, deck: Deck) -> str:
    """A deck of the build has an address; one's own is sent."""
    if deck.deck_id == OWN:
        written = deck_files.to_yaml(deck).decode()
        return file_links.of_own_deck(written, "pptx", "PowerPoint", _EXPLAINED)
    address = file_links.of_deck(deck.deck_id, build.build_id)
    return file_links.link(address, "PowerPoint", _EXPLAINED)
