"""The open data routes, over the app itself: every format, every refusal, nothing broken."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from dashboard import db, queries
from dashboard.db import Build, Marts
from dashboard.exports.datasets import DATASETS
from dashboard.exports.request import MOST_VALUES
from tests.api_client import Client

ONE = "indicator=suicide&area=Newham&latest=yes"


@pytest.mark.parametrize("name", DATASETS)
@pytest.mark.parametrize("ending", ["csv", "json", "parquet"])
def test_every_dataset_in_every_format_has_the_same_rows(
    name: str, ending: str, client: Client
) -> None:
    answer = client.get(
        f"/api/v1/{name}.{ending}", params={"limit": "10000"} if ending == "json" else {}
    )
    assert answer.status_code == 200
    read = {
        "csv": lambda: pd.read_csv(io.BytesIO(answer.content), low_memory=False),
        "json": lambda: pd.DataFrame(answer.json()["data"]),
        "parquet": lambda: pq.read_table(io.BytesIO(answer.content)).to_pandas(),
    }[ending]()
    dataset = DATASETS[name]
    whole = (
        queries.export(
            db.current(),
            name,
            {x: None if x in ("from", "to", "latest") else [] for x in dataset.filters},
        )
        .read_all()
        .num_rows
    )
    assert len(read) == (min(whole, 10_000) if ending == "json" else whole)
    assert list(read.columns) == [
        x.name for x in dataset.columns if x.group in dataset.usual_groups
    ]


def test_the_figure_is_the_marts_own(client: Client, build: Build) -> None:
    expected = build.frame(
        "select value from observation where indicator_id = 'suicide' "
        "and area_code = 'E09000025' and period = '2022 to 2024' and group_type = 'total'"
    )["value"].iloc[0]
    (row,) = client.get(f"/api/v1/observations.json?{ONE}").json()["data"]
    assert row["value"] == expected
    read = pd.read_csv(io.StringIO(client.get(f"/api/v1/observations.csv?{ONE}").text))
    assert read["value"].iloc[0] == expected


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv", "text/csv"),
        ("application/json", "application/json"),
        ("*/*", "application/json"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "application/json"),
        ("application/json;q=0.2, text/csv;q=0.9", "text/csv"),
        ("application/vnd.apache.parquet", "application/vnd.apache.parquet"),
    ],
)
def test_the_format_is_what_the_client_accepts(accept: str, kind: str, client: Client) -> None:
    answer = client.get("/api/v1/areas", headers={"Accept": accept})
    assert answer.headers["content-type"].startswith(kind)
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("accept", ["text/calendar", "text/csv;q=0", "x", ""])
def test_no_format_that_is_accepted_is_406(accept: str, client: Client) -> None:
    answer = client.get("/api/v1/areas", headers={"Accept": accept})
    assert answer.status_code == 406
    assert "text/csv" in answer.json()["detail"]


def test_a_copy_that_is_current_is_not_sent_again(client: Client) -> None:
    first = client.get(f"/api/v1/observations.csv?{ONE}")
    tag, day = first.headers["etag"], first.headers["last-modified"]
    path = f"/api/v1/observations.csv?{ONE}"
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(path, headers={"If-None-Match": f'"x", {tag}'}).status_code == 304
    assert client.get(path, headers={"If-None-Match": '"x"'}).status_code == 200
    assert client.get(path, headers={"If-Modified-Since": day}).status_code == 304
    assert client.get(path, headers={"If-Modified-Since": "yesterday"}).status_code == 200
    other = client.get("/api/v1/observations.csv?indicator=suicide&area=Hackney&latest=yes")
    assert other.headers["etag"] != tag


def test_gzip_is_given_where_it_is_taken_and_the_bytes_are_the_same(client: Client) -> None:
    path = "/api/v1/observations.csv?priority=air"
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    refused = client.get(path, headers={"Accept-Encoding": "gzip;q=0"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert "content-encoding" not in refused.headers
    assert packed.content == plain.content == refused.content


def test_a_large_answer_streams_whole(client: Client) -> None:
    packed = client.get("/api/v1/inequalities.csv", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/api/v1/inequalities.csv", headers={"Accept-Encoding": "identity"})
    assert "content-length" not in plain.headers
    assert packed.content == plain.content


def test_pages_of_json_together_are_the_whole(client: Client) -> None:
    path = "/api/v1/observations.json?indicator=suicide"
    whole = client.get(f"{path}&limit=10000").json()
    found, offset = [], 0
    while offset is not None:
        page = client.get(f"{path}&limit=100&offset={offset}").json()
        assert page["rows"] == whole["rows"]
        found += page["data"]
        offset = page["next_offset"]
    assert found == whole["data"]
    assert whole["licence"] == "Open Government Licence v3.0"
    assert whole["build"] in whole["citation"]


def test_a_permalink_gives_the_same_and_says_that_it_never_changes(client: Client) -> None:
    first = client.get(f"/api/v1/observations.csv?{ONE}")
    address = first.headers["link"].split(">")[0].removeprefix("<")
    assert "/api/v1/observations.csv?" in address
    again = client.get(address)
    assert again.content == first.content
    assert "immutable" in again.headers["cache-control"]
    gone = client.get(f"/api/v1/observations.csv?{ONE}&build=000000000000")
    assert gone.status_code == 410
    assert gone.json()["parameter"] == "build"
    assert client.get("/api/v1/areas.csv?build=../../secret").status_code == 410


def test_other_methods(client: Client) -> None:
    head = client.head(f"/api/v1/observations.csv?{ONE}", headers={"Accept-Encoding": "identity"})
    body = client.get(f"/api/v1/observations.csv?{ONE}", headers={"Accept-Encoding": "identity"})
    assert head.content == b""
    assert head.headers["etag"] == body.headers["etag"]
    assert head.headers["content-length"] == str(len(body.content))
    assert client.options("/api/v1/areas").headers["allow"] == "GET, HEAD, OPTIONS"
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        refused = client.request(method, "/api/v1/areas")
        assert refused.status_code == 405
        assert refused.headers["allow"] == "GET, HEAD, OPTIONS"
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    assert (
        client.options("/api/v1/areas", headers=asked).headers["access-control-allow-origin"] == "*"
    )
    assert client.get("/api/v1/areas", headers=asked).headers["access-control-allow-origin"] == "*"


BAD = {
    "unknown indicator": "indicator=xyz",
    "unknown area": "area=Atlantis",
    "reversed days": "from=2024-01-01&to=2020-01-01",
    "unknown column": "columns=secret",
    "unknown parameter": "colour=red",
    "nul": "area=%00",
    "quotes": "area=%22%27",
    "sql": "area=E09000001%27%20or%201%3D1%3B%20drop%20table%20area%3B--",
    "sql in a key": "area%27%3B%20drop%20table%20area=1",
    "sql in columns": "columns=value%3B%20select%201",
    "not utf-8": "area=%ff%fe",
    "a page of nothing": "limit=0",
    "a page too large": "limit=10001",
    "words for a number": "offset=many",
    "a line's end": "sex=male%0d%0aSet-Cookie:x",
}


@pytest.mark.parametrize("query", BAD.values(), ids=BAD.keys())
def test_a_bad_parameter_is_named(query: str, client: Client) -> None:
    answer = client.get(f"/api/v1/observations.json?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert said["status"] == 400
    assert said["parameter"].isprintable()
    assert said["allowed"]
    assert said["detail"].isprintable()


def test_far_too_much_is_refused(client: Client) -> None:
    many = "&".join(["area=E09000001"] * 3_000)
    assert client.get(f"/api/v1/observations.csv?{many}").status_code == 414
    assert client.get(f"/api/v1/observations.csv?area={'x' * 30_000}").status_code == 414
    some = "&".join(["area=E09000001"] * (MOST_VALUES + 100))
    said = client.get(f"/api/v1/observations.csv?{some}").json()
    assert str(MOST_VALUES) in said["allowed"]


def test_what_is_not_there(client: Client) -> None:
    for path in ("nothing", "observations.xlsx", "builds/old", "observations.csv/more"):
        answer = client.get(f"/api/v1/{path}")
        assert answer.status_code == 404
        assert answer.json()["title"] == "Not Found"


def test_health_says_the_truth(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    build_id = db.current().build_id
    assert client.get("/readyz").json() == {"status": "ready", "build": build_id, "trouble": None}
    assert client.get("/api/v1/builds/current").json()["build"] == build_id
    monkeypatch.setattr(db, "_marts", Marts(tmp_path))
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
    answer = client.get("/api/v1/areas.csv")
    assert answer.status_code == 503
    assert "python -m pipelines build" in answer.json()["detail"]


def test_the_docs_need_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/v1/docs").text
    assert "<script" not in page
    assert "src=" not in page
    for dataset in DATASETS.values():
        for column in dataset.columns:
            assert f"<code>{column.name}</code>" in page
    schema = client.get("/api/v1/openapi.json").json()
    operations = [x["get"]["operationId"] for x in schema["paths"].values()]
    assert len(set(operations)) == len(operations)
    assert json.dumps(schema).isascii()
