"""Downloads as addresses: files of rows and of decks, for people, answered by any process.

/download/<dataset>.<csv|xlsx|parquet|zip> takes the parameters of the open data routes;
/download/decks/<deck>.pptx is a deck of the build. One's own deck is sent, as the text of its file,
to /download/deck.pptx, or to /download/deck.yml to be kept. The same question of the same build
has the same bytes. Errors are a page for people, a line of text for programs.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import anyio
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dashboard import db, deck_files, failures
from dashboard.api import builds
from dashboard.api.builds import BuildGoneError
from dashboard.api.file_pool import FilePool, PoolFullError
from dashboard.choices import is_tracking
from dashboard.content import decks
from dashboard.db import Build, NoBuildError
from dashboard.deck_files import DeckError
from dashboard.decks import Deck
from dashboard.exports import answer, files, slides, workbook
from dashboard.exports import request as asking
from dashboard.exports.datasets import DATASETS
from dashboard.exports.permalink import API
from dashboard.exports.request import BadRequestError
from dashboard.security.buckets import client_of
from dashboard.security.refusals import Link, refusal
from dashboard.server.http import one_range, takes_gzip

ROOT = "/download"
# Others are rows as they are kept ready, and cost little.
_TAKE_LONG = ("xlsx", "zip", "pptx")
# CSV and Parquet made at once; pages keep the rest of the machine.
_AT_ONCE = 2
_BUSY_SECONDS = 20
# Changes with any code of the dashboard: what a slide says is made all over it.
_CODE = hashlib.sha256(
    b"".join(x.read_bytes() for x in sorted(Path(deck_files.__file__).parent.rglob("*.py")))
).hexdigest()


class NoSuchFileError(Exception):
    """Nothing is at an address; the message says what there is instead."""


@dataclass(frozen=True)
class Download:
    """One file: what it is, what makes it, and how it may be kept.

    ``key`` is the same for the same bytes; ``is_pinned`` says that the address names a build, so
    that its bytes never change.
    """

    key: str
    name: str
    media_type: str
    make: Callable[[], bytes]
    is_pinned: bool = False

    @property
    def ending(self) -> str:
        """The kind of file."""
        return self.name.rsplit(".", 1)[-1]


def routes(base: str = "") -> list[BaseRoute]:
    """The routes, which share one pool of the files that take long.

    Args:
        base: the path that the pages are served under, such as '/health'; '' at the root.
    """
    base = base.rstrip("/")
    own = DownloadRoutes(base)
    return [
        Route(f"{base}{ROOT}/decks/{{deck}}.pptx", own.answers(own.deck_of_build)),
        Route(f"{base}{ROOT}/deck.{{ending}}", own.answers(own.own_deck), methods=["POST"]),
        Route(f"{base}{ROOT}/{{path:path}}", own.answers(own.rows)),
    ]


Find = Callable[[Request, bytes], Download]


class DownloadRoutes:
    """Answers requests for files, with one pool for those that take long."""

    def __init__(self, base: str) -> None:
        """Begin with nothing made, under a base path, '' at the root."""
        self._base = base
        self._pool: FilePool | None = None
        self._threads: anyio.CapacityLimiter | None = None

    def answers(self, find: Find) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The endpoint for files that ``find`` finds."""

        async def endpoint(request: Request) -> Response:
            try:
                body = await request.body()
                wanted = await anyio.to_thread.run_sync(find, request, body)
                return await self._answer(request, wanted)
            except Exception as error:
                return self._refused(request, error)

        return endpoint

    def rows(self, request: Request, _: bytes) -> Download:
        """The rows of a dataset as a file."""
        name, _, ending = request.path_params["path"].rpartition(".")
        if name not in DATASETS or ending not in files.FORMATS:
            raise NoSuchFileError(
                f"There is no file '{asking.quoted(request.path_params['path'])}'. There is "
                f"{', '.join(DATASETS)}, each as {', '.join(f'.{x}' for x in files.FORMATS)}; "
                "decks/NAME.pptx; and deck.pptx or deck.yml for a deck that is sent by POST."
            )
        given = _given(request)
        build, is_pinned = builds.take(given)
        asked = asking.parse(name, given, build)
        permalink = f"{self._origin(request)}{API}/{name}.csv?{_query(asked, build)}"
        build_id = build.build_id
        return Download(
            key=answer.Wanted(asked, ending, permalink).key(build),
            name=f"{files.name(asked, build)}.{ending}",
            media_type=files.FORMATS[ending].media_type,
            make=lambda: files.make(asked, db.kept(build_id), ending, permalink),
            is_pinned=is_pinned,
        )

    def deck_of_build(self, request: Request, _: bytes) -> Download:
        """A deck of the build as PowerPoint."""
        given = _given(request)
        build, _was_named = builds.take(given)
        for key in given:
            raise BadRequestError("parameter", key, "build")
        wanted = request.path_params["deck"]
        deck = decks.deck(build, wanted)
        if deck is None:
            known = ", ".join(x.deck_id for x in decks.decks(build))
            raise NoSuchFileError(
                f"There is no deck '{asking.quoted(wanted)}' in this build; decks are {known}."
            )
        return self._presentation(request, build, deck)

    def own_deck(self, request: Request, body: bytes) -> Download:
        """The deck in the request's body, as PowerPoint or as the file it is kept in."""
        ending = request.path_params["ending"]
        if ending not in ("pptx", "yml"):
            raise NoSuchFileError("One's own deck is given as deck.pptx or deck.yml.")
        try:
            sent = parse_qs(body.decode("utf-8", "replace"), max_num_fields=_MOST_SENT)
        except ValueError:
            raise DeckError(
                "A deck is sent as the field 'deck' of a form, and nothing else."
            ) from None
        deck = deck_files.from_yaml(sent.get("deck", [""])[0].encode())
        if ending == "yml":
            whole = deck_files.to_yaml(deck)
            return Download(_key("yml", whole), "my-deck.yml", "application/yaml", lambda: whole)
        return self._presentation(request, db.current(), deck)

    def _presentation(self, request: Request, build: Build, deck: Deck) -> Download:
        """A deck as PowerPoint; its words change with the code too, so no copy is kept for good."""
        origin, build_id = self._origin(request), build.build_id
        return Download(
            key=_key("pptx", build_id, deck_files.to_yaml(deck), origin),
            name=slides.name(build, deck),
            media_type=slides.MEDIA_TYPE,
            make=lambda: slides.make(db.kept(build_id), deck, origin),
        )

    async def _answer(self, request: Request, wanted: Download) -> Response:
        headers = _headers(wanted)
        if _has_copy(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)
        whole = await _unless_gone(request, self._made(request, wanted))
        if whole is None:
            # The client has left; nobody reads this.
            return Response(status_code=499)
        return _sent(request, whole, wanted, headers)

    async def _made(self, request: Request, wanted: Download) -> bytes:
        if wanted.ending in _TAKE_LONG:
            # Made when the loop runs: they belong to it.
            self._pool = self._pool or FilePool()
            client = client_of(request.client.host if request.client else "")
            return await self._pool.get(wanted.key, client, wanted.make)
        self._threads = self._threads or anyio.CapacityLimiter(_AT_ONCE)
        return await anyio.to_thread.run_sync(wanted.make, limiter=self._threads)

    def _origin(self, request: Request) -> str:
        """Where the dashboard is, as this client reaches it."""
        return f"{request.url.scheme}://{request.url.netloc}{self._base}"

    def _refused(self, request: Request, error: Exception) -> Response:
        """Why there is no file, and what to do."""
        known: Mapping[type[Exception], int] = {
            BadRequestError: 400,
            DeckError: 400,
            workbook.TooManyRowsError: 400,
            NoSuchFileError: 404,
            BuildGoneError: 410,
            PoolFullError: 429,
            NoBuildError: 503,
        }
        status = next((known[x] for x in type(error).__mro__ if x in known), 500)
        headers = {"Retry-After": str(_BUSY_SECONDS)} if status == 429 else {}
        instead = self._nearest(request) if status == 410 else None
        base = self._base or "/"
        found = refusal(request.scope, status, _said(error, status), base, instead=instead)
        found.headers["Cache-Control"] = "no-store"
        found.headers.update(headers)
        return found

    def _nearest(self, request: Request) -> Link:
        """The same question of the build that is current."""
        given = [(x, y) for x, y in request.query_params.multi_items() if x != "build"]
        query = f"?{urlencode(given)}" if given else ""
        return Link(f"{request.url.path}{query}", "Download the newest figures instead")


