"""Figures over time: the area, London and England, each labelled where its line ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pandas as pd

from dashboard.charts import no_data, trend_axes
from dashboard.charts.drawing import Drawing
from dashboard.charts.layout import (
    LINE_HEIGHT,
    PHONE_WIDTH,
    base,
    lines_of,
    literal,
    spread,
    text_width,
)
from dashboard.charts.palette import AREA_STYLES, ENGLAND_GREY, INK, AreaStyle, faded, readable
from dashboard.charts.trend_axes import Dot
from dashboard.text import Unit

_LEADER = 14
_BAND_STRENGTH = {"area": 0.16, "london": 0.1}
# Bands of more than two areas lie over each other and would turn to mud.
_CROWDED_BAND_STRENGTH = 0.07
# In the order they are drawn, the last on top.
_WIDTHS = {"england": 1.8, "london": 1.8, "area": 3.0}
_STYLES = {
    "london": AreaStyle(INK, "solid", "circle"),
    "england": AreaStyle(ENGLAND_GREY, "dash", "circle"),
}
# A gap of more than one and a half usual steps is a missing period, not an uneven calendar.
_LONGEST_STEP = 1.5


@dataclass(frozen=True)
class _Drawn:
    """One series ready to draw, its periods in order of time."""

    name: str
    role: str
    style: AreaStyle
    dots: Sequence[Dot]

    @property
    def known(self) -> list[Dot]:
        """The periods that have a figure."""
        return [dot for dot in self.dots if dot.value is not None]

    @property
    def last(self) -> float:
        """The latest figure."""
        return next(dot.value for dot in reversed(self.dots) if dot.value is not None)


def draw(
    series: pd.DataFrame,
    *,
    unit_prefix: str,
    unit: str,
    unit_name: str,
    decimals: int,
    height: int = 300,
    zero_based: bool = False,
    covering: Sequence[float] = (),
    width: int = PHONE_WIDTH,
) -> Drawing:
    """Draw one line a series, broken where a period is missing, with intervals as bands.

    A figure with no neighbour in time keeps its interval as a whisker; one single period is
    drawn as points side by side.

    Args:
        series: one row a figure: ``series`` (name), ``role`` (area, london or england),
            ``period``, ``period_start``, ``period_end``, ``value``, ``lower``, ``upper``,
            ``hover`` (escaped, lines apart by br). Up to six areas.
        unit_prefix: written before numbers.
        unit: written after numbers.
        unit_name: the axis's title, written level above it.
        decimals: how many decimals the last values are written with.
        height: in pixels.
        zero_based: let the axis start at zero.
        covering: numbers the axis must hold beside the figures, so that several charts share it.
        width: of the narrowest screen the chart is read on, in pixels: what its labels fit.
    """
    published = series[series["value"].notna()]
    if published.empty:
        return no_data.draw("No figure is published for this series.", height)
    drawn = _prepare(series)
    low, high = trend_axes.span(published, zero_based, covering)
    written = Unit(unit_prefix, unit, unit_name, decimals)
    single = len(set(published["period_end"])) == 1
    margin = {"l": trend_axes.LEFT, "r": 12 if single else _right(drawn, written), "t": 26}
    margin["b"] = 10 + LINE_HEIGHT * _tick_lines(drawn, single)
    layout = base(height, margin)
    layout["yaxis"] = trend_axes.value_axis(low, high, unit_prefix, unit)
    layout["annotations"] = [trend_axes.title(unit_name)]
    if single:
        drawn.reverse()
        layout["xaxis"] = trend_axes.names_axis([each.name for each in drawn])
        return Drawing(data=_points(drawn, written), layout=layout)
    layout["xaxis"] = trend_axes.period_axis(
        [dot for each in drawn for dot in each.dots], width - margin["l"] - margin["r"]
    )
    scale = (height - margin["t"] - margin["b"]) / (high - low)
    layout["annotations"] += _end_labels(drawn, written, low, high, scale)
    step = _usual_step(drawn)
    lines = [_line(each, step) for each in drawn]
    return Drawing(data=[*_bands(drawn, step), *lines], layout=layout)


def _prepare(series: pd.DataFrame) -> list[_Drawn]:
    """Each series that has a figure, with its style; areas last so that they lie on top."""
    _require_drawable(series)
    found = trend_axes.dots(series)
    areas = [key for key in found if key[0] == "area"]
    styles = dict(zip(areas, AREA_STYLES, strict=False))
    styles |= {key: _STYLES[key[0]] for key in found if key[0] in _STYLES}
    every = [
        _Drawn(name, role, styles[role, name], found[role, name])
        for role, name in sorted(found, key=lambda key: list(_WIDTHS).index(key[0]))
    ]
    return [each for each in every if each.known]


def _require_drawable(series: pd.DataFrame) -> None:
    unknown = set(series["role"]) - set(_WIDTHS)
    if unknown:
        raise ValueError(f"role '{min(unknown)}' is not known; allowed: {', '.join(_WIDTHS)}")
    named = set(zip(series["role"], series["series"], strict=True))
    areas = sum(role == "area" for role, _ in named)
    if areas > len(AREA_STYLES):
        raise ValueError(f"{areas} areas in one chart; allowed: up to {len(AREA_STYLES)}")


def _usual_step(drawn: Sequence[_Drawn]) -> timedelta:
    """The most usual time from one period of a series to its next."""
    steps = sorted(
        after.day - before.day for each in drawn for before, after in pairwise(each.dots)
    )
    return steps[len(steps) // 2] if steps else timedelta(0)


def _runs(
    dots: Sequence[Dot], step: timedelta, belongs: Callable[[Dot], bool]
) -> Iterator[list[Dot]]:
    """Stretches of periods that belong, without a missing one between them."""
    run: list[Dot] = []
    before: Dot | None = None
    for dot in dots:
        is_late = before is not None and dot.day - before.day > step * _LONGEST_STEP
        before = dot
        if run and (is_late or not belongs(dot)):
            yield run
            run = []
        if belongs(dot):
            run.append(dot)
    if run:
        yield run


def _has_figure(dot: Dot) -> bool:
    return dot.value is not None


def _has_interval(dot: Dot) -> bool:
    return dot.value is not None and dot.has_limits


def _line(each: _Drawn, step: timedelta) -> dict[str, Any]:
    x: list[str | None] = []
    y: list[float | None] = []
    hover: list[str | None] = []
    for run in _runs(each.dots, step, _has_figure):
        x += [*(dot.date for dot in run), None]
        y += [*(dot.value for dot in run), None]
        hover += [*(dot.hover for dot in run), None]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": literal(each.name),
        "x": x[:-1],
        "y": y[:-1],
        "hovertext": hover[:-1],
        "hoverinfo": "text",
        "line": {
            "color": each.style.colour,
            "dash": each.style.dash,
            "width": _WIDTHS[each.role],
        },
        "marker": {"symbol": each.style.marker, "size": 6 if each.role == "area" else 4},
        "cliponaxis": False,
    }


def _bands(drawn: Sequence[_Drawn], step: timedelta) -> list[dict[str, Any]]:
    """Intervals of areas and of London; a lone figure's as a whisker."""
    traces = []
    is_crowded = sum(each.role == "area" for each in drawn) > 2
    for each in drawn:
        runs = list(_runs(each.dots, step, _has_interval))
        if each.role in _BAND_STRENGTH:
            strength = _CROWDED_BAND_STRENGTH if is_crowded else _BAND_STRENGTH[each.role]
            traces += _band([run for run in runs if len(run) > 1], each, strength)
        traces += _whiskers([dot for run in runs if len(run) == 1 for dot in run], each)
    return traces


