"""The package is whole: what it describes is what it holds, and its checksums are true."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from csvw import CSVW

from dashboard.db import Build
from dashboard.exports import package
from tests.dashboard.exports.described import COLUMNS, KEY, about, figures


@pytest.fixture(scope="module")
def rows(build: Build) -> pd.DataFrame:
    return figures(build, "suicide")[[column.name for column in COLUMNS]]


@pytest.fixture(scope="module")
def packed(rows: pd.DataFrame) -> bytes:
    csv = rows.to_csv(index=False, date_format="%Y-%m-%d").encode()
    return package.make(about(len(rows)), csv, COLUMNS, KEY)


@pytest.fixture
def unpacked(packed: bytes, tmp_path: Path) -> Path:
    zipfile.ZipFile(io.BytesIO(packed)).extractall(tmp_path)
    return tmp_path


def test_it_holds_the_rows_their_description_and_a_readme(packed: bytes) -> None:
    archive = zipfile.ZipFile(io.BytesIO(packed))
    assert archive.testzip() is None
    assert archive.namelist() == ["figures.csv", "figures.csv-metadata.json", "README.txt"]


def test_the_description_is_valid_csv_on_the_web(unpacked: Path, rows: pd.DataFrame) -> None:
    described = CSVW(str(unpacked / "figures.csv-metadata.json"), validate=True)
    assert described.is_valid
    read = pd.DataFrame(described.tables[0].iterdicts())
    assert read["value"].astype(float).tolist() == pytest.approx(
        rows["value"].tolist(), rel=0, abs=0, nan_ok=True
    )
    assert read["area_code"].tolist() == rows["area_code"].tolist()


@pytest.mark.parametrize(
    ("found", "put"), [("2022 to 2024", ""), (re.compile(r"\d\.\d+"), "some"), ("state", "status")]
)
def test_the_description_notices_a_changed_file(
    unpacked: Path, found: str | re.Pattern[str], put: str
) -> None:
    path = unpacked / "figures.csv"
    path.write_text(re.sub(found, put, path.read_text(encoding="utf-8")), encoding="utf-8")
    assert not CSVW(str(unpacked / "figures.csv-metadata.json"), validate=True).is_valid


def test_the_description_says_what_people_need(unpacked: Path) -> None:
    described = json.loads((unpacked / "figures.csv-metadata.json").read_bytes())
    assert described["@context"][0] == "http://www.w3.org/ns/csvw"
    assert described["dc:license"] == [{"@id": "https://example.org/licence"}]
    assert described["dc:identifier"] == about(0).permalink
    columns = described["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == [column.name for column in COLUMNS]
    assert all(column["dc:description"] for column in columns)
    assert [column["name"] for column in columns if column["required"]] == list(KEY)


def test_the_readme_s_checksums_are_those_of_the_files(unpacked: Path) -> None:
    readme = (unpacked / "README.txt").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^(\S+)\n  sha256 ([0-9a-f]{64})$", readme, re.MULTILINE))
    assert set(listed) == {"figures.csv", "figures.csv-metadata.json"}
    for name, digest in listed.items():
        assert hashlib.sha256((unpacked / name).read_bytes()).hexdigest() == digest


def test_the_readme_says_query_rows_build_source_licence_citation(unpacked: Path) -> None:
    readme = (unpacked / "README.txt").read_text(encoding="utf-8")
    said = about(1)
    for expected in (
        "Indicator: suicide",
        f"Build: {said.build}",
        said.permalink,
        said.citation,
        said.terms,
        said.sources[0].url,
    ):
        assert expected in readme


def test_the_same_rows_give_the_same_bytes(packed: bytes, rows: pd.DataFrame) -> None:
    csv = rows.to_csv(index=False, date_format="%Y-%m-%d").encode()
    assert package.make(about(len(rows)), csv, COLUMNS, KEY) == packed
    dates = {x.date_time for x in zipfile.ZipFile(io.BytesIO(packed)).infolist()}
    assert dates == {(2026, 9, 24, 0, 0, 0)}
