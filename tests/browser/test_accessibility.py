"""Every page in both themes and at two sizes: WCAG 2.2 AA by axe-core, and what axe cannot see.

One visit serves every check of a page: each check names what it found.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.addresses import ADDRESSES, SIZES, at_rest, opened, pressed, sized

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# "Good" in the Core Web Vitals: the shifts of a page's life add up to less than this.
STILL = 0.1
WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted += shift.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# Links within a sentence are as high as its type (the guidelines except them); what is hidden
# from sight, or lies beside the page until a menu opens, is no target.
SMALL_TARGETS = """() => {
  const targets = [...document.querySelectorAll(
    "a[href], button, input, summary, [role=button], [role=tab], [role=radio], [role=combobox]")];
  const width = document.documentElement.clientWidth;
  const inText = (e) => e.tagName === "A" && getComputedStyle(e).display === "inline" &&
    e.parentElement.innerText.trim().length > e.innerText.trim().length;
  return targets
    .filter((e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .filter((e) => !inText(e) && !e.closest("[aria-hidden=true]"))
    .map((e) => [e, (e.type === "checkbox" && e.closest("label") || e).getBoundingClientRect()])
    .filter(([e, box]) => box.width > 1 && box.height > 1 && box.right > 0 && box.left < width)
    .filter(([e, box]) => box.width < 23.5 || box.height < 23.5)
    .map(([e, box]) => `${e.outerHTML.slice(0, 120)} ${box.width}x${box.height}`);
}"""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_is_open_to_everybody(
    view: Page, name: str, theme: Literal["light", "dark"], size: str
) -> None:
    view.emulate_media(color_scheme=theme)
    view.add_init_script(WATCH_SHIFTS)
    opened(sized(view, size), ADDRESSES[name])
    breaks_no_rule(view)
    assert view.evaluate(SMALL_TARGETS) == [], "targets are smaller than 24 by 24 pixels"
    has_an_outline(view)
    leads_past_the_controls(view)
    shifted = view.evaluate("window.shifted")
    assert shifted < STILL, f"the page jumped while it loaded: {shifted:.3f}"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["overview", "map", "gaps of groups"])
def test_what_unfolds_is_too(view: Page, name: str, theme: Literal["light", "dark"]) -> None:
    view.emulate_media(color_scheme=theme)
    opened(view, ADDRESSES[name])
    # What plays never comes to rest; it has tests of its own.
    for switch in view.get_by_test_id("stCheckbox").filter(has_not_text="Play").all():
        pressed(view, switch.locator("label"))
    folded = view.locator(".stMain details:not([open]) > summary:visible")
    while folded.count():
        folded.first.click()
    at_rest(view)
    breaks_no_rule(view)
    has_an_outline(view)


def breaks_no_rule(page: Page) -> None:
    result = Axe().run(page, options=RULES).response
    assert len(result["passes"]) > 10
    broken = [
        f"{rule['id']}: {rule['help']}: "
        f"{[(node['html'][:160], node['failureSummary'][:200]) for node in rule['nodes'][:3]]}"
        for rule in result["violations"]
    ]
    assert not broken, "\n".join(broken)


def has_an_outline(page: Page) -> None:
    """One first heading, no level left out, and the landmarks that readers jump between."""
    levels = page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]"
        ".filter(e => e.checkVisibility()).map(e => Number(e.tagName[1]))"
    )
    assert levels[0] == 1, levels
    assert levels.count(1) == 1, levels
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels
    for role in ("banner", "main"):
        expect(page.get_by_role(role)).to_have_count(1)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.lang") == "en-GB"


def leads_past_the_controls(page: Page) -> None:
    """The first Tab finds the link that skips to the figures."""
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the figures")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('header, .st-key-controls')")
