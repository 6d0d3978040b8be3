"""Exported decks: native charts with the marts' numbers, named shapes, alt text, safe text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from functools import cache, lru_cache
from typing import Any

import openpyxl
import pandas as pd
import pytest
import xlsxwriter.core
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Inches

from dashboard import queries, state_words, text
from dashboard.charts import palette
from dashboard.content import decks, gaps, maps, scenes
from dashboard.db import Build
from dashboard.decks import Deck, Scene
from dashboard.exports import slide_figures, slide_text, slides
from dashboard.frames import rows
from dashboard.state import ENGLAND, LONDON
from tests import committed
from tests.dashboard.given import view_of

ORIGIN = "https://dashboard.example/health"
HOSTILE = '=HYPERLINK("http://x","y") <script>&</script> \x00\x0b\ud800\u202e ]]> ' + "long " * 60
VERDICTS = "indicator=obesity_year_6&colour=verdict&area=E09000025"
AREAS = "&".join(f"areas=E090000{x:02}" for x in (1, 2, 4, 12, 25, 27))


def of(*scene: Scene, about: str = "") -> Deck:
    return Deck("mine", "Mine", scene, about)


@lru_cache(maxsize=16)
def opened(build: Build, deck: Deck) -> Any:
    return Presentation(io.BytesIO(slides.make(build, deck, ORIGIN)))


@cache
def shipped(build: Build, deck_id: str) -> Any:
    """A deck that comes with it; what is looked at again is made once."""
    deck = decks.deck(build, deck_id)
    assert deck is not None
    return opened(build, deck)


def shapes(holder: Any) -> Iterator[Any]:
    """Every shape, those inside groups too."""
    for shape in holder:
        yield shape
        if shape.shape_type == 6:
            yield from shapes(shape.shapes)


def texts(slide: Any) -> str:
    """Everything written on a slide but in its tables."""
    return " ".join(x.text_frame.text for x in slide.shapes if x.has_text_frame)


def charts(deck: Any) -> list[Any]:
    return [x.chart for slide in deck.slides for x in slide.shapes if x.has_chart]


def described(shape: Any) -> str:
    return str(shape._element.xpath(".//p:cNvPr")[0].get("descr") or "")


def drawn(chart: Any) -> dict[str, list[float | None]]:
    """The first series of a chart by its names."""
    plot = chart.plots[0]
    return dict(zip(plot.categories, plot.series[0].values, strict=True))


def bare(name: str) -> str:
    """A borough's name without the mark or the reason behind it."""
    return re.sub(r" (\(.*\)|[^\w\s]+|\d)$", "", name)


def limits(series: Any) -> dict[int, tuple[float, float]]:
    """The distances that a series' intervals are drawn with, by place."""
    found: dict[str, dict[int, float]] = {}
    for side in ("plus", "minus"):
        points = series._element.xpath(f"c:errBars/c:{side}/c:numRef/c:numCache/c:pt")
        found[side] = {int(x.get("idx")): float(x.find(qn("c:v")).text) for x in points}
    return {x: (found["plus"][x], found["minus"][x]) for x in found["plus"]}


@pytest.mark.slow
@pytest.mark.parametrize("deck_id", committed.decks())
def test_every_shipped_deck_exports_with_a_headline_and_alt_text_everywhere(
    build: Build, deck_id: str
) -> None:
    deck = decks.deck(build, deck_id)
    assert deck is not None
    found = shipped(build, deck_id)
    assert len(found.slides) == len(deck.scenes) + 2
    assert found.slide_width * 9 == pytest.approx(found.slide_height * 16, rel=0.001)
    assert found.slides[0].shapes.title.text_frame.text == deck.title
    for scene, slide in zip(deck.scenes, list(found.slides)[1:-1], strict=True):
        shown = scenes.staged(build, scene)
        assert shown.problem == ""
        assert slide.shapes.title.text_frame.text == shown.headline
    for slide in found.slides:
        for shape in shapes(slide.shapes):
            assert described(shape), f"{shape.name} on slide {slide.slide_id} has no alt text"


