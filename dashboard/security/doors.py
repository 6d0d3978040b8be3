"""What is not open: Streamlit's ways in that no page uses, and anything that is not reading."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.security.refusals import is_api, turn_away, under

READING = ("GET", "HEAD", "OPTIONS")
# All that a page needs of Streamlit's own routes; uploads, counts and sign-in stay shut.
OPEN = ("health", "host-config", "stream", "bidi-components/")
SHUT = ("auth/", "oauth2callback", "component/")


class Doors:
    """Middleware that answers 404 where a door is shut, and 405 where somebody wants to write."""

    def __init__(self, app: ASGIApp, base: str) -> None:
        """Wrap an app served under a base path, '/' at the root."""
        self._app = app
        self._base = base
        self._core = under(base, "_stcore/")
        self._shut = tuple(under(base, path) for path in SHUT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Turn away whoever is at a door that is shut."""
        if scope["type"] != "lifespan" and not self._is_open(scope["path"]):
            await turn_away(scope, receive, send, 404, "There is nothing here.", self._base)
        elif self._would_write(scope):
            said = "The dashboard is only read: GET and HEAD."
            allow = ", ".join(READING)
            await turn_away(scope, receive, send, 405, said, self._base, allow=allow)
        else:
            await self._app(scope, receive, send)

    def _would_write(self, scope: Scope) -> bool:
        # The open data answers for itself what it takes.
        return (
            scope["type"] == "http"
            and scope["method"] not in READING
            and not is_api(scope, self._base)
        )

    def _is_open(self, path: str) -> bool:
        if path.startswith(self._core):
            return path.removeprefix(self._core).startswith(OPEN)
        return not path.startswith(self._shut)
