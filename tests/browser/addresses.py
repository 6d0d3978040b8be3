"""The pages and the states of them that every browser check runs on: a new page is one line."""

from __future__ import annotations

import time

from playwright.sync_api import Locator, Page, expect

ADDRESSES = {
    "overview": "/",
    "map": "/map?indicator=obesity_year_6&area=E09000025&colour=verdict",
    "map of tiles": "/map?indicator=obesity_year_6&map=tiles",
    "map of a bad address": "/map?indicator=xyz&area=Atlantis",
    "map without a figure": "/map?indicator=obesity_year_6&area=E09000001",
    "map by change": "/map?indicator=obesity_year_6&area=E09000025&colour=change",
    "two maps": "/map?indicator=obesity_year_6&area=E09000025&colour=quintile&period2=2009/10",
    "gaps": "/gaps?indicator=obesity_year_6&area=E09000025",
    "gaps of groups": "/gaps?indicator=physically_inactive&by=ethnicity",
    "borough": "/borough?area=E09000025",
    "borough of few figures": "/borough?area=E09000001&order=change",
    "no borough yet": "/borough",
    "compare": "/compare?indicator=obesity_year_6&areas=E09000025&areas=E09000019",
    "nothing to compare yet": "/compare?indicator=life_expectancy",
    "downloads": "/downloads?indicator=suicide&latest=yes",
    "downloads of a bad address": "/downloads?dataset=inequalities&indicator=xyz&speed=1",
    "a deck on paper": "/print?deck=air",
    "methods": "/methods",
    "a word": "/methods?term=slope-index",
    "present": "/present",
    "a scene of a map": "/present?deck=london&scene=2",
    "a scene of bars": "/present?deck=children&scene=2",
    "a scene of words": "/present?deck=london&scene=1",
    "a scene out of range": "/present?deck=children&scene=99",
}
SIZES = {"laptop": (1366, 768), "phone": (390, 844)}


def opened(page: Page, address: str) -> None:
    """Go to an address and wait until all of it is there and nothing runs any more."""
    page.goto(address)
    expect(page.locator(".foot")).to_be_attached(timeout=60_000)
    at_rest(page)


def at_rest(page: Page) -> None:
    """Wait until the script has ended and every part that was waited for is drawn."""
    expect(page.get_by_test_id("stApp")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=60_000
    )
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=60_000)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    still = 0
    deadline = time.monotonic() + 60
    # What a press sets off begins a moment after it, so one look is not enough.
    while still < 3:
        assert time.monotonic() < deadline, "the page does not come to rest"
        still = still + 1 if page.evaluate(_STILL) else 0
        page.wait_for_timeout(50)


# Nothing runs, every chart is drawn, and nothing fades or unfolds: while it does, its colours and
# its place are not its own.
_STILL = """() =>
  document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning"
  && !document.querySelector("[data-stale=true], [data-testid=stSkeleton]")
  && [...document.querySelectorAll("[data-testid=stPlotlyChart]")]
    .every((chart) => chart.querySelector(".infolayer"))
  && document.getAnimations().every((one) => one.playState !== "running"
    || one.effect.getComputedTiming().endTime === Infinity)"""


def unfolded(page: Page, words: str) -> None:
    """Unfold what is under these words, and wait until it has: it moves what is below it."""
    page.get_by_text(words).click()
    at_rest(page)


def pressed(page: Page, switch: Locator) -> None:
    """Press a switch that adds something to its page, and wait until that is there.

    The page's own state tells nothing: a run that is quick to end is never seen to begin.
    """
    parts = page.get_by_test_id("stElementContainer")
    before = parts.count()
    switch.click()
    expect(parts).not_to_have_count(before, timeout=60_000)
    at_rest(page)


def until(page: Page, holds: str, given: object = None, seconds: float = 60) -> None:
    """Wait until a function of the page holds; Playwright's own way breaks the page's policy."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(holds, given):
        assert time.monotonic() < deadline, f"not within {seconds} seconds: {holds}"
        page.wait_for_timeout(50)


def sized(page: Page, size: str) -> Page:
    """The page at one of `SIZES`."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    return page
