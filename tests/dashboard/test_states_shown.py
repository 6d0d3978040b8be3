"""A figure that is not there is never a blank: map, bars, legend, card and table say which state.

Every state that the committed figures have is looked up in them, with one of its areas.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import pytest

from dashboard import queries, state, state_words, text
from dashboard.charts.palette import STATES
from dashboard.content import absences, compare_table, maps, profile_lines, profiles
from dashboard.content.maps import Scene
from dashboard.db import Build
from dashboard.state import View
from dashboard.url.query import read as read_query
from tests.dashboard.given import view_of

ABSENT = ("suppressed", "not_applicable", "missing")


@lru_cache
def found(build: Build, kind: str) -> tuple[Scene, View, str]:
    """The first indicator's newest period in which some, not all, boroughs are in a state."""
    for view in views(build):
        figures = queries.figures(
            build, view.indicator, view.period, view.sex, view.age, view.benchmark
        )
        own = figures[(figures["area_type"] == "borough") & (figures["state"] == kind)]
        if 0 < len(own) < 20:
            return maps.scene(build, view), view, str(own["area_code"].iloc[0])
    raise AssertionError(f"no borough is {kind} in the figures")


def views(build: Build) -> Iterator[View]:
    """Every indicator in every period of its first series."""
    for indicator in queries.indicators(build).index:
        given, _ = read_query({"indicator": [str(indicator)]})
        first = state.resolve(given, build).view
        if first.indicator == indicator:
            series = queries.series(build, first.indicator)
            own = series[(series["sex"] == first.sex) & (series["age"] == first.age)]
            yield from (replace(first, period=str(period)) for period in own["period"])


@pytest.mark.parametrize("kind", ABSENT)
def test_a_state_is_seen_and_said_wherever_a_figure_could_be(build: Build, kind: str) -> None:
    shown, view, code = found(build, kind)
    word, name = STATES[kind].word, shown.boroughs.set_index("area_code")["area_name"][code]
    assert STATES[kind].label in shown.legend_html
    bars = maps.bars(build, view)
    words = [str(x) for trace in bars.figure.data if trace.text is not None for x in trace.text]
    assert f" {word}" in words
    area_map = maps.area_map(build, view, "")
    assert kind in {trace.name for trace in area_map.figure.data}
    areas = area_map.figure.data[0]
    hover = dict(zip(areas.locations, areas.hovertext, strict=True))
    assert text.STATE_WORDS[kind] in hover[code]
    for picture in (bars, area_map):
        assert word in picture.alternative
    tiles = maps.area_map(build, replace(view, layout="tiles"), "")
    labels = [str(x) for trace in tiles.figure.data if trace.text is not None for x in trace.text]
    assert any(label.replace("<br>", " ").endswith(word) for label in labels)
    assert maps.table(shown, view).loc[name, "Value"] == text.STATE_WORDS[kind]


@pytest.mark.parametrize("kind", ABSENT)
def test_a_state_is_explained(build: Build, kind: str) -> None:
    shown, _, code = found(build, kind)
    row = shown.figures.set_index("area_code").loc[code]
    html = absences.html(shown)
    assert f"<strong>{text.safe(row['area_name'])}</strong>: {STATES[kind].word}" in html
    assert text.safe(row["note"]) in html
    assert text.STATE_MEANINGS[kind] in html


@pytest.mark.parametrize("kind", ABSENT)
def test_a_state_is_said_beside_other_boroughs(build: Build, kind: str) -> None:
    _, view, code = found(build, kind)
    table = compare_table.table(build, replace(view, areas=(code, "E09000025"), area=""))
    assert text.STATE_WORDS[kind] in table
    assert f"Not ranked<small>{state_words.absent(kind)}</small>" in table


@pytest.mark.parametrize("area", ["E09000001", "E09000012", "E09000025"])
def test_a_profile_says_the_state_of_every_figure_that_is_not_there(
    build: Build, area: str
) -> None:
    """Of the borough's own and of London's and England's; the reasons of the cells say it too."""
    tables = profiles.profile(build, view_of(build, area=area)).tables
    tables = tables.partition("<details")[0]
    lines = profile_lines.lines(build, area, "london", "95")
    own = [x for x in lines if x.value is None]
    for kind in text.STATE_WORDS:
        cells = tables.count(f"<b>{text.STATE_WORDS[kind]}</b>")
        assert cells == sum(x.state == kind for x in own)
    given, states = profile_lines.benchmarks(build), profile_lines.benchmark_states(build)
    told = [
        states.get(x.key, {}).get(name, "missing")
        for x in lines
        for name in ("london", "england")
        if name not in given.get(x.key, {})
    ]
    for kind in text.STATE_WORDS:
        assert tables.count(f">{text.STATE_WORDS[kind]}</span>") == told.count(kind)
    for line in own:
        # The publisher's own remark may say it in words of its own.
        tables = tables.replace(text.safe(line.note), "")
    assert "no figure" not in tables.lower()
    assert "not given" not in tables.lower()


def test_the_title_counts_boroughs_and_names_other_areas(build: Build) -> None:
    shown, _, _ = found(build, "suppressed")
    figures = shown.figures.copy()
    figures.loc[figures["area_type"] == "borough", "state"] = "published"
    codes = ["E09000001", "E09000012"]
    for also, title in (
        ([], "2 boroughs without a figure, and why"),
        (["E92000001"], "2 boroughs and England without a figure, and why"),
        (["E12000007", "E92000001"], "2 boroughs, London and England without a figure, and why"),
    ):
        figures["state"] = (
            figures["area_code"].isin([*codes, *also]).map({True: "suppressed", False: "published"})
        )
        ordered = figures.sort_values("area_code")
        assert absences.title(replace(shown, figures=ordered)) == title
    figures["state"] = "published"
    assert absences.title(replace(shown, figures=figures)) == ""
