"""The sheets of a printed deck: headline, picture, source and place, one scene a sheet.

Paper is light, so charts are drawn in the light theme's colours whatever the viewer's is.
"""

from __future__ import annotations

import streamlit as st

from dashboard import text
from dashboard.content import scenes
from dashboard.content.picture import Picture
from dashboard.content.scenes import Staged
from dashboard.db import Build
from dashboard.decks import Deck
from dashboard.views import parts


def lead(deck: Deck) -> None:
    """What will be printed, and the button that prints it."""
    count = len(deck.scenes)
    st.html(
        f"<div class='print-lead'><p class='lede'>{count} sheet{'' if count == 1 else 's'}, one "
        "scene each. To get a PDF, choose 'Save as PDF' where the printer is chosen.</p>"
        "<button type='button' data-print>Print or save as PDF</button></div>"
    )


def show(build: Build, deck: Deck) -> None:
    """Every scene on a sheet of its own."""
    # Only here: a rule for the paper's size would hold for whatever page is printed.
    st.html("<style>@page { size: 960px 540px; margin: 0; }</style>")
    with st.container(key="sheets"):
        for place, scene in enumerate(deck.scenes, start=1):
            shown = scenes.staged(build, scene, parts.base_path())
            with st.container(key=f"sheet_{place}"):
                _sheet(build, deck, place, shown)


def _sheet(build: Build, deck: Deck, place: int, shown: Staged) -> None:
    problem = f"<p class='stage-problem'>{text.safe(shown.problem)}</p>" if shown.problem else ""
    st.html(
        f"<header class='stage-head'><h2>{text.safe(shown.headline)}</h2>"
        f"<p class='stage-measured'>{text.safe(shown.measured)}</p>{problem}</header>"
    )
    with st.container(horizontal=True, gap=None, key=f"sheet_body_{place}"):
        pictures = shown.halves or (shown.picture,)
        for number, picture in enumerate(pictures, start=1):
            if isinstance(picture, Picture):
                with st.container(key=f"sheet_frame_{place}_{number}"):
                    _picture(picture, f"sheet_picture_{place}_{number}")
            elif picture:
                st.html(picture)
        if shown.side:
            st.html(f"<div class='stage-side'>{shown.side}</div>", width="content")
    notes = " ".join(x for x in (shown.interval_note, shown.caveat) if x)
    st.html(
        f"<footer class='stage-foot'><div><p>{text.safe(shown.source)}</p>"
        f"<p>{text.safe(notes)}</p></div><p class='stage-place'>"
        f"<b>{place} / {len(deck.scenes)}</b> {text.safe(deck.title)} · "
        f"build {text.safe(build.build_id)}</p></footer>"
    )


def _picture(picture: Picture, key: str) -> None:
    st.plotly_chart(
        picture.figure,
        theme=None,
        key=key,
        config={**parts.chart_config(), "staticPlot": True},
        alt=picture.alternative,
        height="stretch",
    )
