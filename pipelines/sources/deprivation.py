"""Indices of Deprivation, summaries of local authorities: the 2019 workbook, the 2025 table."""

from __future__ import annotations

import re

import pandas as pd

from pipelines.catalogue import Catalogue, Feed
from pipelines.errors import SourceError
from pipelines.sources import frames, reading, settings

_AREA = re.compile(r"district code|lad\w*_?code|ltla\w*_?code|^lad\d*cd$", re.IGNORECASE)


def parse(content: bytes, feed: Feed, catalogue: Catalogue) -> pd.DataFrame:
    """Observations of one column of the summaries.

    Args:
        content: the workbook, or the CSV.
        feed: ``select.column``, and ``select.sheet`` for a workbook; ``constants.period``.
        catalogue: the areas.

    Raises:
        SourceError, CatalogueError: for the first fault found.
    """
    settings.require_understood(feed, select=("sheet", "column"))
    table = _table(content, feed)
    if "column" not in feed.select:
        raise settings.mistaken(feed, "select", "needs a column")
    column = reading.heading(feed.select["column"])
    reading.require_columns(table, [column], feed.file)
    columns = {"area_code": _area_column(table, feed.file), "value": column}
    return frames.observations(table, columns, feed, catalogue)


def _table(content: bytes, feed: Feed) -> pd.DataFrame:
    if "sheet" not in feed.select:
        return reading.csv_table(content, feed.file)
    cells = reading.workbook_sheet(content, str(feed.select["sheet"]), feed.file)
    return reading.table_below(cells, int(cells.index[0]), feed.file)


def _area_column(table: pd.DataFrame, file: str) -> str:
    for column in table.columns:
        if _AREA.search(column):
            return str(column)
    raise SourceError(
        f"{file}: has no column of local authority codes "
        "(such as 'Local Authority District code (2019)', 'ltla24_code' or 'LAD24CD'); "
        f"columns found: {reading.listed(table.columns)}"
    )
