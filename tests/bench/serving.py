"""A dashboard served for a benchmark, and what its process uses."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dashboard.memory import STORES

ROOT = Path(__file__).parent.parent.parent
KILOBYTE = 1024


@dataclass(frozen=True)
class Served:
    """A running dashboard."""

    address: str
    process: subprocess.Popen[bytes]
    seconds_to_ready: float

    def megabytes(self) -> float:
        """What the process holds in memory now, its shared libraries included."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(x for x in status.splitlines() if x.startswith("VmRSS"))
        return int(line.split()[1]) / KILOBYTE


@contextmanager
def serving(
    marts: Path,
    script: str = "dashboard/app.py",
    options: Sequence[str] = (),
    base: str = "",
    log: Path | None = None,
) -> Iterator[Served]:
    """Start a server on a free port, wait until it answers, and stop it at the end.

    ``base`` is the path it serves under, such as '/health'; ``log`` a file for what it says.
    """
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    address = f"http://127.0.0.1:{port}{base}"
    # An environment of requirements.lock alone is what people have; tests add slower packages.
    python = os.environ.get("SERVER_PYTHON", sys.executable)
    command = [python, "-m", "streamlit", "run", script, "--server.port", str(port)]
    options = [*options, "--server.baseUrlPath", base.strip("/")]
    began = time.perf_counter()
    said = log.open("ab") if log else None
    process = subprocess.Popen(
        [*command, "--server.address", "127.0.0.1", "--server.headless", "true", *options],
        cwd=ROOT,
        env={"MALLOC_ARENA_MAX": str(STORES)} | os.environ | {"MARTS_FOLDER": str(marts)},
        stdout=said or subprocess.DEVNULL,
        stderr=said,
    )
    try:
        yield Served(address, process, _ready(address, process, began))
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if said:
            said.close()


def _ready(address: str, process: subprocess.Popen[bytes], began: float) -> float:
    while time.perf_counter() - began < 60 and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=5)  # noqa: S310
        except OSError:
            time.sleep(0.05)
        else:
            return time.perf_counter() - began
    raise RuntimeError("the dashboard did not start")
