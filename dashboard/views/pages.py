"""The pages there are, in the order of the menu."""

from __future__ import annotations

import copy
from functools import lru_cache

import streamlit as st

# Each page's file, title and path, in the order of the menu.
PAGES = (
    ("overview", "Overview", ""),
    ("map", "Map", "map"),
    ("gaps", "Gaps", "gaps"),
    ("borough", "Borough", "borough"),
    ("compare", "Compare", "compare"),
    ("present", "Present", "present"),
    ("print_deck", "Print a deck", "print"),
    ("downloads", "Downloads", "downloads"),
    ("methods", "Methods and sources", "methods"),
)
HIDDEN = ("print",)
PATHS = tuple(path for _, _, path in PAGES)


def listed() -> list[st.Page]:
    """The pages for one run, of which each may be called once."""
    # To make a page is to look for its file; a copy is a fiftieth of that.
    return [copy.copy(page) for page in _found()]


@lru_cache(maxsize=1)
def _found() -> tuple[st.Page, ...]:
    return tuple(
        st.Page(
            f"views/{file}.py",
            title=title,
            url_path=path or None,
            default=not path,
            visibility="hidden" if path in HIDDEN else "visible",
        )
        for file, title, path in PAGES
    )