def _band(runs: Sequence[Sequence[Dot]], each: _Drawn, strength: float) -> list[dict[str, Any]]:
    x: list[str | None] = []
    y: list[float | None] = []
    for run in runs:
        x += [*(dot.date for dot in run), *(dot.date for dot in reversed(run)), None]
        y += [*(dot.upper for dot in run), *(dot.lower for dot in reversed(run)), None]
    if not x:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": f"{literal(each.name)} interval",
            "x": x[:-1],
            "y": y[:-1],
            "fill": "toself",
            "fillcolor": faded(each.style.colour, strength),
            "line": {"width": 0},
            "hoverinfo": "skip",
        }
    ]


def _whiskers(dots: Sequence[Dot], each: _Drawn, place: int | None = None) -> list[dict[str, Any]]:
    """Intervals as lines, each at its date, or all at one place of an axis without dates."""
    x: list[Any] = []
    y: list[float | None] = []
    for dot in dots:
        at = dot.date if place is None else place
        x += [at, at, None]
        y += [dot.lower, dot.upper, None]
    if not x:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": f"{literal(each.name)} interval",
            "x": x[:-1],
            "y": y[:-1],
            "line": {"color": each.style.colour, "width": 1.5},
            "hoverinfo": "skip",
        }
    ]


def _points(drawn: Sequence[_Drawn], written: Unit) -> list[dict[str, Any]]:
    """One period: the series side by side, with whiskers and their values."""
    traces = []
    for place, each in enumerate(drawn):
        traces += _whiskers([dot for dot in each.known if dot.has_limits], each, place)
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "name": literal(each.name),
                "x": [place],
                "y": [dot.value for dot in each.known],
                "text": [literal(f"  {written.full(dot.value)}") for dot in each.known],
                "textposition": "middle right",
                "textfont": {"color": readable(each.style.colour)},
                "hovertext": [dot.hover for dot in each.known],
                "hoverinfo": "text",
                "marker": {"color": each.style.colour, "symbol": each.style.marker, "size": 10},
                "cliponaxis": False,
            }
        )
    return traces


