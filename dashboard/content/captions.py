"""What stands around a chart when it leaves its page: title, measure, source, interval note.

A caption is plain text. Kept by build and view, and shared between viewers: never change one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from dashboard import measures, queries, sentences, text
from dashboard.charts import legend, palette
from dashboard.charts.legend import Entry
from dashboard.content import comparisons, gaps, maps, past
from dashboard.content.gaps import Gap
from dashboard.db import Build
from dashboard.state import View

_BOUNDARIES = (
    "Boundaries: Office for National Statistics, Open Government Licence v3.0; contains OS data "
    "© Crown copyright and database right 2025."
)
# Eight rows of tiles that hold a name each.
_TILES_HEIGHT = 640
NO_INTERVAL = "No interval is published for these figures."


@dataclass(frozen=True)
class Caption:
    """The words around one chart; ``label`` tells it from the others of its page.

    ``name`` is the file's, without its ending; ``legend`` has lines where colours need one;
    ``height`` is the least, in pixels, at which the chart's words have room, 0 for its own.
    """

    label: str
    title: str
    subtitle: str
    source: str
    note: str
    name: str
    legend: tuple[Entry, ...] = ()
    height: int = 0


@lru_cache(maxsize=256)
def of_map(build: Build, view: View, which: str = "") -> Caption:
    """Around the map or the tiles of a view; ``which`` names it where there are two."""
    shown = maps.scene(build, maps.unchosen(view))
    listed = legend.entries(shown.classes, legend.counts(shown.boroughs), palette.STATES)
    judged = view.colour in ("verdict", "change")
    note = text.comparison_method(view.benchmark, view.confidence) if judged else ""
    layout = "Tiles" if view.layout == "tiles" else "Map"
    return Caption(
        label=_which(layout, which),
        title=shown.finding,
        subtitle=measured(build, view),
        source=f"{source(build, shown.figures['source_id'])} {_BOUNDARIES}",
        note=" ".join(x for x in (shown.note, note) if x),
        name=_name(view, layout),
        legend=tuple(listed),
        height=_TILES_HEIGHT if view.layout == "tiles" else 0,
    )


@lru_cache(maxsize=256)
def of_bars(build: Build, view: View, which: str = "") -> Caption:
    """Around the boroughs in order."""
    shown = maps.scene(build, maps.unchosen(view))
    lines = " The solid line is London, the dashed one England."
    return Caption(
        label=_which("Boroughs in order", which),
        title=shown.finding,
        subtitle=measured(build, view),
        source=source(build, shown.figures["source_id"]),
        note=interval_note(shown.boroughs, view.confidence) + lines,
        name=_name(view, "boroughs in order"),
        legend=of_map(build, view).legend,
    )


@lru_cache(maxsize=256)
def of_trend(build: Build, view: View) -> Caption:
    """Around the chosen borough over time."""
    history = past.history(build, view)
    indicator = queries.indicators(build).loc[view.indicator]
    published = history[history["value"].notna()]
    name = queries.areas(build)["area_name"][view.area] if view.area else "London"
    shown = maps.scene(build, maps.unchosen(view))
    limits = published.rename(columns={"lower_95": "lower"})
    return Caption(
        label="Over time",
        title=f"{indicator['title']} over time: {name}",
        subtitle=measured(build, view, _span(published)),
        source=source(build, shown.figures["source_id"]),
        note=interval_note(limits, "95"),
        name=_name(view, f"{name} over time"),
    )


@lru_cache(maxsize=256)
def of_compare(build: Build, view: View) -> Caption:
    """Around the boroughs side by side over time."""
    shown = comparisons.comparison(build, view)
    figures = maps.scene(build, replace(view, area="", areas=())).figures
    return Caption(
        label=comparisons.heading(build, view),
        title=shown.finding,
        subtitle=f"{shown.indicator['title']} · {shown.measured}",
        source=source(build, figures["source_id"]),
        note=f"{comparisons.bands(build, view)} {shown.overlap}",
        name=_name(view, "compared"),
    )


@lru_cache(maxsize=256)
def of_gap(build: Build, view: View, measure: str) -> Caption:
    """Around one measure of the gap over time."""
    shown = gaps.gap(build, view)
    name = measures.MEASURES[measure].name
    own = shown.measured[
        (shown.measured["measure"] == measure) & shown.measured["estimate"].notna()
    ]
    unit = "times as high" if measure in ("ratio", "rii") else sentences.gap_unit(shown.unit).name
    parts = (name, unit, measures.dimension_name(view.by), _span(own))
    return Caption(
        label=f"{name} over time",
        title=shown.finding,
        subtitle=" · ".join([shown.indicator["title"], *(x for x in parts if x)]),
        source=_of_gap(build, shown),
        note=f"{measures.MEASURES[measure].says} {interval_note(own, '95')}",
        name=_name(replace(view, period=_span(own)), name),
    )


@lru_cache(maxsize=256)
def of_slope(build: Build, view: View, words: str) -> Caption:
    """Around the boroughs against deprivation; ``words`` say what the line says."""
    note = "Each dot is a borough, larger where more people live. It compares places, not people."
    return _beside(build, view, ("Boroughs against deprivation", words, note))


@lru_cache(maxsize=256)
def of_groups(build: Build, view: View) -> Caption:
    """Around the groups of a published breakdown."""
    shown = gaps.gap(build, view)
    found = queries.groups(build, view.indicator, shown.area, view.age, view.by)
    own = found[(found["group_type"] == view.by) & found["value"].notna()]
    note = interval_note(own.rename(columns={"lower_95": "lower"}), "95")
    label = measures.dimension_name(view.by)
    period = str(own["period"].iloc[0]) if len(own) else ""
    return _beside(build, view, (label, shown.finding, note), period)


@lru_cache(maxsize=256)
def of_shares(build: Build, view: View, finding: str) -> Caption:
    """Around which boroughs are furthest from the average."""
    polarity = str(queries.indicators(build).loc[view.indicator, "polarity"])
    note = (
        "Shares of the mean difference from the mean, by population; they sum to 100%. "
        f"{sentences.contribution_legend(polarity)} No interval is calculated for shares."
    )
    return _beside(build, view, ("Which boroughs are furthest from the average", finding, note))


def measured(build: Build, view: View, period: str = "") -> str:
    """What is measured, in which unit, of whom, and when."""
    indicator = queries.indicators(build).loc[view.indicator]
    parts = [
        str(indicator["title"]),
        str(indicator["unit_name"]),
        text.people(view.sex),
        text.age_words(view.age),
        period or view.period,
    ]
    return " · ".join(text.sentence_case(part) for part in parts if part)


def source(build: Build, used: Iterable[object]) -> str:
    """Who published figures, where, and which edition, as one line."""
    sources = queries.sources(build)
    listed = [sources.loc[x] for x in dict.fromkeys(x for x in used if isinstance(x, str))]
    named = "; ".join(
        f"{x['publisher']}, {x['title']}, edition of {text.vintage(str(x['vintage']))}"
        for x in listed
    )
    return f"Source: {named}." if named else ""


def interval_note(figures: pd.DataFrame, confidence: str) -> str:
    """What the thin lines and bands are; that there are none where none is published.

    Args:
        figures: with the column ``lower``.
        confidence: 95 or 99.8.
    """
    if figures.empty or figures["lower"].isna().all():
        return NO_INTERVAL
    return f"Thin lines and bands are {confidence}% confidence intervals."


def _beside(build: Build, view: View, words: tuple[str, str, str], period: str = "") -> Caption:
    """Around one of the gaps page's lower charts: label, title and note."""
    label, title, note = words
    shown = gaps.gap(build, view)
    when = replace(view, period=period or gaps.latest_period(shown))
    return Caption(
        label=label,
        title=title,
        subtitle=measured(build, when),
        source=_of_gap(build, shown),
        note=note,
        name=_name(when, label),
    )


def _of_gap(build: Build, shown: Gap) -> str:
    own = source(build, str(shown.indicator["source_ids"]).split("|"))
    return f"{own} Inequality measures are our own calculation."


def _span(figures: pd.DataFrame) -> str:
    """The first and the last period there is: 2010/11 to 2024/25."""
    if figures.empty:
        return ""
    ordered = figures.sort_values("period_end", kind="stable")["period"]
    first, last = str(ordered.iloc[0]), str(ordered.iloc[-1])
    return first if first == last else f"{first} to {last}"


def _which(label: str, which: str) -> str:
    return f"{label}: {which}" if which else label


def _name(view: View, what: str) -> str:
    """A file's name that says indicator, people, period and chart."""
    people = "" if view.sex == "persons" else view.sex
    written = f"{view.indicator} {people} {view.period} {what}"
    return re.sub(r"[^a-z0-9]+", "-", written.lower()).strip("-")
