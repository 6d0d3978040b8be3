"""The page of one borough as people use it: links, keyboard, paper, phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import at_rest, unfolded
from tests.browser.test_map_page import query

pytestmark = pytest.mark.browser

# Newham has a figure for nearly everything; City of London has a reason for nearly everything.
FULL, SPARSE = "/borough?area=E09000025", "/borough?area=E09000001"
SHEET = re.compile(rb"/Type\s*/Page\b")


def shown(page: Page, path: str, name: str) -> None:
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text(name, timeout=20_000)
    expect(page.locator(".foot")).to_be_visible(timeout=20_000)
    at_rest(page)


def test_a_deep_link_opens_the_same_borough_order_and_comparison(view: Page) -> None:
    shown(view, f"{FULL}&benchmark=england&confidence=99.8&order=distance", "Newham")
    expect(view.get_by_role("columnheader", name="Against England")).to_have_count(1)
    expect(view.locator(".profile caption")).to_contain_text("Farthest from England")
    assert query(view) == {
        "area": ["E09000025"],
        "benchmark": ["england"],
        "confidence": ["99.8"],
        "order": ["distance"],
    }


def test_a_borough_that_does_not_exist_is_named(view: Page) -> None:
    shown(view, "/borough?area=Atlantis", "One borough")
    expect(view.get_by_role("alert")).to_contain_text("There is no borough 'Atlantis'")
    expect(view.locator(".boroughs a")).to_have_count(33)


def test_the_order_is_changed_by_keyboard(view: Page) -> None:
    shown(view, FULL, "Newham")
    expect(view.locator(".profile")).to_have_count(7)
    view.get_by_role("radio", name="Priority").focus()
    view.keyboard.press("ArrowRight")
    view.keyboard.press("ArrowRight")
    view.keyboard.press("Space")
    expect(view).to_have_url(re.compile("order=change"))
    expect(view.locator(".profile")).to_have_count(1)
    expect(view.locator(".profile tbody tr").first).to_contain_text("Getting")


def test_a_row_leads_to_the_map_of_its_indicator_and_borough(view: Page) -> None:
    shown(view, FULL, "Newham")
    view.get_by_role("link", name="Map: Obesity in year 6").click()
    expect(view.locator(".card h2")).to_have_text("Newham", timeout=20_000)
    assert query(view)["indicator"] == ["obesity_year_6"]


def test_a_similar_borough_is_one_click_away_and_so_is_the_method(view: Page) -> None:
    shown(view, FULL, "Newham")
    unfolded(view, "How likeness is measured")
    expect(view.get_by_text("Population density (30 June 2024)")).to_be_visible()
    view.locator(".alike a").first.click()
    expect(view.get_by_role("heading", level=1)).not_to_have_text("Newham", timeout=20_000)
    assert query(view)["area"] != ["E09000025"]


def test_strips_sparklines_and_marks_are_drawn(view: Page) -> None:
    """Streamlit cleans HTML it is given: what it takes out would leave empty cells."""
    shown(view, FULL, "Newham")
    row = view.locator(".profile tr", has_text="Obesity in year 6")
    dots = row.locator(".strip i").evaluate("e => getComputedStyle(e).backgroundPositionX")
    assert len([place for place in dots.split(",") if place.strip().endswith("%")]) > 25
    expect(row.locator(".strip u")).to_be_visible()
    line = row.locator(".spark s")
    assert line.evaluate("x => getComputedStyle(x).clipPath").startswith("path(")
    colour = row.locator(".mark").evaluate("x => getComputedStyle(x).backgroundColor")
    assert colour == "rgb(138, 47, 6)"


@pytest.mark.parametrize("path", [FULL, SPARSE], ids=["full", "sparse"])
def test_the_page_prints_on_two_sides_of_a4(view: Page, path: str) -> None:
    shown(view, path, "Newham" if path == FULL else "City of London")
    assert len(SHEET.findall(view.pdf(format="A4"))) == 2


def test_paper_has_no_controls_and_no_dark(view: Page) -> None:
    view.emulate_media(color_scheme="dark")
    shown(view, FULL, "Newham")
    view.emulate_media(media="print", color_scheme="dark")
    expect(view.locator(".st-key-controls")).to_be_hidden()
    expect(view.locator(".go").first).to_be_hidden()
    expect(view.locator(".profile").first).to_be_visible()
    ink = view.locator(".profile tbody th").first.evaluate("x => getComputedStyle(x).color")
    assert ink == "rgb(18, 33, 46)"


def test_a_phone_stacks_the_rows_without_scrolling_sideways(phone: Page) -> None:
    shown(phone, FULL, "Newham")
    wide = phone.evaluate(
        "[...document.querySelectorAll('.stMain, .stMain *')]"
        ".filter(x => x.getBoundingClientRect().right > innerWidth + 1"
        " && getComputedStyle(x).position !== 'absolute').length"
    )
    assert wide == 0
    assert phone.evaluate("document.querySelector('.stMain').scrollWidth <= innerWidth")
    first, second = (phone.locator(".profile tbody tr").nth(i).bounding_box() for i in (0, 1))
    assert first
    assert second
    assert second["y"] >= first["y"] + first["height"]
