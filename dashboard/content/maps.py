"""What the map page shows of a view: figures joined to words, classes and charts.

Everything here is kept by build and view, and shared between viewers: never change a result.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import findings, plain, queries, state_words, text
from dashboard.charts import (
    borough_map,
    describe,
    legend,
    no_data,
    palette,
    ranked_bars,
    trend_line,
)
from dashboard.charts.boundaries import Boundaries
from dashboard.content import alike, card_words, colouring, past, shared_scale
from dashboard.content.colouring import Colouring
from dashboard.content.colouring import verdict_key as verdict_key
from dashboard.content.picture import Picture
from dashboard.db import Build
from dashboard.frames import rows
from dashboard.keeping import kept
from dashboard.state import View
from dashboard.text import Unit

BOUNDARIES = Path(__file__).parent.parent / "static" / "boundaries"
LAYOUT_FILES = {"boroughs": "boroughs.geojson", "tiles": "tiles.geojson"}
# A bar has to begin at zero; where zero is no meaningful start, a dot stands for the value.
ZERO_BASED = frozenset({"proportion", "rate", "standardised_rate", "count"})
# Together with the controls and the heading these fit a laptop's 768 pixels.
MAP_HEIGHT, BARS_HEIGHT, TREND_HEIGHT = 440, 560, 260
# What the card's column has on a laptop, less than a phone's whole width.
CARD_WIDTH = 290
# What a map's figures, classes and words depend on; a second map may share the first's classes.
SCENE = (
    *("indicator", "period", "sex", "age", "benchmark", "confidence"),
    *("colour", "since", "classes", "indicator2", "period2", "sex2"),
)
# What the finding is made of: cutting up a frame costs as much as it has columns.
_FOUND = ["area_type", "area_name", "state", "value", "verdict_95", "verdict_998"]


# Compared by identity: a view has one scene, and what is kept by scene need not look into it.
@dataclass(frozen=True, eq=False)
class Scene:
    """One indicator, period and comparison, with every borough classed and worded."""

    indicator: dict[str, Any]
    unit: Unit
    figures: pd.DataFrame
    boroughs: pd.DataFrame
    classes: list[legend.LegendClass]
    legend_html: str
    note: str
    finding: str
    # The figures again, walked through once for all who read them row by row.
    areas: tuple[Any, ...]


@kept(512, *SCENE)
def scene(build: Build, view: View) -> Scene:
    """Everything the map page says about one view, whichever borough is chosen."""
    indicator = dict(queries.indicators(build).loc[view.indicator])
    unit = Unit.of(indicator)
    figures = _figures(build, view)
    areas = tuple(rows(figures))
    own = figures[figures["area_type"] == "borough"]
    coloured = colouring.of(build, view, own, indicator)
    hovers = [
        card_words.hover(card_words.of(row, indicator, view))
        for row in areas
        if row.area_type == "borough"
    ]
    boroughs = _drawn(own, coloured, hovers, unit, view)
    return Scene(
        indicator=indicator,
        unit=unit,
        figures=figures,
        boroughs=boroughs,
        classes=coloured.classes,
        legend_html=legend.html(coloured.classes, legend.counts(boroughs), palette.STATES),
        note=coloured.note,
        finding=findings.finding(
            view.period, figures[_FOUND], unit, view.benchmark, view.confidence
        )
        + findings.age_caveat(indicator),
        areas=areas,
    )


@kept(768, *SCENE, "area", "layout", "like")
def area_map(build: Build, view: View, base: str) -> Picture:
    """The map or the tiles of a view; ``base`` is the path the dashboard is served under."""
    shown = scene(build, unchosen(view))
    figure = borough_map.draw(
        shown.boroughs,
        f"{base}/app/static/boundaries/{LAYOUT_FILES[view.layout]}",
        geometry(view.layout),
        classes=shown.classes,
        selected=view.area or None,
        alike=alike.codes(build, view),
        labels=_labels(view),
        height=MAP_HEIGHT,
    )
    return Picture(figure, _said_of_map(build, view))


@kept(512, *SCENE)
def _said_of_map(build: Build, view: View) -> str:
    """The map's text alternative, whichever borough is chosen."""
    shown = scene(build, view)
    return describe.map_alt(
        shown.boroughs,
        measure=shown.indicator["title"],
        period=view.period,
        classes=shown.classes,
    )


@kept(768, *SCENE, "area", "like")
def bars(build: Build, view: View) -> Picture:
    """The boroughs in order, with intervals and the lines of London and England."""
    shown = scene(build, unchosen(view))
    figure = ranked_bars.draw(
        shown.boroughs,
        lines=benchmark_lines(shown),
        selected=view.area or None,
        unit_prefix=shown.unit.prefix,
        unit=shown.unit.unit,
        unit_name=shown.unit.name,
        zero_based=shown.indicator["value_kind"] in ZERO_BASED,
        height=BARS_HEIGHT,
        covering=shared_scale.covered(build, view),
        alike=alike.codes(build, view),
    )
    return Picture(figure, _said_of_bars(build, view))


@kept(512, *SCENE)
def _said_of_bars(build: Build, view: View) -> str:
    """The bars' text alternative, whichever borough is chosen."""
    shown = scene(build, view)
    return describe.bars_alt(
        shown.boroughs,
        measure=shown.indicator["title"],
        period=view.period,
        lines=benchmark_lines(shown),
    )


