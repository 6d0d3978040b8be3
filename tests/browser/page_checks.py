"""What is looked at on every page: accessibility, targets, focus, jumps, widths, policy."""

from __future__ import annotations

import re
from itertools import pairwise

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dashboard.charts.palette import contrast
from tests.browser.addresses import at_rest, until

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# "Good" in the Core Web Vitals: the shifts of a page's life add up to less than this.
STILL = 0.1
WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted += shift.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# What the content security policy stopped; Streamlit's decoder of messages tries WebAssembly for
# numbers of 64 bits and does without it.
WATCH_POLICY = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => {
  if (event.blockedURI === "wasm-eval") return;
  window.broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`);
});
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


def breaks_no_rule(page: Page) -> None:
    result = Axe().run(page, options=RULES).response
    assert len(result["passes"]) > 10
    broken = [
        f"{rule['id']}: {rule['help']}: "
        f"{[(node['html'][:160], node['failureSummary'][:200]) for node in rule['nodes'][:3]]}"
        for rule in result["violations"]
    ]
    assert not broken, "\n".join(broken)


def has_targets_large_enough(page: Page) -> None:
    """Every target is at least 24 by 24 pixels."""
    assert page.evaluate(SMALL_TARGETS) == [], "targets are smaller than 24 by 24 pixels"


def did_not_jump(page: Page) -> None:
    """What moved while the page loaded, by the browser's own count."""
    shifted = page.evaluate("window.shifted")
    assert shifted < STILL, f"the page jumped while it loaded: {shifted:.3f}"


def kept_to_the_policy(page: Page) -> None:
    """Nothing on the page was stopped by its content security policy."""
    assert page.evaluate("window.broken") == []


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


MOST_STOPS = 400
# What has the focus, and the strongest outline on it or just around it, against what lies behind.
FOCUSED = """() => {
  const focused = document.activeElement;
  let outline = null;
  for (let e = focused, up = 0; e && up < 6 && !outline; e = e.parentElement, up += 1) {
    const style = getComputedStyle(e);
    if (style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2)
      outline = style.outlineColor;
  }
  if (!focused.dataset.stop) focused.dataset.stop = String(window.stops = (window.stops || 0) + 1);
  return {
    tag: focused.tagName,
    id: focused.id,
    stop: focused.dataset.stop,
    words: (focused.getAttribute("aria-label") || focused.innerText || "").slice(0, 60),
    outline,
    paper: getComputedStyle(document.querySelector(".stApp")).backgroundColor,
  };
}"""


def hexadecimal(colour: str) -> str:
    return "#" + "".join(f"{int(x):02x}" for x in re.findall(r"\d+", colour)[:3])


def is_walked_by_tab(page: Page) -> None:
    """From before its first element to its end and back, with a focus that is seen everywhere."""
    forth = walked(page, "Tab")
    assert forth[0]["id"] == "skip"
    assert "Open Government Licence" in forth[-1]["words"]
    for stop in forth:
        assert stop["outline"], f"no focus is seen on {stop['tag']} {stop['words']}"
        seen = contrast(hexadecimal(stop["outline"]), hexadecimal(stop["paper"]))
        assert seen >= 3, f"the focus on {stop['tag']} {stop['words']} is {seen:.1f}:1"
    back = walked(page, "Shift+Tab")
    assert back[-1]["id"] == "skip"
    assert len(back) >= 0.8 * len(forth)


def walked(page: Page, key: str) -> list[dict[str, str]]:
    """Everything that has the focus in turn, until it leaves the page."""
    stops: list[dict[str, str]] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        stop = page.evaluate(FOCUSED)
        if stop["tag"] in ("BODY", "HTML"):
            return stops
        assert not stops or stop["stop"] != stops[-1]["stop"], f"trapped on {stop['words']}"
        stops.append(stop)
    raise AssertionError(f"the focus does not leave the page after {MOST_STOPS} stops")


PHONE = 390
WIDTHS = {390: 844, 768: 1024, 1366: 768, 1920: 1080}
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
# Plotly draws again for a new width after a pause of its own. As laid out, whatever scales it.
FITS_ITS_FRAME = """() => [...document.querySelectorAll(".js-plotly-plot")]
  .filter((chart) => chart.checkVisibility() && chart.offsetWidth)
  .every((chart) => {
    const drawn = Number(chart.querySelector(".main-svg")?.getAttribute("width"));
    return Math.abs(drawn - chart.offsetWidth) <= 2;
  })"""


# Where the element farthest to the right ends, but for what scrolls in a frame of its own.
WIDEST = """Math.max(...[...document.querySelectorAll('.stMain *')]
  .filter(e => !e.closest('.scroll') && getComputedStyle(e).overflowX === 'visible')
  .map(e => e.getBoundingClientRect().right))"""


def ends_inside_a_phone(page: Page) -> None:
    """Nothing reaches beyond the right edge, not even out of sight."""
    assert page.evaluate(WIDEST) <= PHONE + 2


def misplaced(page: Page, width: int) -> list[str]:
    """What does not fit at a width: lies aside, is cut off, or covers something else."""
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    until(page, FITS_ITS_FRAME)
    at_rest(page)
    aside = page.evaluate(
        "Math.max(...[document.documentElement, document.querySelector('.stMain')]"
        ".map(e => e.scrollWidth - e.clientWidth))"
    )
    found = [f"{aside} pixels lie to the right of the page"] if aside > 0 else []
    return [*found, *page.evaluate(MISPLACED), *page.evaluate(CUT_OFF)]
