"""Commands in processes of their own, killed at every step they take or given no room to write.

A step is a change that a command makes to the files of its folder: a folder made, a file opened to
be written, renamed or removed. Python tells an audit hook of each before it is done. A file that
is being written is torn after its first bytes; before any other step the process is killed.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from types import ModuleType
from typing import Any

from pipelines import build, publish, refresh
from pipelines.__main__ import main
from tests.pipelines.refreshing import light_make

# Loaded once by the server that forks the processes, so that each starts at once.
assert refresh

_TORN_BYTES = 8
# DuckDB writes its file itself, past any hook: these shares of it are there when it is torn.
_DATABASE_SHARES = (0.01, 0.3, 0.6, 0.95)
_PATIENCE_SECONDS = 300
_STEPS = "steps.txt"

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload([__name__])


@dataclass(frozen=True)
class Death:
    """When a process dies: at a step, counted from 0, or when a file of its grows past a size."""

    step: int | None = None
    size: int | None = None


def start(
    folder: Path, arguments: Sequence[str], death: Death | None = None, most_bytes: int = 0
) -> ForkServerProcess:
    """Begin a command on a data folder, with builds that hold the figures alone.

    Args:
        folder: the catalogue, the snapshot and the marts are below it.
        arguments: as on the command line.
        death: when the process is to die.
        most_bytes: no file can grow past it, as on a full disk; 0 is no limit.
    """
    process = _processes.Process(target=_run, args=(folder, list(arguments), death, most_bytes))
    with _no_script():
        process.start()
    return process


def finish(folder: Path, arguments: Sequence[str], most_bytes: int = 0) -> tuple[int | None, str]:
    """Run a command to its end: its exit code and its words."""
    process = start(folder, arguments, most_bytes=most_bytes)
    process.join(_PATIENCE_SECONDS)
    return process.exitcode, words(folder, process)


def words(folder: Path, process: ForkServerProcess) -> str:
    """What a process has said."""
    return _words(folder, process.pid).read_text()


def deaths_at_steps(first: Path, undisturbed: Path, arguments: Sequence[str]) -> list[Death]:
    """A death at every step of a command, found by a run that nobody kills.

    Args:
        first: the data folder as it is before.
        undisturbed: where a copy of it goes, which the command changes.
        arguments: as on the command line.
    """
    shutil.copytree(first, undisturbed)
    code, said = finish(undisturbed, arguments)
    assert code == 0, said
    return [Death(step=x) for x, _ in enumerate((undisturbed / _STEPS).read_text().splitlines())]


def deaths_in_the_database(undisturbed: Path) -> list[Death]:
    """Deaths while a database is written as large as the one that is served."""
    marts = undisturbed / "marts"
    size = (marts / publish.current(marts)["file"]).stat().st_size
    return [Death(size=int(size * share)) for share in _DATABASE_SHARES]


def killed(first: Path, folder: Path, arguments: Sequence[str], death: Death) -> None:
    """Copy a data folder and have a command die in it."""
    shutil.copytree(first, folder)
    process = start(folder, arguments, death)
    process.join(_PATIENCE_SECONDS)
    assert process.exitcode in (-signal.SIGKILL, -signal.SIGXFSZ), (death, process.exitcode)


@contextmanager
def _no_script() -> Iterator[None]:
    """A page tested before leaves its script as the main one, which a process would run."""
    script, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


def _run(folder: Path, arguments: list[str], death: Death | None, most_bytes: int) -> None:
    """In the process: run the command and exit with its code; words and steps are files beside."""
    # What was loaded before is neither looked through nor copied again.
    gc.freeze()
    said = _words(folder, os.getpid()).open("w")
    os.dup2(said.fileno(), 1)
    os.dup2(said.fileno(), 2)
    sys.stdout = sys.stderr = said
    build.make = light_make(folder)
    steps = _Steps(folder, death.step if death else None)
    if death:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        most_bytes = death.size or 0
    if most_bytes:
        _let_no_file_grow_past(most_bytes)
    sys.addaudithook(steps)
    code = main([*arguments, "--data", str(folder)])
    said.flush()
    steps.over = True
    if not death:
        (folder / _STEPS).write_text("".join(f"{x}\n" for x in steps.taken))
    os._exit(code)


def _words(folder: Path, process: int | None) -> Path:
    return folder / f"words-{process}.txt"


def _let_no_file_grow_past(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@dataclass
class _Steps:
    """The steps that a command takes in its folder; the process dies at one of them."""

    folder: Path
    dies_at: int | None
    taken: list[str] = field(default_factory=list)
    over: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _last: dict[int, str] = field(default_factory=dict)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """As an audit hook: told of everything, before it is done."""
        if self.over or event not in _CHANGES:
            return
        path = _CHANGES[event](*arguments)
        if path is None or self.folder not in path.parents:
            return
        with self._lock:
            if self._is_new(event, path):
                self.taken.append(f"{event} {path}")
                if len(self.taken) - 1 == self.dies_at:
                    self._die(event)

    def _is_new(self, event: str, path: Path) -> bool:
        """Whether a death here would leave what no other one leaves."""
        last = self._last.get(threading.get_ident())
        self._last[threading.get_ident()] = step = f"{event} {path}"
        # A file that is renamed as soon as it is written has been torn when it was opened. Two
        # threads may set about one step, and whoever is later changes nothing.
        return step not in self.taken and not (event == "os.rename" and last == f"open {path}")

    def _die(self, event: str) -> None:
        if event == "open":
            _let_no_file_grow_past(_TORN_BYTES)
        else:
            os.kill(os.getpid(), signal.SIGKILL)


def _place(path: str | os.PathLike[str], folder: int) -> Path:
    return Path(f"/proc/self/fd/{folder}").readlink() / path if folder >= 0 else Path(path)


def _opened(path: object, _: str | None, flags: int) -> Path | None:
    writes = flags & (os.O_WRONLY | os.O_RDWR)
    return Path(path) if writes and isinstance(path, str | os.PathLike) else None


def _made(path: str, _: int, folder: int) -> Path | None:
    place = _place(path, folder)
    return place if place.parent.is_dir() and not place.exists() else None


def _renamed(source: str, _: str, folder: int, __: int) -> Path:
    return _place(source, folder)


def _removed(path: str, folder: int) -> Path | None:
    place = _place(path, folder)
    return place if place.exists() else None


_CHANGES: dict[str, Callable[..., Path | None]] = {
    "open": _opened,
    "os.mkdir": _made,
    "os.rename": _renamed,
    "os.remove": _removed,
    "os.rmdir": _removed,
}
