"""SIGTERM: the process leaves in time, with viewers connected, and downloads end or are ended."""

from __future__ import annotations

import asyncio
import random
import signal
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import leaving
from tests.bench.serving import Served, serving
from tests.bench.viewer import Viewer

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


def test_it_leaves_with_viewers_connected(served: Served, log: Path) -> None:
    async def watch() -> None:
        viewers = [Viewer(served.address, random.Random(n)) for n in range(8)]
        for viewer in viewers:
            assert (await viewer.open("map", "")).errors == ()
        await asyncio.to_thread(_told_to_leave, served)

    asyncio.run(watch())
    assert "Traceback" not in log.read_text()


def test_a_download_under_way_is_finished(served: Served) -> None:
    address = f"{served.address}/api/v1/observations.csv"
    with urllib.request.urlopen(address) as answer:  # noqa: S310
        whole = answer.read()
    found: list[bytes] = []

    def slowly() -> None:
        with urllib.request.urlopen(address) as answer:  # noqa: S310
            while piece := answer.read(200_000):
                found.append(piece)
                time.sleep(0.01)

    reader = threading.Thread(target=slowly)
    reader.start()
    while not found:
        time.sleep(0.01)
    _told_to_leave(served)
    reader.join(timeout=SLACK)
    assert b"".join(found) == whole


def test_a_download_that_nobody_reads_is_ended(served: Served) -> None:
    host, _, port = served.address.removeprefix("http://").partition(":")
    with socket.socket() as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.connect((host, int(port)))
        reader.sendall(b"GET /api/v1/observations.csv HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert reader.recv(100)
        _told_to_leave(served)
