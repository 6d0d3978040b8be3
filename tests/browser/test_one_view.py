"""The view in a real browser: page to page, one change, back, forward, reload, a fresh browser.

`PAIRS=60` walks sixty random pairs of pages instead of a few.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable
from itertools import product
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.addresses import at_rest, opened

pytestmark = pytest.mark.browser

START = "indicator=obesity_year_6&period=2022%2F23&area=E09000012&benchmark=england"
PAGES = {
    "Overview": "/",
    "Map": "/map",
    "Gaps": "/gaps",
    "Borough": "/borough",
    "Compare": "/compare",
    "Methods and sources": "/methods",
}
# One change of each page: which key of the address it is, and what somebody does.
Act = tuple[str, Callable[[Page], None]]


def _borough(page: Page) -> None:
    page.get_by_role("combobox", name="Borough").first.click()
    page.keyboard.type("Newham\n")


def _off(page: Page) -> None:
    page.locator(".st-key-my_borough button").click()


def _sure(page: Page) -> None:
    page.get_by_role("radio", name="99.8%").click()


def _period(page: Page) -> None:
    page.get_by_role("combobox", name="Period").click()
    page.keyboard.type("2010/11\n")


def _earlier(page: Page) -> None:
    page.get_by_role("button", name="Earlier").click()


def _between(page: Page) -> None:
    page.get_by_role("combobox", name="Between").click()
    page.keyboard.type("Boroughs by\n")


ACTS: dict[str, list[Act]] = {
    "Overview": [("area", _off)],
    "Map": [("area", _borough), ("confidence", _sure), ("period", _earlier)],
    "Gaps": [("area", _borough), ("by", _between)],
    "Borough": [("area", _borough), ("confidence", _sure)],
    "Compare": [("period", _period), ("confidence", _sure)],
    "Methods and sources": [("area", _off)],
}


def asked() -> list[tuple[str, str, Act]]:
    """Pairs of pages in a random order that stays, each with one change."""
    chance = random.Random(21)
    every = [
        (first, second, act)
        for first, second in product(PAGES, PAGES)
        if first != second
        for act in ACTS[second]
    ]
    chance.shuffle(every)
    return every[: int(os.environ.get("PAIRS", "4"))]


def gone_to(page: Page, name: str) -> None:
    """Another page by its name in the menu."""
    page.locator("header").get_by_role("link", name=name, exact=True).click()
    expect(page).to_have_url(re.compile(rf"{re.escape(PAGES[name])}(\?|$)"))
    at_rest(page)


def keys(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


def changed(before: str, after: str) -> set[str]:
    was, now = keys(before), keys(after)
    return {key for key in {*was, *now} if was.get(key) != now.get(key)}


def said(page: Page) -> tuple[str, str]:
    """The page's title and its first sentence, by which a view is known again."""
    at_rest(page)
    lede = page.locator(".lede, .stMarkdown").first
    return page.get_by_role("heading", level=1).inner_text(), lede.inner_text()


@pytest.mark.parametrize(
    ("first", "second", "act"),
    [pytest.param(*x, id=f"{x[0]}-{x[1]}-{x[2][0]}") for x in asked()],
)
def test_a_view_is_kept_whatever_way_it_is_come_to(
    view: Page, browser: Browser, address: str, first: str, second: str, act: Act
) -> None:
    opened(view, f"{PAGES[first]}?{START}")
    gone_to(view, second)
    key, does = act
    before, shown_before = view.url, said(view)
    does(view)
    expect(view).not_to_have_url(before)
    after, shown = view.url, said(view)
    assert changed(before, after) == {key}
    view.go_back()
    expect(view).to_have_url(before)
    assert said(view) == shown_before
    view.go_forward()
    expect(view).to_have_url(after)
    assert said(view) == shown
    view.reload()
    at_rest(view)
    assert (view.url, said(view)) == (after, shown)
    fresh = browser.new_context(base_url=address)
    other = fresh.new_page()
    opened(other, after)
    assert (other.url, said(other)) == (after, shown)
    fresh.close()
    view.go_back()
    expect(view).to_have_url(before)
    view.go_back()
    expect(view).to_have_url(re.compile(rf"{re.escape(PAGES[first])}(\?|$)"))


def test_a_link_in_a_page_keeps_the_borough(view: Page) -> None:
    opened(view, "/?area=E09000012")
    view.locator("a[href^='map?']").first.click()
    at_rest(view)
    assert keys(view.url)["area"] == ["E09000012"]
    expect(view.locator(".card h2").first).to_have_text("Hackney")


def test_two_tabs_do_not_mix(view: Page) -> None:
    opened(view, "/map?indicator=obesity_year_6&area=E09000012")
    other = view.context.new_page()
    opened(other, "/map?indicator=suicide&area=E09000025")
    gone_to(view, "Gaps")
    gone_to(other, "Gaps")
    assert keys(view.url)["area"] == ["E09000012"]
    assert keys(other.url)["area"] == ["E09000025"]
    other.close()


def test_the_menu_of_a_phone_goes_once_a_page_is_chosen(phone: Page) -> None:
    opened(phone, "/map?area=E09000012")
    menu = phone.get_by_test_id("stSidebar")
    phone.get_by_test_id("stExpandSidebarButton").click()
    menu.get_by_role("link", name="Gaps", exact=True).click()
    expect(phone).to_have_url(re.compile(r"/gaps\?"))
    at_rest(phone)
    phone.get_by_test_id("stExpandSidebarButton").click()
    expect(menu.get_by_role("link", name="Gaps", exact=True)).to_be_in_viewport()
    phone.keyboard.press("Escape")
    expect(phone.get_by_test_id("stExpandSidebarButton")).to_be_visible()
