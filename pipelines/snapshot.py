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
    manifest_bytes, table = files.read(folder, MANIFEST), files.read(folder, OBSERVATIONS)
    try:
        manifest = json.loads(manifest_bytes)
        observations = pq.read_table(pa.BufferReader(table)).to_pandas()
    except (ValueError, pa.ArrowException) as error:
        raise SourceError(f"{OBSERVATIONS} or {MANIFEST}: not readable: {error}") from error
    expected = manifest["observations"]["sha256"]
    if digest(table) != expected:
        raise SourceError(
            f"{OBSERVATIONS}: its sha256 is {digest(table)}, the manifest names {expected}; "
            "rebuild the snapshot, or restore both files together"
        )
    dtypes = {column: contract.dtype_of(column) for column in contract.COLUMNS}
    return observations.astype(dtypes), manifest


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
