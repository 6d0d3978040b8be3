"""What is not open: Streamlit's ways in that no page uses, and anything that is not reading.

The one thing that people send is a deck of their own, which stays small.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.security.refusals import (
    Link,
    header,
    is_api,
    is_own_deck,
    quoted,
    refusal,
    turn_away,
    under,
)

READING = ("GET", "HEAD", "OPTIONS")
# All that a page needs of Streamlit's own routes; counts, sign-in and the rest stay shut.
OPEN = ("health", "host-config", "stream", "bidi-components/")
# The media store loses a file after two runs of other viewers: downloads have routes of their own.
SHUT = ("auth/", "oauth2callback", "component/", "media/")
# What is no page and answers for itself, also where a browser asks.
ELSEWHERE = (
    "api/",
    "download/",
    "app/",
    "static/",
    "_stcore/",
    "healthz/",
    "readyz/",
    "search.json/",
)
# A deck has up to 64 KB, and one that is larger is told so by the page.
LARGEST_UPLOAD = 256 * 1024


class Doors:
    """Middleware: 404 where a door is shut, 405 and 413 for what is not taken."""

    def __init__(self, app: ASGIApp, base: str, pages: Sequence[str] = ()) -> None:
        """Wrap an app.

        Args:
            app: what answers.
            base: the path it is served under, '/' at the root.
            pages: the paths of its pages, '' for the first, and of the files beside them.
        """
        self._app = app
        self._base = base
        self._pages = frozenset(pages)
        self._core = under(base, "_stcore/")
        self._shut = tuple(under(base, path) for path in SHUT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Turn away whoever is at a door that is shut, or brings too much."""
        if scope["type"] != "lifespan" and not self._is_open(scope["path"]):
            await turn_away(scope, receive, send, 404, "There is nothing here.", self._base)
        elif scope["type"] == "http" and not self._is_page(scope["path"]):
            await self._no_page(scope, receive, send)
        elif self._would_write(scope):
            said = "The dashboard is only read: GET and HEAD."
            allow = ", ".join(READING)
            await turn_away(scope, receive, send, 405, said, self._base, allow=allow)
        elif scope["type"] == "http" and _announced(scope) > LARGEST_UPLOAD:
            said = f"A file may have up to {LARGEST_UPLOAD // 1024} KB."
            await turn_away(scope, receive, send, 413, said, self._base)
        else:
            await self._app(scope, _bounded(receive), send)

    def _is_page(self, path: str) -> bool:
        """Whether an address is a page's, or of what answers for itself."""
        own = path.removeprefix(self._base.rstrip("/")).strip("/")
        return own in self._pages or f"{own}/".startswith(ELSEWHERE)

    async def _no_page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Streamlit would show the overview under any address, as if that were meant."""
        said = f"There is no page {quoted(scope['path'])}."
        overview = Link(under(self._base, ""), "Go to the overview, which leads to every page")
        found = refusal(scope, 404, said, self._base, instead=overview)
        found.headers["Cache-Control"] = "no-store"
        await found(scope, receive, send)

    def _would_write(self, scope: Scope) -> bool:
        # The open data answers for itself what it takes.
        if scope["type"] != "http" or is_api(scope, self._base):
            return False
        if scope["method"] == "POST" and is_own_deck(scope, self._base):
            return False
        return scope["method"] not in READING

    def _is_open(self, path: str) -> bool:
        if path.startswith(self._core):
            return path.removeprefix(self._core).startswith(OPEN)
        return not path.startswith(self._shut)


def _announced(scope: Scope) -> int:
    """How long the request says its body is; one that says nonsense is too long."""
    said = header(scope, b"content-length") or "0"
    return int(said) if said.isascii() and said.isdigit() else LARGEST_UPLOAD + 1


def _bounded(receive: Receive) -> Receive:
    """What is received, cut off where it is more than was announced or is allowed."""
    left = LARGEST_UPLOAD

    async def next_message() -> Message:
        nonlocal left
        message = await receive()
        if message["type"] == "http.request":
            left -= len(message.get("body", b""))
            if left < 0:
                return {"type": "http.disconnect"}
        return message

    return next_message
