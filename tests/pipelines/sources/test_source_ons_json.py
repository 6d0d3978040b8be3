"""ONS's column-oriented JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import SourceError

PUBLISHERS = Path(__file__).parents[2] / "data" / "publishers"
FILE = "ons_child_weight.json"
CODE = "child-weight-Aged 10 to 11 years obese"
SCHOOL = {"select": {"code": CODE}, "options": {"period_start": "09-01", "period_years": 1}}


def test_lists_become_rows(parse: Any) -> None:
    observed = parse("ons_json", FILE, **SCHOOL)

    columns = ["area_code", "period", "value", "lower_95", "state", "source_row"]
    rows = observed[columns].astype("object").where(observed[columns].notna(), None)
    assert rows.to_numpy().tolist() == [
        ["E09000032", "2024/25", 18.0, 16.25, "published", 5],
        ["E09000033", "2020/21", None, None, "missing", 4],
        ["E09000033", "2024/25", 20.027590000000004, 18.5, "published", 3],
        ["E92000001", "2024/25", 22.24756, 22.14253, "published", 1],
    ]


def test_years_may_be_points_in_time(parse: Any) -> None:
    observed = parse("ons_json", FILE, select={"code": CODE}, options={"day": "06-30"})
    assert set(observed["period"]) == {"30 June 2020", "30 June 2024"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": "other"}, f"{FILE}: its code is 'other', not '{CODE}'"),
        ({"lci": None}, "'lci' is not a list"),
        ({"lci": [1]}, "its lists differ in length: "),
        ({"xDomainNumb": ["2024"] * 4 + ["24-25"]}, "row 5, column 'xDomainNumb': '24-25' is not"),
        ({"value": [1, 2, "n", 4, 5]}, "row 3, column 'value': 'n' is not a number"),
    ],
)
def test_fault_in_the_document_is_named(parse: Any, change: dict[str, Any], said: str) -> None:
    document = json.loads((PUBLISHERS / FILE).read_text(encoding="utf-8")) | change

    with pytest.raises(SourceError) as caught:
        parse("ons_json", FILE, json.dumps(document).encode(), **SCHOOL)
    assert said in str(caught.value)


@pytest.mark.parametrize("content", [b"[1, 2]", b'{"code": "x"}'])
def test_another_document_is_refused_with_what_it_has(parse: Any, content: bytes) -> None:
    with pytest.raises(SourceError, match=r"has no .*'areacd'.* an object of lists with code,"):
        parse("ons_json", FILE, content, **SCHOOL)
