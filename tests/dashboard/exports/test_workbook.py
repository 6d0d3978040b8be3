"""The workbook holds the marts' figures whole, says why any is absent, and is plainly laid out."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.db import Build
from dashboard.exports import workbook
from dashboard.exports.sheet import Table
from tests import committed
from tests.dashboard.exports.described import COLUMNS, FRONT, Described, figures, table

SOFFICE = shutil.which("soffice")
HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-2",
    "[click](https://example.org)",
    "---",
    "$$note$$",
    "<b>&amp;",
    "3.10",
)


def opened(*tables: Table) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook.write(FRONT, tables)))


@pytest.fixture(scope="module")
def both(build: Build) -> openpyxl.Workbook:
    """A workbook of two tables, which nobody changes."""
    return opened(table(build, "suicide"), table(build, "obesity_year_6"))


def cells(sheet: Worksheet) -> pd.DataFrame:
    """The one table of a worksheet, as anybody would read it."""
    (one,) = sheet.tables.values()
    first, *rest = [[cell.value for cell in row] for row in sheet[one.ref]]
    return pd.DataFrame(rest, columns=first, dtype=object)


@pytest.mark.parametrize("indicator", ["obesity_year_6", "suicide", "no2_concentration"])
def test_every_figure_reads_back_exactly(build: Build, indicator: str) -> None:
    expected = figures(build, indicator)
    found = cells(opened(table(build, indicator))["Table 1"])
    assert len(found) == len(expected) >= len(committed.boroughs())
    for name, title in (
        ("value", "Value"),
        ("lower_95", "Lower limit"),
        ("count", "Count"),
        ("difference", "Difference from London"),
    ):
        there = expected[name].notna()
        assert found.loc[there, title].astype(float).tolist() == expected.loc[there, name].tolist()
        assert found.loc[~there, title].isin({"[c]", "[x]", "[m]", "[z]"}).all()
    assert found["Area"].tolist() == expected["area_name"].tolist()
    assert pd.to_datetime(found["First day"]).tolist() == expected["period_start"].tolist()


def test_a_number_of_seventeen_digits_survives() -> None:
    numbers = [0.1 + 0.2, 1 / 3, 123456789.12345679, -2.2250738585072014e-308]
    frame = pd.DataFrame({"value": numbers})
    one = Table("Numbers", (), (Described("value", "Value", "A number.", "number"),), frame, {})
    assert cells(opened(one)["Table 1"])["Value"].tolist() == numbers


@pytest.mark.parametrize(
    ("state", "mark"),
    [
        ("suppressed", "[c]"),
        ("not_collected", "[x]"),
        ("missing", "[m]"),
        ("not_applicable", "[z]"),
    ],
)
def test_each_state_has_its_own_shorthand(build: Build, state: str, mark: str) -> None:
    frame = figures(build, "suicide").head(3).assign(value=None, state=state)
    found = cells(opened(Table("One", (), COLUMNS, frame, {}))["Table 1"])
    assert found["Value"].tolist() == [mark] * 3
    assert found["State"].tolist() == [state] * 3


def test_no_cell_of_a_table_is_blank_or_merged(both: openpyxl.Workbook) -> None:
    for sheet in both:
        assert not sheet.merged_cells.ranges
    for name in ("Contents", "Notes", "Table 1", "Table 2"):
        assert cells(both[name]).notna().all().all()


def test_the_shorthand_and_every_column_are_explained_once(both: openpyxl.Workbook) -> None:
    explained = cells(both["Notes"])["Shorthand or column"].tolist()
    assert explained == ["[c]", "[x]", "[m]", "[z]", *(column.title for column in COLUMNS)]


def test_the_contents_lead_to_every_sheet(both: openpyxl.Workbook) -> None:
    assert both.sheetnames == ["Cover", "Contents", "Notes", "Table 1", "Table 2"]
    cells_of = [cell for row in both["Contents"].iter_rows() for cell in row]
    links = [cell.hyperlink.location for cell in cells_of if cell.hyperlink]
    assert links == ["'Notes'!A1", "'Table 1'!A1", "'Table 2'!A1"]
    assert cells(both["Contents"])["Table description"].tolist() == [
        "Notes",
        "suicide",
        "obesity_year_6",
    ]


def test_the_heading_stays_in_sight_and_numbers_show_their_decimals(build: Build) -> None:
    sheet = opened(table(build, "suicide"))["Table 1"]
    (one,) = sheet.tables.values()
    heading = int(re.findall(r"\d+", one.ref)[0])
    assert sheet.freeze_panes == f"A{heading + 1}"
    titles = [cell.value for cell in sheet[heading]]
    numbers = [row[titles.index("Value")] for row in sheet.iter_rows(min_row=heading + 1)]
    assert {cell.number_format for cell in numbers} == {"#,##0.0"}
    assert {cell.data_type for cell in numbers if not isinstance(cell.value, str)} == {"n"}


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text_whatever_it_looks_like(build: Build, text: str) -> None:
    frame = figures(build, "suicide").head(2).assign(note=text, area_name=text)
    sheet = opened(Table(text, (text,), COLUMNS, frame, {}))["Table 1"]
    found = cells(sheet)
    assert found["Note"].tolist() == found["Area"].tolist() == [text, text]
    assert all(cell.data_type in "snd" for row in sheet.iter_rows() for cell in row)
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)


def test_the_cover_says_what_it_is_given(build: Build) -> None:
    cover = opened(table(build, "suicide"))["Cover"]
    said = [cell.value for cell in cover["A"]]
    assert said[0] == "Figures"
    assert "What this is." in said
    assert "Where it is from." in said


def test_the_same_tables_give_the_same_bytes(build: Build) -> None:
    written = {workbook.write(FRONT, [table(build, "suicide")]) for _ in range(3)}
    assert len(written) == 1
    properties = opened(table(build, "suicide")).properties
    assert properties.created == datetime(2026, 9, 24)  # noqa: DTZ001
    assert properties.title == "Figures"


def test_too_long_a_workbook_is_refused_with_what_to_do() -> None:
    frame = pd.DataFrame({"value": range(workbook.MOST_ROWS + 1)})
    one = Table("Long", (), (Described("value", "Value", "A number.", "integer"),), frame, {})
    with pytest.raises(workbook.TooManyRowsError, match=r"at most 30,000 rows .* 30,001.*CSV"):
        workbook.write(FRONT, [one])


def test_nothing_found_is_still_a_workbook() -> None:
    book = opened(Table("None", (), COLUMNS, pd.DataFrame(columns=[x.name for x in COLUMNS]), {}))
    assert book.sheetnames == ["Cover", "Contents", "Notes"]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed here")
def test_libreoffice_opens_it_and_prints_it(build: Build, tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(workbook.write(FRONT, [table(build, "suicide")]))
    settings: list[Any] = [f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [SOFFICE, *settings, "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "book.xlsx"],
        check=True,
        capture_output=True,
        timeout=180,
    )
    printed = (tmp_path / "book.pdf").read_bytes()
    assert printed.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) >= 4
