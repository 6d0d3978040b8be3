"""Trends: the frame's numbers, a gap where a period is missing, labels at the ends."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.charts import trend_axes, trend_line
from dashboard.charts.palette import AREA_STYLES, ENGLAND_GREY, INK


def drawn(series: pd.DataFrame, **changes: Any) -> Any:
    settings: dict[str, Any] = {
        "unit_prefix": "",
        "unit": "%",
        "unit_name": "per cent of pupils in year 6",
        "decimals": 1,
    }
    return trend_line.draw(series, **(settings | changes))


def lines(figure: Any) -> dict[str, Any]:
    return {trace.name: trace for trace in figure.data if "markers" in trace.mode}


def test_numbers_are_those_of_the_frame(history: pd.DataFrame) -> None:
    found = lines(drawn(history))
    for name, rows in history.groupby("series"):
        assert list(found[name].y) == rows["value"].tolist()
        assert list(found[name].hovertext) == rows["hover"].tolist()
        assert found[name].x[0] == "2015-07-02"


def test_london_is_solid_ink_and_england_dashed_grey(history: pd.DataFrame) -> None:
    found = lines(drawn(history))
    assert (found["London"].line.color, found["London"].line.dash) == (INK, "solid")
    assert (found["England"].line.color, found["England"].line.dash) == (ENGLAND_GREY, "dash")
    assert found["Newham"].line.color == AREA_STYLES[0].colour


def test_intervals_are_bands_of_the_area_and_of_london(history: pd.DataFrame) -> None:
    bands = {trace.name: trace for trace in drawn(history).data if trace.fill == "toself"}
    assert set(bands) == {"Newham interval", "London interval"}
    newham = history[history["series"] == "Newham"]
    expected = [*newham["upper"], *reversed(newham["lower"].tolist())]
    assert list(bands["Newham interval"].y) == expected


def test_lines_and_bands_break_where_a_period_is_missing(history: pd.DataFrame) -> None:
    is_gone = (history["series"] == "Newham") & (history["year"] == 2019)
    for series in (history[~is_gone], history.assign(value=history["value"].mask(is_gone))):
        figure = drawn(series)
        newham = lines(figure)["Newham"]
        assert newham.y[4] is None
        assert len(newham.y) == 10
        band = next(trace for trace in figure.data if trace.name == "Newham interval")
        assert band.y[8] is None
        assert None not in lines(figure)["London"].y


def test_a_period_missing_everywhere_breaks_every_line(history: pd.DataFrame) -> None:
    found = lines(drawn(history[history["year"] != 2020]))
    assert all(trace.y[5] is None for trace in found.values())


def test_a_lone_figure_keeps_its_interval(history: pd.DataFrame) -> None:
    newham = history["series"] == "Newham"
    figure = drawn(history[~newham | (history["year"] == 2024)])
    whisker = next(trace for trace in figure.data if trace.name == "Newham interval")
    assert whisker.fill is None
    last = history[newham].iloc[-1]
    assert list(whisker.y) == [last["lower"], last["upper"]]


def test_rolling_periods_are_joined(history: pd.DataFrame) -> None:
    history["period_end"] += pd.DateOffset(years=2)
    history["period"] = [f"{year} to {year + 2}" for year in history["year"]]
    figure = drawn(history)
    assert all(None not in trace.y for trace in lines(figure).values())
    assert figure.layout.xaxis.ticktext[-1] == "2024 to<br>2026"


def test_series_with_other_calendars_are_not_broken(history: pd.DataFrame) -> None:
    england = history["series"] == "England"
    for column in ("period_start", "period_end"):
        history[column] = history[column].where(~england, history[column] + pd.Timedelta(days=90))
    assert all(None not in trace.y for trace in lines(drawn(history)).values())


def test_labels_stand_at_the_ends_and_apart(history: pd.DataFrame) -> None:
    close = history.assign(value=history["value"].where(history["year"] < 2024, 22.0))
    figure = drawn(close)
    labels = figure.layout.annotations[1:]
    assert [label.text for label in labels] == ["England 22.0%", "London 22.0%", "Newham 22.0%"]
    assert all(label.y == 22.0 for label in labels)
    offsets = sorted(label.ay for label in labels)
    assert np.diff(offsets).min() >= 16


def test_a_single_period_is_points_with_whiskers(history: pd.DataFrame) -> None:
    figure = drawn(history[history["year"] == 2024])
    points = lines(figure)
    assert list(figure.layout.xaxis.ticktext) == ["Newham", "London", "England"]
    assert points["Newham"].text == ("  26.7%",)
    assert sorted(point.x[0] for point in points.values()) == [0, 1, 2]
    whiskers = [trace for trace in figure.data if trace.mode == "lines"]
    assert len(whiskers) == 3
    assert list(whiskers[0].y) == pytest.approx([25.7, 27.7])


def test_the_axis_starts_at_zero_only_where_asked(history: pd.DataFrame) -> None:
    assert drawn(history).layout.yaxis.range[0] > 10
    assert drawn(history, zero_based=True).layout.yaxis.range[0] == 0


def test_negative_values_are_inside_the_axis(history: pd.DataFrame) -> None:
    shifted = history.assign(
        value=history["value"] - 50, lower=history["lower"] - 50, upper=history["upper"] - 50
    )
    low, high = drawn(shifted, zero_based=True).layout.yaxis.range
    assert low < shifted["lower"].min()
    assert high > 0


@pytest.mark.parametrize(("count", "room", "every"), [(10, 4, 3), (4, 4, 1), (33, 5, 8), (5, 1, 4)])
def test_period_labels_are_thinned_to_the_room(count: int, room: int, every: int) -> None:
    assert trend_axes.thinning(count, room) == every
    assert len(range(count - 1, -1, -every)) <= max(room, 2)


def test_period_labels_are_level_and_the_last_is_always_there(history: pd.DataFrame) -> None:
    axis = drawn(history).layout.xaxis
    assert axis.tickangle == 0
    assert axis.ticktext[-1] == "2024"
    assert len(axis.ticktext) == len(axis.tickvals) <= 6


def test_six_areas_differ_by_dash_and_marker(history: pd.DataFrame) -> None:
    newham = history[history["series"] == "Newham"]
    six = pd.concat([newham.assign(series=f"Area {place}") for place in range(6)])
    found = lines(drawn(six)).values()
    assert len({(trace.line.dash, trace.marker.symbol) for trace in found}) == 6
    with pytest.raises(ValueError, match="7 areas in one chart; allowed: up to 6"):
        drawn(pd.concat([six, newham.assign(series="Area 7")]))


def test_an_unknown_role_is_named(history: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="role 'region' is not known; allowed: england, london"):
        drawn(history.assign(role="region"))


def test_without_figures_the_reason_is_shown(history: pd.DataFrame) -> None:
    figure = drawn(history.assign(value=np.nan))
    assert not figure.data
    assert figure.layout.annotations[0].text.startswith("No figure is published")


def test_hostile_names_are_shown_as_names(history: pd.DataFrame) -> None:
    figure = drawn(history.assign(series="<b>Newham</b>", role="area", period="<i>"))
    assert "<b>" not in str(figure.to_dict())
    assert "<i>" not in str(figure.to_dict())


def test_the_figure_is_small(history: pd.DataFrame) -> None:
    assert len(drawn(history).to_json()) < 8_000
