"""Walking through a frame row by row, and asking whether a cell is empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Each row as a named tuple; its columns are only known at run time."""
    yield from frame.itertuples()


def missing(value: Any) -> bool:
    """Whether one cell has nothing in it: None, NaN or NaT."""
    return bool(pd.isna(value))
