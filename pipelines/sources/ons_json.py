"""ONS local statistics as its own app holds them: JSON, one list a column."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipelines.catalogue import Catalogue, Feed
from pipelines.errors import SourceError
from pipelines.sources import frames, reading, settings

COLUMNS = {
    "area_code": "areacd",
    "value": "value",
    "lower_95": "lci",
    "upper_95": "uci",
    "period": "xDomainNumb",
}


def parse(content: bytes, feed: Feed, catalogue: Catalogue) -> pd.DataFrame:
    """Observations of an ONS column-oriented JSON document.

    Args:
        content: the document, gzip or not.
        feed: ``select.code`` is the document's own code; ``options`` say what its years are:
            ``period_start`` (month and day) with ``period_years``, or ``day`` for a point in time.
        catalogue: the areas.

    Raises:
        SourceError, CatalogueError: for the first fault found.
    """
    settings.require_understood(
        feed, select=("code",), options=("period_start", "period_years", "day")
    )
    document = _document(content, feed)
    lengths = {column: len(document[column]) for column in COLUMNS.values()}
    if len(set(lengths.values())) > 1:
        raise SourceError(f"{feed.file}: its lists differ in length: {lengths}")
    lists = pd.DataFrame({column: document[column] for column in COLUMNS.values()}, dtype="object")
    return frames.observations(
        reading.text_table(lists, feed.file),
        COLUMNS,
        feed,
        catalogue,
        period_of=settings.periods_by_first_year(feed),
    )


def _document(content: bytes, feed: Feed) -> dict[str, Any]:
    document = reading.json_document(content, feed.file)
    keys = ("code", *COLUMNS.values())
    found = document if isinstance(document, dict) else {}
    absent = [key for key in keys if key not in found]
    if absent:
        raise SourceError(
            f"{feed.file}: has no {reading.listed(absent)}; "
            f"an object of lists with {', '.join(keys)} is expected; found: {reading.listed(found)}"
        )
    wrong = [key for key in COLUMNS.values() if not isinstance(found[key], list)]
    if wrong:
        raise SourceError(
            f"{feed.file}: '{wrong[0]}' is not a list; one value a figure is expected"
        )
    if feed.select.get("code", found["code"]) != found["code"]:
        raise SourceError(
            f"{feed.file}: its code is '{found['code']}', not '{feed.select['code']}'"
        )
    return found
