"""What slides are put together from: a deck to fill, text that fits, legends, tables, alt text.

Measures are in inches on a slide of 13.333 by 7.5, type in points. Every shape says what it is to
somebody who cannot see it, or that it only decorates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import XmlPart
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from dashboard.charts.legend import Entry
from dashboard.charts.palette import AREA_STYLES, INK, PAPER, RULE, text_on
from dashboard.exports.slide_text import LINE, Fitted, fitted, lines, plain

FONT = "Arial"
WIDTH, HEIGHT, EDGE = 13.333, 7.5, 0.5
POINTS = 72
_TEMPLATE_WIDTH = 10.0
_TITLE_ONLY = 5
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_DECORATIVE = (
    f'<a:extLst xmlns:a="{_DRAWING}"><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" '
    'val="1"/></a:ext></a:extLst>'
)
HATCHES = {
    "diagonal": MSO_PATTERN.WIDE_UPWARD_DIAGONAL,
    "back_diagonal": MSO_PATTERN.WIDE_DOWNWARD_DIAGONAL,
    "crossed": MSO_PATTERN.DIAGONAL_CROSS,
    "vertical": MSO_PATTERN.NARROW_VERTICAL,
}
_CELL = 0.08
_SWATCH = (0.42, 0.26)


@dataclass(frozen=True)
class Box:
    """Where something stands on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def places(self) -> tuple[Inches, Inches, Inches, Inches]:
        """As the library takes it."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


@dataclass(frozen=True)
class Style:
    """How a text is set: sizes to try, the largest first."""

    sizes: tuple[float, ...]
    bold: bool = False
    colour: str = INK
    bottom: bool = False
    right: bool = False


TITLE = Box(EDGE, 0.32, WIDTH - 2 * EDGE, 1.0)
HEADLINE = Style((28, 26, 24, 22, 20, 18, 16), bold=True, bottom=True)


def blank() -> Any:
    """An empty deck, 16:9, all in one font that every computer has."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    master = deck.slide_master
    for holder in (master, *master.slide_layouts):
        _widen(holder._element)
    _dress(master.part.part_related_by(RT.THEME))
    title = deck.slide_layouts[_TITLE_ONLY].placeholders[0]
    title.left, title.top, title.width, title.height = TITLE.places
    return deck


def slide(deck: Any, headline: str) -> Any:
    """A new slide under a headline, which is its title."""
    made = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    title = made.shapes.title
    title.left, title.top, title.width, title.height = TITLE.places
    rewrite(title, headline, TITLE, HEADLINE)
    describe(title, "Headline", "The headline of this slide")
    return made


def text(made: Any, box: Box, words: str, style: Style, name: str) -> Fitted:
    """A text box whose text fits it."""
    shape = made.shapes.add_textbox(*box.places)
    describe(shape, name, name)
    return rewrite(shape, words, box, style)


def notes(made: Any, paragraphs: Sequence[str]) -> None:
    """The notes under a slide, a paragraph a line."""
    frame = made.notes_slide.notes_text_frame
    frame.text = "\n".join(plain(x) for x in paragraphs if x)
    for shape in made.notes_slide.shapes:
        describe(shape, shape.name, shape.name)
    _dress(made.notes_slide.part.notes_master.part.part_related_by(RT.THEME))


def legend(made: Any, box: Box, entries: Sequence[Entry], size: float = 12) -> float:
    """The meaning of colours and hatches, a line each; returns where the next thing may begin."""
    across, high = _SWATCH
    top = box.top
    for entry in entries:
        room = (box.width - across - 0.1) * POINTS
        words = lines(plain(entry.words), size, room)
        tall = max(high + 0.07, len(words) * size * LINE / POINTS + 0.05)
        swatch = made.shapes.add_shape(
            MSO_SHAPE.RECTANGLE, *Box(box.left, top, across, high).places
        )
        fill(swatch, entry.colour, entry.hatch)
        outline(swatch, INK, 0.75)
        if entry.mark:
            inside(swatch, entry.mark, 10, text_on(entry.colour))
        describe(swatch, f"Legend: {entry.words}", f"Colour of: {entry.words}")
        own = Box(box.left + across + 0.1, top, box.width - across - 0.1, tall)
        text(made, own, entry.words, Style((size,)), f"Legend: {entry.words}")
        top += tall
    return top


def table(made: Any, box: Box, frame: pd.DataFrame, said: str, shares: Sequence[float]) -> int:
    """A native table, the first row its header; returns how many rows had room.

    Args:
        made: the slide.
        box: where it may be.
        frame: text in every cell.
        said: its text alternative.
        shares: how the width is divided between the columns; they sum to 1.
    """
    cells = [[plain(x) for x in frame.columns]] + [[plain(x) for x in row] for row in frame.values]
    room = [box.width * share - 2 * _CELL for share in shares]
    size, heights = _table_size(cells, room, box.height)
    kept = sum(1 for place in range(len(cells)) if sum(heights[: place + 1]) <= box.height)
    graphic = made.shapes.add_table(max(kept, 1), len(shares), *box.places)
    describe(graphic, "Table", said)
    for column, share in zip(graphic.table.columns, shares, strict=True):
        column.width = Inches(box.width * share)
    for place, row in enumerate(graphic.table.rows):
        row.height = Inches(heights[place])
        for cell, words in zip(row.cells, cells[place], strict=True):
            _cell(cell, words, size, is_head=place == 0)
    return max(kept, 1) - 1


