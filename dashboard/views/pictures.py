"""Charts as pictures for slides: two buttons a chart, worked by static/scripts/picture.js.

The browser makes the picture from the chart it shows, so nothing is sent or fetched.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict

import streamlit as st

from dashboard import text
from dashboard.content.captions import Caption
from dashboard.views import parts

_FORMATS = ("SVG", "PNG")

Offered = tuple[str, Caption, str]


def offer(charts: Callable[[], list[Offered]]) -> None:
    """Buttons for the charts of a page, sent when somebody asks for them.

    Args:
        charts: gives the key of each chart's container, its caption, and its text alternative.
    """
    with parts.unfolded("Pictures for slides", key="pictures_open") as is_open:
        if is_open:
            rows = "".join(_row(*chart) for chart in charts())
            st.html(
                f"<section class='pictures' aria-label='Pictures for slides'><ul>{rows}</ul>"
                "<p class='said' role='status'></p></section>"
            )


def _row(key: str, caption: Caption, alternative: str) -> str:
    words = asdict(caption) | {"alternative": alternative, "chart": key}
    # An attribute that holds what ends a comment or a style is taken off the page.
    angles = str.maketrans({"<": "\\u003c", ">": "\\u003e"})
    data = text.safe(json.dumps(words, ensure_ascii=False).translate(angles))
    label = text.safe(caption.label)
    buttons = "".join(
        f"<button type='button' data-format='{each.lower()}' aria-label='{label} as {each}'>"
        f"{each}</button>"
        for each in _FORMATS
    )
    return f"<li data-picture='{data}'><span>{label}</span> {buttons}</li>"
