"""Walking through a frame row by row, and asking whether a cell is empty."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pandas as pd


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Each row as a named tuple, its index first; its columns are only known at run time.

    Pandas makes a new class of tuple for every walk, which costs as much as walking. And a frame
    remembers every column that was ever taken of it by itself, up to 500 times each.
    """
    shape = _shape(tuple(frame.columns))
    values = frame.to_numpy(dtype=object).tolist()
    return (shape(place, *row) for place, row in zip(frame.index.tolist(), values, strict=True))


@lru_cache(maxsize=256)
def _shape(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", ("Index", *names), rename=True)


def missing(value: Any) -> bool:
    """Whether one cell has nothing in it: None, NaN or NaT."""
    return bool(pd.isna(value))
