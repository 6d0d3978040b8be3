"""Light and dark: the viewer's system decides, the menu changes it, every page keeps it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from dashboard.charts.palette import DARK, INK, PAPER
from tests.browser.addresses import at_rest
from tests.browser.test_map_page import OBESITY, drawn

pytestmark = pytest.mark.browser

NAME = ".st-key-bars_picture .ytick text"


def rgb(colour: str) -> str:
    return f"rgb({int(colour[1:3], 16)}, {int(colour[3:5], 16)}, {int(colour[5:7], 16)})"


def is_dark(page: Page, *, chart: bool = True) -> None:
    shows(page, DARK[INK], DARK[PAPER], chart=chart)


def is_light(page: Page, *, chart: bool = True) -> None:
    shows(page, INK, PAPER, chart=chart)


def shows(page: Page, ink: str, paper: str, *, chart: bool) -> None:
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", rgb(paper))
    expect(page.locator(".lede").first).to_have_css("color", rgb(ink))
    if chart:
        expect(page.locator(NAME).first).to_have_css("fill", rgb(ink))


def choose(page: Page, theme: str) -> None:
    page.get_by_test_id("stMainMenu").locator("button").first.click()
    page.get_by_test_id(f"stMainMenuItem-theme-{theme}").click()
    page.keyboard.press("Escape")


def test_a_dark_system_gets_the_dark_theme_at_once(view: Page) -> None:
    view.emulate_media(color_scheme="dark")
    view.goto(OBESITY)
    drawn(view)
    is_dark(view)


def test_a_system_that_turns_dark_takes_the_charts_along(view: Page) -> None:
    view.emulate_media(color_scheme="light")
    view.goto(OBESITY)
    drawn(view)
    is_light(view)
    view.emulate_media(color_scheme="dark")
    is_dark(view)
    view.emulate_media(color_scheme="light")
    is_light(view)


def test_the_menu_changes_the_theme_and_every_page_keeps_it(view: Page) -> None:
    view.goto(OBESITY)
    drawn(view)
    choose(view, "Dark")
    is_dark(view)
    view.goto("/methods")
    at_rest(view)
    is_dark(view, chart=False)
    view.goto(OBESITY)
    drawn(view)
    is_dark(view)
    choose(view, "System")
    is_light(view)
    view.goto("/methods")
    at_rest(view)
    is_light(view, chart=False)