_MOST_FIELDS, _MOST_SENT = 2000, 4


def _given(request: Request) -> dict[str, list[str]]:
    """The parameters of an address, without what other sites add to links.

    Raises:
        BadRequestError: when they are more than anybody asks.
    """
    try:
        found = parse_qs(request.url.query, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        said = f"more than {_MOST_FIELDS:,} values"
        raise BadRequestError("query", said, f"up to {_MOST_FIELDS:,} values") from None
    return {key: values for key, values in found.items() if not is_tracking(key)}


def _query(asked: asking.Request, build: Build) -> str:
    return "&".join(x for x in (asked.address, f"build={build.build_id}") if x)


def _key(*parts: str | bytes) -> str:
    whole = hashlib.sha256()
    for part in (_CODE, *parts):
        data = part.encode() if isinstance(part, str) else part
        whole.update(f"{len(data)}|".encode() + data)
    return whole.hexdigest()[:24]


def _headers(wanted: Download) -> dict[str, str]:
    return {
        "ETag": f'"{wanted.key}"',
        "Content-Disposition": f'attachment; filename="{wanted.name}"',
        "Accept-Ranges": "bytes",
        "Cache-Control": (
            "public, max-age=31536000, immutable" if wanted.is_pinned else "public, no-cache"
        ),
        "Vary": "Accept-Encoding",
    }


def _has_copy(request: Request, tag: str) -> bool:
    said = request.headers.get("if-none-match", "")
    own = {tag, tag[:-1] + '-gzip"', "*"}
    return any(x.strip().removeprefix("W/") in own for x in said.split(",") if x.strip())


def _sent(request: Request, whole: bytes, wanted: Download, headers: dict[str, str]) -> Response:
    """The whole file, or the part of it that is asked for."""
    part = one_range(request.headers, headers["ETag"], len(whole))
    if part is None and "range" not in request.headers and _packs(request, wanted):
        headers |= {"ETag": headers["ETag"][:-1] + '-gzip"', "Content-Encoding": "gzip"}
        whole = answer.packed_whole(whole)
    status = 200
    if part is not None:
        first, end = part
        if first >= len(whole):
            headers["Content-Range"] = f"bytes */{len(whole)}"
            return Response(status_code=416, headers=headers)
        headers["Content-Range"] = f"bytes {first}-{end - 1}/{len(whole)}"
        whole, status = whole[first:end], 206
    headers["Content-Length"] = str(len(whole))
    body = b"" if request.method == "HEAD" else whole
    return Response(body, status, headers=headers, media_type=wanted.media_type)


def _packs(request: Request, wanted: Download) -> bool:
    """Whether the file is sent as gzip; the other kinds are packed in themselves."""
    return wanted.ending == "csv" and takes_gzip(request.headers.get("accept-encoding", ""))


async def _unless_gone(request: Request, making: Coroutine[Any, Any, bytes]) -> bytes | None:
    """What is made, or None where the client leaves before that."""
    made = asyncio.ensure_future(making)
    leaving = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({made, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return await made if made.done() else None
    finally:
        for task in (made, leaving):
            task.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _said(error: Exception, status: int) -> str:
    if status == 500:
        reference = failures.write_down(error, "a download")
        return f"Something went wrong here; it is written down under {reference}."
    if isinstance(error, BuildGoneError):
        return f"The figures of build '{error}' are not kept here any more."
    if isinstance(error, PoolFullError):
        return (
            f"Many files are being made at the moment. Please try again in {_BUSY_SECONDS} seconds."
        )
    return re.sub(r"\s+", " ", str(error))
