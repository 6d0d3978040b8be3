"""Hackney beside Islington on every indicator of a priority, walked and counted."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import at_rest, opened
from tests.browser.test_tasks_map import MOST_INTERACTIONS, Hand

pytestmark = pytest.mark.browser

HACKNEY, ISLINGTON = "E09000012", "E09000019"


def test_by_name_in_the_search_box(view: Page) -> None:
    hand = Hand(view)
    opened(view, "/")
    box = view.get_by_role("combobox", name="Search this dashboard")
    hand.does(box.click)
    hand.does(lambda: view.keyboard.type("Hackney and Islington on mental health"))
    first = view.get_by_role("option").first
    expect(first).to_contain_text("Compare Hackney and Islington")
    expect(first).to_contain_text("Mental health")
    hand.does(lambda: view.keyboard.press("Enter"))
    shows_both(view, "Mental health")
    assert hand.interactions <= MOST_INTERACTIONS


def test_by_the_page_s_own_controls(view: Page) -> None:
    hand = Hand(view)
    opened(view, "/map?priority=minds")
    hand.does(view.get_by_role("link", name="Compare", exact=True).click)
    at_rest(view)
    hand.does(view.get_by_role("combobox", name="Boroughs, up to 6").click)
    hand.does(lambda: view.keyboard.type("Hackney\n"))
    expect(view).to_have_url(re.compile(HACKNEY))
    hand.does(lambda: view.keyboard.type("Islington\n"))
    expect(view).to_have_url(re.compile(ISLINGTON))
    expect(view.locator("#side-by-side")).to_have_count(1)
    expect(view.locator("#side-by-side")).to_be_visible()
    # Both are there in sight; only what helps people listen is kept back while the list is open.
    view.keyboard.press("Escape")
    shows_both(view, "Mental health")
    assert hand.interactions <= MOST_INTERACTIONS


def test_what_is_typed_while_the_page_answers_stays(view: Page) -> None:
    opened(view, "/compare?indicator=suicide")
    box = view.get_by_role("combobox", name="Boroughs, up to 6")
    box.click()
    view.keyboard.type("Hackney\nIsling")
    expect(view.locator("#side-by-side")).to_have_count(1)
    expect(view.get_by_test_id("stApp")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=60_000
    )
    assert box.input_value() == "Isling"
    view.keyboard.type("ton\n")
    expect(view).to_have_url(re.compile(f"{HACKNEY}.*{ISLINGTON}"))


COMPARED = {
    "RBKC v Hammersmith and Fulham": "Compare Kensington and Chelsea and Hammersmith",
    "compare brent, barnet, camden": "Compare Brent, Barnet and Camden",
    "Hackney": "Hackney",
    "Barking and Dagenham": "Barking and Dagenham",
}


def test_only_two_boroughs_or_more_are_compared(view: Page) -> None:
    opened(view, "/methods")
    box = view.get_by_role("combobox", name="Search this dashboard")
    for words, first in COMPARED.items():
        box.fill("")
        box.click()
        view.keyboard.type(words)
        expect(view.locator("#find-list .find-title").first).to_contain_text(first)


def shows_both(page: Page, priority: str) -> None:
    at_rest(page)
    expect(page).to_have_url(re.compile(f"{HACKNEY}.*{ISLINGTON}"))
    expect(page.locator("#side-by-side")).to_be_visible()
    for name in ("Hackney", "Islington", "London", "England"):
        expect(page.locator(".stMain")).to_contain_text(name)
    expect(page.locator("#all-indicators")).to_contain_text(priority)
    assert page.locator("#all-indicators ~ *").count()
