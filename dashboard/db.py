"""The dashboard's only use of DuckDB: one read-only connection a build, a cursor a thread.

When the pipeline publishes a new build, the next question is answered from it; whoever is still
reading the old one finishes undisturbed. Where the pointer is unreadable, or its build damaged,
the newest whole build is served instead, and the dashboard says so.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from dashboard.frames import sharing_words

# Frames here have tens of rows, where text in Arrow's memory costs twice what Python's own does.
pd.set_option("mode.string_storage", "python")

MARTS = Path(__file__).parent.parent / "data" / "marts"
LOOK_AGAIN_SECONDS = 1.0
BATCH_ROWS = 10_000
# Earlier builds that stay open for whoever cites one.
MOST_EARLIER = 2

log = logging.getLogger(__name__)


class NoBuildError(Exception):
    """There is no build to show; the message says how to make one."""


class NotAtOnceError(Exception):
    """An answer was wanted at once, and takes a while."""


@dataclass(frozen=True)
class Build:
    """One published build, open for reading."""

    build_id: str
    folder: Path
    connection: duckdb.DuckDBPyConnection = field(compare=False, hash=False, repr=False)
    # Threads must not share a cursor: DuckDB fails or mixes results when they do.
    cursors: threading.local = field(
        default_factory=threading.local, compare=False, hash=False, repr=False
    )

    def frame(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The rows of a query with its parameters bound by name."""
        takes_time()
        if not hasattr(self.cursors, "cursor"):
            self.cursors.cursor = self.connection.cursor()
        return sharing_words(self.cursors.cursor.execute(sql, dict(parameters or {})).df())

    def batches(
        self, sql: str, parameters: Mapping[str, Any], rows: int = BATCH_ROWS
    ) -> pa.RecordBatchReader:
        """The rows of a query a batch at a time, however many there are.

        It has a cursor of its own, because the thread's is free for others in between.
        """
        takes_time()
        cursor = self.connection.cursor()
        return cursor.sql(sql, params=dict(parameters)).to_arrow_reader(rows)

    def beside(self, name: str) -> Any:
        """A JSON file that the pipeline keeps beside this build, None where there is none."""
        try:
            return json.loads((self.folder / f"{name}-{self.build_id}.json").read_bytes())
        except (OSError, ValueError):
            return None


