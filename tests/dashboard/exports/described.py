"""Real figures of one indicator, described as a download would describe them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.db import Build
from dashboard.exports import csv_file
from dashboard.exports import table as rows_of
from dashboard.exports.about import About, Source
from dashboard.exports.request import Request
from dashboard.exports.sheet import Table
from dashboard.exports.workbook import Front

_FIGURES = """
select observation.*, area.area_name, comparison.difference
from observation
inner join area on observation.area_code = area.area_code
left join comparison
    on observation.observation_id = comparison.observation_id and comparison.benchmark = 'london'
where observation.indicator_id = $indicator
order by observation.observation_id
"""


@dataclass(frozen=True)
class Described:
    """A column as the exports take it."""

    name: str
    title: str
    description: str
    datatype: str


COLUMNS = (
    Described("indicator_id", "Indicator", "The indicator's name in addresses.", "string"),
    Described("area_code", "Area code", "The GSS code of the area.", "string"),
    Described("area_name", "Area", "The area's name.", "string"),
    Described("period", "Period", "What the figure covers.", "string"),
    Described("period_start", "First day", "The first day covered.", "date"),
    Described("sex", "Sex", "Persons, male or female.", "string"),
    Described("age", "Age", "As published.", "string"),
    Described("group_type", "Breakdown", "What people are divided by.", "string"),
    Described("group_name", "Group", "Which group the figure is about.", "string"),
    Described("value", "Value", "The figure, in the indicator's unit.", "number"),
    Described("lower_95", "Lower limit", "Of the 95% interval.", "number"),
    Described("count", "Count", "People or events counted.", "number"),
    Described("difference", "Difference from London", "Value less London's.", "number"),
    Described("state", "State", "Published, or why there is no figure.", "string"),
    Described("note", "Note", "The publisher's own remark.", "string"),
)
KEY = ("indicator_id", "area_code", "period", "sex", "age", "group_type", "group_name")
FRONT = Front("Figures", ("What this is.",), ("Where it is from.",), date(2026, 9, 24))


def figures(build: Build, indicator: str) -> pd.DataFrame:
    """Every figure of an indicator, with its difference from London."""
    return build.frame(_FIGURES, {"indicator": indicator})


def table(build: Build, indicator: str) -> Table:
    """One worksheet of an indicator's figures."""
    frame = figures(build, indicator)
    return Table(indicator, ("Per cent",), COLUMNS, frame, {"value": "#,##0.0"})


def csv_of(request: Request, build: Build) -> bytes:
    """The file that a question's rows make."""
    names = [x.name for x in rows_of.columns(request, build)]
    return b"".join(csv_file.chunks(names, rows_of.batches(request, build)))


def about(rows: int) -> About:
    """What a package of so many rows says of itself."""
    return About(
        title="Figures of one indicator",
        summary="Every figure there is.",
        name="figures",
        query=(("Indicator", "suicide"),),
        rows=rows,
        build="0123456789ab",
        day=date(2026, 9, 24),
        sources=(
            Source(
                title="A profile",
                publisher="A publisher",
                edition="September 2026",
                licence="Open Government Licence v3.0",
                licence_url="https://example.org/licence",
                attribution="Contains public sector information.",
                url="https://example.org/profile",
            ),
        ),
        licences=(("Open Government Licence v3.0", "https://example.org/licence"),),
        citation="A publisher (2026), A profile.",
        permalink="https://example.org/api/v1/figures.csv?indicator=suicide",
    )
