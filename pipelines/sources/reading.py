"""Publishers' bytes as tables of text: CSV, workbook sheets, Parquet and JSON, gzip or not.

Every cell is text, trimmed, and a blank is ""; numbers are read later, where the error can name
the cell. The index is ``source_row``: the line of a CSV or the row of a sheet as a person opening
it would count, the header included; in Parquet and JSON, which have none, records from 1.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any, NoReturn
from xml.etree.ElementTree import ParseError

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import SourceError

GZIP = b"\x1f\x8b"
WORKBOOK = b"PK\x03\x04"
PARQUET = b"PAR1"
SHOWN = 40


def unpacked(content: bytes, file: str) -> bytes:
    """The bytes without their gzip, whatever the file's name says.

    Raises:
        SourceError: when there is nothing in it, or the gzip is cut short or damaged.
    """
    if content.startswith(GZIP):
        try:
            content = gzip.decompress(content)
        except (EOFError, OSError, zlib.error) as error:
            raise SourceError(f"{file}: the gzip is cut short or damaged ({error})") from error
    if not content.strip():
        raise SourceError(f"{file}: is empty; a header and at least one row are expected")
    return content


def csv_table(content: bytes, file: str) -> pd.DataFrame:
    """A CSV as text, one column a heading; blank lines are left out but counted.

    Raises:
        SourceError: for a file that is empty, not UTF-8, ragged, or has its header twice.
    """
    records = _records(_decoded(unpacked(content, file), file), file)
    headings = [heading(x) for x in records[0]]
    # A blank line is one without a field, or with only blank ones, as spreadsheets save it.
    filled = [row for row, record in enumerate(records) if row and any(map(str.strip, record))]
    _require_width(records, filled, file)
    table = pd.DataFrame(
        [records[row] for row in filled],
        columns=range(len(headings)),
        index=_numbered(row + 1 for row in filled),
        dtype="str",
    )
    table = table.apply(lambda column: column.str.strip())
    return _checked(_headed(table, headings, file), file)


def workbook_sheet(content: bytes, sheet: str, file: str) -> pd.DataFrame:
    """One sheet as text: one column a position, counted from 0, and every row, header or not.

    Raises:
        SourceError: when it is not a workbook, is damaged, or has no such sheet.
    """
    content = unpacked(content, file)
    if not content.startswith(WORKBOOK):
        raise SourceError(f"{file}: is not an Excel workbook (.xlsx)")
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        if sheet not in book.sheetnames:
            raise SourceError(f"{file}: has no sheet '{sheet}'; sheets: {listed(book.sheetnames)}")
        page = book[sheet]
        # The size a workbook states for a sheet may be wrong; without it every row is read.
        page.reset_dimensions()
        cells = list(page.iter_rows(values_only=True))
    except (zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, EOFError) as error:
        raise SourceError(f"{file}: the workbook is cut short or damaged ({error})") from error
    if not any(cell is not None for row in cells for cell in row):
        raise SourceError(f"{file}: sheet '{sheet}' is empty")
    width = max(len(row) for row in cells)
    texts = [[_text(cell) for cell in row] + [""] * (width - len(row)) for row in cells]
    return pd.DataFrame(texts, index=_numbered(range(1, len(texts) + 1)), dtype="str")


def table_below(cells: pd.DataFrame, row: int, file: str) -> pd.DataFrame:
    """The rows of a sheet below its header row, under their headings.

    Columns without a heading are left out; of two with the same heading the first stays. Blank
    rows are left out.
    """
    headings = [heading(x) for x in cells.loc[row]]
    kept = [i for i, x in enumerate(headings) if x and x not in headings[:i]]
    below = cells.loc[cells.index > row].iloc[:, kept]
    below = below.set_axis([headings[i] for i in kept], axis=1)
    return _checked(below[(below != "").any(axis=1)], file)


def parquet_table(content: bytes, file: str) -> pd.DataFrame:
    """A Parquet file as text; a null is a blank.

    Raises:
        SourceError: when it is cut short, damaged, or not Parquet.
    """
    content = unpacked(content, file)
    try:
        table = pq.read_table(pa.BufferReader(content))
        table.validate(full=True)
        frame = table.to_pandas(ignore_metadata=True)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise SourceError(f"{file}: is not readable as Parquet ({_first_line(error)})") from error
    return text_table(frame, file)


def json_document(content: bytes, file: str) -> Any:
    """A JSON document.

    Raises:
        SourceError: when it is cut short, or not JSON.
    """
    try:
        return json.loads(_decoded(unpacked(content, file), file), parse_constant=_not_json)
    except ValueError as error:
        raise SourceError(f"{file}: is not readable as JSON: {error}") from error


def text_table(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """Any frame as text, its rows counted from 1; a null is a blank."""
    texts = frame.reset_index(drop=True).apply(_column_text)
    return _checked(texts.set_axis(_numbered(range(1, len(texts) + 1)), axis=0), file)


def require_columns(table: pd.DataFrame, wanted: Iterable[str], file: str) -> None:
    """Say which columns are not there, and which are.

    Raises:
        SourceError: naming both.
    """
    absent = [column for column in wanted if column not in table.columns]
    if absent:
        raise SourceError(
            f"{file}: has no column {listed(absent)}; columns found: {listed(table.columns)}"
        )


def heading(text: object) -> str:
    """A heading without the spaces publishers leave around and inside it."""
    return " ".join(str(text).split())


def listed(names: Iterable[object], most: int = SHOWN) -> str:
    """Names in quotes, as many as a person reads."""
    shown = [f"'{name}'" for name in names]
    return ", ".join(shown[:most]) + (" ..." if len(shown) > most else "")


def _decoded(content: bytes, file: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SourceError(
            f"{file}, row {line}: byte {content[error.start]:#x} is not UTF-8; save it as UTF-8"
        ) from error


def _records(text: str, file: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        raise SourceError(f"{file}, row {reader.line_num}: not readable as CSV: {error}") from error


def _require_width(records: list[list[str]], filled: list[int], file: str) -> None:
    width = len(records[0])
    for row in filled:
        if len(records[row]) != width:
            raise SourceError(
                f"{file}, row {row + 1}: has {len(records[row])} fields; the header has {width}"
            )


def _headed(table: pd.DataFrame, headings: list[str], file: str) -> pd.DataFrame:
    """The columns under their headings, each once; one without a heading is left out.

    Publishers repeat a column now and then. Where the second is blank or says the same it is
    left out, and otherwise nobody can tell which is meant.
    """
    kept: dict[str, int] = {}
    for position, name in enumerate(headings):
        second = table[position]
        if name in kept and not ((second == "") | (second == table[kept[name]])).all():
            raise SourceError(f"{file}, row 1: column '{name}' appears twice, and they differ")
        if name:
            kept.setdefault(name, position)
    return table[list(kept.values())].set_axis(list(kept), axis=1)


def _checked(table: pd.DataFrame, file: str) -> pd.DataFrame:
    """There must be rows, and none of them the header over again."""
    if table.empty:
        raise SourceError(f"{file}: has a header and no rows below it")
    first = table.columns[0]
    suspects = table[table[first].map(heading) == first]
    repeated = suspects[(suspects == list(table.columns)).sum(axis=1) > len(table.columns) / 2]
    if len(repeated):
        raise SourceError(
            f"{file}, row {repeated.index[0]}: is the header again ('{first}', ...); "
            "two files may have been joined: allowed once, above the first row"
        )
    return table


def _numbered(rows: Iterable[int]) -> pd.Index[int]:
    return pd.Index(rows, name="source_row")


def _column_text(column: pd.Series[Any]) -> pd.Series[str]:
    """Numbers with every digit they have; whole ones without a decimal point."""
    return column.astype("object").where(column.notna(), None).map(_text).astype("str")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _not_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a JSON number")
