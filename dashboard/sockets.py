"""Answers that leave at once, and pages that are sent in few bytes.

An answer is written in two pieces, its headers and its body. Unless told otherwise the system
holds the second back until the first is acknowledged, which clients put off by 40 ms. The event
loop sees to it only for sockets that name their protocol, and Streamlit's does not.

A page that changed is much like the page before. The server compresses with a memory of 4 KB, in
which nothing of the page before is left; with one of 32 KB a changed map is 10 KB instead of 17.
"""

from __future__ import annotations

import gc
import socket
from typing import Any

from uvicorn.protocols.websockets import websockets_sansio_impl as server
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory

# Some 200 KB for each open page.
_WINDOW_BITS, _MEMORY_LEVEL = 15, 7


class LongMemory(ServerPerMessageDeflateFactory):
    """Compression of a websocket that remembers a page's last 32 KB, whatever the server asks."""

    def __init__(self, **settings: Any) -> None:
        """Take the server's settings but for what is kept of what was sent."""
        ours = {
            "server_max_window_bits": _WINDOW_BITS,
            "compress_settings": {"memLevel": _MEMORY_LEVEL},
        }
        super().__init__(**settings | ours)


def remember_more() -> None:
    """Have the websockets that open from now on compress with the longer memory."""
    server.ServerPerMessageDeflateFactory = LongMemory  # type: ignore[attr-defined,assignment]


def send_at_once() -> int:
    """Have the connections of every socket that this process listens on send small pieces at once.

    A connection takes the setting over from the socket that accepts it.

    Returns:
        how many sockets there are.
    """
    # By its type: asked for its class, a weak reference answers for what may be gone.
    found = [x for x in gc.get_objects() if issubclass(type(x), socket.socket) and _is_tcp(x)]
    for one in found:
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return len(found)


def _is_tcp(one: socket.socket) -> bool:
    return (
        one.fileno() >= 0
        and one.family in (socket.AF_INET, socket.AF_INET6)
        and one.type == socket.SOCK_STREAM
    )
