"""The rows of an export: the latest of every series, and text that no reader can misread."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.db import Build
from dashboard.exports import csv_file, table
from dashboard.exports.request import parse

SERIES = ["indicator_id", "sex", "age", "group_type", "group_name"]
RUNS = tuple("=+-@\t\r\n")


def _written(name: str, values: list[str | None]) -> str:
    batch = pa.record_batch({name: pa.array(values, pa.string())})
    return b"".join(csv_file.chunks([name], [batch])).decode()


def _undone(cell: str) -> str:
    """What the module says takes the apostrophe off again."""
    bare = cell.lstrip("'")
    return cell[1:] if cell.startswith("'") and bare.startswith(RUNS) else cell


@pytest.mark.parametrize("name", ["observations", "comparisons"])
def test_every_series_has_a_latest_period_even_where_only_england_has_figures(
    name: str, build: Build
) -> None:
    everything = table.table(parse(name, {}, build), build).to_pandas()
    latest = table.table(parse(name, {"latest": ["yes"]}, build), build).to_pandas()
    assert set(map(tuple, latest[SERIES].to_numpy())) == set(
        map(tuple, everything[SERIES].to_numpy())
    )
    ends = latest[[*SERIES, "period_end"]].drop_duplicates()
    assert not ends.duplicated(SERIES).any()
    boroughs = build.frame(
        "select distinct indicator_id, sex, age, group_type, group_name, period_end "
        "from series where is_latest"
    )
    both = boroughs.merge(ends, on=SERIES)
    assert len(both)
    own, found = (pd.to_datetime(both[x]) for x in ("period_end_x", "period_end_y"))
    assert own.tolist() == found.tolist()


@given(st.text())
def test_the_apostrophe_comes_off_again_whatever_the_text(text: str) -> None:
    (_, (cell,)) = csv.reader(io.StringIO(_written("note", [text]), newline=""))
    assert not cell.startswith(RUNS)
    assert _undone(cell) == csv_file.ascii_text(text)


@given(st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=20))
def test_any_text_comes_back_in_its_own_cell(rows: list[tuple[str, str]]) -> None:
    batch = pa.record_batch({"a": [x for x, _ in rows], "b": [x for _, x in rows]})
    content = b"".join(csv_file.chunks(["a", "b"], [batch])).decode("ascii")
    read = list(csv.reader(io.StringIO(content, newline=""), strict=True))[1:]
    expected = [tuple(csv_file.ascii_text(x) for x in row) for row in rows]
    assert [tuple(_undone(x) for x in row) for row in read] == expected


def test_a_row_of_one_empty_cell_is_still_a_row() -> None:
    content = _written("note", ["a", None, "", "b"])
    assert content == 'note\r\na\r\n""\r\n""\r\nb\r\n'
    assert len(pd.read_csv(io.StringIO(content))) == 4


@pytest.mark.slow
def test_a_file_is_the_same_however_its_rows_come(build: Build) -> None:
    request = parse("observations", {"priority": ["children"]}, build)
    names = [x.name for x in request.columns]
    whole = table.table(request, build)
    one = b"".join(csv_file.chunks(names, whole.combine_chunks().to_batches()))
    many = b"".join(csv_file.chunks(names, whole.combine_chunks().to_batches(max_chunksize=7)))
    assert one == many


def test_signs_that_ascii_lacks_are_spelt() -> None:
    said = "\N{POUND SIGN}5\N{EN DASH}9 \N{MICRO SIGN}g/m\N{SUPERSCRIPT THREE} caf\u00e9"
    assert csv_file.ascii_text(said) == "GBP5-9 ug/m3 cafe"
