"""CSV: what is written reads back as exactly the figures, everywhere, and runs nowhere."""

from __future__ import annotations

import csv
import io

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from dashboard.db import Build
from dashboard.exports import csv_file, parquet_file, table
from dashboard.exports.request import parse
from tests.dashboard.exports.described import csv_of


@pytest.fixture(scope="module")
def whole(build: Build) -> tuple[bytes, pd.DataFrame]:
    """Every figure as a file, and as the marts have it."""
    request = parse("observations", {"include": ["intervals", "comparisons", "metadata"]}, build)
    return csv_of(request, build), table.table(request, build).to_pandas()


def test_pandas_reads_back_every_figure_exactly(whole: tuple[bytes, pd.DataFrame]) -> None:
    content, mart = whole
    read = pd.read_csv(io.BytesIO(content), low_memory=False)
    assert list(read.columns) == list(mart.columns)
    assert len(read) == len(mart)
    for name in ("value", "lower_95", "upper_95", "lower_998", "count", "denominator", "rank"):
        np.testing.assert_array_equal(
            pd.to_numeric(read[name]).to_numpy("float64"), mart[name].to_numpy("float64"), name
        )
    for name in ("indicator_id", "area_code", "period", "sex", "state", "verdict_95_london"):
        assert read[name].fillna("").tolist() == mart[name].fillna("").tolist()
    assert (
        pd.to_datetime(read["period_end"]).tolist() == pd.to_datetime(mart["period_end"]).tolist()
    )


def test_duckdb_reads_back_every_figure_exactly(
    whole: tuple[bytes, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory
) -> None:
    content, mart = whole
    path = tmp_path_factory.mktemp("csv") / "figures.csv"
    path.write_bytes(content)
    read = (
        duckdb.connect()
        .execute(
            "select area_code, period_end, value, lower_95 from read_csv($path)",
            {"path": str(path)},
        )
        .df()
    )
    assert read["area_code"].tolist() == mart["area_code"].tolist()
    np.testing.assert_array_equal(read["value"], mart["value"])
    np.testing.assert_array_equal(read["lower_95"], mart["lower_95"])


def test_the_same_question_gives_the_same_bytes_in_ascii(build: Build) -> None:
    request = parse("observations", {"priority": ["air"], "include": ["metadata"]}, build)
    first = csv_of(request, build)
    assert first == csv_of(request, build)
    assert first.isascii()
    assert b"ug/m3" in first
    assert first.count(b"\r\n") == first.count(b"\n")


def test_an_empty_cell_says_why(whole: tuple[bytes, pd.DataFrame]) -> None:
    rows = list(csv.DictReader(io.StringIO(whole[0].decode())))
    without = [x for x in rows if x["value"] == ""]
    assert without
    assert all(x["state"] != "published" and x["note"] for x in without)


def test_wide_is_a_file_too(build: Build) -> None:
    request = parse("observations", {"indicator": ["suicide"], "shape": ["wide"]}, build)
    rows = list(csv.reader(io.StringIO(csv_of(request, build).decode())))
    assert rows[0][:3] == ["indicator_id", "indicator", "area_code"]
    assert "2022 to 2024" in rows[0]


@pytest.mark.parametrize("value", [1.0, 0.1, 1 / 3, 1e22, 5e-324, -0.0, 61.20000000000001])
def test_numbers_keep_every_digit(value: float) -> None:
    batch = pa.record_batch({"value": pa.array([value])})
    content = b"".join(csv_file.chunks(["value"], [batch])).decode()
    assert float(content.splitlines()[1]) == value


def test_parquet_keeps_figures_types_and_what_to_cite(build: Build) -> None:
    import pyarrow.parquet as pq

    request = parse("observations", {"indicator": ["suicide"]}, build)
    rows = table.table(request, build)
    content = parquet_file.make(rows, {"build": build.build_id, "licence": "OGL"})
    read = pq.read_table(io.BytesIO(content))
    assert read.schema.metadata[b"build"] == build.build_id.encode()
    assert read.replace_schema_metadata(None).equals(rows.replace_schema_metadata(None))
