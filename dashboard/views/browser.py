"""What the browser tells of itself: the theme it shows, and the deck its tab keeps.

One component without anything to see does both, since each costs every run of every page.
"""

from __future__ import annotations

import streamlit as st

from dashboard.views import my_deck, theme
from dashboard.views.shell import STATIC

_TOLD = "browser_told"
_WATCH = st.components.v2.component(
    "browser", js=(STATIC / "scripts" / "browser.js").read_text(encoding="utf-8")
)


def watch() -> None:
    """Run the page again when its theme changes; let the tab keep the deck, or give it back."""
    _WATCH(
        data={"drawn": theme.current(), **my_deck.to_keep()},
        key=_TOLD,
        on_shown_change=lambda: None,
        on_kept_change=_take_back,
    )


def _take_back() -> None:
    my_deck.take_back(st.session_state[_TOLD].get("kept"))
