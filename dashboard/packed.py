"""Scripts and styles packed for the way, once for everybody.

What draws charts is 4.7 MB plain and 1.4 MB packed: on poor wi-fi that is the difference between
a page and no page. Streamlit sends its files plain, because packing them for every visitor would
cost more than the way; here each is packed once and kept for as long as the file stays the same.
"""

from __future__ import annotations

import asyncio
import gzip
import posixpath
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.server.http import takes_gzip

# What gets smaller; pictures and fonts are packed already.
_ENDINGS = (".js", ".css", ".json", ".geojson", ".topojson", ".svg")
_LEAST_BYTES = 1000
_COMPRESSION = 9
# All there is takes seven megabytes. A disk that takes large letters for small ones gives one file
# many names, so a number of files would be no bound.
MOST_BYTES = 16_000_000


@dataclass(frozen=True)
class _Kept:
    """A packed file, and the tag of the file it was made from."""

    tag: str
    body: bytes


class Packed:
    """Middleware that sends the text files below `static/` and `app/static/` packed as gzip.

    Whoever does not take gzip, asks for a part, has a current copy or writes the path in another
    way than the page does is answered as before. A changed file takes the place of the old, and
    what was packed first goes when there is too much.
    """

    def __init__(self, app: ASGIApp, base: str = "/") -> None:
        """Wrap an app.

        Args:
            app: what answers.
            base: the path it is served under, '/' at the root.
        """
        self._app = app
        below = base.rstrip("/")
        self._folders = (f"{below}/static/", f"{below}/app/static/")
        self._kept: dict[str, _Kept] = {}
        self._packing = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the packed file where one is wanted and there is one."""
        if not self._is_of_files(scope):
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        head = None
        if takes_gzip(asked.get("accept-encoding", "")) and "range" not in asked:
            # The app says without reading it whether the file is there and which one it is.
            head, _ = await self._plain(scope, "HEAD")
        if head is None or not _packs(head):
            await self._app(scope, receive, _varying(send))
            return
        body = await self._body(scope, Headers(raw=head["headers"])["etag"])
        await _send_packed(head, b"" if scope["method"] == "HEAD" else body, len(body), send)

    def _is_of_files(self, scope: Scope) -> bool:
        return bool(
            scope["type"] == "http"
            and scope["method"] in ("GET", "HEAD")
            and scope["path"].startswith(self._folders)
            and scope["path"].endswith(_ENDINGS)
            # With // or ./ in it one file has any number of paths, and would be kept under each.
            and scope["path"] == posixpath.normpath(scope["path"])
        )

    async def _body(self, scope: Scope, tag: str) -> bytes:
        """The packed file; of many who ask for a new one at once, the first has it packed."""
        path = scope["path"]
        if not self._has(path, tag):
            async with self._packing:
                if not self._has(path, tag):
                    _, plain = await self._plain(scope, "GET")
                    packed = await asyncio.to_thread(gzip.compress, plain, _COMPRESSION, mtime=0)
                    self._keep(path, _Kept(tag, packed))
                    return packed
        return self._kept[path].body

    def _has(self, path: str, tag: str) -> bool:
        return path in self._kept and self._kept[path].tag == tag

    def _keep(self, path: str, new: _Kept) -> None:
        self._kept.pop(path, None)
        self._kept[path] = new
        while sum(len(x.body) for x in self._kept.values()) > MOST_BYTES:
            del self._kept[next(iter(self._kept))]

    async def _plain(self, scope: Scope, method: str) -> tuple[Message, bytes]:
        """What the app answers to who takes nothing packed: how it starts, and its whole body.

        It is asked for everybody's sake: when the one who came first leaves before the end, the
        file is still read to its end, or all who come later would be sent a part of it.
        """
        headers = [(k, v) for k, v in scope["headers"] if k.lower() != b"accept-encoding"]
        scope = {**scope, "method": method, "headers": headers}
        started: list[Message] = []
        body = bytearray()

        async def watch(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))

        await self._app(scope, _never_leaves, watch)
        return started[0], bytes(body)


async def _never_leaves() -> Message:
    """What comes from a client that asks, says nothing more and waits for its answer."""
    return await asyncio.Future[Message]()


def _packs(head: Message) -> bool:
    """Whether this is a whole file of text, worth packing; a page is what is sent for no file."""
    headers = Headers(raw=head["headers"])
    return bool(
        head["status"] == 200
        and "etag" in headers
        and "content-encoding" not in headers
        and not headers.get("content-type", "").startswith("text/html")
        and int(headers.get("content-length", 0)) >= _LEAST_BYTES
    )


def _varying(send: Send) -> Send:
    """Send, and say that the answer would be another one for who takes gzip."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
        await send(message)

    return sending


async def _send_packed(head: Message, body: bytes, length: int, send: Send) -> None:
    headers = MutableHeaders(raw=list(head["headers"]))
    headers["content-encoding"] = "gzip"
    headers["content-length"] = str(length)
    # The same file in another form: the tag is equal to the plain one's in meaning only.
    headers["etag"] = f"W/{headers['etag'].removeprefix('W/')}"
    headers.add_vary_header("Accept-Encoding")
    del headers["accept-ranges"]
    await send({**head, "headers": headers.raw})
    await send({"type": "http.response.body", "body": body})