@pytest.mark.slow
@pytest.mark.parametrize("deck_id", committed.decks())
def test_nothing_lies_outside_its_slide(build: Build, deck_id: str) -> None:
    found = shipped(build, deck_id)
    for slide in found.slides:
        for shape in shapes(slide.shapes):
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= found.slide_width
            assert shape.top + shape.height <= found.slide_height


def test_notes_have_the_speaker_s_words_source_citation_method_and_link(build: Build) -> None:
    deck = of(Scene("map", VERDICTS, note="Say this first."))
    notes = opened(build, deck).slides[1].notes_slide.notes_text_frame.text
    for words in (
        "Say this first.",
        "Source: Office for National Statistics",
        f"How it was worked out: {text.comparison_method('london', '95')}",
        "Cite as: Office for National Statistics",
        f"build {build.build_id}",
        f"The same view, live: {ORIGIN}/map?",
        "colour=verdict",
    ):
        assert words in notes


def test_the_last_slide_names_every_source_and_the_licence(build: Build) -> None:
    last = list(shipped(build, "air").slides)[-1]
    tables = [x.table for x in last.shapes if x.has_table]
    said = " ".join([texts(last), *(c.text for x in tables for row in x.rows for c in row.cells)])
    deck = decks.deck(build, "air")
    assert deck is not None
    for scene in deck.scenes:
        indicator = scenes.staged(build, scene).view.indicator
        for source in queries.indicators(build)["source_ids"][indicator].split("|"):
            assert queries.sources(build)["publisher"][source] in said
    assert "Open Government Licence v3.0" in said
    assert "Crown copyright" in said


@pytest.mark.parametrize(
    "query",
    [
        "indicator=obesity_year_6",
        "indicator=obesity_year_6&colour=verdict&confidence=99.8",
        "indicator=healthy_life_expectancy&sex=male",
        "indicator=no2_concentration",
        "indicator=no_qualifications",
    ],
)
def test_bars_and_their_intervals_are_the_marts_own_numbers(build: Build, query: str) -> None:
    scene = Scene("map", query)
    (chart,) = charts(opened(build, of(scene)))
    view = scenes.staged(build, scene).view
    figures = queries.figures(
        build, view.indicator, view.period, view.sex, view.age, view.benchmark
    ).set_index("area_name")
    level = "998" if view.confidence == "99.8" else "95"
    found = drawn(chart)
    boroughs = figures[figures["area_type"] == "borough"]
    assert {bare(x) for x in found} >= set(boroughs.index)
    whiskers = [limits(series) for series in chart.plots[0].series]
    assert whiskers[0] == whiskers[1]
    for place, (name, value) in enumerate(found.items()):
        own = figures.loc[bare(name)]
        if pd.isna(own["value"]):
            assert value is None
            continue
        assert value == own["value"]
        lower, upper = own[f"lower_{level}"], own[f"upper_{level}"]
        if pd.isna(lower):
            assert place not in whiskers[0]
        else:
            assert whiskers[0][place] == (upper - value, value - lower)


def test_many_bars_are_two_charts_in_one_order_on_one_axis(build: Build) -> None:
    first, second = charts(opened(build, of(Scene("map", VERDICTS, chart="bars"))))
    values = [x for chart in (first, second) for x in drawn(chart).values() if x is not None]
    assert values == sorted(values, reverse=True)
    assert len(drawn(first)) + len(drawn(second)) == len(committed.areas())
    for axis in (first.value_axis, second.value_axis):
        assert axis.maximum_scale == first.value_axis.maximum_scale
        assert axis.minimum_scale == 0
    assert "Newham ▼▼" in drawn(first)


def test_bars_start_where_zero_means_nothing_at_london_and_say_so(build: Build) -> None:
    deck = of(Scene("map", "indicator=healthy_life_expectancy&sex=male", chart="bars"))
    slide = opened(build, deck).slides[1]
    london = queries.figures(
        build, "healthy_life_expectancy", "2022 to 2024", "male", "All ages", "london"
    ).set_index("area_code")["value"][LONDON]
    for chart in (x.chart for x in slide.shapes if x.has_chart):
        assert chart.value_axis.crosses_at == london
    assert "not at zero" in texts(slide)


