"""From a publisher's table of text to observations: what every parser does the same way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

import numpy as np
import pandas as pd

from pipelines import contract, periods
from pipelines.catalogue import Catalogue, Feed
from pipelines.errors import SourceError
from pipelines.sources import areas, figures, settings
from pipelines.sources.reading import require_columns

SEXES = {
    **dict.fromkeys(("persons", "person", "people", "all", "both", "total"), "persons"),
    **dict.fromkeys(("male", "males", "men", "boys", "m"), "male"),
    **dict.fromkeys(("female", "females", "women", "girls", "f"), "female"),
}
# The publisher's edition of the index that made the groups; the source's title says it.
_EDITION = r"\s*\(IMD\s*\d{4}\)$"


def observations(
    table: pd.DataFrame,
    columns: Mapping[str, str],
    feed: Feed,
    catalogue: Catalogue,
    *,
    period_of: settings.PeriodOf | None = None,
    only_london: bool = False,
) -> pd.DataFrame:
    """Observations from the rows chosen of a publisher's table.

    What the file says comes first; a constant of the feed stands where the file has no column
    or a blank cell, and a default where there is no constant.

    Args:
        table: text, indexed by source row.
        columns: where each contract column is in the table; areas as ``area_code`` or
            ``area_name``.
        feed: the indicator, the constants and the options.
        catalogue: the areas.
        period_of: how a period is read, when it is not as ``periods.parse`` reads it.
        only_london: whether a name that is not in the catalogue is an error.

    Returns:
        The contract's columns and the origin columns, one row a figure, sorted by the key.

    Raises:
        SourceError, CatalogueError: for the first fault found.
    """
    require_columns(table, columns.values(), feed.file)
    codes = _area_codes(table, columns, feed, catalogue, only_london)
    kept = table.loc[codes.index]
    draft = pd.DataFrame({"area_code": codes, "source_row": codes.index})
    draft["sex"] = _sexes(kept, columns, feed)
    draft["age"] = _words(kept, columns, "age", feed)
    draft["group_type"], draft["group_name"] = _groups(kept, columns, feed)
    draft = draft.assign(
        **_periods(kept, columns, feed, period_of or settings.periods_as_written(feed))
    )
    return finished(draft.assign(**_figures(kept, columns, feed)), feed)


def finished(draft: pd.DataFrame, feed: Feed) -> pd.DataFrame:
    """The contract's columns in order and type, with their origin, sorted by the key."""
    whole = draft.assign(
        indicator_id=feed.indicator_id, source_id=feed.source, source_file=feed.file
    ).reindex(columns=[*contract.COLUMNS, *contract.ORIGIN_COLUMNS])
    types = {column: contract.dtype_of(column) for column in contract.COLUMNS}
    typed = whole.astype({**types, "source_file": "str", "source_row": "int64"})
    return sorted_by_key(typed)


def sorted_by_key(observed: pd.DataFrame) -> pd.DataFrame:
    """Observations in the order of the contract's key."""
    return observed.sort_values(list(contract.KEY), kind="stable", ignore_index=True)


def once(observed: pd.DataFrame) -> pd.DataFrame:
    """Without figures a publisher repeats word for word, as when a file lists them by profile.

    Figures that share a key and differ stay: the contract names both.
    """
    return observed[~observed.duplicated(list(contract.COLUMNS))].reset_index(drop=True)


def _area_codes(
    table: pd.DataFrame,
    columns: Mapping[str, str],
    feed: Feed,
    catalogue: Catalogue,
    only_london: bool,
) -> pd.Series[str]:
    """The area code of each row that is about an area of the catalogue."""
    constant = str(feed.constants.get("area_code", ""))
    if constant:
        settings.require_one(feed, "constants > area_code", constant, sorted(catalogue.area_codes))
    if "area_name" in columns:
        column = columns["area_name"]
        return areas.by_name(table[column], column, feed.file, catalogue, only_london)
    if not constant and "area_code" not in columns:
        raise settings.mistaken(
            feed, "columns", "needs area_code or area_name, or constants > area_code"
        )
    codes = _words(table, columns, "area_code", feed)
    return areas.by_code(codes, columns.get("area_code", ""), feed.file, catalogue)


