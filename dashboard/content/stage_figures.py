"""Scenes of figures by borough: map, bars, time, and boroughs side by side.

Everything here is kept by build and view, and shared between viewers: never change a result.
"""

from __future__ import annotations

from dataclasses import replace

from dashboard import findings, queries, stage_sentences, text
from dashboard.content import card_words, comparisons, maps, stage_part, stage_pictures
from dashboard.content.picture import Picture
from dashboard.content.stage_part import Part
from dashboard.db import Build
from dashboard.frames import rows
from dashboard.state import LONDON, View
from dashboard.text import Unit


def area_map(build: Build, view: View, base: str) -> Part:
    """The map or the tiles, with the legend and the ends of the order beside it."""
    shown = maps.scene(build, stage_pictures.fixed(maps.unchosen(view)))
    picture = stage_pictures.area_map(build, view, base)
    note = "Darker is more." if view.colour == "value" else ""
    return _of_figures(build, view, picture, note, stage_pictures.beside(shown))


def bars(build: Build, view: View, _: str) -> Part:
    """The boroughs in order, with intervals."""
    figures = maps.scene(build, maps.unchosen(view)).figures
    lower = figures.loc[figures["state"] == "published", text.limit_columns(view.confidence)[0]]
    note = stage_part.intervals(lower, view.confidence)
    part = _of_figures(build, view, stage_pictures.bars(build, view), note)
    return replace(part, halves=stage_pictures.bar_halves(build, view))


def trend(build: Build, view: View, _: str) -> Part:
    """London and England over time, and the chosen borough."""
    title = stage_part.titled(build, view)
    unit = Unit.of(dict(queries.indicators(build).loc[view.indicator]))
    history = queries.history(build, view.indicator, view.sex, view.age, view.area)
    code = view.area or LONDON
    own = history[history["area_code"] == code]
    drawn = own[own["value"].notna()]
    state = str(own["state"].iloc[-1]) if len(own) else "missing"
    picture = stage_pictures.trend(build, view)
    return Part(
        picture=picture,
        alternative=picture.alternative,
        headline=stage_sentences.over_time(title, stage_part.name(build, code), drawn, unit, state),
        measured=stage_part.measured(build, view, ""),
        note=stage_part.intervals(history["lower_95"]),
        table=stage_part.over_time(history, unit),
    )


def lines(build: Build, view: View, _: str) -> Part | None:
    """The boroughs chosen side by side over time; None where none is chosen."""
    if not view.areas:
        return None
    shown = comparisons.comparison(build, view)
    picture = stage_pictures.lines(build, view)
    names = [stage_part.name(build, code) for code in view.areas]
    return Part(
        picture=picture,
        alternative=picture.alternative,
        headline=stage_sentences.compared(stage_part.titled(build, view), shown.finding, names),
        measured=stage_part.measured(build, view, ""),
        note=stage_part.intervals(
            shown.figures[text.limit_columns(view.confidence)[0]], view.confidence
        ),
        table=stage_part.named(shown.figures, "area_name", shown.unit),
    )


def _of_figures(build: Build, view: View, picture: Picture, note: str, side: str = "") -> Part:
    """What the map and the bars share: the figures of every borough in one period."""
    shown = maps.scene(build, maps.unchosen(view))
    said = (note, _colours(view), findings.other_benchmark_missing(shown.figures, view.benchmark))
    return Part(
        picture=picture,
        alternative=picture.alternative,
        headline=_figures_said(build, view, shown),
        measured=stage_part.measured(build, view, view.period),
        note=" ".join(x for x in said if x),
        table=maps.table(shown, view),
        side=side,
    )


def _figures_said(build: Build, view: View, shown: maps.Scene) -> str:
    title = stage_part.titled(build, view)
    if view.area:
        own = shown.figures[shown.figures["area_code"] == view.area]
        for row in rows(own):
            words = card_words.of(row, shown.indicator, view)
            figure = words.figure
            if row.state == "published":
                low, high = text.limit_columns(view.confidence)
                figure = shown.unit.with_interval(row.value, getattr(row, low), getattr(row, high))
            verdict = words.verdict if words.klass else ""
            return stage_sentences.area(title, words.name, figure, verdict, words.rank)
    if view.colour == "verdict":
        own = shown.figures[
            (shown.figures["area_type"] == "borough") & (shown.figures["state"] == "published")
        ]
        found = own[text.verdict_column(view.confidence)].dropna()
        if len(found) and set(found) != {"not compared"}:
            return stage_sentences.verdicts(title, found, view.benchmark)
    return stage_sentences.figures(title, shown.figures, shown.unit, view.benchmark)


def _colours(view: View) -> str:
    """What the colours of a map or of bars are made by."""
    name = text.BENCHMARK_NAMES[view.benchmark]
    return {
        "verdict": f"Colours and marks compare with {name} at {view.confidence}%.",
        "quintile": "Colours are fifths of the boroughs in order.",
        "change": f"Colours are the change since {view.since}.",
    }.get(view.colour, "")
