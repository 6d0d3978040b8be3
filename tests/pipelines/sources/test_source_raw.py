"""The publishers' own files, against each other: figures that reached us by two routes agree."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

pytestmark = pytest.mark.raw

GLA = "gla/His indicators update Nov 2024 FINAL.xlsx"
PROFILES = "fingertips/pophealthmap_fingertips_profiles.parquet"
SERIES = "fingertips/pophealthmap_fingertips.parquet"
EVIDENCE = "fingertips/evidence_fingertips_2026-09_london.json"
NEXT = "fingertips/fingertipsnext_poc_healthdata_england.csv.gz"
SDG = "environment/sdg_indicator_3-9-1_pm25_mortality.csv.gz"
NEW = "Fraction of mortality attributable to particulate air pollution (new method)"
SCHOOL = {"year_starts": "09-01"}
ON = ["area_code", "period_start", "period_end", "sex", "group_type", "group_name"]


def _profile(parse_raw: Any, indicator_id: int, **options: str) -> pd.DataFrame:
    return parse_raw(
        "tidy",
        PROFILES,
        select={"indicator_id": indicator_id},
        columns={"area_code": "LAD25CD", "value": "value", "period": "period", "note": "unit"},
        options=options,
    )


def _sdg(parse_raw: Any) -> pd.DataFrame:
    return parse_raw(
        "tidy",
        SDG,
        select={"Series": NEW},
        columns={
            "area_code": "GeoCode",
            "value": "Value",
            "period": "Year",
            "group_name": "Deprivation decile",
        },
        constants={"group_type": "deprivation_decile"},
    )


def _next(parse_raw: Any, indicator_id: int, age: str, **options: Any) -> pd.DataFrame:
    return parse_raw(
        "tidy",
        NEXT,
        select={"IndicatorId": indicator_id, "CategoryType": "", "Age": age, "Sex": "Persons"},
        columns={"area_code": "AreaCode", "value": "Value", "period": "Year"},
        options=options,
    )


def _pairs(one: pd.DataFrame, other: pd.DataFrame, on: list[str]) -> pd.DataFrame:
    """Figures that both have, side by side."""
    both = one.merge(other, on=on, suffixes=("", "_other"), validate="one_to_one")
    return both.dropna(subset=["value", "value_other"])


def _apart(pairs: pd.DataFrame) -> float:
    return float((pairs["value"] - pairs["value_other"]).abs().max())


def _states(observed: pd.DataFrame) -> dict[str, int]:
    return observed["state"].value_counts().to_dict()


def test_gla_particulate_mortality_is_the_sdg_series(parse_raw: Any) -> None:
    gla = parse_raw("gla_workbook", GLA, select={"sheet": "8. Mortality caused by PM2.5"})
    pairs = _pairs(gla, _sdg(parse_raw), ON)

    assert len(gla) == 165
    assert len(pairs) == 33 * 4
    assert _apart(pairs) <= 0.005


def test_gla_excess_weight_is_near_the_earlier_release(parse_raw: Any) -> None:
    """The GLA's are revised from pupils rounded to five, so they are near and not equal."""
    gla = parse_raw(
        "gla_workbook", GLA, select={"sheet": "5. Excess weight age 10-11"}, options=SCHOOL
    )
    earlier = parse_raw(
        "tidy",
        "fingertips/trafford_2020/excess_weight_year6.csv",
        columns={"area_code": "area_code", "value": "value", "period": "period"},
        options=SCHOOL,
    )
    pairs = _pairs(gla, earlier, ON)

    assert _states(gla) == {"published": 537, "missing": 39}
    assert len(pairs) == 365
    assert _apart(pairs) < 0.4
    assert pairs["value"].corr(pairs["value_other"]) > 0.999


def test_good_level_of_development_is_below_each_of_its_parts(parse_raw: Any) -> None:
    whole = _profile(parse_raw, 90631, **SCHOOL)
    assert len(whole) == 33

    for part, at_least in (
        ("Literacy", 0.95),
        ("Mathematics", 0.9),
        ("Communication and language", 0.85),
    ):
        goals = parse_raw("ons_csv", "ons_els/early-years.csv", select={"indicator": part})
        pairs = _pairs(whole, goals, ON)
        assert len(pairs) == 33
        assert (pairs["value"] < pairs["value_other"]).all()
        assert pairs["value"].corr(pairs["value_other"]) > at_least


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("imd_average_score", "imd_avg_score"),
        ("imd_average_rank", "imd_avg_rank"),
        ("imd25_extent", "imd_extent"),
        ("health_deprivation_and_disability_average_score", "health_avg_score"),
    ],
)
def test_deprivation_2025_by_two_routes(parse_raw: Any, ours: str, theirs: str) -> None:
    in_2025 = {"period": 2025}
    one = parse_raw(
        "deprivation",
        "imd/imd2025_england_ltla24.csv",
        select={"column": ours},
        constants=in_2025,
    )
    other = parse_raw(
        "deprivation", "imd/pbi_imd25_lad_summary.csv", select={"column": theirs}, constants=in_2025
    )
    pairs = _pairs(one, other, ON)

    assert len(pairs) == 33
    assert _apart(pairs) == 0


