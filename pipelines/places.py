"""The folders the commands read and write."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines import publish, raw_store, snapshot
from pipelines.catalogue import CATALOGUE


@dataclass(frozen=True)
class Places:
    """Where the catalogue, the snapshot, the builds and the publishers' files are."""

    catalogue: Path = CATALOGUE
    snapshot: Path = snapshot.SNAPSHOT
    marts: Path = publish.MARTS
    raw: Path = raw_store.RAW

    @classmethod
    def under(cls, data: Path) -> Places:
        """The same folders under another data folder."""
        return cls(data / "catalogue", data / "snapshot", data / "marts", data / "raw")
