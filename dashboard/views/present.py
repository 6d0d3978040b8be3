"""Scenes on a whole screen; without a deck, the decks there are and the viewer's own."""

from __future__ import annotations

import streamlit as st

from dashboard import db
from dashboard.views import deck_editor, decks_offered, shell, stage, stage_address

build = db.current()
shown = stage_address.adopt(build)
if shown.deck is not None:
    stage.show(build)
else:
    st.title("Present", anchor=False)
    st.html(
        "<p class='lede'>A deck shows one finding at a time on the whole screen, for a projector "
        "or a shared window. Nothing of it needs the internet.</p>"
    )
    shell.named(shown.problems)
    decks_offered.show(build)
    deck_editor.show(build)
