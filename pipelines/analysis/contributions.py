"""How much of the inequality between boroughs each of them accounts for."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.analysis.scales import Floats, Words
from pipelines.analysis.sets import PEOPLE_NEEDED, Sets
from pipelines.stats import gap

MEASURES: tuple[gap.Additive, ...] = ("bgv", "mdm", "theil")
_SERIES = ["indicator_id", "sex", "age"]
_KEYS = ["indicator_id", "period", "period_start", "period_end", "sex", "age"]
_METHOD = "share of the observed inequality; wide intervals make part of it chance"


def table(boroughs: Sets, codes: list[str], traits: pd.DataFrame) -> pd.DataFrame:
    """The share of each borough in three additive measures, in the first and latest period.

    Args:
        boroughs: the boroughs of every series and period, without order.
        codes: their area codes, in the same order.
        traits: value_kind, indexed by indicator id.

    Returns:
        One row a series, period, borough and measure: share (of 1; they sum to 1), the signed
        difference from the population-weighted mean, that mean, the share of the population,
        is_latest, method, and the reason where there is no share.
    """
    chosen, is_latest = _first_and_latest(boroughs)
    kinds = traits.loc[chosen.keys["indicator_id"], "value_kind"].to_numpy()
    people = np.where(np.isnan(chosen.people), 1.0, chosen.people)
    counted = np.where(np.isnan(chosen.value), 0.0, people)
    weights = counted / np.maximum(counted.sum(axis=1, keepdims=True), 1.0)
    mean = np.nansum(weights * np.nan_to_num(chosen.value), axis=1)
    refused = np.select(
        [kinds == "count", np.isnan(chosen.people).any(axis=1)],
        ["not calculated: a count of people depends on how large each borough is", PEOPLE_NEEDED],
        "",
    )
    frames = []
    for measure in MEASURES:
        shares = gap.contribution(chosen.value, people, measure=measure)
        shares[refused != ""] = np.nan
        frames.append(_rows(chosen, codes, measure, shares, refused))
    whole = pd.concat(frames, ignore_index=True)
    size = len(MEASURES)
    return whole.assign(
        difference=np.tile((chosen.value - mean[:, None]).ravel(), size),
        mean=np.tile(np.repeat(mean, len(codes)), size),
        population_share=np.tile(np.where(counted > 0, weights, np.nan).ravel(), size),
        is_latest=np.tile(np.repeat(is_latest, len(codes)), size),
        method=_METHOD,
    )


def _first_and_latest(boroughs: Sets) -> tuple[Sets, NDArray[np.bool_]]:
    """The first and the latest period of each series in which a borough has a figure."""
    known = boroughs.keys.iloc[np.flatnonzero(~np.isnan(boroughs.value).all(axis=1))]
    ordered = known.sort_values(["period_end", "period_start"], kind="stable")
    latest = set(ordered.groupby(_SERIES).tail(1).index)
    first = set(ordered.groupby(_SERIES).head(1).index)
    rows = np.array(sorted(first | latest), dtype=np.intp)
    return boroughs.at(rows), np.isin(rows, sorted(latest))


def _rows(
    chosen: Sets, codes: list[str], measure: str, shares: Floats, refused: Words
) -> pd.DataFrame:
    frame = chosen.keys[_KEYS].loc[np.repeat(chosen.keys.index, len(codes))].reset_index(drop=True)
    missing, none = np.isnan(chosen.value).ravel(), np.isnan(shares).ravel()
    reasons = np.select(
        [~none, np.repeat(refused != "", len(codes)), missing],
        ["", np.repeat(refused, len(codes)), "there is no figure"],
        "not calculated: no inequality to share out, too few boroughs, or a figure of 0",
    )
    return frame.assign(
        area_code=np.tile(codes, len(chosen.keys)),
        measure=measure,
        share=shares.ravel(),
        reason=reasons,
    )