@pytest.mark.parametrize(
    ("chart", "measure", "no_gap"), [("gap", "gap", 0.0), ("ratio", "ratio", 1.0)]
)
def test_the_gap_over_time_is_the_mart_s(
    build: Build, chart: str, measure: str, no_gap: float
) -> None:
    scene = Scene("gaps", "indicator=obesity_year_6", chart=chart)
    (found,) = charts(opened(build, of(scene)))
    view = scenes.staged(build, scene).view
    measured = gaps.gap(build, view).measured
    own = measured[(measured["measure"] == measure) & measured["estimate"].notna()]
    values = {name: value for name, value in drawn(found).items() if value is not None}
    assert values == dict(zip(own["period"], own["estimate"], strict=True))
    whiskers = limits(found.plots[0].series[0])
    places = {name: place for place, name in enumerate(found.plots[0].categories)}
    for row in rows(own):
        expected = (row.upper - row.estimate, row.estimate - row.lower)
        assert whiskers[places[row.period]] == expected
    assert found.value_axis.minimum_scale == no_gap, "as on the screen, no gap is in sight"
    # 2020/21 was not measured: its place on the axis is empty, not closed up.
    assert places["2021/22"] - places["2019/20"] == 2


def test_lines_are_the_marts_figures_and_each_is_named_where_it_ends(build: Build) -> None:
    (chart,) = charts(opened(build, of(Scene("compare", f"indicator=obesity_year_6&{AREAS}"))))
    history = queries.histories(build, "obesity_year_6", "persons", "10-11 yrs", "london")
    periods = list(chart.plots[0].categories)
    names = [series.name for series in chart.plots[0].series]
    assert names[-2:] == ["London", "England"]
    assert "Newham" in names
    for series in chart.plots[0].series:
        own = history[(history["area_name"] == series.name) & history["value"].notna()]
        expected = dict(zip(own["period"], own["value"], strict=True))
        found = {x: y for x, y in zip(periods, series.values, strict=True) if y is not None}
        assert found == expected
        (label,) = series._element.xpath("c:dLbls/c:dLbl")
        assert int(label.find(qn("c:idx")).get("val")) == periods.index(own["period"].iloc[-1])
        assert label.find(qn("c:showSerName")).get("val") == "1"


def test_a_borough_without_any_figure_is_named(build: Build) -> None:
    """Publishers join Hackney's figures with the City of London's, so neither has a line."""
    slide = opened(build, of(Scene("compare", f"indicator=obesity_year_6&{AREAS}"))).slides[1]
    (chart,) = [x.chart for x in slide.shapes if x.has_chart]
    names = {series.name for series in chart.plots[0].series}
    assert not {"Hackney", "City of London"} & names
    view = view_of(build, indicator="obesity_year_6")
    found = queries.histories(build, view.indicator, view.sex, view.age, view.benchmark)
    for name in ("Hackney", "City of London"):
        state = found.loc[found["area_name"] == name, "state"].iloc[-1]
        assert f"{state_words.absent(state, name)}." in texts(slide)


def test_the_slope_is_the_mart_s_dots_and_line(build: Build) -> None:
    (chart,) = charts(opened(build, of(Scene("gaps", "indicator=suicide", chart="slope"))))
    placed = queries.positions(build, "suicide", "persons", "10+ yrs")
    known = placed[placed["value"].notna()]
    dots = chart.plots[0].series[0]
    assert list(dots.values) == list(known["value"])
    across = [float(x.text) for x in dots._element.xpath("c:xVal//c:pt/c:v")]
    assert across == list(known["position"])


