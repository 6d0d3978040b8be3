"""The parts of a chart that python-pptx has no words for: intervals, end labels, its worksheet.

Element orders follow ECMA-376 part 1, section 21.2 (DrawingML charts).
"""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from pptx.oxml import parse_xml

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SPACES = f'xmlns:c="{_CHART}" xmlns:a="{_DRAWING}"'
# Text stays text, whatever it looks like: a formula, a link or a number.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# Each series with limits has so many columns after the figures themselves.
LIMIT_COLUMNS = ("lower limit", "upper limit", "upper less figure", "figure less lower")

Numbers = Sequence[float | None]


def add_intervals(
    series: Any, plus: tuple[str, Numbers], minus: tuple[str, Numbers], colour: str, points: float
) -> None:
    """Draw an interval around every point of a series that has one.

    Args:
        series: the library's.
        plus: the range of the worksheet that holds how far above, and the numbers in it.
        minus: the same for how far below.
        colour: ``#rrggbb``.
        points: the line's width.
    """
    element = parse_xml(
        f'<c:errBars {_SPACES}><c:errBarType val="both"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="1"/><c:plus>{_numbers(*plus)}</c:plus>'
        f"<c:minus>{_numbers(*minus)}</c:minus>"
        f'<c:spPr><a:ln w="{round(points * 12700)}"><a:solidFill>'
        f'<a:srgbClr val="{colour[1:].upper()}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    before = series._element.xpath("c:cat | c:xVal")[0]
    before.addprevious(element)


def double(series: Any) -> None:
    """A second series over the first, of the same cells and unfilled, to draw on top of it."""
    own = series._element
    again = copy.deepcopy(own)
    for name in ("c:dPt", "c:spPr", "c:errBars", "c:dLbls"):
        for old in again.xpath(name):
            again.remove(old)
    for name in ("c:idx", "c:order"):
        again.xpath(name)[0].set("val", str(int(own.xpath(name)[0].get("val")) + 1))
    empty = parse_xml(f"<c:spPr {_SPACES}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>")
    again.xpath("c:tx")[0].addnext(empty)
    own.addnext(again)


def label_end(
    series: Any,
    place: int,
    colour: str,
    size: float,
    offset: float,
    number_format: str,
    bold: bool = False,
) -> None:
    """Write a series' name and figure beside one of its points.

    Args:
        series: the library's.
        place: which point, from 0.
        colour: ``#rrggbb`` of the words.
        size: in points.
        offset: how far down to move it, as a share of the chart's height.
        number_format: how the figure is written.
        bold: whether it is set bold.
    """
    label = parse_xml(
        f'<c:dLbls {_SPACES}><c:dLbl><c:idx val="{place}"/><c:layout><c:manualLayout>'
        f'<c:x val="0"/><c:y val="{offset:.5f}"/></c:manualLayout></c:layout>'
        f'<c:numFmt formatCode="{_escaped(number_format)}" sourceLinked="0"/>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_type(colour, size, bold)}"
        '<c:dLblPos val="r"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="1"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/><c:separator> </c:separator></c:dLbl>'
        '<c:showLegendKey val="0"/><c:showVal val="0"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )
    _before_data(series, label)


def label_points(
    series: Any, names: dict[int, str], sides: dict[int, str], colour: str, size: float
) -> None:
    """Write names beside some points of a series: t above, r right, l left."""
    inside = "".join(
        f'<c:dLbl><c:idx val="{place}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:p><a:r>'
        f'<a:rPr lang="en-GB" sz="{round(size * 100)}"><a:solidFill>'
        f'<a:srgbClr val="{colour[1:].upper()}"/></a:solidFill></a:rPr>'
        f"<a:t>{_escaped(name)}</a:t></a:r></a:p></c:rich></c:tx>"
        f'<c:dLblPos val="{sides[place]}"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/></c:dLbl>'
        for place, name in sorted(names.items())
    )
    _before_data(
        series,
        parse_xml(
            f"<c:dLbls {_SPACES}>{inside}"
            '<c:showLegendKey val="0"/><c:showVal val="0"/><c:showCatName val="0"/>'
            '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        ),
    )


def place_plot(chart: Any, left: float, top: float, width: float, height: float) -> None:
    """Fix the plot's inner area, in shares of the chart, so that labels have known room."""
    area = chart._chartSpace.chart.plotArea
    for old in area.xpath("c:layout"):
        area.remove(old)
    area.insert(
        0,
        parse_xml(
            f'<c:layout {_SPACES}><c:manualLayout><c:layoutTarget val="inner"/>'
            '<c:xMode val="edge"/><c:yMode val="edge"/>'
            f'<c:x val="{left:.4f}"/><c:y val="{top:.4f}"/>'
            f'<c:w val="{width:.4f}"/><c:h val="{height:.4f}"/></c:manualLayout></c:layout>'
        ),
    )


def skip_labels(axis: Any, every: int) -> None:
    """Write every so many names along an axis, level."""
    element = axis._element
    for name in ("c:tickLblSkip", "c:tickMarkSkip"):
        for old in element.xpath(name):
            element.remove(old)
    skip = parse_xml(f'<c:tickLblSkip {_SPACES} val="{every}"/>')
    mark = parse_xml(f'<c:tickMarkSkip {_SPACES} val="{every}"/>')
    after = element.xpath("c:lblOffset | c:lblAlgn | c:auto | c:crosses | c:crossesAt")
    last = element.xpath("c:noMultiLvlLbl")
    if last:
        last[0].addprevious(skip)
        last[0].addprevious(mark)
    else:
        after[-1].addnext(mark)
        after[-1].addnext(skip)
    for body in element.xpath("c:txPr/a:bodyPr"):
        body.set("rot", "0")
        body.set("vert", "horz")


def worksheet(labels: Sequence[str], columns: Sequence[tuple[str, Numbers]]) -> bytes:
    """The worksheet behind a chart: names in the first column, figures in the others."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    sheet = book.add_worksheet("Sheet1")
    for place, label in enumerate(labels, start=1):
        sheet.write_string(place, 0, label)
    for column, (title, numbers) in enumerate(columns, start=1):
        sheet.write_string(0, column, title)
        for place, number in enumerate(numbers, start=1):
            if number is not None:
                sheet.write_number(place, column, number)
    book.close()
    return out.getvalue()


def reference(column: int, rows: int) -> str:
    """The range of a column of that worksheet, 1 the first with figures."""
    letter = xlsxwriter.utility.xl_col_to_name(column)
    return f"Sheet1!${letter}$2:${letter}${rows + 1}"


def _numbers(where: str, numbers: Numbers) -> str:
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{number!r}</c:v></c:pt>'
        for place, number in enumerate(numbers)
        if number is not None
    )
    return (
        f"<c:numRef><c:f>{where}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(numbers)}"/>{points}</c:numCache></c:numRef>'
    )


def _type(colour: str, size: float, bold: bool) -> str:
    return (
        f'<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr><a:defRPr '
        f'sz="{round(size * 100)}" b="{int(bold)}"><a:solidFill>'
        f'<a:srgbClr val="{colour[1:].upper()}"/></a:solidFill></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    )


def _before_data(series: Any, element: Any) -> None:
    for old in series._element.xpath("c:dLbls"):
        series._element.remove(old)
    before = series._element.xpath("c:trendline | c:errBars | c:cat | c:xVal")[0]
    before.addprevious(element)


def _escaped(text: str) -> str:
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )
