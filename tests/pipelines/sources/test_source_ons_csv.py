"""ONS local statistics CSV: states, notes, periods, areas."""

from __future__ import annotations

import gzip
from typing import Any

import pandas as pd
import pytest

from pipelines import contract
from pipelines.errors import CatalogueError, SourceError
from tests.pipelines.frames import one
from tests.pipelines.sources.examples import HACKNEY_WITH_THE_CITY, content, spoiled
from tests.refusals import refused

FILE = "ons_early_years.csv"
LITERACY = {"select": {"indicator": "Literacy"}}


def _one(observed: pd.DataFrame, area_code: str, period: str = "2023/24") -> pd.Series[Any]:
    return one(observed, area_code=area_code, period=period)


def test_columns_types_and_order_are_the_contracts(parse: Any) -> None:
    observed = parse("ons_csv", FILE, **LITERACY)

    assert list(observed.columns) == [*contract.COLUMNS, *contract.ORIGIN_COLUMNS]
    for column in contract.COLUMNS:
        assert str(observed[column].dtype) == contract.dtype_of(column)
    ordered = observed.sort_values(list(contract.KEY), kind="stable", ignore_index=True)
    pd.testing.assert_frame_equal(observed, ordered)
    assert set(observed["source_file"]) == {FILE}


def test_published_figure_keeps_every_digit_and_its_line(parse: Any) -> None:
    hackney = _one(parse("ons_csv", FILE, **LITERACY), "E09000012")

    assert hackney["value"] == 70.123456789012345
    assert (hackney["lower_95"], hackney["upper_95"]) == (68.1, 72.1)
    assert hackney["period_start"] == pd.Timestamp("2023-09-01")
    assert hackney["period_end"] == pd.Timestamp("2024-08-31")
    assert hackney["source_row"] == 6
    assert hackney["state"] == "published"
    assert pd.isna(hackney["note"])
    described = ["persons", "All ages", "total", "all", "ons_csv", "some"]
    assert (
        hackney[["sex", "age", "group_type", "group_name", "source_id", "indicator_id"]].tolist()
        == described
    )


@pytest.mark.parametrize(
    ("area_code", "state", "note"),
    [
        ("E09000001", "suppressed", "Withheld by the publisher: too few cases to show."),
        ("E09000033", "missing", "The publisher marks it as not available."),
        ("E09000032", "suppressed", "Fewer than 10 pupils in the sample"),
        ("E09000031", "not_applicable", "The publisher marks it as not applicable."),
    ],
)
def test_status_says_why_a_figure_is_not_there(
    parse: Any, area_code: str, state: str, note: str
) -> None:
    row = _one(parse("ons_csv", FILE, **LITERACY), area_code)

    assert pd.isna(row["value"])
    assert (row["state"], row["note"]) == (state, note)


def test_status_beside_a_value_is_a_remark(parse: Any) -> None:
    row = _one(parse("ons_csv", FILE, **LITERACY), "E09000012", "2022/23")

    assert (row["state"], row["value"]) == ("published", 69.5)
    assert row["note"] == "The publisher marks this figure as an unreliable estimate."


def test_thousands_and_quoted_notes_are_read(parse: Any) -> None:
    row = _one(parse("ons_csv", FILE, **LITERACY), "E09000030")
    assert (row["value"], row["note"]) == (1234.5, "Merged, see notes")


def test_other_regions_are_left_out(parse: Any) -> None:
    assert "E12000001" not in set(parse("ons_csv", FILE, **LITERACY)["area_code"])


def test_constants_stand_where_the_file_is_silent(parse: Any) -> None:
    given = {"sex": "female", "age": "5 yrs", "group_type": "meals", "group_name": "Free meals"}
    observed = parse("ons_csv", FILE, **LITERACY, constants={**given, "note": "Rounded."})

    for column, value in given.items():
        assert set(observed[column]) == {value}
    assert _one(observed, "E09000012")["note"] == "Rounded."
    assert _one(observed, "E09000030")["note"] == "Merged, see notes. Rounded."
    assert _one(observed, "E09000033")["note"] == "The publisher marks it as not available."


def test_day_is_a_period(parse: Any) -> None:
    observed = parse("ons_csv", FILE, select={"indicator": "Sports facilities"})
    assert observed["period"].tolist() == ["5 October 2023"]


def test_boroughs_published_together_are_shown_where_the_feed_says(parse: Any) -> None:
    maths = {"select": {"indicator": "Mathematics"}}
    apart = parse("ons_csv", FILE, **maths)
    together = parse(
        "ons_csv", FILE, **maths, options={"combined_areas": {"E67000001": "E09000012"}}
    )

    assert apart["area_code"].tolist() == ["E09000033"]
    assert together["area_code"].tolist() == ["E09000012", "E09000033"]
    assert together["note"].iloc[0] == HACKNEY_WITH_THE_CITY
    with refused(SourceError, "'E67000002'", "column 'areacd'"):
        parse("ons_csv", FILE, **maths, options={"combined_areas": {"E67000002": "E09000012"}})
    with refused(CatalogueError, "combined_areas > E67000001", "'Hackney'"):
        parse("ons_csv", FILE, **maths, options={"combined_areas": {"E67000001": "Hackney"}})


def test_same_bytes_gzipped_or_with_unix_lines_give_the_same(parse: Any) -> None:
    whole = content(FILE)
    plain = parse("ons_csv", FILE, **LITERACY)

    for variant in (gzip.compress(whole), whole.replace(b"\r\n", b"\n"), whole[3:]):
        pd.testing.assert_frame_equal(parse("ons_csv", FILE, variant, **LITERACY), plain)


@pytest.mark.parametrize(
    ("old", "new", "facts"),
    [
        (b"areacd", b"area_code", ("no column 'areacd'", "'area_code', 'areanm'")),
        (b",69.5,", b",69.5%,", ("row 7, column 'observation'", "'69.5%'")),
        (b",u,\r", b",q,\r", ("row 7, column 'status'", "'q'", "a blank, u, x")),
        (b"2022-09-01/P1Y", b"2022 Q3", ("row 7, column 'period'", "'2022 Q3'")),
        (b"E09000031", b"E09000034", ("row 10, column 'areacd'", "'E09000034'")),
        (b"Literacy", b"Reading", ("'Literacy'", "column 'indicator'")),
    ],
)
def test_fault_in_the_file_is_named(parse: Any, old: bytes, new: bytes, facts: Any) -> None:
    with refused(SourceError, FILE, *facts):
        parse("ons_csv", FILE, spoiled(FILE, old, new), **LITERACY)
