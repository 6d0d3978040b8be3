"""Axes of native charts: round ends, numbers as the indicator is written, level names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.util import Pt

from dashboard.charts.palette import MUTED, RULE
from dashboard.exports import slide_xml
from dashboard.exports.slide_parts import POINTS, rgb
from dashboard.exports.slide_text import width
from dashboard.text import Unit

_TYPE = 12.0
_PERCENT = '"%"'


@dataclass(frozen=True)
class Axis:
    """The ends of an axis of figures, and the step between its lines."""

    low: float
    high: float
    step: float


def nice(numbers: Sequence[float], steps: int = 5) -> Axis:
    """An axis around numbers with round ends, about so many round steps apart."""
    low, high = min(numbers), max(numbers)
    size = (high - low) or abs(high) or 1.0
    power = 10.0 ** floor(log10(size / steps))
    step = next(x * power for x in (1, 2, 2.5, 5, 10) if x * power >= size / steps * 0.999)
    return Axis(floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step, step)


def number_format(unit: Unit, decimals: int | None = None) -> str:
    """How a spreadsheet writes an indicator's numbers: 0.0"%", "£"#,##0."""
    places = unit.decimals if decimals is None else decimals
    zeros = f"0.{'0' * places}" if places else "0"
    if unit.unit == "share":
        return "0%" if decimals == 0 else "0.0%"
    prefix = f'"{unit.prefix}"' if unit.prefix else ""
    return f"{prefix}#,##{zeros}{_PERCENT if unit.unit == '%' else ''}"


def figures(axis: Any, span: Axis, unit: Unit) -> None:
    """The axis of figures, with light lines across the chart."""
    low, high = span.low, span.high
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = low, high, span.step
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = rgb(RULE)
    axis.major_gridlines.format.line.width = Pt(0.75)
    axis.format.line.fill.background()
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.number_format = number_format(unit, _axis_decimals(span.step, unit))
    axis.tick_labels.number_format_is_linked = False
    axis.tick_labels.font.size = Pt(_TYPE)


def _axis_decimals(step: float, unit: Unit) -> int:
    """As few decimals as tell the steps apart."""
    if unit.unit == "share":
        return 0 if step >= 0.01 else 1
    return next((x for x in range(4) if abs(round(step, x) - step) < 1e-9), unit.decimals)


def period_type(names: Sequence[str], room: float) -> tuple[float, int, int]:
    """How period names stand level under a chart: size of type, every so many, lines each.

    Names of several words break between them, so only the longest word needs to fit its step.
    """
    step = room * POINTS / len(names)
    words = [word for name in names for word in name.split()]
    most = max(len(name.split()) for name in names)
    for size in (12.0, 11.0, 10.0, 9.0):
        if max(width(x, size) for x in words) * 1.05 <= step:
            one_line = max(width(x, size) for x in names) * 1.05 <= step
            return size, 1, 1 if one_line else most
    widest = max(width(x, 11) for x in names) + 8
    least = ceil(widest / step)
    steps = range(least, min(least + 3, len(names)) + 1)
    return 11.0, next((x for x in steps if (len(names) - 1) % x == 0), least), 1


def periods(axis: Any, size: float, every: int) -> None:
    """The axis of time."""
    axis.tick_labels.font.size = Pt(size)
    axis.major_tick_mark = XL_TICK_MARK.OUTSIDE
    axis.format.line.color.rgb = rgb(MUTED)
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    slide_xml.skip_labels(axis, every)


def deprivation(axis: Any) -> None:
    """The axis from the most to the least deprived end, which has no numbers."""
    axis.minimum_scale, axis.maximum_scale = 0.0, 1.0
    axis.has_major_gridlines = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    axis.format.line.color.rgb = rgb(MUTED)


def names_room(names: Sequence[str], size: float) -> float:
    """The inches that the longest name beside a bar takes."""
    return max(width(x, size) for x in names) / POINTS + 0.12
