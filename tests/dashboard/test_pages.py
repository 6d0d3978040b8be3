"""Every page runs without an exception in every kind of state, through Streamlit's own harness."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import db, queries, rank_words, state, text
from dashboard.content import maps
from dashboard.db import Build, Marts
from tests import committed
from tests.dashboard.given import view_of
from tests.dashboard.pages import alerts, html, opened, parts, title, visitor, words

NEWHAM, CITY, HACKNEY = "E09000025", "E09000001", "E09000012"


def test_the_overview_shows_the_summary_and_the_priorities(page: AppTest) -> None:
    page.run()
    assert not page.exception
    assert title(page) == "Health inequalities in London"
    shown, priorities = html(page), committed.priorities()
    assert shown.count("<section class='standing'") == len(priorities) - 1
    assert shown.count("<section class='priority'") == len(priorities)


def test_the_methods_page_lists_every_indicator(page: AppTest) -> None:
    shown = html(opened(page, "methods"))
    for indicator in committed.indicators():
        assert f"id='{indicator}'" in shown


@pytest.fixture(scope="module")
def newham(open_marts: Marts) -> str:
    """The page of one borough, on which every indicator is looked for."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(db, "_marts", open_marts)
        return html(opened(visitor(), "borough", area=NEWHAM))


@pytest.mark.slow
@pytest.mark.parametrize("indicator", committed.indicators())
def test_every_indicator_has_its_pages(
    page: AppTest, build: Build, newham: str, indicator: str
) -> None:
    """Its map, its gaps, boroughs compared on it, and its row on a borough's page."""
    known = queries.indicators(build)
    row = known.loc[indicator]
    if not state.shown(known)[indicator]:
        _is_said_to_have_none(page, newham, row)
        return
    for name, charts in (("map", 3), ("gaps", 4), ("compare", 1)):
        opened(page, name, indicator=indicator, areas=[NEWHAM, HACKNEY])
        assert title(page).endswith(row["title"]), name
        assert not alerts(page), name
        drawn = len(page.get("plotly_chart"))
        # Between groups there is one more, of the groups.
        assert drawn in ((charts, charts + 1) if name == "gaps" else (charts,)), name
        if name == "map":
            assert title(page) == row["title"]
    for name in ("map", "gaps"):
        assert f"href='{name}?indicator={indicator}&amp;area={NEWHAM}" in newham


def _is_said_to_have_none(page: AppTest, newham: str, row: pd.Series) -> None:
    """What has no figures by borough is named with the reason, and another is shown."""
    opened(page, "map", indicator=row["indicator_id"])
    (problem,) = alerts(page)
    assert row["title"] in words(problem)
    assert row["no_figures"] in words(problem)
    assert title(page) != row["title"]
    if not row["context"]:
        assert f"<strong>{text.safe(row['short_title'])}</strong>: " in newham
        assert text.safe(row["no_figures"]) in newham


def test_every_way_of_comparing_has_a_page(page: AppTest, build: Build) -> None:
    for indicator in ("healthy_life_expectancy", "physically_inactive", "persistent_absence"):
        view = view_of(build, indicator=indicator)
        for way in state.ways(build, indicator, view.sex, view.age, ""):
            opened(page, "gaps", indicator=indicator, by=way)
            assert page.selectbox(key="gaps_by").value == way


def test_what_unfolds_on_the_gaps_page(page: AppTest) -> None:
    opened(page, "gaps", indicator="obesity_year_6")
    page.toggle(key="measures_open").set_value(True).run()
    assert "Theil index" in page.table[0].value.index
    page.toggle(key="inside_open").set_value(True).run()
    assert not page.exception


@pytest.mark.parametrize("confidence", state.CONFIDENCES)
@pytest.mark.parametrize("layout", state.LAYOUTS)
@pytest.mark.parametrize("colour", state.COLOURS)
@pytest.mark.parametrize("area", ["", NEWHAM, CITY, HACKNEY])
def test_every_setting_runs(
    page: AppTest, confidence: str, layout: str, colour: str, area: str
) -> None:
    asked = {"confidence": confidence, "map": layout, "colour": colour, "area": area}
    opened(page, "map", indicator="obesity_year_6", **asked)
    assert all(chart.proto.spec for chart in page.get("plotly_chart"))


def test_a_bad_address_is_a_warning_not_an_exception(page: AppTest, build: Build) -> None:
    opened(page, "map", indicator="xyz")
    (said,) = state.resolve({"indicator": "xyz"}, build).problems
    assert text.safe(said) in alerts(page)[0]


def test_a_control_forgets_the_warning_and_changes_the_view(page: AppTest, build: Build) -> None:
    opened(page, "map", indicator="xyz")
    page.selectbox(key="map_priority").set_value("minds").run()
    assert not alerts(page)
    first = state.default_indicator("minds", build)
    assert page.selectbox(key="map_indicator").value == first
    assert title(page) == queries.indicators(build)["title"][first]


def test_a_rank_is_never_without_its_interval(page: AppTest, build: Build) -> None:
    (card,) = parts(opened(page, "map", indicator="obesity_year_6", area=NEWHAM), "class='card'")
    view = view_of(build, indicator="obesity_year_6", area=NEWHAM)
    row = maps.scene(build, maps.unchosen(view)).figures.set_index("area_code").loc[NEWHAM]
    rank = rank_words.of_row(SimpleNamespace(**row))
    assert rank is not None
    assert rank.lower is not None
    assert rank_words.words(rank, "low") in words(card)


def test_a_chosen_borough_has_its_card(page: AppTest) -> None:
    opened(page, "map", indicator="obesity_year_6")
    page.selectbox(key="map_area").set_value(NEWHAM).run()
    assert "<h2>Newham</h2>" in parts(page, "class='card'")[0]


def test_no_build_is_a_calm_message(
    page: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "_marts", Marts(tmp_path))
    page.run()
    assert not page.exception
    assert "python -m pipelines build" in page.info[0].value
