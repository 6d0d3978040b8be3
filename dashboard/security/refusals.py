"""How a request is turned away: calmly, in the form that whoever asked can read."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from dashboard import text
from dashboard.server.http import problem

_QUOTED = 60
_PAGE = (
    "<!doctype html><html lang='en-GB'><head><meta charset='utf-8'>"
    "<meta name='viewport' content='width=device-width, initial-scale=1'>{again}"
    "<title>Health inequalities in London</title></head>"
    "<body><main><h1>Health inequalities in London</h1><p>{detail}</p>{link}</main></body></html>"
)


@dataclass(frozen=True)
class Link:
    """Where to go instead: an address, and the words of its link."""

    href: str
    words: str


async def turn_away(
    scope: Scope,
    receive: Receive,
    send: Send,
    status: int,
    detail: str,
    base: str = "/",
    **headers: str,
) -> None:
    """Answer with why there is no answer: a page, problem details, or a line of text.

    It also turns away a websocket before it is accepted.

    Args:
        scope: the request's, and how it is answered.
        receive: likewise.
        send: likewise.
        status: the HTTP status.
        detail: why, and what to do, in a sentence; shown as text.
        base: the path the dashboard is served under.
        headers: more to send, such as retry_after.
    """
    answer = refusal(scope, status, detail, base, headers.get("retry_after", ""))
    answer.headers["Cache-Control"] = "no-store"
    for name, value in headers.items():
        answer.headers[name.replace("_", "-")] = value
    await answer(scope, receive, send)
    if scope["type"] == "websocket":
        # The web server takes it for unanswered until the connection is gone.
        await asyncio.sleep(0)


def refusal(
    scope: Scope, status: int, detail: str, base: str, again: str = "", instead: Link | None = None
) -> Response:
    """The answer that says why there is no other.

    Args:
        scope: the request's, which tells the form.
        status: the HTTP status.
        detail: why, and what to do, in a sentence; shown as text.
        base: the path the dashboard is served under.
        again: the seconds after which a browser tries once more, '' for never.
        instead: where to go instead.
    """
    if is_api(scope, base):
        return problem(status, detail)
    if wants_page(scope):
        refresh = f"<meta http-equiv='refresh' content='{again}'>" if again else ""
        link = ""
        if instead:
            link = f"<p><a href='{text.safe(instead.href)}'>{text.safe(instead.words)}</a></p>"
        page = _PAGE.format(again=refresh, detail=text.safe(detail), link=link)
        return HTMLResponse(page, status)
    more = f" {instead.words}: {instead.href}" if instead else ""
    return PlainTextResponse(f"{HTTPStatus(status).phrase}. {detail}{more}\n", status)


def is_api(scope: Scope, base: str) -> bool:
    """Whether the open data is asked."""
    return bool(scope["type"] == "http" and scope["path"].startswith(under(base, "api/")))


def is_download(scope: Scope, base: str) -> bool:
    """Whether a file is asked for."""
    return bool(scope["type"] == "http" and scope["path"].startswith(under(base, "download/")))


def is_own_deck(scope: Scope, base: str) -> bool:
    """Whether somebody's own deck is sent, to be made a file: the one thing that people send."""
    return is_download(scope, base) and scope["path"].startswith(under(base, "download/deck."))


def wants_page(scope: Scope) -> bool:
    """Whether a browser asks for a page to show."""
    return scope["type"] == "http" and "text/html" in header(scope, b"accept")


def quoted(path: str) -> str:
    """A path as it may be repeated to people: printable, in ASCII and not endless."""
    return ascii(path if len(path) <= _QUOTED else f"{path[:_QUOTED]}...")


def under(base: str, path: str) -> str:
    """A path under the one that the dashboard is served under."""
    return f"{base.rstrip('/')}/{path}"


def header(scope: Scope, name: bytes) -> str:
    """A header of the request, '' where it is not there."""
    given: Mapping[bytes, bytes] = dict(scope["headers"])
    return given.get(name, b"").decode("latin-1")
