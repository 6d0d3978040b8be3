"""The dashboard's only use of DuckDB: one read-only connection a build, a cursor a thread.

When the pipeline publishes a new build, the next question is answered from it; whoever is still
reading the old one finishes undisturbed. Where the pointer is unreadable, the newest whole build
is served instead.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

MARTS = Path(__file__).parent.parent / "data" / "marts"
LOOK_AGAIN_SECONDS = 1.0

log = logging.getLogger(__name__)


class NoBuildError(Exception):
    """There is no build to show; the message says how to make one."""


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
        if not hasattr(self.cursors, "cursor"):
            self.cursors.cursor = self.connection.cursor()
        result: pd.DataFrame = self.cursors.cursor.execute(sql, dict(parameters or {})).df()
        return result

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

    def current(self) -> Build:
        """The build to answer from now.

        Raises:
            NoBuildError: when no whole build is there.
        """
        now = time.monotonic()
        build = self._build
        if build is not None and now - self._looked < LOOK_AGAIN_SECONDS:
            return build
        with self._lock:
            self._looked = now
            wanted = self._pointed_at()
            if self._build is None or (wanted and wanted != self._build.build_id):
                self._build = self._open(wanted) or self._build or self._newest()
            return self._build

    def _pointed_at(self) -> str:
        try:
            pointer = json.loads((self._folder / "current.json").read_text(encoding="utf-8"))
            return str(pointer["build"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def _open(self, build_id: str) -> Build | None:
        path = self._folder / f"marts-{build_id}.duckdb"
        if not build_id or not path.is_file():
            return None
        try:
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
        except duckdb.Error as error:
            log.warning("build %s cannot be opened: %s", build_id, type(error).__name__)
            return None
        return Build(build_id, self._folder, connection)

    def _newest(self) -> Build:
        paths = sorted(self._folder.glob("marts-*.duckdb"), key=os.path.getmtime, reverse=True)
        for path in paths:
            build = self._open(path.stem.removeprefix("marts-"))
            if build is not None:
                log.warning(
                    "no readable pointer; serving the newest whole build %s", build.build_id
                )
                return build
        raise NoBuildError(
            "No figures have been built yet. Run 'python -m pipelines build', then reload."
        )


_marts = Marts(Path(os.environ.get("MARTS_FOLDER", MARTS)))


def current() -> Build:
    """The build the dashboard answers from now."""
    return _marts.current()
