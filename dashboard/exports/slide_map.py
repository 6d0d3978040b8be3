"""The map as native shapes: one for each borough, named, in the colours of the page's map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import log, pi, tan
from typing import Any

from pptx.util import Emu, Inches

from dashboard.charts.palette import (
    INK,
    OTHERS_STRENGTH,
    PAPER,
    RULE,
    STATES,
    blended,
    text_on,
)
from dashboard.content import alike, card_words, maps
from dashboard.db import Build
from dashboard.exports import slide_parts
from dashboard.exports.slide_parts import Box
from dashboard.frames import rows
from dashboard.state import View

_TILE_TYPE, _MARK_TYPE = 8.0, 10.0
# Coordinates of a shape's outline, much finer than anybody sees.
_GRAIN = 12700 // 20

Ring = list[tuple[float, float]]


def draw(made: Any, box: Box, build: Build, view: View, said: str) -> None:
    """The boroughs, or the tiles, as one group that can be taken apart.

    Args:
        made: the slide.
        box: where the map may be; it keeps its proportions.
        build: whose figures.
        view: what decides the colours.
        said: the map's text alternative.
    """
    boundaries = maps.geometry(view.layout)
    project = _projection(boundaries.document, box)
    shown = maps.scene(build, maps.unchosen(view))
    figures = {row.area_code: row for row in rows(shown.figures)}
    fills = {x.key: (x.colour, x.mark) for x in shown.classes}
    picked = set(alike.codes(build, view))
    group = made.shapes.add_group_shape()
    slide_parts.describe(group, "Map of the boroughs", said)
    features = boundaries.features
    # The chosen borough comes last, so that its outline lies on top.
    for row in sorted(rows(shown.boroughs), key=lambda x: x.area_code == view.area):
        words = card_words.of(figures[row.area_code], shown.indicator, view)
        shape = _shape(group, features[row.area_code], project)
        is_weak = bool(picked) and row.area_code not in picked | {view.area}
        _colour(shape, row, fills, is_weak, RULE if view.layout == "tiles" else INK)
        is_chosen = row.area_code == view.area
        edge = text_on(fills.get(row.klass, (PAPER, ""))[0])
        slide_parts.outline(shape, INK if is_chosen else edge, 3.0 if is_chosen else 0.75)
        _label(shape, row, view, fills, features[row.area_code], project)
        slide_parts.describe(shape, row.area_name, _said(words, view))


def _said(words: card_words.CardWords, view: View) -> str:
    """A borough in a sentence: name, figure, interval, verdict."""
    change = words.change if view.since else ""
    parts = [words.likely, words.verdict, change]
    return f"{words.name}: {words.figure}" + "".join(f"; {x}" for x in parts if x)


def _projection(document: Mapping[str, Any], box: Box) -> Any:
    """From degrees to EMU, as large as the box allows, in its middle."""
    every = [_mercator(*x) for feature in document["features"] for x in _points(feature)]
    west, east = min(x for x, _ in every), max(x for x, _ in every)
    south, north = min(y for _, y in every), max(y for _, y in every)
    scale = min(box.width / (east - west), box.height / (north - south))
    left = box.left + (box.width - (east - west) * scale) / 2
    top = box.top + (box.height - (north - south) * scale) / 2

    def place(longitude: float, latitude: float) -> tuple[float, float]:
        x, y = _mercator(longitude, latitude)
        return float(Inches(left + (x - west) * scale)), float(Inches(top + (north - y) * scale))

    return place


def _mercator(longitude: float, latitude: float) -> tuple[float, float]:
    return longitude * pi / 180, log(tan(pi / 4 + latitude * pi / 360))


def _rings(feature: Mapping[str, Any]) -> Iterator[Ring]:
    """Every outline of a feature: its parts, and the holes in them."""
    geometry = feature["geometry"]
    parts = geometry["coordinates"]
    for polygon in parts if geometry["type"] == "MultiPolygon" else [parts]:
        yield from polygon


def _points(feature: Mapping[str, Any]) -> Iterator[tuple[float, float]]:
    for ring in _rings(feature):
        yield from ring


def _shape(group: Any, feature: Mapping[str, Any], project: Any) -> Any:
    """One freeform; holes and islands are further outlines of the same path."""
    first, *others = [
        [tuple(round(x / _GRAIN) for x in project(*point)) for point in ring]
        for ring in _rings(feature)
    ]
    builder = group.shapes.build_freeform(*first[0], scale=float(_GRAIN))
    builder.add_line_segments(first[1:], close=True)
    for ring in others:
        builder.move_to(*ring[0])
        builder.add_line_segments(ring[1:], close=True)
    return builder.convert_to_shape()


def _colour(
    shape: Any, row: Any, fills: Mapping[str, tuple[str, str]], is_weak: bool, ink: str
) -> None:
    """The fill of a class, or a hatch: a faint one where words stand on it."""
    if row.klass in STATES:
        slide_parts.fill(shape, PAPER, STATES[row.klass].hatch, ink)
        return
    colour = fills[row.klass][0]
    slide_parts.fill(shape, blended(colour, OTHERS_STRENGTH) if is_weak else colour)


def _label(
    shape: Any,
    row: Any,
    view: View,
    fills: Mapping[str, tuple[str, str]],
    feature: Mapping[str, Any],
    project: Any,
) -> None:
    """The name and value on a tile, the mark of a verdict on a borough."""
    colour, mark = fills.get(row.klass, (PAPER, ""))
    if view.layout == "tiles":
        figure = row.label or STATES[row.klass].word
        slide_parts.inside(shape, f"{row.short_name}\n{figure}", _TILE_TYPE, text_on(colour))
        shape.text_frame.word_wrap = True
    elif mark:
        slide_parts.inside(shape, mark, _MARK_TYPE, text_on(colour))
        place = feature["properties"]
        _centre(shape, *project(place["label_lon"], place["label_lat"]))


def _centre(shape: Any, across: float, down: float) -> None:
    """Move a shape's words so that their middle is at a point of the slide."""
    left, top = across - shape.left, down - shape.top
    frame = shape.text_frame
    frame.margin_left = Emu(max(0, round(2 * left - shape.width)))
    frame.margin_right = Emu(max(0, round(shape.width - 2 * left)))
    frame.margin_top = Emu(max(0, round(2 * top - shape.height)))
    frame.margin_bottom = Emu(max(0, round(shape.height - 2 * top)))
