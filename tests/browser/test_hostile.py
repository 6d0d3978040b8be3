"""A build of hostile prose in a real browser: no script runs, nothing of it becomes an element.

The content security policy is off here, because escaping has to hold by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import hostile, serving
from tests.browser.addresses import ADDRESSES, at_rest
from tests.browser.conftest import watch_requests
from tests.browser.test_pictures import parsed, taken, words

pytestmark = pytest.mark.browser

_MADE = """
() => [
  ...document.querySelectorAll(
    ".hostile, [onerror], [onload], [onfocus], [onclick], [*|href^='javascript' i], #root iframe"
  ),
  ...[...document.querySelectorAll("a, img")].filter((x) => {
    const to = new URL(x.href || x.src || "", location);
    return to.protocol === "javascript:" || to.hostname.includes("stranger");
  }),
].map((x) => x.outerHTML.slice(0, 200))
"""
# Pages that show no words of the catalogue's indicators.
_WITHOUT_PROSE = ("no borough yet", "downloads", "downloads of a bad address", "present")
_SEEN = "<script class=hostile>window.hostile=1</script>"


@pytest.fixture(scope="module")
def address(marts: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = hostile.marts(marts, tmp_path_factory.mktemp("hostile") / "marts")
    with serving.served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """Without the content security policy, which would stop what these tests look for."""
    context = browser.new_context(
        base_url=address, bypass_csp=True, viewport={"width": 1366, "height": 768}
    )
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    page = context.new_page()
    outside: list[str] = []
    watch_requests(page, address, outside)
    yield page
    page.close()
    assert outside == []


def _harmless(page: Page) -> None:
    assert page.evaluate("window.hostile") is None
    assert page.evaluate(_MADE) == []
    expect(page.get_by_test_id("stApp")).to_be_visible()


@pytest.mark.parametrize("name", ADDRESSES)
def test_hostile_prose_is_text(page: Page, name: str) -> None:
    page.goto(ADDRESSES[name])
    expect(page.locator(".foot")).to_be_attached(timeout=20_000)
    at_rest(page)
    page.evaluate("document.querySelectorAll('.stMain summary').forEach((x) => x.click())")
    for switch in page.get_by_test_id("stCheckbox").filter(has_not_text="Play").all():
        switch.locator("label").click()
        at_rest(page)
    _harmless(page)
    if name not in _WITHOUT_PROSE:
        assert _SEEN in page.locator(".stMain").inner_text(timeout=20_000)


def test_hostile_prose_in_a_heading_becomes_no_picture_and_no_dash(page: Page) -> None:
    page.goto(ADDRESSES["map"])
    title = page.locator("h1").first
    expect(title).to_contain_text("material/home: $x^2$", timeout=20_000)
    expect(title).to_contain_text(re.compile(r"drop table observation; -\u2060?- "))


def test_hostile_prose_under_the_pointer_and_in_lists_is_text(page: Page) -> None:
    page.goto(ADDRESSES["map"])
    at_rest(page)
    for area in page.locator(".stPlotlyChart path.choroplethlayer, .choroplethlayer path").all()[
        :3
    ]:
        area.hover(force=True)
        expect(page.locator(".hovertext").first).to_be_attached()
    _harmless(page)
    for key in ("indicator", "area", "priority"):
        box = page.locator(f".st-key-map_{key} input")
        # A list shuts when the page moves under it, and these titles make the page a long one.
        box.scroll_into_view_if_needed()
        at_rest(page)
        box.click()
        options = page.get_by_role("option")
        expect(options.first).to_be_visible(timeout=20_000)
        assert "<script class=hostile>" in " ".join(options.all_inner_texts())
        _harmless(page)
        page.keyboard.press("Escape")


def test_a_picture_for_a_slide_holds_hostile_prose_as_text(page: Page) -> None:
    page.goto(ADDRESSES["map"])
    switch = page.get_by_test_id("stCheckbox").filter(has_text="Pictures for slides")
    switch.locator("label").click(timeout=20_000)
    expect(page.locator(".pictures li").first).to_be_visible(timeout=20_000)
    at_rest(page)
    root = parsed(taken(page, "Map"))
    assert _SEEN in words(root)
    named = [x for x in root.iter() if "hostile" in "".join((*x.attrib, x.get("class", "")))]
    assert named == []
    _harmless(page)


def test_hostile_prose_in_the_search_box_is_text(page: Page) -> None:
    page.goto("/")
    at_rest(page)
    page.keyboard.press("Control+k")
    page.keyboard.type("newham")
    first = page.locator("#find-list [role=option]").first
    expect(first).to_contain_text("<script class=hostile>", timeout=20_000)
    _harmless(page)


@pytest.mark.parametrize("path", ["/map", "/methods", "/downloads", "/compare", "/borough"])
def test_a_hostile_address_is_text(page: Page, path: str) -> None:
    from urllib.parse import urlencode

    keys = ("indicator", "area", "areas", "period", "term", "dataset", hostile.CORPUS["script"])
    said = "".join(x for x in hostile.ALL if x.isprintable())
    page.goto(f"{path}?{urlencode(dict.fromkeys(keys, said))}#{said[:200]}")
    expect(page.locator(".foot")).to_be_attached(timeout=20_000)
    at_rest(page)
    _harmless(page)
