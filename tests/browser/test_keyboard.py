"""Pages by keyboard and by ear: no trap, focus that is seen, choices that are said."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.charts.palette import contrast
from dashboard.views.shell import STATIC
from tests.browser.addresses import ADDRESSES, at_rest, opened
from tests.browser.page_checks import hexadecimal

pytestmark = pytest.mark.browser

# How wide what shows the focus is, and how wide the list is that has it.
RING = """kind => {
  const list = document.activeElement.closest(`[data-testid=${kind}]`);
  const ringed = [...list.querySelectorAll("*")].filter(
    (e) => getComputedStyle(e).outlineStyle === "solid");
  return [ringed.map((e) => e.getBoundingClientRect().width), list.getBoundingClientRect().width];
}"""


@pytest.mark.parametrize(
    ("kind", "label"), [("stSelectbox", "Indicator"), ("stMultiSelect", "Boroughs, up to 6")]
)
def test_the_focus_of_a_list_goes_around_all_of_it(view: Page, kind: str, label: str) -> None:
    opened(view, ADDRESSES["compare"])
    view.keyboard.press("Tab")
    view.get_by_role("combobox", name=label).focus()
    rings, whole = view.evaluate(RING, kind)
    assert rings == [pytest.approx(whole, abs=1)]


def test_the_chosen_borough_is_said(view: Page) -> None:
    opened(view, "/map?indicator=obesity_year_6")
    voice = view.locator("#voice")
    expect(voice).to_have_attribute("role", "status")
    expect(voice).to_be_empty()
    view.get_by_role("combobox", name="Borough").focus()
    view.keyboard.type("Newham")
    view.keyboard.press("Enter")
    expect(voice).to_contain_text(re.compile(r"^Newham\. \d+\.\d%"), timeout=20_000)
    expect(voice).to_contain_text("London")
    at_rest(view)
    view.get_by_role("combobox", name="Borough").focus()
    view.keyboard.type("City of London")
    view.keyboard.press("Enter")
    expect(voice).to_contain_text("City of London. Suppressed", timeout=20_000)


# How long the voice waits for a page to be still, in milliseconds.
PAUSE = 400
FOOT = "<footer class='foot'></footer>"
CARD = "<section data-announced><h2>{}</h2></section>" + FOOT


@pytest.fixture
def bare(browser: Browser) -> Iterator[Page]:
    """A page of nothing but the voice and what it listens to, to be drawn in any order."""
    page = browser.new_page()
    page.clock.install()
    page.set_content("<div id='root'></div><div id='voice' role='status'></div>")
    page.add_script_tag(path=STATIC / "scripts" / "reach.js")
    page.evaluate("document.dispatchEvent(new Event('DOMContentLoaded'))")
    yield page
    page.close()


def test_a_page_drawn_foot_first_says_only_what_changes_later(bare: Page) -> None:
    drawn(bare, "<p data-testid='stSkeleton'></p>" + FOOT)
    bare.clock.run_for(2 * PAUSE)
    drawn(bare, CARD.format("London"))
    bare.clock.run_for(2 * PAUSE)
    expect(bare.locator("#voice")).to_be_empty()
    drawn(bare, CARD.format("Newham"))
    bare.clock.run_for(2 * PAUSE)
    expect(bare.locator("#voice")).to_have_text("Newham")


def test_a_choice_made_while_a_page_still_opens_is_said(bare: Page) -> None:
    drawn(bare, CARD.format("London"))
    bare.keyboard.press("Enter")
    drawn(bare, CARD.format("Newham"))
    bare.clock.run_for(2 * PAUSE)
    expect(bare.locator("#voice")).to_have_text("Newham")


def drawn(page: Page, html: str) -> None:
    """Put this where Streamlit draws its page."""
    page.evaluate("html => { document.getElementById('root').innerHTML = html }", html)


def test_nothing_moves_when_reduced_motion_is_asked_for(view: Page) -> None:
    view.emulate_media(reduced_motion="reduce")
    opened(view, ADDRESSES["map"])
    moving = view.evaluate(
        "[...document.querySelectorAll('*')].filter(e => {const s = getComputedStyle(e);"
        "return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0})"
        ".map(e => e.outerHTML.slice(0, 100))"
    )
    assert moving == []


def test_another_page_is_said_by_its_title(view: Page) -> None:
    opened(view, "/map?indicator=obesity_year_6")
    view.get_by_role("link", name="Methods and sources").click()
    expect(view.locator("#voice")).to_have_text("Methods and sources", timeout=20_000)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_edges_of_controls_are_seen(view: Page, theme: str) -> None:
    view.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    opened(view, ADDRESSES["map"])
    papers = view.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    edges = view.evaluate(
        "[...document.querySelectorAll('[data-testid=stSelectbox] [role=group], "
        "[data-testid=stButtonGroup] button')].map(e => getComputedStyle(e).borderTopColor)"
    )
    assert len(edges) > 4
    for edge in set(edges):
        assert contrast(hexadecimal(edge), hexadecimal(papers)) >= 3


def test_the_map_is_walked_by_arrows_and_shows_the_card_that_hovering_shows(view: Page) -> None:
    opened(view, "/map?indicator=obesity_year_6")
    map_ = view.locator(".st-key-map_picture [role=application]")
    expect(map_).to_have_count(1, timeout=20_000)
    map_.focus()
    voice, card = view.locator("#voice"), view.locator(".st-key-map_picture .hovertext")
    view.keyboard.press("ArrowRight")
    expect(voice).to_contain_text("Barking and Dagenham")
    expect(card).to_have_count(1)
    by_keyboard, where = card.text_content(), card.bounding_box()
    view.keyboard.press("Escape")
    expect(card).to_have_count(0)
    assert where
    place = view.locator(".choroplethlayer path").first.bounding_box()
    assert place
    view.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2, steps=3)
    expect(card).to_have_count(1)
    assert card.text_content() == by_keyboard
    view.keyboard.press("ArrowDown")
    expect(voice).not_to_contain_text("Barking and Dagenham")
    said = (voice.text_content() or "").split(".")[0]
    view.keyboard.press("Enter")
    expect(view.locator(".card h2").first).to_have_text(said, timeout=20_000)