@pytest.mark.parametrize(
    ("indicator_id", "sex", "figures"),
    [
        (219, "Persons", 33),
        (848, "Persons", 33),
        (30311, "Persons", 32),
        (30314, "Persons", 32),
        (41001, "Persons", 32),
        (90323, "Persons", 32),
        (90581, "Persons", 33),
        (90813, "Persons", 32),
        (92443, "Persons", 32),
        (93014, "Persons", 33),
        (93088, "Persons", 33),
        (93700, "Persons", 33),
        (90362, "Female", 32),
        (90366, "Female", 32),
    ],
)
def test_two_extracts_of_fingertips_agree(
    parse_raw: Any, indicator_id: int, sex: str, figures: int
) -> None:
    series = parse_raw(
        "tidy",
        SERIES,
        select={"indicator_id": indicator_id, "sex": sex},
        columns={
            "area_code": "LAD25CD",
            "value": "value",
            "lower_95": "lower_ci",
            "upper_95": "upper_ci",
            "period": "period",
        },
    )
    pairs = _pairs(series, _profile(parse_raw, indicator_id), ON)

    assert len(pairs) == figures
    assert _apart(pairs) == 0


@pytest.mark.parametrize(
    ("key", "indicator_id", "period", "figures", "rounded"),
    [
        ("smoking", 92443, "2024", 32, 0.005),
        ("obesity", 93881, "2024/25", 33, 0.005),
        ("inactive", 93015, "2024/25", 33, 0.005),
        ("alcohol", 92906, "2023/24", 32, 0.05),
        ("imd", 94240, "2025", 33, 0.005),
        ("childPoverty", 93701, "2024/25", 33, 0.005),
        ("drugDeaths", 92432, "2022 - 24", 32, 0.005),
        ("suicide", 41001, "2022 - 24", 32, 0.005),
    ],
)
def test_later_extract_agrees_to_its_rounding(
    parse_raw: Any, key: str, indicator_id: int, period: str, figures: int, rounded: float
) -> None:
    later = parse_raw(
        "tidy",
        EVIDENCE,
        columns={"area_code": "key", "value": key},
        constants={"period": period},
        options={"records": "ltla"},
    )
    pairs = _pairs(later, _profile(parse_raw, indicator_id), ON)

    assert len(pairs) == figures
    assert _apart(pairs) <= rounded + 1e-9


def test_adult_obesity_as_csv_and_as_json_is_the_same(parse_raw: Any) -> None:
    table = parse_raw(
        "ons_csv",
        "ons_els/adult-obesity-prevalence.csv",
        select={"indicator": "Adult obesity prevalence"},
    )
    lists = parse_raw(
        "ons_json",
        "ons_els_json/overweight-adults.json.gz",
        select={"code": "adult-obesity-prevalence"},
        options={"period_start": "11-16", "period_years": 1},
    )
    other = ["source_id", "source_file", "source_row"]

    pd.testing.assert_frame_equal(table.drop(columns=other), lists.drop(columns=other))


def test_england_particulate_mortality_is_the_sdg_series(parse_raw: Any) -> None:
    pairs = _pairs(_next(parse_raw, 93861, "30+ yrs"), _sdg(parse_raw), ON)

    assert pairs["period"].tolist() == ["2018", "2019", "2020", "2021"]
    assert _apart(pairs) <= 0.005


def test_england_inactivity_of_2018_is_of_2018_19(parse_raw: Any) -> None:
    """The extract writes 2018 for the survey year that begins in November 2018."""
    extract = _next(parse_raw, 93015, "19+ yrs", period_start="11-16", period_years=1)
    earlier = parse_raw(
        "tidy",
        "fingertips/trafford_2020/physically_inactive.csv",
        columns={"area_code": "area_code", "value": "value", "period": "period"},
        options={"year_starts": "11-16"},
    )
    pairs = _pairs(extract, earlier, ON)

    assert pairs["period"].tolist() == ["2018/19"]
    assert _apart(pairs) <= 0.05


def test_population_sums_to_the_published_total(parse_raw: Any) -> None:
    summed = parse_raw(
        "population",
        "population/ons_mid2021_lad_single_year_age.csv.gz",
        options={"bands": {"All ages": [0, None]}},
        constants={"period": "2021-06-30"},
    )
    totals = parse_raw(
        "ons_json",
        "ons_els_json/population-count.json.gz",
        select={"code": "population-indicators-Population count"},
        options={"day": "06-30"},
    )
    pairs = _pairs(summed, totals, ON)

    assert len(pairs) == 33
    # The count of mid-2021 has been revised since, by less than one in a hundred.
    assert ((pairs["value"] / pairs["value_other"] - 1).abs() < 0.01).all()
