"""One table as a worksheet takes it: cells, styles, widths, and what a library would get wrong."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import gptables
import pandas as pd

from dashboard.frames import missing

SHORTHAND = {
    "suppressed": "[c]",
    "not_collected": "[x]",
    "not_applicable": "[z]",
    "missing": "[m]",
}
NOT_AVAILABLE, NOT_APPLICABLE = "[x]", "[z]"
# What the layout library would take for a link, a reference to a note, or decoration.
_HOSTILE = re.compile(r"\[.+\]\(.+\)|\$\$|^[^a-zA-Z0-9]*$", re.DOTALL)
_PLACEHOLDER = "text"
_NARROWEST, _WIDEST, _CHARACTER = 64, 560, 8


class Column(Protocol):
    """What the workbook needs to know of a column."""

    @property
    def name(self) -> str:
        """Its key in the frame."""

    @property
    def title(self) -> str:
        """Its heading."""

    @property
    def description(self) -> str:
        """What it means, for the notes."""

    @property
    def datatype(self) -> str:
        """What its cells hold, as CSV on the Web names it."""


@dataclass(frozen=True)
class Table:
    """One worksheet: a frame with its columns described.

    ``formats`` gives the number format of columns that need another than the usual one. A frame
    with a column ``state`` says by it why a number is absent.
    """

    title: str
    about: tuple[str, ...]
    columns: Sequence[Column]
    frame: pd.DataFrame
    formats: Mapping[str, str]


class _Whole(float):
    """A number that is written with all its digits; the layout library would keep sixteen."""

    def __format__(self, _: str) -> str:
        return repr(float(self))


def _day(value: Any) -> datetime:
    return pd.Timestamp(value).to_pydatetime()


def _yes_or_no(value: Any) -> str:
    return "Yes" if value else "No"


_CELLS: dict[str, Callable[[Any], Any]] = {
    "integer": int,
    "double": float,
    "number": float,
    "decimal": float,
    "date": _day,
    "boolean": _yes_or_no,
}


_NUMBERS = frozenset({"integer", "double", "number", "decimal"})


@dataclass(frozen=True)
class _Again:
    """A cell that the layout library would change or refuse, to be written past it."""

    row: int
    column: int
    value: str | _Whole
    style: dict[str, Any]


@dataclass(frozen=True)
class LaidOut:
    """A table ready to be written, its measures, and what to write again."""

    table: Any
    widths: list[int]
    lines: dict[int, int]
    again: list[_Again]

    @classmethod
    def of(cls, name: str, table: Table, instructions: str) -> LaidOut:
        """Lay out a table under a name of its own, with a line that says what the sheet is."""
        cells = _cells(table)
        again = list(_again(cells, table))
        widths = _widths(cells)
        lines = _lines(cells, widths)
        for cell in again:
            if isinstance(cell.value, str):
                cells.iloc[cell.row, cell.column] = _PLACEHOLDER
        return cls(
            gptables.GPTable(
                table=cells,
                table_name=name,
                title=plain(table.title),
                subtitles=paragraphs(table.about),
                instructions=instructions,
                index_columns={},
                additional_formatting=_formatting(table),
            ),
            widths,
            lines,
            again,
        )


def _cells(table: Table) -> pd.DataFrame:
    """The frame as it is written: headings people read, and no cell blank."""
    frame = table.frame.reset_index(drop=True)
    states = frame["state"] if "state" in frame else pd.Series("", index=frame.index)
    marks = states.map(SHORTHAND).fillna(NOT_AVAILABLE)
    return pd.DataFrame(
        {
            column.title: _column(frame[column.name], column.datatype, marks)
            for column in table.columns
        },
        dtype=object,
    )


def _column(values: pd.Series[Any], datatype: str, marks: pd.Series[str]) -> pd.Series[Any]:
    """One column's cells: numbers, dates and words as they are, a shorthand where empty."""
    turn = _CELLS.get(datatype, str)
    empty = marks if datatype in _NUMBERS else pd.Series(NOT_APPLICABLE, index=values.index)
    cells = [
        mark if missing(value) or not str(value).strip() else turn(value)
        for value, mark in zip(values, empty, strict=True)
    ]
    return pd.Series(cells, index=values.index, dtype=object)


def _again(cells: pd.DataFrame, table: Table) -> Iterator[_Again]:
    """Texts that would turn into something else, and numbers of more than sixteen digits."""
    for number, column in enumerate(table.columns):
        style = gptables.gptheme.data_format | _style(table, column)
        for row, value in enumerate(cells[column.title]):
            if isinstance(value, str) and _HOSTILE.search(value):
                yield _Again(row, number, value, style)
            elif isinstance(value, float) and float(f"{value:.16G}") != value:
                yield _Again(row, number, _Whole(value), style)


def _formatting(table: Table) -> list[dict[str, Any]]:
    """Each style with its columns; numbers to the right even where a column has none."""
    alike: dict[tuple[tuple[str, Any], ...], list[str]] = {}
    for column in table.columns:
        alike.setdefault(tuple(_style(table, column).items()), []).append(column.title)
    formatting = []
    for items, columns in alike.items():
        style = dict(items)
        heading = {key: style[key] for key in ("align", "indent")}
        formatting += [_of_columns(columns, style, False), _of_columns(columns, heading, True)]
    return formatting


def _style(table: Table, column: Column) -> dict[str, Any]:
    usual = {"integer": "#,##0", "date": "yyyy-mm-dd"}.get(column.datatype, "General")
    is_number = column.datatype in _NUMBERS
    return {
        "num_format": table.formats.get(column.name, usual),
        "align": "right" if is_number else "left",
        "indent": int(not is_number),
        "valign": "top",
    }


def _of_columns(
    columns: Sequence[str], style: Mapping[str, Any], heading_too: bool
) -> dict[str, Any]:
    return {
        "column": {"columns": list(columns), "format": dict(style), "include_names": heading_too}
    }


def _widths(cells: pd.DataFrame) -> list[int]:
    """Wide enough for the longest word and most texts; longer ones wrap."""
    return [
        min(_WIDEST, max(_NARROWEST, _CHARACTER * (2 + _longest(cells[name], str(name)))))
        for name in cells.columns
    ]


def _longest(values: pd.Series[Any], heading: str) -> int:
    word = max(len(word) for word in heading.split())
    texts = (len(x) if isinstance(x, str) else 10 for x in values.unique())
    return max(word + 2, *texts, 0)


def _lines(cells: pd.DataFrame, widths: Sequence[int]) -> dict[int, int]:
    """How many lines the rows that wrap need, by row; spreadsheets do not always work it out."""
    needed: dict[int, int] = {}
    for name, pixels in zip(cells.columns, widths, strict=True):
        room = pixels // (_CHARACTER - 1)
        for row, value in enumerate(cells[name]):
            if isinstance(value, str) and len(value) > room:
                needed[row] = max(needed.get(row, 1), len(textwrap.wrap(value, room)) or 1)
    return needed


def paragraphs(lines: Sequence[str]) -> list[list[Any]]:
    """Lines of text, each as ``plain`` gives it."""
    return [plain(line) for line in lines]


def plain(line: str) -> list[Any]:
    """Text in the library's own rich form, in which it looks for no links."""
    return [{"font_name": "Arial"}, line.replace("$$", "$")]