def describe(shape: Any, name: str, words: str) -> None:
    """A shape's name, and what it shows in words."""
    known = shape._element.xpath(".//p:cNvPr")[0]
    known.set("name", plain(name)[:200])
    known.set("descr", plain(words))


def decorate(shape: Any, name: str) -> None:
    """A shape that says nothing, which screen readers then pass over."""
    describe(shape, name, "")
    shape._element.xpath(".//p:cNvPr")[0].append(parse_xml(_DECORATIVE))


def fill(shape: Any, colour: str, hatch: str = "", ink: str = INK) -> None:
    """A plain fill, or ink hatched on paper."""
    if hatch:
        shape.fill.patterned()
        shape.fill.pattern = HATCHES[hatch]
        shape.fill.fore_color.rgb, shape.fill.back_color.rgb = rgb(ink), rgb(PAPER)
    else:
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(colour)


def outline(shape: Any, colour: str, points: float) -> None:
    """A line around a shape, and no shadow."""
    shape.line.color.rgb, shape.line.width = rgb(colour), Pt(points)
    # The template's style for shapes casts a shadow, which LibreOffice draws whatever is said.
    for style in shape._element.xpath("p:style"):
        shape._element.remove(style)


def inside(shape: Any, words: str, size: float, colour: str) -> None:
    """Words in the middle of a shape."""
    frame = shape.text_frame
    frame.word_wrap = False
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    for place, line in enumerate(words.split("\n")):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.CENTER
        _run(paragraph, plain(line), size, bold=False, colour=colour)


def rgb(colour: str) -> RGBColor:
    """A ``#rrggbb`` colour as the library takes it."""
    made: RGBColor = RGBColor.from_string(colour.lstrip("#").upper())
    return made


def rewrite(shape: Any, words: str, box: Box, style: Style) -> Fitted:
    """Put words into a shape, a paragraph a line, at the largest size that fits its box."""
    frame = shape.text_frame
    frame.clear()
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.BOTTOM if style.bottom else MSO_ANCHOR.TOP
    paragraphs = [plain(x) for x in words.split("\n") if plain(x)] or [""]
    for size in style.sizes:
        needed = sum(
            max(1, len(lines(x, size, box.width * POINTS, style.bold))) for x in paragraphs
        )
        if needed * size * LINE <= box.height * POINTS:
            break
    found = fitted(
        " ".join(paragraphs), (size,), box.width * POINTS, box.height * POINTS, style.bold
    )
    if found.is_cut:
        paragraphs = [" ".join(found.lines)]
    for place, each in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if style.right else PP_ALIGN.LEFT
        _run(paragraph, each, size, style.bold, style.colour)
    return found


def _run(paragraph: Any, words: str, size: float, bold: bool, colour: str) -> None:
    run = paragraph.add_run()
    run.text = words
    font = run.font
    font.name, font.size, font.bold, font.color.rgb = FONT, Pt(size), bold, rgb(colour)
    font.language_id = MSO_LANGUAGE_ID.ENGLISH_UK


def _table_size(
    cells: Sequence[Sequence[str]], room: Sequence[float], height: float
) -> tuple[float, list[float]]:
    """The largest type at which all rows fit, or the smallest, and the height of each row."""
    for size in (16, 14, 13, 12, 11, 10):
        heights = [
            max(
                len(lines(x, size, each * POINTS, bold=place == 0))
                for x, each in zip(row, room, strict=True)
            )
            * size
            * LINE
            / POINTS
            + 2 * _CELL * 0.75
            for place, row in enumerate(cells)
        ]
        if sum(heights) <= height:
            break
    return size, heights


def _cell(cell: Any, words: str, size: float, is_head: bool) -> None:
    cell.margin_left = cell.margin_right = Inches(_CELL)
    cell.margin_top = cell.margin_bottom = Inches(_CELL * 0.7)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(INK if is_head else PAPER)
    _run(cell.text_frame.paragraphs[0], words, size, is_head, PAPER if is_head else INK)
    cell.text_frame.word_wrap = True
    if not is_head:
        _underline(cell)


def _underline(cell: Any) -> None:
    """A thin rule below a cell."""
    line = parse_xml(
        f'<a:lnB xmlns:a="{_DRAWING}" w="9525"><a:solidFill><a:srgbClr val="{RULE[1:]}"/>'
        "</a:solidFill></a:lnB>"
    )
    cell._tc.get_or_add_tcPr().insert(0, line)


def _widen(element: Any) -> None:
    """Move what the template has on its narrower slide to the same place on a wide one."""
    scale = WIDTH / _TEMPLATE_WIDTH
    for place in element.iter(qn("a:off")):
        place.set("x", str(round(int(place.get("x")) * scale)))
    for size in element.iter(qn("a:ext")):
        if size.get("cx"):
            size.set("cx", str(round(int(size.get("cx")) * scale)))


def _dress(theme: Any) -> None:
    """One font, and the dashboard's colours for what people add themselves."""
    given = theme.blob.decode("utf-8").replace("Calibri", FONT)
    for place, style in enumerate(AREA_STYLES, start=1):
        given = re.sub(
            rf"(<a:accent{place}>).*?(</a:accent{place}>)",
            rf'\g<1><a:srgbClr val="{style.colour[1:].upper()}"/>\g<2>',
            given,
            flags=re.DOTALL,
        )
    dressed = given.encode("utf-8")
    if isinstance(theme, XmlPart):
        theme._element = parse_xml(dressed)
    else:
        theme._blob = dressed
