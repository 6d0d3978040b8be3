"""Under which names the dashboard answers.

A page of somebody else's could otherwise make its own name lead to this machine and read it as if
it were its own (DNS rebinding). Answered are: addresses in numbers, this machine's name, names
that only a local network gives, and those in ALLOWED_HOSTS.
"""

from __future__ import annotations

import ipaddress
import platform
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.security.refusals import header, turn_away

_NAME = re.compile(r"[a-z0-9_.:%-]+")
_STRANGE = "Pages of other sites cannot open the dashboard's connection."
# Names that no stranger can register.
_LOCAL = (".localhost", ".local", ".lan", ".internal", ".home.arpa")


class Hosts:
    """Middleware that answers only under the dashboard's own names."""

    def __init__(self, app: ASGIApp, allowed: Sequence[str]) -> None:
        """Wrap an app.

        Args:
            app: the app.
            allowed: further names; "*.example.org" is every name under one, "*" any name.
        """
        self._app = app
        self._allowed = tuple(allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Turn away who asks for another name."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        host = header(scope, b"host")
        name = host_name(host)
        if name and is_allowed(name, self._allowed):
            if scope["type"] == "websocket" and not _is_from(header(scope, b"origin"), host):
                # Streamlit would look up this machine's address in the internet before it refuses.
                await turn_away(scope, receive, send, 403, _STRANGE)
                return
            await self._app(scope, receive, send)
            return
        said = ascii(name or "without a name")[:100]
        detail = (
            f"The dashboard is not served under the name {said}. "
            "Whoever runs it can add the name to ALLOWED_HOSTS."
        )
        await turn_away(scope, receive, send, 421 if name else 400, detail)


def host_name(given: str) -> str:
    """The name in a Host header, without its port; '' where it is not one."""
    try:
        parts = urlsplit(f"//{given}")
        _ = parts.port
    except ValueError:
        return ""
    name = (parts.hostname or "").rstrip(".")
    alone = not (parts.path or parts.query or parts.fragment or parts.username or parts.password)
    return name if alone and _NAME.fullmatch(name) else ""


def _is_from(origin: str, host: str) -> bool:
    """Whether a page of the same host asks, or something that is no browser."""
    return not origin or urlsplit(origin).netloc.lower() == host.lower()


def is_allowed(name: str, allowed: Sequence[str]) -> bool:
    """Whether the dashboard answers under a name."""
    return _is_own(name) or any(
        x in ("*", name) or (x.startswith("*.") and name.endswith(x[1:])) for x in allowed
    )


def _is_own(name: str) -> bool:
    """Whether a name can only be this machine's, or one in its own network."""
    if "." not in name and ":" not in name:
        return True
    if name == platform.node().lower() or name.endswith(_LOCAL):
        return True
    try:
        ipaddress.ip_address(name.split("%")[0])
    except ValueError:
        return False
    return True
