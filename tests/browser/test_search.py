"""The search box by keyboard alone, by its list, and on a phone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pipelines.catalogue import Catalogue
from tests.browser.addresses import opened, unfolded
from tests.browser.page_checks import breaks_no_rule
from tests.browser.test_map_page import drawn, query

pytestmark = pytest.mark.browser

BOX = "Search this dashboard"
FIND = """async (queries) => {
    const list = await (await fetch('/search.json')).json();
    return queries.map((x) => healthSearch.find(x, list.entries).map((y) => y.entry));
}"""


def searched(page: Page, words: str) -> None:
    """Go to the box by its shortcut, type, and wait for the answer."""
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name=BOX)).to_be_focused()
    page.keyboard.type(words)
    expect(page.get_by_role("listbox", name="Found").get_by_role("option").first).to_be_visible()


def found(page: Page, queries: list[str]) -> list[list[dict[str, Any]]]:
    """What the box's own matching finds for each query."""
    answer: list[list[dict[str, Any]]] = page.evaluate(FIND, queries)
    return answer


def test_obesity_by_keyboard_alone(view: Page) -> None:
    opened(view, "/")
    searched(view, "obesity year 6")
    first = view.get_by_role("option", selected=True)
    expect(first).to_contain_text("Obesity in year 6")
    expect(first).to_contain_text("Healthy children")
    view.keyboard.press("Enter")
    drawn(view)
    assert query(view)["indicator"] == ["obesity_year_6"]
    heading = view.get_by_role("heading", level=1)
    expect(heading).to_have_count(1)
    expect(heading).to_have_text("Children living with obesity in year 6")
    expect(heading).to_be_focused()
    expect(view.get_by_role("combobox", name=BOX)).to_have_value("")


def test_obesity_finds_excess_weight_by_its_other_name(view: Page) -> None:
    opened(view, "/")
    searched(view, "obesity")
    option = view.get_by_role("option").filter(has_text="Excess weight in year 6")
    expect(option).to_contain_text("also: obesity")
    for _ in range(8):
        if option.get_attribute("aria-selected") == "true":
            break
        view.keyboard.press("ArrowDown")
    active = view.get_by_role("combobox", name=BOX).get_attribute("aria-activedescendant")
    assert active == option.get_attribute("id")
    view.keyboard.press("Enter")
    drawn(view)
    assert query(view)["indicator"] == ["excess_weight_year_6"]


@pytest.mark.parametrize("words", ["RBKC", "kensington", "Kensigton"])
def test_a_borough_by_its_initials_its_name_and_a_slip(view: Page, words: str) -> None:
    opened(view, "/methods")
    searched(view, words)
    expect(view.get_by_role("option", selected=True)).to_contain_text("Kensington and Chelsea")
    view.keyboard.press("Enter")
    expect(view).to_have_url(re.compile("area=E09000020"))
    expect(view.get_by_role("heading", level=1)).to_be_focused(timeout=20_000)


def test_a_word_opens_its_meaning(view: Page) -> None:
    opened(view, "/")
    searched(view, "SII")
    view.keyboard.press("Enter")
    expect(view).to_have_url(re.compile(r"/methods\?term=slope-index$"))
    expect(view.get_by_role("tab", name="Words we use")).to_have_attribute("aria-selected", "true")
    expect(view.locator(".word-chosen")).to_contain_text("Slope index")
    searched(view, "confidence interval")
    view.keyboard.press("Enter")
    expect(view.locator(".word-chosen")).to_contain_text("Confidence interval")
    view.go_back()
    expect(view.locator(".word-chosen")).to_contain_text("Slope index")


def test_an_indicator_without_a_map_opens_its_definition(view: Page) -> None:
    opened(view, "/")
    searched(view, "population density")
    view.keyboard.press("Enter")
    expect(view.locator("#population_density")).to_have_attribute("open", "", timeout=20_000)
    expect(view.locator("#population_density summary")).to_be_focused()
    expect(view.locator("#population_density")).to_be_in_viewport()


def test_a_word_in_the_address_that_is_not_there_is_named(view: Page) -> None:
    opened(view, "/methods?term=nonesuch")
    expect(view.get_by_role("alert")).to_contain_text("no word 'nonesuch'")
    expect(view.get_by_role("tab", name="Words we use")).to_have_attribute("aria-selected", "true")


def test_escape_closes_then_clears_and_tab_leaves(view: Page) -> None:
    opened(view, "/")
    searched(view, "newham")
    box = view.get_by_role("combobox", name=BOX)
    expect(box).to_have_attribute("aria-expanded", "true")
    view.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("newham")
    view.keyboard.press("Escape")
    expect(box).to_have_value("")
    view.keyboard.type("newham")
    view.keyboard.press("Tab")
    expect(box).not_to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")


