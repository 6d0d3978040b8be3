"""Which parser reads which source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pandas as pd

from pipelines.catalogue import Catalogue, Feed
from pipelines.errors import CatalogueError
from pipelines.sources import (
    deprivation,
    fingertips_csv,
    gla_workbook,
    ons_csv,
    ons_json,
    ons_workbook,
    population,
    small_area,
    tidy,
)

Parser = Callable[[bytes, Feed, Catalogue], pd.DataFrame]

PARSERS: Mapping[str, Parser] = MappingProxyType(
    {
        "ons_csv": ons_csv.parse,
        "ons_json": ons_json.parse,
        "fingertips_csv": fingertips_csv.parse,
        "gla_workbook": gla_workbook.parse,
        "deprivation": deprivation.parse,
        "population": population.parse,
        "ons_workbook": ons_workbook.parse,
        "tidy": tidy.parse,
        "small_area": small_area.parse,
    }
)


def files_beside(feed: Feed, catalogue: Catalogue) -> list[str]:
    """The files a feed's parser needs beside the feed's own."""
    joins = catalogue.sources[feed.source].parser == "small_area"
    return small_area.files_beside(feed) if joins else []


def parse(
    content: bytes, feed: Feed, catalogue: Catalogue, beside: Mapping[str, bytes] | None = None
) -> pd.DataFrame:
    """Observations of one feed, by the parser its source names.

    Args:
        content: the publisher's file.
        feed: what to take from it.
        catalogue: the sources and the areas.
        beside: the contents of `files_beside`, by name.

    Returns:
        The contract's columns with ``source_file`` and ``source_row``, sorted by the key.

    Raises:
        SourceError: for a fault in the file.
        CatalogueError: for a feed or source that cannot be followed.
    """
    name = catalogue.sources[feed.source].parser
    if name not in PARSERS:
        raise CatalogueError(
            f"sources/{feed.source}.yml: parser '{name}' is not known; "
            f"allowed: {', '.join(PARSERS)}"
        )
    if beside:
        return small_area.parse(content, feed, catalogue, beside)
    return PARSERS[name](content, feed, catalogue)
