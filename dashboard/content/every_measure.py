"""The table of every measure of inequality: what it is of, its latest figure, how it is made."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard import measures, plain, sentences, text
from dashboard.content import gaps
from dashboard.db import Build
from dashboard.frames import rows
from dashboard.keeping import kept
from dashboard.state import View
from dashboard.text import Unit

# The three ways in which boroughs are compared; each has the measures that it alone can give.
_OF_BOROUGHS = ("borough_fifths_by_deprivation", "boroughs_by_deprivation", "boroughs")


@kept(96, "indicator", "sex", "age", "by", "area")
def table(build: Build, view: View) -> pd.DataFrame:
    """Every measure of the latest period with what it says and how it is made.

    It begins with the measures of the comparison that the page shows, so with its own gap and
    ratio. Where boroughs are compared, what the other ways of comparing them give follows. Its
    words are text where cells are read as Markdown.
    """
    others = [x for x in _OF_BOROUGHS if x != view.by] if view.by in _OF_BOROUGHS else []
    made = [line for by in (view.by, *others) for line in _lines(build, replace(view, by=by))]
    return plain.cells(pd.DataFrame(made).set_index("Measure"))


def _lines(build: Build, view: View) -> list[dict[str, str]]:
    shown = gaps.gap(build, view)
    if shown.measured.empty:
        return []
    period = gaps.latest_period(shown)
    chosen = shown.measured[shown.measured["period"] == period]
    own = {str(row.measure): row._asdict() for row in rows(chosen)}
    return [
        {
            "Measure": measures.name_of(name, view.by),
            "Compares": measures.dimension_name(view.by),
            "Period": period,
            "Kind": text.sentence_case(own[name]["scale"]),
            "Estimate": _estimate(own[name], name, shown.unit),
            "95% interval": _limits(own[name], name, shown.unit),
            "What it says": measures.MEASURES[name].says,
            "How it is computed": measures.MEASURES[name].computed,
        }
        for name in measures.MEASURES
        if name in own
    ]


def _estimate(row: dict[str, Any], measure: str, unit: Unit) -> str:
    if pd.isna(row["estimate"]):
        return f"Not calculated: {sentences.plain_reason(row['reason'])}"
    return sentences.measure_value(measure, float(row["estimate"]), unit)


def _limits(row: dict[str, Any], measure: str, unit: Unit) -> str:
    if pd.isna(row["lower"]) or pd.isna(row["upper"]):
        return text.NO_INTERVAL
    low, high = (
        sentences.measure_value(measure, float(row[end]), unit) for end in ("lower", "upper")
    )
    return f"{low} to {high}"
