"""The overview as people see it: the six on one screen, still, in one column on a phone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import at_rest
from tests.browser.test_map_page import drawn, query

pytestmark = pytest.mark.browser

BOXES = """[...document.querySelectorAll('.standing')].map(e => {
  const box = e.getBoundingClientRect();
  return {left: box.left, right: box.right, top: box.top, bottom: box.bottom};
})"""


def opened(page: Page) -> list[dict[str, float]]:
    """The six cards' boxes once nothing runs any more."""
    page.goto("/")
    expect(page.locator(".standing")).to_have_count(6, timeout=20_000)
    at_rest(page)
    boxes: list[dict[str, float]] = page.evaluate(BOXES)
    return boxes


def columns(boxes: list[dict[str, float]]) -> int:
    return len({round(box["left"]) for box in boxes})


SIZES = {"tablet": (768, 1024), "laptop": (1366, 768), "projector": (1920, 1080)}
# Nothing sticks out of its card, and no words are cut to fit.
CUT = """[...document.querySelectorAll('.standing *')].filter(e => {
  if (!e.checkVisibility()) return false;
  const own = e.getBoundingClientRect();
  const card = e.closest('.standing').getBoundingClientRect();
  const outside = own.right > card.right + 1 || own.bottom > card.bottom + 1
      || own.left < card.left - 1;
  return outside || getComputedStyle(e).textOverflow === 'ellipsis';
}).map(e => e.outerHTML.slice(0, 120))"""


def test_cards_are_on_one_screen_alike_and_nothing_is_cut_off(view: Page) -> None:
    opened(view)
    for name, (width, height) in SIZES.items():
        view.set_viewport_size({"width": width, "height": height})
        at_rest(view)
        boxes: list[dict[str, float]] = view.evaluate(BOXES)
        assert columns(boxes) == (2 if name == "tablet" else 3)
        assert len({round(box["bottom"] - box["top"]) for box in boxes}) == 1
        assert view.evaluate("document.documentElement.scrollWidth") <= width
        assert not view.evaluate(CUT)
        if name != "tablet":
            assert all(0 < box["top"] < box["bottom"] <= height for box in boxes)
            expect(view.get_by_role("heading", level=1)).to_be_in_viewport()
            expect(view.locator(".lede")).to_be_in_viewport()


def test_a_phone_has_one_column_and_links_large_enough_to_touch(phone: Page) -> None:
    boxes = opened(phone)
    assert columns(boxes) == 1
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert all(box["left"] >= 0 and box["right"] <= 390 for box in boxes)
    heights = phone.locator(".standing .go :is(a, summary)").evaluate_all(
        "es => es.filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect())"
        ".map(b => [b.width, b.height])"
    )
    # Three links a card and why it is led by this indicator.
    assert len(heights) == 6 * 4
    assert all(width >= 24 and height >= 24 for width, height in heights)


def test_cards_stay_where_they_first_appear(view: Page) -> None:
    """Whatever moves once the cards are there is counted by the browser itself."""
    view.add_init_script("""
        window.shifts = [];
        new PerformanceObserver(list => {
            for (const entry of list.getEntries())
                for (const source of entry.sources)
                    if (source.node && source.previousRect.height && source.node.parentElement
                            && source.node.parentElement.closest('.standings'))
                        window.shifts.push(source.node.outerHTML);
        }).observe({type: 'layout-shift', buffered: true});
    """)
    view.goto("/")
    expect(view.locator(".standing")).to_have_count(6, timeout=20_000)
    first = view.evaluate(BOXES)
    at_rest(view)
    assert view.evaluate(BOXES) == first
    assert view.evaluate("window.shifts") == []


def test_the_cards_and_rows_are_drawn(view: Page) -> None:
    opened(view)
    pictures_survive_the_sanitiser(view)
    band_line_and_paper_differ_in_greyscale(view)
    dots_lie_where_the_line_of_london_would(view)


def pictures_survive_the_sanitiser(view: Page) -> None:
    """Streamlit cleans the HTML it is given: what was drawn must still be there and be seen."""
    sparks = view.locator(".standing .gap-spark")
    expect(sparks).to_have_count(6)
    for place in range(6):
        spark = sparks.nth(place)
        assert re.match("Gap in .+ in .+\\.", spark.get_attribute("aria-label") or "")
        expect(spark.locator("b").last).to_be_visible()
        expect(spark.locator("s")).to_be_visible()
    clipped = "es => es.map(e => getComputedStyle(e).clipPath.startsWith('polygon('))"
    lines = view.locator(".gap-spark .line").evaluate_all(clipped)
    bands = view.locator(".gap-spark .band").evaluate_all(clipped)
    assert len(lines) >= 4
    assert len(bands) >= 3
    assert all([*lines, *bands])


def band_line_and_paper_differ_in_greyscale(view: Page) -> None:
    shades: dict[str, Any] = view.evaluate("""() => {
        const canvas = Object.assign(document.createElement('canvas'), {width: 1, height: 1});
        const pen = canvas.getContext('2d', {willReadFrequently: true});
        const grey = colour => {
            pen.fillStyle = 'white'; pen.fillRect(0, 0, 1, 1);
            pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
            const [r, g, b] = pen.getImageData(0, 0, 1, 1).data;
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const of = name => grey(getComputedStyle(
            document.querySelector('.gap-spark .' + name)).backgroundColor);
        return {band: of('band'), line: of('line')};
    }""")
    assert 255 - shades["band"] > 25
    assert shades["band"] - shades["line"] > 80


def dots_lie_where_the_line_of_london_would(view: Page) -> None:
    """A strip's dots and its lines use one scale: the outermost dots are its two ends."""
    off = view.evaluate("""[...document.querySelectorAll('.rows .strip')].slice(0, 3).map(e => {
        const own = e.getBoundingClientRect(), dots = e.querySelector('i').getBoundingClientRect();
        const size = parseFloat(getComputedStyle(e.querySelector('i')).backgroundSize);
        return [dots.left + size / 2 - own.left, own.right - (dots.right - size / 2)];
    })""")
    assert off
    assert all(abs(side) < 0.6 for pair in off for side in pair)


def test_a_card_leads_to_the_map_of_its_indicator(view: Page) -> None:
    opened(view)
    view.locator(".standing").nth(0).get_by_role("link", name="Map").click()
    drawn(view)
    assert query(view)["indicator"] == ["excess_weight_year_6"]


def test_more_indicators_leads_to_the_rest_of_the_priority(view: Page) -> None:
    opened(view)
    view.locator(".standing").nth(5).get_by_role("link", name="more indicators").click()
    expect(view.locator("#priority-living h3")).to_be_in_viewport()
    expect(view.locator("#priority-living .row").first).to_be_in_viewport()
    view.locator("#priority-living summary").click()
    expect(view.locator("#priority-living").get_by_text("Walking or cycling")).to_be_visible()
