"""The downloads page: its address, its filters, its count, its first rows."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import queries, state
from dashboard.content import downloads, gaps
from dashboard.db import Build, Marts
from dashboard.exports import files, forgiving, table
from dashboard.exports.datasets import DATASETS
from tests.conftest import ROOT


@pytest.fixture
def page(build: Build, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    from dashboard import db

    monkeypatch.setattr(db, "_marts", Marts(build.folder))
    at = AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=60)
    at.switch_page("views/downloads.py")
    return at


def opened(page: AppTest, **query: str | list[str]) -> AppTest:
    for key, value in query.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def html(page: AppTest) -> str:
    return " ".join(x.proto.body for x in page.get("html"))


def count(page: AppTest) -> int:
    found = re.search(r"role='status'>([\d,]+) rows?", html(page))
    assert found
    return int(found[1].replace(",", ""))


def test_a_visitor_without_a_wish_sees_the_latest_figures(page: AppTest, build: Build) -> None:
    opened(page)
    request, _ = forgiving.read({"latest": ["yes"]}, build)
    assert count(page) == table.table(request, build).num_rows
    assert page.toggle(key="download_latest").value
    assert len(page.get("download_button")) == len(files.FORMATS)


def test_the_address_sets_the_filters(page: AppTest, build: Build) -> None:
    opened(page, indicator=["suicide", "obesity_year_6"], area=["Newham"], sex="persons")
    assert page.multiselect(key="download_indicator").value == ["suicide", "obesity_year_6"][::-1]
    assert page.multiselect(key="download_area").value == ["E09000025"]
    expected = build.frame(
        "select count(*) as rows from observation where area_code = 'E09000025' "
        "and indicator_id in ('suicide', 'obesity_year_6') and sex = 'persons'"
    )
    assert count(page) == expected["rows"].iloc[0]
    assert "role='alert'" not in html(page)


def test_a_filter_changes_the_count_and_the_address(page: AppTest) -> None:
    opened(page, indicator="suicide")
    every = count(page)
    page.multiselect(key="download_area").set_value(["E09000025"]).run()
    assert count(page) == 1
    assert every == 35
    code = [x.value for x in page.code]
    assert code[0].endswith("/api/v1/observations.csv?indicator=suicide&area=E09000025")
    page.toggle(key="download_pinned").set_value(True).run()
    assert re.search(r"&build=[0-9a-f]{12}$", page.code[0].value)


@pytest.mark.parametrize("name", DATASETS)
def test_every_dataset_has_its_own_filters(page: AppTest, name: str) -> None:
    opened(page, dataset=name)
    shown = {x.key.removeprefix("download_") for x in page.multiselect if x.key}
    lists = set(downloads.LABELS) & set(DATASETS[name].filters)
    assert lists <= shown <= lists | {"include"}
    assert "role='alert'" not in html(page)
    assert "<table" in html(page)


def test_another_dataset_keeps_the_filters_it_has_too(page: AppTest) -> None:
    opened(page, indicator="suicide", state="published", area="E09000025")
    page.selectbox(key="download_dataset").set_value("comparisons").run()
    assert not page.exception
    assert page.multiselect(key="download_indicator").value == ["suicide"]
    assert "'comparisons'" in page.code[1].value or "Comparisons" in page.code[1].value
    assert count(page) == 2


def test_wide_has_a_column_a_period(page: AppTest) -> None:
    opened(page, indicator="obesity_year_6", shape="wide")
    assert "<th scope='col' class='number'>2023/24</th>" in html(page)
    page.segmented_control(key="download_shape").set_value("long").run()
    assert "<th scope='col' class='number'>2023/24</th>" not in html(page)


def test_parts_can_be_taken_out_and_put_in(page: AppTest) -> None:
    opened(page, indicator="suicide")
    assert "Lower 95% limit" in html(page)
    page.multiselect(key="download_include").set_value([]).run()
    assert "Lower 95% limit" not in html(page)
    page.multiselect(key="download_include").set_value(["comparisons"]).run()
    assert "Compared with England, 95%" in html(page)


def test_named_columns_stay_until_parts_are_chosen(page: AppTest) -> None:
    opened(page, indicator="suicide", columns="value,area_code")
    page.multiselect(key="download_area").set_value(["E09000025"]).run()
    assert "1 row of 2 columns" in html(page)
    page.multiselect(key="download_include").set_value(["intervals"]).run()
    assert "1 row of 22 columns" in html(page)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"indicator": "xyz"}, "&#x27;xyz&#x27; is not allowed as indicator"),
        ({"dataset": "cars"}, "no dataset &#x27;cars&#x27;"),
        ({"benchmark": "london"}, "The address has &#x27;benchmark&#x27;"),
        ({"area": "<script>"}, "&#x27;&lt;SCRIPT&gt;&#x27; is not allowed as area"),
        ({"from": "yesterday"}, "a day such as 2021-04-01"),
    ],
)
def test_a_bad_value_is_named_with_what_is_allowed(
    page: AppTest, query: dict[str, str], said: str
) -> None:
    opened(page, **query)
    assert said in html(page)
    page.multiselect(key="download_sex").set_value(["persons"]).run()
    assert "role='alert'" not in html(page)


def test_choices_that_nothing_meets_say_so(page: AppTest) -> None:
    opened(page, indicator="suicide", period="2010/11")
    assert "No row matches all of these choices" in html(page)
    assert all(button.proto.disabled for button in page.get("download_button"))


def test_too_many_rows_for_excel_say_so_and_leave_the_rest(page: AppTest) -> None:
    opened(page, dataset="comparisons")
    assert "Too many rows for Excel" in html(page)
    disabled = [button.proto.disabled for button in page.get("download_button")]
    assert disabled == [False, True, False, False]


def test_a_link_s_own_keys_do_not_disturb_the_other_pages(page: AppTest) -> None:
    opened(page, indicator=["suicide", "obesity_year_6"], latest="yes")
    page.query_params.clear()
    page.switch_page("views/map.py").run()
    assert not page.exception
    assert "role='alert'" not in html(page)


def test_the_map_s_download_is_the_map_s_figures(build: Build) -> None:
    for indicator in ("suicide", "healthy_life_expectancy", "obesity_year_6"):
        view = state.resolve({"indicator": indicator}, build).view
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
        view = state.resolve(given, build).view
        shown = gaps.gap(build, view)
        asked = downloads.of_gaps(view, shown.area, shown.sex)
        request, problems = forgiving.read(asked, build)
        assert not problems
        found = table.table(request, build).to_pandas()
        assert sorted(found["estimate"].dropna()) == sorted(shown.measured["estimate"].dropna())
        assert len(found) == len(shown.measured) > 0


def test_the_compare_page_s_download_is_its_figures_over_time(build: Build) -> None:
    areas = ("E09000025", "E09000027")
    view = replace(state.resolve({"indicator": "obesity_year_6"}, build).view, areas=areas)
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
    view = state.resolve({"area": "E09000025"}, build).view
    request, problems = forgiving.read(downloads.of_borough(build, view), build)
    assert not problems
    key = ["indicator_id", "sex", "age", "period"]
    found = table.table(request, build).to_pandas().set_index(key)
    shown = queries.profile(build, view.area, view.benchmark).set_index(key)
    assert set(found.index) == set(shown.index)
    for mine, theirs in (("value", "value"), ("difference_london", "difference")):
        pair = [x.astype(object).fillna("-").to_dict() for x in (found[mine], shown[theirs])]
        assert pair[0] == pair[1]


@pytest.mark.parametrize(
    ("path", "query", "carried"),
    [
        ("views/map.py", {"indicator": "suicide"}, {"indicator": "suicide"}),
        ("views/gaps.py", {"indicator": "suicide"}, {"dimension": "borough_fifths_by_deprivation"}),
        ("views/compare.py", {"areas": "E09000025"}, {"area": "E09000025"}),
        ("views/borough.py", {"area": "E09000025"}, {"area": "E09000025"}),
    ],
)
def test_the_pages_with_charts_offer_their_figures(
    page: AppTest, path: str, query: dict[str, str], carried: dict[str, str]
) -> None:
    page.switch_page(path)
    opened(page, **query)
    assert len(page.get("download_button")) == 1
    link = re.search(r"href='downloads\?([^']*)'", html(page))
    assert link
    assert urlencode(carried) in link[1]
