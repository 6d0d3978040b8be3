"""JSON in pages: the rows, where the next ones are, and what they are and may be used for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

MEDIA_TYPE = "application/json"


def make(page: pa.Table, about: Mapping[str, Any]) -> bytes:
    """A page of rows under ``data``, after what they are."""
    text = json.dumps(
        {**about, "data": page.to_pylist()}, ensure_ascii=False, default=str, separators=(",", ":")
    )
    return text.encode()
