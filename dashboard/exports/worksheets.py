"""A request as a workbook: which table goes on which worksheet, and how its numbers are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pandas as pd

from dashboard import queries, text
from dashboard.db import Build
from dashboard.exports import table, workbook
from dashboard.exports.about import About
from dashboard.exports.describe import Column
from dashboard.exports.dictionary import IN_UNIT
from dashboard.exports.request import Request
from dashboard.exports.sheet import Table
from dashboard.exports.workbook import Front
from dashboard.text import Unit

_FORMATS = {
    "count": "#,##0",
    "denominator": "#,##0",
    "ratio": "0.000",
    "estimate": "#,##0.000",
    "lower": "#,##0.000",
    "upper": "#,##0.000",
    "population_covered": "0.0%",
    "slope": "0.000",
    "chi_squared": "0.00",
    "imd_2019_average_score": "0.0",
    "imd_2025_average_score": "0.0",
}
_ROUNDED = "Numbers are stored whole and shown rounded."


def make(request: Request, build: Build, about: Callable[[int], About]) -> bytes:
    """The workbook: a worksheet an indicator, or one for a list that has none.

    Args:
        about: what the files say of themselves, given how many rows there are.

    Raises:
        workbook.TooManyRowsError: when it would be too long.
    """
    rows = _counted(request, build)
    said = about(rows)
    columns = table.columns(request, build)
    frame = table.table(request, build).to_pandas()
    tables = list(_tables(request, build, columns, frame))
    return workbook.write(front(said), tables)


def front(said: About) -> Front:
    """The cover: what this is, the query, the build, the sources, the licence, how to cite."""
    return Front(
        title=said.title,
        introduction=(
            said.summary,
            f"{said.counted.capitalize()}. {_ROUNDED} The worksheet Contents lists the tables; "
            "Notes explains shorthand and columns.",
        ),
        about=(
            *said.choices,
            f"Build: {said.build}",
            f"The same rows at this address: {said.permalink}",
            f"How to cite: {said.citation}",
            f"Licence: {said.terms}",
            *(f"Source: {source.line}" for source in said.sources),
        ),
        day=said.day,
    )


def _counted(request: Request, build: Build) -> int:
    """How many rows, counted before they are all in memory.

    Raises:
        workbook.TooManyRowsError: as soon as there are too many.
    """
    rows = sum(int(batch.num_rows) for batch in table.batches(request, build))
    workbook.check(rows)
    return rows


def _tables(
    request: Request, build: Build, columns: Sequence[Column], frame: pd.DataFrame
) -> Iterator[Table]:
    if "indicator_id" not in frame or request.dataset.name == "indicators":
        yield Table(request.dataset.title, (), columns, frame, _formats(columns, None))
        return
    known = queries.indicators(build)
    for indicator, own in frame.groupby("indicator_id", sort=False):
        row = dict(known.loc[str(indicator)])
        unit = Unit.of(row)
        yield Table(
            f"{row['title']}: {text.within(request.dataset.title)}",
            (_measured(row, unit),),
            columns,
            own,
            _formats(columns, unit),
        )


def _measured(row: dict[str, Any], unit: Unit) -> str:
    return f"{row['measures']} Unit: {text.sentence_case(unit.name)}."


def _formats(columns: Sequence[Column], unit: Unit | None) -> dict[str, str]:
    """The number format of each column that needs one; a wide file's periods are in the unit."""
    if unit is None:
        return _FORMATS
    decimals = "#,##0" + (f".{'0' * unit.decimals}" if unit.decimals else "")
    in_unit = [x.name for x in columns if x.name in IN_UNIT or _is_period(x)]
    return _FORMATS | dict.fromkeys(in_unit, decimals)


def _is_period(column: Column) -> bool:
    return column.datatype == "number" and column.name == column.title
