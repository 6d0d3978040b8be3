"""What the SQL files and statistics are given beside the figures: the catalogue as flat tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import pandas as pd

from pipelines import decks
from pipelines.catalogue import Catalogue


def of_catalogue(catalogue: Catalogue) -> dict[str, pd.DataFrame]:
    """The catalogue's tables by the names that the SQL files know them by."""
    return {
        "catalogue_area": catalogue.areas,
        "catalogue_priority": _joined(catalogue.priorities),
        "catalogue_term": _joined(catalogue.glossary),
        "catalogue_deck": decks.table(catalogue.decks),
        "catalogue_scene": decks.scenes(catalogue.decks),
        "catalogue_source": pd.DataFrame([asdict(x) for x in catalogue.sources.values()]),
        "catalogue_indicator": _indicators(catalogue),
    }


def traits_of(catalogue: Catalogue) -> pd.DataFrame:
    """What the statistics need to know of each indicator, by its id."""
    columns = (
        *("polarity", "value_kind", "period_kind", "interval_method"),
        *("age_adjustment", "complete_count", "current_prices"),
    )
    rows = {x.id: [getattr(x, name) for name in columns] for x in catalogue.indicators.values()}
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(columns))


def _joined(documents: Iterable[Any]) -> pd.DataFrame:
    """One row a document; what is a list there is text here: one|other."""
    rows = [
        {
            key: "|".join(value) if isinstance(value, tuple) else value
            for key, value in asdict(document).items()
        }
        for document in documents
    ]
    return pd.DataFrame(rows)


def _indicators(catalogue: Catalogue) -> pd.DataFrame:
    """The catalogue's indicators as a flat table, in the order pages list them."""
    position = {x.id: x.position for x in catalogue.priorities}
    featured = [name for x in catalogue.priorities for name in x.featured]
    place = {name: number for number, name in enumerate(featured)}
    ordered = sorted(
        catalogue.indicators.values(),
        key=lambda x: (
            x.context,
            position[x.priority],
            place.get(x.id, len(place)),
            not x.headline,
            x.title,
        ),
    )
    rows: list[dict[str, Any]] = []
    for number, indicator in enumerate(ordered, start=1):
        row = asdict(indicator)
        row["indicator_id"] = row.pop("id")
        row["indicator_order"] = number
        row["caveats"] = "\n".join(indicator.caveats)
        row["synonyms"] = "|".join(indicator.synonyms)
        row["proper_nouns"] = "|".join(indicator.proper_nouns)
        row["source_ids"] = "|".join(dict.fromkeys(x.source for x in indicator.feeds))
        row["strategy_numbers"] = "|".join(str(x) for x in indicator.strategy_numbers)
        del row["feeds"], row["gaps"]
        rows.append(row)
    frame = pd.DataFrame(rows)
    return frame.astype({"minimum": "float64", "maximum": "float64"})
