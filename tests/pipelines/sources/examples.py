"""Publishers' files as tests have them, and what is asked of their figures."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

PUBLISHERS = Path(__file__).parents[2] / "data" / "publishers"
HACKNEY_WITH_THE_CITY = "Value for Hackney and City of London combined"
DECILES = "County & UA deprivation deciles in England (IMD2019, 4/23 geography)"


def content(file: str) -> bytes:
    """The bytes of an example."""
    return (PUBLISHERS / file).read_bytes()


def spoiled(file: str, old: bytes, new: bytes, most: int = -1) -> bytes:
    """An example in which some bytes are others, in ``most`` places or everywhere."""
    whole = content(file)
    assert old in whole
    return whole.replace(old, new, most)


def with_cell(file: str, sheet: str, cell: str, value: object) -> bytes:
    """A workbook in which one cell is another."""
    book = openpyxl.load_workbook(PUBLISHERS / file)
    book[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def column(*cells: str) -> pd.Series[str]:
    """A column below a header: its first row is the file's second."""
    return pd.Series(cells, index=range(2, len(cells) + 2), dtype="str")


def rows(observed: pd.DataFrame, *columns: str) -> list[list[Any]]:
    """Some columns of the figures, with None for what is not there."""
    chosen = observed[list(columns)].astype("object")
    return chosen.where(chosen.notna(), None).to_numpy().tolist()
