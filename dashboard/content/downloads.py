"""What the downloads page shows of a request: names for every choice, the count, the first rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd

from dashboard import measures, queries, text
from dashboard.db import Build
from dashboard.exports import table
from dashboard.exports.datasets import DATASETS
from dashboard.exports.describe import Column
from dashboard.exports.request import Request
from dashboard.frames import missing
from dashboard.keeping import kept_with
from dashboard.state import ENGLAND, LONDON, View

FIRST_ROWS = 20
# A cell of the preview holds no more of a long text than this.
_LONGEST = 80
LABELS = {
    "priority": "Priorities",
    "indicator": "Indicators",
    "area": "Areas",
    "area_type": "Kinds of area",
    "period": "Periods",
    "sex": "Sex",
    "age": "Ages",
    "group_type": "Breakdowns",
    "group_name": "Groups",
    "state": "States",
    "benchmark": "Compared with",
    "dimension": "Between",
    "measure": "Measures",
}
PARTS = {
    "intervals": "Confidence intervals",
    "comparisons": "Comparisons and ranks",
    "metadata": "Unit, source and licence",
}
SHAPES = {"long": "One row a figure", "wide": "One column a period"}
_AREA_TYPES = {"borough": "Boroughs", "region": "London", "country": "England"}


@dataclass(frozen=True, eq=False)
class Preview:
    """How many rows a request has, and the first of them."""

    rows: int
    columns: tuple[Column, ...]
    first: pd.DataFrame


@lru_cache(maxsize=256)
def preview(build: Build, request: Request) -> Preview:
    """The count and the first rows; long files are counted without being held in memory."""
    rows, first = 0, []
    for batch in table.batches(request, build):
        if rows < FIRST_ROWS:
            first.append(batch.slice(0, FIRST_ROWS - rows).to_pandas())
        rows += batch.num_rows
    columns = table.columns(request, build)
    names = [column.name for column in columns]
    frame = pd.concat(first, ignore_index=True) if first else pd.DataFrame(columns=names)
    return Preview(rows, columns, frame)


@kept_with
def first_rows(shown: Preview) -> str:
    """The first rows as an HTML table that scrolls in its own frame."""
    head = "".join(
        f"<th scope='col'{_side(column)}>{text.safe(column.title)}</th>" for column in shown.columns
    )
    body = "".join(_row(shown.columns, row) for row in shown.first.itertuples(index=False))
    return (
        "<div class='scroll preview' tabindex='0' role='region' aria-label='The first rows'>"
        f"<table class='list'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def counted(request: Request, shown: Preview) -> str:
    """What the file will hold, in a sentence."""
    if not shown.rows:
        return "No row matches all of these choices. Take one of them away."
    rows = text.many(shown.rows, "row")
    columns = text.many(len(shown.columns), "column")
    return f"{rows} of {columns}. {request.dataset.description}"


def options(build: Build, parameter: str, chosen: Mapping[str, Sequence[str]]) -> list[str]:
    """What a filter can be set to, in the order people look for it.

    Of indicators, those of the chosen priorities and those chosen already.
    """
    if parameter == "indicator":
        return _indicators(build, *(tuple(chosen.get(x, ())) for x in ("priority", parameter)))
    return _options(build, parameter)


@lru_cache(maxsize=128)
def _indicators(build: Build, priorities: Sequence[str], chosen: Sequence[str]) -> list[str]:
    known = queries.indicators(build)
    own = set(known.index[known["priority"].isin(set(priorities) or set(known["priority"]))])
    return [x for x in known.index if x in own or x in chosen]


@lru_cache(maxsize=64)
def _options(build: Build, parameter: str) -> list[str]:
    every = queries.export_options(build)[parameter]
    if parameter == "priority":
        return list(queries.priorities(build)["priority_id"])
    if parameter == "area":
        return list(queries.areas(build)["area_name"].sort_values().index)
    if parameter == "period":
        return every[::-1]
    return every


@lru_cache(maxsize=64)
def named(build: Build, parameter: str) -> Mapping[str, str]:
    """The words for each value of a filter, where they are not the value itself."""
    if parameter == "indicator":
        return dict(queries.indicators(build)["title"])
    if parameter == "priority":
        own = queries.priorities(build)
        return dict(zip(own["priority_id"], own["short_title"], strict=True))
    if parameter == "area":
        return dict(queries.areas(build)["area_name"])
    return _words(parameter, queries.export_options(build)[parameter])


@lru_cache(maxsize=1)
def dataset_names() -> dict[str, str]:
    """The datasets by name, with their titles."""
    return {name: dataset.title for name, dataset in DATASETS.items()}


def of_map(view: View) -> dict[str, list[str]]:
    """The question whose answer is the figures of the map page."""
    return {
        "dataset": ["observations"],
        "indicator": [view.indicator],
        "period": [view.period],
        "sex": [view.sex],
        "age": [view.age],
        "group_type": ["total"],
        "include": ["intervals", "comparisons"],
    }


def of_compare(view: View) -> dict[str, list[str]]:
    """The question whose answer is the figures over time of the compare page."""
    return {
        "dataset": ["observations"],
        "indicator": [view.indicator],
        "area": [*view.areas, LONDON, ENGLAND],
        "sex": [view.sex],
        "age": [view.age],
        "group_type": ["total"],
        "include": ["intervals", "comparisons"],
    }


def of_borough(build: Build, view: View) -> dict[str, list[str]]:
    """The question whose answer is the figures of the borough page."""
    shown = queries.profile(build, view.area, view.benchmark)
    return {
        "dataset": ["observations"],
        "area": [view.area],
        "indicator": sorted(set(shown["indicator_id"])),
        "latest": ["yes"],
        "group_type": ["total"],
        "include": ["intervals", "comparisons"],
    }


def of_gaps(view: View, area: str, sex: str) -> dict[str, list[str]]:
    """The question whose answer is the measures of the gaps page, in every period.

    Args:
        area: the area whose groups are compared.
        sex: the sex the comparison is filed under.
    """
    return {
        "dataset": ["inequalities"],
        "indicator": [view.indicator],
        "area": [area],
        "sex": [sex],
        "age": [view.age],
        "dimension": [view.by],
    }


def filters(dataset: str) -> tuple[str, ...]:
    """What a dataset can be filtered by."""
    return DATASETS[dataset].filters


@lru_cache(maxsize=8)
def days(build: Build) -> tuple[date, date]:
    """The first and the last day that any figure covers."""
    known = queries.indicators(build)
    return known["first_day"].min().date(), known["latest_day"].max().date()


def _words(parameter: str, values: Sequence[str]) -> Mapping[str, str]:
    spoken = {
        "sex": text.SEX_WORDS,
        "state": {"published": "Published"} | text.STATE_WORDS,
        "area_type": _AREA_TYPES,
        "benchmark": text.BENCHMARK_NAMES,
        "measure": {name: one.name for name, one in measures.MEASURES.items()},
        "dimension": {x: measures.dimension_name(x) for x in values},
        "group_type": {x: measures.dimension_name(x) for x in values}
        | {"total": "Everybody, not divided"},
        "group_name": {"all": "Everybody, not divided"},
    }
    return {value: str(spoken.get(parameter, {}).get(value, value)) for value in values}


def _row(columns: Sequence[Column], row: Sequence[object]) -> str:
    cells = (
        f"<td{_side(column)}>{_cell(value)}</td>"
        for column, value in zip(columns, row, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>"


def _side(column: Column) -> str:
    return " class='number'" if column.datatype in ("number", "integer") else ""


def _cell(value: object) -> str:
    if missing(value):
        return ""
    if isinstance(value, float):
        return text.safe(f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}")
    written = str(value)
    return text.safe(written if len(written) <= _LONGEST else f"{written[: _LONGEST - 1]}…")
