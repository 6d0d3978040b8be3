"""The map's further ways of looking in a real browser: periods, play, a second map, change."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.addresses import at_rest
from tests.browser.relay import CountingRelay
from tests.browser.test_map_page import OBESITY, drawn, query

pytestmark = pytest.mark.browser

SECOND_AREAS = ".st-key-map_picture_2 .choroplethlayer path"
HEALTHY = "/map?indicator=healthy_life_expectancy&sex=male&area=E09000025"
MOST_BYTES = 15_000


def slider(page: Page) -> Locator:
    return page.locator(".st-key-map_period input[type=range]")


def said(page: Page) -> Locator:
    """The line that names the period shown."""
    return page.locator(".st-key-heading .sub")


def play(page: Page) -> Locator:
    return page.get_by_role("switch", name="Play")


def test_the_slider_steps_through_periods_by_keyboard(view: Page) -> None:
    view.goto(OBESITY)
    drawn(view)
    slider(view).focus()
    view.keyboard.press("ArrowLeft")
    expect(said(view)).to_contain_text("2023/24")
    expect(view).to_have_url(re.compile(r"period=2023(%2F|/)24"))
    view.keyboard.press("ArrowLeft")
    expect(said(view)).to_contain_text("2022/23")
    expect(slider(view)).to_have_attribute("aria-valuetext", "2022/23")


def test_buttons_step_and_end_where_the_series_ends(view: Page) -> None:
    view.goto(OBESITY)
    drawn(view)
    expect(view.get_by_role("button", name="Later")).to_be_disabled()
    view.get_by_role("button", name="Earlier").click()
    expect(said(view)).to_contain_text("2023/24")
    view.get_by_role("button", name="Later").click()
    expect(said(view)).to_contain_text("2024/25")
    expect(view.get_by_role("button", name="Later")).to_be_disabled()


def test_play_goes_through_the_periods_once_and_stops(view: Page) -> None:
    """From the period shown to the last, with one set of classes and one step of history."""
    view.goto(f"{HEALTHY}&period=2019+to+2021")
    drawn(view)
    before = view.evaluate("history.length")
    play(view).focus()
    view.keyboard.press("Space")
    note = view.locator("div.legend")
    expect(note).to_contain_text("same in every period from 2011 to 2013 to 2022 to 2024")
    first = note.locator("li").all_inner_texts()
    expect(said(view)).to_contain_text("2020 to 2022", timeout=10_000)
    assert ranges(first) == ranges(note.locator("li").all_inner_texts())
    assert "2019+to+2021" in view.url
    expect(said(view)).to_contain_text("2022 to 2024", timeout=15_000)
    expect(play(view)).not_to_be_checked()
    expect(view).to_have_url(re.compile(r"period=2022\+to\+2024"))
    at_rest(view)
    assert view.evaluate("history.length") - before <= 1
    expect(note).not_to_contain_text("same in every period")


def ranges(entries: list[str]) -> list[str]:
    """Legend entries without how many boroughs each has, and without those for no figure."""
    return [entry.split(" · ")[0] for entry in entries if entry[:1].isdigit()]


def test_moving_the_slider_stops_play(view: Page) -> None:
    view.goto(f"{HEALTHY}&period=2011+to+2013")
    drawn(view)
    play(view).focus()
    view.keyboard.press("Space")
    expect(said(view)).to_contain_text("2012 to 2014", timeout=10_000)
    slider(view).focus()
    view.keyboard.press("End")
    expect(said(view)).to_contain_text("2022 to 2024")
    expect(play(view)).not_to_be_checked()


def test_play_is_hidden_where_motion_is_unwanted(view: Page) -> None:
    view.emulate_media(reduced_motion="reduce")
    view.goto(OBESITY)
    drawn(view)
    expect(play(view)).to_be_hidden()
    expect(view.get_by_role("button", name="Earlier")).to_be_visible()
    expect(view.locator(".st-key-map_period")).to_be_visible()


def test_a_deep_link_opens_two_maps_of_one_scale(view: Page) -> None:
    view.goto(f"{OBESITY}&area=E09000025&period2=2009/10")
    drawn(view)
    expect(view.locator(SECOND_AREAS).nth(32)).to_be_attached(timeout=20_000)
    expect(view.locator(".which")).to_have_text(["2024/25", "2009/10"])
    expect(view.locator(".card h2")).to_have_text(["Newham", "Newham"])
    legends = view.get_by_role("list", name="Legend").all()
    assert len(legends) == 2
    assert len({tuple(ranges(x.locator("li").all_inner_texts())) for x in legends}) == 1
    expect(view.locator("div.legend").first).to_contain_text("Both maps have the same classes")
    assert query(view)["period2"] == ["2009/10"]


def test_a_click_on_the_second_map_chooses_on_both(view: Page) -> None:
    view.goto(f"{OBESITY}&period2=2009/10")
    drawn(view)
    expect(view.locator(SECOND_AREAS).nth(32)).to_be_attached(timeout=20_000)
    boxes = [view.locator(SECOND_AREAS).nth(i).bounding_box() for i in range(33)]
    east = max((b for b in boxes if b), key=lambda b: b["x"] + b["width"])
    view.mouse.click(east["x"] + east["width"] * 0.45, east["y"] + east["height"] * 0.5)
    expect(view.locator(".card h2")).to_have_text(["Havering", "Havering"])
    expect(view).to_have_url(re.compile("area=E09000016"))


def test_a_second_map_is_asked_for_and_put_away(view: Page) -> None:
    view.goto(HEALTHY)
    drawn(view)
    view.get_by_role("button", name="More ways to look").click()
    view.get_by_role("combobox", name="Second map").click()
    view.get_by_role("option", name="Another sex").click()
    expect(view).to_have_url(re.compile("sex2=female"))
    expect(view.locator(SECOND_AREAS).nth(32)).to_be_attached(timeout=20_000)
    at_rest(view)
    if not view.get_by_role("combobox", name="Second map").is_visible():
        view.get_by_role("button", name="More ways to look").click()
    view.get_by_role("combobox", name="Second map").click()
    view.get_by_role("option", name="Off").click()
    expect(view).not_to_have_url(re.compile("sex2="))
    expect(view.locator(SECOND_AREAS)).to_have_count(0)


def test_a_deep_link_opens_the_map_coloured_by_change(view: Page) -> None:
    view.goto(f"{OBESITY}&area=E09000025&colour=change&since=2009/10")
    drawn(view)
    legend = view.locator("div.legend")
    expect(legend).to_contain_text("Change from 2009/10 to 2024/25")
    expect(legend).to_contain_text("Increased, which is worse (95% sure)")
    expect(view.locator(".card")).to_contain_text("points since 2009/10")
    view.get_by_role("combobox", name="Change since").click()
    view.get_by_role("option", name="2015/16").click()
    expect(view).to_have_url(re.compile(r"since=2015(%2F|/)16"))
    expect(legend).to_contain_text("Change from 2015/16")
    view.get_by_role("button", name="Earlier").click()
    expect(view).not_to_have_url(re.compile("colour=change|since="))


def test_boroughs_alike_are_named(view: Page) -> None:
    view.goto(f"{OBESITY}&area=E09000025&like=yes")
    drawn(view)
    expect(view.locator("div.legend")).to_contain_text("Most like Newham")


def test_bad_keys_are_named(view: Page) -> None:
    view.goto(f"{OBESITY}&period2=1066&indicator2=xyz&since=1999&classes=some&like=maybe")
    drawn(view)
    alert = view.get_by_role("alert")
    for part in ("period2 '1066'", "'xyz'", "'since'", "classes 'some'", "like 'maybe'"):
        expect(alert).to_contain_text(part)


@pytest.mark.parametrize("more", ["", "&period2=2009/10", "&indicator2=healthy_life_expectancy"])
def test_a_phone_shows_it_without_blank_space_or_sideways_scroll(phone: Page, more: str) -> None:
    phone.goto(f"{OBESITY}&area=E09000025{more}")
    drawn(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    widest = phone.evaluate(
        "Math.max(...[...document.querySelectorAll('.stMain *')]"
        ".filter(e => !e.closest('.scroll') && getComputedStyle(e).overflowX === 'visible')"
        ".map(e => e.getBoundingClientRect().right))"
    )
    assert widest <= 392
    card = phone.locator(".card").first.bounding_box()
    area = phone.locator(".st-key-map_picture").bounding_box()
    assert card
    assert area
    assert card["y"] < area["y"]
    # A map is as high as its width needs: London is about 1.27 times as wide as high.
    assert area["height"] == pytest.approx(area["width"] / 1.27, abs=3)
    if more:
        other = phone.locator(".st-key-map_picture_2").bounding_box()
        assert other
        assert other["y"] > area["y"] + area["height"]


@pytest.mark.parametrize("more", ["", "&colour=change", "&colour=quintile"])
def test_a_change_of_period_or_colour_is_small_on_the_wire(
    browser: Browser, address: str, more: str
) -> None:
    with CountingRelay(urlsplit(address)) as relay:
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        page = context.new_page()
        page.goto(f"{relay.address}{OBESITY}&area=E09000025{more}")
        drawn(page)
        before = relay.websocket_bytes
        page.get_by_role("button", name="Earlier").click()
        expect(said(page)).to_contain_text("2023/24")
        at_rest(page)
        context.close()
        assert 0 < relay.websocket_bytes - before < MOST_BYTES
