"""The map page as people use it: click, keyboard, links, offline."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.addresses import at_rest
from tests.browser.relay import CountingRelay

pytestmark = pytest.mark.browser

OBESITY = "/map?indicator=obesity_year_6&period=2024/25"
AREAS = ".st-key-map_picture .choroplethlayer path"


def drawn(page: Page) -> None:
    """Wait until the boroughs are on the screen and nothing runs any more."""
    expect(page.locator(AREAS).nth(32)).to_be_attached(timeout=20_000)
    at_rest(page)


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_all_33_boroughs_are_drawn_without_an_outside_request(view: Page) -> None:
    view.goto(OBESITY)
    drawn(view)
    assert view.locator(AREAS).count() == 33


def test_a_click_on_a_borough_chooses_it(view: Page) -> None:
    view.goto(OBESITY)
    drawn(view)
    boxes = [view.locator(AREAS).nth(i).bounding_box() for i in range(33)]
    # Havering is the borough farthest to the east.
    east = max((b for b in boxes if b), key=lambda b: b["x"] + b["width"])
    view.mouse.click(east["x"] + east["width"] * 0.45, east["y"] + east["height"] * 0.5)
    expect(view.locator(".card h2")).to_have_text("Havering")
    expect(view).to_have_url(re.compile("area=E09000016"))


def test_a_click_on_a_bar_chooses_it(view: Page) -> None:
    view.goto(OBESITY)
    drawn(view)
    box = view.locator(".st-key-bars_picture .bars .point").nth(3).bounding_box()
    assert box
    view.mouse.click(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    expect(view).to_have_url(re.compile(r"area=E09\d{6}"))


def test_a_borough_is_chosen_by_keyboard(view: Page) -> None:
    view.goto(OBESITY)
    drawn(view)
    view.get_by_role("combobox", name="Borough").focus()
    view.keyboard.type("Newham")
    view.keyboard.press("Enter")
    expect(view.locator(".card h2")).to_have_text("Newham")
    expect(view.locator(".card .figure")).to_contain_text("%")
    expect(view).to_have_url(re.compile("area=E09000025"))


def test_a_deep_link_opens_the_same_view(view: Page) -> None:
    view.goto(
        "/map?indicator=healthy_life_expectancy&period=2022+to+2024&sex=male"
        "&area=E09000030&benchmark=england&confidence=95&map=tiles&colour=verdict"
    )
    drawn(view)
    expect(view.get_by_role("heading", level=1)).to_contain_text("ealthy life expectancy")
    expect(view.locator(".card h2")).to_have_text("Tower Hamlets")
    expect(view.get_by_role("list", name="Legend")).to_contain_text("England")
    assert query(view)["map"] == ["tiles"]


def test_a_bad_link_is_named_and_something_is_shown(view: Page) -> None:
    view.goto("/map?indicator=xyz&area=Atlantis&colour=plaid&speed=fast")
    drawn(view)
    warning = view.get_by_role("alert")
    for part in ("no indicator 'xyz'", "no borough 'Atlantis'", "'plaid'", "'speed'"):
        expect(warning).to_contain_text(part)


def test_hostile_text_in_the_address_is_shown_as_text(view: Page) -> None:
    view.goto("/map?indicator=<img src=x onerror=alert(1)>**bold**[link](http://evil.example)")
    drawn(view)
    expect(view.get_by_role("alert")).to_contain_text("<img src=x onerror=alert(1)>**bold**")
    assert view.locator("img[src=x]").count() == 0
    assert view.get_by_role("alert").locator("a").count() == 0


def test_choosing_an_indicator_changes_map_and_address(view: Page) -> None:
    view.goto(OBESITY)
    drawn(view)
    view.get_by_role("combobox", name="Indicator").click()
    view.get_by_role("option", name=re.compile("low birth weight|birth weight", re.I)).click()
    expect(view).to_have_url(re.compile("indicator=low_birth_weight"))
    expect(view.get_by_role("heading", level=1)).to_contain_text("birth")


def test_the_view_survives_a_switch_of_pages(view: Page) -> None:
    view.goto(f"{OBESITY}&area=E09000025&map=tiles")
    drawn(view)
    view.get_by_role("link", name="Methods and sources").click()
    expect(view.get_by_role("heading", level=1)).to_have_text("Methods and sources")
    view.get_by_role("link", name="Map", exact=True).click()
    drawn(view)
    expect(view.locator(".card h2")).to_have_text("Newham")
    assert query(view)["indicator"] == ["obesity_year_6"]
    assert query(view)["map"] == ["tiles"]


def test_back_returns_to_the_view_before(view: Page) -> None:
    view.goto(OBESITY)
    drawn(view)
    view.get_by_text("Tiles", exact=True).click()
    expect(view).to_have_url(re.compile("map=tiles"))
    at_rest(view)
    view.go_back()
    expect(view).not_to_have_url(re.compile("map=tiles"))
    expect(
        view.locator("[data-testid=stSegmentedControl], [data-testid=stButtonGroup]")
        .filter(has_text="Boroughs")
        .locator("[aria-checked=true], [kind$=Active]")
    ).to_have_text("Boroughs")


def test_the_table_says_what_the_map_shows(view: Page) -> None:
    view.goto(OBESITY)
    drawn(view)
    view.get_by_text("See these figures as a table").click()
    table = view.get_by_test_id("stTable")
    expect(table.locator("tbody tr")).to_have_count(35)
    expect(table).to_contain_text("Suppressed")


def test_the_gaps_page_keeps_indicator_and_borough(view: Page) -> None:
    view.goto(f"{OBESITY}&area=E09000025")
    drawn(view)
    view.get_by_role("link", name="Gaps", exact=True).click()
    expect(view.get_by_role("heading", level=1)).to_contain_text("Gaps: Children living with")
    expect(view.locator(".st-key-shares_picture .bars .point").first).to_be_attached()
    at_rest(view)
    assert query(view)["area"] == ["E09000025"]
    view.get_by_role("combobox", name="Between").click()
    view.get_by_role("option", name="All boroughs, in order of deprivation").click()
    expect(view).to_have_url(re.compile("by=boroughs_by_deprivation"))
    expect(view.locator(".panel").first).to_contain_text("slope index")


def test_the_overview_leads_to_the_map(view: Page) -> None:
    view.goto("/")
    expect(view.locator(".priority")).to_have_count(7, timeout=20_000)
    view.locator(".priority .row a").first.click()
    drawn(view)
    assert "indicator" in query(view)


def test_one_indicator_change_is_small_on_the_wire(
    browser: Browser, address: str, watched: list[str]
) -> None:
    """Counted between browser and server, as a slow connection would have to carry it."""
    with CountingRelay(urlsplit(address)) as relay:
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        page = context.new_page()
        page.goto(f"{relay.address}{OBESITY}")
        drawn(page)
        before = relay.websocket_bytes
        page.get_by_role("combobox", name="Indicator").click()
        page.get_by_role("option", name="Children living with obesity in Reception").click()
        expect(page).to_have_url(re.compile("obesity_reception"))
        at_rest(page)
        context.close()
        assert 0 < relay.websocket_bytes - before < 15_000
