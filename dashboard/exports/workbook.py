"""An accessible Excel workbook: a cover, contents, notes, and one table a worksheet.

Numbers are stored whole and only shown rounded. Where there is no number, the cell holds one of the
shorthands that UK government statistics use, so that no cell is blank and none is a false zero.
The same tables give the same bytes.
"""

from __future__ import annotations

import io
import textwrap
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import gptables
import pandas as pd

from dashboard.exports.sheet import LaidOut, Table, paragraphs, plain

# A workbook is laid out cell by cell, about half a second and some ten megabytes for every
# thousand rows; CSV and Parquet have no such limit.
MOST_ROWS = 30_000
_SHORTHAND_MEANINGS = {
    "[c]": "Suppressed. The publisher holds a figure but withholds it, or gives it only joined "
    "to another area, because the numbers are small or unreliable.",
    "[x]": "Not collected. Nobody collected this for this area or period or, in a column beside a "
    "figure, the publisher does not publish it.",
    "[m]": "Missing. The publisher's file has no figure here and does not say why.",
    "[z]": "Not applicable. The figure would have no meaning for this area or, in a column of "
    "words, there is nothing to say.",
}
# The cover's width in characters, and the height of a line in pixels.
_COVER, _LINE = 100, 21
# How many pixels of a table are still legible across a page.
_PAGE = 2000
_TABLE_SAYS = (
    "This worksheet contains one table. Shorthand such as [c] and every column are explained on "
    "the worksheet Notes."
)
_NOTES_SAYS = "This worksheet contains one table: what each shorthand and each column means."
# Text stays text, whatever it looks like: a formula, a link or a number.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class _Described:
    """A column of the notes worksheet."""

    name: str
    title: str
    description: str = ""
    datatype: str = "string"


_NOTES_COLUMNS = (
    _Described("entry", "Shorthand or column"),
    _Described("meaning", "What it means"),
)


@dataclass(frozen=True)
class Front:
    """What the cover says: one paragraph a line, under each of its two headings."""

    title: str
    introduction: tuple[str, ...]
    about: tuple[str, ...]
    day: date


class TooManyRowsError(ValueError):
    """More rows than a workbook is made for; the message says what to do instead."""


def write(front: Front, tables: Sequence[Table]) -> bytes:
    """A whole workbook.

    Raises:
        TooManyRowsError: when the tables together are too long.
    """
    check(sum(len(table.frame) for table in tables))
    return _write(front, [table for table in tables if len(table.frame)])


def check(rows: int) -> None:
    """Refuse what would be too long.

    Raises:
        TooManyRowsError: saying how many there are, how many there may be, and what to do.
    """
    if rows > MOST_ROWS:
        raise TooManyRowsError(
            f"An Excel workbook here holds at most {MOST_ROWS:,} rows and this has {rows:,}. "
            "Choose fewer indicators or periods, or take CSV or Parquet, which hold them all."
        )


def notes(tables: Sequence[Table]) -> Table:
    """The notes worksheet: every shorthand, then every column of every table."""
    found = dict(_SHORTHAND_MEANINGS)
    for table in tables:
        found |= {column.title: column.description for column in table.columns}
    frame = pd.DataFrame({"entry": list(found), "meaning": list(found.values())})
    return Table("Notes", (), _NOTES_COLUMNS, frame, {})


def _write(front: Front, tables: Sequence[Table]) -> bytes:
    buffer = io.BytesIO()
    sheets = {"Notes": LaidOut.of("notes_table", notes(tables), _NOTES_SAYS)}
    for i, table in enumerate(tables, start=1):
        sheets[f"Table {i}"] = LaidOut.of(f"table_{i}", table, _TABLE_SAYS)
    with warnings.catch_warnings():
        # The library warns that its own notes sheet is not used; ours says more.
        warnings.simplefilter("ignore")
        book = gptables.produce_workbook(
            buffer,
            {name: sheet.table for name, sheet in sheets.items()},
            cover=gptables.Cover(
                title=plain(front.title)[1],
                intro=paragraphs(front.introduction),
                about=paragraphs(front.about),
                width=_COVER,
            ),
            contentsheet_options={"instructions": "This worksheet lists the other worksheets."},
            auto_width=False,
            workbook_options=_OPTIONS,
        )
        _finish(book, front, sheets)
        book.close()
    return buffer.getvalue()


def _finish(book: Any, front: Front, sheets: Mapping[str, LaidOut]) -> None:
    """What the layout library leaves out: properties, frozen headings, widths, printing."""
    book.set_properties(
        {
            "title": front.title,
            "subject": "Health inequalities in London",
            "created": datetime.combine(front.day, time()),
        }
    )
    for sheet in book.worksheets():
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    cover = book.get_worksheet_by_name("Cover")
    # The title, a heading, the introduction, a heading, the rest: one a row.
    for row, line in enumerate(("", "", *front.introduction, "", *front.about)):
        if len(line) > _COVER:
            lines = len(textwrap.wrap(line, _COVER))
            cover.set_row_pixels(row, lines * _LINE)
    contents = book.get_worksheet_by_name("Contents")
    contents.set_column_pixels(0, 0, 120)
    contents.set_column_pixels(1, 1, 800)
    for name, one in sheets.items():
        sheet = book.get_worksheet_by_name(name)
        heading = one.table.data_range[0]
        # A wide table takes several pages side by side, so that it can be read.
        sheet.fit_to_pages(1 + sum(one.widths) // _PAGE, 0)
        sheet.freeze_panes(heading + 1, 0)
        sheet.repeat_rows(heading)
        for number, pixels in enumerate(one.widths):
            sheet.set_column_pixels(number, number, pixels)
        for row, lines in one.lines.items():
            sheet.set_row_pixels(heading + 1 + row, lines * _LINE)
        for again in one.again:
            write_ = sheet.write_string if isinstance(again.value, str) else sheet.write_number
            write_(heading + 1 + again.row, again.column, again.value, book.add_format(again.style))
