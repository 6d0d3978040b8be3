"""What a view shows, ready to draw: figures from the marts joined to words, classes and charts.

Everything here is kept by build and view, and shared between viewers: never change a result.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import queries, state, text
from dashboard.charts import (
    borough_map,
    describe,
    legend,
    no_data,
    palette,
    ranked_bars,
    scale,
    trend_line,
)
from dashboard.db import Build
from dashboard.frames import rows
from dashboard.state import View
from dashboard.text import Unit

BOUNDARIES = Path(__file__).parent / "static" / "boundaries"
LAYOUT_FILES = {"boroughs": "boroughs.geojson", "tiles": "tiles.geojson"}
# A bar has to begin at zero; where zero is no meaningful start, a dot stands for the value.
ZERO_BASED = frozenset({"proportion", "rate", "standardised_rate", "count"})
# Together with the controls and the heading these fit a laptop's 768 pixels.
MAP_HEIGHT, BARS_HEIGHT, TREND_HEIGHT = 440, 560, 260
_ROLES = {"region": "london", "country": "england", "borough": "area"}


@dataclass(frozen=True)
class Picture:
    """A chart, and the sentence that says what it shows to somebody who cannot see it."""

    figure: go.Figure
    alternative: str


@dataclass(frozen=True)
class Scene:
    """One indicator, period and comparison, with every borough classed and worded."""

    indicator: dict[str, Any]
    unit: Unit
    figures: pd.DataFrame
    boroughs: pd.DataFrame
    classes: list[legend.LegendClass]
    legend_html: str
    finding: str


@lru_cache(maxsize=512)
def scene(build: Build, view: View) -> Scene:
    """Everything the map page says about one view, whichever borough is chosen."""
    indicator = dict(queries.indicators(build).loc[view.indicator])
    unit = Unit.of(indicator)
    figures = queries.figures(
        build, view.indicator, view.period, view.sex, view.age, view.benchmark
    )
    boroughs, classes = _classed(figures[figures["area_type"] == "borough"], indicator, unit, view)
    return Scene(
        indicator=indicator,
        unit=unit,
        figures=figures,
        boroughs=boroughs,
        classes=classes,
        legend_html=legend.html(classes, legend.counts(boroughs), palette.STATES),
        finding=text.finding(view.period, figures, unit, view.benchmark, view.confidence),
    )


@lru_cache(maxsize=1024)
def area_map(build: Build, view: View, base: str) -> Picture:
    """The map or the tiles of a view; ``base`` is the path the dashboard is served under."""
    shown = scene(build, unchosen(view))
    figure = borough_map.draw(
        shown.boroughs,
        f"{base}/app/static/boundaries/{LAYOUT_FILES[view.layout]}",
        geometry(view.layout),
        classes=shown.classes,
        selected=view.area or None,
        labels=_labels(view),
        height=MAP_HEIGHT,
    )
    return Picture(
        figure,
        describe.map_alt(
            shown.boroughs,
            measure=shown.indicator["title"],
            period=view.period,
            classes=shown.classes,
        ),
    )


@lru_cache(maxsize=1024)
def bars(build: Build, view: View) -> Picture:
    """The boroughs in order, with intervals and the lines of London and England."""
    shown = scene(build, unchosen(view))
    figure = ranked_bars.draw(
        shown.boroughs,
        lines=_benchmark_lines(shown),
        selected=view.area or None,
        unit_prefix=shown.unit.prefix,
        unit=shown.unit.unit,
        unit_name=shown.unit.name,
        zero_based=shown.indicator["value_kind"] in ZERO_BASED,
        height=BARS_HEIGHT,
    )
    return Picture(
        figure,
        describe.bars_alt(
            shown.boroughs,
            measure=shown.indicator["title"],
            period=view.period,
            lines=_benchmark_lines(shown),
        ),
    )


@lru_cache(maxsize=1024)
def trend(build: Build, view: View) -> Picture:
    """The chosen borough over time against London and England."""
    indicator = dict(queries.indicators(build).loc[view.indicator])
    unit = Unit.of(indicator)
    history = queries.history(build, view.indicator, view.sex, view.age, view.area)
    drawn = history[history["value"].notna()]
    if drawn.empty:
        reason = history["note"].iloc[0] if len(history) else "No figure is published."
        return Picture(no_data.draw(str(reason), TREND_HEIGHT), str(reason))
    series = pd.DataFrame(
        {
            "series": drawn["area_name"],
            "role": drawn["area_type"].map(_ROLES),
            "period": drawn["period"],
            "period_start": drawn["period_start"],
            "period_end": drawn["period_end"],
            "value": drawn["value"],
            "lower": drawn["lower_95"],
            "upper": drawn["upper_95"],
            "hover": [
                f"{text.shown(row.area_name)}, {row.period}<br>"
                f"{text.shown(unit.with_interval(row.value, row.lower_95, row.upper_95))}"
                for row in rows(drawn)
            ],
        }
    )
    figure = trend_line.draw(
        series,
        unit_prefix=unit.prefix,
        unit=unit.unit,
        unit_name=unit.name,
        decimals=unit.decimals,
        zero_based=False,
        height=TREND_HEIGHT,
    )
    return Picture(
        figure,
        describe.trend_alt(
            series,
            measure=indicator["title"],
            unit_prefix=unit.prefix,
            unit=unit.unit,
            decimals=unit.decimals,
        ),
    )


@lru_cache(maxsize=2)
def geometry(layout: str) -> dict[str, Any]:
    """The boundaries of a layout, for hatches and names; the map itself fetches them."""
    document: dict[str, Any] = json.loads(
        (BOUNDARIES / LAYOUT_FILES[layout]).read_text(encoding="utf-8")
    )
    return document


def table(shown: Scene, view: View) -> pd.DataFrame:
    """The same figures as the map and the bars, as a table people can read."""
    lower, upper = text.limit_columns(view.confidence)
    own = shown.figures.sort_values(["area_type", "value"], ascending=[False, False], kind="stable")
    name = text.BENCHMARK_NAMES[view.benchmark]
    verdict, reason = text.verdict_column(view.confidence), f"reason_{lower.split('_')[1]}"
    return pd.DataFrame(
        {
            "Area": own["area_name"],
            "Value": [
                shown.unit.full(row.value)
                if row.state == "published"
                else text.STATE_WORDS[row.state]
                for row in rows(own)
            ],
            f"{view.confidence}% interval": [
                shown.unit.interval(low, high) or "Not given"
                for low, high in zip(own[lower], own[upper], strict=True)
            ],
            f"Compared with {name}": [
                text.table_verdict(word, why)
                for word, why in zip(own[verdict], own[reason], strict=True)
            ],
            "Note": own["note"].fillna(""),
        }
    ).set_index("Area")


def unchosen(view: View) -> View:
    """The same view with no borough chosen: what is shared by all who look at it."""
    return View(**{**view.__dict__, "area": ""}) if view.area else view


def _labels(view: View) -> borough_map.Labels:
    if view.layout == "tiles":
        return "names"
    return "marks" if view.colour == "verdict" else "none"


def _classed(
    figures: pd.DataFrame, indicator: dict[str, Any], unit: Unit, view: View
) -> tuple[pd.DataFrame, list[legend.LegendClass]]:
    lower, upper = text.limit_columns(view.confidence)
    name = text.BENCHMARK_NAMES[view.benchmark]
    values = scale.value_classes(list(figures["value"]), unit.decimals)
    if view.colour == "verdict":
        classes = legend.verdict_legend(indicator["polarity"], name, view.confidence)
        keys = [verdict_key(row, view.confidence) for row in rows(figures)]
    else:
        classes = legend.value_legend(values, unit.prefix, unit.unit)
        keys = [f"value_{i}" for i in scale.classify(list(figures["value"]), values)]
    published = figures["state"] == "published"
    return (
        pd.DataFrame(
            {
                "area_code": figures["area_code"],
                "area_name": figures["area_name"],
                "short_name": figures["short_name"],
                "value": figures["value"],
                "lower": figures[lower],
                "upper": figures[upper],
                "state": figures["state"],
                "klass": pd.Series(keys, index=figures.index).where(published, figures["state"]),
                "label": [unit.bare(v) if pd.notna(v) else "" for v in figures["value"]],
                "hover": [_hover(row, unit, view) for row in rows(figures)],
            }
        ),
        classes,
    )


def verdict_key(row: Any, confidence: state.Confidence) -> str:
    """The class of a verdict: the stronger level where it holds, even when 95% is asked."""
    at_998 = row.verdict_998 if isinstance(row.verdict_998, str) else "not compared"
    at_95 = row.verdict_95 if isinstance(row.verdict_95, str) else "not compared"
    different = ("better", "worse", "higher", "lower")
    if at_998 in different:
        return f"{at_998}_998"
    if confidence == "99.8":
        return at_998.replace(" ", "_")
    return f"{at_95}_95" if at_95 in different else at_95.replace(" ", "_")


def _hover(row: Any, unit: Unit, view: View) -> str:
    """The card of one area, the same on the map and the bars."""
    if row.state != "published":
        return f"<b>{text.shown(row.area_name)}</b><br>{text.STATE_WORDS[row.state]}"
    lower, upper = text.limit_columns(view.confidence)
    figure = unit.with_interval(row.value, getattr(row, lower), getattr(row, upper))
    word = getattr(row, text.verdict_column(view.confidence))
    return (
        f"<b>{text.shown(row.area_name)}</b><br>{text.shown(figure)}<br>"
        f"{text.sentence_case(text.verdict(word, view.benchmark))}"
    )


def _benchmark_lines(shown: Scene) -> list[ranked_bars.Line]:
    """London solid, England dashed, each labelled with its value."""
    styles = {"region": (palette.INK, "solid"), "country": (palette.ENGLAND_GREY, "dash")}
    return [
        ranked_bars.Line(
            f"{row.area_name} {shown.unit.bare(row.value)}",
            float(row.value),
            *styles[row.area_type],
        )
        for row in rows(shown.figures)
        if row.area_type in styles and pd.notna(row.value)
    ]
