"""What one client may use: pages opened and open, questions to the open data, files, messages.

The web server has put the client's own address in place of a trusted proxy's by now
(FORWARDED_ALLOW_IPS), and left alone what anybody else claims.
"""

from __future__ import annotations

import logging
import time
from collections import Counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.security.buckets import Buckets, client_of
from dashboard.security.refusals import (
    is_api,
    is_download,
    is_own_deck,
    turn_away,
    under,
    wants_page,
)
from dashboard.security.settings import Settings

log = logging.getLogger(__name__)

_MANY_PAGES = (
    "Many pages were opened from your network in the last minute. Please wait {} seconds; the page "
    "then opens by itself, or load it again."
)
_ALL_OPEN = (
    "Many pages are open from your network at the moment. Please close some, or try again in {} "
    "seconds."
)
_MANY_QUESTIONS = (
    "More than {} questions came from your network in a minute. Please wait {} seconds; a whole "
    "dataset is one question."
)
_MANY_FILES = "Many files came from your network in the last minute. Please wait {} seconds."
_OPEN_AGAIN_SECONDS = 30
_SAY_EVERY_SECONDS = 60.0


class Limits:
    """Middleware that holds each client to its limits."""

    def __init__(self, app: ASGIApp, settings: Settings, base: str) -> None:
        """Wrap an app served under a base path, '/' at the root."""
        self._app = app
        self._settings = settings
        self._base = base
        self._stream = under(base, "_stcore/stream")
        self._sessions = Buckets(settings.sessions_per_minute)
        self._questions = Buckets(settings.api_per_minute)
        self._uploads = Buckets(settings.uploads_per_minute)
        self._open: Counter[str] = Counter()
        self._refused = 0
        self._said_at = -_SAY_EVERY_SECONDS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let pass what is within the limits, and say of the rest when to come again."""
        if scope["type"] == "websocket" and scope["path"] == self._stream:
            await self._session(scope, receive, send)
            return
        refused = self._why_not(scope) if scope["type"] == "http" else None
        if refused is None:
            await self._app(scope, receive, send)
        else:
            await self._refuse(*refused, scope, receive, send)

    async def _session(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = _client(scope)
        refused = self._no_session(client)
        if client and refused is None:
            wait = self._sessions.take(client)
            refused = (_MANY_PAGES.format(wait), wait) if wait else None
        if refused is not None:
            await self._refuse(*refused, scope, receive, send)
            return
        self._open[client] += 1
        try:
            counted = Incoming(receive, send, self._settings)
            await self._app(scope, counted.receive, send)
        finally:
            self._open[client] -= 1
            if not self._open[client]:
                del self._open[client]

    def _why_not(self, scope: Scope) -> tuple[str, int] | None:
        """Why a request is not answered now, and the seconds to wait; None where it is."""
        client = _client(scope)
        if not client:
            return None
        if is_own_deck(scope, self._base):
            wait = self._uploads.take(client)
            return (_MANY_FILES.format(wait), wait) if wait else None
        if is_api(scope, self._base) or is_download(scope, self._base):
            wait = self._questions.take(client)
            said = _MANY_QUESTIONS.format(self._settings.api_per_minute, wait)
            return (said, wait) if wait else None
        # A page that could not connect would only wait: its reader is told instead.
        return self._no_session(client) if wants_page(scope) else None

    def _no_session(self, client: str) -> tuple[str, int] | None:
        if not client:
            return None
        if self._settings.sessions_open and self._open[client] >= self._settings.sessions_open:
            return _ALL_OPEN.format(_OPEN_AGAIN_SECONDS), _OPEN_AGAIN_SECONDS
        wait = self._sessions.wait(client)
        return (_MANY_PAGES.format(wait), wait) if wait else None

    async def _refuse(
        self, said: str, wait: int, scope: Scope, receive: Receive, send: Send
    ) -> None:
        self._refused += 1
        if time.monotonic() - self._said_at >= _SAY_EVERY_SECONDS:
            # How many, not who: an address is somebody's.
            log.warning("limits reached: %d requests were put off", self._refused)
            self._refused, self._said_at = 0, time.monotonic()
        again = str(wait)
        await turn_away(scope, receive, send, 429, said, self._base, retry_after=again)


class Incoming:
    """What one open page sends, watched: too much at once or too often ends the connection."""

    def __init__(self, receive: Receive, send: Send, settings: Settings) -> None:
        """Watch a connection."""
        self._receive = receive
        self._send = send
        self._most_bytes = settings.message_kilobytes * 1024
        self._messages = Buckets(settings.messages_per_minute)

    async def receive(self) -> Message:
        """The next message, or the end of the connection where it is too much."""
        message = await self._receive()
        if message["type"] != "websocket.receive":
            return message
        size = len(message.get("bytes") or message.get("text") or b"")
        if self._most_bytes and size > self._most_bytes:
            return await self._end(1009, "The message is too big.")
        if self._messages.take("page"):
            return await self._end(1008, "Too many messages in a minute.")
        return message

    async def _end(self, code: int, reason: str) -> Message:
        log.warning("connection ended: %s", reason)
        await self._send({"type": "websocket.close", "code": code, "reason": reason})
        return {"type": "websocket.disconnect", "code": code, "reason": reason}


def _client(scope: Scope) -> str:
    address = scope.get("client")
    return client_of(address[0]) if address else ""
