"""Publishers' cells as figures: numbers at full precision, and why a figure is not there."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from pipelines.errors import SourceError

_NUMBER = r"[+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"

# What publishers write where they give no figure: the state, and what we say if they do not.
_CONFIDENTIAL = ("suppressed", "Withheld by the publisher: too few cases to show.")
_UNRELIABLE = ("suppressed", "Withheld by the publisher: unreliable estimate.")
_LOW = ("suppressed", "The publisher says only that it is low: it would round to zero.")
_NOT_APPLICABLE = ("not_applicable", "The publisher marks it as not applicable.")
_NOT_AVAILABLE = ("missing", "The publisher marks it as not available.")
MARKS = {
    "*": _CONFIDENTIAL,
    "c": _CONFIDENTIAL,
    "[c]": _CONFIDENTIAL,
    "u": _UNRELIABLE,
    "[u]": _UNRELIABLE,
    "[low]": _LOW,
    "z": _NOT_APPLICABLE,
    "[z]": _NOT_APPLICABLE,
    "x": _NOT_AVAILABLE,
    "[x]": _NOT_AVAILABLE,
}
# A blank says nothing; the publisher's note beside it may.
BLANKS = ("", "-", "na", "n/a")
ALLOWED = f"a number such as 1234.5 or 1,234.5, a blank, or one of {' '.join(MARKS)} - NA"

WITHHELD = (
    r"(?i)suppress|too small|sample size|data quality|disclosure|combined|incomplete|withheld"
    r"|cannot be calculated|unreliable|not (?:been )?(?:presented|published)"
)
NOT_GIVEN = "The publisher gives no figure."
_WITHHELD_WITHOUT_REASON = "The publisher withholds this figure."


def numbers(cells: pd.Series[str], column: str, file: str) -> pd.Series[float]:
    """Cells as numbers with every digit published; blanks and marks are null.

    Raises:
        SourceError: naming the row, the column, the cell and what is allowed.
    """
    absent = _absent(cells)
    wrong = cells[~absent & ~cells.str.fullmatch(_NUMBER)]
    if len(wrong):
        _fail(wrong, column, file)
    written = cells.mask(absent, "nan").str.replace(",", "").to_numpy(dtype="object")
    # Python reads the nearest number to every digit; faster readers may be one bit away.
    found = pd.Series(written.astype("float64"), index=cells.index)
    if np.isinf(found).any():
        _fail(cells[np.isinf(found)], column, file)
    return found


def states(cells: pd.Series[str], notes: pd.Series[str]) -> tuple[pd.Series[str], pd.Series[str]]:
    """Whether each figure is published, and if not, why; the note says it in words.

    Args:
        cells: the value as the publisher writes it.
        notes: the publisher's note beside it, or a blank.

    Returns:
        The contract's state, and the note: the publisher's where there is one.
    """
    marks = cells.str.lower()
    withheld = notes.str.contains(WITHHELD)
    blank = marks.isin(BLANKS)
    state = marks.map({mark: state for mark, (state, _) in MARKS.items()}).fillna("published")
    state = state.mask(blank, "missing").mask(blank & withheld, "suppressed")
    said = marks.map({mark: words for mark, (_, words) in MARKS.items()}).fillna("")
    said = said.mask(blank, NOT_GIVEN).mask(blank & withheld, _WITHHELD_WITHOUT_REASON)
    return state.astype("str"), notes.where(notes != "", said).astype("str")


def cells_pattern(cells: int) -> str:
    """A pattern for so many cells joined by semicolons, each a number, a blank or a mark."""
    absent = "|".join(re.escape(x) for x in (*BLANKS, *MARKS))
    return ";".join([f"(?i:{_NUMBER}|{absent})"] * cells)


def _absent(cells: pd.Series[str]) -> pd.Series[bool]:
    return cells.str.lower().isin([*BLANKS, *MARKS])


def _fail(wrong: pd.Series[str], column: str, file: str) -> None:
    raise SourceError(
        f"{file}, row {wrong.index[0]}, column '{column}': '{wrong.iloc[0]}' is not a number; "
        f"allowed: {ALLOWED}"
    )
