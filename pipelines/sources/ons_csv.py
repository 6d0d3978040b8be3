"""ONS local statistics: one CSV a dataset, a row an area, indicator and period."""

from __future__ import annotations

import pandas as pd

from pipelines.catalogue import Catalogue, Feed
from pipelines.errors import SourceError
from pipelines.sources import areas, frames, reading, settings

COLUMNS = {
    "area_code": "areacd",
    "period": "period",
    "value": "observation",
    "lower_95": "lci_95",
    "upper_95": "uci_95",
    "note": "notes",
}
AREA_NAME, STATUS = "areanm", "status"

# What a status says of a figure that is given; without a figure it says why there is none.
_REMARKS = {
    "": "",
    "u": "The publisher marks this figure as an unreliable estimate.",
    "x": "The publisher marks this figure as not available, yet gives it.",
    "c": "The publisher marks this figure as confidential, yet gives it.",
    "z": "The publisher marks this figure as not applicable, yet gives it.",
}


def parse(content: bytes, feed: Feed, catalogue: Catalogue) -> pd.DataFrame:
    """Observations of one indicator of an ONS local statistics CSV.

    Args:
        content: the file, gzip or not, with or without a byte order mark.
        feed: ``select`` any columns of the file, such as ``indicator``;
            ``options.combined_areas`` as ``{E67000001: E09000012}`` shows the figure of a code
            that stands for two boroughs at one of them, with a note that says so.
        catalogue: the areas.

    Raises:
        SourceError, CatalogueError: for the first fault found.
    """
    settings.require_understood(feed, options=("combined_areas",))
    table = reading.csv_table(content, feed.file)
    reading.require_columns(table, [*COLUMNS.values(), AREA_NAME, STATUS], feed.file)
    chosen = _combined(settings.select(table, feed.select, feed.file), feed, catalogue)
    codes = areas.by_code(chosen["areacd"], "areacd", feed.file, catalogue)
    explained = _with_status(chosen.loc[codes.index], feed.file)
    return frames.observations(explained, COLUMNS, feed, catalogue)


def _combined(table: pd.DataFrame, feed: Feed, catalogue: Catalogue) -> pd.DataFrame:
    """The figures of boroughs published together, at the borough the feed names."""
    combined = feed.options.get("combined_areas", {})
    if not isinstance(combined, dict):
        raise settings.mistaken(
            feed, "options > combined_areas", "is not a mapping such as E67000001: E09000012"
        )
    for code, borough in combined.items():
        settings.require_one(
            feed, f"options > combined_areas > {code}", borough, catalogue.boroughs
        )
        table = _at_borough(table, str(code), str(borough), feed.file)
    return table


def _at_borough(table: pd.DataFrame, code: str, borough: str, file: str) -> pd.DataFrame:
    rows = table["areacd"] == code
    if not rows.any():
        raise SourceError(f"{file}: no row has '{code}' in column 'areacd' (combined_areas)")
    unsaid = (table["notes"] == "") & ~table[STATUS].str.contains(" ")
    note = "The publisher gives one figure for these together: " + table[AREA_NAME] + "."
    return table.assign(
        areacd=table["areacd"].mask(rows, borough), notes=table["notes"].mask(rows & unsaid, note)
    )


def _with_status(table: pd.DataFrame, file: str) -> pd.DataFrame:
    """The status where the observation is blank, and as a remark where it is not."""
    status, value, notes = table[STATUS], table["observation"], table["notes"]
    # A few files hold the remark itself in the column of statuses.
    words = status.str.contains(" ")
    status, notes = status.mask(words, "").str.lower(), notes.mask(words & (notes == ""), status)
    wrong = status[~status.isin(_REMARKS)]
    if len(wrong):
        raise SourceError(
            f"{file}, row {wrong.index[0]}, column '{STATUS}': '{wrong.iloc[0]}' is not known; "
            f"allowed: a blank, {', '.join(filter(None, _REMARKS))}"
        )
    remarks = status.map(_REMARKS).mask(value == "", "")
    return table.assign(
        observation=value.mask(value == "", status), notes=notes.where(notes != "", remarks)
    )
