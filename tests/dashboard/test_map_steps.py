"""Stepping through the map's periods, also where the page that drew the slider is gone by then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import streamlit as st

from dashboard import db
from dashboard.db import Build, Marts
from dashboard.views import controls, map_controls
from tests.dashboard.given import view_of

THERE = ["2007/08", "2008/09", "2009/10"]


@pytest.fixture
def session(build: Build, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A viewer's session on year 6 obesity in 2008/09, before any control is drawn."""
    view = view_of(build, indicator="obesity_year_6", period="2008/09")
    session: dict[str, Any] = {controls.VIEW: view, controls.PAGE: "map"}
    monkeypatch.setattr(st, "session_state", session)
    monkeypatch.setattr(db, "_marts", Marts(build.folder))
    return session


def shown(session: dict[str, Any]) -> str:
    period: str = session[controls.VIEW].period
    return period


@pytest.mark.parametrize(("by", "reached"), [(-1, "2007/08"), (1, "2009/10")])
def test_a_step_goes_from_the_period_shown(session: dict[str, Any], by: int, reached: str) -> None:
    map_controls._step(THERE, by)
    assert shown(session) == reached
    assert session[controls.PLAYING] is False


def test_the_slider_changes_the_period_and_nothing_else(session: dict[str, Any]) -> None:
    before = session[controls.VIEW]
    session[controls.widget("period")] = "2009/10"
    map_controls._moved()
    assert session[controls.VIEW] == replace(before, period="2009/10")


def test_a_step_of_a_page_that_has_moved_on_stays_among_its_periods(
    session: dict[str, Any],
) -> None:
    map_controls._step(["2021/22", "2022/23"], -1)
    assert shown(session) == "2021/22"
    map_controls._step(["2007/08", "2008/09"], 1)
    assert shown(session) == "2008/09"


def test_playing_begins_again_at_the_first_only_from_the_last(session: dict[str, Any]) -> None:
    session[controls.PLAYING] = True
    map_controls._begin(THERE)
    assert shown(session) == "2008/09"
    controls.change({"period": THERE[-1]})
    map_controls._begin(THERE)
    assert shown(session) == THERE[0]
