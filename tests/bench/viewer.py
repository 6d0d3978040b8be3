"""A viewer as a browser is one: Streamlit's own messages over a real websocket.

It opens an address, keeps the state of every control the page shows, changes one as a person
would, and waits until the page is whole again. A page that raised counts as an error.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

# Controls a viewer changes; whatever else a page has keeps its value.
_CHOICES = ("selectbox", "button_group")


@dataclass(frozen=True)
class Answer:
    """One interaction: how long until the page was whole, and what came."""

    seconds: float
    text_bytes: int
    errors: tuple[str, ...]


@dataclass
class Viewer:
    """One open page."""

    address: str
    chance: random.Random
    _socket: ClientConnection | None = None
    _page: str = ""
    _query: str = ""
    _widgets: dict[str, Any] = field(default_factory=dict)
    _states: dict[str, WidgetState] = field(default_factory=dict)
    _cached: set[str] = field(default_factory=set)

    async def open(self, page: str, query: str) -> Answer:
        """Connect, and wait until the page is there."""
        url = self.address.replace("http", "ws", 1) + "/_stcore/stream"
        self._socket = await connect(
            url, subprotocols=["streamlit"], max_size=None, ping_interval=None, open_timeout=60
        )
        return await self.go(page, query)

    async def go(self, page: str, query: str) -> Answer:
        """Follow a link to a page: its controls are new."""
        self._page, self._query = page, query
        self._states.clear()
        return await self._rerun()

    async def act(self) -> Answer:
        """Change one of the page's controls, or load it again where it has none."""
        choices = [x for x in self._widgets.values() if _others(x)]
        if choices:
            widget = self.chance.choice(choices)
            self._states[widget.id] = WidgetState(
                id=widget.id, **_value(widget, self.chance.choice(_others(widget)))
            )
        return await self._rerun()

    async def close(self) -> None:
        """Leave."""
        if self._socket is not None:
            await self._socket.close()

    async def _rerun(self) -> Answer:
        if self._socket is None:
            raise RuntimeError("the viewer has not opened a page")
        message = BackMsg()
        script = message.rerun_script
        script.query_string, script.page_name = self._query, self._page
        script.widget_states.widgets.extend(self._states.values())
        script.cached_message_hashes.extend(self._cached)
        self._widgets.clear()
        began, size, errors = time.perf_counter(), 0, []
        await self._socket.send(message.SerializeToString())
        while True:
            data = await self._socket.recv()
            size += len(data)
            answer = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
            errors += self._take(answer)
            if answer.WhichOneof("type") == "script_finished":
                if answer.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                return Answer(time.perf_counter() - began, size, tuple(errors))

    def _take(self, message: ForwardMsg) -> list[str]:
        """Note what a message brings: controls, the address, an exception."""
        if message.metadata.cacheable:
            self._cached.add(message.hash)
        kind = message.WhichOneof("type")
        if kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        if kind == "page_not_found":
            return [f"no page {message.page_not_found.page_name}"]
        if kind != "delta" or message.delta.WhichOneof("type") != "new_element":
            return []
        element = message.delta.new_element
        name = element.WhichOneof("type")
        if name == "exception":
            return [f"{element.exception.type}: {element.exception.message}"]
        if name in _CHOICES:
            self._shown(getattr(element, name))
        return []

    def _shown(self, widget: Any) -> None:
        self._widgets[widget.id] = widget
        if widget.set_value:
            value = getattr(widget, "raw_value", None) or list(getattr(widget, "raw_values", []))
            self._states[widget.id] = WidgetState(id=widget.id, **_value(widget, value))


def _others(widget: Any) -> list[Any]:
    """What a control could be changed to."""
    options = [x if isinstance(x, str) else x.content for x in widget.options]
    return [x for x in options if x]


def _value(widget: Any, chosen: Any) -> dict[str, Any]:
    if widget.DESCRIPTOR.name == "Selectbox":
        return {"string_value": chosen if isinstance(chosen, str) else ""}
    values = chosen if isinstance(chosen, list) else [chosen]
    return {"string_array_value": {"data": values}}
