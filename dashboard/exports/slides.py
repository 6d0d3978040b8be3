"""A deck as PowerPoint: native charts and shapes, notes with source and citation, 16:9.

The same deck of the same build gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any

from dashboard import queries
from dashboard.charts.palette import MUTED
from dashboard.citations import TITLE
from dashboard.content import scenes
from dashboard.content.scenes import Staged
from dashboard.db import Build
from dashboard.decks import Deck, Scene
from dashboard.exports import slide_parts, slide_scenes, slide_words
from dashboard.exports.slide_parts import EDGE, WIDTH, Box, Style
from dashboard.exports.slide_text import plain

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
STEM = "london-health"
BOUNDARIES = (
    "Boundaries: Source: Office for National Statistics licensed under the Open Government "
    "Licence v3.0. Contains OS data © Crown copyright and database right 2025."
)
_MEASURED = Box(EDGE, 1.38, WIDTH - 2 * EDGE, 0.36)
_FOOT = Box(EDGE, 6.64, 10.4, 0.68)
_PLACE = Box(WIDTH - EDGE - 1.75, 7.06, 1.75, 0.25)
_SMALL = Style((12, 11, 10), colour=MUTED)
_LONGEST_PROPERTY = 255
# No clock: a file is as old as what it says.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_WRITTEN, _NO_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), b"1980-01-01T00:00:00Z"


def make(build: Build, deck: Deck, origin: str = "") -> bytes:
    """The whole presentation.

    Args:
        build: whose figures.
        deck: its scenes; it may be a stranger's, so nothing in it need exist.
        origin: where the dashboard is, with scheme, host and base path, for the addresses in the
            notes; '' leaves them out.
    """
    made = slide_parts.blank()
    _properties(made, build, deck)
    staged = [scenes.staged(build, scene) for scene in deck.scenes]
    _opening(made, build, deck)
    for place, (scene, shown) in enumerate(zip(deck.scenes, staged, strict=True), start=1):
        _scene(made, build, scene, shown, origin)
        _numbered(made.slides[-1], place, deck)
    _closing(made, build, staged)
    out = io.BytesIO()
    made.save(out)
    return _timeless(out.getvalue())


def name(build: Build, deck: Deck) -> str:
    """The file's name: which deck, of which build."""
    slug = re.sub(r"[^a-z0-9]+", "-", deck.deck_id.lower()).strip("-")[:60] or "deck"
    return f"{STEM}-{slug}-{build.build_id}.pptx"


def _opening(made: Any, build: Build, deck: Deck) -> None:
    slide = slide_parts.slide(made, deck.title)
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = Box(1.0, 1.6, WIDTH - 2, 1.5).places
    slide_parts.rewrite(
        title,
        deck.title,
        Box(1.0, 1.6, WIDTH - 2, 1.5),
        Style((44, 40, 36, 32, 28, 24, 20), bold=True, bottom=True),
    )
    built = queries.facts(build)["built_at"]
    about = Box(1.0, 3.3, WIDTH - 2, 1.2)
    if deck.about:
        slide_parts.text(
            slide, about, deck.about, Style((24, 20, 18, 16, 14)), "What this deck is about"
        )
    words = (
        f"{TITLE}\nFigures of build {build.build_id}, made on {built.day} {built:%B %Y}. "
        "Charts and maps can be edited; each slide's notes have its source and how to cite it."
    )
    slide_parts.text(
        slide,
        Box(1.0, 4.9, WIDTH - 2, 1.2),
        words,
        Style((16, 14), colour=MUTED),
        "Which figures these are",
    )
    slide_parts.notes(slide, [deck.about, f"{TITLE}, build {build.build_id}."])


def _scene(made: Any, build: Build, scene: Scene, shown: Staged, origin: str) -> None:
    slide = slide_parts.slide(made, shown.headline)
    if shown.is_empty:
        box = Box(EDGE, 2.4, WIDTH - 2 * EDGE, 2.5)
        slide_parts.text(
            slide, box, shown.problem, Style((20, 18, 16, 14, 12)), "What is not there"
        )
    else:
        slide_parts.text(
            slide,
            _MEASURED,
            shown.measured,
            Style((16, 14, 13, 12, 11, 10), colour=MUTED),
            "What is measured",
        )
        slide_scenes.draw(slide, build, shown)
        said = [shown.problem, slide_scenes.note(build, shown), shown.caveat, shown.source]
        across = slide_scenes.MAP_FOOT if shown.chart == "map" else _FOOT.width
        foot = Box(_FOOT.left, _FOOT.top, across, _FOOT.height)
        slide_parts.text(
            slide, foot, " ".join(x for x in said if x), _SMALL, "Source, interval and caveat"
        )
    slide_parts.notes(slide, slide_words.notes(build, scene, shown, origin))


def _numbered(slide: Any, place: int, deck: Deck) -> None:
    words = f"{place} of {len(deck.scenes)}"
    slide_parts.text(
        slide, _PLACE, words, Style((12,), colour=MUTED, right=True), "Place in the deck"
    )


def _closing(made: Any, build: Build, staged: list[Staged]) -> None:
    slide = slide_parts.slide(made, "Sources and licence")
    frame = slide_words.sources(build, staged)
    box = Box(EDGE, 1.6, WIDTH - 2 * EDGE, 4.0)
    if len(frame):
        shares = (0.27, 0.37, 0.16, 0.2)
        kept = slide_parts.table(slide, box, frame, "The sources of this deck's figures.", shares)
        left_out = len(frame) - kept
    else:
        left_out = 0
    more = f"And {left_out} more, on the page Methods and sources. " if left_out else ""
    built = queries.facts(build)["built_at"]
    terms = " and the ".join(f"{x} ({y})" for x, y in slide_words.licences(build, staged))
    words = (
        f"{more}Contains public sector information licensed under the {terms}. {BOUNDARIES}\n"
        f"{TITLE}, build {build.build_id} of {built.day} {built:%B %Y}. A later build may hold "
        "newer figures."
    )
    slide_parts.text(
        slide,
        Box(EDGE, 5.8, WIDTH - 2 * EDGE, 1.4),
        words,
        Style((14, 13, 12, 11)),
        "Licence and build",
    )
    slide_parts.notes(slide, [words])


def _properties(made: Any, build: Build, deck: Deck) -> None:
    built: datetime = queries.facts(build)["built_at"].to_pydatetime()
    known = made.core_properties
    known.title, known.author, known.language = _property(deck.title), TITLE, "en-GB"
    known.subject = _property(deck.about)
    known.comments = f"Build {build.build_id}"
    known.created = known.modified = built
    known.last_modified_by, known.revision = TITLE, 1


def _property(words: str) -> str:
    """As much as a document property may hold."""
    return plain(words)[:_LONGEST_PROPERTY]


def _timeless(file: bytes, is_inner: bool = False) -> bytes:
    """The same package with every part dated alike, so that equal decks are equal bytes.

    The worksheets behind charts are packages too, which say when they were written.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            entry = zipfile.ZipInfo(part.filename, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            held = old.read(part)
            if part.filename.endswith(".xlsx"):
                held = _timeless(held, is_inner=True)
            elif is_inner and part.filename == "docProps/core.xml":
                held = _WRITTEN.sub(_NO_TIME, held)
            new.writestr(entry, held)
    return out.getvalue()
