"""The figure without data, and the sentences that stand for pictures."""

import numpy as np
import pandas as pd

from dashboard.charts import describe, no_data
from dashboard.charts.legend import LegendClass
from dashboard.charts.palette import INK
from dashboard.charts.ranked_bars import Line
from tests.dashboard.charts.conftest import worded


def test_the_reason_is_shown_as_it_is_written() -> None:
    figure = no_data.draw("Not collected <b>before</b> 2011.", 300)
    assert figure.layout.annotations[0].text == "Not collected &lt;b&gt;before&lt;/b&gt; 2011."
    assert figure.layout.height == 300
    assert not figure.data
    assert len(figure.to_json()) < 1_500


def test_the_reason_counts_the_states() -> None:
    frame = pd.DataFrame({"state": ["missing", "suppressed", "missing"]})
    assert no_data.reason(frame) == "No area has a figure here: suppressed for 1, missing for 2."
    assert no_data.reason(frame.iloc[:0]) == "No figures to show."


def test_a_map_is_told_by_its_ends_its_classes_and_its_gaps(
    boroughs: pd.DataFrame, classes: list[LegendClass]
) -> None:
    told = describe.map_alt(boroughs, measure="Obesity in year 6", period="2024/25")
    assert told == (
        "Map of Obesity in year 6 by borough, 2024/25: highest Westminster 29.6%, "
        "lowest Barking and Dagenham 12.6%; 1 borough: suppressed."
    )
    counted = describe.map_alt(boroughs, measure="Obesity", period="2024/25", classes=classes)
    assert "; 7 boroughs: 12.6 to 15.9%; 7 boroughs: 16.0 to 19.9%; " in counted


def test_bars_are_told_with_their_benchmarks(boroughs: pd.DataFrame) -> None:
    lines = [Line("London 23.2%", 23.2, INK, "solid"), Line("England", np.nan, INK, "dash")]
    told = describe.bars_alt(boroughs, measure="Obesity", period="2024/25", lines=lines)
    assert "; for comparison London 23.2%; 1 borough: suppressed." in told


def test_ties_are_told(boroughs: pd.DataFrame) -> None:
    same = worded(boroughs.assign(value=boroughs["value"].clip(upper=28)))
    told = describe.bars_alt(same, measure="Obesity", period="2024/25")
    tied = same.loc[same["value"] == 28, "area_name"]
    assert f"highest Tower Hamlets, {tied.iloc[1]} and {len(tied) - 2} others 28.0%" in told


def test_one_figure_or_none_is_told(boroughs: pd.DataFrame) -> None:
    alone = describe.map_alt(boroughs.iloc[[0, 4]], measure="Obesity", period="2024/25")
    assert "only Brent has a figure, 14.2%" in alone
    none = describe.map_alt(boroughs.iloc[[0]], measure="Obesity", period="2024/25")
    assert "no borough has a figure; 1 borough: suppressed" in none


def test_a_trend_is_told_by_its_first_and_last_figures(history: pd.DataFrame) -> None:
    told = describe.trend_alt(history, measure="Obesity", unit_prefix="", unit="%", decimals=1)
    assert told == (
        "Obesity over time: Newham from 24.0% in 2015 to 26.7% in 2024; "
        "London from 22.0% in 2015 to 24.7% in 2024; England from 19.5% in 2015 to 22.2% in 2024."
    )
    last = history[history["year"] == 2024]
    assert "Newham 26.7% in 2024;" in describe.trend_alt(
        last, measure="Obesity", unit_prefix="", unit="%", decimals=1
    )
    none = history.assign(value=np.nan)
    assert describe.trend_alt(none, measure="Obesity", unit_prefix="", unit="%", decimals=1) == (
        "Obesity over time: no figure is published."
    )
