"""A relay on loopback that counts what a server sends down its websockets."""

from __future__ import annotations

import contextlib
import socket
import threading
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
