"""The trend beside the map: the interval somebody chose, and periods that fit its column."""

from __future__ import annotations

import pytest

from dashboard import queries
from dashboard.charts.layout import text_width
from dashboard.content import maps
from dashboard.db import Build
from tests.dashboard.given import view_of

NEWHAM = {"indicator": "obesity_year_6", "period": "2024/25", "area": "E09000025"}


@pytest.mark.parametrize(("confidence", "lower"), [("95", "lower_95"), ("99.8", "lower_998")])
def test_the_band_is_the_interval_chosen(build: Build, confidence: str, lower: str) -> None:
    view = view_of(build, **NEWHAM, confidence=confidence)
    history = queries.history(build, view.indicator, view.sex, view.age, view.area)
    own = history[history["area_code"] == view.area].dropna(subset=[lower])
    assert len(own) > 5
    bands = [
        {round(y, 6) for y in drawn.y if y is not None}
        for drawn in maps.trend(build, view).figure.data
        if drawn.fill
    ]
    assert any({round(x, 6) for x in own[lower]} <= band for band in bands)


@pytest.mark.parametrize("indicator", ["obesity_year_6", "healthy_life_expectancy", "suicide"])
def test_period_names_fit_the_card_s_column(build: Build, indicator: str) -> None:
    view = view_of(build, indicator=indicator, area="E09000025")
    layout = maps.trend(build, view).figure.layout
    room = maps.CARD_WIDTH - layout.margin.l - layout.margin.r
    names = [line for name in layout.xaxis.ticktext for line in name.split("<br>")[:1]]
    # Half of the first and of the last name stand outside the plot.
    assert sum(text_width(name) for name in names[1:]) <= room