def test_shares_sum_to_one(build: Build) -> None:
    found = charts(opened(build, of(Scene("gaps", "indicator=obesity_year_6", chart="shares"))))
    values = [x for chart in found for x in drawn(chart).values() if x is not None]
    assert sum(values) == pytest.approx(1, abs=1e-9)
    mart = queries.contribution(build, "obesity_year_6", "persons", "10-11 yrs")
    own = mart[(mart["measure"] == "mdm") & mart["share"].notna()]
    assert sorted(values) == sorted(own["share"])


def test_groups_and_gradients_are_the_marts_figures(build: Build) -> None:
    query = "indicator=physically_inactive&by=ethnicity"
    (chart,) = charts(opened(build, of(Scene("gaps", query, chart="groups"))))
    found = queries.groups(build, "physically_inactive", ENGLAND, "19+ yrs", "ethnicity")
    known = found[(found["group_type"] == "ethnicity") & found["value"].notna()]
    own = known[known["period_end"] == known["period_end"].max()]
    values = drawn(chart)
    assert {name: values[name] for name in own["group_name"]} == dict(
        zip(own["group_name"], own["value"], strict=True)
    )
    inside = charts(opened(build, of(Scene("gaps", "", chart="inside"))))
    mart = queries.gradients(build).set_index("area_name")["sii"].dropna()
    values = {k: v for chart in inside for k, v in drawn(chart).items() if v is not None}
    assert values == dict(mart)


def test_the_worksheet_behind_a_chart_holds_figures_and_limits(build: Build) -> None:
    (chart,) = charts(opened(build, of(Scene("map", "indicator=obesity_year_6"))))
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    header, *body = list(book["Sheet1"].iter_rows(values_only=True))
    assert [str(x).partition(": ")[2] or x for x in header[1:]] == [
        "Obesity in year 6",
        "lower limit",
        "upper limit",
        "upper less figure",
        "figure less lower",
    ]
    view = scenes.staged(build, Scene("map", "indicator=obesity_year_6")).view
    points = slide_figures.ranked(build, view).points
    for cells, point in zip(body, points, strict=True):
        assert cells[0] == point.name
        # Worksheets hold sixteen digits, a chart's own copy of its numbers all of them.
        for cell, number in zip(cells[1:4], (point.value, point.lower, point.upper), strict=True):
            assert cell is number is None or cell == pytest.approx(number, rel=1e-15)


@pytest.mark.parametrize("layout", ["boroughs", "tiles"])
def test_the_map_is_named_shapes_in_the_page_s_colours(build: Build, layout: str) -> None:
    scene = Scene("map", f"{VERDICTS}&map={layout}")
    slide = opened(build, of(scene)).slides[1]
    (group,) = [x for x in slide.shapes if x.shape_type == 6]
    found = {x.name: x for x in group.shapes}
    shown = maps.scene(build, maps.unchosen(scenes.staged(build, scene).view))
    assert set(found) == set(shown.boroughs["area_name"])
    assert len(found) == len(committed.boroughs())
    colours = {x.key: x.colour for x in shown.classes}
    for row in rows(shown.boroughs):
        filling = found[row.area_name].fill
        if row.klass in colours:
            assert f"#{filling.fore_color.rgb}".lower() == colours[row.klass]
        else:
            assert filling.pattern is not None
        assert described(found[row.area_name]).startswith(f"{row.area_name}: ")
    newham = shown.boroughs.set_index("area_name").loc["Newham"]
    assert newham["klass"] == "worse_998"
    assert palette.verdict_label("worse_998", "London") in described(found["Newham"])
    assert found["Newham"].line.width > found["Brent"].line.width


def test_islands_are_outlines_of_one_shape(build: Build) -> None:
    slide = opened(build, of(Scene("map", "indicator=obesity_year_6"))).slides[1]
    (group,) = [x for x in slide.shapes if x.shape_type == 6]
    outlines = {x.name: len(x._element.findall(f".//{qn('a:moveTo')}")) for x in group.shapes}
    assert outlines["Greenwich"] == 2
    assert outlines["Newham"] == 1


