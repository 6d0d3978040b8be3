"""Native charts: bars, lines and dots that people can edit, each interval drawn."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.util import Pt

from dashboard.charts.layout import spread
from dashboard.charts.palette import ACCENT, INK, MUTED, RULE, readable
from dashboard.exports import slide_xml
from dashboard.exports.slide_figures import Bars, Cloud, Line, Lines
from dashboard.exports.slide_parts import FONT, POINTS, Box, describe, rgb
from dashboard.exports.slide_text import LINE, plain, width
from dashboard.text import Unit

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
_STEPS = 5
_LINE_POINTS, _BENCHMARK_POINTS = 2.5, 1.75
_TYPE = 14.0
_MOST_TYPE, _LEAST_TYPE = 14.0, 7.0


def bars(made: Any, box: Box, drawn: Bars, said: str, span: tuple[float, float]) -> Any:
    """Bars across, first at the top, each with its interval.

    Args:
        made: the slide.
        box: where the chart stands.
        drawn: the figures.
        said: the chart's text alternative.
        span: the ends of the axis, so that charts side by side share one.
    """
    size = _row_type(len(drawn.points), box.height)
    data = CategoryChartData(number_format=number_format(drawn.unit))
    names = [plain(x.name) for x in drawn.points]
    data.categories = names
    data.add_series(plain(drawn.name), [x.value for x in drawn.points])
    frame = made.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box.places, data)
    describe(frame, "Chart: bars", said)
    chart = _plain_chart(frame.chart, size)
    plot = chart.plots[0]
    plot.gap_width = 22
    series = plot.series[0]
    for place, point in enumerate(drawn.points):
        _paint(series.points[place], point.colour)
    line = (drawn.name, [x.value for x in drawn.points])
    limits = ([x.lower for x in drawn.points], [x.upper for x in drawn.points])
    _with_limits(chart, names, [line], [limits], [(INK, 1.0)])
    _bar_axes(chart, drawn, span, size)
    return chart


def lines(made: Any, box: Box, drawn: Lines, said: str) -> Any:
    """Lines over time, each labelled where it ends, with its intervals."""
    data = CategoryChartData(number_format=number_format(drawn.unit))
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
        [(x.colour, 1.0) for x in drawn.lines],
    )
    span = nice(_every(drawn))
    right = _label_room(drawn) / box.width
    plot = Box(0.07, 0.03, 0.93 - right, 0.83)
    slide_xml.place_plot(chart, plot.left, plot.top, plot.width, plot.height)
    _value_axis(chart.value_axis, span, drawn.unit)
    _period_axis(chart.category_axis, names, plot.width * box.width)
    _label_ends(chart, drawn, span, plot.height * box.height * POINTS, box.height * POINTS)
    return chart


def cloud(made: Any, box: Box, drawn: Cloud, said: str) -> Any:
    """Boroughs as dots against deprivation, and the fitted line."""
    data = XyChartData(number_format=number_format(drawn.unit))
    dots = data.add_series("Boroughs")
    for _, across, up in drawn.points:
        dots.add_data_point(across, up)
    if drawn.ends:
        fitted = data.add_series("Fitted line")
        fitted.add_data_point(0.0, drawn.ends[0])
        fitted.add_data_point(1.0, drawn.ends[1])
    frame = made.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *box.places, data)
    describe(frame, "Chart: boroughs against deprivation", said)
    chart = _plain_chart(frame.chart, _TYPE)
    boroughs, *line = chart.plots[0].series
    _draw_dots(boroughs)
    for series in line:
        _stroke(series.format.line, INK, 2.0, "solid")
        series.marker.style = XL_MARKER_STYLE.NONE
    slide_xml.label_points(boroughs, _extremes(drawn), INK, 12)
    ends = [*drawn.ends] if drawn.ends else []
    slide_xml.place_plot(chart, 0.07, 0.03, 0.91, 0.86)
    _value_axis(chart.value_axis, nice([x[2] for x in drawn.points] + ends), drawn.unit)
    _deprivation_axis(chart.category_axis)
    return chart


def span_of(drawn: Bars) -> tuple[float, float]:
    """The ends of an axis that holds every figure, every limit and where bars begin."""
    every = [x for point in drawn.points for x in (point.value, point.lower, point.upper)]
    return nice([x for x in every if x is not None] + [drawn.start])


def nice(numbers: Sequence[float]) -> tuple[float, float]:
    """Round ends of an axis around numbers, about five steps apart; at zero where it is near."""
    low, high = min(numbers), max(numbers)
    step = step_of(low, high)
    return floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step


def step_of(low: float, high: float) -> float:
    """A round step, of which about five go between two numbers."""
    size = (high - low) or abs(high) or 1.0
    rough = size / _STEPS
    power = 10.0 ** floor(log10(rough))
    return next(x * power for x in (1, 2, 2.5, 5, 10) if x * power >= rough * 0.999)


def number_format(unit: Unit, decimals: int | None = None) -> str:
    """How a spreadsheet writes an indicator's numbers: 0.0"%", "£"#,##0."""
    places = unit.decimals if decimals is None else decimals
    zeros = f"0.{'0' * places}" if places else "0"
    if unit.unit == "share":
        return "0%" if decimals == 0 else "0.0%"
    prefix = f'"{unit.prefix}"' if unit.prefix else ""
    return f"{prefix}#,##{zeros}{_PERCENT if unit.unit == '%' else ''}"


