"""Which boroughs are alike, against plain recomputation from the committed figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipelines import derive
from pipelines.analysis import similarities
from pipelines.catalogue import Catalogue
from tests import published
from tests.areas import BROMLEY, CITY, NEWHAM
from tests.pipelines.frames import found_by

WEIGHTS = {
    "population_under_16": 1 / 3,
    "population_over_65": 1 / 3,
    "median_age": 1 / 3,
    "imd_2025_average_score": 1,
    "population_density": 1,
    "ethnicity_asian": 1 / 5,
    "ethnicity_black": 1 / 5,
    "ethnicity_mixed": 1 / 5,
    "ethnicity_other": 1 / 5,
    "ethnicity_white": 1 / 5,
}


@pytest.fixture(scope="module")
def alike(marts: Path) -> pd.DataFrame:
    return published.table(marts, "similarity")


@pytest.fixture(scope="module")
def described(known: Catalogue, committed_figures: pd.DataFrame) -> pd.DataFrame:
    """The ten numbers of each borough but City of London, straight from the snapshot."""
    latest = committed_figures[
        committed_figures["period"].isin(["30 June 2024", "21 March 2021"])
        & (committed_figures["group_type"] == "total")
        & (committed_figures["sex"] == "persons")
    ]
    wide = latest.pivot_table(index="area_code", columns="indicator_id", values="value")
    scores = known.areas.set_index("area_code")["imd_2025_average_score"]
    boroughs = [code for code in known.boroughs if code != CITY]
    return wide.assign(imd_2025_average_score=scores).loc[boroughs, list(WEIGHTS)]


def test_every_distance_follows_from_the_published_figures(
    alike: pd.DataFrame, described: pd.DataFrame
) -> None:
    scores = (described - described.mean()) / described.std(ddof=0)
    pairs = alike.dropna(subset=["similar_area_code"])
    apart = (
        scores.loc[pairs["area_code"]].to_numpy()
        - scores.loc[pairs["similar_area_code"]].to_numpy()
    )
    expected = np.sqrt((apart**2 * np.array(list(WEIGHTS.values()))).sum(axis=1) / 4)
    np.testing.assert_allclose(pairs["distance"], expected, rtol=1e-9)


def test_every_borough_but_city_of_london_has_all_the_others(
    alike: pd.DataFrame, known: Catalogue
) -> None:
    pairs = alike.dropna(subset=["similar_area_code"])
    compared = set(known.boroughs) - {CITY}
    assert set(pairs["area_code"]) == compared
    for code, rows in pairs.groupby("area_code"):
        assert list(rows["place"]) == list(range(1, len(compared)))
        assert set(rows["similar_area_code"]) == compared - {code}


def test_city_of_london_says_why_it_is_not_compared(alike: pd.DataFrame) -> None:
    row = alike[alike["area_code"] == CITY]
    assert len(row) == 1
    assert row["similar_area_code"].isna().all()
    assert "too few residents" in row["reason"].iloc[0]
    assert alike.loc[alike["area_code"] != CITY, "reason"].isna().all()


def test_neighbours_that_anybody_would_expect(alike: pd.DataFrame) -> None:
    first = alike[alike["place"] == 1].set_index("area_code")["similar_area_code"]
    assert first["E09000022"] == "E09000028", "Lambeth and Southwark"
    assert first["E09000004"] == "E09000016", "Bexley and Havering"
    last = alike[(alike["area_code"] == NEWHAM)].dropna(subset=["place"])
    far = last.set_index("similar_area_code")["place"]
    assert far[BROMLEY] > 25


def test_the_method_says_what_was_used_and_from_when(alike: pd.DataFrame) -> None:
    said = alike["variables"].iloc[0]
    assert said.count(";") == len(WEIGHTS) - 1
    assert "Residents under 16 (30 June 2024)" in said
    assert "Asian ethnic groups (21 March 2021)" in said
    method = alike["method"].iloc[0]
    for theme in similarities.THEMES:
        assert theme in method
    assert "without City of London" in method


def _similar(figures: pd.DataFrame, known: Catalogue) -> pd.DataFrame:
    titles = pd.Series({x.id: x.short_title for x in known.indicators.values()})
    return similarities.table(figures, known.areas, titles)


def test_a_theme_without_figures_is_left_out_and_named(
    known: Catalogue, committed_figures: pd.DataFrame
) -> None:
    density = committed_figures["indicator_id"] == "population_density"
    found = _similar(committed_figures[~density], known)
    assert "no figures for every borough are at hand: population density" in found["method"][0]
    assert "density" not in found["variables"][0]
    assert set(found["differs_most"].dropna()) <= set(similarities.THEMES) - {"population density"}


def test_a_period_that_lacks_a_borough_is_not_used(
    known: Catalogue, committed_figures: pd.DataFrame
) -> None:
    figures = committed_figures.copy()
    gone = (
        figures["indicator_id"].eq("population_density")
        & figures["period"].eq("30 June 2024")
        & figures["area_code"].eq(NEWHAM)
    )
    figures.loc[gone, "value"] = np.nan
    assert "Population density (30 June 2023)" in _similar(figures, known)["variables"][0]


@pytest.mark.parametrize(
    ("check", "change"),
    [
        ("similarity_is_mutual_and_in_order", lambda x: x.assign(distance=x["distance"] + x.index)),
        (
            "every_borough_has_others_like_it_or_a_reason",
            lambda x: x[x["area_code"] != NEWHAM],
        ),
    ],
)
def test_the_checks_find_what_is_wrong(
    alike: pd.DataFrame, known: Catalogue, check: str, change: object
) -> None:
    assert callable(change)
    assert found_by(check, area=known.areas, similarity=alike) == 0
    assert found_by(check, area=known.areas, similarity=change(alike))


def test_the_mart_is_one_of_the_build() -> None:
    assert "similarity" in derive.ACROSS
