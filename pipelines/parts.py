"""The parts of the marts: one Parquet file a mart and indicator, made again when its inputs change.

A part's name is the digest of everything it is made from, so it never changes: another digest is
another file. A part is there once its indicator's list of checksums is, which is written last.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipelines import files

LISTS = "checksums"


@dataclass(frozen=True)
class Parts:
    """The parts of a build.

    Attributes:
        folder: where they are kept.
        digests: for each indicator, in the order of their ids, the digest of its inputs.
        marts: the names of the marts that are kept in parts.
    """

    folder: Path
    digests: Mapping[str, str]
    marts: tuple[str, ...]

    def stale(self) -> list[str]:
        """The indicators with a part that is absent, half written or damaged."""
        return [x for x in self.digests if not self._is_whole(x)]

    def paths(self, mart: str) -> list[Path]:
        """The parts of one mart, in the order of the indicators; some may have no row."""
        return [self._path(mart, x) for x in self.digests]

    @contextmanager
    def unfinished(self) -> Iterator[Path]:
        """A folder to write in before the parts are kept; it goes, however the build ends."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = tempfile.mkdtemp(prefix=".building-", dir=self.folder)
        try:
            yield Path(name)
        finally:
            shutil.rmtree(name, ignore_errors=True)

    def keep(self, indicator: str, written: Mapping[str, Path]) -> None:
        """Give an indicator's finished parts their names; the list of checksums comes last."""
        sums = {}
        for mart, path in written.items():
            # Not forced to disk one by one: what a power cut tears, its checksum tells.
            sums[mart] = _digest(path)
            kept = self._path(mart, indicator)
            kept.parent.mkdir(parents=True, exist_ok=True)
            path.replace(kept)
        files.replace(self._list(indicator), (json.dumps(sums, indent=1) + "\n").encode())

    def prune(self) -> None:
        """Remove the parts that this build does not use."""
        wanted = {self._list(x) for x in self.digests}
        wanted |= {self._path(mart, x) for mart in self.marts for x in self.digests}
        for path in self.folder.glob("*/indicator_id=*/*"):
            if path not in wanted:
                path.unlink()

    def _is_whole(self, indicator: str) -> bool:
        try:
            sums = json.loads(self._list(indicator).read_text(encoding="ascii"))
            found = {mart: _digest(self._path(mart, indicator)) for mart in self.marts}
        except (OSError, ValueError):
            return False
        return bool(found == sums)

    def _path(self, mart: str, indicator: str) -> Path:
        name = f"{self.digests[indicator]}.parquet"
        return self.folder / mart / f"indicator_id={indicator}" / name

    def _list(self, indicator: str) -> Path:
        name = f"{self.digests[indicator]}.json"
        return self.folder / LISTS / f"indicator_id={indicator}" / name


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
