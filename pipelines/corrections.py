"""Known errors in publishers' files, put right where the catalogue says so and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from pipelines.catalogue import Correction
from pipelines.contract import COLUMNS
from pipelines.errors import CatalogueError


def apply(observations: pd.DataFrame, corrections: Iterable[Correction]) -> pd.DataFrame:
    """Apply each correction to the rows it names.

    Raises:
        CatalogueError: when a correction names an unknown column, matches no row, or finds
            something other than it expects; the publisher has then put the file right, or
            changed it, and the correction must be looked at again.
    """
    corrected = observations.copy()
    for correction in corrections:
        rows = _matching(corrected, correction)
        _require_expected(corrected[rows], correction)
        for column, value in correction.change.items():
            corrected.loc[rows, column] = value
    return corrected


def _matching(observations: pd.DataFrame, correction: Correction) -> pd.Series[bool]:
    wanted = pd.Series(data=True, index=observations.index)
    for column, value in correction.match.items():
        _require_column(column, correction)
        wanted &= observations[column] == value
    if not wanted.any():
        described = ", ".join(f"{column} {value}" for column, value in correction.match.items())
        raise CatalogueError(
            f"corrections.yml: {correction.id} matches no figure ({described}); "
            "take it out if the publisher has put the file right"
        )
    return wanted


def _require_expected(rows: pd.DataFrame, correction: Correction) -> None:
    for column, value in correction.expect.items():
        _require_column(column, correction)
        found = rows.loc[rows[column] != value, column]
        if len(found):
            raise CatalogueError(
                f"corrections.yml: {correction.id} expects {column} {value} "
                f"but the publisher's file has {found.iloc[0]}"
            )
    for column in correction.change:
        _require_column(column, correction)


def _require_column(column: str, correction: Correction) -> None:
    if column not in COLUMNS:
        raise CatalogueError(
            f"corrections.yml: {correction.id} names column '{column}'; "
            f"allowed: {', '.join(COLUMNS)}"
        )
