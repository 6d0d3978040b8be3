"""The dashboard as people run it, on a free port of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent


@contextmanager
def served(marts: Path, base: str = "") -> Iterator[str]:
    """The address of a dashboard that shows the published build of a folder.

    Args:
        marts: the folder of builds.
        base: the path it is served under, "/health"; "" at the root.

    Raises:
        RuntimeError: when it does not come up.
    """
    port = _free_port()
    python = os.environ.get("SERVER_PYTHON", sys.executable)
    command = [python, "-m", "streamlit", "run", "dashboard/app.py"]
    options = ["--server.port", str(port), "--server.address", "127.0.0.1"]
    process = subprocess.Popen(
        [*command, *options, "--server.headless", "true", "--server.baseUrlPath", base],
        cwd=ROOT,
        env=os.environ | {"MARTS_FOLDER": str(marts)},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_until_up(f"http://127.0.0.1:{port}{base}", process)
        yield f"http://127.0.0.1:{port}{base}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_until_up(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)  # noqa: S310
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the dashboard did not start")