class Marts:
    """The folder of published builds, and which one is current."""

    def __init__(self, folder: Path) -> None:
        """Remember the folder; nothing is opened until the first question."""
        self._folder = folder
        self._lock = threading.Lock()
        self._build: Build | None = None
        self._looked = 0.0
        # A build that could not be opened is not tried again until its file changes.
        self._unusable: dict[Path, tuple[int, int]] = {}
        self._earlier: dict[str, Build] = {}
        self._trouble = ""
        self.on_switch: Callable[[Build], None] = lambda _: None

    def current(self) -> Build:
        """The build to answer from now.

        Raises:
            NoBuildError: when no whole build is there.
        """
        now = time.monotonic()
        build = self._build
        if build is not None and now - self._looked < LOOK_AGAIN_SECONDS:
            return build
        takes_time()
        with self._lock:
            before, self._looked = self._build, now
            wanted = self._pointed_at()
            if before is None or wanted != before.build_id:
                self._build = self._open(wanted) or before or self._newest()
            found = self._build or self._newest()
            self._trouble = _trouble(wanted, found)
        if before is not None and found is not before:
            log.warning("now serving build %s", found.build_id)
            self.on_switch(found)
        return found

    def at(self, build_id: str) -> Build | None:
        """A build that is kept, None where there is none of that name or it is damaged."""
        current = self.current()
        if build_id == current.build_id:
            return current
        if not build_id.isalnum():
            return None
        takes_time()
        with self._lock:
            if build_id not in self._earlier and (found := self._open(build_id)):
                while len(self._earlier) >= MOST_EARLIER:
                    self._earlier.pop(next(iter(self._earlier)))
                self._earlier[build_id] = found
            return self._earlier.get(build_id)

    @property
    def build_id(self) -> str:
        """The build that the last question was answered from, '' before the first."""
        return self._build.build_id if self._build else ""

    @property
    def trouble(self) -> str:
        """What people should know about the build they see, '' while all is well."""
        return self._trouble

    def _pointed_at(self) -> str:
        try:
            pointer = json.loads((self._folder / "current.json").read_text(encoding="utf-8"))
            return str(pointer["build"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def _open(self, build_id: str) -> Build | None:
        path = self._folder / f"marts-{build_id}.duckdb"
        try:
            found = path.stat()
        except OSError:
            return None
        state = (found.st_mtime_ns, found.st_size)
        if not build_id or self._unusable.get(path) == state:
            return None
        try:
            return Build(build_id, self._folder, _connection(path))
        except (duckdb.Error, OSError, ValueError) as error:
            self._unusable[path] = state
            log.warning("build %s cannot be opened: %s", build_id, type(error).__name__)
            return None

    def _newest(self) -> Build:
        paths = sorted(self._folder.glob("marts-*.duckdb"), key=os.path.getmtime, reverse=True)
        for path in paths:
            build = self._open(path.stem.removeprefix("marts-"))
            if build is not None:
                log.warning("no usable pointer; serving the newest whole build %s", build.build_id)
                return build
        raise NoBuildError(
            "No figures have been built yet. Run 'python -m pipelines build', then reload."
        )


def _connection(path: Path) -> duckdb.DuckDBPyConnection:
    """A database open for reading and closed to everything else, once its bytes are whole.

    Raises:
        ValueError: when the bytes are not those that were published.
        duckdb.Error, OSError: when it cannot be read.
    """
    written = path.with_suffix(".sha256")
    if written.exists():
        with path.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        if digest != written.read_text(encoding="ascii").strip():
            raise ValueError("the file is damaged")
    connection = duckdb.connect(
        str(path),
        read_only=True,
        config={
            "enable_external_access": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "lock_configuration": True,
            "threads": 1,
        },
    )
    connection.execute("select build_id from build").fetchall()
    return connection


def _trouble(wanted: str, build: Build) -> str:
    if wanted == build.build_id:
        return ""
    why = "The newest figures cannot be read" if wanted else "Which figures are newest is not known"
    return f"{why} at the moment. These are the last good ones, build {build.build_id}."


_marts = Marts(Path(os.environ.get("MARTS_FOLDER", MARTS)))
_held = threading.local()


def hold() -> Build:
    """The build of now, which stays the current one of this thread until it holds another.

    A run of a page has a thread of its own: its parts agree even when a build is published
    meanwhile.
    """
    _held.build = None
    build = _held.build = _marts.current()
    return build


def current() -> Build:
    """The build the dashboard answers from now; in a run of a page, the one it began with."""
    return getattr(_held, "build", None) or _marts.current()


def build_id() -> str:
    """The build that the last question was answered from, '' before the first."""
    return _marts.build_id


def on_switch(told: Callable[[Build], None]) -> None:
    """Have a function told of every build that takes another one's place."""
    _marts.on_switch = told


def at(build_id: str) -> Build | None:
    """A build that is kept, None where there is none of that name."""
    return _marts.at(build_id)


def kept(build_id: str) -> Build:
    """The build of that name, opened again where it was let go.

    Raises:
        NoBuildError: when it is no longer kept.
    """
    found = at(build_id)
    if found is None:
        raise NoBuildError(
            f"Build {build_id} is no longer kept. Load the page again for the figures of now."
        )
    return found


@contextmanager
def at_once() -> Iterator[None]:
    """In here this thread waits for nothing: what takes a while raises ``NotAtOnceError``.

    For the thread of the event loop, for which everybody waits.
    """
    _held.at_once = True
    try:
        yield
    finally:
        _held.at_once = False


def takes_time() -> None:
    """Told before what takes a while: files, the database, other threads.

    Raises:
        NotAtOnceError: where the answer is wanted at once.
    """
    if getattr(_held, "at_once", False):
        raise NotAtOnceError


def trouble() -> str:
    """What people should know about the build they see, '' while all is well."""
    return _marts.trouble
