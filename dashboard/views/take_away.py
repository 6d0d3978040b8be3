"""Taking a deck away: as PowerPoint, or printed."""

from __future__ import annotations

import streamlit as st

from dashboard import db
from dashboard.db import Build
from dashboard.decks import Deck
from dashboard.exports import slides
from dashboard.views import download_controls


def offer(build: Build, deck: Deck) -> None:
    """The buttons under a deck; a file is only made when somebody asks for it."""
    origin = download_controls.origin()
    with st.container(
        horizontal=True, gap="small", vertical_alignment="center", key=f"take_{deck.deck_id}"
    ):
        st.download_button(
            "PowerPoint",
            data=lambda: slides.make(db.current(), deck, origin),
            file_name=slides.name(build, deck),
            mime=slides.MEDIA_TYPE,
            on_click="ignore",
            icon=":material/download:",
            key=f"pptx_{deck.deck_id}",
            help="Native charts and map shapes, with sources and citations in the notes.",
        )
        st.page_link(
            "views/print_deck.py",
            label="Print or PDF",
            icon=":material/print:",
            query_params={"deck": deck.deck_id},
        )
