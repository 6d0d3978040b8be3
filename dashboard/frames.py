"""Walking through a frame row by row, and asking whether a cell is empty."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pandas as pd


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Each row as a named tuple, its index first; its columns are only known at run time.

    Pandas makes a new class of tuple for every walk, which costs as much as walking.
    """
    columns = [frame.index.tolist(), *(column.tolist() for _, column in frame.items())]
    return map(_shape(tuple(frame.columns))._make, zip(*columns, strict=True))


@lru_cache(maxsize=256)
def _shape(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", ("Index", *names), rename=True)


def missing(value: Any) -> bool:
    """Whether one cell has nothing in it: None, NaN or NaT."""
    return bool(pd.isna(value))
