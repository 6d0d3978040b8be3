"""The pages there are, in the order of the menu."""

from __future__ import annotations

import copy
from functools import lru_cache

import streamlit as st


def listed() -> list[st.Page]:
    """The pages for one run, of which each may be called once."""
    # To make a page is to look for its file; a copy is a fiftieth of that.
    return [copy.copy(page) for page in _found()]


@lru_cache(maxsize=1)
def _found() -> tuple[st.Page, ...]:
    return (
        st.Page("views/overview.py", title="Overview", default=True),
        st.Page("views/map.py", title="Map", url_path="map"),
        st.Page("views/gaps.py", title="Gaps", url_path="gaps"),
        st.Page("views/borough.py", title="Borough", url_path="borough"),
        st.Page("views/compare.py", title="Compare", url_path="compare"),
        st.Page("views/present.py", title="Present", url_path="present"),
        st.Page("views/print_deck.py", title="Print a deck", url_path="print", visibility="hidden"),
        st.Page("views/downloads.py", title="Downloads", url_path="downloads"),
        st.Page("views/methods.py", title="Methods and sources", url_path="methods"),
    )
