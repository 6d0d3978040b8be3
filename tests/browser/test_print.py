"""A deck on paper: exactly one page a scene, each with its headline and its source."""

from __future__ import annotations

import io
import unicodedata

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from dashboard.content import decks, scenes
from dashboard.db import Marts
from tests.browser.addresses import at_rest, until

pytestmark = pytest.mark.browser


def printed(page: Page, deck: str) -> PdfReader:
    page.goto(f"/print?deck={deck}")
    expect(page.locator(".foot")).to_be_attached(timeout=60_000)
    at_rest(page)
    return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))


def squeezed(text: str) -> str:
    """Letters only: a line may break anywhere, and type joins some letters."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("deck_id", ["london", "living", "air"])
def test_every_scene_is_one_page_with_headline_source_and_place(
    view: Page, marts: object, deck_id: str
) -> None:
    build = Marts(marts).current()  # type: ignore[arg-type]
    deck = decks.deck(build, deck_id)
    assert deck is not None
    found = printed(view, deck_id)
    assert len(found.pages) == len(deck.scenes)
    for place, (scene, page) in enumerate(zip(deck.scenes, found.pages, strict=True), start=1):
        assert float(page.mediabox.width) / float(page.mediabox.height) == pytest.approx(
            16 / 9, rel=0.01
        )
        said = squeezed(page.extract_text())
        shown = scenes.staged(build, scene)
        assert squeezed(shown.headline) in said
        assert squeezed(shown.source) in said
        assert squeezed(f"{place} / {len(deck.scenes)} {deck.title}") in said
        assert "Skiptothefigures" not in said
        assert "Printorsave" not in said


def test_nothing_on_a_sheet_is_cut_or_covers_its_footer(view: Page) -> None:
    """On paper as on the screen, the chart ends above the source."""
    printed(view, "living")
    for media in ("screen", "print"):
        view.emulate_media(media=media)  # type: ignore[arg-type]
        problems = view.evaluate(
            """() => [...document.querySelectorAll(".st-key-sheets .stage-foot")].flatMap(foot => {
                const sheet = foot.closest('[class*="st-key-sheet_"]');
                const inside = sheet.getBoundingClientRect(), own = foot.getBoundingClientRect();
                const found = [];
                if (own.bottom > inside.bottom + 1) found.push('cut: ' + foot.textContent);
                for (const plot of sheet.querySelectorAll('.js-plotly-plot .main-svg')) {
                    const drawn = plot.getBoundingClientRect();
                    if (drawn.bottom > own.top + 2) found.push('covered: ' + foot.textContent);
                }
                return found;
            })"""
        )
        assert problems == []


def test_the_button_opens_the_browser_s_print(view: Page) -> None:
    view.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
    printed(view, "air")
    view.get_by_role("button", name="Print or save as PDF").click()
    until(view, "() => window.printed === 1")


def test_an_unknown_deck_is_named_and_the_decks_are_offered(view: Page) -> None:
    view.goto("/print?deck=nowhere")
    expect(view.locator(".problems")).to_contain_text("There is no deck 'nowhere'", timeout=20_000)
    expect(view.get_by_role("link", name="Present: State of London")).to_be_visible()


def test_a_deck_is_taken_away_as_powerpoint_from_where_it_is_offered(view: Page) -> None:
    view.goto("/present")
    expect(view.locator(".foot")).to_be_attached(timeout=60_000)
    at_rest(view)
    with view.expect_download(timeout=60_000) as found:
        view.locator(".st-key-take_air").get_by_role("link", name="PowerPoint").click()
    assert found.value.suggested_filename.startswith("london-health-air-")
    assert found.value.suggested_filename.endswith(".pptx")
    view.locator(".st-key-take_air").get_by_role("link", name="Print or PDF").click()
    expect(view.get_by_role("heading", name="Print: Tackling toxic air")).to_be_visible(
        timeout=60_000
    )