def _label_lines(drawn: Sequence[_Drawn], written: Unit) -> list[list[str]]:
    """Each series' name and last value, in lines, and its period where others go on after it.

    The unit's words stand above the axis; only "%" is short enough.
    """
    unit = "%" if written.unit == "%" else ""
    newest = max(each.known[-1].day for each in drawn)
    labels = [
        f"{each.name} {written.bare(each.last)}{unit}"
        + ("" if each.known[-1].day == newest else f" in {each.known[-1].period}")
        for each in drawn
    ]
    return [lines_of(label, trend_axes.LABEL_LINE) for label in labels]


def _tick_lines(drawn: Sequence[_Drawn], single: bool) -> int:
    if single:
        return max(len(lines_of(each.name, trend_axes.LABEL_LINE)) for each in drawn)
    periods = {dot.period for each in drawn for dot in each.dots}
    return max(len(lines_of(period, trend_axes.PERIOD_LINE)) for period in periods)


def _right(drawn: Sequence[_Drawn], written: Unit) -> int:
    widest = max(text_width(line) for lines in _label_lines(drawn, written) for line in lines)
    return int(widest * 1.1) + _LEADER + 8


def _end_labels(
    drawn: Sequence[_Drawn], written: Unit, low: float, high: float, scale: float
) -> list[dict[str, Any]]:
    """Names and last values beside the line ends, moved apart and led back to their line."""
    texts = _label_lines(drawn, written)
    lasts = [each.last for each in drawn]
    ends = [(high - last) * scale for last in lasts]
    sizes = [LINE_HEIGHT * len(lines) + 4.0 for lines in texts]
    places = spread(ends, sizes, -24, (high - low) * scale + 24)
    return [
        {
            "x": 1,
            "xref": "paper",
            "y": last,
            "ax": _LEADER,
            "ay": round(place - end, 1),
            "xanchor": "left",
            "align": "left",
            "text": "<br>".join(literal(line) for line in lines),
            "font": {"color": readable(each.style.colour)},
            "showarrow": True,
            "arrowhead": 0,
            "arrowwidth": 1,
            "arrowcolor": each.style.colour,
            "standoff": 5,
        }
        for each, lines, last, end, place in zip(drawn, texts, lasts, ends, places, strict=True)
    ]
