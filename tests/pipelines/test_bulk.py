"""A large Fingertips export gives what its parser gives, or is left to the parser."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd
import pytest

from pipelines import bulk, contract
from pipelines.catalogue import Catalogue, Feed
from pipelines.errors import SourceError
from pipelines.sources import registry
from tests.refusals import refused

HEADER = (
    "Indicator ID,Indicator Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,"
    "Upper CI 99.8 limit,Count,Denominator,Value note\n"
)
FEED = Feed(
    "suicide",
    "ohid_fingertips",
    "a.csv",
    select={"indicator_id": "41001", "sex": ["Persons", "Male"], "age": "10+ yrs"},
    groups={"Deprivation": "deprivation_decile"},
)


def _row(**given: str) -> str:
    cells = {
        "id": "41001", "name": "A rate", "area": "E09000002", "place": '"Barking, and Dagenham"',
        "type": "UA", "sex": "Persons", "age": "10+ yrs", "kind": "", "group": "",
        "period": "2021 - 23", "value": "9.123456789012345", "low": "8", "high": "10.5",
        "low2": "7", "high2": "11", "count": '"1,234"', "people": "1.5e5", "note": "",
    }  # fmt: skip
    return ",".join((cells | given).values())


ROWS = (
    _row(),
    _row(area="E12000007", sex="Male"),
    _row(area="E92000001"),
    _row(area="E92000001"),
    _row(area="E92000001", kind="Deprivation", group="Most deprived decile (IMD2019)"),
    _row(area="E92000001", kind="Something else", group="Other"),
    _row(area="E06000001"),
    _row(id="41002", sex="Nobody"),
    _row(age="15+ yrs"),
    _row(area="E09000003", period="2019/20"),
    _row(area="E09000003", period="2018/19 - 20/21"),
    _row(area="E09000003", period="2014"),
    _row(area="E09000004", value="", note="Value suppressed for disclosure control"),
    _row(area="E09000005", value="", note="Value missing in source data", low="", high=""),
    _row(area="E09000006", value="*"),
    _row(area="E09000007", value="[x]", note="Not there"),
    _row(area="E09000008", note="There is a data quality issue"),
    _row(area=" E09000009 ", value=" 5 ", low="4.", high="+6", low2="-", high2="NA"),
)


def _both(content: bytes, path: Path, known: Catalogue) -> tuple[pd.DataFrame | None, pd.DataFrame]:
    path.write_bytes(content)
    return bulk._through_engine(path, FEED, known), registry.parse(content, FEED, known)


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "mark"])
def test_it_is_what_the_parser_gives(
    pack: type[bytes], end: str, mark: str, tmp_path: Path, known: Catalogue
) -> None:
    content = (mark + (HEADER + "\n".join(ROWS) + "\n").replace("\n", end)).encode()
    found, parsed = _both(pack(content), tmp_path / "a.csv", known)
    assert found is not None
    pd.testing.assert_frame_equal(found, parsed[list(contract.COLUMNS)], check_exact=True)
    assert len(found) == 13


@pytest.mark.parametrize(
    "row",
    [
        _row(value="many"),
        _row(count="1,2,3".replace(",", "_")),
        _row(value='"12,3"'),
        _row(value="nan"),
        _row(area="E9000002"),
        _row(period="next year"),
        HEADER.strip(),
        _row() + ",one more",
        "41001,short",
    ],
)
def test_whatever_is_odd_is_left_to_the_parser_which_names_it(
    row: str, tmp_path: Path, known: Catalogue
) -> None:
    content = (HEADER + "\n".join([*ROWS, row]) + "\n").encode()
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert bulk._through_engine(path, FEED, known) is None
    # Below the header and the rows that are well.
    with refused(SourceError, f"a.csv, row {len(ROWS) + 2}"):
        registry.parse(content, FEED, known)


def test_what_is_asked_for_and_not_there_is_left_to_the_parser(
    tmp_path: Path, known: Catalogue
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADER + _row() + "\n")
    assert bulk._through_engine(path, FEED, known) is None
    with refused(SourceError, "a.csv", "'Male'"):
        bulk.parse(path, FEED, known)


@pytest.mark.raw
def test_a_real_export_is_what_the_parser_gives(raw: Path, known: Catalogue) -> None:
    feed = next(x for x in known.feeds if x.source == "ohid_fingertips")
    path = raw / feed.file
    found = bulk._through_engine(path, feed, known)
    parsed = registry.parse(path.read_bytes(), feed, known)
    pd.testing.assert_frame_equal(found, parsed[list(contract.COLUMNS)], check_exact=True)
