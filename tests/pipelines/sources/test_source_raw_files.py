"""The publishers' own files: how many figures each gives, and for which areas and periods."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from tests.pipelines.sources.examples import DECILES, HACKNEY_WITH_THE_CITY

pytestmark = pytest.mark.raw


@pytest.mark.parametrize(
    ("file", "indicator", "rows", "boroughs", "states"),
    [
        ("early-years.csv", "Literacy", 140, 33, {"published": 140}),
        ("adult-obesity-prevalence.csv", "Adult obesity prevalence", 350, 33, {"published": 350}),
        (
            "healthy-life-expectancy.csv.gz",
            "Male healthy life expectancy",
            408,
            32,
            {"published": 408},
        ),
        (
            "cancer-diagnosis-at-stage-1-and-2.csv",
            "Cancer diagnosis at stage 1 and 2",
            350,
            33,
            {"published": 252, "suppressed": 98},
        ),
        (
            "employment-rate.csv.gz",
            "Employment rate",
            700,
            33,
            {"published": 692, "missing": 5, "suppressed": 3},
        ),
        (
            "persistent-absences-for-pupils-eligible-for-free-school-meals.csv",
            "Persistent absences for pupils eligible for free school meals",
            210,
            33,
            {"published": 210},
        ),
    ],
)
def test_ons_local_statistics(
    parse_raw: Any, file: str, indicator: str, rows: int, boroughs: int, states: dict[str, int]
) -> None:
    observed = parse_raw("ons_csv", f"ons_els/{file}", select={"indicator": indicator})

    assert len(observed) == rows
    assert observed["area_code"].drop_duplicates().str.startswith("E09").sum() == boroughs
    assert observed["state"].value_counts().to_dict() == states


def test_preventable_mortality_has_hackney_with_the_city(parse_raw: Any) -> None:
    observed = parse_raw(
        "ons_csv",
        "ons_els/preventable-cardiovascular-mortality-england.csv.gz",
        select={"indicator": "Preventable cardiovascular mortality (England)"},
        options={"combined_areas": {"E67000001": "E09000012"}},
    )
    hackney = observed[observed["area_code"] == "E09000012"]

    assert len(hackney) == 22
    assert set(hackney["note"]) == {HACKNEY_WITH_THE_CITY}
    # 41.824... is the file's own figure for 2021 to 2023.
    assert hackney["value"].iloc[-2] == 41.824026246692206
    assert "E09000001" not in set(observed["area_code"])


def test_deprivation_is_what_the_catalogue_of_areas_says(parse_raw: Any, catalogue: Any) -> None:
    book = "imd/File_10_-_IoD2019_Local_Authority_District_Summaries__lower-tier__.xlsx"
    observed = parse_raw(
        "deprivation",
        book,
        select={"sheet": "IMD", "column": "IMD - Average score"},
        constants={"period": 2019},
    )
    areas = catalogue.areas.dropna(subset=["imd_2019_average_score"])

    assert observed["value"].tolist() == areas["imd_2019_average_score"].tolist()


def test_admissions_by_region_and_by_authority_are_the_same(parse_raw: Any) -> None:
    feed: dict[str, Any] = {
        "select": {"indicator_id": "90284", "sex": ["Persons", "Male", "Female"], "age": "<15 yrs"},
        "groups": {DECILES: "deprivation_decile"},
    }
    region = parse_raw(
        "fingertips_csv", "fingertips/region_hospital_admissions_2324.csv.gz", **feed
    )
    local = parse_raw("fingertips_csv", "fingertips/la_hospital_admissions_2324.csv.gz", **feed)
    city = region[region["area_code"] == "E09000001"]
    deciles = region[region["group_type"] == "deprivation_decile"]

    pd.testing.assert_frame_equal(
        region[region["area_code"] != "E12000007"]
        .drop(columns=["source_file", "source_row", "source_id"])
        .reset_index(drop=True),
        local.drop(columns=["source_file", "source_row", "source_id"]),
    )
    assert set(city["state"]) == {"suppressed"}
    assert deciles["group_name"].nunique() == 10
    rate = region["count"] / region["denominator"] * 10_000
    assert (rate - region["value"]).abs().max() < 1e-4


@pytest.mark.slow
def test_life_expectancy_and_health_index_workbooks(parse_raw: Any) -> None:
    life = parse_raw(
        "ons_workbook",
        "life_expectancy/lifeexpectancylocalareas_trimmed.xlsx",
        select={"Period": "2021 to 2023", "Age group": "<1"},
        options={"sheet": "Sheet1", "layout": "long"},
    )
    index = parse_raw(
        "ons_workbook",
        "ons_health_index/healthindexscoresengland.xlsx",
        options={"sheet": "Table_2_Index_scores", "layout": "wide"},
    )

    assert len(life) == (32 + 2) * 2
    assert life[life["area_code"] == "E12000007"]["value"].tolist() == [84.1, 79.8]
    assert len(index) == (32 + 2) * 7
    assert index[index["area_code"] == "E92000001"]["value"].iloc[0] == 100
