"""Parquet: the figures with their types, and what to cite in the file's own metadata."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.parquet as pq

MEDIA_TYPE = "application/vnd.apache.parquet"


def make(table: pa.Table, about: Mapping[str, str]) -> bytes:
    """A table as one Parquet file; ``about`` is kept beside its schema."""
    written = io.BytesIO()
    described = {key.encode(): value.encode() for key, value in about.items()}
    pq.write_table(table.replace_schema_metadata(described), written, compression="zstd")
    return written.getvalue()
