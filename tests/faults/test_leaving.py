"""SIGTERM: the process leaves in time, with viewers connected, and downloads end or are ended."""

from __future__ import annotations

import asyncio
import http.client
import random
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dashboard import leaving
from tests.bench.serving import Served, serving
from tests.bench.viewer import Viewer

pytestmark = pytest.mark.slow

MANAGERS_PATIENCE = 10
# A busy machine may take longer to let a process have its turn, never longer to be told.
SLACK = 20


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log.txt"


@pytest.fixture
def served(marts: Path, log: Path) -> Iterator[Served]:
    with serving(marts, log=log) as server:
        yield server


def _told_to_leave(served: Served) -> None:
    assert leaving.MOST_SECONDS < MANAGERS_PATIENCE - 1
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(timeout=MANAGERS_PATIENCE + SLACK) == 0


@contextmanager
def _download(served: Served) -> Iterator[http.client.HTTPResponse]:
    """An answer too long for the network to hold: what is not read yet is not sent yet."""
    place = urlsplit(served.address)
    connection = http.client.HTTPConnection(str(place.hostname), place.port)
    with socket.socket() as connection.sock:
        connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sock.connect((place.hostname, place.port))
        connection.request("GET", "/api/v1/observations.csv")
        yield connection.getresponse()


def _wait_until_nobody_is_let_in(served: Served) -> None:
    place, until = urlsplit(served.address), time.monotonic() + SLACK
    while time.monotonic() < until:
        try:
            socket.create_connection((place.hostname, place.port)).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.01)
    raise AssertionError("it lets new people in")


def test_it_leaves_with_viewers_connected_once_a_download_is_finished(
    served: Served, log: Path
) -> None:
    with _download(served) as answer:
        whole = answer.read()
    found: list[bytes] = []

    def rest(answer: http.client.HTTPResponse) -> None:
        _wait_until_nobody_is_let_in(served)
        found.append(answer.read())

    async def watch() -> None:
        viewers = [Viewer(served.address, random.Random(n)) for n in range(8)]
        for viewer in viewers:
            assert (await viewer.open("map", "")).errors == ()
        await asyncio.to_thread(_told_to_leave, served)

    with _download(served) as answer:
        found.append(answer.read(200_000))
        reader = threading.Thread(target=rest, args=(answer,))
        reader.start()
        asyncio.run(watch())
        reader.join(timeout=SLACK)
    assert len(found[0]) == 200_000
    assert b"".join(found) == whole
    assert "Traceback" not in log.read_text()


def test_a_download_that_nobody_reads_is_ended(served: Served) -> None:
    with _download(served) as answer:
        assert answer.read(100)
        _told_to_leave(served)
