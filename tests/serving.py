"""The dashboard as people run it, on a free port of this machine."""

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

ROOT = Path(__file__).parent.parent
KILOBYTE = 1024
# Far longer than it takes; a machine that does much else gives it its turn rarely.
READY_SECONDS, LEFT_SECONDS = 120, 30


@dataclass(frozen=True)
class Served:
    """A running dashboard, and the file its words are written to, where one was asked for."""

    address: str
    process: subprocess.Popen[bytes]
    seconds_to_ready: float
    log: Path | None = None

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
    """Start a dashboard, wait until it answers, and stop it at the end.

    Args:
        marts: the folder of builds it shows.
        script: what Streamlit runs.
        options: more of Streamlit's options.
        base: the path it is served under, "/health"; "" at the root.
        log: a file for what it says.

    Raises:
        RuntimeError: when it does not come up.
        subprocess.TimeoutExpired: when it does not leave; it is killed then.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}{base}"
    began = time.perf_counter()
    said = log.open("ab") if log else None
    process = subprocess.Popen(
        [*command(port, script), "--server.baseUrlPath", base.strip("/"), *options],
        cwd=ROOT,
        env={"MALLOC_ARENA_MAX": str(STORES)} | os.environ | {"MARTS_FOLDER": str(marts)},
        stdout=said or subprocess.DEVNULL,
        stderr=said,
    )
    try:
        wait_until_up(f"{address}/_stcore/health", process)
        yield Served(address, process, time.perf_counter() - began, log)
    finally:
        _stop(process)
        if said:
            said.close()


@contextmanager
def served(marts: Path, base: str = "") -> Iterator[str]:
    """The address of a dashboard, where nothing else of it is needed."""
    with serving(marts, base=base) as running:
        yield running.address


def command(port: int, script: str = "dashboard/app.py") -> list[str]:
    """What starts a dashboard on a port.

    ``SERVER_PYTHON`` may name the interpreter: an environment of requirements.lock alone is what
    people have; tests add slower packages.
    """
    python = os.environ.get("SERVER_PYTHON", sys.executable)
    where = ["--server.port", str(port), "--server.address", "127.0.0.1"]
    return [python, "-m", "streamlit", "run", script, *where, "--server.headless", "true"]


def free_port() -> int:
    """A port that nobody uses at the moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_until_up(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until an address answers well.

    Raises:
        RuntimeError: when the process that should answer has ended, or takes too long.
    """
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"{address} did not come up")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=LEFT_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise
