"""Boroughs side by side: styles that differ without colour, lines, rows of dots, small strips."""

from __future__ import annotations

import itertools
import math
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import compare_dots, compare_lines, dot_rows
from dashboard.charts.palette import AREA_STYLES, DARK, ENGLAND_GREY, INK
from dashboard.text import Unit
from tests.conftest import ROOT

UNIT = Unit("", "%", "per cent of pupils", 1)
NAMES = ("Newham", "Barking and Dagenham", "Hackney", "Islington", "Camden", "Tower Hamlets")


@pytest.fixture
def many(history: pd.DataFrame) -> pd.DataFrame:
    """Six boroughs with London and England, ten years each."""
    newham = history[history["series"] == "Newham"]
    moved = [
        newham.assign(
            series=name,
            place=place,
            value=newham["value"] - 0.4 * place,
            lower=newham["lower"] - 0.4 * place,
            upper=newham["upper"] - 0.4 * place,
            hover=f"{name}, " + newham["period"],
        )
        for place, name in enumerate(NAMES)
    ]
    rest = history[history["role"] != "area"].assign(place=[6] * 10 + [7] * 10)
    return pd.concat([*moved, rest], ignore_index=True).assign(word="")


def lines(figure: Any) -> dict[str, Any]:
    return {trace.name: trace for trace in figure.data if not trace.name.endswith("interval")}


def test_numbers_and_hover_are_those_of_the_frame(many: pd.DataFrame) -> None:
    found = lines(compare_lines.draw(many, unit=UNIT, height=400))
    assert set(found) == set(many["series"])
    for name, rows in many.groupby("series"):
        assert list(found[name].y) == pytest.approx(rows["value"].tolist())
        assert list(found[name].hovertext) == rows["hover"].tolist()


def test_areas_differ_by_colour_dash_and_marker(many: pd.DataFrame) -> None:
    found = lines(compare_lines.draw(many, unit=UNIT, height=400))
    drawn = [
        (found[name].line.color, found[name].line.dash, found[name].marker.symbol) for name in NAMES
    ]
    assert drawn == [(x.colour, x.dash, x.marker) for x in AREA_STYLES]


def test_benchmarks_have_no_markers_to_be_taken_for_boroughs(many: pd.DataFrame) -> None:
    found = lines(compare_lines.draw(many, unit=UNIT, height=400))
    assert (found["London"].mode, found["London"].line.dash) == ("lines", "solid")
    assert (found["England"].mode, found["England"].line.dash) == ("lines", "dash")
    assert (found["London"].line.color, found["England"].line.color) == (INK, ENGLAND_GREY)
    assert all("markers" in found[name].mode for name in NAMES)


def test_a_benchmark_s_lone_figure_is_not_lost(many: pd.DataFrame) -> None:
    gaps = (many["series"] == "London") & many["year"].isin([2018, 2020])
    london = lines(compare_lines.draw(many[~gaps], unit=UNIT, height=400))["London"]
    assert london.mode == "lines+markers"
    shown = [x for x, size in zip(london.x, london.marker.size, strict=True) if size]
    assert shown == ["2019-07-02"]


def test_every_interval_is_a_band(many: pd.DataFrame) -> None:
    figure = compare_lines.draw(many, unit=UNIT, height=400)
    bands = {trace.name for trace in figure.data if trace.fill == "toself"}
    assert bands == {f"{name} interval" for name in (*NAMES, "London")}


def test_eight_labels_do_not_overlap(many: pd.DataFrame) -> None:
    figure = compare_lines.draw(many.assign(value=22.0), unit=UNIT, height=400)
    labels = figure.layout.annotations[1:]
    assert len(labels) == 8
    sizes = [16 * (label.text.count("<br>") + 1) for label in labels]
    ordered = sorted(zip([label.ay for label in labels], sizes, strict=True))
    for (upper, size), (lower, next_size) in itertools.pairwise(ordered):
        assert lower - upper >= (size + next_size) / 2


def test_one_period_is_rows_of_dots(many: pd.DataFrame) -> None:
    one = many[many["year"] == 2024]
    figure = compare_lines.draw(one, unit=UNIT, height=400)
    assert [trace.y[0] for trace in figure.data] == list(range(8))
    assert [trace.x[0] for trace in figure.data] == pytest.approx(one["value"].tolist())
    first = figure.data[0]
    assert first.error_x.array[0] == pytest.approx(1.0)
    assert first.error_x.arrayminus[0] == pytest.approx(1.0)
    assert [trace.marker.symbol for trace in figure.data[:6]] == [x.marker for x in AREA_STYLES]
    dashes = {shape.line.color: shape.line.dash for shape in figure.layout.shapes}
    assert dashes == {INK: "solid", ENGLAND_GREY: "dash"}


