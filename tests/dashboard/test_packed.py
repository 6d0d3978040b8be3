"""Files on their way: packed once, for those who can unpack them, and the same when unpacked."""

from __future__ import annotations

import asyncio
import gzip
import os
import re
import urllib.request
from collections import Counter
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from dashboard import packed
from dashboard.packed import Packed
from tests.serving import served

SCRIPT = b"const borough = 'Hackney';\n" * 400
PACKS = {"accept-encoding": "gzip, br"}
PLAIN = {"accept-encoding": "identity"}


class Files:
    """A folder of files behind the middleware, and how often each was read."""

    def __init__(self, folder: Path, base: str = "/") -> None:
        self.folder = folder
        self.base = base.rstrip("/")
        self.read: Counter[str] = Counter()
        self._files = Starlette(routes=[Mount(base, StaticFiles(directory=folder, html=True))])
        self.packed = Packed(self._counted, base)

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.read[f"{scope['method']} {scope['path']}"] += 1
        await self._files(scope, receive, send)

    def put(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def ask(
        self, *names: str, method: str = "GET", headers: dict[str, str] = PACKS
    ) -> list[httpx.Response]:
        """All of them at once."""

        async def asked() -> list[httpx.Response]:
            transport = httpx.ASGITransport(self.packed)
            async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
                asking = [
                    client.request(method, f"{self.base}/{name}", headers=headers) for name in names
                ]
                return await asyncio.gather(*asking)

        return asyncio.run(asked())


@pytest.fixture(params=["/", "/health/data"])
def files(tmp_path: Path, request: pytest.FixtureRequest) -> Files:
    folder = Files(tmp_path, request.param)
    folder.put("static/js/a.js", SCRIPT)
    return folder


def test_a_script_comes_packed_and_is_the_same(files: Files) -> None:
    (answer,) = files.ask("static/js/a.js?0123")
    assert answer.status_code == 200
    assert answer.content == SCRIPT
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(SCRIPT) / 10
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["etag"].startswith('W/"')
    assert "accept-ranges" not in answer.headers


def test_who_cannot_unpack_gets_it_plain(files: Files) -> None:
    for refusing in ("identity", "br", "gzip;q=0"):
        (answer,) = files.ask("static/js/a.js", headers={"accept-encoding": refusing})
        assert answer.content == SCRIPT
        assert "content-encoding" not in answer.headers
        assert answer.headers["vary"] == "Accept-Encoding"


def test_a_part_is_a_part_of_the_plain_file(files: Files) -> None:
    (answer,) = files.ask("static/js/a.js", headers=PACKS | {"range": "bytes=6-12"})
    assert answer.status_code == 206
    assert answer.content == b"borough"


def test_a_current_copy_is_not_sent_again(files: Files) -> None:
    for form in (PACKS, PLAIN):
        (first,) = files.ask("static/js/a.js", headers=form)
        again = files.ask("static/js/a.js", headers=form | {"if-none-match": first.headers["etag"]})
        assert again[0].status_code == 304
        assert again[0].content == b""


def test_head_tells_of_the_same_answer_without_it(files: Files) -> None:
    (whole,) = files.ask("static/js/a.js")
    (head,) = files.ask("static/js/a.js", method="HEAD")
    same = ("content-length", "content-encoding", "etag", "content-type")
    assert {x: head.headers[x] for x in same} == {x: whole.headers[x] for x in same}
    assert head.content == b""


def test_of_many_who_ask_at_once_one_has_it_read(files: Files) -> None:
    answers = files.ask(*["static/js/a.js"] * 100)
    assert {x.content for x in answers} == {SCRIPT}
    assert files.read[f"GET {files.base}/static/js/a.js"] == 1


def test_a_changed_file_takes_the_place_of_the_old(files: Files) -> None:
    files.ask("static/js/a.js")
    path = files.put("static/js/a.js", SCRIPT.replace(b"Hackney", b"Lambeth"))
    os.utime(path, (1, 1))
    (answer,) = files.ask("static/js/a.js")
    assert b"Lambeth" in answer.content
    assert b"Hackney" not in answer.content


def test_other_ways_to_write_a_path_keep_nothing(files: Files) -> None:
    for name in ("static//js/a.js", "static/js///a.js"):
        (answer,) = files.ask(name)
        assert answer.content == SCRIPT
        assert "content-encoding" not in answer.headers
    assert not files.packed._kept


def test_what_was_packed_first_goes_when_there_is_too_much(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"static/js/{number}.js" for number in range(6)]
    for name in names:
        files.put(name, os.urandom(2000))
    monkeypatch.setattr(packed, "MOST_BYTES", 5000)
    for name in names:
        assert len(files.ask(name)[0].content) == 2000
    assert list(files.packed._kept) == [f"{files.base}/{name}" for name in names[-2:]]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("static/small.js", b"1"),
        ("static/font.woff2", SCRIPT),
        ("app/static/icon.png", SCRIPT),
        ("elsewhere/a.js", SCRIPT),
    ],
)
def test_what_gains_nothing_comes_as_it_is(files: Files, name: str, content: bytes) -> None:
    files.put(name, content)
    (answer,) = files.ask(name)
    assert answer.content == content
    assert "content-encoding" not in answer.headers


def test_what_is_not_there_is_not_there(files: Files) -> None:
    (answer,) = files.ask("static/js/none.js")
    assert answer.status_code == 404
    # Streamlit sends its page for what it does not have; a page is no script.
    files.put("static/js/page.js/index.html", SCRIPT)
    (page,) = files.ask("static/js/page.js/")
    assert page.status_code == 200
    assert "content-encoding" not in page.headers


def test_who_leaves_at_once_leaves_no_part_of_a_file_for_others(files: Files) -> None:
    """A server tells an app that its client has gone; what is packed is for everybody."""

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    async def unheard(_: Message) -> None:
        """Nobody is there to hear it."""

    async def leave() -> None:
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "GET",
            "path": f"{files.base}/static/js/a.js",
            "root_path": "",
            "query_string": b"",
            "headers": [(b"host", b"here"), (b"accept-encoding", b"gzip")],
        }
        await files.packed(scope, gone, unheard)

    asyncio.run(leave())
    (answer,) = files.ask("static/js/a.js")
    assert answer.content == SCRIPT


@pytest.mark.slow
def test_all_that_the_page_loads_is_packed(marts: Path) -> None:
    with served(marts, "/health/data") as address:
        page = _fetched(address, {"Accept": "text/html"})[0].decode()
        named = re.findall(r'(?:src|href|content)="([^"]+\.(?:js|css)(?:\?\w+)?)"', page)
        assert any("PlotlyChart" in name for name in named)
        site = address.removesuffix("/health/data")
        for name in named:
            where = site + name if name.startswith("/") else f"{address}/{name.removeprefix('./')}"
            plain, _ = _fetched(where, {"Accept-Encoding": "identity"})
            short, headers = _fetched(where, {"Accept-Encoding": "gzip"})
            if len(plain) < 1000:
                continue
            assert headers["content-encoding"] == "gzip", name
            assert gzip.decompress(short) == plain, name
            assert len(short) < 0.6 * len(plain), name
            assert headers["x-content-type-options"] == "nosniff", name


def _fetched(address: str, headers: dict[str, str]) -> tuple[bytes, dict[str, str]]:
    asked = urllib.request.Request(address, headers=headers)  # noqa: S310
    with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310
        return answer.read(), {k.lower(): v for k, v in answer.headers.items()}
