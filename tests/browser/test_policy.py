"""The content security policy in a real browser: pages keep to it, and what is injected is stopped.

A page that broke it would have an error in the console, which fails any test of a browser, and
every state of every page is held against it in `test_page_states.py`; here things are unfolded,
saved and copied.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import ADDRESSES, opened, unfolded, until
from tests.browser.conftest import Watched
from tests.browser.page_checks import WATCH_POLICY, kept_to_the_policy

pytestmark = pytest.mark.browser


def test_what_people_do_with_a_page_keeps_to_the_policy(view: Page) -> None:
    view.add_init_script(WATCH_POLICY)
    opened(view, ADDRESSES["map"])
    view.keyboard.press("Control+k")
    view.keyboard.type("newham")
    expect(view.locator("#find-list [role=option]").first).to_be_visible(timeout=20_000)
    view.keyboard.press("Escape")
    chart = view.get_by_test_id("stPlotlyChart").first
    chart.hover()
    with view.expect_download(timeout=20_000):
        chart.locator("[data-title^='Download plot']").click(force=True)
    with view.expect_download(timeout=20_000):
        view.get_by_role("link", name="Download these figures").click()
    unfolded(view, "Share or cite")
    view.get_by_role("button", name="Copy the link").click()
    expect(view.locator(".copied [role=status]").first).not_to_be_empty()
    kept_to_the_policy(view)
    expect(view.get_by_test_id("stApp")).to_be_visible()


def test_what_is_injected_is_stopped(view: Page, watched: Watched) -> None:
    view.add_init_script(WATCH_POLICY)
    opened(view, ADDRESSES["overview"])
    view.evaluate(
        """() => {
          const added = document.createElement("div");
          added.innerHTML = '<img src="x:" onerror="window.ran = 1">'
            + '<a id="bad" href="javascript:window.ran = 2">x</a>'
            + '<form id="out" action="https://stranger.invalid/"></form>'
            + '<iframe src="/methods"></iframe>';
          const script = document.createElement("script");
          script.textContent = "window.ran = 3";
          document.body.append(added, script);
          document.getElementById("bad").click();
          document.getElementById("out").submit();
        }"""
    )
    # Asked from outside: waiting inside the page would need the evaluation that is forbidden.
    until(view, "() => new Set(window.broken.map((x) => x.split(' ')[0])).size >= 4")
    assert view.evaluate("window.ran") is None
    stopped = {x.split()[0] for x in view.evaluate("window.broken")}
    assert {"script-src-attr", "script-src-elem", "form-action", "frame-src"} <= stopped
    # What was stopped is told in the console, and nothing else is.
    assert all("Content Security Policy" in x for x in watched), watched
    watched.clear()


def test_no_other_page_shows_it_inside_itself(view: Page, watched: Watched, address: str) -> None:
    """A page of the same site even, because nothing but the default is set."""
    view.goto(f"{address}/healthz")
    view.evaluate(
        """(address) => {
          const frame = document.createElement("iframe");
          frame.src = address;
          document.body.append(frame);
        }""",
        address,
    )
    if not watched:
        view.wait_for_event("console", lambda _: bool(watched))
    assert any("frame-src" in x or "frame-ancestors" in x for x in watched), watched
    watched.clear()
