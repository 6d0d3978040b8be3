"""Native charts: bars, lines and dots that people can edit, each interval drawn."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from math import floor
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.util import Pt

from dashboard.charts.layout import spread
from dashboard.charts.palette import ACCENT, INK, PAPER, readable
from dashboard.exports import slide_axes, slide_xml
from dashboard.exports.slide_axes import Axis
from dashboard.exports.slide_figures import Bars, Cloud, Line, Lines
from dashboard.exports.slide_parts import FONT, POINTS, Box, describe, rgb
from dashboard.exports.slide_text import LINE, plain, width

_MARKERS = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "triangle-up": XL_MARKER_STYLE.TRIANGLE,
    "cross": XL_MARKER_STYLE.PLUS,
    "triangle-down": XL_MARKER_STYLE.X,
    "none": XL_MARKER_STYLE.NONE,
}
_DASHES = {
    "solid": MSO_LINE.SOLID,
    "dash": MSO_LINE.DASH,
    "dot": MSO_LINE.ROUND_DOT,
    "dashdot": MSO_LINE.DASH_DOT,
    "longdash": MSO_LINE.LONG_DASH,
    "longdashdot": MSO_LINE.LONG_DASH_DOT,
}
_LINE_POINTS, _BENCHMARK_POINTS = 2.5, 1.75
_TYPE = 14.0
_MOST_TYPE, _LEAST_TYPE = 12.0, 7.0
# Names never take more of a chart than this; the axis of figures stands this high, in inches.
_MOST_NAMES, _AXIS_ROOM = 0.55, 0.32
_SMALLEST, _LARGEST = 5.0, 16.0


def bars(made: Any, box: Box, drawn: Bars, said: str, span: Axis) -> Any:
    """Bars across, first at the top, each with its interval.

    Args:
        made: the slide.
        box: where the chart stands.
        drawn: the figures.
        said: the chart's text alternative.
        span: the ends of the axis, so that charts side by side share one.
    """
    names = [plain(x.name) for x in drawn.points]
    size = _row_type(names, box)
    data = CategoryChartData(number_format=slide_axes.number_format(drawn.unit))
    data.categories = names
    data.add_series(plain(drawn.name), [x.value for x in drawn.points])
    frame = made.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box.places, data)
    describe(frame, "Chart: bars", said)
    chart = _plain_chart(frame.chart, size)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 22, 100
    # Intervals are drawn twice, ink on a wider line of paper, so that they show on dark bars too.
    slide_xml.double(plot.series[0])
    for place, point in enumerate(drawn.points):
        _paint(plot.series[0].points[place], point.colour)
    line = (drawn.name, [x.value for x in drawn.points])
    limits = ([x.lower for x in drawn.points], [x.upper for x in drawn.points])
    _with_limits(chart, names, [line], [limits], [((PAPER, 3.0), (INK, 1.0))])
    _bar_axes(chart, drawn, span, size)
    left = min(_MOST_NAMES, slide_axes.names_room(names, size) / box.width)
    slide_xml.place_plot(chart, left, 0.01, 0.96 - left, 0.98 - _AXIS_ROOM / box.height)
    return chart


def lines(made: Any, box: Box, drawn: Lines, said: str) -> Any:
    """Lines over time, each labelled where it ends, with its intervals."""
    data = CategoryChartData(number_format=slide_axes.number_format(drawn.unit))
    names = [plain(x) or " " for x in drawn.periods]
    data.categories = names
    for each in drawn.lines:
        data.add_series(plain(each.name), each.values)
    frame = made.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *box.places, data)
    describe(frame, "Chart: over time", said)
    chart = _plain_chart(frame.chart, _TYPE)
    for series, each in zip(chart.plots[0].series, drawn.lines, strict=True):
        _draw_line(series, each)
    _with_limits(
        chart,
        names,
        [(x.name, x.values) for x in drawn.lines],
        [(x.lowers, x.uppers) for x in drawn.lines],
        [((x.colour, 1.0),) for x in drawn.lines],
    )
    span = slide_axes.nice([*_every(drawn), *drawn.covering])
    right = _label_room(drawn) / box.width
    size, every, tall = slide_axes.period_type(names, (0.93 - right) * box.width)
    below = (tall * size * LINE / POINTS + 0.2) / box.height
    plot = Box(0.07, 0.03, 0.93 - right, 0.97 - below)
    slide_xml.place_plot(chart, plot.left, plot.top, plot.width, plot.height)
    slide_axes.figures(chart.value_axis, span, drawn.unit)
    slide_axes.periods(chart.category_axis, size, every)
    _label_ends(chart, drawn, span, plot.height * box.height * POINTS, box.height * POINTS)
    return chart


def cloud(made: Any, box: Box, drawn: Cloud, said: str) -> Any:
    """Boroughs as dots against deprivation, and the fitted line."""
    data = XyChartData(number_format=slide_axes.number_format(drawn.unit))
    dots = data.add_series("Boroughs")
    for _, across, up, _ in drawn.points:
        dots.add_data_point(across, up)
    if drawn.ends:
        fitted = data.add_series("Fitted line")
        fitted.add_data_point(0.0, drawn.ends[0])
        fitted.add_data_point(1.0, drawn.ends[1])
    frame = made.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *box.places, data)
    describe(frame, "Chart: boroughs against deprivation", said)
    chart = _plain_chart(frame.chart, _TYPE)
    boroughs, *line = chart.plots[0].series
    _draw_dots(boroughs, [x[3] for x in drawn.points])
    for series in line:
        _stroke(series.format.line, INK, 2.0, "solid")
        series.marker.style = XL_MARKER_STYLE.NONE
    span = slide_axes.nice([*(x[2] for x in drawn.points), *(drawn.ends or ())])
    names = _extremes(drawn)
    sides = {place: _side_of(drawn, place, span, box) for place in names}
    slide_xml.label_points(boroughs, names, sides, INK, 12)
    slide_xml.place_plot(chart, 0.07, 0.03, 0.91, 0.86)
    slide_axes.figures(chart.value_axis, span, drawn.unit)
    slide_axes.deprivation(chart.category_axis)
    return chart


def span_of(drawn: Bars) -> Axis:
    """An axis that holds every figure, every limit and where bars begin."""
    every = [x for point in drawn.points for x in (point.value, point.lower, point.upper)]
    return slide_axes.nice([x for x in every if x is not None] + [drawn.start], steps=4)


def _plain_chart(chart: Any, size: float) -> Any:
    chart.has_legend = chart.has_title = False
    chart.font.size, chart.font.name = Pt(size), FONT
    chart.font.color.rgb = rgb(INK)
    return chart


def _row_type(names: Sequence[str], box: Box) -> float:
    """The size of type at which every name has its row, and leaves room for the bars."""
    row = (box.height - _AXIS_ROOM) * POINTS / max(len(names), 1) / LINE
    across = _MOST_NAMES * box.width * POINTS / max(width(x, 1) for x in names)
    return max(_LEAST_TYPE, floor(min(row, across, _MOST_TYPE) * 2) / 2)


def _paint(point: Any, colour: str) -> None:
    point.format.fill.solid()
    point.format.fill.fore_color.rgb = rgb(colour)
    point.format.line.color.rgb, point.format.line.width = rgb(INK), Pt(0.5)
    # Below where bars begin, a bar would otherwise turn white.
    (index,) = point._element.xpath(f"c:dPt[c:idx[@val={point._idx}]]/c:idx")
    index.addnext(
        parse_xml(
            '<c:invertIfNegative xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
            'val="0"/>'
        )
    )


def _with_limits(
    chart: Any,
    names: Sequence[str],
    figures: Sequence[tuple[str, slide_xml.Numbers]],
    limits: Sequence[tuple[slide_xml.Numbers, slide_xml.Numbers]],
    strokes: Sequence[Sequence[tuple[str, float]]],
) -> None:
    """Draw every interval, and put figures and limits into the chart's worksheet.

    Args:
        chart: the library's.
        names: along the axis.
        figures: each column of figures with its title.
        limits: the lower and upper ones of each column.
        strokes: colour and width for each series that is drawn of each column.
    """
    columns = [(plain(name), values) for name, values in figures]
    drawn = iter(chart.plots[0].series)
    for (name, values), (lowers, uppers), own in zip(figures, limits, strokes, strict=True):
        above, below = _distances(values, uppers, 1), _distances(values, lowers, -1)
        series = list(itertools.islice(drawn, len(own)))
        if not any(x is not None for x in above):
            continue
        first = len(columns) + 1
        added = (lowers, uppers, above, below)
        titles = [f"{plain(name)}: {x}" for x in slide_xml.LIMIT_COLUMNS]
        columns += list(zip(titles, added, strict=True))
        plus = (slide_xml.reference(first + 2, len(names)), above)
        minus = (slide_xml.reference(first + 3, len(names)), below)
        for each, stroke in zip(series, own, strict=True):
            slide_xml.add_intervals(each, plus, minus, *stroke)
    chart.part.chart_workbook.update_from_xlsx_blob(slide_xml.worksheet(names, columns))


def _distances(values: slide_xml.Numbers, ends: slide_xml.Numbers, sign: int) -> list[float | None]:
    return [
        None if value is None or end is None else sign * (end - value)
        for value, end in zip(values, ends, strict=True)
    ]


def _bar_axes(chart: Any, drawn: Bars, span: Axis, size: float) -> None:
    names, values = chart.category_axis, chart.value_axis
    names.reverse_order = True
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb, names.format.line.width = rgb(INK), Pt(1.25)
    names.tick_labels.font.size = Pt(size)
    slide_xml.skip_labels(names, 1)
    slide_axes.figures(values, span, drawn.unit)
    # Turned over, the axis of figures would stand at the top.
    values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    values.tick_labels.font.size = Pt(min(12, max(size, 9)))
    if drawn.start:
        values.crosses_at = drawn.start


def _draw_line(series: Any, each: Line) -> None:
    is_benchmark = each.marker == "none"
    points = _BENCHMARK_POINTS if is_benchmark else _LINE_POINTS
    _stroke(series.format.line, each.colour, points, each.dash)
    series.smooth = False
    series.marker.style = _MARKERS[each.marker]
    if not is_benchmark:
        series.marker.size = 7
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = rgb(each.colour)
        series.marker.format.line.color.rgb = rgb(each.colour)


def _draw_dots(series: Any, shares: Sequence[float]) -> None:
    """Dots whose areas go with the boroughs' people, as on the page."""
    series.format.line.fill.background()
    for place, share in enumerate(shares):
        marker = series.points[place].marker
        marker.style = XL_MARKER_STYLE.CIRCLE
        marker.size = round(max(_SMALLEST, _LARGEST * (share / max(shares)) ** 0.5))
        marker.format.fill.solid()
        marker.format.fill.fore_color.rgb = rgb(ACCENT)
        marker.format.line.color.rgb = rgb(PAPER)


