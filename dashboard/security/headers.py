"""Headers on every answer, whoever made it: pages, files, data, errors and refusals."""

from __future__ import annotations

import logging
import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.security.policy import PERMISSIONS, Policies
from dashboard.security.refusals import is_api, turn_away

log = logging.getLogger(__name__)

_STARTS = ("http.response.start", "websocket.http.response.start", "websocket.accept")
_SETTLED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Headers:
    """Middleware that completes the headers of every answer, and answers where the app failed."""

    def __init__(self, app: ASGIApp, policies: Policies, base: str) -> None:
        """Wrap an app served under a base path, '/' at the root."""
        self._app = app
        self._policies = policies
        self._base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer, and complete what it says."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        begun = False

        async def complete(message: Message) -> None:
            nonlocal begun
            if not begun and message["type"] == "websocket.close":
                begun = True
                await turn_away(scope, receive, completed, 403, "Not opened.", self._base)
                return
            begun = begun or message["type"] in _STARTS
            await completed(message)

        async def completed(message: Message) -> None:
            if message["type"] in _STARTS:
                self._add(scope, message)
            await send(message)

        try:
            await self._app(scope, receive, complete)
        except Exception as error:
            if begun:
                raise
            detail = f"Something went wrong here; it is written down as {_noted(error)}."
            await turn_away(scope, receive, completed, 500, detail, self._base)

    def _add(self, scope: Scope, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in _SETTLED.items():
            headers[name] = value
        headers["Content-Security-Policy"] = self._policy(scope, headers)
        if self._policies.frame_options:
            headers["X-Frame-Options"] = self._policies.frame_options
        shared = is_api(scope, self._base)
        headers["Cross-Origin-Resource-Policy"] = "cross-origin" if shared else "same-origin"
        if scope["scheme"] in ("https", "wss"):
            headers["Strict-Transport-Security"] = "max-age=31536000"
            message["headers"] = [_only_encrypted(*x) for x in message["headers"]]

    def _policy(self, scope: Scope, headers: MutableHeaders) -> str:
        kind = headers.get("content-type", "")
        if is_api(scope, self._base):
            return self._policies.api_docs if kind.startswith("text/html") else self._policies.data
        # A worker keeps to the policy of its own script.
        is_page = kind.startswith(("text/html", "text/javascript", "application/javascript"))
        return self._policies.page if is_page else self._policies.data


def _only_encrypted(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A cookie set over an encrypted connection is never sent over another."""
    if name.lower() == b"set-cookie" and b"; secure" not in value.lower():
        return name, value + b"; Secure"
    return name, value


def _noted(error: Exception) -> str:
    """The reference under which an error is in the log."""
    reference = secrets.token_hex(4)
    # Of the error only its kind: its words may hold what somebody sent.
    without_words = RuntimeError(type(error).__name__).with_traceback(error.__traceback__)
    log.error("request failed, reference %s", reference, exc_info=without_words)
    return reference
