"""A borough without a figure still has a row that says why, so that no blank goes unexplained."""

from __future__ import annotations

import pandas as pd

from pipelines.catalogue import Catalogue, Indicator
from pipelines.contract import COLUMNS

# What makes two figures of one indicator the same series and period, whatever the area.
_CELL = [
    "indicator_id",
    "period",
    "period_start",
    "period_end",
    "sex",
    "age",
    "group_type",
    "group_name",
    "source_id",
]
_NOT_IN_FILE = "The publisher's file has no row for this borough and period."


def fill(observations: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Add a row with a state and a note for each area that a series leaves out.

    Every series with a borough is expected to have all of them, and London or England where
    the indicator's catalogue entry says why it has none.
    """
    boroughs = observations[observations["area_code"].isin(catalogue.boroughs)]
    cells = boroughs[_CELL].drop_duplicates()
    wanted = cells.merge(_expected(catalogue), on="indicator_id")
    have = observations[[*_CELL[:-1], "area_code"]].drop_duplicates()
    absent = wanted.merge(have, how="left", on=list(have.columns), indicator=True)
    absent = absent[absent["_merge"] == "left_only"].drop(columns="_merge")
    if absent.empty:
        return observations
    return pd.concat([observations, _explain(absent, catalogue)], ignore_index=True)


def _expected(catalogue: Catalogue) -> pd.DataFrame:
    """The areas each indicator's series ought to have a row for."""
    return pd.DataFrame(
        [
            {"indicator_id": indicator.id, "area_code": area_code}
            for indicator in catalogue.indicators.values()
            for area_code in dict.fromkeys(
                [*catalogue.boroughs, *(x for gap in indicator.gaps for x in gap.areas)]
            )
        ]
    )


def _explain(absent: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    reasons = {
        (indicator_id, area_code): _reason(catalogue.indicators[indicator_id], area_code)
        for indicator_id, area_code in zip(absent["indicator_id"], absent["area_code"], strict=True)
    }
    keys = list(zip(absent["indicator_id"], absent["area_code"], strict=True))
    explained = absent.assign(
        state=[reasons[key][0] for key in keys], note=[reasons[key][1] for key in keys]
    )
    return explained.reindex(columns=list(COLUMNS))


def _reason(indicator: Indicator, area_code: str) -> tuple[str, str]:
    for gap in indicator.gaps:
        if area_code in gap.areas:
            return gap.state, gap.note
    return "missing", _NOT_IN_FILE
