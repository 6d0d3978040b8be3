"""ONS workbooks with notes above the header: a row a figure, or a column a year."""

from __future__ import annotations

import re

import pandas as pd

from pipelines import periods
from pipelines.catalogue import Catalogue, Feed
from pipelines.errors import SourceError
from pipelines.sources import frames, reading, settings

LAYOUTS = ("long", "wide")
AREA = "area code"
HEADER_WITHIN = 60
# Where a long sheet has what; a feed's columns say otherwise for other releases.
LONG = {
    "period": "Period",
    "sex": "Sex",
    "age": "Age group",
    "value": "Life expectancy",
    "lower_95": "Lower confidence interval",
    "upper_95": "Upper confidence interval",
}
_FOOTNOTE = re.compile(r"\s*\[note[^\]]*\]", re.IGNORECASE)


def parse(content: bytes, feed: Feed, catalogue: Catalogue) -> pd.DataFrame:
    """Observations of one sheet.

    Args:
        content: the workbook.
        feed: ``options.sheet``; ``options.layout`` is long (a row a figure) or wide (a column a
            year); ``select`` any columns; ``columns`` where a long sheet's headings are others
            than life expectancy's; ``options.year_starts`` as elsewhere.
        catalogue: the areas.

    Raises:
        SourceError, CatalogueError: for the first fault found.
    """
    settings.require_understood(
        feed, columns=tuple(LONG), options=("sheet", "layout", "year_starts")
    )
    layout = feed.options.get("layout", "long")
    settings.require_one(feed, "options > layout", layout, LAYOUTS)
    table, area = _table(content, feed)
    chosen = settings.select(table, feed.select, feed.file)
    if layout == "wide":
        return _wide(chosen, area, feed, catalogue)
    # A constant replaces a column here: the sheet's age "<1" means "at birth".
    columns = {
        ours: theirs
        for ours, theirs in ({"area_code": area} | LONG | dict(feed.columns)).items()
        if ours not in feed.constants
    }
    return frames.observations(chosen, columns, feed, catalogue)


def _table(content: bytes, feed: Feed) -> tuple[pd.DataFrame, str]:
    """The rows below the header, which is the first row with an area code; and its heading."""
    if "sheet" not in feed.options:
        raise settings.mistaken(feed, "options", "needs a sheet")
    cells = reading.workbook_sheet(content, str(feed.options["sheet"]), feed.file)
    above = cells.iloc[:HEADER_WITHIN].map(lambda text: reading.heading(_FOOTNOTE.sub("", text)))
    rows = above.index[(above.apply(lambda column: column.str.lower()) == AREA).any(axis=1)]
    if rows.empty:
        filled = above[(above != "").sum(axis=1) > 1]
        raise SourceError(
            f"{feed.file}, sheet '{feed.options['sheet']}': none of the first {HEADER_WITHIN} rows "
            f"has the heading 'Area code'; rows there: {reading.listed(filled.to_numpy().ravel())}"
        )
    row = int(rows[0])
    cells.loc[row] = above.loc[row]
    table = reading.table_below(cells, row, feed.file)
    return table, next(column for column in table.columns if column.lower() == AREA)


def _wide(table: pd.DataFrame, area: str, feed: Feed, catalogue: Catalogue) -> pd.DataFrame:
    """One year's column after the other."""
    years = [column for column in table.columns if _is_period(column)]
    if not years:
        raise SourceError(
            f"{feed.file}: no column is a year; columns found: {reading.listed(table.columns)}"
        )
    columns = {"area_code": area, "period": "period", "value": "figure"}
    observed = [
        frames.observations(table.assign(period=year, figure=table[year]), columns, feed, catalogue)
        for year in years
    ]
    return frames.sorted_by_key(pd.concat(observed))


def _is_period(heading: str) -> bool:
    try:
        periods.parse(heading)
    except ValueError:
        return False
    return True
