"""Relays on loopback: one counts what a server sends down its websockets, one slows them too."""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time
from types import TracebackType
from urllib.parse import SplitResult


class CountingRelay:
    """Forwards connections to a server, counting the bytes of those that became websockets."""

    def __init__(self, server: SplitResult) -> None:
        """Listen on a free port for the server at an address."""
        self._target = (server.hostname or "127.0.0.1", server.port or 80)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.websocket_bytes = 0

    def __enter__(self) -> CountingRelay:
        """Begin to accept connections."""
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Accept no more."""
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._target)
                first = client.recv(65536)
                server.sendall(first)
                is_websocket = b"upgrade: websocket" in first.lower()
                self._pump(client, server, counted=False)
                self._pump(server, client, counted=is_websocket)

    def _pump(self, source: socket.socket, sink: socket.socket, *, counted: bool) -> None:
        def run() -> None:
            with contextlib.suppress(OSError):
                while data := source.recv(65536):
                    self.websocket_bytes += len(data) if counted else 0
                    sink.sendall(data)
            with contextlib.suppress(OSError):
                sink.shutdown(socket.SHUT_WR)

        threading.Thread(target=run, daemon=True).start()


class SlowRelay(CountingRelay):
    """A counting relay with a poor line, for websockets alone or for everything."""

    def __init__(
        self,
        server: SplitResult,
        bits_a_second: float,
        delay_seconds: float,
        *,
        websockets_only: bool = True,
    ) -> None:
        """Slow both directions.

        Args:
            server: the address behind the relay.
            bits_a_second: what the line carries in each direction.
            delay_seconds: how long a byte is on its way in each direction: half a round trip.
            websockets_only: whether everything else passes at once.
        """
        super().__init__(server)
        self._bits_a_second = bits_a_second
        self._delay_seconds = delay_seconds
        self._websockets_only = websockets_only

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._target)
                for one in (client, server):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                first = client.recv(65536)
                server.sendall(first)
                is_websocket = b"upgrade: websocket" in first.lower()
                if is_websocket or not self._websockets_only:
                    self._slow_pump(client, server, counted=False)
                    self._slow_pump(server, client, counted=is_websocket)
                else:
                    self._pump(client, server, counted=False)
                    self._pump(server, client, counted=False)

    def _slow_pump(self, source: socket.socket, sink: socket.socket, *, counted: bool) -> None:
        """Read at once, hand on when the line would have: one thread for each."""
        line: queue.Queue[tuple[float, bytes]] = queue.Queue()

        def read() -> None:
            free = 0.0
            with contextlib.suppress(OSError):
                while data := source.recv(4096):
                    self.websocket_bytes += len(data) if counted else 0
                    free = max(free, time.monotonic()) + 8 * len(data) / self._bits_a_second
                    line.put((free + self._delay_seconds, data))
            line.put((0.0, b""))

        def hand_on() -> None:
            with contextlib.suppress(OSError):
                while True:
                    due, data = line.get()
                    if not data:
                        break
                    time.sleep(max(0.0, due - time.monotonic()))
                    sink.sendall(data)
            with contextlib.suppress(OSError):
                sink.shutdown(socket.SHUT_WR)

        threading.Thread(target=read, daemon=True).start()
        threading.Thread(target=hand_on, daemon=True).start()
