"""Fingertips exports: both spellings of the header, categories, and City with Hackney."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.errors import CatalogueError, ContractError, SourceError
from tests.pipelines.sources.examples import DECILES, HACKNEY_WITH_THE_CITY, spoiled
from tests.refusals import refused

FILE = "fingertips_admissions.csv"
ADMISSIONS: dict[str, Any] = {
    "select": {"indicator_id": "90284", "sex": ["Persons", "Male"], "age": "<15 yrs"},
    "groups": {DECILES: "deprivation_decile"},
    "options": {"year_starts": "04-01"},
}


def test_figures_of_an_export(parse: Any) -> None:
    observed = parse("fingertips_csv", FILE, **ADMISSIONS)
    england = observed[(observed["area_code"] == "E92000001") & (observed["group_name"] == "all")]

    assert len(england) == 1, "England is repeated for each parent, and is one figure"
    row = england.iloc[0]
    assert row["value"] == 72.8123456789
    numbers = ["lower_95", "upper_95", "lower_998", "upper_998", "count", "denominator"]
    assert row[numbers].tolist() == [72.3, 73.3, 72.0, 73.6, 74010, 10164493]
    assert (row["period"], row["age"], row["sex"]) == ("2023/24", "<15 yrs", "persons")


def test_only_the_categories_named_are_groups(parse: Any) -> None:
    observed = parse("fingertips_csv", FILE, **ADMISSIONS)
    groups = observed[observed["group_type"] == "deprivation_decile"]

    assert groups["group_name"].tolist() == ["Least deprived decile", "Most deprived decile"]
    assert groups["value"].tolist() == [64.2, 80.1]
    assert set(observed["group_type"]) == {"total", "deprivation_decile"}
    without = parse("fingertips_csv", FILE, **(ADMISSIONS | {"groups": {}}))
    assert set(without["group_name"]) == {"all"}


@pytest.mark.parametrize(
    ("area_code", "state", "note"),
    [
        ("E09000001", "suppressed", HACKNEY_WITH_THE_CITY),
        ("E09000017", "suppressed", "Not presented due to a trust not submitting data"),
        ("E09000018", "suppressed", "Value suppressed for disclosure control due to small count"),
        ("E09000019", "missing", "Value missing in source data"),
        ("E09000020", "missing", "The publisher gives no figure."),
    ],
)
def test_value_note_says_why_a_figure_is_not_there(
    parse: Any, area_code: str, state: str, note: str
) -> None:
    observed = parse("fingertips_csv", FILE, **ADMISSIONS)
    row = observed[observed["area_code"] == area_code].iloc[0]
    assert (row["state"], row["note"]) == (state, note)


def test_hackney_holds_both_and_says_so(parse: Any) -> None:
    observed = parse("fingertips_csv", FILE, **ADMISSIONS)
    hackney = observed[observed["area_code"] == "E09000012"]

    assert hackney["sex"].tolist() == ["male", "persons"]
    assert set(hackney["state"]) == {"published"}
    assert set(hackney["note"]) == {HACKNEY_WITH_THE_CITY}


def test_header_with_underscores_and_without_998_limits(parse: Any) -> None:
    observed = parse(
        "fingertips_csv", "fingertips_suicide.csv", select={"indicator_id": 41001, "sex": "Male"}
    )

    assert observed["area_code"].tolist() == ["E09000001", "E09000007", "E92000001"]
    assert observed["state"].tolist() == ["suppressed", "published", "published"]
    assert observed["period"].unique().tolist() == ["2015 to 2017"]
    assert observed["lower_998"].isna().all()
    assert observed["count"].tolist() == [1, 44, 10392]


def test_figures_that_share_a_key_and_differ_are_not_merged(parse: Any) -> None:
    content = spoiled(FILE, b"72.8123456789", b"72.9", most=1)
    with refused(ContractError, f"{FILE}, row 2", f"{FILE}, row 3", "twice"):
        parse("fingertips_csv", FILE, content, **ADMISSIONS)


@pytest.mark.parametrize(
    ("old", "new", "facts"),
    [
        (b"Area Code", b"Code", ("no column 'Area Code'", "'Indicator ID', 'Indicator Name'")),
        (b"2023/24", b"23-24", ("row 2, column 'Time period'", "'23-24'")),
        (b",Male,", b",Other,", ("'Male'", "column 'Sex'")),
        (b"4/23 geography", b"4/24 geography", ("groups", DECILES.replace("4/23", "4/24"))),
        (b",55.25,", b",fifty,", ("row 9, column 'Value'", "'fifty'")),
    ],
)
def test_fault_in_the_export_is_named(parse: Any, old: bytes, new: bytes, facts: Any) -> None:
    with refused(SourceError, FILE, *facts):
        parse("fingertips_csv", FILE, spoiled(FILE, old, new), **ADMISSIONS)


def test_sex_that_is_not_understood_is_named(parse: Any) -> None:
    content = spoiled(FILE, b",Male,", b",Other,")
    with refused(SourceError, "row 10, column 'Sex'", "'Other'", "persons"):
        parse("fingertips_csv", FILE, content, select={"indicator_id": 90284})


def test_select_key_that_is_not_understood_is_named(parse: Any) -> None:
    with refused(CatalogueError, "feeds > select", "'id'", "indicator_id"):
        parse("fingertips_csv", FILE, select={"id": 1})
