"""A real browser whose replica is killed: the page connects to another and shows the same view."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests import chromium
from tests.browser.addresses import at_rest
from tests.replicas.balancer import Balanced, Replica

pytestmark = [pytest.mark.replicas, pytest.mark.browser]
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
    homes = []
    for _ in range(2):
        home = _home(replicas)
        homes.append(home.port)
        home.stop(signal.SIGKILL)
        replicas.wait_until(lambda: len(_streams(replicas)) >= len(homes))
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
    replicas.wait_until(lambda: len(_streams(replicas)) >= 3)
    (last,) = {x.port for x in replicas.replicas} - set(homes)
    answered = [re.search(r"replica=(.*) replied=", x) for x in _streams(replicas)]
    ended = [x[1].split(":")[-1] for x in answered if x]
    assert ended[-3:] == [*map(str, homes), str(last)], "the log shows where the page went"


def _streams(replicas: Balanced) -> list[str]:
    """The connections of pages that have ended after they were answered."""
    return [x for x in replicas.lines() if "/_stcore/stream" in x and " 101 GET" in x]


def _home(replicas: Balanced) -> Replica:
    """The replica that the page is at: the one that answered what it last asked."""
    asked = [x for x in replicas.lines() if re.search(r"/_stcore/(health|host-config)", x)]
    found = re.search(r"replica=(.*) replied=", asked[-1])
    assert found
    port = int(found[1].split(":")[-1])
    return next(x for x in replicas.replicas if x.port == port)
