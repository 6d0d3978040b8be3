"""The workbooks: GLA strategy, Indices of Deprivation, ONS; and the summed population."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from pipelines.errors import CatalogueError, SourceError
from tests.pipelines.sources.examples import rows, spoiled, with_cell
from tests.refusals import refused

GLA = "gla_strategy.xlsx"
WEIGHT: dict[str, Any] = {
    "select": {"sheet": "5. Excess weight age 10-11"},
    "options": {"year_starts": "09-01"},
}
HIV: dict[str, Any] = {
    "select": {"sheet": "11. HIV late diagnosis"},
    "options": {"rows": "groups"},
    "constants": {"area_code": "E12000007", "group_type": "ethnicity"},
}
LIFE = "ons_life_expectancy.xlsx"
AT_BIRTH: dict[str, Any] = {
    "select": {"Period": "2021 to 2023", "Age group": "<1"},
    "options": {"sheet": "Sheet1", "layout": "long"},
}
PEOPLE = "population_2021.csv"
BANDS: dict[str, Any] = {
    "options": {"bands": {"0 to 1": [0, 1], "2+": [2, None]}},
    "constants": {"period": "2021-06-30"},
}


def test_gla_blank_between_zero_limits_is_no_figure(parse: Any) -> None:
    observed = parse("gla_workbook", GLA, **WEIGHT)

    assert rows(observed, "area_code", "period", "value", "lower_95", "state", "source_row") == [
        ["E09000002", "2006/07", None, None, "missing", 2],
        ["E09000002", "2007/08", 40.19851, 38.21512, "published", 3],
        ["E09000033", "2007/08", 39.0, 35.73714, "published", 4],
    ]
    assert "not a zero" in observed["note"].iloc[0]
    assert observed["period_start"].iloc[0] == pd.Timestamp("2006-09-01")


def test_gla_blank_rows_are_skipped_and_limits_may_be_absent(parse: Any) -> None:
    observed = parse("gla_workbook", GLA, select={"sheet": "8. Mortality caused by PM2.5"})

    assert rows(observed, "area_code", "period", "value", "upper_95", "source_row") == [
        ["E09000001", "2018", 11.25, None, 4],
        ["E09000002", "2018", 9.54701367353788, None, 3],
    ]


def test_gla_groups_use_the_first_pair_of_limits(parse: Any) -> None:
    observed = parse("gla_workbook", GLA, **HIV)

    assert rows(observed, "group_name", "value", "lower_95", "upper_95") == [
        ["Black African", 56.44, 54.1, 58.7],
        ["White", 24.795725941658, 23.3, 26.3],
    ]
    assert set(observed["area_code"]) == {"E12000007"}
    assert set(observed["group_type"]) == {"ethnicity"}
    assert set(observed["period"]) == {"2011 to 2013"}


@pytest.mark.parametrize(
    ("cell", "value", "facts"),
    [
        ("B3", "Birmingham", ("row 3, column 'Area Name'", "'Birmingham'")),
        ("C3", "about 40", ("row 3, column 'Value'", "'about 40'")),
        ("C3", None, ("row 3, column 'Value'", "blank", 38.21512)),
        ("D1", "Lower", ("no column 'Lower CI'", "'Time Period', 'Area Name'")),
        ("A4", "Time Period", ("row 4", "'Time Period'")),
    ],
)
def test_gla_fault_is_named(parse: Any, cell: str, value: object, facts: Any) -> None:
    content = with_cell(GLA, WEIGHT["select"]["sheet"], cell, value)
    with refused(SourceError, GLA, *facts):
        parse("gla_workbook", GLA, content, **WEIGHT)


def test_gla_area_may_have_another_of_its_names(parse: Any) -> None:
    content = with_cell(GLA, WEIGHT["select"]["sheet"], "B3", "Barking")
    assert len(parse("gla_workbook", GLA, content, **WEIGHT)) == 3


@pytest.mark.parametrize(
    ("feed", "facts"),
    [
        ({"select": {}}, ("feeds > select", "sheet")),
        (HIV | {"options": {"rows": "ethnicity"}}, ("'ethnicity'", "areas")),
        (HIV | {"constants": {"group_type": "x"}}, ("area_code", "groups")),
    ],
)
def test_gla_feed_that_cannot_be_followed(parse: Any, feed: dict[str, Any], facts: Any) -> None:
    with refused(CatalogueError, *facts):
        parse("gla_workbook", GLA, **feed)


def test_deprivation_of_both_editions(parse: Any) -> None:
    older = parse(
        "deprivation",
        "deprivation_2019.xlsx",
        select={"sheet": "IMD", "column": "IMD - Average score"},
        constants={"period": 2019},
    )
    newer = parse(
        "deprivation",
        "deprivation_2025.csv",
        select={"column": "imd_average_score"},
        constants={"period": "2025"},
    )

    columns = ("area_code", "period", "value", "source_row")
    assert rows(older, *columns) == [
        ["E09000002", "2019", 32.768, 3],
        ["E09000003", "2019", 16.148, 4],
    ]
    assert rows(newer, *columns) == [
        ["E09000002", "2025", 30.266, 3],
        ["E09000003", "2025", 19.499, 4],
    ]


def test_deprivation_faults(parse: Any) -> None:
    score = {"select": {"column": "imd_average_score"}}
    with refused(CatalogueError, "constants", "period"):
        parse("deprivation", "deprivation_2025.csv", **score)
    with refused(SourceError, "no column of local authority codes", "'place'"):
        parse("deprivation", "f.csv", b"place,imd_average_score\nE09000001,1\n", **score)
    with refused(SourceError, "no column 'imd'", "'ltla24_code'"):
        parse("deprivation", "deprivation_2025.csv", select={"column": "imd"})


def test_life_expectancy_below_the_notes(parse: Any) -> None:
    observed = parse("ons_workbook", LIFE, **AT_BIRTH)

    assert rows(observed, "area_code", "sex", "age", "value", "lower_95", "state") == [
        ["E09000001", "male", "<1", None, None, "missing"],
        ["E09000002", "female", "<1", 81.0, 80.4, "published"],
        ["E09000002", "male", "<1", 77.1, 76.5, "published"],
        ["E92000001", "male", "<1", 79.1, 79.1, "published"],
    ]
    assert set(observed["period"]) == {"2021 to 2023"}
    assert observed["source_row"].tolist() == [9, 8, 6, 10]


def test_wide_sheet_has_a_column_a_year(parse: Any) -> None:
    observed = parse(
        "ons_workbook",
        "ons_health_index.xlsx",
        select={"Area Type": ["LTLA", "Country"]},
        options={"sheet": "Table_2_Index_scores", "layout": "wide"},
    )

    assert rows(observed, "area_code", "period", "value", "state", "source_row") == [
        ["E09000002", "2020", 92.3, "published", 6],
        ["E09000002", "2021", 93.8, "published", 6],
        ["E09000007", "2020", 90.4, "published", 7],
        ["E09000007", "2021", None, "missing", 7],
        ["E92000001", "2020", 100.1, "published", 4],
        ["E92000001", "2021", 100.8, "published", 4],
    ]


def test_ons_workbook_faults(parse: Any) -> None:
    wide = {"options": {"sheet": "Sheet1", "layout": "wide"}}
    with refused(SourceError, "no column is a year", "'Period', 'Country'"):
        parse("ons_workbook", LIFE, **wide)
    with refused(SourceError, "first 60 rows", "'Area code'"):
        parse("ons_workbook", LIFE, with_cell(LIFE, "Sheet1", "D4", "Code"), **AT_BIRTH)
    with refused(SourceError, "'2022 to 2024'", "column 'Period'", "'2021 to 2023'"):
        parse("ons_workbook", LIFE, **(AT_BIRTH | {"select": {"Period": "2022 to 2024"}}))
    with refused(CatalogueError, "'tall'", "long, wide"):
        parse("ons_workbook", LIFE, options={"sheet": "Sheet1", "layout": "tall"})


def test_population_is_summed_to_bands(parse: Any) -> None:
    observed = parse("population", PEOPLE, **BANDS)

    # By hand: Barking and Dagenham has 100, 101, 102, 103 males and 200 to 203 females.
    assert rows(observed, "area_code", "sex", "age", "value") == [
        ["E09000001", "female", "0 to 1", 5.0],
        ["E09000001", "female", "2+", 9.0],
        ["E09000001", "male", "0 to 1", 3.0],
        ["E09000001", "male", "2+", 7.0],
        ["E09000001", "persons", "0 to 1", 8.0],
        ["E09000001", "persons", "2+", 16.0],
        ["E09000002", "female", "0 to 1", 401.0],
        ["E09000002", "female", "2+", 405.0],
        ["E09000002", "male", "0 to 1", 201.0],
        ["E09000002", "male", "2+", 205.0],
        ["E09000002", "persons", "0 to 1", 602.0],
        ["E09000002", "persons", "2+", 610.0],
    ]
    assert set(observed["period"]) == {"30 June 2021"}


@pytest.mark.parametrize(
    ("old", "new", "facts"),
    [
        (b"E,1,2,102", b"E,1,1,102", ("E09000002", "male", "age 1", "already")),
        (b"E09000002,Barking and Dagenham,E,2,3,203\n", b"", ("E09000002", "'female': 3")),
        (b"E,1,2,102", b"E,1,2,", ("row 20", "people", "blank")),
        (b"E,1,2,102", b"E,3,2,102", ("row 20, column 'sex'", "'3'", "1 (male)")),
        (b"population_2021", b"people", ("no column 'population_2021'", "'people'")),
    ],
)
def test_population_fault_is_named(parse: Any, old: bytes, new: bytes, facts: Any) -> None:
    with refused(SourceError, PEOPLE, *facts):
        parse("population", PEOPLE, spoiled(PEOPLE, old, new), **BANDS)


@pytest.mark.parametrize("bands", [None, {}, {"a": [5]}, {"a": [5, 1]}, {"a": ["0", 1]}])
def test_bands_must_be_first_and_last_years(parse: Any, bands: object) -> None:
    with pytest.raises(CatalogueError, match="feeds > options > bands"):
        parse("population", PEOPLE, **(BANDS | {"options": {"bands": bands}}))


def test_band_beyond_the_oldest_age_is_an_error(parse: Any) -> None:
    with refused(SourceError, "band '90'", "0 to 3"):
        parse("population", PEOPLE, **(BANDS | {"options": {"bands": {"90": [90, None]}}}))
