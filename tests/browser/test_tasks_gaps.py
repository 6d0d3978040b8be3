"""Questions about inequality, and how many steps an answer takes from the bare address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.addresses import at_rest
from tests.browser.test_map_page import query

pytestmark = pytest.mark.browser

MOST = 3


class Steps:
    """Somebody who opens the bare address and clicks; scrolling and reading are free."""

    def __init__(self, page: Page) -> None:
        """Open the dashboard as a visitor who has no link to a view."""
        self.page = page
        self.count = 0
        page.goto("/")
        expect(page.locator(".standing")).to_have_count(6, timeout=20_000)
        at_rest(page)

    def click(self, target: Locator) -> None:
        """One interaction."""
        self.count += 1
        target.click()


def _told_who_is_furthest(page: Page) -> None:
    """The gaps page names the boroughs in words and draws every one's share."""
    heading = page.get_by_role("heading", name="Which boroughs are furthest from the average")
    expect(heading).to_be_visible(timeout=20_000)
    # The chart's library comes with the first chart, which takes a while on a busy machine.
    expect(page.locator(".st-key-shares_picture .bars .point").first).to_be_attached(timeout=60_000)
    at_rest(page)
    said = re.compile(r"Furthest from the boroughs' average, .*\d+% of the spread")
    expect(page.get_by_text(said)).to_be_visible()


@pytest.mark.parametrize("place", range(6))
def test_who_is_furthest_from_the_average_of_a_cards_indicator(view: Page, place: int) -> None:
    steps = Steps(view)
    card = view.locator(".standing").nth(place)
    link = card.get_by_role("link", name="Gaps")
    wanted = (link.get_attribute("href") or "").split("indicator=")[1].split("&")[0]
    steps.click(link)
    _told_who_is_furthest(view)
    assert query(view)["indicator"] == [wanted]
    assert steps.count <= MOST


def test_who_is_furthest_for_an_indicator_that_is_folded_away(view: Page) -> None:
    """The longest way there is: to the priority, unfold its rows, open the gap."""
    steps = Steps(view)
    steps.click(view.locator(".standing").nth(0).get_by_role("link", name="more indicators"))
    section = view.locator("#priority-children")
    steps.click(section.locator("summary"))
    row = section.locator(".row").filter(has_text="Obesity in year 6")
    steps.click(row.get_by_role("link", name="Gap by deprivation"))
    _told_who_is_furthest(view)
    assert query(view)["indicator"] == ["obesity_year_6"]
    assert steps.count <= MOST


def test_is_healthy_life_more_equal_than_it_was(view: Page) -> None:
    """The answer is the page's first sentence; its evidence is one step away."""
    steps = Steps(view)
    expect(view.locator(".lede")).to_contain_text(re.compile("clear change|narrowed|widened"))
    steps.click(view.get_by_role("link", name="See this gap"))
    expect(view.get_by_role("heading", level=1)).to_contain_text(
        "ealthy life expectancy", timeout=20_000
    )
    at_rest(view)
    assert query(view)["indicator"] == ["healthy_life_expectancy"]
    assert steps.count <= 1
