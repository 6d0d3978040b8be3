"""What stands around a chart that leaves its page: finding, measure, source, note, name."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard import sentences, text
from dashboard.charts import legend, palette
from dashboard.content import captions, gaps, maps
from dashboard.db import Build
from tests.dashboard.given import view_of, with_a_map


def test_a_map_s_caption_has_its_finding_measure_source_and_legend(build: Build) -> None:
    shown = view_of(build, indicator="obesity_year_6", colour="verdict")
    caption = captions.of_map(build, shown)
    scene = maps.scene(build, maps.unchosen(shown))
    assert caption.title == scene.finding
    assert caption.subtitle == (
        "Children living with obesity in year 6 · Per cent of children measured in year 6 · "
        "Aged 10 to 11 · 2024/25"
    )
    assert caption.source.startswith("Source: Office for National Statistics")
    assert "Crown copyright" in caption.source
    assert text.comparison_method("london", "95") in caption.note
    assert caption.name == "obesity-year-6-2024-25-map"
    counts = legend.counts(scene.boroughs)
    listed = legend.html(scene.classes, counts, palette.STATES)
    assert len(caption.legend) == listed.count("<li")
    assert all(entry.words in listed for entry in caption.legend)


def test_names_say_people_period_and_chart(build: Build) -> None:
    shown = view_of(build, indicator="healthy_life_expectancy", sex="male")
    assert captions.of_bars(build, shown).name == (
        "healthy-life-expectancy-male-2022-to-2024-boroughs-in-order"
    )
    tiles = view_of(build, indicator="obesity_year_6", map="tiles")
    assert captions.of_map(build, tiles).name.endswith("-tiles")


def test_two_maps_have_names_of_their_own(build: Build) -> None:
    shown = view_of(build, indicator="obesity_year_6")
    assert captions.of_map(build, shown, "2009/10").label == "Map: 2009/10"


def test_a_chart_without_intervals_says_so(build: Build) -> None:
    shown = view_of(build, indicator="no2_concentration")
    assert captions.of_bars(build, shown).note.startswith(captions.NO_INTERVAL)
    with_limits = view_of(build, indicator="obesity_year_6", confidence="99.8")
    note = captions.of_bars(build, with_limits).note
    assert captions.interval_note(maps.scene(build, with_limits).boroughs, "99.8") in note


def test_what_thin_lines_are_is_said() -> None:
    limited = pd.DataFrame({"lower": [1.0, None]})
    assert captions.interval_note(limited, "99.8") == (
        "Thin lines and bands are 99.8% confidence intervals."
    )
    for without in (limited.iloc[1:], limited.iloc[:0]):
        assert captions.interval_note(without, "95") == captions.NO_INTERVAL


def test_a_gap_is_in_points_and_says_who_calculated_it(build: Build) -> None:
    shown = view_of(build, indicator="obesity_year_6")
    own = gaps.gap(build, shown)
    caption = captions.of_gap(build, shown, "gap")
    assert sentences.gap_unit(own.unit).name in caption.subtitle
    assert "2008/09 to 2024/25" in caption.subtitle
    assert caption.title == own.finding
    assert caption.source.endswith("Inequality measures are our own calculation.")
    assert "times as high" in captions.of_gap(build, shown, "ratio").subtitle


@pytest.mark.slow
def test_every_indicator_has_a_caption_for_every_chart(build: Build) -> None:
    for indicator in with_a_map(build):
        shown = view_of(build, indicator=indicator)
        for caption in (captions.of_map(build, shown), captions.of_bars(build, shown)):
            assert caption.source.startswith("Source: ")
            assert caption.title
            assert shown.period in caption.subtitle