def _stroke(line: Any, colour: str, points: float, dash: str) -> None:
    line.color.rgb, line.width, line.dash_style = rgb(colour), Pt(points), _DASHES[dash]


def _extremes(drawn: Cloud) -> dict[int, str]:
    """The boroughs with the highest and the lowest figure, by their place."""
    places = range(len(drawn.points))
    ends = {
        max(places, key=lambda x: drawn.points[x][2]),
        min(places, key=lambda x: drawn.points[x][2]),
    }
    return {place: plain(drawn.points[place][0]) for place in ends}


def _side_of(drawn: Cloud, place: int, span: Axis, box: Box) -> str:
    """The side of a dot on which its name meets the fewest other dots and stays inside."""
    low, high = span.low, span.high
    # In inches of the plot, which nearly fills the chart.
    dots = [
        (x[1] * box.width * 0.91, (x[2] - low) / (high - low) * box.height * 0.86)
        for x in drawn.points
    ]
    across, up = dots[place]
    long, tall = width(drawn.points[place][0], 12) / POINTS, 12 * LINE / POINTS
    corners = {
        "t": (across - long / 2, up + 0.1),
        "b": (across - long / 2, up - 0.1 - tall),
        "r": (across + 0.12, up - tall / 2),
        "l": (across - 0.12 - long, up - tall / 2),
    }

    def met(side: str) -> float:
        left, bottom = corners[side]
        is_out = left < 0 or left + long > box.width * 0.91 or bottom < -tall
        near = 0.1
        return 10 * is_out + sum(
            left - near < x < left + long + near and bottom - near < y < bottom + tall + near
            for other, (x, y) in enumerate(dots)
            if other != place
        )

    return min(corners, key=met)


