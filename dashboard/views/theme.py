"""The light and the dark theme: which one a viewer sees, and charts that follow it.

The viewer's system decides, and the menu at the top right changes it by hand. Styles follow by
themselves (see static/styles/base.css); charts are drawn by the script, which has to run again.
"""

from __future__ import annotations

import streamlit as st

from dashboard.views.shell import STATIC

_WATCH = st.components.v2.component(
    "theme_watch",
    js=(STATIC / "scripts" / "theme_watch.js").read_text(encoding="utf-8"),
)


def follow() -> None:
    """Run the page again when its theme is no longer the one its charts were drawn in."""
    with st.container(key="theme_watch"):
        _WATCH(data={"drawn": current()}, key="theme_watched", on_shown_change=lambda: None)


def current() -> str:
    """The theme this run draws for: ``light``, or ``dark``."""
    return "dark" if st.context.theme.type == "dark" else "light"
