"""A Spark master and its workers on loopback, from PySpark's own jars."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyspark

SPARK_CLASS = Path(pyspark.__file__).parent / "bin" / "spark-class"
MASTER, WORKER = "org.apache.spark.deploy.master.Master", "org.apache.spark.deploy.worker.Worker"
UP_SECONDS = 120.0
# What each Java process may hold, so that a small machine has room for all of them.
SMALL = {"SPARK_DAEMON_MEMORY": "256m", "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1"}


@dataclass
class Cluster:
    """A running master, its address, and its workers."""

    address: str
    folder: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def add_worker(self) -> subprocess.Popen[bytes]:
        """Start a worker with one core and a gigabyte."""
        name = f"worker-{len(self.workers) + 1}"
        words = ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0", "--cores", "1"]
        words += ["--memory", "1g", "--work-dir", str(self.folder / name), self.address]
        worker = _started([WORKER, *words], self.folder / f"{name}.log")
        self.workers.append(worker)
        _wait_for(self.folder / f"{name}.log", "Successfully registered with master", worker)
        return worker

    def kill_worker(self, place: int) -> None:
        """End a worker and everything it runs at once, without a chance to say goodbye."""
        os.killpg(self.workers[place].pid, signal.SIGKILL)
        self.workers[place].wait(timeout=30)


@contextmanager
def running(folder: Path, workers: int) -> Iterator[Cluster]:
    """A master with some workers, ended whatever happens."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    words = ["--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]
    master = _started([MASTER, *words], folder / "master.log")
    cluster = Cluster(f"spark://127.0.0.1:{port}", folder)
    try:
        _wait_for(folder / "master.log", "I have been elected leader", master)
        for _ in range(workers):
            cluster.add_worker()
        yield cluster
    finally:
        for process in (*cluster.workers, master):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _started(words: list[str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as handle:
        return subprocess.Popen(
            [str(SPARK_CLASS), *words],
            stdout=handle,
            stderr=subprocess.STDOUT,
            env=os.environ | SMALL,
            start_new_session=True,
        )


def _wait_for(log: Path, words: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + UP_SECONDS
    while words not in log.read_text(errors="replace"):
        assert process.poll() is None, log.read_text(errors="replace")
        assert time.monotonic() < deadline, log.read_text(errors="replace")
        time.sleep(0.2)
