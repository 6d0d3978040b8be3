"""Every indicator of a priority in small: one panel an indicator, one row an area.

A panel is a table whose rows carry a dot, an interval and the words for both, so that it needs no
twin. Panels in the same unit have the same scale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from dashboard import queries, state, text
from dashboard.charts import dot_rows, palette
from dashboard.charts.dot_rows import Axis
from dashboard.content import compare_table, maps
from dashboard.db import Build
from dashboard.frames import missing, rows
from dashboard.keeping import kept
from dashboard.state import ENGLAND, LONDON, View
from dashboard.text import Unit


@dataclass(frozen=True, eq=False)
class Panel:
    """One series: its indicator, what it is about, and one row an area shown, by its GSS code."""

    indicator: dict[str, Any]
    unit: Unit
    sex: str
    age: str
    period: str
    figures: Mapping[str, Any]


def panels(build: Build, view: View) -> tuple[Panel, ...]:
    """The series of a view's priority for its areas, London and England."""
    areas = (*view.areas, LONDON, ENGLAND)
    return tuple(
        replace(panel, figures={code: panel.figures[code] for code in areas})
        for panel in _of_all_areas(build, view.priority, view.benchmark)
    )


@lru_cache(maxsize=32)
def _of_all_areas(build: Build, priority: str, benchmark: str) -> tuple[Panel, ...]:
    """Every series with a row for every area; by sex only where no figure is for all people."""
    latest = queries.of_priority(build, priority, benchmark)
    indicators = queries.indicators(build)
    together = set(latest.loc[latest["sex"] == "persons", "indicator_id"])
    found = []
    for (indicator, sex, age, period), own in latest.groupby(
        ["indicator_id", "sex", "age", "period"], sort=False
    ):
        if sex != "persons" and indicator in together:
            continue
        row = dict(indicators.loc[str(indicator)])
        figures = {x.area_code: x for x in rows(_named(build, own))}
        found.append(Panel(row, Unit.of(row), str(sex), str(age), str(period), figures))
    return tuple(found)


@kept(128, "priority", "areas", "benchmark", "confidence")
def html(build: Build, view: View) -> str:
    """All panels of a view's priority, and the indicators that have none with the reason."""
    shown = panels(build, view)
    axes = _axes(shown, view)
    items = "".join(_panel(build, x, view, own) for x, own in zip(shown, axes, strict=True))
    return f"<div class='smalls'>{items}</div>{_without(build, view.priority)}"


@kept(64, "priority", "benchmark", "confidence")
def heading(build: Build, view: View) -> str:
    """What the panels are, and how to read them, as HTML."""
    row = queries.priorities(build).set_index("priority_id").loc[view.priority]
    name = text.BENCHMARK_NAMES[view.benchmark]
    return (
        f"<h2 class='part' id='all-indicators'>All indicators: {text.safe(row['short_title'])}</h2>"
        "<p class='sub'>The latest figure of each, with its "
        f"{view.confidence}% interval where one is published. The solid line is London, the "
        "dashed one England. Panels in the same unit have the same scale, one point as long in "
        "each, but begin at figures of their own, written below. Marks compare with "
        f"{name}: {_key(build, view)}. A name leads to its map.</p>"
    )


@kept(32, "priority", "benchmark")
def sources(build: Build, view: View) -> str:
    """Who published the panels' figures, as one line of HTML."""
    latest = queries.of_priority(build, view.priority, view.benchmark)
    used = queries.sources(build)["publisher"].reindex(latest["source_id"].dropna().unique())
    listed = "; ".join(sorted(set(used.dropna())))
    return (
        f"<p class='sub'>Sources: {text.safe(listed)}. Each indicator's source, licence and "
        "definition is on its map and on the page Methods and sources.</p>"
    )


def _named(build: Build, figures: pd.DataFrame) -> pd.DataFrame:
    """A row for every area, where one without a figure is named and says that it has none."""
    areas = queries.areas(build)
    every = figures.set_index("area_code").reindex(areas.index)
    return every.assign(
        area_code=areas.index,
        area_name=areas["area_name"],
        area_type=areas["area_type"],
        state=every["state"].fillna("missing"),
    )


def _scale(panel: Panel) -> tuple[str, ...]:
    """What panels share that have one scale: the unit's sign; of an index, nothing."""
    own = (panel.unit.name,) if panel.indicator["value_kind"] == "score" else ()
    return panel.unit.prefix, panel.unit.unit, *own


def _axes(shown: Sequence[Panel], view: View) -> list[Axis]:
    """Each panel's axis, as long as the others' in its unit."""
    columns = ["value", *text.limit_columns(view.confidence)]
    found: dict[int, Axis] = {}
    for scale in dict.fromkeys(_scale(panel) for panel in shown):
        places = [place for place, panel in enumerate(shown) if _scale(panel) == scale]
        figures = [
            [getattr(row, column) for row in shown[place].figures.values() for column in columns]
            for place in places
        ]
        ends = [shown[place].indicator for place in places]
        axes = dot_rows.axes(
            [[float(x) for x in each if not missing(x)] for each in figures],
            [(float(x["minimum"]), float(x["maximum"])) for x in ends],
        )
        found |= dict(zip(places, axes, strict=True))
    return [found[place] for place in range(len(shown))]


