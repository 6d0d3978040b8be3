"""The way for the audience to the same scene on their own screens: a code and an address.

Both are made from the address the presenter's browser says it is at, so they hold under a base
path and behind a proxy.
"""

from __future__ import annotations

import streamlit as st

from dashboard import citations, qr, text
from dashboard.stage_state import Stage

_OPEN = "_stage_audience"


def is_open() -> bool:
    """Whether the code is shown."""
    return bool(st.session_state.get(_OPEN))


def toggle() -> None:
    """Show the code, or put it away; for a callback."""
    st.session_state[_OPEN] = not is_open()


def show(stage: Stage) -> None:
    """A large code beside the address in words."""
    here = (st.context.url or "").partition("?")[0]
    address = citations.link(here, dict(stage.address()))
    warning = (
        "<p>This address works on this machine only. Open the dashboard at the machine's own "
        "address for others to follow.</p>"
        if qr.is_only_here(address)
        else ""
    )
    with st.container(key="stage_code"):
        st.html(
            "<section aria-label='For the audience'>"
            f"{_code(address)}<p><b>{text.safe(_short(address))}</b></p>{warning}</section>"
        )
        st.button("Close", key="stage_code_close", on_click=toggle)


def _code(address: str) -> str:
    try:
        source = qr.picture(address)
    except ValueError:
        return (
            "<p>A deck carried in a link is too long for a code. Share its link, or its file, from "
            "the page Present.</p>"
        )
    return f"<img src='{source}' alt='QR code with the address of this scene'>"


def _short(address: str) -> str:
    """The address as people type it: without the scheme, and no longer than a line or two."""
    bare = address.removeprefix("https://").removeprefix("http://")
    return bare if len(bare) <= 120 else f"{bare[:119]}…"
