"""A shared link is the address, and opens the same picture for somebody else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import serving
from tests.browser.addresses import at_rest, opened, unfolded, until
from tests.browser.test_map_page import drawn

pytestmark = pytest.mark.browser

MAP = (
    "/map?indicator=obesity_year_6&period=2023%2F24&area=E09000025&benchmark=england"
    "&confidence=99.8&colour=verdict"
)
GAPS = "/gaps?indicator=physically_inactive&by=ethnicity"


def shared(page: Page) -> tuple[str, str]:
    """Unfold what is shared; the link and the citation."""
    unfolded(page, "Share or cite")
    texts = page.locator(".st-key-share code")
    expect(texts).to_have_count(2)
    expect(texts.first).to_be_visible()
    return texts.nth(0).inner_text(), texts.nth(1).inner_text()


def same_picture(page: Page, browser: Browser, link: str, words: list[str]) -> None:
    """Somebody else opens the link and sees the same headings, card and charts."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    other = context.new_page()
    other.goto(link)
    expect(other.get_by_role("heading", level=1)).to_be_visible(timeout=20_000)
    at_rest(other)
    charts = page.get_by_role("figure").evaluate_all("x => x.map(y => y.ariaLabel)")
    assert len(charts) >= 2
    for place, alternative in enumerate(charts):
        expect(other.get_by_role("figure").nth(place)).to_have_attribute("aria-label", alternative)
    for selector in ("h1", ".lede", *words):
        expect(other.locator(selector).first).to_have_text(
            page.locator(selector).first.text_content() or "nothing is there"
        )
    assert other.url == page.url
    context.close()


def test_the_map_s_link_is_the_address_and_opens_the_same_view(
    view: Page, browser: Browser
) -> None:
    view.goto(MAP)
    drawn(view)
    link, citation = shared(view)
    assert link == view.url
    assert citation.endswith(link)
    assert citation.startswith("Office for National Statistics")
    assert "Children living with obesity in year 6, aged 10 to 11, 2023/24." in citation
    assert re.search(r"build [0-9a-f]{12} of \d{1,2} [A-Z][a-z]+ \d{4}\.", citation)
    same_picture(
        view, browser, link, [".card", ".legend", ".st-key-bars_picture .yaxislayer-above"]
    )


def test_the_link_follows_the_controls(view: Page) -> None:
    view.goto(MAP)
    drawn(view)
    before, _ = shared(view)
    view.get_by_text("Tiles", exact=True).click()
    expect(view).to_have_url(re.compile("map=tiles"))
    expect(view.locator(".st-key-share code").first).to_contain_text("map=tiles")
    after = view.locator(".st-key-share code").first.inner_text()
    assert after == view.url != before


def test_the_link_is_copied_by_its_button(view: Page) -> None:
    view.context.grant_permissions(["clipboard-read", "clipboard-write"])
    view.goto(MAP)
    drawn(view)
    link, _ = shared(view)
    view.get_by_role("button", name="Copy the link").press("Enter")
    until(view, "async (x) => (await navigator.clipboard.readText()) === x", link)
    expect(view.locator(".copied [role=status]").first).to_have_text("Copied.")


def test_without_a_secure_address_the_citation_is_copied_all_the_same(view: Page) -> None:
    view.context.grant_permissions(["clipboard-read", "clipboard-write"])
    view.goto(MAP)
    drawn(view)
    _, citation = shared(view)
    view.evaluate("navigator.clipboard.writeText = undefined")
    view.get_by_role("button", name="Copy the citation").click()
    expect(view.locator(".copied [role=status]").last).to_have_text("Copied.")
    until(view, "async (x) => (await navigator.clipboard.readText()) === x", citation)


def test_the_gaps_link_opens_the_same_comparison(view: Page, browser: Browser) -> None:
    view.goto(GAPS)
    expect(view.get_by_role("heading", level=1)).to_be_visible(timeout=20_000)
    at_rest(view)
    link, citation = shared(view)
    assert link == view.url
    assert "by=ethnicity" in link
    assert "Inequality between groups (ethnic groups), calculated from" in citation
    same_picture(view, browser, link, [".panel"])


def test_the_borough_page_s_link_opens_the_same_borough(view: Page, browser: Browser) -> None:
    opened(view, "/borough?area=E09000025&benchmark=england")
    link, citation = shared(view)
    assert link == view.url
    assert "Newham, latest figures. Every indicator, compared with England. In: " in citation
    context = browser.new_context()
    other = context.new_page()
    opened(other, link)
    assert other.locator(".stMain h1").inner_text() == "Newham"
    assert other.url == view.url
    context.close()


def test_the_compare_page_s_link_keeps_every_borough(view: Page) -> None:
    opened(view, "/compare?indicator=obesity_year_6&areas=E09000025&areas=E09000027")
    link, citation = shared(view)
    assert link == view.url
    assert link.count("areas=") == 2
    assert citation.endswith(link)


def test_a_phone_has_room_for_the_link(phone: Page) -> None:
    phone.goto(MAP)
    drawn(phone)
    shared(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    for code in phone.locator(".st-key-share code").all():
        box = code.bounding_box()
        assert box
        assert box["x"] + box["width"] <= 390


def test_under_a_path_of_its_own_search_and_links_stay_there(browser: Browser, marts: Path) -> None:
    with serving.served(marts, "/health") as address:
        context = browser.new_context()
        page = context.new_page()
        opened(page, f"{address}/")
        page.keyboard.press("Control+k")
        page.keyboard.type("obesity year 6")
        expect(page.get_by_role("option").first).to_contain_text("Obesity in year 6")
        page.keyboard.press("Enter")
        drawn(page)
        assert page.url.startswith(f"{address}/map?indicator=obesity_year_6")
        link, _ = shared(page)
        assert link == page.url
        unfolded(page, "What this measures, and what to be careful about")
        page.get_by_role("link", name="Confidence interval").click()
        expect(page.locator(".word-chosen")).to_contain_text("Confidence interval")
        assert page.url == f"{address}/methods?term=confidence-interval"
        context.close()


def test_a_measure_s_word_is_one_step_away_and_back(view: Page) -> None:
    view.goto(GAPS)
    expect(view.get_by_role("heading", level=1)).to_be_visible(timeout=20_000)
    at_rest(view)
    view.get_by_role("link", name="What does this mean? (Ratio)").click()
    expect(view.locator(".word-chosen dt")).to_be_focused(timeout=20_000)
    expect(view.locator(".word-chosen")).to_contain_text("How many times")
    view.go_back()
    expect(view.get_by_role("heading", level=1)).to_contain_text("Gaps")
    expect(view).to_have_url(re.compile("by=ethnicity"))
