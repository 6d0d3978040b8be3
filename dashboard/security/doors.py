"""What is not open: Streamlit's ways in that no page uses, and anything that is not reading.

The one thing that people send is a deck of their own, which stays small.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.security.refusals import header, is_api, is_own_deck, turn_away, under

READING = ("GET", "HEAD", "OPTIONS")
# All that a page needs of Streamlit's own routes; counts, sign-in and the rest stay shut.
OPEN = ("health", "host-config", "stream", "bidi-components/")
# The media store loses a file after two runs of other viewers: downloads have routes of their own.
SHUT = ("auth/", "oauth2callback", "component/", "media/")
# A deck has up to 64 KB, and one that is larger is told so by the page.
LARGEST_UPLOAD = 256 * 1024


class Doors:
    """Middleware: 404 where a door is shut, 405 and 413 for what is not taken."""

    def __init__(self, app: ASGIApp, base: str) -> None:
        """Wrap an app served under a base path, '/' at the root."""
        self._app = app
        self._base = base
        self._core = under(base, "_stcore/")
        self._shut = tuple(under(base, path) for path in SHUT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Turn away whoever is at a door that is shut, or brings too much."""
        if scope["type"] != "lifespan" and not self._is_open(scope["path"]):
            await turn_away(scope, receive, send, 404, "There is nothing here.", self._base)
        elif self._would_write(scope):
            said = "The dashboard is only read: GET and HEAD."
            allow = ", ".join(READING)
            await turn_away(scope, receive, send, 405, said, self._base, allow=allow)
        elif scope["type"] == "http" and _announced(scope) > LARGEST_UPLOAD:
            said = f"A file may have up to {LARGEST_UPLOAD // 1024} KB."
            await turn_away(scope, receive, send, 413, said, self._base)
        else:
            await self._app(scope, _bounded(receive), send)

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
