"""A deck on paper: every scene on a sheet of its own, for the browser to print."""

from __future__ import annotations

import streamlit as st

from dashboard import db, stage_state, text
from dashboard.views import decks_offered, my_deck, sheets, shell

build = db.current()
query = {key: st.query_params.get_all(key) for key in st.query_params}
asked = stage_state.read(query, build, my_deck.shown())
if asked.deck is None:
    st.title("Print a deck", anchor=False)
    shell.named(asked.problems or ("The address names no deck; choose one.",))
    decks_offered.show(build)
else:
    st.title(text.literal(f"Print: {asked.deck.title}"), anchor=False)
    shell.named(asked.problems)
    sheets.lead(asked.deck)
    sheets.show(build, asked.deck)
