"""The dark theme's charts: paper and ink turned, fills kept, nothing left in a light colour."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
import pytest

from dashboard.charts import night
from dashboard.charts.palette import (
    DARK,
    INK,
    ON_LIGHT,
    OTHERS_STRENGTH,
    PAPER,
    RULE,
    VALUE_COLOURS,
    VERDICTS,
    blended,
    faded,
)


@pytest.fixture
def light() -> go.Figure:
    weak = blended(VALUE_COLOURS[2], OTHERS_STRENGTH)
    return go.Figure(
        data=[
            {
                "type": "bar",
                "x": [1, 2],
                "marker": {"color": [weak, VALUE_COLOURS[4]], "line": {"color": INK}},
                "error_x": {"array": [1, 1], "color": PAPER},
                "hovertext": ["#12212e is text here, not a colour", "b"],
            },
            {"type": "scatter", "mode": "text", "textfont": {"color": ON_LIGHT}},
            {"type": "scatter", "fill": "toself", "fillcolor": faded(INK, 0.16)},
        ],
        layout={
            "font": {"color": INK},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "xaxis": {"gridcolor": RULE},
            "shapes": [{"type": "rect", "fillcolor": PAPER, "line": {"width": 0}}],
            "template": "none",
        },
    )


def test_ink_paper_and_rules_are_turned(light: go.Figure) -> None:
    dark = night.figure(light)
    assert dark.layout.font.color == DARK[INK]
    assert dark.layout.xaxis.gridcolor == DARK[RULE]
    assert dark.layout.shapes[0].fillcolor == DARK[PAPER]
    assert dark.data[0].marker.line.color == DARK[INK]
    assert dark.data[0].error_x.color == DARK[PAPER]
    assert dark.data[2].fillcolor == faded(DARK[INK], 0.16)


def test_fills_and_what_is_written_on_them_stay(light: go.Figure) -> None:
    dark = night.figure(light)
    weak, full = dark.data[0].marker.color
    assert full == VALUE_COLOURS[4]
    assert weak == blended(VALUE_COLOURS[2], OTHERS_STRENGTH, paper=DARK[PAPER])
    assert dark.data[1].textfont.color == ON_LIGHT


def test_everything_but_colours_is_the_same_and_the_light_chart_is_left_alone(
    light: go.Figure,
) -> None:
    before = light.to_json()
    dark = night.figure(light)
    assert light.to_json() == before
    assert list(dark.data[0].x) == [1, 2]
    assert dark.data[0].hovertext[0] == "#12212e is text here, not a colour"
    assert dark.layout.paper_bgcolor == "rgba(0,0,0,0)"


def test_lists_of_colours_that_plotly_holds_as_arrays_are_turned() -> None:
    light = go.Figure(go.Scatter(marker={"color": np.array([INK, PAPER], dtype=object)}))
    assert list(night.figure(light).data[0].marker.color) == [DARK[INK], DARK[PAPER]]


@pytest.mark.parametrize("colour", ["transparent", "rgba(1,2,3,0.5)", VERDICTS["similar"].colour])
def test_a_colour_without_a_role_on_paper_is_left(colour: str) -> None:
    assert night.colour(colour) == colour
