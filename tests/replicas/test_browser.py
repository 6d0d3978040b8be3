"""A real browser whose replica is killed: the page connects to another and shows the same view."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests import chromium
from tests.browser.addresses import at_rest
from tests.replicas.balancer import Balanced

pytestmark = pytest.mark.replicas
ADDRESS = "/map?indicator=obesity_year_6&area=E09000025&colour=verdict"


@pytest.fixture
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(
        executable_path=chromium.installed(), args=list(chromium.FLAGS)
    )
    yield browser
    browser.close()


def _seen(page: Page) -> dict[str, object]:
    """What somebody looking at the page has before them."""
    return {
        "address": page.url,
        "title": page.get_by_role("heading", level=1).inner_text(),
        "finding": page.locator(".lede").first.inner_text(),
        "card": page.locator("[data-announced]").first.inner_text(),
        "foot": page.locator(".foot").inner_text(),
    }


def test_a_killed_replicas_page_goes_on_at_another(replicas: Balanced, browser: Browser) -> None:
    page = browser.new_page(base_url=replicas.address, viewport={"width": 1366, "height": 768})
    page.goto(ADDRESS)
    expect(page.locator(".foot")).to_be_attached(timeout=60_000)
    at_rest(page)
    page.get_by_role("radio", name="Fifths").click()
    expect(page).to_have_url(re.compile("colour=quintile"), timeout=20_000)
    at_rest(page)
    before = _seen(page)
    # Every replica but one dies in turn, so that the page has to move at least once.
    for replica in replicas.replicas[:2]:
        replica.stop(signal.SIGKILL)
        page.wait_for_timeout(1000)
        expect(page.get_by_test_id("stApp")).to_have_attribute(
            "data-test-connection-state", "CONNECTED", timeout=60_000
        )
        at_rest(page)
        assert _seen(page) == before
    page.get_by_role("radio", name="Verdict").click()
    expect(page).to_have_url(re.compile("colour=verdict"), timeout=60_000)
    at_rest(page)
    expect(page.get_by_text("Connection error")).to_have_count(0)
    page.close()
    last = f"127.0.0.1:{replicas.replicas[2].port}"
    streams = [x for x in replicas.lines() if "/_stcore/stream" in x]
    assert len(streams) >= 2
    assert f"{last} replied=" in streams[-1]
