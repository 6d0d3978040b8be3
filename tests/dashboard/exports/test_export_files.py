"""What people choose comes back as the marts' figures, exactly, whichever file they take."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from csvw import CSVW

from dashboard import queries
from dashboard.db import Build
from dashboard.exports import dictionary, files, forgiving, permalink, workbook
from dashboard.exports.datasets import DATASETS
from dashboard.exports.request import Request
from tests.conftest import ROOT

LINK = "https://example.org/api/v1/observations.csv?indicator=suicide"
CHOSEN = {
    "indicator": ["suicide", "obesity_year_6", "claimant_count"],
    "area": ["Newham", "E09000012", "E09000001", "E12000007"],
    "include": ["intervals", "comparisons", "metadata"],
}
# The marts' own figures, asked for without any of the code that makes files.
_TRUTH = """
select o.value, o.lower_95, o.upper_95, o."count", c.difference as difference_england
from observation as o
left join comparison as c on o.observation_id = c.observation_id and c.benchmark = 'england'
where o.indicator_id in ('suicide', 'obesity_year_6', 'claimant_count')
    and o.area_code in ('E09000025', 'E09000012', 'E09000001', 'E12000007')
order by o.indicator_id, o.area_code, o.sex, o.age, o.group_type, o.group_name, o.period_start,
    o.period_end