def test_a_row_without_a_figure_says_why_and_keeps_its_style(many: pd.DataFrame) -> None:
    one = many[many["year"] == 2024].reset_index(drop=True)
    one.loc[0, ["value", "lower", "upper"]] = np.nan
    one.loc[0, "word"] = "Suppressed"
    figure = compare_dots.draw(one, unit=UNIT)
    assert figure.data[0].marker.symbol == AREA_STYLES[1].marker
    assert "Suppressed" in [label.text for label in figure.layout.annotations]


def test_a_benchmark_without_a_figure_has_no_line(many: pd.DataFrame) -> None:
    one = many[many["year"] == 2024].reset_index(drop=True)
    one.loc[one["role"] == "london", ["value", "lower", "upper"]] = np.nan
    shapes = compare_dots.draw(one, unit=UNIT).layout.shapes
    assert [shape.visible for shape in shapes] == [False, True]


def test_without_intervals_there_are_no_bars(many: pd.DataFrame) -> None:
    one = many[many["year"] == 2024].assign(lower=np.nan, upper=np.nan)
    assert all(trace.error_x.array is None for trace in compare_dots.draw(one, unit=UNIT).data)


def test_without_figures_the_reason_is_shown(many: pd.DataFrame) -> None:
    figure = compare_lines.draw(many.assign(value=np.nan), unit=UNIT, height=400)
    assert not figure.data
    assert "No figure" in figure.layout.annotations[0].text


def test_hostile_names_are_shown_as_names(many: pd.DataFrame) -> None:
    hostile = many.replace({"series": {"London": "<b>London</b>"}})
    for frame in (hostile, hostile[hostile["year"] == 2024]):
        figure = compare_lines.draw(frame, unit=UNIT, height=400)
        assert "<b>" not in str(figure.to_dict())
    found = lines(compare_lines.draw(hostile, unit=UNIT, height=400))
    assert found["&lt;b&gt;London&lt;/b&gt;"].mode == "lines"


@st.composite
def some_panels(draw: st.DrawFn) -> list[list[float]]:
    figure = st.floats(0, 5000, allow_nan=False).map(lambda x: round(x, 2))
    return draw(st.lists(st.lists(figure, min_size=1, max_size=9), min_size=1, max_size=5))


@given(some_panels())
def test_axes_of_one_unit_have_one_length_and_hold_everything(panels: list[list[float]]) -> None:
    axes = dot_rows.axes(panels, [(0.0, math.nan)] * len(panels))
    lengths = [axis.high - axis.low for axis in axes]
    assert lengths == pytest.approx([lengths[0]] * len(axes))
    for axis, known in zip(axes, panels, strict=True):
        assert axis.low >= 0
        assert all(-0.01 <= float(axis.share(value)) <= 100.01 for value in known)


def test_axes_stay_within_what_is_possible() -> None:
    low, high = dot_rows.axes([[1.0, 3.0], [80.0, 98.0]], [(0.0, 100.0)] * 2)
    assert (low.low, low.high) == (0.0, 20.0)
    assert (high.low, high.high) == (80.0, 100.0)


def test_axes_begin_at_round_figures() -> None:
    axes = dot_rows.axes([[58.6, 81.4]], [(0.0, math.nan)])
    assert axes == [dot_rows.Axis(55.0, 85.0)]


@pytest.mark.parametrize("figures", [[], [0.0], [7.5]], ids=["none", "zero", "one"])
def test_an_axis_has_a_length_whatever_there_is(figures: list[float]) -> None:
    (axis,) = dot_rows.axes([figures], [(math.nan, math.nan)])
    assert axis.high > axis.low


def test_a_strip_places_dot_interval_and_lines() -> None:
    html = dot_rows.strip(
        "a2", 30.0, (25.0, 40.0), {"london": 20.0, "england": None}, dot_rows.Axis(0.0, 50.0)
    )
    assert '<b class="london" style="left:40.0%">' in html
    assert '<s class="a2" style="left:50.0%;width:30.0%">' in html
    assert '<i class="sign a2" style="left:60.0%">' in html
    assert "england" not in html
    assert 'aria-hidden="true"' in html


def test_the_style_sheet_has_the_palette_s_colours() -> None:
    css = (ROOT / "dashboard/static/styles/compare.css").read_text(encoding="utf-8")
    for place, style in enumerate(AREA_STYLES, 1):
        assert f"--area-{place}: {style.colour};" in css
        assert f"--area-{place}: light-dark({style.colour}, {DARK[style.colour]})" in css
    shaped = re.findall(r"\.sign\.(a\d) \{", css)
    # The square is the shape that needs no rule.
    assert shaped == ["a1", "a3", "a4", "a5", "a6"]
