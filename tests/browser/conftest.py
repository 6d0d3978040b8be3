"""A real server on loopback and a real Chromium that may talk to nothing else.

Each process of the tests serves one dashboard and keeps one browser context, so that scripts are
fetched and compiled once. Every test has a page of its own in it, and what a page keeps in the
browser (cookies, storage, permissions) is cleared before the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, expect

from tests import chromium, serving
from tests.browser.addresses import SIZES

# How long a slow machine may take to show what is waited for.
expect.set_options(timeout=60_000)


@pytest.fixture(scope="session")
def address(marts: Path) -> Iterator[str]:
    """The address of a dashboard that serves a build of the committed snapshot."""
    with serving.served(marts) as address:
        yield address


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium as it is installed here, else Playwright's own."""
    browser = playwright.chromium.launch(
        executable_path=chromium.installed(), args=list(chromium.FLAGS)
    )
    yield browser
    browser.close()


class Watched(list[str]):
    """What went wrong in a page: outside requests, console errors, uncaught exceptions."""


@pytest.fixture
def watched() -> Watched:
    """Problems found so far in this test's pages."""
    return Watched()


@pytest.fixture(scope="session")
def warm_context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """The browser context that the tests of this process share."""
    context = browser.new_context(base_url=address)
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.fixture
def view(warm_context: BrowserContext, address: str, watched: Watched) -> Iterator[Page]:
    """A page at laptop size, cut off from everything but the dashboard."""
    yield from _page(warm_context, address, watched, "laptop")


@pytest.fixture
def phone(warm_context: BrowserContext, address: str, watched: Watched) -> Iterator[Page]:
    """A page at phone size."""
    yield from _page(warm_context, address, watched, "phone")


def _page(context: BrowserContext, address: str, watched: Watched, size: str) -> Iterator[Page]:
    page = context.new_page()
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    _forget_earlier_visits(page, address)
    watch(page, address, watched)
    yield page
    page.close()
    assert not watched, watched


def _forget_earlier_visits(page: Page, address: str) -> None:
    """Clear what earlier tests left in the browser; fetched and compiled scripts stay."""
    page.context.clear_cookies()
    page.context.clear_permissions()
    session = page.context.new_cdp_session(page)
    kinds = "cookies,local_storage,indexeddb,cache_storage,service_workers"
    session.send("Storage.clearDataForOrigin", {"origin": address, "storageTypes": kinds})
    session.detach()


def watch(page: Page, address: str, watched: Watched) -> None:
    """Write down what goes wrong in a page."""
    watch_requests(page, address, watched)
    page.on(
        "console", lambda x: watched.append(f"console: {x.text}") if x.type == "error" else None
    )
    page.on("pageerror", lambda error: watched.append(f"exception: {error}"))


def watch_requests(page: Page, address: str, outside: list[str]) -> None:
    """Write down whom a page asks but the dashboard.

    Requests are looked at, not routed: routing would turn the browser's cache off. Whoever is
    asked outside cannot answer, see `chromium.FLAGS`.
    """
    host = urlsplit(address).netloc

    def look(request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme in ("http", "https") and asked.netloc != host:
            outside.append(f"outside request: {request.url}")

    page.on("request", look)
