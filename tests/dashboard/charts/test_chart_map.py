"""The map: the frame's classes in the legend's colours, a hatch for each state, small enough."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.charts import borough_map, legend
from dashboard.charts.boundaries import Boundaries
from dashboard.charts.legend import LegendClass
from dashboard.charts.palette import INK, ON_DARK, ON_LIGHT, PAPER, STATES
from tests.dashboard.charts.conftest import worded

URL = "/app/static/boundaries/boroughs.geojson"


def colours(figure: Any) -> dict[str, str]:
    """The fill each area gets, worked out from the colour scale as the browser does."""
    areas = figure.data[0]
    size = areas.zmax - areas.zmin
    fills = {}
    for code, z in zip(areas.locations, areas.z, strict=True):
        share = (z - areas.zmin) / size
        fills[code] = next(
            low[1]
            for low, high in zip(areas.colorscale[::2], areas.colorscale[1::2], strict=True)
            if low[0] <= share <= high[0]
        )
    return fills


def test_every_area_has_the_colour_of_its_class(
    boroughs: pd.DataFrame, geometry: Boundaries, classes: list[LegendClass]
) -> None:
    figure = borough_map.draw(boroughs, URL, geometry, classes=classes)
    expected = {entry.key: entry.colour for entry in classes} | {"suppressed": PAPER}
    assert colours(figure) == {row.area_code: expected[row.klass] for row in boroughs.itertuples()}


def test_the_browser_fetches_the_boundaries_and_a_click_gives_the_code(
    boroughs: pd.DataFrame, geometry: Boundaries, classes: list[LegendClass]
) -> None:
    areas = borough_map.draw(boroughs, URL, geometry, classes=classes).data[0]
    assert areas.geojson == URL
    assert areas.featureidkey == "id"
    assert list(areas.locations) == boroughs["area_code"].tolist()
    assert list(areas.hovertext) == boroughs["hover"].tolist()


def test_the_chosen_area_is_outlined_without_being_in_the_way(
    boroughs: pd.DataFrame, geometry: Boundaries, classes: list[LegendClass]
) -> None:
    figure = borough_map.draw(boroughs, URL, geometry, classes=classes, selected="E09000025")
    outline = figure.data[2]
    assert list(outline.locations) == ["E09000025"]
    assert (outline.marker.line.color, outline.marker.line.width) == (INK, 2.5)
    assert outline.hoverinfo == "skip"


def test_an_unknown_choice_outlines_nothing(
    boroughs: pd.DataFrame, geometry: Boundaries, classes: list[LegendClass]
) -> None:
    figure = borough_map.draw(boroughs, URL, geometry, classes=classes, selected="E06000001")
    assert [trace.type for trace in figure.data] == ["choropleth", "scattergeo"]


def test_each_state_is_hatched_in_its_own_way(
    boroughs: pd.DataFrame, geometry: Boundaries, classes: list[LegendClass]
) -> None:
    for place, state in enumerate(STATES):
        boroughs.loc[place, ["value", "state", "klass"]] = [np.nan, state, state]
    figure = borough_map.draw(boroughs, URL, geometry, classes=classes)
    hatches = [trace for trace in figure.data if trace.type == "scattergeo"]
    assert [trace.name for trace in hatches] == list(STATES)
    slopes = []
    for place, trace in enumerate(hatches):
        west = round(-0.5 + 0.1 * place, 2)
        known = [x for x in trace.lon if x is not None]
        assert west - 1e-3 <= min(known) <= max(known) <= west + 0.09 + 1e-3
        slopes.append((np.sign(trace.lon[1] - trace.lon[0]), len(known)))
    assert len(set(slopes)) == len(STATES)


def test_marks_are_written_on_their_areas(boroughs: pd.DataFrame, geometry: Boundaries) -> None:
    boroughs["klass"] = ["suppressed", "worse_998", *["similar"] * 31]
    classes = legend.verdict_legend("low", "London", "95")
    figure = borough_map.draw(boroughs, URL, geometry, classes=classes, labels="marks")
    texts = list(figure.select_traces({"mode": "text"}))
    written = {text: trace for trace in texts for text in trace.text}
    assert set(written) == {"▼▼", "●"}
    assert written["▼▼"].textfont.color == ON_DARK
    assert written["●"].textfont.color == ON_LIGHT
    assert written["▼▼"].lon[0] == pytest.approx(-0.355)
    assert sum(len(trace.text) for trace in texts) == len(boroughs) - 1


def test_tiles_name_every_area_with_its_figure(
    boroughs: pd.DataFrame, geometry: Boundaries, classes: list[LegendClass]
) -> None:
    figure = borough_map.draw(
        boroughs, URL, geometry, classes=classes, selected="E09000025", labels="names"
    )
    written = [text for trace in figure.select_traces({"mode": "text"}) for text in trace.text]
    assert len(written) == len(boroughs)
    assert "<b>Newham<br>25.2%</b>" in written
    assert "City of<br>London<br>suppressed" in written
    assert "Waltham<br>Forest<br>28.5%" in written


def test_a_click_fades_nothing(
    boroughs: pd.DataFrame, geometry: Boundaries, classes: list[LegendClass]
) -> None:
    figure = borough_map.draw(boroughs, URL, geometry, classes=classes, labels="names")
    for trace in figure.data:
        if trace.type == "choropleth":
            assert trace.unselected.marker.opacity == 1
        elif trace.mode == "text":
            assert trace.unselected.textfont.color == trace.textfont.color


def test_hostile_names_are_shown_as_names(
    boroughs: pd.DataFrame, geometry: Boundaries, classes: list[LegendClass]
) -> None:
    boroughs["short_name"] = "<a href='//x'>"
    figure = borough_map.draw(boroughs, URL, geometry, classes=classes, labels="names")
    assert "<a" not in str(figure.to_dict())


def test_an_unknown_class_is_named(
    boroughs: pd.DataFrame, geometry: Boundaries, classes: list[LegendClass]
) -> None:
    boroughs.loc[3, "klass"] = "terrible"
    with pytest.raises(ValueError, match="class 'terrible' of E09000004 is not known; allowed: va"):
        borough_map.draw(boroughs, URL, geometry, classes=classes)


def test_all_areas_without_a_figure_are_hatched(
    boroughs: pd.DataFrame, geometry: Boundaries
) -> None:
    figure = borough_map.draw(
        worded(boroughs.assign(value=np.nan)), URL, geometry, classes=[], labels="names"
    )
    assert set(colours(figure).values()) == {PAPER}
    assert figure.data[1].name == "suppressed"


def test_one_area_alone_is_drawn(
    boroughs: pd.DataFrame, geometry: Boundaries, classes: list[LegendClass]
) -> None:
    figure = borough_map.draw(boroughs.iloc[[4]], URL, geometry, classes=classes)
    assert list(figure.data[0].locations) == ["E09000005"]


@pytest.mark.parametrize("labels", ["none", "marks", "names"])
def test_the_figure_is_small(
    boroughs: pd.DataFrame,
    geometry: Boundaries,
    classes: list[LegendClass],
    labels: borough_map.Labels,
) -> None:
    figure = borough_map.draw(
        boroughs, URL, geometry, classes=classes, selected="E09000025", labels=labels
    )
    assert len(figure.to_json()) < 12_000


def test_margins_are_none_and_the_view_is_kept(
    boroughs: pd.DataFrame, geometry: Boundaries, classes: list[LegendClass]
) -> None:
    shown = borough_map.draw(boroughs, URL, geometry, classes=classes, height=400).layout
    assert (shown.margin.l, shown.margin.r, shown.margin.t, shown.margin.b) == (0, 0, 0, 0)
    assert (shown.uirevision, shown.dragmode, shown.height) == ("map", False, 400)
    assert shown.geo.lonaxis.range[0] < -0.5
    assert shown.geo.lonaxis.range[1] > 0.09
