"""What HTTP asks of the API beyond its rows: copies, packing, faults, many clients at once."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dashboard import db, failures
from dashboard.api import routes
from dashboard.exports import answer, shelves, table
from dashboard.exports.kept import Kept
from dashboard.server import http
from tests.api_client import Client

SMALL = "/api/v1/observations.csv?indicator=suicide"


@pytest.mark.parametrize("packing", ["gzip", "identity"])
@pytest.mark.parametrize("path", [SMALL, "/api/v1/inequalities.csv"], ids=["whole", "streamed"])
def test_head_has_the_headers_of_get(path: str, packing: str, client: Client) -> None:
    asked = {"Accept-Encoding": packing}
    head, get = client.head(path, headers=asked), client.get(path, headers=asked)
    assert dict(head.headers) == dict(get.headers)
    assert head.content == b""
    assert get.content


@pytest.mark.parametrize(
    "since",
    ["", "x", "Mon, 1 Jan 2020 00:00:00 +99999999999999999", "Mon, 99 Foo 99999 99:99:99 GMT"],
)
def test_a_date_that_is_none_is_passed_over(since: str, client: Client) -> None:
    assert client.get(SMALL, headers={"If-Modified-Since": since}).status_code == 200


def test_one_question_has_one_mark_however_it_is_put(client: Client) -> None:
    first = client.get("/api/v1/observations.csv?area=Newham&area=Hackney&sex=male")
    again = client.get("/api/v1/observations.csv?sex=male&area=E09000012&area=newham&priority=")
    assert first.headers["etag"] == again.headers["etag"]
    assert first.content == again.content
    elsewhere = client.get(SMALL, headers={"Host": "data.example"})
    assert elsewhere.headers["etag"] == client.get(SMALL).headers["etag"]


@pytest.mark.parametrize("name", ["from", "to", "latest", "shape", "build", "limit", "offset"])
def test_what_has_one_value_is_refused_twice(name: str, client: Client) -> None:
    said = client.get(f"/api/v1/observations.json?{name}=1&{name}=2")
    assert said.status_code == 400
    assert said.json()["parameter"] == name
    assert said.json()["allowed"] == "one value"


def test_columns_of_a_wide_file_are_refused_rather_than_dropped(client: Client) -> None:
    said = client.get("/api/v1/observations.csv?shape=wide&columns=value").json()
    assert said["parameter"] == "shape"


def test_a_group_can_be_chosen(client: Client) -> None:
    path = "/api/v1/observations.json?group_type=ethnicity&group_name=Black%20African"
    rows = client.get(path).json()["data"]
    assert rows
    assert {x["group_name"] for x in rows} == {"Black African"}


def test_a_fault_is_told_without_its_words_and_cannot_forge_the_log(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret\nERROR somebody else's line")

    monkeypatch.setattr(table, "batches", broken)
    monkeypatch.setattr(answer, "kept", Kept[bytes](1000))
    with caplog.at_level(logging.ERROR):
        said = client.get("/api/v1/trends.csv?sex=female")
    assert said.status_code == 500
    assert said.headers["content-type"] == "application/problem+json"
    assert "secret" not in said.text
    (record,) = (x for x in caplog.records if x.name == failures.__name__)
    assert "\n" not in record.getMessage()
    assert "trends" in record.getMessage()


def test_many_clients_at_once_get_the_same_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [f"/api/v1/observations.csv?area=E0900{n:04}&sex=persons" for n in range(1, 9)]
    alone = [client.get(path).content for path in paths]
    monkeypatch.setattr(answer, "kept", Kept[bytes](answer.MOST_BYTES_TOGETHER))
    with ThreadPoolExecutor(32) as threads:
        together = list(threads.map(lambda path: client.get(path).content, paths * 8))
    assert together == alone * 8


def test_a_question_of_what_is_at_hand_waits_for_no_thread(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "/api/v1/observations.csv?indicator=suicide&area="
    waited, run = [], routes.run_sync

    async def counted(*given: Any, **named: Any) -> Any:
        waited.append(given)
        return await run(*given, **named)

    monkeypatch.setattr(routes, "run_sync", counted)
    monkeypatch.setattr(db, "LOOK_AGAIN_SECONDS", 1000)
    monkeypatch.setattr(answer, "kept", Kept[bytes](answer.MOST_BYTES_TOGETHER))
    monkeypatch.setattr(shelves, "_shelves", Kept[shelves.Shelf](shelves.MOST_BYTES))
    first = client.get(f"{path}Newham")
    assert len(waited) == 1
    again, other = client.get(f"{path}Newham"), client.get(f"{path}Hackney")
    assert client.get(f"{path}Atlantis").status_code == 400
    assert len(waited) == 1
    assert again.content == first.content != other.content
    assert client.get("/api/v1/observations.csv?area=Hackney&sex=male").status_code == 200
    assert len(waited) == 2


@pytest.mark.parametrize("packing", ["gzip", "identity"])
def test_packing_much_is_a_thread_s_work(
    packing: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "LOOK_AGAIN_SECONDS", 1000)
    asked = {"Accept-Encoding": packing}
    path = "/api/v1/observations.csv?indicator=obesity_year_6"
    whole = client.get(path, headers={"Accept-Encoding": "identity"}).content
    assert len(whole) > answer._MOST_PACKED_AT_ONCE
    monkeypatch.setattr(answer, "kept", Kept[bytes](answer.MOST_BYTES_TOGETHER))
    found, at_once = [], routes._at_once

    def noted(*given: Any) -> Any:
        found.append(at_once(*given))
        return found[-1]

    monkeypatch.setattr(routes, "_at_once", noted)
    assert client.get(path, headers=asked).content == whole
    assert (found[0] is None) is (packing == "gzip")


def test_kept_answers_stay_within_their_size() -> None:
    kept = Kept[bytes](most=100)
    for n in range(20):
        kept.put(str(n), b"x" * 30, 30)
    assert kept.get("19")
    assert kept.get("0") is None
    assert kept.size == 90
    assert len(kept) == 3
    kept.put("too large", b"x" * 101, 101)
    assert kept.get("too large") is None


@pytest.mark.parametrize(
    ("header", "taken"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("gzip;q=0", False), ("", False), ("br", False)],
)
def test_gzip_is_for_those_who_take_it(header: str, taken: bool) -> None:
    assert http.takes_gzip(header) is taken


def test_a_wide_file_has_one_address_whatever_is_included(client: Client) -> None:
    path = "/api/v1/observations.csv?shape=wide&indicator=suicide"
    plain, more = client.get(path), client.get(f"{path}&include=metadata")
    assert plain.headers["etag"] == more.headers["etag"]
    link = more.headers["link"].split(">")[0].removeprefix("<")
    assert client.get(link).content == plain.content