def test_tables_are_native_and_say_what_the_scene_says(build: Build) -> None:
    deck = of(Scene("overview", ""), Scene("borough", "area=E09000025"))
    found = opened(build, deck)
    priorities, standing = (
        next(x.table for x in found.slides[place].shapes if x.has_table) for place in (1, 2)
    )
    shown = scenes.staged(build, deck.scenes[0]).table.reset_index()
    cells = [[cell.text for cell in row.cells] for row in priorities.rows]
    assert cells[0] == list(shown.columns)
    assert cells[1:] == [[str(x) for x in row] for row in shown.to_numpy()]
    assert priorities.first_row
    assert standing.cell(0, 0).text == "Indicator"
    # The heads, and the ten figures that are farthest away.
    assert len(standing.rows) == 11


@pytest.mark.parametrize(
    "scene",
    [Scene("map", "indicator=xyz"), Scene("nowhere", ""), Scene("borough", "")],
    ids=["indicator", "page", "borough"],
)
def test_a_scene_that_is_not_there_is_a_calm_slide(build: Build, scene: Scene) -> None:
    slide, shown = opened(build, of(scene)).slides[1], scenes.staged(build, scene)
    assert shown.is_empty
    assert slide.shapes.title.text_frame.text == shown.headline
    assert shown.problem in texts(slide)
    assert not any(x.has_chart for x in slide.shapes)


def test_hostile_text_stays_text_and_fits(build: Build) -> None:
    deck = Deck("../x<y>", HOSTILE, (Scene("map", VERDICTS, HOSTILE, HOSTILE),), HOSTILE)
    found = opened(build, deck)
    title = found.slides[1].shapes.title.text_frame.text
    assert title.startswith('=HYPERLINK("http://x","y") <script>&</script> ]]>')
    assert title.endswith("…")
    assert "\x0b" not in found.slides[1].notes_slide.notes_text_frame.text
    assert HOSTILE.split()[-1] in found.slides[1].notes_slide.notes_text_frame.text
    assert slides.name(build, deck) == f"london-health-x-y-{build.build_id}.pptx"


@pytest.mark.slow
def test_the_same_deck_gives_the_same_bytes_and_only_arial(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    slope = Scene("gaps", "indicator=suicide", chart="slope")
    deck = of(Scene("map", VERDICTS), Scene("gaps", "indicator=obesity_year_6"), slope)
    made = slides.make(build, deck, ORIGIN)
    # Worksheets would otherwise say in which second they were written.
    told = []

    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            told.append(datetime.now(tz) + timedelta(hours=1))
            return told[-1]

    monkeypatch.setattr(xlsxwriter.core, "datetime", Later)
    assert slides.make(build, deck, ORIGIN) == made
    assert told, "worksheets ask another clock"
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        for name in package.namelist():
            part = package.read(name)
            assert b"Calibri" not in part, name
            for outside in re.findall(rb'TargetMode="External"[^>]*', part):
                raise AssertionError(f"{name} refers to something outside: {outside!r}")


@pytest.mark.parametrize("deck_id", committed.decks())
def test_text_boxes_are_as_high_as_their_text(build: Build, deck_id: str) -> None:
    """Every text, set in Arial at its size, ends inside its box."""
    for slide in shipped(build, deck_id).slides:
        for shape in slide.shapes:
            if not shape.has_text_frame or not shape.text_frame.text.strip():
                continue
            width = shape.width / Inches(1) * 72
            high = sum(
                _height(paragraph, width)
                for paragraph in shape.text_frame.paragraphs
                if paragraph.runs
            )
            room = shape.height / Inches(1) * 72
            is_legend = shape.name.startswith("Legend")
            assert high <= room + (0.5 if is_legend else 0.01), shape.name


def _height(paragraph: Any, width: float) -> float:
    """How high a paragraph is in a box so wide, both in points."""
    font = paragraph.runs[0].font
    lines = slide_text.lines(paragraph.text, font.size.pt, width, bool(font.bold))
    return len(lines) * font.size.pt * slide_text.LINE
