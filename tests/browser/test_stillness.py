"""Charts keep their size whatever they show; a wait is said once it is long, and not before."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.addresses import ADDRESSES, SIZES, at_rest, opened, sized
from tests.browser.test_map_page import OBESITY, drawn

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", SIZES)
def test_charts_keep_their_size_when_the_indicator_changes(view: Page, size: str) -> None:
    sized(view, size).goto(OBESITY)
    drawn(view)
    before = boxes(view)
    view.get_by_role("combobox", name="Indicator").click()
    view.get_by_role("option", name="Children living with obesity in Reception").click()
    expect(view.get_by_role("heading", level=1)).to_contain_text("Reception")
    drawn(view)
    at_rest(view)
    assert len(before) >= 3
    assert boxes(view) == before


def boxes(page: Page) -> list[tuple[int, int]]:
    """Width and height of every chart on the page."""
    found = [chart.bounding_box() for chart in page.get_by_test_id("stPlotlyChart").all()]
    return [(round(box["width"]), round(box["height"])) for box in found if box]


def test_a_page_that_takes_long_says_so_and_then_shows_itself_whole(view: Page) -> None:
    held: list[Route] = []
    view.route("**/static/js/Html.*.js", lambda route: held.append(route))
    view.goto("/methods")
    expect(view.get_by_test_id("stSkeleton").first).to_be_attached(timeout=20_000)
    expect(view.locator(".stMainBlockContainer")).to_have_css("visibility", "hidden")
    said = "getComputedStyle(document.querySelector('.stMain'), '::before')"
    assert "Loading the figures" in view.evaluate(f"{said}.content")
    assert view.evaluate(f"{said}.animationDuration") == "0.3s"
    for route in held:
        route.fallback()
    expect(view.locator(".stMainBlockContainer")).to_have_css("visibility", "visible")
    expect(view.get_by_role("heading", level=1)).to_be_visible()
    assert view.evaluate(f"{said}.content") == "none"


def test_a_short_wait_is_not_signalled(view: Page) -> None:
    opened(view, ADDRESSES["map"])
    part = view.locator(".stElementContainer").last
    part.evaluate("part => part.dataset.stale = 'true'")
    expect(part).to_have_css("transition-delay", "0.3s")
