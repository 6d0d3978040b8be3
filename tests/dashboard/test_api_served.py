"""The open data as people use it: a served dashboard, and the lines that docs/api.md gives them."""

from __future__ import annotations

import csv
import http.client
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dashboard.db import Build
from dashboard.exports.datasets import DATASETS
from tests.bench.serving import serving

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
DOCS = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BASE = "/health/data"
SCRIPTS = re.findall(r"```(python|bash)\n(.*?)```", DOCS, flags=re.DOTALL)


@pytest.fixture(scope="module")
def served(marts: Path) -> Iterator[str]:
    """A dashboard under a base path, as behind an organisation's proxy."""
    with serving(marts, base=BASE) as dashboard:
        yield dashboard.address


@pytest.mark.parametrize(
    ("language", "script"), SCRIPTS, ids=["pandas", "duckdb", "curl"][: len(SCRIPTS)]
)
def test_the_lines_in_the_docs_give_the_marts_figures(
    language: str, script: str, served: str, build: Build, tmp_path: Path
) -> None:
    run = [sys.executable, "-c"] if language == "python" else ["bash", "-euc"]
    done = subprocess.run(
        [*run, script.replace("http://localhost:8501", served)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    said = [
        (row["area"], *(float(row[x]) if row[x] else None for x in ("value", "lower_95")))
        for row in csv.DictReader(io.StringIO(done.stdout))
    ]
    expected = build.connection.cursor().execute(
        "select area_name, value, lower_95 from observation inner join area using (area_code) "
        "where indicator_id = 'obesity_year_6' and group_type = 'total' and period_end = "
        "(select max(period_end) from series where is_latest and indicator_id = 'obesity_year_6' "
        "and group_type = 'total') "
        "order by area_code"
    )
    assert said == expected.fetchall()


def test_the_docs_name_every_dataset_and_filter() -> None:
    for dataset in DATASETS.values():
        for name in (dataset.name, *dataset.filters):
            assert f"`{name}" in DOCS, name


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_told_at_the_root_and_under_the_base_path(path: str, served: str) -> None:
    for address in (served, served.removesuffix(BASE)):
        assert httpx.get(address + path).json()["status"] in ("alive", "ready")


def test_addresses_that_are_given_lead_back_under_the_base_path(served: str) -> None:
    answer = httpx.get(f"{served}/api/v1/observations.json?sex=male&limit=2")
    assert httpx.get(answer.json()["next"]).json()["offset"] == 2
    link = answer.headers["link"]
    assert link.startswith(f"<{served}/api/v1/observations.json?sex=male&build=")
    docs = httpx.get(f"{served}/api/v1", follow_redirects=True)
    assert f"{served}/api/v1/openapi.json" in docs.text


def test_what_search_finds_is_under_the_base_path_too(served: str) -> None:
    assert httpx.get(f"{served}/search.json").json()["entries"]


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("areas.csv?area=" + "x" * 100_000, 414),
        ("areas.csv?" + "&".join(["area=E09000001"] * 5_000), 414),
        ("areas.csv?area=%00", 400),
        ("areas.csv?area=%0d%0aSet-Cookie:%20a=b", 400),
        ("areas.csv?area='%20or%20'1'='1", 400),
    ],
    ids=["100 kB", "5,000 areas", "nul", "lines", "sql"],
)
def test_a_server_refuses_with_words(target: str, status: int, served: str) -> None:
    host, _, path = served.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=30)
    connection.request("GET", f"/{path}/api/v1/{target}")
    answer = connection.getresponse()
    assert answer.status == status
    assert "set-cookie" not in answer.headers
    assert json.load(answer)["detail"].isprintable()
    connection.close()


def test_a_server_sends_no_body_to_head_and_keeps_the_connection(served: str) -> None:
    with httpx.Client() as client:
        for packing in ("identity", "gzip"):
            asked = {"Accept-Encoding": packing}
            head, get = (
                client.request(method, f"{served}/api/v1/sources.csv", headers=asked)
                for method in ("HEAD", "GET")
            )
            assert head.content == b""
            assert head.headers["content-length"] == get.headers["content-length"]
            assert head.headers["etag"] == get.headers["etag"]


def test_a_browser_gets_the_docs_and_the_data_as_they_are(served: str) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Encoding": "gzip"}
    docs = httpx.get(f"{served}/api/v1/docs", headers=browser).text
    assert "<title>Open data: Health inequalities in London</title>" in docs
    assert "<script" not in docs
    assert 'rel="stylesheet"' not in docs
    file = httpx.get(f"{served}/api/v1/areas.csv", headers=browser)
    assert file.headers["content-encoding"] == "gzip"
    assert "<script" in httpx.get(f"{served}/", headers=browser).text
