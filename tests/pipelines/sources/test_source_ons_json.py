"""ONS's column-oriented JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipelines.errors import SourceError
from tests.pipelines.sources.examples import content, rows
from tests.refusals import refused

FILE = "ons_child_weight.json"
CODE = "child-weight-Aged 10 to 11 years obese"
SCHOOL = {"select": {"code": CODE}, "options": {"period_start": "09-01", "period_years": 1}}


def test_lists_become_rows(parse: Any) -> None:
    observed = parse("ons_json", FILE, **SCHOOL)

    columns = ("area_code", "period", "value", "lower_95", "state", "source_row")
    assert rows(observed, *columns) == [
        ["E09000032", "2024/25", 18.0, 16.25, "published", 5],
        ["E09000033", "2020/21", None, None, "missing", 4],
        ["E09000033", "2024/25", 20.027590000000004, 18.5, "published", 3],
        ["E92000001", "2024/25", 22.24756, 22.14253, "published", 1],
    ]


def test_years_may_be_points_in_time(parse: Any) -> None:
    observed = parse("ons_json", FILE, select={"code": CODE}, options={"day": "06-30"})
    assert set(observed["period"]) == {"30 June 2020", "30 June 2024"}


@pytest.mark.parametrize(
    ("change", "facts"),
    [
        ({"code": "other"}, ("'other'", f"'{CODE}'")),
        ({"lci": None}, ("'lci'", "not a list")),
        ({"lci": [1]}, ("differ in length", "lci")),
        ({"xDomainNumb": ["2024"] * 4 + ["24-25"]}, ("row 5, column 'xDomainNumb'", "'24-25'")),
        ({"value": [1, 2, "n", 4, 5]}, ("row 3, column 'value'", "'n'")),
    ],
)
def test_fault_in_the_document_is_named(parse: Any, change: dict[str, Any], facts: Any) -> None:
    document = json.loads(content(FILE)) | change

    with refused(SourceError, FILE, *facts):
        parse("ons_json", FILE, json.dumps(document).encode(), **SCHOOL)


@pytest.mark.parametrize("other", [b"[1, 2]", b'{"code": "x"}'])
def test_another_document_is_refused_with_what_it_has(parse: Any, other: bytes) -> None:
    with refused(SourceError, "'areacd'", "an object of lists", "code"):
        parse("ons_json", FILE, other, **SCHOOL)
