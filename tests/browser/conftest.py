"""A real server on loopback and a real Chromium that may talk to nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route, expect

from tests import chromium, serving

# How long a slow machine may take to show what is waited for.
expect.set_options(timeout=20_000)


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


@pytest.fixture
def view(browser: Browser, address: str, watched: Watched) -> Iterator[Page]:
    """A page at laptop size, cut off from everything but the dashboard."""
    yield from _page(browser, address, watched, {"width": 1366, "height": 768})


@pytest.fixture
def phone(browser: Browser, address: str, watched: Watched) -> Iterator[Page]:
    """A page at phone size."""
    yield from _page(browser, address, watched, {"width": 390, "height": 844})


def _page(browser: Browser, address: str, watched: Watched, size: dict[str, int]) -> Iterator[Page]:
    context = browser.new_context(viewport=size, base_url=address)  # type: ignore[arg-type]
    page = context.new_page()
    host = urlsplit(address).netloc

    def guard(route: Route) -> None:
        if urlsplit(route.request.url).netloc == host:
            route.continue_()
        else:
            watched.append(f"outside request: {route.request.url}")
            route.abort()

    page.route("**/*", guard)
    page.on(
        "console", lambda x: watched.append(f"console: {x.text}") if x.type == "error" else None
    )
    page.on("pageerror", lambda error: watched.append(f"exception: {error}"))
    yield page
    context.close()
    assert not watched, watched
