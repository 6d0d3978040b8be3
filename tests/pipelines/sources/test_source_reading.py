"""Files as people damage them: each fault is one message that names the file and the place."""

from __future__ import annotations

import gzip
import io

import openpyxl
import pandas as pd
import pytest

from pipelines.errors import SourceError
from pipelines.sources import reading

TABLE = b"area,value\nA,1\nB,2\n"


def test_csv_is_text_and_counts_lines_as_a_person_does() -> None:
    table = reading.csv_table(b'\xef\xbb\xbf area ,value\r\n\r\n"A, B", 1.50 \r\n,\r\nC,\r\n', "f")

    assert list(table.columns) == ["area", "value"]
    assert table.index.tolist() == [3, 5]
    assert table["area"].tolist() == ["A, B", "C"]
    assert table["value"].tolist() == ["1.50", ""]


def test_gzip_is_told_from_the_bytes_and_not_from_the_name() -> None:
    packed = reading.csv_table(gzip.compress(TABLE), "plain.csv")

    pd.testing.assert_frame_equal(packed, reading.csv_table(TABLE, "plain.csv"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "f.csv: is empty"),
        (b" \n\n", "f.csv: is empty"),
        (gzip.compress(b"", mtime=0), "f.csv: is empty"),
        (gzip.compress(TABLE, mtime=0)[:-9], "f.csv: the gzip is cut short or damaged"),
        (b"\x1f\x8bnot gzip", "f.csv: the gzip is cut short or damaged"),
        (b"area,value\n", "f.csv: has a header and no rows"),
        ("area,value\nA,1\nB£,2\n".encode("latin-1"), "f.csv, row 3: byte 0xa3 is not UTF-8"),
        (TABLE + b"area,value\nC,3\n", "f.csv, row 4: is the header again"),
        (TABLE + b"C\n", "f.csv, row 4: has 1 fields; the header has 2"),
        (TABLE + b"C,3,4\n", "f.csv, row 4: has 3 fields; the header has 2"),
        (TABLE + b'"C,3\n', "f.csv, row 4: not readable as CSV"),
        (b"a,b,a\n1,2,3\n", "column 'a' appears twice, and they differ"),
    ],
)
def test_csv_fault_is_named(content: bytes, said: str) -> None:
    with pytest.raises(SourceError) as caught:
        reading.csv_table(content, "f.csv")
    assert said in str(caught.value)


def test_column_published_twice_is_one_where_the_second_says_nothing_else() -> None:
    table = reading.csv_table(b"area,notes,notes,same,same,\nA,x,,1,1,\nB,,,2,2,\n", "f")

    assert list(table.columns) == ["area", "notes", "same"]
    assert table["notes"].tolist() == ["x", ""]


def test_missing_columns_are_named_with_those_found() -> None:
    with pytest.raises(SourceError, match=r"f: has no column 'code'; columns found: 'area', 'val"):
        reading.require_columns(reading.csv_table(TABLE, "f"), ["area", "code"], "f")


def _workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Data"
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_sheet_keeps_every_digit_and_its_row_numbers() -> None:
    cells = reading.workbook_sheet(
        _workbook([["Title"], ["Code ", "Value", None, "Value"], [], ["A", 1 / 3, "x", 9]]),
        "Data",
        "f.xlsx",
    )
    table = reading.table_below(cells, 2, "f.xlsx")

    assert table.index.tolist() == [4]
    assert table.to_dict("list") == {"Code": ["A"], "Value": ["0.3333333333333333"]}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "f.xlsx: is empty"),
        (b"area,value", "f.xlsx: is not an Excel workbook"),
        (_workbook([["a"]])[:900], "f.xlsx: the workbook is cut short or damaged"),
        (b"PK\x03\x04" + b"0" * 500, "f.xlsx: the workbook is cut short or damaged"),
        (_workbook([]), "f.xlsx: sheet 'Data' is empty"),
        (_workbook([["a"]]), "f.xlsx: has no sheet 'Sheet 9'; sheets: 'Data'"),
    ],
)
def test_workbook_fault_is_named(content: bytes, said: str) -> None:
    with pytest.raises(SourceError) as caught:
        reading.workbook_sheet(content, "Sheet 9" if "Sheet 9" in said else "Data", "f.xlsx")
    assert said in str(caught.value)


def test_parquet_is_text_with_whole_numbers_plain() -> None:
    out = io.BytesIO()
    pd.DataFrame({"id": [90631.0, None], "value": [1 / 3, 2.0], "on": [True, False]}).to_parquet(
        out
    )
    table = reading.parquet_table(out.getvalue(), "f")

    assert table.index.tolist() == [1, 2]
    assert table.to_dict("list") == {
        "id": ["90631", ""],
        "value": ["0.3333333333333333", "2"],
        "on": ["True", "False"],
    }
    with pytest.raises(SourceError, match="f: is not readable as Parquet"):
        reading.parquet_table(out.getvalue()[:-20], "f")


@pytest.mark.parametrize("content", [b'{"a": [1, 2', b'{"a": NaN}', b"area,value"])
def test_json_fault_is_named(content: bytes) -> None:
    with pytest.raises(SourceError, match=r"f\.json: is not readable as JSON: "):
        reading.json_document(content, "f.json")
