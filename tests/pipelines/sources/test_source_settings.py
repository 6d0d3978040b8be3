"""A feed that its parser cannot follow says so, and says what it could have said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipelines.catalogue import CATALOGUE, Feed
from pipelines.errors import CatalogueError, SourceError
from pipelines.sources import reading, registry, settings
from tests.refusals import refused

FILE = "ons_early_years.csv"
LITERACY = {"select": {"indicator": "Literacy"}}


def _feed(**given: Any) -> Feed:
    return Feed("some", "ons_csv", FILE, **given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"constants": {"sexes": "male"}}, "feeds > constants: 'sexes' is not understood; allowed"),
        ({"constants": {"sex": "boys"}}, "constants > sex: 'boys' is not known; allowed: persons"),
        ({"constants": {"area_code": "E09"}}, "constants > area_code: 'E09' is not known"),
        ({"columns": {"value": "x"}}, "feeds > columns: 'value' is not understood; allowed"),
        (
            {"options": {"year": "04-01"}},
            "feeds > options: 'year' is not understood; allowed: combined_areas",
        ),
        ({"groups": {"a": "b"}}, "feeds > groups: 'a' is not understood; allowed: nothing"),
    ],
)
def test_key_that_is_not_understood_is_named(parse: Any, given: Any, said: str) -> None:
    with refused(CatalogueError, "indicators/some.yml", said):
        parse("ons_csv", FILE, **(LITERACY | given))


def test_select_that_matches_nothing_says_what_the_column_has() -> None:
    table = reading.csv_table(b"kind,sex\na,M\na,F\nb,M\n", "f.csv")

    with refused(SourceError, "f.csv: no row has 'X' in column 'sex'", "it has 'M', 'F'"):
        settings.select(table, {"kind": "a", "sex": ["M", "X"]}, "f.csv")
    with refused(SourceError, "f", "no column 'age'", "'kind', 'sex'"):
        settings.select(table, {"age": "1"}, "f")


def test_select_shows_ten_values_at_most() -> None:
    table = reading.csv_table("\n".join(["k", *(f"v{i}" for i in range(30))]).encode(), "f")

    with pytest.raises(SourceError, match=r"'v0', .*'v9' \.\.\.$"):
        settings.select(table, {"k": "w"}, "f")


def test_select_takes_numbers_lists_and_blanks() -> None:
    table = reading.csv_table(b'id,group\n1,\n1,""" x """\n2,y\n', "f")

    assert settings.select(table, {"id": 1, "group": ""}, "f").index.tolist() == [2]
    assert settings.select(table, {"group": [None, "x"]}, "f").index.tolist() == [2, 3]


@pytest.mark.parametrize("written", ["13-01", "09", "1 September", "09-31", None])
def test_year_start_that_is_no_day_is_an_error(written: object) -> None:
    with pytest.raises(CatalogueError, match=r"options > year_starts: '.*' is not a month and day"):
        settings.month_and_day(_feed(options={"year_starts": written}), "year_starts")


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"day": "06-30", "period_start": "09-01", "period_years": 1},
        {"period_start": "09-01"},
        {"period_start": "09-01", "period_years": 0},
    ],
)
def test_first_years_need_one_way_to_be_read(options: dict[str, Any]) -> None:
    with pytest.raises(CatalogueError, match="feeds > options"):
        settings.periods_by_first_year(_feed(options=options))


def test_first_years_become_periods() -> None:
    school = settings.periods_by_first_year(
        _feed(options={"period_start": "09-01", "period_years": 1})
    )
    day = settings.periods_by_first_year(_feed(options={"day": "06-30"}))

    assert school("2024").label == "2024/25"
    assert f"{school('2024').start} {school('2024').end}" == "2024-09-01 2025-08-31"
    assert day("2024").label == "30 June 2024"
    with pytest.raises(ValueError, match="'24' is not a year; allowed: four digits"):
        day("24")


def test_registry_knows_every_parser_the_schema_allows() -> None:

    schema = json.loads((CATALOGUE / "schema" / "source.json").read_text(encoding="utf-8"))
    assert list(registry.PARSERS) == schema["properties"]["parser"]["enum"]
