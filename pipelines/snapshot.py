"""The embedded snapshot: the committed observations and the manifest that vouches for them."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import contract, files
from pipelines.errors import SourceError

SNAPSHOT = Path(__file__).parent.parent / "data" / "snapshot"
OBSERVATIONS = "observations.parquet"
MANIFEST = "manifest.json"

# Where a snapshot too large for one file has one for each indicator.
PARTS = "parts"

_DTYPES = {column: contract.dtype_of(column) for column in contract.COLUMNS}
_TEXT = [*contract.TEXT_COLUMNS, "state", "note", "source_id"]
_SCHEMA = pa.schema(
    [
        (
            column,
            pa.string()
            if column in _TEXT
            else pa.date32()
            if column in contract.DATE_COLUMNS
            else pa.float64(),
        )
        for column in contract.COLUMNS
    ]
)


def load(folder: Path = SNAPSHOT) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Read the committed snapshot and its manifest, and check one against the other.

    Raises:
        SourceError: when a file is absent, unreadable, or not the one the manifest names.
    """
    manifest = manifest_of(folder)
    if PARTS in manifest["observations"]:
        paths = part_paths(folder, manifest)
        frames = [pd.read_parquet(path) for path in paths.values()]
        return pd.concat(frames, ignore_index=True).astype(_DTYPES), manifest
    table = files.read(folder, OBSERVATIONS)
    try:
        observations = pq.read_table(pa.BufferReader(table)).to_pandas()
    except (ValueError, pa.ArrowException) as error:
        raise SourceError(f"{OBSERVATIONS}: not readable: {error}") from error
    expected = manifest["observations"]["sha256"]
    if digest(table) != expected:
        raise SourceError(
            f"{OBSERVATIONS}: its sha256 is {digest(table)}, the manifest names {expected}; "
            "rebuild the snapshot, or restore both files together"
        )
    return observations.astype(_DTYPES), manifest


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest of a snapshot.

    Raises:
        SourceError: when it is absent or unreadable.
    """
    try:
        manifest: dict[str, Any] = json.loads(files.read(folder, MANIFEST))
    except ValueError as error:
        raise SourceError(f"{MANIFEST}: not readable: {error}") from error
    return manifest


def part_paths(folder: Path, manifest: dict[str, Any]) -> dict[str, Path]:
    """The files of a snapshot in parts, by indicator, each the one that the manifest names.

    Raises:
        SourceError: when one is absent, half written or another.
    """
    paths = {}
    for name, expected in manifest["observations"][PARTS].items():
        part = f"{PARTS}/indicator_id={name}.parquet"
        found = digest(files.read(folder, part))
        if found != expected:
            raise SourceError(
                f"{part}: its sha256 is {found}, the manifest names {expected}; it is half "
                "written or of another snapshot: write the snapshot again"
            )
        paths[name] = folder / part
    return paths


def save_parts(observations: pd.DataFrame, manifest: dict[str, Any], folder: Path) -> None:
    """Write a snapshot with one file an indicator, and then the manifest that names them all."""
    sums = {}
    for name, rows in observations.groupby("indicator_id", sort=True):
        table = parquet(rows)
        files.replace(folder / PARTS / f"indicator_id={name}.parquet", table)
        sums[str(name)] = digest(table)
    figures = {x: y for x, y in manifest["observations"].items() if x != "sha256"}
    whole = digest(json.dumps(sums, sort_keys=True).encode())
    named = manifest | {"observations": figures | {"sha256": whole, PARTS: sums}}
    files.replace(folder / MANIFEST, (json.dumps(named, indent=1) + "\n").encode())


def save(table: bytes, manifest: dict[str, Any], folder: Path = SNAPSHOT) -> None:
    """Write the observations and then the manifest that names them."""
    files.replace(folder / OBSERVATIONS, table)
    written = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    files.replace(folder / MANIFEST, written.encode())


def parquet(observations: pd.DataFrame) -> bytes:
    """Observations as Parquet: in the order of their key, the same frame the same bytes."""
    ordered = observations[list(contract.COLUMNS)].sort_values(list(contract.KEY), kind="stable")
    table = pa.Table.from_pandas(ordered, schema=_SCHEMA, preserve_index=False)
    sink = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata(None), sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content


def digest(content: bytes) -> str:
    """The sha256 a manifest names a file by."""
    return sha256(content).hexdigest()