def _words(
    table: pd.DataFrame, columns: Mapping[str, str], name: str, feed: Feed
) -> pd.Series[str]:
    """What the file says; where it says nothing, the feed's constant, or the default."""
    constant = str(feed.constants.get(name, settings.DEFAULTS.get(name, "")))
    if name not in columns:
        return pd.Series(constant, index=table.index, dtype="str")
    given = table[columns[name]]
    return given.mask(given == "", constant)


def _sexes(table: pd.DataFrame, columns: Mapping[str, str], feed: Feed) -> pd.Series[str]:
    written = _words(table, columns, "sex", feed)
    sexes = written.str.lower().map(SEXES)
    if sexes.isna().any():
        _fail(written[sexes.isna()], columns["sex"], feed, f"allowed: {', '.join(SEXES)}")
    return sexes


def _groups(
    table: pd.DataFrame, columns: Mapping[str, str], feed: Feed
) -> tuple[pd.Series[str], pd.Series[str]]:
    """Group types and names; a row that the file leaves without a group is the total."""
    kind = _words(table, columns, "group_type", feed)
    name = _words(table, columns, "group_name", feed).str.replace(_EDITION, "", regex=True)
    if "group_name" not in columns:
        return kind, name
    total = table[columns["group_name"]] == ""
    return kind.mask(total, settings.DEFAULTS["group_type"]), name.mask(
        total, settings.DEFAULTS["group_name"]
    )


def _periods(
    table: pd.DataFrame, columns: Mapping[str, str], feed: Feed, period_of: settings.PeriodOf
) -> dict[str, Any]:
    """The period's label and days; each distinct text is read once."""
    written = _words(table, columns, "period", feed)
    if "period" not in columns and "period" not in feed.constants:
        raise settings.mistaken(
            feed, "constants", "needs a period: the file does not say which it is"
        )
    read: dict[str, periods.Period] = {}
    for text in written.unique():
        try:
            read[text] = period_of(text)
        except ValueError as error:
            row, column = written.index[written == text][0], columns.get("period", "period")
            raise SourceError(f"{feed.file}, row {row}, column '{column}': {error}") from error
    return {
        "period": written.map({text: period.label for text, period in read.items()}),
        "period_start": written.map({t: np.datetime64(p.start, "s") for t, p in read.items()}),
        "period_end": written.map({t: np.datetime64(p.end, "s") for t, p in read.items()}),
    }


def _figures(table: pd.DataFrame, columns: Mapping[str, str], feed: Feed) -> dict[str, Any]:
    """Numbers, states and notes; the limits of a figure that is not there are not there."""
    found: dict[str, Any] = {
        name: figures.numbers(table[columns[name]], columns[name], feed.file)
        for name in contract.NUMBER_COLUMNS
        if name in columns
    }
    blank = pd.Series("", index=table.index, dtype="str")
    notes = table[columns["note"]] if "note" in columns else blank
    state, note = figures.states(table[columns["value"]], notes)
    if "note" in feed.constants:
        note = note.mask(state == "published", _joined(note, str(feed.constants["note"])))
    for limits in contract.INTERVALS:
        for limit in limits:
            if limit in found:
                found[limit] = found[limit].where(state == "published")
    return found | {"state": state, "note": note.where(note != "", None)}


def _joined(notes: pd.Series[str], constant: str) -> pd.Series[str]:
    """The publisher's remark, then the catalogue's."""
    return (notes.str.rstrip(".") + ". ").mask(notes == "", "") + constant


def _fail(wrong: pd.Series[str], column: str, feed: Feed, problem: str) -> NoReturn:
    raise SourceError(
        f"{feed.file}, row {wrong.index[0]}, column '{column}': '{wrong.iloc[0]}': {problem}"
    )
