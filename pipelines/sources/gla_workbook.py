"""The GLA's Health Inequalities Strategy workbook: a sheet an indicator, areas by name."""

from __future__ import annotations

import pandas as pd

from pipelines.catalogue import Catalogue, Feed
from pipelines.errors import SourceError
from pipelines.sources import figures, frames, reading, settings

PERIOD, VALUE, LOWER, UPPER = "Time Period", "Value", "Lower CI", "Upper CI"
AREA = "Area Name"
NOTE = "note"
ROWS = ("areas", "groups")
_BLANK = "Blank in the publisher's workbook, with limits of 0 and 0: no figure, not a zero."


def parse(content: bytes, feed: Feed, catalogue: Catalogue) -> pd.DataFrame:
    """Observations of one sheet.

    Args:
        content: the workbook.
        feed: ``select.sheet``; ``options.rows`` is areas (the default), or groups where the
            second column is a breakdown and constants give ``area_code`` and ``group_type``;
            ``options.year_starts`` is the month and day a year such as 2023/24 begins.
        catalogue: the areas.

    Raises:
        SourceError, CatalogueError: for the first fault found.
    """
    settings.require_understood(feed, select=("sheet",), options=("year_starts", "rows"))
    table = _sheet(content, feed)
    reading.require_columns(table, [PERIOD, VALUE, LOWER, UPPER], feed.file)
    columns = {"period": PERIOD, "value": VALUE, "lower_95": LOWER, "upper_95": UPPER}
    columns |= {"note": NOTE} | _second_column(table, feed)
    explained = _explained(table, feed.file)
    return frames.observations(explained, columns, feed, catalogue, only_london=True)


def _sheet(content: bytes, feed: Feed) -> pd.DataFrame:
    if "sheet" not in feed.select:
        raise settings.mistaken(feed, "select", "needs a sheet")
    cells = reading.workbook_sheet(content, str(feed.select["sheet"]), feed.file)
    return reading.table_below(cells, int(cells.index[0]), feed.file)


def _second_column(table: pd.DataFrame, feed: Feed) -> dict[str, str]:
    """What the second column is: the area, or the group."""
    rows = feed.options.get("rows", "areas")
    if rows not in ROWS:
        raise settings.mistaken(
            feed, "options > rows", f"'{rows}' is not understood; allowed: {', '.join(ROWS)}"
        )
    if rows == "areas":
        reading.require_columns(table, [AREA], feed.file)
        return {"area_name": AREA}
    for name in ("area_code", "group_type"):
        if name not in feed.constants:
            raise settings.mistaken(feed, "constants", f"needs {name} when rows are groups")
    return {"group_name": str(table.columns[1])}


def _explained(table: pd.DataFrame, file: str) -> pd.DataFrame:
    """The table with a note where the value is blank; a blank between limits is a fault."""
    limits = [figures.numbers(table[column], column, file) for column in (LOWER, UPPER)]
    blank = table[VALUE] == ""
    zeros = (limits[0] == 0) & (limits[1] == 0)
    given = (limits[0].notna() | limits[1].notna()) & ~zeros
    wrong = table[blank & given]
    if len(wrong):
        row = wrong.iloc[0]
        raise SourceError(
            f"{file}, row {wrong.index[0]}, column '{VALUE}': is blank although its limits are "
            f"{row[LOWER]} and {row[UPPER]}; allowed: a blank with limits blank or 0"
        )
    note = pd.Series("", index=table.index, dtype="str").mask(blank & zeros, _BLANK)
    return table.assign(**{NOTE: note})
