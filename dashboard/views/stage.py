"""The stage: one scene on the whole screen, redrawn alone when the scene changes."""

from __future__ import annotations

import streamlit as st

from dashboard import text, turns
from dashboard.content import prepared, scenes
from dashboard.content.picture import Picture
from dashboard.content.scenes import Staged
from dashboard.db import Build
from dashboard.stage_state import Stage
from dashboard.views import audience, parts, stage_address, stage_bar, stage_grid, theme

# Charts on which a click means a borough.
_CLICKABLE = ("map", "bars", "slope", "shares", "inside")
PICTURE = "stage_picture"


@st.fragment
@turns.taken()
def show(build: Build) -> None:
    """Draw what is on the stage. Only this runs again when the scene changes.

    The next scene is made ready on the server once this one has been sent.
    """
    stage = stage_address.current()
    base = parts.base_path()
    with st.container(key="stage"):
        if stage_grid.is_open():
            stage_grid.show(build, stage)
        else:
            _scene(stage, scenes.staged(build, stage.scene, base))
        stage_bar.show(build, stage)
        if audience.is_open():
            audience.show(stage)
    stage_address.write()
    if stage.place < stage.size:
        prepared.soon(build, stage.at(stage.place + 1).scene, base, theme.current())


def _scene(stage: Stage, shown: Staged) -> None:
    st.html(_head(stage, shown))
    with st.container(horizontal=True, key="stage_body", gap=None):
        if shown.halves:
            for number, half in enumerate(shown.halves, start=1):
                with st.container(key=f"stage_frame_{number}"):
                    _picture(shown, half, f"{PICTURE}_{number}")
        elif isinstance(shown.picture, Picture):
            with st.container(key="stage_frame"):
                _picture(shown, shown.picture, PICTURE)
        elif shown.picture:
            st.html(shown.picture)
        else:
            st.html(
                "<p class='stage-nothing'>Go on with the next scene, or leave the deck; its other "
                "scenes are as they were.</p>"
            )
        if shown.side:
            st.html(f"<div class='stage-side'>{shown.side}</div>", width="content")
    st.html(_foot(stage, shown))


def _picture(shown: Staged, picture: Picture, key: str) -> None:
    """The chart; where it shows boroughs, a click picks one out, and another lets it go."""
    clickable = shown.chart in _CLICKABLE
    st.plotly_chart(
        picture.themed(theme.current()),
        theme=None,
        key=key,
        config={**parts.chart_config(), "displayModeBar": False},
        alt=picture.alternative,
        height="stretch",
        on_select=(lambda: _clicked(key)) if clickable else "ignore",
        selection_mode="points",
    )


def _head(stage: Stage, shown: Staged) -> str:
    said = " ".join(x for x in (*stage.problems, shown.problem) if x)
    problem = f"<p class='stage-problem' role='alert'>{text.safe(said)}</p>" if said else ""
    return (
        f"<header role='banner' class='stage-head'><h1>{text.safe(shown.headline)}</h1>"
        f"<p class='stage-measured'>{text.safe(shown.measured)}</p>{problem}</header>"
    )


def _foot(stage: Stage, shown: Staged) -> str:
    """Source, what the intervals are, what to take care about; where in the deck this is."""
    title = stage.deck.title if stage.deck else ""
    notes = " ".join(x for x in (shown.interval_note, shown.caveat) if x)
    return (
        f"<footer class='stage-foot'><div><p>{text.safe(shown.source)}</p>"
        f"<p>{text.safe(notes)}</p></div>"
        f"<p class='stage-place'><b>{stage.place} / {stage.size}</b> {text.safe(title)}</p>"
        "</footer>"
    )


def _clicked(key: str) -> None:
    area = parts.clicked_area(st.session_state[key].get("selection", {}))
    if area:
        stage = stage_address.current()
        stage_address.put(stage.looking(area="" if stage.changes.get("area") == area else area))
