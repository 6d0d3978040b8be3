"""What we serve is what was published: figures read by eye in the publishers' own releases."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests import published
from tests.areas import CITY, ENGLAND, HACKNEY, LONDON, NEWHAM
from tests.pipelines.frames import one


@pytest.fixture(scope="module")
def observations(marts: Path) -> pd.DataFrame:
    return published.table(marts, "observation")


@pytest.fixture(scope="module")
def areas(marts: Path) -> pd.DataFrame:
    return published.table(marts, "area").set_index("area_code")


@pytest.mark.parametrize(
    ("indicator", "area", "period", "sex", "value", "lower", "upper"),
    [
        # Health state life expectancies, UK, 2022 to 2024 (ONS, February 2026).
        ("healthy_life_expectancy", "E09000027", "2022 to 2024", "male", 69.3, 65.2, 73.5),
        ("healthy_life_expectancy", "E09000014", "2022 to 2024", "male", 58.3, 53.3, 63.3),
        ("healthy_life_expectancy", "E09000014", "2022 to 2024", "female", 58.2, 53.3, 63.0),
        ("healthy_life_expectancy", LONDON, "2022 to 2024", "female", 62.9, 62.0, 63.9),
        # National Child Measurement Programme, 2024/25 (OHID, November 2025).
        ("obesity_year_6", LONDON, "2024/25", "persons", 23.2, 23.0, 23.5),
        ("obesity_year_6", ENGLAND, "2024/25", "persons", 22.2, 22.1, 22.4),
    ],
)
def test_a_figure_is_as_published(
    observations: pd.DataFrame,
    indicator: str,
    area: str,
    period: str,
    sex: str,
    value: float,
    lower: float,
    upper: float,
) -> None:
    row = one(
        observations,
        indicator_id=indicator,
        area_code=area,
        period=period,
        sex=sex,
        group_type="total",
    )
    assert [round(row[x], 1) for x in ("value", "lower_95", "upper_95")] == [value, lower, upper]


def test_deprivation_is_as_published_and_ordered_as_england_ranks_it(
    observations: pd.DataFrame, areas: pd.DataFrame
) -> None:
    """Indices of Deprivation 2025, File 10: average score, and its rank among 296 districts."""
    published = {HACKNEY: (31.795, 27), NEWHAM: (31.583, 29), "E09000030": (30.554, 34)}
    published |= {"E09000002": (30.266, 38), "E09000027": (9.532, 280)}
    scores = observations[observations["indicator_id"] == "deprivation"].set_index("area_code")
    assert {code: scores["value"][code] for code in published} == {
        code: score for code, (score, _) in published.items()
    }
    by_ours = sorted(published, key=lambda code: areas["deprivation_rank"][code])
    assert by_ours == sorted(published, key=lambda code: published[code][1])
    assert areas["deprivation_rank"][HACKNEY] == 1


def test_hackney_and_the_city_are_explained_where_the_publisher_joins_them(
    observations: pd.DataFrame,
) -> None:
    joined = observations[
        (observations["indicator_id"] == "obesity_year_6")
        & observations["area_code"].isin([CITY, HACKNEY])
    ]
    assert (joined["state"] == "suppressed").all()
    assert joined["value"].isna().all()
    assert joined["note"].str.contains("City of London").all()


def test_blanks_written_as_zero_are_missing_not_zero(observations: pd.DataFrame) -> None:
    excess = observations[observations["indicator_id"] == "excess_weight_year_6"]
    barnet = one(excess, area_code="E09000003", period="2020/21")
    assert barnet["state"] == "missing"
    assert pd.isna(barnet["lower_95"])
    assert not (excess["value"] == 0).any()
    absence = observations[observations["indicator_id"] == "persistent_absence"]
    city = one(absence, area_code=CITY, period="2006/07")
    assert city["state"] == "missing"
    assert "blank" in city["note"]
