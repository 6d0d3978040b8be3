"""The pictures in the documentation: taken from real pages, small, and all that are named exist."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests import screenshots
from tests.browser.addresses import SIZES
from tests.conftest import ROOT

pytestmark = pytest.mark.browser


def test_a_picture_has_the_size_of_its_screen_and_the_page_on_it(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    shots = [shot for shot in screenshots.SHOTS if shot.name in ("map-dark", "map-phone")]
    dark, phone = (Image.open(x) for x in screenshots.take(browser, address, shots, tmp_path))
    assert (dark.size, phone.size) == (SIZES["laptop"], SIZES["phone"])
    assert len(dark.convert("RGB").getcolors(1_000_000)) > 50
    # The corner of the page is paper, dark and light.
    assert sum(dark.convert("RGB").getpixel((2, 700))) < 150
    assert sum(phone.convert("RGB").getpixel((2, 700))) > 700


def test_a_palette_keeps_a_picture_and_makes_it_smaller() -> None:
    full = Image.effect_mandelbrot((300, 200), (-2, -1.5, 1, 1.5), 90).convert("RGB")
    plain = io.BytesIO()
    full.save(plain, format="PNG")
    packed = screenshots.small(plain.getvalue())
    assert len(packed) < len(plain.getvalue())
    assert Image.open(io.BytesIO(packed)).size == full.size


def test_pictures_of_the_documentation_are_those_the_command_takes() -> None:
    taken = {f"{shot.name}.png" for shot in screenshots.SHOTS}
    kept = {path.name: path.stat().st_size for path in (ROOT / "docs" / "images").glob("*.png")}
    assert set(kept) == taken
    assert max(kept.values()) <= screenshots.MOST_BYTES
    for document in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        named = re.findall(r"images/([\w-]+\.png)", document.read_text(encoding="utf-8"))
        assert set(named) <= taken, document.name
