"""Fingertips exports: the CSV that OHID's profiles offer for download."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from pipelines.catalogue import Catalogue, Feed
from pipelines.errors import SourceError
from pipelines.sources import frames, reading, settings

# Our names for their headings, which vary in spaces and underscores between exports.
HEADINGS = {
    "indicator_id": "Indicator ID",
    "area_code": "Area Code",
    "area_type": "Area Type",
    "sex": "Sex",
    "age": "Age",
    "category_type": "Category Type",
    "category": "Category",
    "time_period": "Time period",
    "value": "Value",
    "lower_95": "Lower CI 95.0 limit",
    "upper_95": "Upper CI 95.0 limit",
    "count": "Count",
    "denominator": "Denominator",
    "value_note": "Value note",
}
LIMITS_998 = {"lower_998": "Lower CI 99.8 limit", "upper_998": "Upper CI 99.8 limit"}
SELECT = ("indicator_id", "area_type", "sex", "age", "time_period")
GROUP_TYPE = "group type"


def parse(content: bytes, feed: Feed, catalogue: Catalogue) -> pd.DataFrame:
    """Observations of one indicator of a Fingertips export.

    Args:
        content: the export, gzip or not.
        feed: ``select`` indicator_id, sex, age, area_type or time_period; ``groups`` says which
            of their category types are which of our group types, and others are left out;
            ``options.year_starts`` is the month and day a year such as 2023/24 begins.
        catalogue: the areas.

    Raises:
        SourceError, CatalogueError: for the first fault found.
    """
    settings.require_understood(feed, select=SELECT, options=("year_starts",), groups=True)
    table = reading.csv_table(content, feed.file)
    theirs = headings(table.columns, feed.file)
    wanted = {theirs[name]: value for name, value in feed.select.items()}
    chosen = _grouped(settings.select(table, wanted, feed.file), theirs, feed)
    columns = {
        **{name: theirs[name] for name in ("area_code", "sex", "age", "value", "lower_95")},
        **{name: theirs[name] for name in ("upper_95", "count", "denominator")},
        **{name: theirs[name] for name in LIMITS_998 if name in theirs},
        "period": theirs["time_period"],
        "note": theirs["value_note"],
        "group_name": theirs["category"],
        "group_type": GROUP_TYPE,
    }
    # An export repeats England's figures once for each kind of area it was asked for.
    return frames.once(frames.observations(chosen, columns, feed, catalogue))


def headings(columns: Iterable[str], file: str) -> dict[str, str]:
    """The file's own heading for each of our names.

    Raises:
        SourceError: naming the headings that are not there, and those that are.
    """
    found = {_bare(column): column for column in columns}
    absent = [x for x in HEADINGS.values() if _bare(x) not in found]
    if absent:
        raise SourceError(
            f"{file}: has no column {reading.listed(absent)}; "
            f"columns found: {reading.listed(columns)}"
        )
    every = HEADINGS | LIMITS_998
    return {name: found[_bare(x)] for name, x in every.items() if _bare(x) in found}


def _grouped(table: pd.DataFrame, theirs: dict[str, str], feed: Feed) -> pd.DataFrame:
    """The totals and the categories the feed names, with our group type beside each."""
    category_type = table[theirs["category_type"]]
    absent = [name for name in feed.groups if name not in set(category_type)]
    if absent:
        raise SourceError(
            f"{feed.file}: no row has {reading.listed(absent)} in column "
            f"'{theirs['category_type']}' (groups); it has "
            f"{reading.listed(category_type[category_type != ''].unique())}"
        )
    ours = category_type.map({"": "", **feed.groups})
    return table.assign(**{GROUP_TYPE: ours})[ours.notna()]


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