def _panel(build: Build, panel: Panel, view: View, along: Axis) -> str:
    lines = {
        name: None if missing(panel.figures[code].value) else float(panel.figures[code].value)
        for name, code in (("england", ENGLAND), ("london", LONDON))
    }
    title = text.safe(panel.indicator["short_title"])
    people = text.people(panel.sex)
    about = " · ".join(text.sentence_case(x) for x in (panel.unit.name, people, panel.period) if x)
    body = "".join(
        _row(panel, row, compare_table.mark(row, place), view, lines, along)
        for place, row in enumerate(panel.figures.values())
    )
    named = f"{title}, {people}" if people else title
    return (
        f"<article class='small'><h3><a href='{_link('map', build, panel, view)}' "
        f"target='_self'>{title}</a></h3><p class='sub'>{text.safe(about)}</p>"
        f"<table role='table' aria-label='{named}'><tbody role='rowgroup'>{body}</tbody></table>"
        f"<p class='ends' aria-hidden='true'><span>{_end(panel.unit, along.low)}</span>"
        f"<span>{_end(panel.unit, along.high)}</span></p>"
        f"<p class='more'><a href='{_link('compare', build, panel, view)}' target='_self'>"
        f"Show {named} in full</a></p></article>"
    )


def _row(
    panel: Panel,
    row: Any,
    style: str,
    view: View,
    lines: dict[str, float | None],
    along: Axis,
) -> str:
    name = f"<i class='sign {style}' aria-hidden='true'></i>{text.safe(row.area_name)}"
    return (
        f"<tr role='row'><th scope='row' role='rowheader'>{name}</th>"
        f"<td role='cell' class='at'>{_figure(panel, row, style, view, lines, along)}</td>"
        f"<td role='cell' class='judged'>{_verdict(row, view)}</td></tr>"
    )


def _figure(
    panel: Panel,
    row: Any,
    style: str,
    view: View,
    lines: dict[str, float | None],
    along: Axis,
) -> str:
    if row.state != "published":
        return f"<span class='words'>{text.STATE_WORDS[row.state]}</span>"
    lower, upper = (getattr(row, column) for column in text.limit_columns(view.confidence))
    limits = None if missing(lower) or missing(upper) else (float(lower), float(upper))
    written = panel.unit.bare(row.value) + ("%" if panel.unit.unit == "%" else "")
    range_ = panel.unit.interval(lower, upper)
    words = f"{written} <small>({range_})</small>" if range_ else written
    return (
        f"{dot_rows.strip(style, float(row.value), limits, lines, along)}"
        f"<span class='words'>{words}</span>"
    )


def _verdict(row: Any, view: View) -> str:
    """The verdict's mark and word; why there is none is heard, not seen."""
    if row.area_type != "borough" or row.state != "published":
        return ""
    key = maps.verdict_key(row, view.confidence)
    if key == "not_compared":
        why = text.safe(compare_table.reason(row, view.confidence))
        return f"<span class='none' title='Not compared: {why}'>Not compared</span>"
    return compare_table.chip(row, view.confidence, text.sentence_case(key.split("_")[0]))


def _link(page: str, build: Build, panel: Panel, view: View) -> str:
    """The address of a panel's map, or of its comparison, escaped for HTML."""
    own = _address(
        build,
        str(panel.indicator["indicator_id"]),
        panel.sex,
        panel.age,
        view.benchmark,
        view.confidence,
    )
    return text.safe(f"{page}?{urlencode({**own, 'areas': list(view.areas)}, doseq=True)}")


@lru_cache(maxsize=1024)
def _address(
    build: Build, indicator: str, sex: str, age: str, benchmark: str, confidence: str
) -> Mapping[str, Any]:
    """What the address of a series holds, without areas."""
    given = {
        "indicator": indicator,
        "sex": sex,
        "age": age,
        "benchmark": benchmark,
        "confidence": confidence,
    }
    return state.resolve(given, build).view.address(build)


def _end(unit: Unit, value: float) -> str:
    return text.safe(f"{unit.prefix}{value:,.12g}{'%' if unit.unit == '%' else ''}")


def _key(build: Build, view: View) -> str:
    """The marks that the panels of a priority can carry, with their words."""
    indicators = queries.indicators(build)
    own = indicators[(indicators["priority"] == view.priority) & state.shown(indicators)]
    judged = ["better", "worse"] if set(own["polarity"]) - {"none"} else []
    neutral = ["higher", "lower"] if "none" in set(own["polarity"]) else []
    marks = [f"{palette.VERDICTS[f'{x}_95'].mark} {x}" for x in (*judged, *neutral)]
    return f"{', '.join(marks)}, ● similar; one mark is 95% sure, two 99.8%"


@lru_cache(maxsize=32)
def _without(build: Build, priority: str) -> str:
    """The priority's indicators without borough figures, each with its reason."""
    indicators = queries.indicators(build)
    own = indicators[
        (indicators["priority"] == priority)
        & ~indicators["context"]
        & (indicators["boroughs"] == 0)
    ]
    if own.empty:
        return ""
    items = "".join(
        f"<li><strong>{text.safe(row.title)}</strong>: {text.safe(row.no_figures)}</li>"
        for row in rows(own)
    )
    return f"<h3 class='without'>Without borough figures</h3><ul class='sub'>{items}</ul>"
