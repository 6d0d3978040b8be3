"""One refresh at a time: the lock lives as long as its holder, however that one ends."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from pipelines.errors import PipelineError

NAME = ".refresh.lock"
LOOK_AGAIN_SECONDS = 0.2
# Locked far behind what the holder writes of itself, so that others can read that.
_PLACE = 1 << 20


class BusyError(PipelineError):
    """Somebody else is changing the builds; says who and since when."""


@contextmanager
def held(folder: Path, what: str, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the lock of a folder of builds.

    Args:
        folder: the builds.
        what: what the holder does, for the message to others.
        wait_seconds: how long to wait for another holder.

    Raises:
        BusyError: when another holds it still; it says who and since when.
    """
    folder.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + wait_seconds
    with (folder / NAME).open("ab+") as handle:
        while not _taken(handle):
            if time.monotonic() >= deadline:
                raise BusyError(_holder(folder / NAME))
            time.sleep(LOOK_AGAIN_SECONDS)
        _write(handle, what)
        try:
            yield
        finally:
            handle.truncate(0)
            _let_go(handle)


def _write(handle: BinaryIO, what: str) -> None:
    since = datetime.now(UTC).replace(microsecond=0).isoformat()
    handle.truncate(0)
    handle.write(json.dumps({"what": what, "process": os.getpid(), "since": since}).encode())
    handle.flush()


def _holder(path: Path) -> str:
    try:
        found = json.loads(path.read_bytes())
        who = f"a {found['what']} (process {found['process']}) since {found['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        who = "another process"
    return f"the builds are being changed by {who}; wait for it with --wait SECONDS"


if sys.platform == "win32":
    import msvcrt

    def _taken(handle: BinaryIO) -> bool:
        handle.seek(_PLACE)
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _let_go(handle: BinaryIO) -> None:
        handle.seek(_PLACE)
        msvcrt.locking(handle.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _taken(handle: BinaryIO) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _let_go(handle: BinaryIO) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