def test_nothing_found_says_so_and_shows_what_was_asked_as_text(view: Page) -> None:
    opened(view, "/")
    view.keyboard.press("Control+k")
    view.keyboard.type("<img src=x onerror=alert(1)>zzzz")
    expect(view.locator(".find-nothing")).to_contain_text("Nothing here is called “<img src=x")
    expect(view.locator("#find").get_by_role("status")).to_contain_text("Nothing here")
    assert view.locator("img[src=x]").count() == 0
    view.keyboard.press("Enter")
    assert query(view) == {}


def test_a_plain_letter_is_no_shortcut(view: Page) -> None:
    opened(view, "/")
    for key in ("/", "k", "s"):
        view.keyboard.press(key)
    expect(view.get_by_role("combobox", name=BOX)).not_to_be_focused()


def test_every_name_and_synonym_finds_its_target(view: Page, known: Catalogue) -> None:
    opened(view, "/")
    wanted: list[tuple[str, str]] = []
    for indicator in known.indicators.values():
        names = (indicator.title, indicator.short_title, *indicator.synonyms)
        wanted += [(name, indicator.id) for name in names]
    areas = known.areas[known.areas["area_type"] == "borough"].fillna("")
    for area in areas.itertuples():
        names = (area.area_name, area.short_name, *str(area.synonyms).split("|"))
        wanted += [(name, area.area_code) for name in names if name]
    for priority in known.priorities:
        names = (priority.short_title, *priority.synonyms)
        wanted += [(name, f"priority={priority.id}") for name in names]
    for term in known.glossary:
        wanted += [(name, f"term={term.id}") for name in (term.term, *term.synonyms)]
    answers = found(view, [name for name, _ in wanted])
    lost = [
        (name, target, [x["title"] for x in answer])
        for (name, target), answer in zip(wanted, answers, strict=True)
        if not any(x["to"].endswith(target) for x in answer)
    ]
    assert not lost


FIRST = {
    "HLE": "Healthy life expectancy",
    "suicide": "Suicide",
    "smoking": "Smoking",
    "pollution": "Toxic air",
    "tower": "Tower Hamlets",
    "city": "City of London",
    "h&f": "Hammersmith and Fulham",
    "no2": "Nitrogen dioxide (NO2)",
    "pm2.5": "Fine particles (PM2.5)",
    "mental health": "Mental health",
    "weight year 6 excess": "Excess weight in year 6",
    "subburb walking": None,
    "lewisahm": "Lewisham",
}


def test_what_comes_first(view: Page) -> None:
    opened(view, "/")
    answers = found(view, list(FIRST))
    first = [answer[0]["title"] if answer else None for answer in answers]
    assert dict(zip(FIRST, first, strict=True)) == FIRST


def test_the_list_is_asked_for_once_and_only_when_needed(view: Page) -> None:
    asked: list[str] = []
    view.on("request", lambda x: asked.append(x.url) if "search.json" in x.url else None)
    opened(view, "/")
    assert not asked
    searched(view, "newham")
    view.keyboard.press("Enter")
    expect(view).to_have_url(re.compile("area=E09000025"))
    searched(view, "camden")
    assert len(asked) == 1


def test_the_list_is_not_sent_again_while_the_build_stays(view: Page) -> None:
    opened(view, "/")
    first = view.request.get("/search.json")
    again = view.request.get("/search.json", headers={"if-none-match": first.headers["etag"]})
    assert (first.status, again.status) == (200, 304)
    assert first.json()["build"] in first.headers["etag"]


def test_the_box_takes_no_room_from_the_page(view: Page) -> None:
    opened(view, "/")
    box = view.get_by_role("combobox", name=BOX).bounding_box()
    heading = view.get_by_role("heading", level=1).bounding_box()
    assert box
    assert heading
    assert box["y"] + box["height"] <= 60 <= heading["y"] + 4
    for link in view.get_by_test_id("stTopNavLink").all():
        beside = link.bounding_box()
        assert beside
        assert beside["x"] + beside["width"] <= box["x"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_list_breaks_no_accessibility_rule(view: Page, scheme: Any) -> None:
    view.emulate_media(color_scheme=scheme)
    opened(view, "/map?indicator=obesity_year_6")
    unfolded(view, "Share or cite")
    expect(view.locator(".st-key-share code").first).to_be_visible()
    searched(view, "obesity")
    expect(view.locator("#find")).to_have_css("color-scheme", scheme)
    breaks_no_rule(view)


def test_on_a_phone_it_is_reached_by_touch(phone: Page) -> None:
    opened(phone, "/map?indicator=obesity_year_6")
    box = phone.get_by_role("combobox", name=BOX)
    size = box.bounding_box()
    assert size
    assert size["height"] >= 24
    assert size["x"] + size["width"] <= 390
    box.click()
    phone.keyboard.type("hackney")
    option = phone.get_by_role("option").filter(has_text="Hackney").first
    edges = option.bounding_box()
    assert edges
    assert edges["x"] >= 0
    assert edges["x"] + edges["width"] <= 390
    assert edges["height"] >= 24
    option.click()
    expect(phone).to_have_url(re.compile("area=E09000012"))
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
