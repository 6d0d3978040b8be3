"""A viewer as a browser is one: Streamlit's own messages over a real websocket.

It opens an address, keeps the state of every control the page shows, changes one as a person
would, and waits until the page is whole again. A page that raised counts as an error. Bytes are
those that came through the socket, compressed as the server sends them.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from tests.bench.acts import ACTS, can_be_used, shown

# What the page says, in a mark of its own, when its script has failed.
FAILED = "data-reference"
# A browser forgets a message that the last so many runs did not use.
_KEPT_RUNS = 2
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Answer:
    """One interaction: how long until the page was whole, and what came."""

    page: str
    did: str
    seconds: float
    wire_bytes: int
    text_bytes: int
    messages: int
    errors: tuple[str, ...]


class CountingConnection(ClientConnection):
    """A connection that knows how many bytes have come through its socket."""

    received = 0

    def data_received(self, data: bytes) -> None:
        """Count, then read."""
        self.received += len(data)
        super().data_received(data)


@dataclass
class Viewer:
    """One open page."""

    address: str
    chance: random.Random
    # What a browser would send along when it connects, such as a balancer's cookie.
    headers: dict[str, str] = field(default_factory=dict)
    _socket: CountingConnection | None = None
    _page: str = ""
    _query: str = ""
    _widgets: dict[str, tuple[str, Any]] = field(default_factory=dict)
    _states: dict[str, WidgetState] = field(default_factory=dict)
    _cached: dict[str, int] = field(default_factory=dict)
    _fragments: dict[str, str] = field(default_factory=dict)
    _plays: str = ""
    _runs: int = 0
    used: Counter[str] = field(default_factory=Counter)
    # What the last whole run said, as HTML and Markdown.
    said: list[str] = field(default_factory=list)

    @property
    def query(self) -> str:
        """The view, as the page's address says it."""
        return self._query

    async def open(self, page: str, query: str) -> Answer:
        """Connect, and wait until the page is there."""
        url = self.address.replace("http", "ws", 1) + "/_stcore/stream"
        self._socket = await connect(
            url,
            subprotocols=["streamlit"],
            additional_headers=self.headers,
            max_size=None,
            ping_interval=None,
            open_timeout=120,
            create_connection=CountingConnection,
        )
        return await self.go(page, query)

    async def go(self, page: str, query: str) -> Answer:
        """Follow a link to a page: its controls are new."""
        self._page, self._query, self._plays = page, query, ""
        self._states.clear()
        return await self._rerun("link")

    async def act(self) -> Answer:
        """Use one of the page's controls, or load it again where it has none."""
        if self._plays:
            return await self._rerun("plays", fragment=self._plays)
        usable = [x for x in self._widgets.values() if can_be_used(*x)]
        if not usable:
            return await self._rerun("again")
        # Kinds first, or the many selects of a page would hide its one slider.
        return await self.use(self.chance.choice(sorted({kind for kind, _ in usable})))

    async def use(self, kind: str) -> Answer:
        """Use a control of a kind: "selectbox", "button"."""
        usable = [x for own, x in self._widgets.values() if own == kind and can_be_used(own, x)]
        widget = self.chance.choice(usable)
        self.used[kind] += 1
        value = ACTS[kind](widget, self.chance, self._states.get(widget.id))
        self._states[widget.id] = WidgetState(id=widget.id, **value)
        answer = await self._rerun(kind, fragment=self._fragments.get(widget.id, ""))
        if "trigger_value" in value:
            self._states.pop(widget.id, None)
        return answer

    async def close(self) -> None:
        """Leave."""
        if self._socket is not None:
            await self._socket.close()

    async def _rerun(self, did: str, fragment: str = "") -> Answer:
        if self._socket is None:
            raise RuntimeError("the viewer has not opened a page")
        began, before = time.perf_counter(), self._socket.received
        await self._socket.send(self._asks(fragment).SerializeToString())
        if not fragment:
            self._begin_anew()
        errors = list[str]()
        sizes: list[int] = []
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not self._is_whole(await self._received(sizes, errors)):
                    pass
        except TimeoutError:
            errors.append(f"/{self._page}: no whole page within {PATIENCE_SECONDS:.0f} s of {did}")
        self._forget_unused()
        taken = time.perf_counter() - began
        wire = self._socket.received - before
        return Answer(self._page, did, taken, wire, sum(sizes), len(sizes), tuple(errors))

    async def _received(self, sizes: list[int], errors: list[str]) -> ForwardMsg:
        data = await self._socket.recv(decode=False)
        sizes.append(len(data))
        message = ForwardMsg.FromString(data)
        errors += self._take(message)
        return message

    def _is_whole(self, message: ForwardMsg) -> bool:
        """Whether the script has ended, and not to begin again."""
        if message.WhichOneof("type") != "script_finished":
            return False
        if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            self._begin_anew()
            return False
        if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            self._states = {k: v for k, v in self._states.items() if k in self._widgets}
            self._fragments = {k: v for k, v in self._fragments.items() if k in self._widgets}
        return True

    def _begin_anew(self) -> None:
        """A whole run brings every control again, its words, and what plays by itself."""
        self._widgets.clear()
        self.said.clear()
        self._plays = ""

    def _asks(self, fragment: str) -> BackMsg:
        message = BackMsg()
        script = message.rerun_script
        script.query_string, script.page_name = self._query, self._page
        script.fragment_id, script.is_auto_rerun = fragment, bool(fragment)
        script.widget_states.widgets.extend(self._states.values())
        script.cached_message_hashes.extend(self._cached)
        script.context_info.url = f"{self.address}/{self._page}"
        script.context_info.timezone = "Europe/London"
        script.context_info.locale = "en-GB"
        script.context_info.color_scheme = "light"
        return message

    def _forget_unused(self) -> None:
        self._runs += 1
        oldest = self._runs - _KEPT_RUNS
        self._cached = {key: run for key, run in self._cached.items() if run >= oldest}

    def _take(self, message: ForwardMsg) -> list[str]:
        """Note what a message brings: controls, the address, an exception."""
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            if message.ref_hash not in self._cached:
                return ["the server refers to a message that the page no longer has"]
            self._cached[message.ref_hash] = self._runs + 1
            return []
        if message.metadata.cacheable:
            self._cached[message.hash] = self._runs + 1
        if kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        if kind == "page_not_found":
            return [f"no page {message.page_not_found.page_name}"]
        if kind == "session_event" and message.session_event.HasField(
            "script_compilation_exception"
        ):
            return [message.session_event.script_compilation_exception.message]
        if kind == "auto_rerun":
            self._plays = message.auto_rerun.fragment_id
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            return self._show(message.delta.new_element, message.delta.fragment_id)
        return []

    def _show(self, element: Any, fragment: str) -> list[str]:
        kind = element.WhichOneof("type")
        if kind == "exception":
            return [f"{element.exception.type}: {element.exception.message}"]
        if kind in ("html", "markdown", "heading", "alert"):
            self.said.append(getattr(element, kind).body)
        if kind == "html" and FAILED in element.html.body:
            return [element.html.body]
        if kind in ACTS:
            widget = getattr(element, kind)
            self._widgets[widget.id] = (kind, widget)
            self._fragments[widget.id] = fragment
            value = shown(kind, widget)
            if value is not None:
                self._states[widget.id] = WidgetState(id=widget.id, **value)
        return []
