"""What can be asked for, and what is said to whoever asks for something else."""

from __future__ import annotations

import pytest

from dashboard import queries
from dashboard.db import Build
from dashboard.exports import table
from dashboard.exports.datasets import DATASETS
from dashboard.exports.request import BadRequestError, parse

HOSTILE = ["'; drop table observation; --", "\0", '"', "<script>", "\r\nSet-Cookie: x", "é" * 50]


@pytest.mark.parametrize("name", DATASETS)
def test_every_column_is_described_and_the_key_tells_rows_apart(name: str, build: Build) -> None:
    dataset = DATASETS[name]
    request = parse(name, {"include": list(dataset.groups)}, build)
    rows = queries.export(build, name, request.parameters()).read_all()
    described = [x.name for x in dataset.columns]
    assert rows.column_names[: len(described)] == described
    # What is left is asked for and not given.
    assert set(rows.column_names[len(described) :]) <= {*dataset.filters, "is_latest"}
    assert all(x.title and x.description.endswith(".") for x in dataset.columns)
    frame = rows.to_pandas()
    assert not frame.duplicated(list(dataset.key)).any()
    if name not in ("priorities",):
        # The order is the key's own, so that the same question has the same bytes.
        key = frame[list(dataset.key)]
        assert key.sort_values(list(dataset.key)).index.tolist() == list(range(len(frame)))


def test_filters_are_the_marts_own(build: Build) -> None:
    given = {"indicator": ["suicide"], "area": ["Newham", "e09000012"], "latest": ["yes"]}
    request = parse("observations", given, build)
    found = table.table(request, build).to_pandas()
    expected = build.frame(
        "select area_code, value, lower_95 from observation where indicator_id = 'suicide' "
        "and area_code in ('E09000012', 'E09000025') and period = '2022 to 2024' "
        "order by area_code"
    )
    assert found["area_code"].tolist() == expected["area_code"].tolist()
    assert found["value"].tolist() == expected["value"].tolist()
    assert found["lower_95"].tolist() == expected["lower_95"].tolist()


def test_one_question_has_one_address(build: Build) -> None:
    first = parse("observations", {"area": ["Newham", "Hackney"], "sex": ["male"]}, build)
    second = parse("observations", {"sex": ["male"], "area": ["E09000012", "newham"]}, build)
    assert first.address == second.address == "area=E09000012&area=E09000025&sex=male"
    assert parse("observations", {}, build).address == ""
    names = {"columns": ["value,area_code"]}
    assert parse("observations", names, build).address == "columns=area_code&columns=value"


def test_days_bound_the_periods(build: Build) -> None:
    request = parse("observations", {"from": ["2019-01-01"], "to": ["2021-12-31"]}, build)
    found = table.table(request, build).to_pandas()
    assert len(found)
    assert str(found["period_start"].min()) >= "2019-01-01"
    assert str(found["period_end"].max()) <= "2021-12-31"


def test_wide_has_a_column_a_period_in_order(build: Build) -> None:
    given = {"indicator": ["healthy_life_expectancy"], "sex": ["male"], "shape": ["wide"]}
    request = parse("observations", given, build)
    found = table.table(request, build)
    periods = found.column_names[len(table.WIDE_KEY) :]
    assert periods == sorted(periods)
    assert [x.name for x in table.columns(request, build)] == found.column_names
    long = table.table(parse("observations", given | {"shape": ["long"]}, build), build)
    frame, values = found.to_pandas(), long.to_pandas().set_index(["area_code", "period"])["value"]
    for area, latest in zip(frame["area_code"], frame[periods[-1]], strict=True):
        expected = values.get((area, periods[-1]))
        assert latest == expected or (latest != latest and expected != expected)


@pytest.mark.parametrize(
    ("dataset", "given", "parameter", "allowed"),
    [
        ("nonsuch", {}, "dataset", "observations"),
        ("observations", {"indicator": ["xyz"]}, "indicator", "alcohol_admissions"),
        ("observations", {"area": ["E06000001"]}, "area", "E09000001"),
        ("observations", {"colour": ["red"]}, "parameter", "indicator"),
        ("observations", {"from": ["2024-01-01"], "to": ["2020-01-01"]}, "from", "2020-01-01"),
        ("observations", {"from": ["yesterday"]}, "from", "a day such as"),
        ("observations", {"latest": ["perhaps"]}, "latest", "yes"),
        ("observations", {"area": ["E09000001"] * 5000}, "area", "up to 100 values"),
        ("observations", {"area": ["x" * 100_000]}, "area", "up to 100 characters"),
        ("observations", {"columns": ["value,secret"]}, "columns", "value"),
        ("observations", {"include": ["everything"]}, "include", "intervals"),
        ("observations", {"shape": ["round"]}, "shape", "long, wide"),
        ("areas", {"shape": ["wide"]}, "shape", "long"),
        ("sources", {"area": ["Newham"]}, "parameter", "columns"),
    ],
)
def test_a_question_that_has_no_answer_is_named(
    dataset: str, given: dict[str, list[str]], parameter: str, allowed: str, build: Build
) -> None:
    with pytest.raises(BadRequestError) as caught:
        parse(dataset, given, build)
    assert caught.value.parameter == parameter
    assert allowed in caught.value.allowed
    assert len(str(caught.value)) < 2500


@pytest.mark.parametrize("said", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("parameter", ["indicator", "area", "period", "from", "columns", "shape"])
def test_hostile_text_is_refused_and_quoted_on_one_line(
    said: str, parameter: str, build: Build
) -> None:
    with pytest.raises(BadRequestError) as caught:
        parse("observations", {parameter: [said]}, build)
    assert str(caught.value).isprintable()
