"""Replicas on this machine behind a real nginx, with the configuration that is in ``deploy/``.

Only what a machine decides is changed in it: ports, and the folders of logs, cache and odds and
ends.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
NGINX = ROOT / "deploy" / "nginx"
MISSING = (
    "nginx is not installed, so the replicas cannot be tried: install it (on Debian and Ubuntu "
    "'apt-get install nginx-light') and run this again."
)
FIRST_PORT = "8501"
_SERVER = re.compile(r"    server 127\.0\.0\.1:(\d+)(.*)")


@dataclass
class Replica:
    """One process of the dashboard on a port of its own."""

    port: int
    marts: Path
    base: str = ""
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.base}"

    def start(self) -> None:
        """Start it, and wait until it is ready."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", *self.command()],
            cwd=ROOT,
            env=os.environ | {"MARTS_FOLDER": str(self.marts)},
            stdout=subprocess.DEVNULL,
        )
        answers(f"{self.address}/readyz", self.process)

    def command(self) -> list[str]:
        """The module that is run, and with what options."""
        options = ["--server.port", str(self.port), "--server.address", "127.0.0.1"]
        options += ["--server.headless=true", "--server.baseUrlPath", self.base]
        return ["streamlit", "run", "dashboard/app.py", *options]

    def stop(self, by: signal.Signals = signal.SIGTERM) -> None:
        """Stop it: politely, or with SIGKILL."""
        if self.process is not None:
            self.process.send_signal(by)
            self.process.wait(timeout=60)


class StandIn(Replica):
    """One that is ready sooner than any dashboard."""

    def command(self) -> list[str]:
        return ["tests.replicas.stand_in", str(self.port)]


@dataclass
class Balanced:
    """The replicas, and where people reach them."""

    replicas: list[Replica]
    address: str
    log: Path

    def lines(self) -> list[str]:
        """What the balancer has written down so far."""
        return self.log.read_text(encoding="utf-8").splitlines()

    def wait_until(self, holds: Callable[[], bool], seconds: float = 60) -> None:
        """Wait for the balancer's log, which has a connection only when it has ended."""
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, f"not within {seconds} seconds; {self.lines()[-5:]}"
            time.sleep(0.1)


@contextmanager
def balanced(
    marts: Path, folder: Path, count: int, base: str = "", kind: type[Replica] = Replica
) -> Iterator[Balanced]:
    """So many replicas of one folder of builds behind one address.

    Raises:
        RuntimeError: when nginx is not here, or something does not start.
    """
    program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if program is None:
        raise RuntimeError(MISSING)
    replicas = [kind(free_port(), marts, base) for _ in range(count)]
    port = free_port()
    log = _configured(folder, [x.port for x in replicas], port)
    nginx = None
    try:
        for replica in replicas:
            replica.start()
        command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
        nginx = subprocess.Popen([*command, "-e", str(folder / "error.log"), "-g", "daemon off;"])
        answers(f"http://127.0.0.1:{port}{base}/readyz", nginx)
        yield Balanced(replicas, f"http://127.0.0.1:{port}{base}", log)
    finally:
        if nginx is not None:
            nginx.terminate()
            nginx.wait(timeout=30)
        for replica in replicas:
            replica.stop(signal.SIGKILL)


def _configured(folder: Path, ports: list[int], port: int) -> Path:
    """The configuration of ``deploy/nginx`` in a folder of its own; the path of its log."""
    for name in ("cache", "log", "own"):
        (folder / name).mkdir()
    for path in NGINX.glob("*.conf"):
        text = path.read_text(encoding="utf-8")
        for given, own in (
            ("/etc/nginx/health", str(folder)),
            ("/var/cache/nginx/health", f"{folder}/cache"),
            ("/var/log/nginx", f"{folder}/log"),
            ("/run/nginx.pid", f"{folder}/nginx.pid"),
            ("listen 80;", f"listen 127.0.0.1:{port};"),
            ("    listen [::]:80;\n", ""),
        ):
            text = text.replace(given, own)
        (folder / path.name).write_text(_with_replicas(text, ports), encoding="utf-8")
    main = folder / "nginx.conf"
    own = "".join(f"    {x}_temp_path {folder}/own;\n" for x in _TEMPORARY)
    text = main.read_text(encoding="utf-8").replace("http {\n", f"http {{\n{own}")
    # Its workers could otherwise not read a folder of root's.
    main.write_text(f"user root;\n{text}" if os.geteuid() == 0 else text, encoding="utf-8")
    return folder / "log" / "health.log"


_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def _with_replicas(text: str, ports: list[int]) -> str:
    """A configuration whose groups have these ports, each line as the first of its group is."""
    lines = []
    for line in text.splitlines():
        found = _SERVER.fullmatch(line)
        if found is None:
            lines.append(line)
        elif found[1] == FIRST_PORT:
            lines += [f"    server 127.0.0.1:{port}{found[2]}" for port in ports]
    return "\n".join(lines) + "\n"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answers(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until an address answers well.

    Raises:
        RuntimeError: when it does not.
    """
    for _ in range(900):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=5)  # noqa: S310
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{address} did not come up")
