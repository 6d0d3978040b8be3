"""Ranked bars: the frame's numbers in order, areas without a figure last with the reason."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.charts import palette, ranked_bars
from dashboard.charts.palette import ENGLAND_GREY, INK
from dashboard.charts.ranked_bars import Line
from tests.dashboard.charts.conftest import worded

LINES = [
    Line("London 23.2%", 23.2, INK, "solid"),
    Line("England 22.2%", 22.2, ENGLAND_GREY, "dash"),
]


def drawn(frame: pd.DataFrame, **changes: Any) -> Any:
    settings: dict[str, Any] = {
        "lines": LINES,
        "selected": None,
        "unit_prefix": "",
        "unit": "%",
        "unit_name": "per cent of pupils in year 6",
        "zero_based": True,
    }
    return ranked_bars.draw(frame, **(settings | changes))


@pytest.mark.parametrize("zero_based", [True, False])
def test_numbers_limits_and_colours_are_those_of_the_frame(
    boroughs: pd.DataFrame, zero_based: bool
) -> None:
    marks = drawn(boroughs, zero_based=zero_based).data[0]
    frame = boroughs.set_index("area_code").loc[list(marks.customdata)]
    values = np.array(marks.x, dtype=float)
    assert np.array_equal(values, frame["value"], equal_nan=True)
    assert np.allclose(
        values + np.array(marks.error_x.array, dtype=float), frame["upper"], equal_nan=True
    )
    assert np.allclose(
        values - np.array(marks.error_x.arrayminus, dtype=float), frame["lower"], equal_nan=True
    )
    assert list(marks.marker.color) == [palette.colour_of(klass) for klass in frame["klass"]]
    assert list(marks.hovertext) == frame["hover"].tolist()


def test_whiskers_lie_on_an_edge_of_paper(boroughs: pd.DataFrame) -> None:
    bars, whiskers = drawn(boroughs).data[:2]
    assert bars.error_x.array == whiskers.error_x.array
    assert (bars.error_x.color, whiskers.error_x.color) == (palette.PAPER, INK)
    assert bars.error_x.thickness > whiskers.error_x.thickness


def test_highest_first_and_the_city_last_with_its_reason(boroughs: pd.DataFrame) -> None:
    figure = drawn(boroughs)
    names = list(figure.layout.yaxis.ticktext)
    assert names[0] == "Westminster"
    assert names[-2:] == ["Barking and Dagenham", "City of London"]
    words = figure.data[-1]
    assert (words.text, words.y, words.customdata) == ((" suppressed",), (32,), ("E09000001",))
    assert words.textfont.color == ENGLAND_GREY


def test_every_state_has_its_word(boroughs: pd.DataFrame) -> None:
    for place, state in enumerate(palette.STATES):
        boroughs.loc[place, ["value", "lower", "upper"]] = np.nan
        boroughs.loc[place, ["state", "klass"]] = state
    words = drawn(boroughs).data[-1]
    assert sorted(words.text) == [" missing", " not applicable", " not collected", " suppressed"]
    assert list(words.y) == [29, 30, 31, 32]


def test_equal_values_are_in_order_of_their_names(boroughs: pd.DataFrame) -> None:
    figure = drawn(boroughs.assign(value=10.0).sample(frac=1, random_state=1))
    names = list(figure.layout.yaxis.ticktext)
    assert names == sorted(names)


def test_the_chosen_area_is_full_strength_bold_outlined_and_labelled(
    boroughs: pd.DataFrame,
) -> None:
    figure = drawn(boroughs, selected="E09000025")
    marks = figure.data[0]
    place = list(marks.customdata).index("E09000025")
    classes = dict(zip(boroughs["area_code"], boroughs["klass"], strict=True))
    for at, code in enumerate(marks.customdata):
        full = palette.colour_of(classes[code])
        assert marks.marker.color[at] == (full if at == place else palette.blended(full, 0.7))
        assert marks.marker.line.width[at] == (2.5 if at == place else 0.6)
    assert figure.layout.yaxis.ticktext[place] == "<b>Newham</b>"
    label = figure.layout.annotations[-1]
    newham = boroughs.set_index("area_code").loc["E09000025"]
    assert (label.text, label.x, label.y) == ("25.2%", newham["upper"], place)


def test_an_area_without_a_figure_can_be_chosen(boroughs: pd.DataFrame) -> None:
    figure = drawn(boroughs, selected="E09000001")
    assert figure.layout.yaxis.ticktext[-1] == "<b>City of London</b>"
    assert len(figure.layout.annotations) == 3


def test_benchmarks_are_lines_with_direct_labels(boroughs: pd.DataFrame) -> None:
    layout = drawn(boroughs).layout
    lines = [shape for shape in layout.shapes if shape.type == "line"]
    assert [(line.x0, line.x1, line.line.dash) for line in lines] == [
        (23.2, 23.2, "solid"),
        (22.2, 22.2, "dash"),
    ]
    labels = layout.annotations[1:]
    assert [label.text for label in labels] == ["London 23.2%", "England 22.2%"]
    assert labels[0].yshift != labels[1].yshift


def test_a_benchmark_without_a_value_is_left_out(boroughs: pd.DataFrame) -> None:
    figure = drawn(boroughs, lines=[Line("London", float("nan"), INK, "solid")])
    assert not [shape for shape in figure.layout.shapes if shape.type == "line"]


def test_bars_begin_at_zero_and_dots_need_not(boroughs: pd.DataFrame) -> None:
    bars, dots = drawn(boroughs), drawn(boroughs, zero_based=False)
    assert bars.data[0].type == "bar"
    assert bars.layout.xaxis.range[0] == 0
    assert dots.data[0].mode == "markers"
    assert 0 < dots.layout.xaxis.range[0] < boroughs["lower"].min()
    assert dots.layout.xaxis.range[1] > boroughs["upper"].max()


def test_negative_values_are_inside_the_axis(boroughs: pd.DataFrame) -> None:
    frame = boroughs.assign(
        value=boroughs["value"] - 20, lower=boroughs["lower"] - 20, upper=boroughs["upper"] - 20
    )
    figure = drawn(frame, lines=[], selected="E09000002")
    low, high = figure.layout.xaxis.range
    assert low < frame["lower"].min() < 0 < frame["upper"].max() < high
    assert figure.layout.annotations[-1].x == 0


def test_verdicts_carry_their_marks(boroughs: pd.DataFrame) -> None:
    boroughs["klass"] = ["suppressed", *["worse_998"] * 16, *["better_95"] * 16]
    texts = list(drawn(boroughs).select_traces({"mode": "text"}))[:2]
    assert {trace.textfont.color: set(trace.text) for trace in texts} == {
        palette.ON_DARK: {"▼▼"},
        palette.ON_LIGHT: {"▲"},
    }
    assert sorted(place for trace in texts for place in trace.y) == list(range(32))
    dots = drawn(boroughs, zero_based=False).data[0]
    assert set(dots.marker.symbol) == {"triangle-up", "triangle-down", "circle"}


def test_a_click_fades_nothing(boroughs: pd.DataFrame) -> None:
    boroughs["klass"] = ["suppressed", *["worse_998"] * 16, *["better_95"] * 16]
    figure = drawn(boroughs)
    assert figure.data[0].unselected.marker.opacity == 1
    for trace in figure.select_traces({"mode": "text"}):
        assert trace.unselected.textfont.color == trace.textfont.color


def test_without_any_figure_the_reason_is_shown(boroughs: pd.DataFrame) -> None:
    figure = drawn(worded(boroughs.assign(value=np.nan)))
    assert not figure.data
    assert figure.layout.annotations[0].text == ("No area has a figure here: suppressed for<br>33.")


def test_one_area_alone_is_drawn(boroughs: pd.DataFrame) -> None:
    assert list(drawn(boroughs.iloc[[4]], lines=[]).data[0].x) == [14.2]


def test_names_are_level_and_fit(boroughs: pd.DataFrame) -> None:
    layout = drawn(boroughs).layout
    rows = layout.height - layout.margin.t - layout.margin.b
    assert rows / len(boroughs) >= 16
    assert layout.margin.l >= len("Hammersmith and Fulham") * 6
    assert layout.yaxis.tickangle in (None, 0)


def test_hostile_names_are_shown_as_names(boroughs: pd.DataFrame) -> None:
    boroughs.loc[4, ["area_name", "label"]] = "<img src=x onerror=1>"
    figure = drawn(boroughs, selected="E09000005", unit_prefix="<i>", unit_name="<u>name")
    assert "<img" not in str(figure.to_dict())
    assert "<u>" not in str(figure.to_dict())
    assert "<i>" not in str(figure.to_dict())


@pytest.mark.parametrize("zero_based", [True, False])
@pytest.mark.parametrize("selected", [None, "E09000025"])
def test_the_figure_is_small(
    boroughs: pd.DataFrame, zero_based: bool, selected: str | None
) -> None:
    figure = drawn(boroughs, zero_based=zero_based, selected=selected)
    assert len(figure.to_json()) < 10_000
