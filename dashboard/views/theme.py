"""The light and the dark theme: which one a viewer sees, and charts that follow it.

The viewer's system decides, and the menu at the top right changes it by hand. Styles follow by
themselves (see static/styles/base.css); charts are drawn by the script, which runs again when
`browser` says that the page is in another theme.
"""

from __future__ import annotations

import streamlit as st


def current() -> str:
    """The theme this run draws for: ``light``, or ``dark``."""
    return "dark" if st.context.theme.type == "dark" else "light"
