"""Reading with a plain message; writing so that nobody ever sees half a file."""

from __future__ import annotations

import os
from pathlib import Path

from pipelines.errors import SourceError


def read(folder: Path, name: str) -> bytes:
    """The bytes of a file of a folder.

    Raises:
        SourceError: when it is not there or cannot be read; it is named without the folder.
    """
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError as error:
        raise SourceError(f"{name}: no such file in the folder given") from error
    except OSError as error:
        raise SourceError(f"{name}: cannot be read: {error.strerror}") from error


def replace(path: Path, content: bytes) -> None:
    """Write beside the file, flush to disk, then rename over it.

    Raises:
        OSError: when the disk is full or the folder cannot be written; the old file stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
