"""Census shares of small areas, summed to boroughs and to fifths of each borough by deprivation.

Three publishers' tables meet here: shares and residents of small areas, their deprivation ranks,
and which borough each is in. Only the sums leave: a row a borough and fifth, and the totals. A
feed that names no deprivation ranks gives the totals alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from pipelines.catalogue import Catalogue, Feed
from pipelines.errors import SourceError
from pipelines.sources import figures, frames, reading, settings
from pipelines.stats import intervals

GROUP_TYPE = "deprivation_fifth_within_borough"
FIFTHS = (
    "Most deprived fifth",
    "Second most deprived fifth",
    "Middle fifth",
    "Second least deprived fifth",
    "Least deprived fifth",
)
# Two small areas a fifth; with fewer a fifth would be one place.
LEAST_AREAS = 10
BESIDE = ("deprivation", "boroughs")
OPTIONAL = ("deprivation",)
COLUMNS = ("small_area", "value", "denominator")
TABLES = {"deprivation": ("small_area", "rank"), "boroughs": ("small_area", "area_code")}
IN_ENGLAND = "E01"
_TOO_FEW = (
    f"Fewer than {LEAST_AREAS} small areas: too few for fifths of at least two small areas each."
)
NOTHING: Mapping[str, bytes] = MappingProxyType({})


def files_beside(feed: Feed) -> list[str]:
    """The files a feed needs beside its own."""
    tables = [feed.options.get(name) for name in BESIDE]
    return [str(table["file"]) for table in tables if isinstance(table, Mapping)]


def parse(
    content: bytes, feed: Feed, catalogue: Catalogue, beside: Mapping[str, bytes] = NOTHING
) -> pd.DataFrame:
    """Observations of fifths within each borough, and of boroughs, London and England whole.

    Counts are implied by the published shares and rounded to whole people; limits are Wilson's
    from those counts.

    Args:
        content: the table of shares, as percentages.
        feed: ``columns`` small_area, value, denominator; ``options`` deprivation {file,
            small_area, rank} with 1 the most deprived, if fifths are wanted, and boroughs {file,
            small_area, area_code}; ``constants.period``.
        catalogue: the areas.
        beside: the two other files by their names.

    Raises:
        SourceError, CatalogueError: for the first fault found.
    """
    _require_feed(feed, beside)
    shares = _shares(content, feed)
    placed = _placed(shares, _table(feed, "boroughs", beside), feed, catalogue)
    country, region = (_code(catalogue, kind) for kind in ("country", "region"))
    totals = pd.concat(
        [
            _summed(shares.assign(area_code=country, group_name="all")),
            _summed(placed.assign(area_code=region, group_name="all")),
            _summed(placed.assign(group_name="all")),
        ]
    ).assign(group_type="total", note="")
    if "deprivation" not in feed.options:
        return _observations(totals.reset_index(drop=True), feed)
    ordered = _in_fifths(placed, _table(feed, "deprivation", beside), feed)
    fifths = _summed(ordered).assign(group_type=GROUP_TYPE)
    fifths["note"] = fifths["areas"].astype("str") + " small areas."
    found = pd.concat([totals, _withheld(fifths, ordered)], ignore_index=True)
    return _observations(found, feed)


def _require_feed(feed: Feed, beside: Mapping[str, bytes]) -> None:
    settings.require_understood(feed, columns=COLUMNS, options=BESIDE)
    for name in COLUMNS:
        if name not in feed.columns:
            raise settings.mistaken(feed, "columns", f"needs {name}")
    for name, columns in TABLES.items():
        if name in OPTIONAL and name not in feed.options:
            continue
        table = feed.options.get(name)
        if not isinstance(table, Mapping) or set(table) != {"file", *columns}:
            raise settings.mistaken(
                feed, f"options > {name}", f"needs exactly file, {', '.join(columns)}"
            )
        if table["file"] not in beside:
            raise SourceError(f"{table['file']}: was not read beside {feed.file}")


def _shares(content: bytes, feed: Feed) -> pd.DataFrame:
    """England's small areas with residents and the people counted."""
    table = _read(content, feed.file)
    wanted = {ours: feed.columns[ours] for ours in COLUMNS}
    named = _named(table, wanted, feed.file)
    england = named[named["small_area"].str.startswith(IN_ENGLAND)]
    numbers = [_required(england[name], feed.columns[name], feed.file) for name in COLUMNS[1:]]
    share, residents = numbers
    return pd.DataFrame(
        {
            "small_area": england["small_area"],
            "source_row": england.index,
            "denominator": residents,
            "people": share * residents / 100,
        }
    ).reset_index(drop=True)


def _table(feed: Feed, name: str, beside: Mapping[str, bytes]) -> pd.DataFrame:
    given: Mapping[str, Any] = feed.options[name]
    file = str(given["file"])
    wanted = {ours: str(given[ours]) for ours in TABLES[name]}
    named = _named(_read(beside[file], file), wanted, file)
    if "rank" in named:
        named["rank"] = _required(named["rank"], wanted["rank"], file)
    return named


def _read(content: bytes, file: str) -> pd.DataFrame:
    unpacked = reading.unpacked(content, file)
    if unpacked.startswith(reading.PARQUET):
        return reading.parquet_table(unpacked, file)
    return reading.csv_table(unpacked, file)


