"""The workbooks: GLA strategy, Indices of Deprivation, ONS; and the summed population."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from pipelines.errors import CatalogueError, SourceError

PUBLISHERS = Path(__file__).parents[2] / "data" / "publishers"
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


def _changed(file: str, sheet: str, cell: str, value: object) -> bytes:
    book = openpyxl.load_workbook(PUBLISHERS / file)
    book[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(observed: pd.DataFrame, *columns: str) -> list[list[Any]]:
    chosen = observed[list(columns)].astype("object")
    return chosen.where(chosen.notna(), None).to_numpy().tolist()


def test_gla_blank_between_zero_limits_is_no_figure(parse: Any) -> None:
    observed = parse("gla_workbook", GLA, **WEIGHT)

    assert _rows(observed, "area_code", "period", "value", "lower_95", "state", "source_row") == [
        ["E09000002", "2006/07", None, None, "missing", 2],
        ["E09000002", "2007/08", 40.19851, 38.21512, "published", 3],
        ["E09000033", "2007/08", 39.0, 35.73714, "published", 4],
    ]
    assert "not a zero" in observed["note"].iloc[0]
    assert observed["period_start"].iloc[0] == pd.Timestamp("2006-09-01")


def test_gla_blank_rows_are_skipped_and_limits_may_be_absent(parse: Any) -> None:
    observed = parse("gla_workbook", GLA, select={"sheet": "8. Mortality caused by PM2.5"})

    assert _rows(observed, "area_code", "period", "value", "upper_95", "source_row") == [
        ["E09000001", "2018", 11.25, None, 4],
        ["E09000002", "2018", 9.54701367353788, None, 3],
    ]


def test_gla_groups_use_the_first_pair_of_limits(parse: Any) -> None:
    observed = parse("gla_workbook", GLA, **HIV)

    assert _rows(observed, "group_name", "value", "lower_95", "upper_95") == [
        ["Black African", 56.44, 54.1, 58.7],
        ["White", 24.795725941658, 23.3, 26.3],
    ]
    assert set(observed["area_code"]) == {"E12000007"}
    assert set(observed["group_type"]) == {"ethnicity"}
    assert set(observed["period"]) == {"2011 to 2013"}


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("B3", "Barking", ""),
        ("B3", "Birmingham", "row 3, column 'Area Name': 'Birmingham' is not an area of the cata"),
        ("C3", "about 40", "row 3, column 'Value': 'about 40' is not a number"),
        ("C3", None, "row 3, column 'Value': is blank although its limits are 38.21512 and 42.49"),
        ("D1", "Lower", "has no column 'Lower CI'; columns found: 'Time Period', 'Area Name'"),
        ("A4", "Time Period", "'Time Period' is not understood"),
    ],
)
def test_gla_fault_is_named(parse: Any, cell: str, value: object, said: str) -> None:
    content = _changed(GLA, WEIGHT["select"]["sheet"], cell, value)
    if not said:
        assert len(parse("gla_workbook", GLA, content, **WEIGHT)) == 3
        return
    with pytest.raises(SourceError) as caught:
        parse("gla_workbook", GLA, content, **WEIGHT)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("feed", "said"),
    [
        ({"select": {}}, "feeds > select: needs a sheet"),
        (HIV | {"options": {"rows": "ethnicity"}}, "'ethnicity' is not understood; allowed: areas"),
        (HIV | {"constants": {"group_type": "x"}}, "needs area_code when rows are groups"),
    ],
)
def test_gla_feed_that_cannot_be_followed(parse: Any, feed: dict[str, Any], said: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        parse("gla_workbook", GLA, **feed)
    assert said in str(caught.value)


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
    assert _rows(older, *columns) == [
        ["E09000002", "2019", 32.768, 3],
        ["E09000003", "2019", 16.148, 4],
    ]
    assert _rows(newer, *columns) == [
        ["E09000002", "2025", 30.266, 3],
        ["E09000003", "2025", 19.499, 4],
    ]


def test_deprivation_faults(parse: Any) -> None:
    score = {"select": {"column": "imd_average_score"}}
    with pytest.raises(CatalogueError, match="constants: needs a period"):
        parse("deprivation", "deprivation_2025.csv", **score)
    with pytest.raises(SourceError, match="has no column of local authority codes"):
        parse("deprivation", "f.csv", b"place,imd_average_score\nE09000001,1\n", **score)
    with pytest.raises(SourceError, match=r"no column 'imd'; columns found: 'ltla24_code'"):
        parse("deprivation", "deprivation_2025.csv", select={"column": "imd"})


def test_life_expectancy_below_the_notes(parse: Any) -> None:
    observed = parse("ons_workbook", LIFE, **AT_BIRTH)

    assert _rows(observed, "area_code", "sex", "age", "value", "lower_95", "state") == [
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

    assert _rows(observed, "area_code", "period", "value", "state", "source_row") == [
        ["E09000002", "2020", 92.3, "published", 6],
        ["E09000002", "2021", 93.8, "published", 6],
        ["E09000007", "2020", 90.4, "published", 7],
        ["E09000007", "2021", None, "missing", 7],
        ["E92000001", "2020", 100.1, "published", 4],
        ["E92000001", "2021", 100.8, "published", 4],
    ]


def test_ons_workbook_faults(parse: Any) -> None:
    wide = {"options": {"sheet": "Sheet1", "layout": "wide"}}
    with pytest.raises(SourceError, match="no column is a year; columns found: 'Period', 'Country"):
        parse("ons_workbook", LIFE, **wide)
    with pytest.raises(SourceError, match="none of the first 60 rows has the heading 'Area code'"):
        parse("ons_workbook", LIFE, _changed(LIFE, "Sheet1", "D4", "Code"), **AT_BIRTH)
    with pytest.raises(SourceError, match=r"'2022 to 2024' in column 'Period'.* '2021 to 2023'"):
        parse("ons_workbook", LIFE, **(AT_BIRTH | {"select": {"Period": "2022 to 2024"}}))
    with pytest.raises(CatalogueError, match="'tall' is not known; allowed: long, wide"):
        parse("ons_workbook", LIFE, options={"sheet": "Sheet1", "layout": "tall"})


def test_population_is_summed_to_bands(parse: Any) -> None:
    observed = parse("population", PEOPLE, **BANDS)

    # By hand: Barking and Dagenham has 100, 101, 102, 103 males and 200 to 203 females.
    assert _rows(observed, "area_code", "sex", "age", "value") == [
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
    ("old", "new", "said"),
    [
        (b"E,1,2,102", b"E,1,1,102", "E09000002, male, age 1 is there already"),
        (b"E09000002,Barking and Dagenham,E,2,3,203\n", b"", "'female': 3} years of age; each fro"),
        (b"E,1,2,102", b"E,1,2,", "row 20: people is blank"),
        (b"E,1,2,102", b"E,3,2,102", "row 20, column 'sex': '3' is not known; allowed: 1 (male)"),
        (b"population_2021", b"people", "has no column 'population_2021'; columns found"),
    ],
)
def test_population_fault_is_named(parse: Any, old: bytes, new: bytes, said: str) -> None:
    content = (PUBLISHERS / PEOPLE).read_bytes()
    assert old in content

    with pytest.raises(SourceError) as caught:
        parse("population", PEOPLE, content.replace(old, new), **BANDS)
    assert said in str(caught.value)


@pytest.mark.parametrize("bands", [None, {}, {"a": [5]}, {"a": [5, 1]}, {"a": ["0", 1]}])
def test_bands_must_be_first_and_last_years(parse: Any, bands: object) -> None:
    with pytest.raises(CatalogueError, match="feeds > options > bands"):
        parse("population", PEOPLE, **(BANDS | {"options": {"bands": bands}}))


def test_band_beyond_the_oldest_age_is_an_error(parse: Any) -> None:
    with pytest.raises(SourceError, match="no row is in the band '90'; ages are 0 to 3"):
        parse("population", PEOPLE, **(BANDS | {"options": {"bands": {"90": [90, None]}}}))
