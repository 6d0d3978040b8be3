"""Every page on a phone, a tablet, a laptop and a projector: nothing aside, nothing cut off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.addresses import ADDRESSES, at_rest, opened

pytestmark = pytest.mark.browser

WIDTHS = {390: 844, 768: 1024, 1366: 768, 1920: 1080}
# Plotly draws again for a new width after a pause of its own.
REDRAWN = 700
# Text of a chart that leaves its frame, and labels of an axis that run into each other.
MISPLACED = """() => {
  const wrong = [];
  const seen = (e) => e.textContent.trim() &&
    e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  for (const chart of document.querySelectorAll(".js-plotly-plot")) {
    const frame = chart.getBoundingClientRect();
    if (!chart.checkVisibility() || !frame.width) continue;
    const name = chart.closest("[class*=st-key-]")?.className.match(/st-key-(\\w+)/)?.[1];
    for (const text of [...chart.querySelectorAll(".main-svg text")].filter(seen)) {
      const box = text.getBoundingClientRect();
      const out = Math.max(frame.left - box.left, box.right - frame.right,
        frame.top - box.top, box.bottom - frame.bottom);
      if (out > 2 && !text.closest(".hoverlayer")) {
        wrong.push(`${name}: '${text.textContent}' is cut off by ${out.toFixed(0)} pixels`);
      }
    }
    for (const axis of [".xtick text", ".ytick text", ".annotation-text"]) {
      const labels = [...chart.querySelectorAll(axis)].filter(seen)
        .map((e) => [e.textContent, e.getBoundingClientRect()]);
      labels.forEach(([one, a], i) => labels.slice(i + 1).forEach(([other, b]) => {
        const over = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const under = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (over > 1 && under > 4) wrong.push(`${name}: '${one}' lies on '${other}'`);
      }));
    }
  }
  return wrong;
}"""
# Words of the page that a box cuts off; a list that scrolls in its own frame is no such box.
CUT_OFF = """() => [...document.querySelectorAll(
    ".stMain h1, .stMain h2, .stMain h3, .stMain p, .stMain a, .stMain button p, .stMain td")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.textContent.trim())
  .filter((e) => ["hidden", "clip"].includes(getComputedStyle(e).overflowX))
  .filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1)
  .map((e) => `'${e.textContent.trim().slice(0, 60)}' is cut off`)"""


@pytest.mark.parametrize("name", ADDRESSES)
def test_nothing_is_aside_or_cut_off(view: Page, name: str) -> None:
    view.set_viewport_size({"width": 390, "height": WIDTHS[390]})
    opened(view, ADDRESSES[name])
    wrong = {width: found for width in WIDTHS if (found := misplaced(view, width))}
    assert not wrong, wrong


def misplaced(page: Page, width: int) -> list[str]:
    """What does not fit at a width."""
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page.wait_for_timeout(REDRAWN)
    at_rest(page)
    aside = page.evaluate(
        "Math.max(...[document.documentElement, document.querySelector('.stMain')]"
        ".map(e => e.scrollWidth - e.clientWidth))"
    )
    found = [f"{aside} pixels lie to the right of the page"] if aside > 0 else []
    return [*found, *page.evaluate(MISPLACED), *page.evaluate(CUT_OFF)]