def _named(table: pd.DataFrame, wanted: Mapping[str, str], file: str) -> pd.DataFrame:
    """The columns under our names, each small area once."""
    reading.require_columns(table, wanted.values(), file)
    named = table[list(wanted.values())].set_axis(list(wanted), axis=1)
    repeated = named[named["small_area"].duplicated()]
    if len(repeated):
        code = repeated["small_area"].iloc[0]
        raise SourceError(f"{file}, row {repeated.index[0]}: small area '{code}' appears twice")
    return named


def _required(cells: pd.Series[str], column: str, file: str) -> pd.Series[float]:
    found = figures.numbers(cells, column, file)
    blank = found.index[found.isna()]
    if len(blank):
        raise SourceError(
            f"{file}, row {blank[0]}, column '{column}': is blank; every small area needs one"
        )
    return found


def _placed(
    shares: pd.DataFrame, boroughs: pd.DataFrame, feed: Feed, catalogue: Catalogue
) -> pd.DataFrame:
    """London's small areas with their borough, residents and people counted."""
    london = boroughs[boroughs["area_code"].isin(catalogue.boroughs)]
    joined = london.merge(shares, on="small_area", how="left")
    return _complete(joined, "people", feed.file)


def _in_fifths(placed: pd.DataFrame, deprivation: pd.DataFrame, feed: Feed) -> pd.DataFrame:
    """London's small areas with their fifth of their borough's residents."""
    joined = placed.merge(deprivation, on="small_area", how="left")
    _complete(joined, "rank", feed.options["deprivation"]["file"])
    ordered = joined.sort_values(["area_code", "rank", "small_area"], ignore_index=True)
    people = ordered.groupby("area_code")["denominator"]
    middle = (people.cumsum() - ordered["denominator"] / 2) / people.transform("sum")
    fifth = np.minimum((middle * len(FIFTHS)).astype(int), len(FIFTHS) - 1)
    return ordered.assign(group_name=np.asarray(FIFTHS)[fifth])


def _complete(joined: pd.DataFrame, column: str, file: str) -> pd.DataFrame:
    absent = joined.loc[joined[column].isna(), "small_area"]
    if len(absent):
        raise SourceError(
            f"{file}: has no row for {len(absent)} small areas of London, "
            f"such as '{absent.iloc[0]}'"
        )
    return joined


def _summed(rows: pd.DataFrame) -> pd.DataFrame:
    """Residents, people counted and small areas of each area and group."""
    return rows.groupby(["area_code", "group_name"], as_index=False).agg(
        denominator=("denominator", "sum"),
        people=("people", "sum"),
        areas=("small_area", "size"),
        source_row=("source_row", "min"),
    )


def _withheld(fifths: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """Every borough with its five fifths; those of a borough with too few areas say so."""
    sizes = placed.groupby("area_code").agg(
        size=("small_area", "size"), first=("source_row", "min")
    )
    every = pd.MultiIndex.from_product([sizes.index, FIFTHS], names=["area_code", "group_name"])
    whole = fifths.set_index(["area_code", "group_name"]).reindex(every).reset_index()
    too_few = whole["area_code"].map(sizes["size"]) < LEAST_AREAS
    whole.loc[too_few, ["people", "denominator"]] = np.nan
    return whole.assign(
        group_type=GROUP_TYPE,
        source_row=whole["source_row"].fillna(whole["area_code"].map(sizes["first"])),
        note=whole["note"].mask(too_few, _TOO_FEW),
    )


def _observations(found: pd.DataFrame, feed: Feed) -> pd.DataFrame:
    """The sums as a table of the contract, read as every other table is."""
    share = 100 * found["people"] / found["denominator"]
    count = found["people"].round()
    lower, upper = intervals.wilson(count, found["denominator"])
    numbers = pd.DataFrame(
        {
            "value": share,
            "lower_95": 100 * lower,
            "upper_95": 100 * upper,
            "count": count,
            "denominator": found["denominator"],
        }
    )
    words = found[["area_code", "group_type", "group_name", "note"]]
    rows = found["source_row"].astype("int64")
    return frames.finished(_draft(words, numbers, rows, feed), feed)


def _draft(
    words: pd.DataFrame, numbers: pd.DataFrame, rows: pd.Series[int], feed: Feed
) -> pd.DataFrame:
    known = numbers["value"].notna()
    period = settings.periods_as_written(feed)(str(feed.constants["period"]))
    return pd.concat([words, numbers], axis=1).assign(
        source_row=rows,
        period=period.label,
        period_start=np.datetime64(period.start, "s"),
        period_end=np.datetime64(period.end, "s"),
        sex=feed.constants.get("sex", settings.DEFAULTS["sex"]),
        age=feed.constants.get("age", settings.DEFAULTS["age"]),
        state=np.where(known, "published", "not_applicable"),
        note=words["note"].where(words["note"] != "", None),
    )


def _code(catalogue: Catalogue, kind: str) -> str:
    areas = catalogue.areas
    return str(areas.loc[areas["area_type"] == kind, "area_code"].iloc[0])