@kept(512, "indicator", "sex", "age", "area", "confidence")
def trend(
    build: Build,
    view: View,
    height: int = TREND_HEIGHT,
    covering: tuple[float, ...] = (),
    width: int = CARD_WIDTH,
) -> Picture:
    """The chosen borough over time against London and England.

    Args:
        build: whose figures.
        view: which indicator and borough.
        height: in pixels.
        covering: numbers the axis must hold beside the figures.
        width: of the narrowest screen it is read on, in pixels.
    """
    indicator = dict(queries.indicators(build).loc[view.indicator])
    unit = Unit.of(indicator)
    found = past.history(build, view)
    drawn = found[found["value"].notna()]
    if drawn.empty:
        reason = found["note"].iloc[0] if len(found) else text.STATE_MEANINGS["missing"]
        return Picture(no_data.draw(str(reason), height), str(reason))
    series = past.series(drawn, unit, view)
    figure = trend_line.draw(
        series,
        unit_prefix=unit.prefix,
        unit=unit.unit,
        unit_name=unit.name,
        decimals=unit.decimals,
        zero_based=False,
        height=height,
        covering=covering,
        width=width,
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
def geometry(layout: str) -> Boundaries:
    """The boundaries of a layout, for hatches and names; the map itself fetches them."""
    return Boundaries(json.loads((BOUNDARIES / LAYOUT_FILES[layout]).read_text(encoding="utf-8")))


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
                shown.unit.interval(low, high) or text.NO_INTERVAL
                for low, high in zip(own[lower], own[upper], strict=True)
            ],
            f"Compared with {name}": [
                text.table_verdict(word, why if is_there else state_words.absent(row_state))
                for word, why, is_there, row_state in zip(
                    own[verdict],
                    own[reason],
                    own["state"] == "published",
                    own["state"],
                    strict=True,
                )
            ],
            **_table_extras(own, shown, view),
            "Note": own["note"].fillna(""),
        }
    ).set_index("Area")


@kept(64, *SCENE)
def cells(build: Build, view: View) -> pd.DataFrame:
    """The table, its words text where cells are read as Markdown."""
    return plain.cells(table(scene(build, view), view))


def told_apart(build: Build, view: View, other: View) -> tuple[str, str]:
    """What each of two maps shows, in the words that tell them apart and the period."""
    titles = queries.indicators(build)["short_title"]
    names = []
    for one, another in ((view, other), (other, view)):
        parts = [str(titles[one.indicator])] if one.indicator != another.indicator else []
        if one.sex != another.sex:
            parts.append(text.SEX_WORDS[one.sex])
        if one.colour != another.colour and "change" in (one.colour, another.colour):
            parts.append("change" if one.since else "value")
        names.append(" · ".join([*parts, one.period]))
    return names[0], names[1]


def unchosen(view: View) -> View:
    """The same view with no borough chosen: what is shared by all who look at it."""
    return View(**{**view.__dict__, "area": ""}) if view.area else view


def _table_extras(own: pd.DataFrame, shown: Scene, view: View) -> dict[str, list[str]]:
    """The fifth or the change, where the map is coloured by it."""
    if view.since:
        return {
            f"Change since {view.since}": [
                card_words.change(row, shown.unit, view) + card_words.prices(shown.indicator)
                for row in rows(own)
            ]
        }
    if view.colour == "quintile":
        end = "highest" if shown.indicator["polarity"] == "none" else "worst"
        fifths = ["" if pd.isna(x) else str(int(x)) for x in own["quintile"]]
        return {f"Fifth (1 is the {end})": fifths}
    return {}


def _labels(view: View) -> borough_map.Labels:
    if view.layout == "tiles":
        return "names"
    return "none" if view.colour == "value" else "marks"


def _figures(build: Build, view: View) -> pd.DataFrame:
    """Every area's figure; with how it changed where the view is coloured by change."""
    found = queries.figures(build, view.indicator, view.period, view.sex, view.age, view.benchmark)
    if not view.since:
        return found
    changes = queries.value_changes(build, view.indicator, view.sex, view.age, view.since)
    return found.join(changes, on="area_code")


def _drawn(
    boroughs: pd.DataFrame, coloured: Colouring, hovers: list[str], unit: Unit, view: View
) -> pd.DataFrame:
    """The boroughs as charts take them: class, label, and words at the pointer."""
    lower, upper = text.limit_columns(view.confidence)
    published = boroughs["state"] == "published"
    keys = pd.Series(coloured.keys, index=boroughs.index)
    return pd.DataFrame(
        {
            "area_code": boroughs["area_code"],
            "area_name": boroughs["area_name"],
            "short_name": boroughs["short_name"],
            "value": boroughs["value"],
            "lower": boroughs[lower],
            "upper": boroughs[upper],
            "state": boroughs["state"],
            "klass": keys.where(published, boroughs["state"]),
            "label": [unit.bare(v) if pd.notna(v) else "" for v in boroughs["value"]],
            "hover": hovers,
        }
    )


def benchmark_lines(shown: Scene) -> list[ranked_bars.Line]:
    """London solid, England dashed, each labelled with its value."""
    styles = {"region": (palette.INK, "solid"), "country": (palette.ENGLAND_GREY, "dash")}
    return [
        ranked_bars.Line(
            f"{row.area_name} {shown.unit.bare(row.value)}",
            float(row.value),
            *styles[row.area_type],
        )
        for row in shown.areas
        if row.area_type in styles and pd.notna(row.value)
    ]
