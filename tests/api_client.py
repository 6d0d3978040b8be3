"""Asking the open data without a server: its routes, answered in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from starlette.applications import Starlette

from dashboard import db
from dashboard.api import downloads, routes
from dashboard.db import Marts


class Client:
    """Asks from any thread; the answers are made on one event loop, as a server makes them."""

    def __init__(self, portal: BlockingPortal, client: httpx.AsyncClient) -> None:
        self._portal = portal
        self._client = client

    def request(self, method: str, path: str, **given: Any) -> httpx.Response:
        return self._portal.call(partial(self._client.request, method, path, **given))

    def get(self, path: str, **given: Any) -> httpx.Response:
        return self.request("GET", path, **given)

    def head(self, path: str, **given: Any) -> httpx.Response:
        return self.request("HEAD", path, **given)

    def options(self, path: str, **given: Any) -> httpx.Response:
        return self.request("OPTIONS", path, **given)


@contextmanager
def asking() -> Iterator[Client]:
    """The routes as the dashboard mounts them, on the builds of this process."""
    transport = httpx.ASGITransport(Starlette(routes=[*routes.routes(), *downloads.routes()]))
    # A copy of an answer is followed to its address, as browsers and scripts do.
    client = httpx.AsyncClient(
        transport=transport, base_url="http://testserver", follow_redirects=True
    )
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(client):
        yield Client(portal, client)


@contextmanager
def asking_of(marts: Path) -> Iterator[Client]:
    """The same, on the builds of a folder."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(db, "_marts", Marts(marts))
        with asking() as client:
            yield client
