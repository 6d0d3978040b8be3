"""Downloads as addresses: the same bytes at any process, whole, resumed, refused by name."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from dashboard import db, deck_files
from dashboard.content import decks
from dashboard.db import Build, Marts
from dashboard.exports import files, forgiving, permalink, workbook
from tests.api_client import Client, asking

ROWS = "/download/observations.csv?indicator=suicide"
BROWSER = {"accept": "text/html,application/xhtml+xml"}
PLAIN = {"accept-encoding": "identity"}


@pytest.fixture
def client(build: Build, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.setattr(db, "_marts", Marts(build.folder))
    with asking() as found:
        yield found


@pytest.mark.parametrize("ending", list(files.FORMATS))
def test_a_file_is_what_a_page_promises(client: Client, build: Build, ending: str) -> None:
    request, _ = forgiving.read({"indicator": ["suicide"]}, build)
    answer = client.get(f"/{permalink.download(request, ending, build.build_id)}", headers=PLAIN)
    assert answer.status_code == 200
    link = permalink.address(request, "http://testserver", "csv", build.build_id)
    assert answer.content == files.make(request, build, ending, link)
    name = f"{files.name(request, build)}.{ending}"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["content-length"] == str(len(answer.content))
    assert answer.headers["content-type"].startswith(files.FORMATS[ending].media_type)
    assert "immutable" in answer.headers["cache-control"]


def test_another_process_gives_the_same_bytes_under_the_same_tag(
    client: Client, build: Build
) -> None:
    request, _ = forgiving.read({"indicator": ["smoking"]}, build)
    for ending in files.FORMATS:
        path = f"/{permalink.download(request, ending, build.build_id)}"
        first = client.get(path, headers=PLAIN)
        with asking() as other:
            again = other.get(path, headers=PLAIN)
        assert (first.content, first.headers["etag"]) == (again.content, again.headers["etag"])


@pytest.mark.slow
def test_a_deck_of_the_build_is_a_presentation(client: Client, build: Build) -> None:
    deck = decks.decks(build)[0]
    answer = client.get(f"/download/decks/{deck.deck_id}.pptx?build={build.build_id}")
    assert answer.status_code == 200
    assert build.build_id in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as made:
        slides = [x for x in made.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", x)]
    assert len(slides) == len(deck.scenes) + 2


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["pptx", "yml"])
def test_one_s_own_deck_is_sent_and_given_back(client: Client, build: Build, ending: str) -> None:
    text = deck_files.to_yaml(decks.decks(build)[0]).decode()
    answer = client.request(
        "POST",
        f"/download/deck.{ending}",
        content=urlencode({"deck": text}),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].endswith(f'.{ending}"')
    if ending == "yml":
        assert deck_files.from_yaml(answer.content) == deck_files.from_yaml(text.encode())


def test_a_copy_is_known_again(client: Client) -> None:
    first = client.get(ROWS, headers=PLAIN)
    for tag in (first.headers["etag"], client.get(ROWS).headers["etag"], "*"):
        again = client.get(ROWS, headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")
    other = client.get(ROWS.replace("suicide", "smoking"), headers=PLAIN)
    assert other.headers["etag"] != first.headers["etag"]


def test_text_is_sent_packed_with_its_length(client: Client) -> None:
    plain = client.get(ROWS, headers=PLAIN)
    packed = client.get(ROWS, headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) == len(gzip.compress(plain.content, 5, mtime=0))
    assert packed.headers["etag"] != plain.headers["etag"]


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-99", slice(0, 100)),
        ("bytes=100-", slice(100, None)),
        ("bytes=-50", slice(-50, None)),
        ("bytes=10-99999999999", slice(10, None)),
    ],
)
def test_a_broken_download_goes_on(client: Client, asked: str, part: slice) -> None:
    whole = client.get(ROWS, headers=PLAIN)
    resumed = client.get(ROWS, headers={"range": asked, "if-range": whole.headers["etag"]})
    assert resumed.status_code == 206
    assert resumed.content == whole.content[part]
    first = len(whole.content[: part.start]) if part.start >= 0 else len(whole.content) + part.start
    said = f"bytes {first}-{first + len(resumed.content) - 1}/{len(whole.content)}"
    assert resumed.headers["content-range"] == said


@pytest.mark.parametrize(
    "headers",
    [
        {"range": "bytes=0-9", "if-range": '"another"'},
        {"range": "bytes=0-9,20-29"},
        {"range": "lines=0-9"},
        {"range": "bytes=9-3"},
        {"range": "bytes=-"},
    ],
)
def test_a_range_that_cannot_be_met_gives_the_whole(
    client: Client, headers: dict[str, str]
) -> None:
    assert client.get(ROWS, headers=headers).status_code == 200


def test_a_range_beyond_the_end_says_how_long_the_file_is(client: Client) -> None:
    length = len(client.get(ROWS, headers=PLAIN).content)
    beyond = client.get(ROWS, headers={"range": f"bytes={length}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{length}")


def test_a_head_says_how_long_the_file_is(client: Client) -> None:
    whole = client.get(ROWS, headers=PLAIN)
    head = client.head(ROWS, headers=PLAIN)
    assert (head.content, head.headers["content-length"]) == (b"", str(len(whole.content)))


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/download/deaths.csv", 404, "There is no file 'deaths.csv'"),
        ("/download/observations.pdf", 404, "There is no file 'observations.pdf'"),
        ("/download/", 404, "There is no file ''"),
        ("/download/decks/none.pptx", 404, "There is no deck 'none'"),
        ("/download/observations.csv?sex=other", 400, "sex: 'other' is not allowed"),
        ("/download/observations.csv?speed=x", 400, "speed"),
        ("/download/decks/air.pptx?speed=1", 400, "speed"),
        ("/download/comparisons.xlsx", 400, f"{workbook.MOST_ROWS:,}"),
        ("/download/observations.csv?build=a&build=b", 400, "2 values"),
    ],
)
@pytest.mark.parametrize("headers", [BROWSER, {}], ids=["browser", "program"])
def test_what_is_not_there_is_named(
    client: Client, path: str, status: int, said: str, headers: dict[str, str]
) -> None:
    answer = client.get(path, headers=headers)
    assert answer.status_code == status
    assert said in answer.text.replace("&#x27;", "'")
    assert answer.headers["content-type"].startswith("text/html" if headers else "text/plain")
    assert answer.headers["cache-control"] == "no-store"


def test_a_build_that_is_not_kept_leads_to_the_newest(client: Client) -> None:
    path = f"{ROWS}&build=0123456789ab"
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 410
    found = re.search(r"<a href='([^']+)'", answer.text)
    assert found
    assert client.get(found[1]).status_code == 200
    assert ROWS in client.get(path).text


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "The deck is not as it should be"),
        (b"deck=a%3A+%26a+%5B%2Aa%5D", "anchors or aliases"),
        (b"\xff\xfe", "The deck is not as it should be"),
        (b"deck=" + b"x" * 70_000, "bytes; a deck may have up to"),
    ],
)
def test_a_deck_that_cannot_be_read_says_why(client: Client, body: bytes, said: str) -> None:
    answer = client.request("POST", "/download/deck.pptx", content=body)
    assert answer.status_code == 400
    assert said in answer.text


def test_what_other_sites_add_is_ignored_and_too_much_is_named(client: Client) -> None:
    assert client.get(f"{ROWS}&utm_source=x&fbclid=1").status_code == 200
    said = client.get(f"{ROWS}&{'&'.join(f'area={x}' for x in range(3000))}")
    assert (said.status_code, "up to 2,000 values" in said.text) == (400, True)
    said = client.request("POST", "/download/deck.pptx", content=b"a=1&b=1&c=1&d=1&e=1")
    assert (said.status_code, "the field 'deck'" in said.text) == (400, True)


def test_other_words_of_an_own_deck_are_not_there(client: Client) -> None:
    assert client.request("POST", "/download/deck.exe", content=b"").status_code == 404
