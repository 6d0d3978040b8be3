"""Viewers behind a balancer: they keep its cookie, and come back when their connection breaks."""

from __future__ import annotations

import asyncio
import random
import urllib.request
from dataclasses import dataclass, field

from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.bench.viewer import Viewer

PAUSES_SECONDS = (0.2, 0.5, 1, 2, 4, 8)


@dataclass
class Person:
    """One viewer with a browser: a view by its address, and what went wrong."""

    address: str
    number: int
    page: str
    query: str
    came_back: int = 0
    errors: list[str] = field(default_factory=list)
    viewer: Viewer | None = None

    async def arrive(self) -> None:
        """Load the page as a browser does: first its HTML with the cookie, then its connection."""
        cookie = await asyncio.to_thread(self._cookie)
        self.viewer = Viewer(self.address, random.Random(self.number), {"cookie": cookie})
        self.errors += (await self.viewer.open(self.page, self.query)).errors

    async def act(self) -> None:
        """Use the page; where its connection is gone, connect again to the same address."""
        assert self.viewer is not None
        try:
            self.errors += (await self.viewer.act()).errors
        except (ConnectionClosed, OSError):
            await self._again()

    @property
    def view(self) -> str:
        """The view, as the page's own address says it."""
        return self.viewer.query if self.viewer else self.query

    async def leave(self) -> None:
        if self.viewer is not None:
            await self.viewer.close()

    async def _again(self) -> None:
        """What Streamlit's page does by itself: try again, each time a little later."""
        assert self.viewer is not None
        page, query, headers = self.page, self.viewer.query, self.viewer.headers
        for pause in PAUSES_SECONDS:
            await asyncio.sleep(pause)
            viewer = Viewer(self.address, random.Random(self.number), headers)
            try:
                self.errors += (await viewer.open(page, query)).errors
            except (ConnectionClosed, InvalidStatus, OSError):
                continue
            self.viewer = viewer
            self.came_back += 1
            return
        self.errors.append("could not come back")

    def _cookie(self) -> str:
        asked = urllib.request.Request(f"{self.address}/", headers={"accept": "text/html"})  # noqa: S310
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
            given = [x for x in answer.headers.get_all("set-cookie") or [] if "health_replica" in x]
        return given[0].split(";")[0] if given else ""
