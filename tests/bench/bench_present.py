"""How long a scene takes from key to paint on a poor line, and how much comes down it.

Run as `python -m tests.bench bench_present`. Each deck is walked from its first scene to its last
in Chromium, cut off from everything but the server, with the websocket slowed to 250 kbit/s and
200 milliseconds there and back. The first line is a server just started: from going to the
address until the first scene is painted.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from dashboard import db
from dashboard.content import decks
from tests import chromium, serving
from tests.bench.places import marts_folder
from tests.bench.sizes import usually
from tests.browser.on_stage import painted, pressed
from tests.browser.relay import SlowRelay

BITS_A_SECOND, ONE_WAY_SECONDS = 250_000, 0.1
# Looking at every request from here would slow each of a page's hundred.
_NOBODY_ELSE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
# Somebody speaks for a while before the next scene, which is made ready meanwhile.
SPOKEN_SECONDS = usually(1.5, smallest=0.0, variable="SPOKEN_SECONDS")
MOST_DECKS, MOST_SCENES = usually((100, 100), smallest=(1, 2))


def main() -> None:
    """Walk every deck and print a line for each, and one for all."""
    marts = marts_folder()
    known = decks.decks(db.Marts(marts).current())[:MOST_DECKS]
    sys.stdout.write(
        f"{'':16}{'scenes':>8}{'p50 ms':>9}{'p95 ms':>9}{'most ms':>9}{'p50 KB':>9}{'most KB':>9}\n"
    )
    everything: list[tuple[float, float]] = []
    with serving.served(marts) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.installed(), args=[*chromium.FLAGS, _NOBODY_ELSE]
        )
        with SlowRelay(urlsplit(address), BITS_A_SECOND, ONE_WAY_SECONDS) as relay:
            for deck in known:
                page = _cut_off(browser, relay.address)
                begun = time.perf_counter()
                page.goto(f"/present?deck={deck.deck_id}&scene=1")
                painted(page, 1)
                first = 1000 * (time.perf_counter() - begun)
                sys.stdout.write(f"{deck.deck_id:16}first scene painted after {first:,.0f} ms\n")
                walked = _walk(page, relay, min(len(deck.scenes), MOST_SCENES))
                everything += walked
                sys.stdout.write(_line(deck.deck_id, walked))
                page.context.close()
        browser.close()
    sys.stdout.write(_line("all", everything))


def _walk(page: Page, relay: SlowRelay, scenes: int) -> list[tuple[float, float]]:
    """Milliseconds and kilobytes of every change from the first scene to the last."""
    walked = []
    for place in range(2, scenes + 1):
        time.sleep(SPOKEN_SECONDS)
        before = relay.websocket_bytes
        milliseconds = pressed(page, "ArrowRight", place)
        time.sleep(0.3)
        walked.append((milliseconds, (relay.websocket_bytes - before) / 1024))
    return walked


def _cut_off(browser: Browser, address: str) -> Page:
    """A page on a projector that may talk to the server and nobody else."""
    return browser.new_context(
        viewport={"width": 1920, "height": 1080}, base_url=address
    ).new_page()


def _line(name: str, walked: Sequence[tuple[float, float]]) -> str:
    waits, sizes = np.array(walked).T
    middle, slow = np.percentile(waits, [50, 95])
    return (
        f"{name:16}{len(walked):8}{middle:9.0f}{slow:9.0f}{waits.max():9.0f}"
        f"{np.median(sizes):9.1f}{sizes.max():9.1f}\n"
    )
