"""The borough page's content: every line against the marts, every sentence against its line."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import profile_sentences, queries, state
from dashboard.content import profile_lines, profiles
from dashboard.content.profile_lines import Line
from dashboard.db import Build
from tests.conftest import ROOT

NEWHAM, CITY, BROMLEY = "E09000025", "E09000001", "E09000006"
MOST_HTML = 150_000


def _boroughs(build: Build) -> list[str]:
    areas = queries.areas(build)
    return list(areas.loc[areas["area_type"] == "borough", "area_code"])


def _every_profile(build: Build) -> Iterator[tuple[str, str, state.Confidence, tuple[Line, ...]]]:
    for area in _boroughs(build):
        for benchmark in state.BENCHMARKS:
            for confidence in state.CONFIDENCES:
                found = profile_lines.lines(build, area, benchmark, confidence)  # type: ignore[arg-type]
                yield area, benchmark, confidence, found  # type: ignore[misc]


def _stand_outs(
    build: Build, area: str, benchmark: str, lines: tuple[Line, ...]
) -> tuple[profile_sentences.Standout, ...]:
    row = queries.areas(build).loc[area]
    return profile_sentences.stand_outs(
        lines, row["area_name"], int(row["deprivation_rank"]), 33, benchmark
    )


def _view(build: Build, **query: str) -> state.View:
    return state.resolve(query, build).view


def test_one_line_an_indicator_or_one_a_sex(build: Build) -> None:
    lines = profile_lines.lines(build, NEWHAM, "london", "95")
    indicators = queries.indicators(build)
    expected = set(indicators.loc[state.shown(indicators), "indicator_id"])
    assert {x.indicator_id for x in lines} == expected
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
    assert line.rank == (own["rank"], own["rank_lower"], own["rank_upper"], own["rank_of"])


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


def test_every_line_of_every_borough_has_a_figure_or_a_reason(build: Build) -> None:
    for area, _, _, lines in _every_profile(build):
        for line in lines:
            if line.value is None:
                assert line.state != "published", (area, line.key)
                assert line.note, (area, line.key)
            if line.verdict == "not_compared":
                assert line.verdict_reason, (area, line.key)
            if line.rank is None:
                assert line.rank_reason, (area, line.key)
            assert line.trend_reason, (area, line.key)


def test_no_sentence_contradicts_its_line(build: Build) -> None:
    """Every borough, benchmark and confidence: each sentence against the row it speaks of."""
    kinds: dict[str, int] = {}
    for area, benchmark, confidence, lines in _every_profile(build):
        by_key = {x.key: x for x in lines}
        rank = int(queries.areas(build)["deprivation_rank"][area])
        for found in _stand_outs(build, area, benchmark, lines):
            kinds[found.kind] = kinds.get(found.kind, 0) + 1
            about = [by_key[key] for key in found.about]
            where = (area, benchmark, confidence, found.sentence)
            assert about, where
            assert all(x.subject in found.sentence for x in about), where
            _agrees(found, about, lines, rank, where)
    assert set(kinds) == set(profile_sentences.HEADINGS)


def _agrees(
    found: profile_sentences.Standout,
    about: list[Line],
    lines: tuple[Line, ...],
    rank: int,
    where: object,
) -> None:
    if found.kind in ("worst", "best"):
        word = "worse" if found.kind == "worst" else "better"
        side = [x for x in lines if x.verdict.startswith(word)]
        (line,) = about
        assert line in side, where
        assert abs(line.distance or 0) == max(abs(x.distance or 0) for x in side), where
        assert _above(line) == ((line.polarity == "high") == (word == "better")), where
        assert line.figure in found.sentence, where
        assert f" is {word} than " in found.sentence, where
    elif found.kind in ("worsening", "improving"):
        for line in about:
            good = (line.slope > 0) == (line.polarity == "high")  # type: ignore[operator]
            assert good == (found.kind == "improving"), where
            assert line.direction == ("increasing" if line.slope > 0 else "decreasing"), where  # type: ignore[operator]
            way = "up" if line.slope > 0 else "down"  # type: ignore[operator]
            assert f"{line.subject}, {way} by" in found.sentence, where
    else:
        assert rank <= 11 or rank >= 23, where
        for line in about:
            assert line.verdict_998 == ("better" if rank <= 11 else "worse"), where
        assert ("most deprived third" in found.sentence) == (rank <= 11), where


def _above(line: Line) -> bool:
    assert line.value is not None
    assert line.benchmark_value is not None
    return line.value > line.benchmark_value


def test_nobody_of_the_middle_third_is_against_expectation(build: Build) -> None:
    ranks = queries.areas(build)["deprivation_rank"]
    for area, benchmark, _, lines in _every_profile(build):
        if 12 <= ranks[area] <= 22:
            kinds = {x.kind for x in _stand_outs(build, area, benchmark, lines)}
            assert "contrary" not in kinds


def test_the_summary_counts_every_line_once(build: Build) -> None:
    for _, benchmark, _, lines in _every_profile(build):
        said = profile_sentences.summary(lines, benchmark)
        total, *counts = [int(x) for x in re.findall(r"\b\d+\b", said)]
        assert total == len(lines)
        if counts:
            assert sum(counts) == total


@pytest.mark.parametrize(
    ("rank", "words"),
    [
        (1, "most deprived of 33 boroughs"),
        (2, "2nd most deprived of 33 boroughs"),
        (32, "2nd least deprived of 33 boroughs"),
        (33, "least deprived of 33 boroughs"),
    ],
)
def test_a_place_in_the_order_of_deprivation_in_words(rank: int, words: str) -> None:
    assert profile_sentences.deprivation_place(rank, 33) == words


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


def test_every_page_is_light(build: Build) -> None:
    for area in _boroughs(build):
        shown = profiles.profile(build, _view(build, area=area))
        assert sum(len(x.encode()) for x in shown.__dict__.values()) < MOST_HTML, area


def test_a_page_is_made_once_whatever_else_the_address_holds(build: Build) -> None:
    one = profiles.profile(build, _view(build, area=NEWHAM))
    other = profiles.profile(build, _view(build, area=NEWHAM, indicator="suicide", map="tiles"))
    assert one is other


def test_every_row_links_to_its_map_and_gaps_which_exist(build: Build) -> None:
    tables = profiles.profile(build, _view(build, area=NEWHAM)).tables
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
    inside = profiles.profile(build, _view(build, area=NEWHAM)).inside
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
    inside = profiles.profile(build, _view(build, area=NEWHAM)).inside
    gradient = queries.gradients(build).set_index("area_code").loc[NEWHAM]
    assert f"Slope index (SII) {gradient['sii']:.1f} points" in inside
    assert f"relative index (RII) {gradient['rii']:.2f} times" in inside
    for entry in re.findall(r"<dd>(.*?)</dd>", inside):
        assert ("ratio" in entry) or ("relative index" in entry), entry


def test_similar_boroughs_are_the_first_five_of_the_mart(build: Build) -> None:
    shown = profiles.profile(build, _view(build, area=NEWHAM)).similar
    expected = list(queries.similar(build, NEWHAM)["similar_area_code"].head(5))
    assert re.findall(r"borough\?area=(E\d+)", shown) == expected
    assert "<summary>How likeness is measured" in shown
    assert "standard deviations" in shown


def test_city_of_london_says_why_nothing_is_like_it(build: Build) -> None:
    shown = profiles.profile(build, _view(build, area=CITY))
    assert "too few residents" in shown.similar
    assert "Suppressed" in shown.tables
    assert "Hackney" in shown.tables


def test_indicators_without_borough_figures_are_named_with_the_reason(build: Build) -> None:
    tables = profiles.profile(build, _view(build, area=NEWHAM)).tables
    indicators = queries.indicators(build)
    without = indicators[(indicators["boroughs"] == 0) & ~indicators["context"]]
    assert len(without)
    for title in without["short_title"]:
        assert f"<strong>{title}</strong>" in tables


@pytest.mark.parametrize("order", state.ORDERS)
def test_tables_are_tables_to_a_screen_reader(build: Build, order: str) -> None:
    tables = profiles.profile(build, _view(build, area=NEWHAM, order=order)).tables
    count = tables.count("<table ")
    assert count == (7 if order == "priority" else 1)
    assert tables.count("<caption>") == count
    rows = tables.count("<th scope='row'")
    assert rows == len(profile_lines.lines(build, NEWHAM, "london", "95"))
    assert tables.count("<td role=cell>") == 8 * rows
    assert tables.count('role="img"') == len(re.findall(r'aria-label="[^"]+\."', tables))


@pytest.fixture
def page(build: Build, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    from dashboard import db

    monkeypatch.setattr(db, "_marts", db.Marts(build.folder))
    return AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=60)


def _open(page: AppTest, **query: str) -> AppTest:
    page.switch_page("views/borough.py")
    for key, value in query.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def test_without_a_borough_the_page_asks_for_one(page: AppTest) -> None:
    _open(page)
    assert page.title[0].value == "One borough"
    listed = next(x.proto.body for x in page.get("html") if "class='boroughs'" in x.proto.body)
    assert listed.count("<li>") == 33
    assert any("class='foot'" in x.proto.body for x in page.get("html"))


def test_every_borough_has_a_page(page: AppTest, build: Build) -> None:
    for code in _boroughs(build):
        _open(page, area=code)
        assert page.title[0].value.replace("\\", "") == queries.areas(build)["area_name"][code]


@pytest.mark.parametrize("order", state.ORDERS)
@pytest.mark.parametrize("benchmark", state.BENCHMARKS)
@pytest.mark.parametrize("confidence", state.CONFIDENCES)
def test_every_setting_of_the_borough_page_runs(
    page: AppTest, order: str, benchmark: str, confidence: str
) -> None:
    _open(page, area=BROMLEY, order=order, benchmark=benchmark, confidence=confidence)
    name = {"london": "London", "england": "England"}[benchmark]
    tables = next(x.proto.body for x in page.get("html") if "class='profile'" in x.proto.body)
    assert f">Against {name}<" in tables


def test_a_borough_that_does_not_exist_is_named(page: AppTest) -> None:
    _open(page, area="Atlantis")
    alerts = [x.proto.body for x in page.get("html") if "role='alert'" in x.proto.body]
    assert "no borough &#x27;Atlantis&#x27;" in alerts[0]
    assert page.title[0].value == "One borough"
