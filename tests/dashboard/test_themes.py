"""The two themes: one set of colours in charts, styles and Streamlit's settings, on every page."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from dashboard import state
from dashboard.charts import night, palette
from dashboard.charts.palette import DARK, contrast
from dashboard.content import gaps, maps
from dashboard.content.picture import Picture
from dashboard.db import Build
from tests.conftest import ROOT
from tests.dashboard.given import view_of

SHEETS = sorted((ROOT / "dashboard" / "static" / "styles").glob("*.css"))
STYLES = (ROOT / "dashboard" / "static" / "styles" / "base.css").read_text(encoding="utf-8")
ROLES = {
    "--ink": palette.INK,
    "--paper": palette.PAPER,
    "--rule": palette.RULE,
    "--muted": palette.MUTED,
    "--accent": palette.ACCENT,
    "--england": palette.ENGLAND_GREY,
}
PAIRS = {
    name: (light, dark)
    for name, light, dark in re.findall(r"(--[\w-]+): light-dark\((#\w{6}), (#\w{6})\)", STYLES)
}
PLAIN = dict(re.findall(r"(--[\w-]+): (#\w{6});", STYLES))
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|rgba?\([^)]*\)")
KNOWN = {
    *palette.DARK,
    *night.FILLS,
    *(palette.blended(x, palette.OTHERS_STRENGTH) for x in night.FILLS),
    palette.ON_LIGHT,
    palette.ON_DARK,
}


def test_every_style_colour_has_a_light_and_a_dark_value() -> None:
    assert set(PAIRS) == set(PLAIN)
    assert {name: light for name, (light, _) in PAIRS.items()} == PLAIN
    variables = STYLES.index("light-dark("), STYLES.rindex("light-dark(")
    after = STYLES[variables[1] :].split("\n", 1)[1]
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b", after), (
        "a literal colour does not follow the theme"
    )


@pytest.mark.parametrize("name", ROLES)
def test_styles_and_charts_share_their_colours(name: str) -> None:
    assert PAIRS[name] == (ROLES[name], DARK[ROLES[name]])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_streamlit_is_given_the_same_colours(theme: str) -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    place = ("light", "dark").index(theme)
    given = config["theme"][theme]
    expected = {
        "primaryColor": "--accent",
        "linkColor": "--accent",
        "backgroundColor": "--paper",
        "secondaryBackgroundColor": "--wash",
        "textColor": "--ink",
        "borderColor": "--rule",
    }
    assert given == {key: PAIRS[name][place] for key, name in expected.items()}


@pytest.mark.parametrize("place", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["--ink", "--muted", "--accent", "--england", "--alert"])
def test_words_are_readable_on_every_ground(name: str, place: int) -> None:
    for ground in ("--paper", "--wash"):
        assert contrast(PAIRS[name][place], PAIRS[ground][place]) >= 4.5
    assert contrast(PAIRS["--ink"][place], PAIRS["--alert-wash"][place]) >= 4.5


@pytest.mark.parametrize("place", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["--focus", "--edge"])
def test_focus_and_edges_of_controls_stand_out(name: str, place: int) -> None:
    for ground in ("--paper", "--wash"):
        assert contrast(PAIRS[name][place], PAIRS[ground][place]) >= 3


@pytest.mark.parametrize("colour", state.COLOURS)
@pytest.mark.parametrize("layout", state.LAYOUTS)
def test_no_colour_of_the_map_page_is_left_light(build: Build, layout: str, colour: str) -> None:
    view = view_of(
        build, indicator="obesity_year_6", colour=colour, map=layout, area="E09000025", like="yes"
    )
    for picture in (
        maps.area_map(build, view, ""),
        maps.bars(build, view),
        maps.trend(build, view),
    ):
        _turned(picture)


def test_no_colour_of_the_gaps_page_is_left_light(build: Build) -> None:
    view = view_of(build, indicator="obesity_year_6")
    shown = gaps.gap(build, view)
    inactive = view_of(build, indicator="physically_inactive", by="ethnicity")
    groups = gaps.breakdown(build, inactive)
    assert groups
    pictures = [gaps.over_time(shown, name) for name in shown.pair]
    for picture in (*pictures, gaps.slope(build, view), gaps.shares(build, view)[0], groups):
        _turned(picture)


def test_the_dark_chart_is_made_once(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = maps.bars(build, view_of(build, indicator="obesity_year_6"))
    once = picture.themed("dark").to_dict()
    monkeypatch.setattr(night, "document", lambda _: pytest.fail("turned again"))
    assert picture.themed("dark").to_dict() == once
    assert picture.themed("light").to_dict() == picture.figure.to_dict()


def _turned(picture: Picture) -> None:
    """Every colour is one of the palette, and none that has a dark one is left in the dark."""
    drawn = set(_colours(json.loads(picture.figure.to_json())))
    assert drawn
    assert drawn - KNOWN == set(), "colours come from charts/palette.py"
    left = set(_colours(json.loads(picture.dark.to_json()))) & set(DARK)
    assert not left


def _colours(part: Any) -> Iterator[str]:
    """Every solid colour of a figure, those of see-through ones too."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key != "template":
                yield from _colours(value)
    elif isinstance(part, list):
        for value in part:
            yield from _colours(value)
    elif isinstance(part, str) and COLOUR.fullmatch(part) and part != "rgba(0,0,0,0)":
        thin = re.fullmatch(r"rgba\((\d+),(\d+),(\d+),[\d.]+\)", part)
        yield "#" + "".join(f"{int(x):02x}" for x in thin.groups()) if thin else part.lower()