def _every(drawn: Lines) -> list[float]:
    return [
        x
        for each in drawn.lines
        for column in (each.values, each.lowers, each.uppers)
        for x in column
        if x is not None
    ]


def _last(each: Line) -> int:
    """The place of a series' last figure."""
    return max(place for place, value in enumerate(each.values) if value is not None)


def _label_room(drawn: Lines) -> float:
    """The inches that the longest label beside a line's end takes."""
    labels = [f"{x.name} {drawn.unit.full(x.values[_last(x)])}" for x in drawn.lines]
    return max(width(x, _TYPE, bold=True) for x in labels) / POINTS + 0.35


def _label_ends(chart: Any, drawn: Lines, span: Axis, plot: float, whole: float) -> None:
    """Names and last figures at the lines' ends, moved apart."""
    low, high = span.low, span.high
    lasts = [float(each.values[_last(each)] or 0.0) for each in drawn.lines]
    ends = [(high - last) / (high - low) * plot for last in lasts]
    places = spread(ends, [_TYPE * LINE * 1.1] * len(ends), 0.0, plot)
    written = slide_axes.number_format(drawn.unit)
    for series, each, end, place in zip(
        chart.plots[0].series, drawn.lines, ends, places, strict=True
    ):
        offset = (place - end) / whole
        bold = each.marker != "none"
        colour = readable(each.colour)
        slide_xml.label_end(series, _last(each), colour, _TYPE, offset, written, bold)
