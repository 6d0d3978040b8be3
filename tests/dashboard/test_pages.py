"""Every page runs without an exception in every kind of state, through Streamlit's own harness."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import queries, state
from dashboard.db import Build
from tests.conftest import ROOT


@pytest.fixture
def page(marts: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    from dashboard import db

    monkeypatch.setattr(db, "_marts", db.Marts(marts))
    return AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=60)


def _on_map(page: AppTest, **query: str) -> AppTest:
    page.switch_page("views/map.py")
    for key, value in query.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def _problems(page: AppTest) -> list[str]:
    return [x.proto.body for x in page.get("html") if "role='alert'" in x.proto.body]


def test_the_overview_shows_the_summary_and_the_six(page: AppTest) -> None:
    page.run()
    assert not page.exception
    assert page.title[0].value == "Health inequalities in London"
    shown = "".join(x.proto.body for x in page.get("html"))
    assert shown.count("<section class='standing'") == 6
    assert shown.count("<section class='priority'") == 7


def test_the_methods_page_lists_every_indicator(page: AppTest, build: Build) -> None:
    page.switch_page("views/methods.py")
    page.run()
    assert not page.exception
    shown = " ".join(x.proto.body for x in page.get("html"))
    for indicator in queries.indicators(build)["indicator_id"]:
        assert f"id='{indicator}'" in shown


def test_every_indicator_has_a_map(page: AppTest, build: Build) -> None:
    indicators = queries.indicators(build)
    for _, row in indicators[state.shown(indicators)].iterrows():
        _on_map(page, indicator=row["indicator_id"])
        assert page.title[0].value.replace("\\", "") == row["title"]
        assert len(page.get("plotly_chart")) == 3


def test_every_way_of_comparing_has_a_page(page: AppTest, build: Build) -> None:
    for indicator in ("healthy_life_expectancy", "physically_inactive", "persistent_absence"):
        view = state.resolve({"indicator": indicator}, build).view
        for way in state.ways(build, indicator, view.sex, view.age, ""):
            page.switch_page("views/gaps.py")
            page.query_params.clear()
            page.query_params["indicator"] = indicator
            page.query_params["by"] = way
            page.run()
            assert not page.exception
            assert page.selectbox(key="by").value == way


def test_what_unfolds_on_the_gaps_page(page: AppTest) -> None:
    page.switch_page("views/gaps.py")
    page.query_params["indicator"] = "obesity_year_6"
    page.run()
    page.toggle(key="measures_open").set_value(True).run()
    assert "Theil index" in page.table[0].value.index
    page.toggle(key="inside_open").set_value(True).run()
    assert not page.exception


@pytest.mark.parametrize("confidence", state.CONFIDENCES)
@pytest.mark.parametrize("layout", state.LAYOUTS)
@pytest.mark.parametrize("colour", state.COLOURS)
@pytest.mark.parametrize("area", ["", "E09000025", "E09000001", "E09000012"])
def test_every_setting_runs(
    page: AppTest, confidence: str, layout: str, colour: str, area: str
) -> None:
    _on_map(
        page,
        indicator="obesity_year_6",
        confidence=confidence,
        map=layout,
        colour=colour,
        area=area,
    )
    assert all(chart.proto.spec for chart in page.get("plotly_chart"))


def test_a_bad_address_is_a_warning_not_an_exception(page: AppTest) -> None:
    _on_map(page, indicator="xyz")
    assert "no indicator &#x27;xyz&#x27;" in _problems(page)[0]


def test_a_control_forgets_the_warning_and_changes_the_view(page: AppTest) -> None:
    _on_map(page, indicator="xyz")
    page.selectbox(key="priority").set_value("minds").run()
    assert not _problems(page)
    assert page.selectbox(key="indicator").value == "suicide"
    assert page.title[0].value == "Deaths by suicide"


def test_a_rank_is_never_without_its_interval(page: AppTest) -> None:
    _on_map(page, indicator="obesity_year_6", area="E09000025")
    card = next(x.proto.body for x in page.get("html") if "class='card'" in x.proto.body)
    assert "worst of 31, likely" in card


def test_a_chosen_borough_has_its_card(page: AppTest) -> None:
    _on_map(page, indicator="obesity_year_6")
    page.selectbox(key="area").set_value("E09000025").run()
    cards = [x.proto.body for x in page.get("html") if "class='card'" in x.proto.body]
    assert "<h2>Newham</h2>" in cards[0]


def test_no_build_is_a_calm_message(
    page: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard import db

    monkeypatch.setattr(db, "_marts", db.Marts(tmp_path))
    page.run()
    assert not page.exception
    assert "python -m pipelines build" in page.info[0].value
