"""A picture of every scene of every shipped deck, to be looked at before a release.

    python -m tests.scene_pictures [DECK ...] [--theme dark] [--size 1280x720]

serves the published build and writes ``test-results/scenes/<deck>-<scene>.png``. Every text of a
scene is measured on the way: one that is cut off, covers another or is too small for a projector
is named, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from dashboard import db
from dashboard.content import decks
from dashboard.decks import Deck
from tests import chromium, serving
from tests.browser.on_stage import flaws, painted

FOLDER = serving.ROOT / "test-results" / "scenes"


def main(arguments: list[str]) -> int:
    """Take the pictures and name what is wrong in them."""
    given = _given(arguments)
    marts = Path(os.environ.get("MARTS_FOLDER", serving.ROOT / "data" / "marts"))
    known = decks.decks(db.Marts(marts).current())
    wanted = [x for x in known if not given.decks or x.deck_id in given.decks]
    FOLDER.mkdir(parents=True, exist_ok=True)
    found = 0
    with serving.served(marts) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.installed(), args=list(chromium.FLAGS)
        )
        page = _projector(browser, address, given.theme, given.size)
        for deck in wanted:
            found += _walk(page, deck)
        browser.close()
    return 1 if found else 0


def _walk(page: Page, deck: Deck) -> int:
    """Every scene of a deck; how many flaws there were."""
    found = 0
    for place in range(1, len(deck.scenes) + 1):
        page.goto(f"/present?deck={deck.deck_id}&scene={place}")
        painted(page, place)
        for flaw in flaws(page):
            sys.stdout.write(f"{deck.deck_id} {place}: {flaw}\n")
            found += 1
        page.screenshot(path=FOLDER / f"{deck.deck_id}-{place}.png")
    return found


def _projector(browser: Browser, address: str, theme: str, size: str) -> Page:
    width, height = (int(x) for x in size.split("x"))
    return browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        color_scheme=theme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    ).new_page()


def _given(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("decks", nargs="*")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--size", default="1920x1080")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