"""
NUMBERS = ["value", "lower_95", "upper_95", "count", "difference_england"]


@pytest.fixture(scope="module")
def request_(build: Build) -> Request:
    request, problems = forgiving.read(CHOSEN, build)
    assert not problems
    return request


@pytest.fixture(scope="module")
def truth(build: Build) -> list[list[float | None]]:
    return _plain(build.frame(_TRUTH))


def _plain(frame: pd.DataFrame) -> list[list[float | None]]:
    """Figures as plain numbers, None where there is none."""
    return [
        [None if pd.isna(x) else float(x) for x in row]
        for row in frame[NUMBERS].itertuples(index=False)
    ]


def test_csv_by_pandas(build: Build, request_: Request, truth: list[object]) -> None:
    made = files.make(request_, build, "csv", LINK)
    read = pd.read_csv(io.BytesIO(made))
    assert len(read) > 100
    assert _plain(read) == truth


def test_csv_by_duckdb(
    build: Build, request_: Request, truth: list[object], tmp_path: Path
) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(files.make(request_, build, "csv", LINK))
    read = duckdb.connect().execute("select * from read_csv($path)", {"path": str(path)}).df()
    assert _plain(read) == truth
    assert str(read["period_start"].dtype).startswith("datetime64")


def test_parquet_by_arrow(build: Build, request_: Request, truth: list[object]) -> None:
    read = pq.read_table(io.BytesIO(files.make(request_, build, "parquet", LINK)))
    assert _plain(read.to_pandas()) == truth
    assert read.schema.metadata[b"build"].decode() == build.build_id
    assert LINK in read.schema.metadata[b"citation"].decode()


def test_excel_by_openpyxl(build: Build, request_: Request, truth: list[object]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files.make(request_, build, "xlsx", LINK)))
    titles = {x.name: x.title for x in request_.columns}
    read: list[list[float | None]] = []
    for sheet in book.worksheets[3:]:
        (one,) = sheet.tables.values()
        first, *rest = [[cell.value for cell in row] for row in sheet[one.ref]]
        places = [first.index(titles[name]) for name in NUMBERS]
        read += [
            [None if isinstance(row[place], str) else float(row[place]) for place in places]
            for row in rest
        ]
    # Cover, contents and notes, then a sheet an indicator.
    assert len(book.worksheets) == 3 + len(CHOSEN["indicator"])
    assert read == truth
    cover = " ".join(str(cell.value) for cell in book["Cover"]["A"])
    for said in (build.build_id, LINK, "Open Government Licence", "suicide"):
        assert said in cover


def test_package_by_csv_on_the_web(
    build: Build, request_: Request, truth: list[object], tmp_path: Path
) -> None:
    made = files.make(request_, build, "zip", LINK)
    zipfile.ZipFile(io.BytesIO(made)).extractall(tmp_path)
    name = files.name(request_, build)
    described = CSVW(str(tmp_path / f"{name}.csv-metadata.json"), validate=True)
    assert described.is_valid
    assert _plain(pd.DataFrame(described.tables[0].iterdicts())) == truth
    assert (tmp_path / f"{name}.csv").read_bytes() == files.make(request_, build, "csv", LINK)


@pytest.mark.parametrize("name", DATASETS)
def test_every_dataset_is_valid_csv_on_the_web(name: str, build: Build, tmp_path: Path) -> None:
    given = {"dataset": [name]}
    if "indicator" in DATASETS[name].filters:
        given["indicator"] = ["suicide", "obesity_year_6"]
    request, problems = forgiving.read(given, build)
    assert not problems
    zipfile.ZipFile(io.BytesIO(files.make(request, build, "zip", LINK))).extractall(tmp_path)
    path = tmp_path / f"{files.name(request, build)}.csv-metadata.json"
    assert CSVW(str(path), validate=True).is_valid


@pytest.mark.parametrize("ending", files.FORMATS)
def test_the_wide_shape_has_every_file(ending: str, build: Build, tmp_path: Path) -> None:
    request, _ = forgiving.read({"indicator": ["obesity_year_6"], "shape": ["wide"]}, build)
    made = files.make(request, build, ending, LINK)
    assert made == files.make(request, build, ending, LINK)
    if ending == "zip":
        zipfile.ZipFile(io.BytesIO(made)).extractall(tmp_path)
        path = tmp_path / f"{files.name(request, build)}.csv-metadata.json"
        assert CSVW(str(path), validate=True).is_valid


@pytest.mark.parametrize("ending", files.FORMATS)
def test_the_same_question_gives_the_same_bytes(
    ending: str, build: Build, request_: Request
) -> None:
    other, _ = forgiving.read({key: values[::-1] for key, values in CHOSEN.items()}, build)
    first = files.make(request_, build, ending, LINK)
    # The last workbooks are kept; this one is to be made again.
    assert files.make(other, build, ending, LINK) == first


@pytest.mark.parametrize("ending", files.FORMATS)
def test_nothing_found_is_still_a_file(ending: str, build: Build) -> None:
    given = {"indicator": ["suicide"], "period": ["2010/11"]}
    request, problems = forgiving.read(given, build)
    assert not problems
    assert len(files.make(request, build, ending, LINK)) > 100


def test_too_long_a_workbook_is_refused_before_it_is_made(build: Build) -> None:
    request, _ = forgiving.read({"dataset": ["comparisons"]}, build)
    with pytest.raises(workbook.TooManyRowsError):
        files.make(request, build, "xlsx", LINK)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"dataset": ["cars"]}, "no dataset 'cars'; showing observations"),
        ({"speed": ["1"]}, "The address has 'speed'"),
        ({"indicator": ["suicide", "xyz"]}, "'xyz' is not allowed as indicator"),
        ({"sex": ["other"]}, "Allowed: female, male, persons."),
        ({"from": ["soon"]}, "'soon' is not allowed as from"),
        ({"from": ["2020-01-01"], "to": ["2019-01-01"]}, "a day up to 'to'"),
        ({"shape": ["round"]}, "Allowed: long, wide."),
        ({"include": ["everything"]}, "Allowed: main, intervals, comparisons, metadata."),
        ({"latest": ["maybe"]}, "Allowed: yes, true, no, false."),
    ],
)
def test_what_cannot_be_asked_is_named_and_the_rest_answered(
    build: Build, given: dict[str, list[str]], said: str
) -> None:
    request, problems = forgiving.read({"area": ["Newham"], **given}, build)
    assert len(problems) == 1
    assert said in problems[0]
    assert ("area", ("E09000025",)) in request.filters
    if "indicator" in given:
        assert ("indicator", ("suicide",)) in request.filters


def test_a_heap_of_nonsense_ends_with_few_sentences(build: Build) -> None:
    given = {f"key{i}": [f"value{i}"] for i in range(50)} | {"area": [f"x{i}" for i in range(90)]}
    request, problems = forgiving.read(given, build)
    assert not request.filters
    assert len(problems) == forgiving.MOST_PROBLEMS + 1
    assert problems[-1] == f"And {50 + 90 - forgiving.MOST_PROBLEMS} more like these."


def test_a_permalink_asks_the_same_again(build: Build, request_: Request) -> None:
    address = permalink.address(request_, "https://example.org/health", "csv", build.build_id)
    assert address.startswith("https://example.org/health/api/v1/observations.csv?")
    assert address.endswith(f"&build={build.build_id}")
    assert "area=E09000001&area=E09000012&area=E09000025&area=E12000007" in address
    assert "&include=intervals&include=comparisons&include=metadata&" in address


@pytest.mark.parametrize(
    "given",
    [
        CHOSEN,
        {"include": ["main"]},
        {"include": ["comparisons"], "latest": ["yes"]},
        {"columns": ["value,area_code"]},
        {"shape": ["wide"], "indicator": ["suicide"]},
        {"dataset": ["trends"], "sex": ["male"]},
        {"from": ["2019-01-01"], "to": ["2021-12-31"]},
    ],
    ids=["all parts", "main part", "one part", "columns", "wide", "another dataset", "days"],
)
def test_a_permalink_s_parameters_lead_back_to_the_request(
    build: Build, given: dict[str, list[str]]
) -> None:
    request, _ = forgiving.read(given, build)
    again = permalink.parameters(request) | {"dataset": [request.dataset.name]}
    assert forgiving.read(again, build) == (request, ())


def test_every_column_has_a_type_and_every_number_a_unit() -> None:
    for dataset in DATASETS.values():
        for column in dataset.columns:
            assert dictionary.TYPES[column.datatype]
            assert bool(dictionary.unit(column)) == (column.datatype in ("integer", "number"))


def test_the_written_dictionary_is_the_columns_own() -> None:
    written = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert written == dictionary.markdown()


@pytest.mark.parametrize(
    ("given", "only"),
    [
        ({"indicator": ["no2_concentration"]}, ["no2_concentration"]),
        ({"indicator": ["suicide"]}, ["suicide"]),
        ({"indicator": ["suicide", "no2_concentration"]}, ["suicide", "no2_concentration"]),
        # the inventory has no figure for London, so it gave this file no row
        (
            {"indicator": ["suicide", "no2_concentration"], "area": ["E92000001"]},
            ["suicide"],
        ),
    ],
)
def test_a_file_states_the_licences_of_the_sources_of_its_rows_and_no_others(
    build: Build, given: dict[str, list[str]], only: list[str]
) -> None:
    request, problems = forgiving.read(
        {"dataset": ["observations"], "state": ["published"], **given}, build
    )
    assert not problems
    held = build.frame(
        "select distinct licence, licence_url from source inner join observation using (source_id) "
        "where list_contains($indicators, indicator_id) order by all",
        {"indicators": only},
    )
    expected = tuple(zip(held["licence"], held["licence_url"], strict=True))
    said = files.about(request, build, 1, LINK)
    assert said.licences == expected
    assert {x.licence for x in said.sources} == set(held["licence"])
    every = set(queries.sources(build)["licence"])
    assert len(every) > 1
    for name in every:
        assert (name in said.citation) == (name in set(held["licence"]))
