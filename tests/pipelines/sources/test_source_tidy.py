"""Any table through a mapping: what a borough would write to add its own indicator."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.errors import CatalogueError, SourceError
from tests.pipelines.sources.examples import rows, spoiled
from tests.refusals import refused

OWN = "borough_own.csv"
RATE: dict[str, Any] = {
    "columns": {
        "area_name": "Borough",
        "value": "Rate",
        "period": "Year",
        "sex": "Sex",
        "group_name": "Group",
        "note": "Remark",
    },
    "constants": {"group_type": "ethnicity"},
    "options": {"group_names": {"White": "White groups"}},
}
PROFILE: dict[str, Any] = {
    "select": {"indicator_id": 90631},
    "columns": {"area_code": "LAD25CD", "value": "value", "period": "period", "note": "unit"},
    "options": {"format": "parquet", "year_starts": "09-01"},
}
SMOKING: dict[str, Any] = {
    "columns": {"area_code": "key", "value": "smoking"},
    "constants": {"period": 2024},
    "options": {"records": "ltla"},
}


def test_csv_by_name_with_groups(parse: Any) -> None:
    observed = parse("tidy", OWN, **RATE)

    assert rows(observed, "area_code", "sex", "group_type", "group_name", "value", "state") == [
        ["E09000012", "male", "total", "all", 13.5, "published"],
        ["E09000012", "persons", "ethnicity", "Chinese", None, "suppressed"],
        ["E09000012", "persons", "ethnicity", "White groups", 10.0, "published"],
        ["E09000012", "persons", "total", "all", 12.5, "published"],
        ["E09000013", "persons", "total", "all", 1012.5, "published"],
    ]
    assert observed["note"].iloc[2] == "Small sample"


def test_parquet_repeated_by_profile_is_one_figure(parse: Any) -> None:
    observed = parse("tidy", "profiles.parquet", **PROFILE)

    assert rows(observed, "area_code", "value", "state", "source_row") == [
        ["E09000001", None, "suppressed", 1],
        ["E09000002", 70.123456789, "published", 2],
        ["E09000003", 71.5, "published", 4],
    ]
    assert observed["period_end"].iloc[0].isoformat() == "2025-08-31T00:00:00"


def test_json_objects_and_lists(parse: Any) -> None:
    boroughs = parse("tidy", "evidence.json", **SMOKING)
    assert rows(boroughs, "area_code", "value", "state") == [
        ["E09000001", None, "missing"],
        ["E09000002", 15.38, "published"],
    ]
    england = parse(
        "tidy",
        "evidence.json",
        columns={"value": "smoking"},
        constants={"period": 2024, "area_code": "E92000001"},
        options={"records": "england"},
    )
    assert rows(england, "area_code", "value") == [["E92000001", 10.43]]
    listed = parse(
        "tidy",
        "evidence.json",
        columns={"area_code": "area", "value": "v"},
        constants={"period": 2024},
        options={"records": "list", "format": "json"},
    )
    assert rows(listed, "area_code", "value") == [["E09000002", 1.5], ["E09000003", None]]


def test_limits_counts_and_first_years(parse: Any) -> None:
    content = (
        b"code,y,v,l95,u95,l998,u998,n,d\n"
        b'E09000001,2024,5,4,6,3,7,"1,000",20000\nE09000002,2024,[c],4,6,3,7,[c],20000\n'
    )
    columns = {
        "area_code": "code",
        "period": "y",
        "value": "v",
        "lower_95": "l95",
        "upper_95": "u95",
        "lower_998": "l998",
        "upper_998": "u998",
        "count": "n",
        "denominator": "d",
    }
    options = {"period_start": "11-16", "period_years": 1}
    observed = parse("tidy", "own.csv", content, columns=columns, options=options)

    numbers = ("value", "lower_95", "upper_95", "lower_998", "upper_998", "count", "denominator")
    assert rows(observed, *numbers) == [
        [5.0, 4.0, 6.0, 3.0, 7.0, 1000.0, 20000.0],
        [None, None, None, None, None, None, 20000.0],
    ]
    assert observed["period"].tolist() == ["2024/25", "2024/25"]


def test_blank_area_code_takes_the_constant(parse: Any) -> None:
    content = b"code,v\n,1\nE09000001,2\n"
    observed = parse(
        "tidy",
        "own.csv",
        content,
        columns={"area_code": "code", "value": "v"},
        constants={"area_code": "E92000001", "period": "2024"},
    )
    assert rows(observed, "area_code", "value") == [["E09000001", 2.0], ["E92000001", 1.0]]


@pytest.mark.parametrize(
    ("feed", "facts"),
    [
        ({"columns": {"area_code": "x"}}, ("feeds > columns", "value")),
        ({"columns": {"value": "Rate"}}, ("area_code or area_name", "constants > area_code")),
        ({"columns": {"value": "Rate", "rate": "Rate"}}, ("'rate'", "area_code")),
        ({"columns": {"value": "Rate", "area_name": "Borough"}}, ("constants", "period")),
        (RATE | {"constants": {}}, ("group_type", "columns > group_name")),
        (RATE | {"options": {"format": "xlsx"}}, ("'xlsx'", "csv, parquet, json")),
        (RATE | {"options": {"records": "a"}}, ("options > records", "json", "csv")),
        (RATE | {"options": {"group_names": ["a"]}}, ("group_names", "mapping")),
    ],
)
def test_mapping_that_cannot_be_followed(parse: Any, feed: dict[str, Any], facts: Any) -> None:
    with refused(CatalogueError, *facts):
        parse("tidy", OWN, **feed)


@pytest.mark.parametrize(
    ("old", "new", "facts"),
    [
        (b"Rate", b"Value", ("no column 'Rate'", "'Borough', 'Year', 'Sex'")),
        (b"Fulham", b"Fulhem", ("row 6, column 'Borough'", "'Hammersmith & Fulhem'")),
        (b"13.5", b'"13,5"', ("row 3, column 'Rate'", "'13,5'")),
        (b"White", b"Whyte", ("'White'", "column 'Group'", "group_names")),
        (b"2023/24", b"2023/25", ("row 2, column 'Year'", "'2023/25'", "whole years")),
    ],
)
def test_fault_in_a_boroughs_own_file(parse: Any, old: bytes, new: bytes, facts: Any) -> None:
    with refused(SourceError, OWN, *facts):
        parse("tidy", OWN, spoiled(OWN, old, new), **RATE)


@pytest.mark.parametrize(
    ("records", "facts"),
    [
        ("boroughs", ("no 'boroughs'", "path 'boroughs'", "'meta', 'england'")),
        ("ltla.E09000002.smoking", ("'ltla.E09000002.smoking'", "no rows", "an object")),
        ("england", ("no column 'key'", "'smoking', 'obesity'")),
    ],
)
def test_path_into_json_that_leads_nowhere(parse: Any, records: str, facts: Any) -> None:
    with refused(SourceError, "evidence.json", *facts):
        parse("tidy", "evidence.json", **(SMOKING | {"options": {"records": records}}))
