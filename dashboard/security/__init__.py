"""What stands between strangers and the dashboard: names, headers, doors and limits.

The outermost middleware of the app; each part is a file, and all of them are told what to allow
by the environment (``settings.py``). SECURITY.md says what is trusted and what is not.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.middleware import Middleware

from dashboard.security.doors import Doors
from dashboard.security.headers import Headers
from dashboard.security.hosts import Hosts
from dashboard.security.limits import Limits
from dashboard.security.policy import Policies
from dashboard.security.settings import Settings


def middleware(
    settings: Settings, policies: Policies, base: str, pages: Sequence[str]
) -> list[Middleware]:
    """Everything in its order, the outermost first, so that refusals have the headers too.

    Args:
        settings: what is allowed.
        policies: what browsers are told to keep to.
        base: the path the dashboard is served under, '/' at the root.
        pages: the paths of its pages, '' for the first.
    """
    return [
        Middleware(Headers, policies=policies, base=base),
        Middleware(Hosts, allowed=settings.allowed_hosts),
        Middleware(Doors, base=base, pages=pages),
        Middleware(Limits, settings=settings, base=base),
    ]
