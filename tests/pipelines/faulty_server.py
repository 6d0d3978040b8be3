"""A publisher's server on loopback that serves files well, or badly on purpose."""

from __future__ import annotations

import hashlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from pipelines.fetch import Manners

Fault = Callable[["Handler", bytes], None]
MODIFIED = "Mon, 02 Nov 2026 09:30:00 GMT"
# How a publisher is asked who is known to be near: nothing is waited for long.
IMPATIENT = Manners(
    connect_seconds=2,
    read_seconds=0.4,
    total_seconds=1.0,
    attempts=3,
    first_wait_seconds=0.01,
    longest_wait_seconds=3,
    most_bytes=200_000,
)


class Server(ThreadingHTTPServer):
    """Files by path, and for some paths what to do instead: one fault a request, in order."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, bytes] = {}
        self.faults: dict[str, list[Fault]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.connections: set[tuple[str, int]] = set()
        self.dripped = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are expected here."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self.server.asked.append((self.path, dict(self.headers)))
        self.server.connections.add(self.client_address)
        faults = self.server.faults.get(path, [])
        content = self.server.files.get(path)
        if faults:
            faults.pop(0)(self, content or b"")
        elif content is None:
            self.answer(404, b"not here", {"Content-Type": "text/plain"})
        else:
            well(self, content)

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def well(handler: Handler, content: bytes) -> None:
    """As a good server does, with marks for conditional requests."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    marks = {"ETag": tag, "Last-Modified": MODIFIED}
    if handler.headers.get("If-None-Match") == tag:
        handler.send_response(304)
        handler.send_header("ETag", tag)
        handler.end_headers()
        return
    handler.answer(200, content, {"Content-Type": "text/csv", **marks})


def status(code: int, **headers: str) -> Fault:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler, _: handler.answer(code, b"busy", named)


def page(handler: Handler, _: bytes) -> None:
    body = b"<!DOCTYPE html><html><body>Down for maintenance, sorry</body></html>"
    handler.answer(200, body, {"Content-Type": "text/html"})


def reset_halfway(handler: Handler, content: bytes) -> None:
    """Half the body, then the connection is torn down."""
    _half(handler, content)
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.close_connection = True
    handler.connection.close()


def short(handler: Handler, content: bytes) -> None:
    """Half the body announced, then an orderly goodbye."""
    _half(handler, content)
    handler.close_connection = True


def drip(seconds: float, piece: int = 1) -> Fault:
    """A few bytes at a time."""

    def dripping(handler: Handler, content: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        for start in range(0, len(content), piece):
            handler.wfile.write(content[start : start + piece])
            handler.wfile.flush()
            handler.server.dripped += piece
            time.sleep(seconds)

    return dripping


def silent(seconds: float) -> Fault:
    """Headers, then nothing."""

    def waiting(handler: Handler, _: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        time.sleep(seconds)

    return waiting


def held_until(over: threading.Event) -> Fault:
    """Nothing until an event, then the file as a good server gives it."""

    def holding(handler: Handler, content: bytes) -> None:
        over.wait()
        well(handler, content)

    return holding


def announced(size: int) -> Fault:
    """A length that nobody will wait for."""

    def announcing(handler: Handler, _: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(size))
        handler.end_headers()
        handler.close_connection = True

    return announcing


def endless(handler: Handler, _: bytes) -> None:
    """Chunks without end and without a length."""
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    piece = b"a,b,c\n" * 10_000
    while True:
        handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))


def redirect(address: str, code: int = 302) -> Fault:
    return lambda handler, _: handler.answer(code, b"", {"Location": address})


def instead(content: bytes) -> Fault:
    """Other bytes, served well."""
    return lambda handler, _: well(handler, content)


def _half(handler: Handler, content: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content[: len(content) // 2])
    handler.wfile.flush()
    time.sleep(0.02)


@contextmanager
def serving(encrypted: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server in a thread, gone at the end; over TLS where a context is given."""
    server = Server()
    if encrypted:
        server.socket = encrypted.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
