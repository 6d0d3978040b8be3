"""Pictures are kept as finished JSON: it is what Plotly's own figure would send, and valid."""

from __future__ import annotations

import json
import tracemalloc
from dataclasses import replace
from typing import Any

import plotly.io
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts import no_data
from dashboard.charts.drawing import Drawing
from dashboard.content import comparisons, gaps, maps
from dashboard.content.picture import Picture
from dashboard.db import Build
from dashboard.state import View
from tests.dashboard.given import varied_views


def _pictures(build: Build, view: View) -> list[Picture | None]:
    shown = gaps.gap(build, view)
    return [
        maps.area_map(build, view, ""),
        maps.bars(build, view),
        maps.trend(build, view),
        *(gaps.over_time(shown, measure) for measure in shown.pair),
        gaps.slope(build, view),
        gaps.shares(build, view)[0],
        gaps.breakdown(build, view),
        comparisons.over_time(build, view),
    ]


def _plain(document: Any) -> Any:
    return json.loads(plotly.io.to_json(document, validate=False))


def _filled(part: Any) -> Any:
    """The same without keys that hold nothing, which Plotly leaves out."""
    if isinstance(part, dict):
        own = {key: _filled(value) for key, value in part.items()}
        return {key: value for key, value in own.items() if value not in (None, {}, [])}
    return [_filled(value) for value in part] if isinstance(part, list) else part


@pytest.mark.slow
def test_what_is_sent_is_what_plotly_makes_of_it(build: Build) -> None:
    """No key is unknown to Plotly, in short form, or of a kind it would change."""
    # By fives every way of seeing comes with every other: they take turns by two, three and four.
    for view in list(varied_views(build))[::5]:
        for picture in _pictures(build, view):
            if picture is not None:
                sent = picture.themed("light").to_dict()
                assert _filled(_plain(picture.figure.to_dict())) == _filled(sent)


def test_a_picture_is_sent_again_without_being_drawn_again(build: Build) -> None:
    view = next(varied_views(build))
    picture = maps.bars(build, view)
    assert maps.bars(build, replace(view, layout="tiles", by="")) is picture
    changed = picture.themed("light").to_dict()
    changed["layout"].clear()
    assert picture.themed("light").to_dict()["layout"]


def test_a_finished_picture_is_little_more_than_its_document(build: Build) -> None:
    """Plotly's own figure would add 10 KB to each, and a themed one is asked for at every act."""
    picture = maps.bars(build, next(varied_views(build)))
    some = [picture.themed("light") for _ in range(200)]
    tracemalloc.start()
    try:
        some += [picture.themed("light") for _ in range(200)]
        each = tracemalloc.get_traced_memory()[0] / 200
    finally:
        tracemalloc.stop()
    assert each < 1024
    assert len(some) == 400


def test_streamlit_takes_it_as_a_figure() -> None:
    def page() -> None:
        import streamlit as st

        from dashboard.charts import no_data
        from dashboard.content.picture import Picture

        picture = Picture(no_data.draw("No figure is published.", 200), "None.")
        st.plotly_chart(picture.themed("light"), theme=None, alt=picture.alternative)

    shown = AppTest.from_function(page).run()
    assert not shown.exception
    spec = json.loads(shown.get("plotly_chart")[0].proto.spec)
    assert "No figure is published." in spec["layout"]["annotations"][0]["text"]
    assert spec["layout"]["height"] == 200


def test_a_drawing_has_all_that_a_figure_has() -> None:
    drawing = no_data.draw("A reason.", 120)
    assert isinstance(drawing, Drawing)
    assert drawing.layout.height == 120
    assert drawing.data == ()
    with pytest.raises(AttributeError):
        _ = drawing.nothing_of_the_kind
