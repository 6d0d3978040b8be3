"""Which boroughs are alike, by age, deprivation, density and ethnic group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.analysis.scales import Floats
from pipelines.stats import similarity

# The context indicators of each theme; deprivation comes from the areas themselves.
THEMES = {
    "age": ("population_under_16", "population_over_65", "median_age"),
    "deprivation": (),
    "population density": ("population_density",),
    "ethnic group": (
        "ethnicity_asian",
        "ethnicity_black",
        "ethnicity_mixed",
        "ethnicity_other",
        "ethnicity_white",
    ),
}
SCORE, SCORE_NAME = (
    "imd_2025_average_score",
    "Average deprivation score (Indices of Deprivation 2025)",
)
# 15,000 residents: most of its figures are withheld or published with Hackney's, and one place
# so unlike the others would stretch every standard deviation.
LEFT_OUT = "E09000001"
LEFT_OUT_REASON = (
    "City of London is left out: it has too few residents for most of the figures, and a place so "
    "unlike the others would distort the scale they are compared on"
)


@dataclass(frozen=True)
class Variable:
    """One number a borough is described by; values are in the order of the boroughs."""

    theme: str
    name: str
    values: Floats


def table(observations: pd.DataFrame, areas: pd.DataFrame, titles: pd.Series[str]) -> pd.DataFrame:
    """The other boroughs of each borough, most alike first.

    Args:
        observations: the figures, published or not.
        areas: the catalogue's areas with the deprivation score of 2025.
        titles: the short title of each indicator, by its id.

    Returns:
        One row a borough and other borough: place (1 the most alike), distance (1 is a standard
        deviation in every theme), differs_most (the theme they are furthest apart in), variables,
        method and reason. City of London is not compared: one row with the reason and nothing else.
    """
    compared = areas[(areas["area_type"] == "borough") & (areas["area_code"] != LEFT_OUT)]
    codes = compared["area_code"].to_numpy()
    found = list(_variables(observations, compared, titles))
    values = np.column_stack([x.values for x in found])
    labels = [x.theme for x in found]
    apart, themes = similarity.theme_distances(values, labels)
    distance = similarity.distances(values, labels)
    order = similarity.nearest(distance)
    rows = np.arange(len(codes))[:, None]
    pairs = pd.DataFrame(
        {
            "area_code": np.repeat(codes, order.shape[1]),
            "similar_area_code": codes[order].ravel(),
            "place": np.tile(np.arange(1, order.shape[1] + 1), len(codes)),
            "distance": distance[rows, order].ravel(),
            "differs_most": np.asarray(themes)[apart[rows, order].argmax(axis=-1)].ravel(),
            "reason": "",
        }
    )
    outside = {"area_code": [LEFT_OUT], "reason": [LEFT_OUT_REASON]}
    whole = pd.concat([pairs, pd.DataFrame(outside)], ignore_index=True)
    return whole.astype({"place": "Int64"}).assign(
        variables="; ".join(x.name for x in found), method=_method(found, len(codes))
    )


def _variables(
    observations: pd.DataFrame, compared: pd.DataFrame, titles: pd.Series[str]
) -> Iterator[Variable]:
    """What every compared borough has a figure of, and what varies among them."""
    codes = list(compared["area_code"])
    for theme, indicators in THEMES.items():
        if theme == "deprivation":
            yield Variable(theme, SCORE_NAME, compared[SCORE].to_numpy(dtype=np.float64))
        for name in indicators:
            latest = _latest(observations, name, codes)
            if latest is not None:
                period, values = latest
                yield Variable(theme, f"{titles[name]} ({period})", values)


def _latest(
    observations: pd.DataFrame, indicator: str, codes: list[str]
) -> tuple[str, Floats] | None:
    """The latest period in which every one of the boroughs has a figure, and the figures."""
    rows = observations[
        (observations["indicator_id"] == indicator)
        & (observations["group_type"] == "total")
        & (observations["sex"] == "persons")
        & observations["area_code"].isin(codes)
    ].dropna(subset=["value"])
    for _, figures in reversed(list(rows.groupby("period_end", sort=True))):
        values = figures.set_index("area_code")["value"].reindex(codes)
        if values.notna().all() and values.max() > values.min():
            return str(figures["period"].iloc[0]), values.to_numpy(dtype=np.float64)
    return None


def _method(found: list[Variable], boroughs: int) -> str:
    used = [theme for theme in THEMES if any(x.theme == theme for x in found)]
    absent = [theme for theme in THEMES if theme not in used]
    missing = (
        f"not counted, because no figures for every borough are at hand: {', '.join(absent)}"
        if absent
        else "every theme wanted is at hand"
    )
    return (
        "standardised Euclidean distance: each number in standard deviations from the mean of "
        f"{boroughs} boroughs (without City of London), the square root of the mean square "
        f"difference over {len(used)} themes that count the same ({', '.join(used)}); {missing}"
    )
