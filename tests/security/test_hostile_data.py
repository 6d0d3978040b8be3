"""Hostile prose in files, open data and log lines: data stays data, a line stays a line."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import zipfile
from collections.abc import Iterator
from itertools import chain

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pptx import Presentation

from dashboard import search
from dashboard.api import openapi, routes
from dashboard.content import decks
from dashboard.db import Build
from dashboard.exports import csv_file, files, forgiving, slides
from dashboard.exports.datasets import DATASETS
from tests import hostile
from tests.api_client import Client, asking

_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@pytest.fixture(scope="module")
def client(build: Build) -> Iterator[Client]:
    with asking() as opened:
        yield opened


# Hundreds of megabytes where every piece of prose is hostile.
LARGE = ("observations", "comparisons", "inequalities")


@pytest.mark.parametrize(
    "name", [pytest.param(x, marks=[pytest.mark.slow] if x in LARGE else []) for x in DATASETS]
)
def test_csv_runs_nothing_and_keeps_its_rows(name: str, client: Client) -> None:
    text = client.get(f"/api/v1/{name}.csv").text
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) - 1 == len(pq.read_table(_parquet(client, name)))
    assert not _CONTROL.search(text)
    for cell in set(chain.from_iterable(rows)):
        assert not _FORMULA.match(cell) or _is_number(cell), cell


@pytest.mark.slow
@pytest.mark.parametrize("deck_id", ["children", "london"])
def test_slides_hold_it_as_text(deck_id: str, build: Build) -> None:
    deck = decks.deck(build, deck_id)
    assert deck
    made = slides.make(build, deck, "https://dashboard.example")
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        for name in package.namelist():
            part = package.read(name)
            assert b'TargetMode="External"' not in part, name
            assert not re.search(rb"(?i)<a:hlink(Click|Hover)|vbaProject|<o:ole|r:link=", part), (
                name
            )
            assert b"<script" not in part.replace(b"&lt;script", b""), name
    shown = Presentation(io.BytesIO(made))
    said = " ".join(
        x.text_frame.text for slide in shown.slides for x in slide.shapes if x.has_text_frame
    )
    assert "<script class=hostile>" in said
    assert not _CONTROL.search(said.replace("\n", " ").replace("\x0b", " "))


def _parquet(client: Client, name: str) -> io.BytesIO:
    return io.BytesIO(client.get(f"/api/v1/{name}.parquet").content)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("start", hostile.FORMULAS.values())
def test_a_cell_that_begins_like_a_formula_is_words(start: str) -> None:
    batch = pa.record_batch({"note": [start, f"'{start}", "plain"]})
    text = b"".join(csv_file.chunks(["note"], [batch])).decode()
    cells = [row[0] for row in csv.reader(io.StringIO(text, newline=""))][1:]
    assert cells[2] == "plain"
    assert all(x.startswith("'") for x in cells[:2])


@pytest.mark.parametrize("ending", ["xlsx", "zip"])
def test_a_workbook_and_a_package_open_and_hold_words(ending: str, build: Build) -> None:
    for dataset in ("observations", "indicators", "sources"):
        request, _ = forgiving.read({"dataset": [dataset], "indicator": ["suicide"]}, build)
        made = files.make(request, build, ending, "http://localhost/")
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            names = archive.namelist()
            assert archive.testzip() is None
        assert not [x for x in names if x.startswith(("/", "..")) or "hostile" in x]
        if ending == "xlsx":
            _only_words(made)


def _only_words(made: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made))
    said = ""
    for sheet in book:
        assert not _CONTROL.search(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.value
                assert not cell.hyperlink or "javascript" not in str(cell.hyperlink.target)
                said += str(cell.value or "")
    assert "<script class=hostile>" in said


@pytest.mark.parametrize("name", DATASETS)
def test_json_is_json(name: str, client: Client) -> None:
    answer = client.get(f"/api/v1/{name}.json", params={"limit": "200"})
    assert answer.headers["content-type"].startswith("application/json")
    assert json.loads(answer.content)["data"]


@pytest.mark.parametrize("attempt", hostile.CORPUS)
def test_problem_details_quote_a_hostile_question_on_one_line(
    attempt: str, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    said = hostile.CORPUS[attempt]
    for given in ({"indicator": said}, {said: "1"}, {"build": said}, {"limit": said}):
        answer = client.get("/api/v1/observations.json", params=given)
        assert answer.status_code in (400, 410)
        assert answer.headers["content-type"] == "application/problem+json"
        assert all(str(x).isprintable() for x in answer.json().values())
        assert not [x for x in answer.headers if "hostile" in x]
    assert all(record.getMessage().isprintable() for record in caplog.records)


def test_an_error_in_the_log_is_one_line(
    client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ValueError(hostile.ALL)

    monkeypatch.setattr(routes, "_rows", fails)
    with caplog.at_level(logging.WARNING):
        answer = client.get("/api/v1/observations.json")
    assert answer.status_code == 500
    assert "hostile" not in answer.text
    (record,) = [x for x in caplog.records if x.name.startswith("dashboard")]
    assert record.getMessage().isprintable()


def test_what_the_search_box_gets_is_data(build: Build) -> None:
    entries = search.document(build)["entries"]
    assert any("<script class=hostile>" in x["title"] for x in entries)
    assert not [x for x in entries if "hostile" in x["to"] or ":" in x["to"].split("?")[0]]


def test_the_documentation_of_the_open_data_shows_a_hostile_address_as_text() -> None:
    assert hostile.in_html(openapi.page(f"http://localhost/{hostile.ALL}")) == hostile.in_html(
        openapi.page("http://localhost/")
    )


def test_the_corpus_would_be_found() -> None:
    """The tests above can fail: as HTML, these attempts are elements."""
    for attempt in ("script", "handler", "svg", "anchor", "bold", "frame", "style"):
        assert hostile.in_html(hostile.CORPUS[attempt]), attempt
    assert hostile.in_html(f"<p title='{hostile.CORPUS['attribute']}'>")
