"""The downloads page: its address, its filters, its count, its first rows."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from urllib.parse import urlencode

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import queries, state, text
from dashboard.content import downloads, gaps
from dashboard.db import Build
from dashboard.exports import files, forgiving, table
from dashboard.exports.datasets import DATASETS
from tests.dashboard.given import view_of
from tests.dashboard.pages import alerts, html, opened


def count(page: AppTest) -> int:
    found = re.search(r"role='status'>([\d,]+) rows?", html(page))
    assert found
    return int(found[1].replace(",", ""))


def links(page: AppTest) -> list[str]:
    """The addresses of the files that a page offers."""
    return [unescape(x) for x in re.findall(r"<a class='file' href='([^']*)'", html(page))]


def test_a_visitor_without_a_wish_sees_the_latest_figures(page: AppTest, build: Build) -> None:
    opened(page, "downloads")
    request, _ = forgiving.read({"latest": ["yes"]}, build)
    assert count(page) == table.table(request, build).num_rows
    assert page.toggle(key="download_latest").value
    assert len(links(page)) == len(files.FORMATS)


def test_the_address_sets_the_filters(page: AppTest, build: Build) -> None:
    opened(
        page, "downloads", indicator=["suicide", "obesity_year_6"], area=["Newham"], sex="persons"
    )
    assert page.multiselect(key="download_indicator").value == ["suicide", "obesity_year_6"][::-1]
    assert page.multiselect(key="download_area").value == ["E09000025"]
    expected = build.frame(
        "select count(*) as rows from observation where area_code = 'E09000025' "
        "and indicator_id in ('suicide', 'obesity_year_6') and sex = 'persons'"
    )
    assert count(page) == expected["rows"].iloc[0]
    assert not alerts(page)


def test_a_filter_changes_the_count_and_the_address(page: AppTest, build: Build) -> None:
    opened(page, "downloads", indicator="suicide")
    rows = "select area_code from observation where indicator_id = 'suicide'"
    areas = build.frame(rows)["area_code"].tolist()
    assert count(page) == len(areas)
    page.multiselect(key="download_area").set_value(["E09000025"]).run()
    assert count(page) == areas.count("E09000025") == 1
    assert page.code[0].value.endswith("/api/v1/observations.csv?indicator=suicide&area=E09000025")
    page.toggle(key="download_pinned").set_value(True).run()
    assert re.search(r"&build=[0-9a-f]{12}$", page.code[0].value)


@pytest.mark.parametrize("name", DATASETS)
def test_every_dataset_has_its_own_filters(page: AppTest, name: str) -> None:
    opened(page, "downloads", dataset=name)
    shown = {x.key.removeprefix("download_") for x in page.multiselect if x.key}
    lists = set(downloads.LABELS) & set(DATASETS[name].filters)
    assert lists <= shown <= lists | {"include"}
    assert not alerts(page)
    assert "<table" in html(page)


def test_another_dataset_keeps_the_filters_it_has_too(page: AppTest) -> None:
    opened(page, "downloads", indicator="suicide", state="published", area="E09000025")
    page.selectbox(key="download_dataset").set_value("comparisons").run()
    assert not page.exception
    assert page.multiselect(key="download_indicator").value == ["suicide"]
    assert "'comparisons'" in page.code[1].value or "Comparisons" in page.code[1].value
    # One with London, one with England.
    assert count(page) == len(state.BENCHMARKS)


def test_wide_has_a_column_a_period(page: AppTest) -> None:
    opened(page, "downloads", indicator="obesity_year_6", shape="wide")
    assert "<th scope='col' class='number'>2023/24</th>" in html(page)
    page.segmented_control(key="download_shape").set_value("long").run()
    assert "<th scope='col' class='number'>2023/24</th>" not in html(page)


def test_parts_can_be_taken_out_and_put_in(page: AppTest) -> None:
    limit, verdict = (
        DATASETS["observations"].column(x).title for x in ("lower_95", "verdict_95_england")
    )
    opened(page, "downloads", indicator="suicide")
    assert limit in _columns(page)
    page.multiselect(key="download_include").set_value([]).run()
    assert limit not in _columns(page)
    page.multiselect(key="download_include").set_value(["comparisons"]).run()
    assert verdict in _columns(page)


def test_named_columns_stay_until_parts_are_chosen(page: AppTest) -> None:
    opened(page, "downloads", indicator="suicide", columns="value,area_code")
    page.multiselect(key="download_area").set_value(["E09000025"]).run()
    every = DATASETS["observations"].columns
    named = [x.title for x in every if x.name in ("area_code", "value")]
    assert (count(page), _columns(page)) == (1, named)
    page.multiselect(key="download_include").set_value(["intervals"]).run()
    named = [x.title for x in every if x.group in ("main", "intervals")]
    assert (count(page), _columns(page)) == (1, named)


def _columns(page: AppTest) -> list[str]:
    return [unescape(x) for x in re.findall(r"<th scope='col'[^>]*>([^<]*)<", html(page))]


def test_what_a_file_will_hold_in_a_sentence(build: Build) -> None:
    request, _ = forgiving.read({"dataset": ["areas"]}, build)
    shown = downloads.preview(build, request)
    for rows, said in (
        (1, f"1 row of {len(request.columns)} columns. {request.dataset.description}"),
        (1234, f"1,234 rows of {len(request.columns)} columns. {request.dataset.description}"),
        (0, "No row matches all of these choices. Take one of them away."),
    ):
        assert downloads.counted(request, replace(shown, rows=rows)) == said


@pytest.mark.parametrize(
    "query",
    [
        {"indicator": "xyz"},
        {"dataset": "cars"},
        {"benchmark": "london"},
        {"area": "<script>"},
        {"from": "yesterday"},
    ],
    ids=lambda query: next(iter(query)),
)
def test_a_bad_value_is_named_with_what_is_allowed(
    page: AppTest, build: Build, query: dict[str, str]
) -> None:
    opened(page, "downloads", **query)
    (said,) = forgiving.read({key: [value] for key, value in query.items()}, build)[1]
    (shown,) = alerts(page)
    assert text.safe(said) in shown
    page.multiselect(key="download_sex").set_value(["persons"]).run()
    assert not alerts(page)


def test_choices_that_nothing_meets_say_so(page: AppTest, build: Build) -> None:
    opened(page, "downloads", indicator="suicide", period="2010/11")
    request, _ = forgiving.read({"indicator": ["suicide"], "period": ["2010/11"]}, build)
    assert downloads.counted(request, downloads.preview(build, request)) in html(page)
    assert links(page) == []


def test_too_many_rows_for_excel_say_so_and_leave_the_rest(page: AppTest) -> None:
    opened(page, "downloads", dataset="comparisons")
    assert "Too many rows for Excel" in html(page)
    assert [x.partition("?")[0] for x in links(page)] == [
        f"download/comparisons.{ending}" for ending in files.FORMATS if ending != "xlsx"
    ]


def test_a_link_s_own_keys_do_not_disturb_the_other_pages(page: AppTest) -> None:
    opened(page, "downloads", indicator=["suicide", "obesity_year_6"], latest="yes")
    opened(page, "map")
    assert not alerts(page)


def test_the_map_s_download_is_the_map_s_figures(build: Build) -> None:
    for indicator in ("suicide", "healthy_life_expectancy", "obesity_year_6"):
        view = view_of(build, indicator=indicator)
        request, problems = forgiving.read(downloads.of_map(view), build)
        assert not problems
        found = table.table(request, build).to_pandas().set_index("area_code")
        shown = queries.figures(
            build, indicator, view.period, view.sex, view.age, view.benchmark
        ).set_index("area_code")
        assert set(found.index) == set(shown.index)
        for mine, theirs in (("value", "value"), ("verdict_95_london", "verdict_95")):
            pair = [x.astype(object).fillna("-").to_dict() for x in (found[mine], shown[theirs])]
            assert pair[0] == pair[1]


def test_the_gaps_download_is_the_gaps_measures(build: Build) -> None:
    for given in (
        {"indicator": "physically_inactive"},
        {"indicator": "persistent_absence", "by": "free_school_meals"},
        {"indicator": "healthy_life_expectancy", "by": "sex"},
        {"indicator": "bad_health", "area": "E09000025"},
    ):
        view = view_of(build, **given)
        shown = gaps.gap(build, view)
        asked = downloads.of_gaps(view, shown.area, shown.sex)
        request, problems = forgiving.read(asked, build)
        assert not problems
        found = table.table(request, build).to_pandas()
        assert sorted(found["estimate"].dropna()) == sorted(shown.measured["estimate"].dropna())
        assert len(found) == len(shown.measured) > 0


def test_the_compare_page_s_download_is_its_figures_over_time(build: Build) -> None:
    areas = ("E09000025", "E09000027")
    view = view_of(build, *areas, indicator="obesity_year_6")
    request, problems = forgiving.read(downloads.of_compare(view), build)
    assert not problems
    found = table.table(request, build).to_pandas().set_index(["area_code", "period"])
    every = queries.histories(build, view.indicator, view.sex, view.age, view.benchmark)
    shown = every[every["area_code"].isin([*areas, state.LONDON, state.ENGLAND])]
    shown = shown.set_index(["area_code", "period"])
    assert set(found.index) == set(shown.index)
    pair = [x["value"].astype(object).fillna("-").to_dict() for x in (found, shown)]
    assert pair[0] == pair[1]


def test_the_borough_s_download_is_the_borough_s_figures(build: Build) -> None:
    view = view_of(build, area="E09000025")
    request, problems = forgiving.read(downloads.of_borough(build, view), build)
    assert not problems
    key = ["indicator_id", "sex", "age", "period"]
    found = table.table(request, build).to_pandas().set_index(key)
    shown = queries.profile(build, view.area, view.benchmark).set_index(key)
    assert set(found.index) == set(shown.index)
    # where London has no figure the page compares with England, whose column the file has too
    own = shown["difference"].where(shown["compared_with"] == "london")
    other = shown["difference"].where(shown["compared_with"] == "england")
    assert other.notna().any()
    for mine, theirs in (
        (found["value"], shown["value"]),
        (found["difference_london"], own),
        (found["difference_england"].where(other.notna().reindex(found.index)), other),
    ):
        pair = [x.astype(object).fillna("-").to_dict() for x in (mine, theirs)]
        assert pair[0] == pair[1]


@pytest.mark.parametrize(
    ("name", "query", "carried"),
    [
        ("map", {"indicator": "suicide"}, {"indicator": "suicide"}),
        ("gaps", {"indicator": "suicide"}, {"dimension": "borough_fifths_by_deprivation"}),
        ("compare", {"areas": "E09000025"}, {"area": "E09000025"}),
        ("borough", {"area": "E09000025"}, {"area": "E09000025"}),
    ],
)
def test_the_pages_with_charts_offer_their_figures(
    page: AppTest, name: str, query: dict[str, str], carried: dict[str, str]
) -> None:
    opened(page, name, **query)
    assert len(links(page)) == 1
    link = re.search(r"href='downloads\?([^']*)'", html(page))
    assert link
    assert urlencode(carried) in link[1]
