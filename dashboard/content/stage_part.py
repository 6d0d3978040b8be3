"""What one scene shows of a view, and the words and tables that its charts share."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard import queries, text
from dashboard.content.picture import Picture
from dashboard.db import Build
from dashboard.frames import rows
from dashboard.state import View
from dashboard.text import Unit


@dataclass(frozen=True)
class Part:
    """One chart of one view: the picture, what it says, what it measures, its figures.

    ``picture`` is a chart, or HTML where a scene is words and small pictures; ``side`` is HTML
    that stands beside it; ``halves`` the same chart in two, where a screen is too low for one.
    """

    picture: Picture | str
    alternative: str
    headline: str
    measured: str
    note: str
    table: pd.DataFrame
    side: str = ""
    halves: tuple[Picture, ...] = ()


def intervals(limits: pd.Series[float], confidence: str = "95") -> str:
    """What the thin lines and bands are, or that no interval is published.

    Args:
        limits: the lower limits of the figures shown, NaN where there is none.
        confidence: 95 or 99.8.
    """
    if limits.isna().all():
        return f"No {confidence}% intervals are published."
    some = ", where they are published" if limits.isna().any() else ""
    return f"Thin lines and bands: {confidence}% intervals{some}."


def titled(build: Build, view: View) -> str:
    """The indicator in few words, and who it is about where that is not everybody."""
    title = str(queries.indicators(build)["short_title"][view.indicator])
    people = text.people(view.sex)
    return f"{title} ({people})" if people else title


def measured(build: Build, view: View, period: str) -> str:
    """Measure, unit, people and period in a line."""
    indicator = queries.indicators(build).loc[view.indicator]
    title, unit, age = (
        str(indicator["title"]),
        str(indicator["unit_name"]),
        text.age_words(view.age),
    )
    is_said = age.removeprefix("aged ").lower() in f"{title} {unit}".lower()
    parts = [title, unit, text.people(view.sex), "" if is_said else age, period]
    return " · ".join(text.sentence_case(part) for part in parts if part)


def name(build: Build, code: str) -> str:
    """An area's name."""
    return str(queries.areas(build)["area_name"][code])


def named(figures: pd.DataFrame, column: str, unit: Unit) -> pd.DataFrame:
    """One row an area or a group: its figure and interval as they are written.

    Args:
        figures: ``value``, ``lower_95``, ``upper_95`` and the column of names.
        column: which column names the rows.
        unit: how figures are written.
    """
    heading = "Area" if column == "area_name" else "Group"
    return pd.DataFrame(
        {
            heading: figures[column],
            "Value": [
                text.STATE_WORDS.get(state) or unit.full(value)
                for state, value in zip(figures["state"], figures["value"], strict=True)
            ],
            "95% interval": [
                unit.interval(low, high) or text.NO_INTERVAL
                for low, high in zip(figures["lower_95"], figures["upper_95"], strict=True)
            ],
        }
    ).set_index(heading)


def over_time(history: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """One row a period, one column an area, each with its interval."""
    written = history.assign(
        said=[
            text.STATE_WORDS.get(x.state) or unit.with_interval(x.value, x.lower_95, x.upper_95)
            for x in rows(history)
        ]
    )
    wide = written.pivot_table(
        index="period", columns="area_name", values="said", aggfunc="first", sort=False
    )
    return wide.fillna(text.STATE_WORDS["missing"])
