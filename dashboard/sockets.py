"""Answers that leave at once.

An answer is written in two pieces, its headers and its body. Unless told otherwise the system
holds the second back until the first is acknowledged, which clients put off by 40 ms. The event
loop sees to it only for sockets that name their protocol, and Streamlit's does not.
"""

from __future__ import annotations

import gc
import socket


def send_at_once() -> int:
    """Have the connections of every socket that this process listens on send small pieces at once.

    A connection takes the setting over from the socket that accepts it.

    Returns:
        how many sockets there are.
    """
    found = [x for x in gc.get_objects() if isinstance(x, socket.socket) and _is_tcp(x)]
    for one in found:
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return len(found)


def _is_tcp(one: socket.socket) -> bool:
    return (
        one.fileno() >= 0
        and one.family in (socket.AF_INET, socket.AF_INET6)
        and one.type == socket.SOCK_STREAM
    )
