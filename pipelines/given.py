"""The figures a build is given, one indicator at a time: from one file, or from one each."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
import pyarrow.parquet as pq

from pipelines import contract, snapshot
from pipelines.analysis.each import BY


class Read(Protocol):
    """Reads the figures of some indicators."""

    def __call__(
        self, indicators: Sequence[str], areas: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """Those of the areas named, of all areas if None."""


@dataclass(frozen=True)
class Given:
    """Figures by indicator.

    Attributes:
        digests: what tells one edition of an indicator's figures from another, in the order of
            the indicators' ids.
        rows: how many figures each indicator has.
        read: the figures of some indicators, in the order of their key; of some areas only, where
            those are named.
        paths: the Parquet file of each indicator, where it has one of its own.
    """

    digests: Mapping[str, str]
    rows: Mapping[str, int]
    read: Read
    paths: Mapping[str, Path] = field(default_factory=dict)

    @property
    def figures_before(self) -> list[int]:
        """How many figures the indicators before each one have."""
        return [0, *accumulate(self.rows.values())][:-1]

    @property
    def folders(self) -> list[Path]:
        """The folders of the indicators' files."""
        return sorted({path.parent for path in self.paths.values()})

    def batches(self, indicators: Sequence[str], most_rows: int) -> list[list[str]]:
        """The indicators in turn, together as long as they have no more rows than that."""
        batches: list[list[str]] = []
        held = most_rows
        for one in indicators:
            if held + self.rows[one] > most_rows:
                batches.append([])
                held = 0
            batches[-1].append(one)
            held += self.rows[one]
        return batches


def of_snapshot(folder: Path) -> tuple[Given, dict[str, Any]]:
    """The figures of a snapshot, in one file or in one for each indicator, and its manifest.

    Raises:
        SourceError: when a file is absent, half written, or not the one the manifest names.
    """
    manifest = snapshot.manifest_of(folder)
    if snapshot.PARTS in manifest["observations"]:
        return of_files(snapshot.part_paths(folder, manifest)), manifest
    return of_frame(snapshot.load(folder)[0]), manifest


def of_frame(observations: pd.DataFrame) -> Given:
    """The figures of one frame."""
    by_indicator = {
        str(name): rows for name, rows in observations.groupby(BY, sort=True, observed=True)
    }

    def read(indicators: Sequence[str], areas: Sequence[str] | None = None) -> pd.DataFrame:
        chosen = [by_indicator[x] for x in indicators if x in by_indicator]
        found = pd.concat(chosen) if chosen else observations.head(0)
        return found if areas is None else found[found["area_code"].isin(list(areas))]

    return Given(
        digests={name: _digest(rows) for name, rows in by_indicator.items()},
        rows={name: len(rows) for name, rows in by_indicator.items()},
        read=read,
    )


def of_files(paths: Mapping[str, Path]) -> Given:
    """The figures of one Parquet file an indicator; read only as far as they are asked for."""
    ordered = dict(sorted(paths.items()))
    dtypes = {column: contract.dtype_of(column) for column in contract.COLUMNS}

    def read(indicators: Sequence[str], areas: Sequence[str] | None = None) -> pd.DataFrame:
        only = None if areas is None else [("area_code", "in", list(areas))]
        found = [pd.read_parquet(ordered[x], filters=only) for x in indicators if x in ordered]
        return pd.concat(found).astype(dtypes) if found else contract.empty()

    return Given(
        digests={name: snapshot.digest(path.read_bytes()) for name, path in ordered.items()},
        rows={name: pq.read_metadata(path).num_rows for name, path in ordered.items()},
        read=read,
        paths=ordered,
    )


def _digest(rows: pd.DataFrame) -> str:
    hashed = pd.util.hash_pandas_object(rows, index=False).to_numpy()
    return hashlib.sha256(hashed.tobytes()).hexdigest()
