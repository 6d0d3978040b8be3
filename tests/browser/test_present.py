"""Presenting in a real browser: keys, swipes, what a scene costs, and everything on the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import serving
from tests.browser.addresses import at_rest, opened, until
from tests.browser.on_stage import flaws, painted, pressed
from tests.browser.page_checks import FITS_ITS_FRAME
from tests.browser.relay import SlowRelay

pytestmark = pytest.mark.browser

# What a scene may cost on the wire: at 250 kbit/s this takes half a second.
MOST_BYTES = 15_000
PROJECTOR = {"width": 1920, "height": 1080}
WATCH_OPACITY = """bar => {
  window.opacities = new Set();
  const look = () => {
    window.opacities.add(getComputedStyle(bar).opacity);
    requestAnimationFrame(look);
  };
  look();
}"""
TAKES_TIME = """() => [...document.querySelectorAll("body *")]
  .filter(e => getComputedStyle(e).transitionDuration.split(", ").some(each => each !== "0s"))
  .map(e => e.outerHTML.slice(0, 120))"""


def on_stage(page: Page, deck: str = "children", scene: int = 1) -> Page:
    page.set_viewport_size(PROJECTOR)  # type: ignore[arg-type]
    page.goto(f"/present?deck={deck}&scene={scene}")
    painted(page, scene)
    return page


def place(page: Page) -> str:
    return str(page.locator(".stage-place b").text_content())


def test_every_key_goes_where_it_says_and_every_scene_is_an_address(view: Page) -> None:
    on_stage(view)
    for key, scene in [
        ("ArrowRight", 2),
        ("PageDown", 3),
        (" ", 4),
        ("ArrowLeft", 3),
        ("PageUp", 2),
        ("End", 8),
        ("Home", 1),
    ]:
        pressed(view, key, scene)
        expect(view).to_have_url(re.compile(f"deck=children&scene={scene}$"))
    view.go_back()
    painted(view, 8)


def test_quick_presses_are_all_counted(view: Page) -> None:
    on_stage(view)
    for _ in range(4):
        view.keyboard.press("PageDown")
    painted(view, 5)


def test_b_blanks_the_screen_and_gives_the_focus_back(view: Page) -> None:
    on_stage(view)
    view.locator(".st-key-stage_next button").focus()
    view.keyboard.press("b")
    cover = view.locator("#stage-blank")
    expect(cover).to_be_focused()
    box = cover.bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (1920, 1080)
    expect(cover).to_have_css("background-color", "rgb(0, 0, 0)")
    view.keyboard.press("ArrowRight")
    expect(cover).to_have_count(0)
    expect(view.locator(".st-key-stage_next button")).to_be_focused()
    assert place(view) == "1 / 8", "the key only brought the screen back"


def test_the_list_of_keys_holds_the_focus_and_can_turn_letters_off(view: Page) -> None:
    on_stage(view)
    view.locator(".st-key-stage_next button").focus()
    view.keyboard.press("?")
    box = view.get_by_role("dialog", name="Keys")
    expect(box).to_be_visible()
    view.keyboard.press("ArrowRight")
    assert box.evaluate("box => box.contains(document.activeElement)")
    box.get_by_role("checkbox").check()
    view.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(view.locator(".st-key-stage_next button")).to_be_focused()
    view.keyboard.press("b")
    expect(view.locator("#stage-blank")).to_have_count(0)
    pressed(view, "ArrowRight", 2)


def test_the_overview_is_walked_with_arrows(view: Page) -> None:
    on_stage(view, scene=2)
    view.keyboard.press("o")
    cards = view.locator(".st-key-stage_grid button")
    expect(cards).to_have_count(8, timeout=20_000)
    assert not flaws(view)
    view.keyboard.press("ArrowRight")
    view.keyboard.press("ArrowRight")
    expect(cards.nth(1)).to_be_focused()
    view.keyboard.press("Enter")
    painted(view, 2)
    view.keyboard.press("o")
    expect(cards.first).to_be_visible(timeout=20_000)
    view.keyboard.press("Escape")
    painted(view, 2)


def test_nothing_but_the_scene_is_on_the_screen_and_the_bar_leaves(view: Page) -> None:
    on_stage(view)
    for part in ("stHeader", "stSidebar"):
        expect(view.get_by_test_id(part)).to_be_hidden()
    expect(view.locator("#find")).to_be_hidden()
    expect(view.locator(".foot")).to_be_hidden()
    bar = view.locator(".st-key-stage_bar")
    view.mouse.move(500, 500)
    expect(bar).to_have_css("opacity", "1")
    bar.evaluate(WATCH_OPACITY)
    view.mouse.move(900, 300)
    expect(bar).to_have_css("opacity", "0", timeout=20_000)
    view.locator(".st-key-stage_next button").focus()
    expect(bar).to_have_css("opacity", "1")
    # Half faded, it could not be read by anybody.
    assert view.evaluate("[...window.opacities].sort()") == ["0", "1"]
    assert view.evaluate("document.scrollingElement.scrollHeight <= innerHeight")


SCREENS = ((1920, 1080), (1280, 720), (1024, 768))


@pytest.mark.parametrize("which", ["london&scene=1", "london&scene=2", "children&scene=2"])
def test_no_text_is_cut_off_covered_or_too_small(view: Page, which: str) -> None:
    view.goto(f"/present?deck={which}")
    for width, height in SCREENS:
        view.set_viewport_size({"width": width, "height": height})
        painted(view, int(which[-1]))
        until(view, FITS_ITS_FRAME)
        assert not flaws(view), (width, height)


def test_a_text_that_is_too_small_or_covered_would_be_found(view: Page) -> None:
    on_stage(view)
    view.add_style_tag(
        content=".stApp .stage-measured { font-size: 9px; margin-top: -20px !important; }"
    )
    found = " ".join(flaws(view))
    assert "is 18.0 px, not 24" in found
    assert "covers" in found


def test_a_click_picks_a_borough_out_and_another_lets_it_go(view: Page) -> None:
    on_stage(view)
    area = view.locator(".choroplethlayer path").nth(4)
    before = view.locator(".stage-head h1").inner_text()
    for expected in (re.compile("^Obesity in year 6 in "), before):
        box = area.bounding_box()
        assert box is not None
        view.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(view.locator(".stage-head h1")).to_have_text(expected, timeout=20_000)
        at_rest(view)


def test_a_scene_is_left_for_its_whole_page_and_come_back_to(view: Page) -> None:
    on_stage(view, scene=3)
    view.get_by_role("link", name="Whole page").click()
    expect(view.get_by_role("heading", level=1)).to_contain_text("Gaps: ", timeout=20_000)
    expect(view).to_have_url(re.compile("/gaps.*indicator=obesity_year_6"))
    view.get_by_role("link", name="Back to the deck: Healthy children").click()
    painted(view, 3)


def test_a_chart_is_added_and_the_deck_outlives_a_reload(view: Page) -> None:
    opened(view, "/gaps?indicator=suicide")
    view.get_by_role("button", name="Add to my deck").first.click()
    expect(view.get_by_test_id("stToast")).to_contain_text("1 scene", timeout=20_000)
    at_rest(view)
    view.goto("/present?deck=mine&scene=1")
    view.reload()
    opened(view, "/present")
    expect(view.get_by_role("textbox", name="Headline of scene 1")).to_be_visible(timeout=20_000)
    view.get_by_role("link", name="Present my deck").click()
    painted(view, 1)
    assert place(view) == "1 / 1"


def test_a_swipe_goes_to_the_next_scene_on_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(
        base_url=address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto("/present?deck=children&scene=1")
    painted(page, 1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    swipe = """([from, to]) => {
      const target = document.body;
      const at = (x) => [new Touch({ identifier: 1, target, clientX: x, clientY: 300 })];
      dispatchEvent(new TouchEvent("touchstart", { touches: at(from), changedTouches: at(from) }));
      dispatchEvent(new TouchEvent("touchend", { touches: [], changedTouches: at(to) }));
    }"""
    page.evaluate(swipe, [300, 100])
    painted(page, 2)
    page.evaluate(swipe, [100, 300])
    painted(page, 1)
    context.close()


def test_a_change_of_scene_is_little_on_the_wire_and_asks_nobody_else(
    browser: Browser, address: str
) -> None:
    """On a line of 250 kbit/s and 200 ms; how long it takes is for the benchmark to say."""
    with SlowRelay(urlsplit(address), 250_000, 0.1) as relay:
        context = browser.new_context(viewport=PROJECTOR, base_url=relay.address)  # type: ignore[arg-type]
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto("/present?deck=children&scene=1")
        painted(page, 1)
        at_rest(page)
        costs = []
        for scene in range(2, 9):
            asked.clear()
            before = relay.websocket_bytes
            pressed(page, "ArrowRight", scene)
            at_rest(page)
            costs.append(relay.websocket_bytes - before)
            assert not [x for x in asked if urlsplit(x).netloc != urlsplit(relay.address).netloc]
            assert not [x for x in asked if x.endswith((".js", ".css"))], "a change loads no code"
        context.close()
    assert all(0 < cost < MOST_BYTES for cost in costs), costs


def test_nothing_moves_for_who_asked_for_that(view: Page) -> None:
    view.emulate_media(reduced_motion="reduce")
    on_stage(view)
    assert view.evaluate(TAKES_TIME) == []


@pytest.fixture(scope="module")
def under_a_path(marts: Path) -> Iterator[str]:
    with serving.served(marts, base="/health") as address:
        yield address


def test_the_audience_is_led_to_the_same_scene_under_a_base_path(
    browser: Browser, under_a_path: str
) -> None:
    context = browser.new_context(viewport=PROJECTOR)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{under_a_path}/present?deck=children&scene=3")
    painted(page, 3)
    pressed(page, "ArrowRight", 4)
    page.keyboard.press("a")
    code = page.get_by_role("img", name="QR code with the address of this scene")
    expect(code).to_be_visible(timeout=20_000)
    assert not flaws(page) or all("covers" in x for x in flaws(page)), "the code lies on the scene"
    host = urlsplit(under_a_path).netloc
    said = page.locator(".st-key-stage_code").inner_text()
    assert f"{host}/health/present?deck=children&scene=4" in said
    assert "works on this machine only" in said
    address = re.search(r"127\S+", said)
    assert address is not None
    page.goto(f"http://{address[0]}")
    painted(page, 4)
    context.close()


def test_what_draws_charts_is_read_while_a_scene_of_words_shows(view: Page) -> None:
    view.goto("/present?deck=london&scene=1")
    painted(view, 1)
    assert view.locator(".js-plotly-plot").count() == 0
    until(view, "() => Boolean(window.Plotly)")
