"""Publishers' untouched bytes: data/raw/<source>/<retrieved>/<file>, each with its record.

A visit is one folder. It stays open until the refresh that reads it is done, so that an
interrupted refresh goes on in it and fetches nothing twice.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hashlib import file_digest
from pathlib import Path

from pipelines import files

RAW = Path(__file__).parent.parent / "data" / "raw"
RECORD = ".record.json"
DONE = ".done"
STAMP = "%Y%m%dT%H%M%S.%fZ"
RESUMED_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Record:
    """What is known of one file: where it came from, what the publisher said, what it holds."""

    name: str
    asked: str
    address: str
    status: int
    sha256: str
    size: int
    retrieved: str
    headers: Mapping[str, str]

    @property
    def edition(self) -> str:
        """The day the publisher says the file is from, or the day it was retrieved."""
        written = self.headers.get("last-modified", "")
        try:
            return f"{datetime.strptime(written, '%a, %d %b %Y %H:%M:%S %Z'):%Y-%m-%d}"  # noqa: DTZ007 always GMT
        except ValueError:
            return self.retrieved[:10]


class Visit:
    """The folder of one retrieval of one source."""

    def __init__(self, root: Path, source: str, now: datetime) -> None:
        """Go on in the folder an interrupted refresh left, or begin a new one."""
        self._home = root / source
        left = [x for x in _folders(self._home) if not (x / DONE).exists()]
        young = [x for x in left if now - _moment(x) < RESUMED_WITHIN]
        self.folder = young[-1] if young else _new(self._home, now)
        for part in self.folder.glob(".*.part"):
            part.unlink(missing_ok=True)

    def path(self, name: str) -> Path:
        """Where a file of this visit is kept."""
        return self.folder / name

    def complete(self, name: str, asked: str) -> Record | None:
        """The record of a file that is here already and whole."""
        return _whole(self.folder, name, asked)

    def previous(self, name: str, asked: str) -> tuple[Path, Record] | None:
        """The newest whole copy of a file from an earlier visit to the same address."""
        for folder in reversed(_folders(self._home)):
            record = _whole(folder, name, asked)
            if record is not None and folder != self.folder:
                return folder / name, record
        return None

    def take_over(self, path: Path, record: Record, status: int) -> Record:
        """Keep an earlier copy that the publisher says is still the newest."""
        here = self.path(record.name)
        here.parent.mkdir(parents=True, exist_ok=True)
        here.unlink(missing_ok=True)
        try:
            os.link(path, here)
        except OSError:
            shutil.copyfile(path, here)
        return self.note(Record(**(asdict(record) | {"status": status})))

    def note(self, record: Record) -> Record:
        """Write a file's record; only with it is the file complete."""
        content = json.dumps(asdict(record), indent=1, ensure_ascii=False) + "\n"
        files.replace(self.folder / f"{record.name}{RECORD}", content.encode())
        return record

    def finish(self) -> None:
        """The refresh has read everything; the next one begins a new visit."""
        if self.folder.is_dir():
            files.replace(self.folder / DONE, b"")


def prune(root: Path, keep: int) -> int:
    """Remove all but the newest visits of each source; returns how many went."""
    removed = 0
    for home in root.iterdir() if root.is_dir() else ():
        for folder in _folders(home)[:-keep]:
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
    return removed


def _new(home: Path, now: datetime) -> Path:
    """A folder no earlier visit has used, even one begun in the same second."""
    moment = now
    while (home / moment.strftime(STAMP)).exists():
        moment += timedelta(microseconds=1)
    return home / moment.strftime(STAMP)


def _folders(home: Path) -> list[Path]:
    return sorted(_dated(home)) if home.is_dir() else []


def _dated(home: Path) -> Iterator[Path]:
    for folder in home.iterdir():
        try:
            _moment(folder)
        except ValueError:
            continue
        yield folder


def _moment(folder: Path) -> datetime:
    return datetime.strptime(folder.name, STAMP).replace(tzinfo=UTC)


def _whole(folder: Path, name: str, asked: str) -> Record | None:
    try:
        record = Record(**json.loads((folder / f"{name}{RECORD}").read_bytes()))
        with (folder / name).open("rb") as handle:
            same = file_digest(handle, "sha256").hexdigest() == record.sha256
    except (OSError, ValueError, TypeError):
        return None
    return record if same and record.asked == asked else None
