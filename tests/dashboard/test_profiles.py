"""The borough page's content: every line against the marts, every sentence against its line."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import measures, queries, rank_words, state, text
from dashboard.content import profile_lines, profiles
from dashboard.db import Build
from tests import committed
from tests.dashboard.conftest import Profiles
from tests.dashboard.given import view_of, with_a_map
from tests.dashboard.pages import alerts, opened, parts, title, words

NEWHAM, CITY, BROMLEY = "E09000025", "E09000001", "E09000006"
MOST_HTML = 150_000


def test_one_line_an_indicator_or_one_a_sex(build: Build) -> None:
    lines = profile_lines.lines(build, NEWHAM, "london", "95")
    assert {x.indicator_id for x in lines} == set(with_a_map(build))
    by_indicator = pd.Series([x.sex for x in lines]).groupby([x.indicator_id for x in lines])
    for indicator, sexes in by_indicator:
        assert sorted(sexes) in (["persons"], ["female", "male"]), indicator
    assert [x.priority for x in lines] == sorted(
        (x.priority for x in lines), key=list(queries.priorities(build)["priority_id"]).index
    )


def test_a_line_says_what_the_marts_say(build: Build) -> None:
    line = next(
        x
        for x in profile_lines.lines(build, NEWHAM, "london", "95")
        if x.indicator_id == "obesity_year_6"
    )
    row = queries.figures(
        build, "obesity_year_6", line.period, "persons", line.age, "london"
    ).set_index("area_code")
    own = row.loc[NEWHAM]
    assert (line.value, line.lower, line.upper) == (own["value"], own["lower_95"], own["upper_95"])
    assert line.benchmark_value == row.loc["E12000007", "value"]
    assert line.verdict.split("_")[0] == own["verdict_95"]
    columns = ("rank", "rank_shared", "rank_lower", "rank_upper", "rank_of")
    assert line.rank == tuple(own[x] for x in columns)


def test_stricter_confidence_takes_the_stricter_limits(build: Build) -> None:
    usual = profile_lines.lines(build, NEWHAM, "london", "95")
    strict = profile_lines.lines(build, NEWHAM, "london", "99.8")
    wider = 0
    for one, other in zip(usual, strict, strict=True):
        assert not other.verdict.endswith("_95")
        if None not in (one.lower, other.lower):
            assert other.lower <= one.lower  # type: ignore[operator]
            wider += 1
    assert wider > 5


def test_every_line_of_every_borough_has_a_figure_or_a_reason(every_profile: Profiles) -> None:
    for area, _, _, lines in every_profile:
        for line in lines:
            if line.value is None:
                assert line.state != "published", (area, line.key)
                assert line.note, (area, line.key)
            if line.verdict == "not_compared":
                assert line.verdict_reason, (area, line.key)
            if line.rank is None or line.rank.lower is None:
                assert line.rank_reason, (area, line.key)
            assert line.trend_reason, (area, line.key)


def test_orders(build: Build) -> None:
    lines = profile_lines.lines(build, NEWHAM, "london", "95")
    assert profiles.ordered(lines, "priority") == list(lines)
    far = [x.distance for x in profiles.ordered(lines, "distance")]
    known = [abs(x) for x in far if x is not None]
    assert known == sorted(known, reverse=True)
    assert far[len(known) :] == [None] * (len(far) - len(known))
    moving = profiles.ordered(lines, "change")
    clear = [x for x in moving if x.moved]
    assert moving[: len(clear)] == clear
    assert len(clear) > 3
    speeds = [abs(x.yearly_change or 0) for x in clear]
    assert speeds == sorted(speeds, reverse=True)


@pytest.mark.slow
def test_every_page_is_light(build: Build) -> None:
    for area in committed.boroughs():
        shown = profiles.profile(build, view_of(build, area=area))
        assert sum(len(x.encode()) for x in shown.__dict__.values()) < MOST_HTML, area


def test_a_row_has_the_place_and_its_range_or_why_there_is_none(build: Build) -> None:
    tables = profiles.profile(build, view_of(build, area=NEWHAM)).tables
    said = " ".join(words(tables).split())
    without = 0
    for line in profile_lines.lines(build, NEWHAM, "london", "95"):
        if line.rank is None:
            continue
        without += line.rank.lower is None
        likely = rank_words.sureness(line.rank, line.polarity)
        likely = "no interval" if likely == rank_words.UNKNOWN else likely
        assert f"{rank_words.place(line.rank, line.polarity)} {likely}" in said, line.key
    assert without > 5


def test_a_page_is_made_once_whatever_else_the_address_holds(build: Build) -> None:
    one = profiles.profile(build, view_of(build, area=NEWHAM))
    other = profiles.profile(build, view_of(build, area=NEWHAM, indicator="suicide", map="tiles"))
    assert one is other


def test_every_row_links_to_its_map_and_gaps_which_exist(build: Build) -> None:
    tables = profiles.profile(build, view_of(build, area=NEWHAM)).tables
    links = re.findall(
        r"href='(map|gaps)\?indicator=(\w+)&amp;area=(\w+)(?:&amp;sex=(\w+))?'", tables
    )
    lines = profile_lines.lines(build, NEWHAM, "london", "95")
    assert len(links) == 2 * len(lines)
    for _, indicator, area, sex in links:
        resolved = state.resolve({"indicator": indicator, "area": area, "sex": sex}, build)
        assert not resolved.problems
        assert (resolved.view.indicator, resolved.view.area) == (indicator, NEWHAM)
        assert not sex or resolved.view.sex == sex


def test_links_to_inequalities_inside_open_that_comparison(build: Build) -> None:
    inside = profiles.profile(build, view_of(build, area=NEWHAM)).inside
    links = re.findall(r"gaps\?indicator=(\w+)&amp;area=(\w+)&amp;by=(\w+)", inside)
    assert {by for _, _, by in links} == {
        "sex",
        "free_school_meals",
        "deprivation_fifth_within_borough",
    }
    for indicator, area, by in links:
        resolved = state.resolve({"indicator": indicator, "area": area, "by": by}, build)
        assert not resolved.problems
        assert resolved.view.by == by


def test_inside_a_borough_absolute_and_relative_stand_together(build: Build) -> None:
    inside = profiles.profile(build, view_of(build, area=NEWHAM)).inside
    gradient = queries.gradients(build).set_index("area_code").loc[NEWHAM]
    named = {name: measure.name.lower() for name, measure in measures.MEASURES.items()}
    assert f"{named['sii']} {abs(gradient['sii']):.2f} points" in inside.lower()
    assert f"{named['rii']} {gradient['rii']:.2f} times" in inside.lower()
    for entry in re.findall(r"<dd>(.*?)</dd>", inside.lower()):
        for absolute, relative in (measures.USUAL_PAIR, ("sii", "rii")):
            assert (named[absolute] in entry) == (named[relative] in entry), entry
        assert any(named[x] in entry for x in measures.RELATIVE), entry


def test_similar_boroughs_are_the_first_five_of_the_mart(build: Build) -> None:
    shown = profiles.profile(build, view_of(build, area=NEWHAM)).similar
    expected = list(queries.similar(build, NEWHAM)["similar_area_code"].head(5))
    assert re.findall(r"borough\?area=(E\d+)", shown) == expected
    assert "<summary>How likeness is measured" in shown
    assert "standard deviations" in shown


def test_city_of_london_says_why_nothing_is_like_it(build: Build) -> None:
    shown = profiles.profile(build, view_of(build, area=CITY))
    assert text.safe(queries.similar(build, CITY)["reason"].iloc[0]) in shown.similar
    assert text.STATE_WORDS["suppressed"] in shown.tables
    assert "Hackney" in shown.tables


def test_indicators_without_borough_figures_are_named_with_the_reason(build: Build) -> None:
    tables = profiles.profile(build, view_of(build, area=NEWHAM)).tables
    indicators = queries.indicators(build)
    without = indicators[(indicators["boroughs"] == 0) & ~indicators["context"]]
    assert len(without)
    for name in without["short_title"]:
        assert f"<strong>{name}</strong>" in tables


@pytest.mark.parametrize("order", state.ORDERS)
def test_tables_are_tables_to_a_screen_reader(build: Build, order: str) -> None:
    tables = profiles.profile(build, view_of(build, area=NEWHAM, order=order)).tables
    count = tables.count("<table ")
    assert count == (len(committed.priorities()) if order == "priority" else 1)
    assert tables.count("<caption>") == count
    rows = tables.count("<th scope='row'")
    assert rows == len(profile_lines.lines(build, NEWHAM, "london", "95"))
    assert tables.count("<td role=cell>") == 8 * rows
    assert tables.count('role="img"') == len(re.findall(r'aria-label="[^"]+\."', tables))


def test_without_a_borough_the_page_asks_for_one(page: AppTest) -> None:
    opened(page, "borough")
    assert title(page) == "One borough"
    (listed,) = parts(page, "class='boroughs'")
    assert listed.count("<li>") == len(committed.boroughs())
    assert parts(page, "class='foot'")


@pytest.mark.slow
def test_every_borough_has_a_page(page: AppTest, build: Build) -> None:
    for code in committed.boroughs():
        opened(page, "borough", area=code)
        assert title(page) == queries.areas(build)["area_name"][code]


@pytest.mark.parametrize("order", state.ORDERS)
@pytest.mark.parametrize("benchmark", state.BENCHMARKS)
@pytest.mark.parametrize("confidence", state.CONFIDENCES)
def test_every_setting_of_the_borough_page_runs(
    page: AppTest, order: str, benchmark: str, confidence: str
) -> None:
    settings = {"order": order, "benchmark": benchmark, "confidence": confidence}
    opened(page, "borough", area=BROMLEY, **settings)
    name = text.BENCHMARK_NAMES[benchmark]
    assert f">Against {name}<" in parts(page, "class='profile'")[0]


def test_a_borough_that_does_not_exist_is_named(page: AppTest, build: Build) -> None:
    opened(page, "borough", area="Atlantis")
    (said,) = state.resolve({"area": "Atlantis"}, build).problems
    assert text.safe(said) in alerts(page)[0]
    assert title(page) == "One borough"


def test_a_cell_names_the_yardstick_and_judges_only_what_is_tested(build: Build) -> None:
    """Read as people see it, every row of every table beside its line."""
    lines = profile_lines.lines(build, NEWHAM, "london", "95")
    tables = profiles.profile(build, view_of(build, area=NEWHAM)).tables
    rows = re.findall(r"<tr role='row'>(<th scope='row'.*?)</tr>", tables)
    assert len(rows) == len(lines)
    seen = set()
    for line, row in zip(lines, rows, strict=True):
        cell = re.sub(r"<[^>]+>", " ", re.findall(r"<td role=cell>(.*?)</td>", row)[3])
        seen.add((line.placed, line.yardstick))
        assert bool(re.search(r"Better|Worse|Similar|Higher|Lower", cell)) == (
            line.placed == "tested"
        ), (line.key, cell)
        assert ("chance not assessed" in cell) == (line.placed == "apart"), (line.key, cell)
        if line.placed in ("apart", "fifth"):
            assert line.fifth in cell.lower()
        if line.placed == "apart" or (line.placed == "tested" and line.yardstick == "England"):
            assert line.yardstick in cell
    assert {("tested", "London"), ("tested", "England"), ("apart", "London")} <= seen
