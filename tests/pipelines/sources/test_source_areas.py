"""Which area a row is about, and the faults that would lose a borough quietly."""

from __future__ import annotations

import pytest

from pipelines.catalogue import Catalogue
from pipelines.errors import SourceError
from pipelines.sources import areas
from tests.pipelines.sources.examples import column

# Places whose names come near a London borough's.
ELSEWHERE = [
    "Kingston upon Hull, City of",
    "Brentwood",
    "Richmondshire",
    "Newark and Sherwood",
    "Sutton Coldfield",
    "Barnsley",
    "Fenland",
    "Burnley",
    "Bexhill",
    "Mansfield",
    "Westmorland and Furness",
    "Harrogate",
    "Northern Ireland",
    "Inner London",
    "Outer London",
    "South East",
    "Hackney and City of London",
]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Barking & Dagenham", "E09000002"),
        ("Hammersmith & Fulham", "E09000013"),
        ("City of London", "E09000001"),
        ("City of London Corporation", "E09000001"),
        ("City", "E09000001"),
        ("City of Westminster", "E09000033"),
        ("Kingston-upon-Thames", "E09000021"),
        ("Royal Borough of Kensington & Chelsea", "E09000020"),
        ("London Borough of Hackney", "E09000012"),
        ("Bromley London Borough", "E09000006"),
        ("  RICHMOND UPON THAMES [note 2]", "E09000027"),
        ("Greenwich*", "E09000011"),
        ("London region", "E12000007"),
        ("London", "E12000007"),
        ("ENGLAND", "E92000001"),
    ],
)
def test_variants_of_a_name_are_one_area(catalogue: Catalogue, name: str, code: str) -> None:
    for only_london in (True, False):
        found = areas.by_name(column(name), "Area", "f", catalogue, only_london)
        assert found.to_dict() == {2: code}


def test_every_name_of_the_catalogue_is_itself(catalogue: Catalogue) -> None:
    names = column(*catalogue.areas["area_name"])
    found = areas.by_name(names, "Area", "f", catalogue, only_london=True)
    assert found.tolist() == catalogue.areas["area_code"].tolist()


def test_other_places_are_left_out_quietly(catalogue: Catalogue) -> None:
    names = column("Leeds", "Camden", *ELSEWHERE)
    found = areas.by_name(names, "Area", "f", catalogue, only_london=False)
    assert found.to_dict() == {3: "E09000007"}


@pytest.mark.parametrize("name", ["Barkng and Dagenham", "Wandsworht", "Hammersmith and Fullham"])
def test_misspelt_borough_is_an_error_that_lists_the_names(catalogue: Catalogue, name: str) -> None:
    with pytest.raises(SourceError) as caught:
        areas.by_name(column("Camden", name), "Area", "f.csv", catalogue, only_london=False)
    assert f"f.csv, row 3, column 'Area': '{name}' is not an area" in str(caught.value)
    assert "City of London, Barking and Dagenham, Barnet" in str(caught.value)


def test_unknown_name_is_an_error_where_every_row_is_london(catalogue: Catalogue) -> None:
    with pytest.raises(SourceError, match=r"f, row 2, column 'Area': 'Leeds' is not an area"):
        areas.by_name(column("Leeds"), "Area", "f", catalogue, only_london=True)


def test_codes_elsewhere_are_left_out(catalogue: Catalogue) -> None:
    codes = column("E06000001", "E09000033", "", "K02000001", "E92000001", "E13000001")
    found = areas.by_code(codes, "areacd", "f", catalogue)
    assert found.to_dict() == {3: "E09000033", 6: "E92000001"}


@pytest.mark.parametrize("code", ["E09000034", "E0900001", "e09000001", "E9000001", "E09000001 x"])
def test_code_like_londons_that_is_not_one_is_an_error(catalogue: Catalogue, code: str) -> None:
    with pytest.raises(SourceError) as caught:
        areas.by_code(column("E09000001", code), "areacd", "f.csv", catalogue)
    assert f"f.csv, row 3, column 'areacd': '{code}' looks like a London code" in str(caught.value)
    assert "allowed: E09000001, E09000002" in str(caught.value)


def test_file_without_any_of_our_areas_is_an_error(catalogue: Catalogue) -> None:
    with pytest.raises(SourceError, match=r"column 'areacd' has 'E06000001', 'W92000004'"):
        areas.by_code(column("E06000001", "W92000004"), "areacd", "f", catalogue)
