"""Connections that are accepted send small pieces at once, from the app's start."""

from __future__ import annotations

import asyncio
import gc
import random
import socket
import weakref
from collections.abc import Iterator

import pytest
from uvicorn.protocols.websockets import websockets_sansio_impl
from websockets.frames import Frame, Opcode

from dashboard import app, sockets


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """A socket as Streamlit makes it: no protocol by name, so the event loop passes it over."""
    gc.unfreeze()
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        made.listen()
        yield made


def _sends_at_once(listening: socket.socket) -> bool:
    with socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            return bool(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


def test_what_a_listening_socket_accepts_sends_at_once(listening: socket.socket) -> None:
    assert not _sends_at_once(listening)
    with socket.socket() as closed:
        closed.close()
        assert sockets.send_at_once() >= 1
    assert _sends_at_once(listening)


def test_what_is_gone_and_still_referred_to_does_not_stand_in_the_way(
    listening: socket.socket,
) -> None:
    gone = weakref.proxy(type("Short", (), {})())
    with pytest.raises(ReferenceError):
        isinstance(gone, socket.socket)
    assert sockets.send_at_once() >= 1
    assert _sends_at_once(listening)


@pytest.mark.usefixtures("startable")
def test_the_app_sees_to_it_when_it_starts(listening: socket.socket) -> None:
    async def start() -> None:
        async with app.warm(app.app):
            pass

    asyncio.run(start())
    assert _sends_at_once(listening)


def test_a_page_before_is_remembered_whatever_the_server_asks() -> None:
    asked = {"server_max_window_bits": 12, "client_max_window_bits": 12}
    made = sockets.LongMemory(**asked, compress_settings={"memLevel": 5})
    assert made.server_max_window_bits == 15
    assert made.client_max_window_bits == 12
    text = random.Random(1).randbytes(20_000)
    offer = [("server_max_window_bits", "15"), ("client_max_window_bits", None)]
    _, extension = made.process_request_params(offer, [])
    first, second = (extension.encode(Frame(Opcode.BINARY, text)) for _ in range(2))
    assert len(second.data) < len(first.data) / 10
    sockets.remember_more()
    assert websockets_sansio_impl.ServerPerMessageDeflateFactory is sockets.LongMemory