_PERCENT = '"%"'


def _plain_chart(chart: Any, size: float) -> Any:
    chart.has_legend = chart.has_title = False
    chart.font.size, chart.font.name = Pt(size), FONT
    chart.font.color.rgb = rgb(INK)
    return chart


def _row_type(rows: int, height: float) -> float:
    """The size of type for so many rows, axis included, in a height in inches."""
    step = height * 0.93 * POINTS / max(rows, 1)
    return max(_LEAST_TYPE, min(_MOST_TYPE, floor(step / 1.2 * 2) / 2))


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
    strokes: Sequence[tuple[str, float]],
) -> None:
    """Draw every interval, and put figures and limits into the chart's worksheet."""
    columns = [(plain(name), values) for name, values in figures]
    every = zip(chart.plots[0].series, figures, limits, strokes, strict=True)
    for series, (name, values), (lowers, uppers), stroke in every:
        above, below = _distances(values, uppers, 1), _distances(values, lowers, -1)
        if not any(x is not None for x in above):
            continue
        first = len(columns) + 1
        added = (lowers, uppers, above, below)
        titles = [f"{plain(name)}: {x}" for x in slide_xml.LIMIT_COLUMNS]
        columns += list(zip(titles, added, strict=True))
        plus = (slide_xml.reference(first + 2, len(names)), above)
        minus = (slide_xml.reference(first + 3, len(names)), below)
        slide_xml.add_intervals(series, plus, minus, *stroke)
    chart.part.chart_workbook.update_from_xlsx_blob(slide_xml.worksheet(names, columns))


def _distances(values: slide_xml.Numbers, ends: slide_xml.Numbers, sign: int) -> list[float | None]:
    return [
        None if value is None or end is None else sign * (end - value)
        for value, end in zip(values, ends, strict=True)
    ]


def _bar_axes(chart: Any, drawn: Bars, span: tuple[float, float], size: float) -> None:
    names, values = chart.category_axis, chart.value_axis
    names.reverse_order = True
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb, names.format.line.width = rgb(INK), Pt(1.25)
    names.tick_labels.font.size = Pt(size)
    slide_xml.skip_labels(names, 1)
    _value_axis(values, span, drawn.unit)
    # Turned over, the axis of figures would stand at the top.
    values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    values.tick_labels.font.size = Pt(min(12, max(size, 9)))
    if drawn.start:
        values.crosses_at = drawn.start


def _value_axis(axis: Any, span: tuple[float, float], unit: Unit) -> None:
    low, high = span
    step = step_of(low, high)
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = low, high, step
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = rgb(RULE)
    axis.major_gridlines.format.line.width = Pt(0.75)
    axis.format.line.fill.background()
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.number_format = number_format(unit, _axis_decimals(step, unit))
    axis.tick_labels.number_format_is_linked = False
    axis.tick_labels.font.size = Pt(12)


def _axis_decimals(step: float, unit: Unit) -> int:
    """As few decimals as tell the steps apart."""
    if unit.unit == "share":
        return 0 if step >= 0.01 else 1
    return next((x for x in range(4) if abs(round(step, x) - step) < 1e-9), unit.decimals)


def _period_axis(axis: Any, names: Sequence[str], room: float) -> None:
    """As many period names as stand level beside each other, the last among them if it can be."""
    axis.tick_labels.font.size = Pt(12)
    axis.major_tick_mark = XL_TICK_MARK.OUTSIDE
    axis.format.line.color.rgb = rgb(MUTED)
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    widest = max(width(x, 12) for x in names) / POINTS + 0.12
    least = max(1, ceil(len(names) * widest / room))
    steps = range(least, min(least + 3, len(names)) + 1)
    best = next((x for x in steps if (len(names) - 1) % x == 0), least)
    slide_xml.skip_labels(axis, best)


def _deprivation_axis(axis: Any) -> None:
    axis.minimum_scale, axis.maximum_scale = 0.0, 1.0
    axis.has_major_gridlines = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    axis.format.line.color.rgb = rgb(MUTED)


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


def _draw_dots(series: Any) -> None:
    series.format.line.fill.background()
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 9
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = rgb(ACCENT)
    series.marker.format.line.color.rgb = rgb(INK)


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


def _label_ends(
    chart: Any, drawn: Lines, span: tuple[float, float], plot: float, whole: float
) -> None:
    """Names and last figures at the lines' ends, moved apart."""
    low, high = span
    lasts = [float(each.values[_last(each)] or 0.0) for each in drawn.lines]
    ends = [(high - last) / (high - low) * plot for last in lasts]
    places = spread(ends, [_TYPE * LINE * 1.1] * len(ends), 0.0, plot)
    written = number_format(drawn.unit)
    for series, each, end, place in zip(
        chart.plots[0].series, drawn.lines, ends, places, strict=True
    ):
        offset = (place - end) / whole
        bold = each.marker != "none"
        colour = readable(each.colour)
        slide_xml.label_end(series, _last(each), colour, _TYPE, offset, written, bold)
