"""Any table with a row a figure, through a mapping: CSV, Parquet or JSON.

This is how a borough adds an indicator of its own without writing Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipelines import contract
from pipelines.catalogue import Catalogue, Feed
from pipelines.errors import SourceError
from pipelines.sources import frames, reading, settings

COLUMNS = (
    "area_code",
    "area_name",
    *contract.NUMBER_COLUMNS,
    "period",
    "sex",
    "age",
    "group_name",
    "note",
)
OPTIONS = ("format", "records", "year_starts", "period_start", "period_years", "group_names")
FORMATS = ("csv", "parquet", "json")
KEY = "key"
GROUP_NAME = "our group name"


def parse(content: bytes, feed: Feed, catalogue: Catalogue) -> pd.DataFrame:
    """Observations of a table whose columns the feed names.

    Args:
        content: the file, gzip or not.
        feed: ``columns`` maps ours to theirs, value at least; ``select`` any columns;
            ``options`` are ``format`` (csv, parquet or json; otherwise told from the bytes),
            ``records`` (a dotted path into JSON: an object is one row, an object of objects a
            row a key with the key in column "key", a list of objects a row each),
            ``year_starts``, ``period_start`` with ``period_years`` where their period is only a
            first year, and ``group_names`` (theirs: ours).
        catalogue: the areas.

    Raises:
        SourceError, CatalogueError: for the first fault found.
    """
    settings.require_understood(feed, columns=COLUMNS, options=OPTIONS)
    _require_mapping(feed)
    columns = {ours: reading.heading(theirs) for ours, theirs in feed.columns.items()}
    table = _table(content, feed)
    reading.require_columns(table, columns.values(), feed.file)
    chosen = settings.select(table, feed.select, feed.file)
    if "group_name" in columns:
        chosen = _named(chosen, columns["group_name"], feed)
        columns["group_name"] = GROUP_NAME
    by_year = settings.periods_by_first_year(feed) if "period_start" in feed.options else None
    # A table that lists its figures by profile or by parent area repeats them.
    return frames.once(frames.observations(chosen, columns, feed, catalogue, period_of=by_year))


def _require_mapping(feed: Feed) -> None:
    if "value" not in feed.columns:
        raise settings.mistaken(feed, "columns", "needs value")
    if "area_code" in feed.columns and "area_name" in feed.columns:
        raise settings.mistaken(feed, "columns", "has both area_code and area_name; give one")
    if "group_name" in feed.columns and "group_type" not in feed.constants:
        raise settings.mistaken(feed, "constants", "needs group_type beside columns > group_name")
    if "format" in feed.options:
        settings.require_one(feed, "options > format", feed.options["format"], FORMATS)


def _table(content: bytes, feed: Feed) -> pd.DataFrame:
    unpacked = reading.unpacked(content, feed.file)
    kind = feed.options.get("format", _sniffed(unpacked))
    if kind != "json" and "records" in feed.options:
        raise settings.mistaken(feed, "options > records", f"is for json; this is {kind}")
    if kind == "parquet":
        return reading.parquet_table(unpacked, feed.file)
    if kind == "json":
        return _records(reading.json_document(unpacked, feed.file), feed)
    return reading.csv_table(unpacked, feed.file)


def _sniffed(content: bytes) -> str:
    if content.startswith(reading.PARQUET):
        return "parquet"
    return "json" if content.lstrip()[:1] in (b"{", b"[") else "csv"


def _records(document: Any, feed: Feed) -> pd.DataFrame:
    """The rows at a path of a JSON document."""
    path = str(feed.options.get("records", ""))
    found = _at(document, path, feed)
    rows: list[Mapping[str, Any]] = []
    if isinstance(found, list):
        rows = found
    elif isinstance(found, dict):
        nested = found and all(isinstance(x, dict) for x in found.values())
        rows = [{KEY: key, **row} for key, row in found.items()] if nested else [found]
    if not rows or not all(isinstance(row, dict) for row in rows):
        raise SourceError(
            f"{feed.file}: '{path}' holds no rows; allowed: an object, an object of objects, or "
            "a list of objects"
        )
    return reading.text_table(pd.DataFrame(rows, dtype="object"), feed.file)


def _at(document: Any, path: str, feed: Feed) -> Any:
    found = document
    for part in filter(None, path.split(".")):
        if not isinstance(found, dict) or part not in found:
            keys = found if isinstance(found, dict) else ()
            raise SourceError(
                f"{feed.file}: has no '{part}' on the path '{path}'; "
                f"keys there: {reading.listed(keys, 10) or 'none'}"
            )
        found = found[part]
    return found


def _named(table: pd.DataFrame, column: str, feed: Feed) -> pd.DataFrame:
    """The table with our names of groups beside theirs; names we do not give stay as published."""
    ours = feed.options.get("group_names", {})
    if not isinstance(ours, Mapping):
        raise settings.mistaken(feed, "options > group_names", "is not a mapping (theirs: ours)")
    absent = [name for name in ours if name not in set(table[column])]
    if absent:
        raise SourceError(
            f"{feed.file}: no row has {reading.listed(absent)} in column '{column}' (group_names); "
            f"it has {reading.listed(table[column].unique(), 20)}"
        )
    return table.assign(**{GROUP_NAME: table[column].replace(dict(ours))})
