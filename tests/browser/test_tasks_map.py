"""What people come for, walked and counted: Newham's year 6 obesity, against London, over time."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.addresses import at_rest
from tests.browser.test_map_page import drawn

pytestmark = pytest.mark.browser

MOST_INTERACTIONS = 4
MOST_TABS = 300
WANTED = "Obesity in year 6"


class Hand:
    """Somebody at the page: a click counts as one interaction, and so does a typed answer."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.interactions = 0

    def does(self, act: Callable[[], object]) -> None:
        """One interaction."""
        act()
        self.interactions += 1

    def arrives(self) -> None:
        """Where the walk should end: figure, verdict, London's figure and the trend, in sight."""
        page = self.page
        drawn(page)
        expect(page.get_by_role("heading", level=1)).to_contain_text("obesity in year 6")
        card = page.locator(".card").first
        expect(card.locator("h2")).to_have_text("Newham")
        # The card comes first of what a choice changes; until the rest has, the page has the old
        # trend beside the new one.
        at_rest(page)
        expect(card.locator(".figure")).to_contain_text(re.compile(r"\d+\.\d%"))
        expect(card).to_contain_text("than London")
        expect(card.locator(".facts")).to_contain_text("London")
        expect(page.locator(".st-key-trend")).to_be_visible()
        trend = page.locator(".st-key-trend [role=figure]")
        expect(trend).to_have_attribute("aria-label", re.compile("Newham from .* in 2024/25"))
        assert self.interactions <= MOST_INTERACTIONS


def walked(page: Page) -> Hand:
    """By pointer: the overview's link, then the borough's name."""
    hand = Hand(page)
    page.goto("/")
    expect(page.locator(".foot")).to_be_attached(timeout=20_000)
    link = page.get_by_role("link", name=WANTED, include_hidden=True).first
    if not link.is_visible():
        hand.does(page.locator("details", has=link).last.locator("summary").first.click)
    hand.does(link.click)
    drawn(page)
    hand.does(page.get_by_role("combobox", name="Borough").click)
    hand.does(lambda: page.keyboard.type("Newham\n"))
    return hand


def test_newham_s_obesity_in_four_interactions(view: Page) -> None:
    walked(view).arrives()


def test_the_same_on_a_phone(phone: Page) -> None:
    hand = walked(phone)
    hand.arrives()
    card = phone.locator(".card").first.bounding_box()
    area = phone.locator(".st-key-map_picture").bounding_box()
    assert card
    assert area
    assert card["y"] < area["y"]


def test_the_same_by_keyboard_alone(view: Page) -> None:
    """Tab, Enter and typing; no pointer, and no focus set from outside."""
    hand = Hand(view)
    view.goto("/")
    expect(view.locator(".foot")).to_be_attached(timeout=20_000)
    at_rest(view)
    link = view.get_by_role("link", name=WANTED, include_hidden=True).first
    if not link.is_visible():
        folded = view.locator("details", has=link).last.locator("summary").first
        tab_to(view, folded)
        hand.does(lambda: view.keyboard.press("Enter"))
    tab_to(view, link)
    hand.does(lambda: view.keyboard.press("Enter"))
    drawn(view)
    tab_to(view, view.get_by_role("combobox", name="Borough"))
    hand.does(lambda: view.keyboard.type("Newham\n"))
    hand.arrives()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the thing wanted has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{wanted} was not reached in {MOST_TABS} presses of Tab")


@pytest.mark.parametrize("more", ["", "&colour=verdict&period2=2009/10"], ids=["one", "two"])
def test_a_shared_address_gives_the_same_picture(
    view: Page, browser: Browser, address: str, more: str
) -> None:
    if more:
        view.goto(f"/map?indicator=obesity_year_6&period=2024/25&area=E09000025{more}")
        drawn(view)
    else:
        walked(view).arrives()
    at_rest(view)
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    other = context.new_page()
    other.goto(view.url)
    drawn(other)
    for part in ("h1", ".card", ".lede", "div.legend", ".which"):
        assert other.locator(part).all_inner_texts() == view.locator(part).all_inner_texts(), part
    fills = "paths => paths.map(path => path.style.fill)"
    layer = ".st-key-map_picture .choroplethlayer path"
    assert other.locator(layer).evaluate_all(fills) == view.locator(layer).evaluate_all(fills)
    context.close()
