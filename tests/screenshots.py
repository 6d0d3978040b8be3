"""Pictures of the pages as they are, for the README and the documentation.

    python -m tests.screenshots

serves the published build and writes ``docs/images/<page>.png``. Run it after a change to a page:
the pictures are part of the project.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests import chromium, serving
from tests.browser.addresses import SIZES, opened

IMAGES = serving.ROOT / "docs" / "images"
MOST_BYTES = 200_000
COLOURS = 256


@dataclass(frozen=True)
class Shot:
    """One picture: the file's name without its ending, the address, the theme and the size."""

    name: str
    address: str
    theme: Literal["light", "dark"] = "light"
    size: str = "laptop"


OVERVIEW = "/"
MAP = "/map?indicator=obesity_year_6&area=E09000025"
GAPS = "/gaps?indicator=obesity_year_6"
BOROUGH = "/borough?area=E09000025"
COMPARE = "/compare?indicator=obesity_year_6&areas=E09000025&areas=E09000019"
SHOTS = (
    Shot("overview", OVERVIEW),
    Shot("map", MAP),
    Shot("gaps", GAPS),
    Shot("borough", BOROUGH),
    Shot("compare", COMPARE),
    Shot("downloads", "/downloads?indicator=suicide&latest=yes"),
    Shot("scene-bars", "/present?deck=children&scene=2"),
    Shot("methods", "/methods"),
    Shot("map-tiles", "/map?indicator=obesity_year_6&area=E09000025&map=tiles&colour=verdict"),
    Shot("map-dark", MAP, theme="dark"),
    Shot("overview-phone", OVERVIEW, size="phone"),
    Shot("map-phone", MAP, size="phone"),
    Shot("gaps-phone", GAPS, size="phone"),
    Shot("borough-phone", BOROUGH, size="phone"),
    Shot("compare-phone", COMPARE, size="phone"),
)


def take(browser: Browser, address: str, shots: Sequence[Shot], folder: Path) -> list[Path]:
    """Write each picture into a folder; a file holds at most `MOST_BYTES`.

    Raises:
        ValueError: when a picture does not fit, which names it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for shot in shots:
        width, height = SIZES[shot.size]
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            color_scheme=shot.theme,
            reduced_motion="reduce",
        )
        page = context.new_page()
        opened(page, shot.address)
        picture = small(page.screenshot())
        context.close()
        if len(picture) > MOST_BYTES:
            raise ValueError(f"{shot.name} has {len(picture)} bytes; allowed: {MOST_BYTES}")
        path = folder / f"{shot.name}.png"
        path.write_bytes(picture)
        written.append(path)
    return written


def small(picture: bytes) -> bytes:
    """A PNG with its colours in a palette, which flat pages hardly show."""
    full = Image.open(io.BytesIO(picture)).convert("RGB")
    out = io.BytesIO()
    full.quantize(COLOURS, dither=Image.Dither.NONE).save(out, format="PNG", optimize=True)
    return out.getvalue()


def main() -> int:
    """Take every picture from the published build."""
    marts = Path(os.environ.get("MARTS_FOLDER", serving.ROOT / "data" / "marts"))
    if not (marts / "current.json").is_file():
        sys.stderr.write("Nothing is published yet: run python -m pipelines build first.\n")
        return 1
    with serving.served(marts) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.installed(), args=list(chromium.FLAGS)
        )
        for path in take(browser, address, SHOTS, IMAGES):
            sys.stderr.write(f"{path.relative_to(serving.ROOT)} {path.stat().st_size:,} bytes\n")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
