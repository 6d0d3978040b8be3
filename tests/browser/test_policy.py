"""The content security policy in a real browser: pages keep to it, and what is injected is stopped.

A page that broke it would have an error in the console, which fails any test of a browser; here
every kind of page is opened, charts are drawn, things are unfolded, saved and copied.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import ADDRESSES, at_rest, opened, unfolded
from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser

# Streamlit's decoder of messages tries WebAssembly for numbers of 64 bits and does without it.
_NOTE = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => {
  if (event.blockedURI === "wasm-eval") return;
  window.broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_keeps_to_the_policy(view: Page, name: str) -> None:
    view.add_init_script(_NOTE)
    opened(view, ADDRESSES[name])
    view.evaluate("document.querySelectorAll('.stMain summary').forEach((x) => x.click())")
    at_rest(view)
    assert view.evaluate("window.broken") == []


def test_what_people_do_with_a_page_keeps_to_the_policy(view: Page) -> None:
    view.add_init_script(_NOTE)
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
        view.get_by_role("button", name="Download these figures").click()
    unfolded(view, "Share or cite")
    view.get_by_role("button", name="Copy the link").click()
    expect(view.locator(".copied [role=status]").first).not_to_be_empty()
    assert view.evaluate("window.broken") == []
    expect(view.get_by_test_id("stApp")).to_be_visible()


def test_what_is_injected_is_stopped(view: Page, watched: Watched) -> None:
    view.add_init_script(_NOTE)
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
    for _ in range(100):
        if view.evaluate("window.broken.length") >= 5:
            break
        view.wait_for_timeout(200)
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
    for _ in range(200):
        if watched:
            break
        view.wait_for_timeout(100)
    assert any("frame-src" in x or "frame-ancestors" in x for x in watched), watched
    watched.clear()
