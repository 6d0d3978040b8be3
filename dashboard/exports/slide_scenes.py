"""One scene on one slide: its chart as shapes and charts that can be edited, never a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pandas as pd

from dashboard import queries, state_words, text
from dashboard.charts import legend, palette
from dashboard.content import gaps, maps, profile_lines, profiles, stage_pictures
from dashboard.content.scenes import Staged
from dashboard.db import Build
from dashboard.exports import slide_charts, slide_figures, slide_map, slide_parts
from dashboard.exports.slide_figures import Bars, Lines
from dashboard.exports.slide_parts import EDGE, HEIGHT, WIDTH, Box
from dashboard.exports.slide_text import plain, width

_ACROSS = WIDTH - 2 * EDGE
TOP, BOTTOM = 1.86, 6.56
BODY = Box(EDGE, TOP, _ACROSS, BOTTOM - TOP)
# Beside a map the boroughs in order go down to the slide's edge.
_MAP = Box(EDGE, TOP, 5.75, BOTTOM - TOP)
_MAP_LEGEND = Box(6.4, TOP + 0.1, 2.1, BOTTOM - TOP)
_MAP_BARS = Box(8.6, TOP - 0.1, WIDTH - EDGE / 2 - 8.6, HEIGHT - TOP - 0.36)
MAP_FOOT = 8.0
_LEGEND = 2.5
# More bars than these stand in two charts beside each other.
_MOST_BARS = 20
_GAP = 0.15
# So many of a borough's figures are on its slide; the notes and the page have the rest.
_STANDING = 10

# Charts that are tables here, in which nothing is drawn that the page's note explains.
_IN_WORDS = ("priorities", "standing")

Drawer = Callable[[Any, Build, Staged], None]


def draw(made: Any, build: Build, shown: Staged) -> None:
    """What a scene shows, on a slide that has its headline already.

    Maps and bars have the classes of the stage, which are those of every period.
    """
    _DRAWERS.get(shown.chart, _table)(made, build, _as_staged(shown))


def note(build: Build, shown: Staged) -> str:
    """What is drawn beside the figures: a slide's map has bars with intervals, a table nothing."""
    if shown.chart in _IN_WORDS:
        return ""
    if shown.chart == "lines":
        return f"{shown.interval_note} {_without_line(build, shown)}".rstrip()
    if shown.chart != "map":
        return shown.interval_note
    points = slide_figures.ranked(build, shown.view).points
    if all(x.lower is None for x in points):
        return shown.interval_note
    return f"Thin lines: {shown.view.confidence}% intervals. {shown.interval_note}".rstrip()


def _without_line(build: Build, shown: Staged) -> str:
    """Which of the boroughs chosen have no line, and the state of their latest figure."""
    view = shown.view
    drawn = {x.name for x in slide_figures.side_by_side(build, view).lines}
    found = queries.histories(build, view.indicator, view.sex, view.age, view.benchmark)
    states = found.groupby("area_code")["state"].last()
    names = {code: str(queries.areas(build)["area_name"][code]) for code in view.areas}
    return " ".join(
        f"{state_words.absent(str(states.get(code, 'missing')), name)}."
        for code, name in names.items()
        if name not in drawn
    )


def _as_staged(shown: Staged) -> Staged:
    if shown.chart not in ("map", "bars"):
        return shown
    return replace(shown, view=stage_pictures.fixed(shown.view))


def _map(made: Any, build: Build, shown: Staged) -> None:
    view = shown.view
    slide_map.draw(made, _MAP, build, view, shown.alternative)
    _classes(made, _MAP_LEGEND, build, shown, 11)
    drawn = slide_figures.ranked(build, view)
    if any(x.value is not None for x in drawn.points):
        said = maps.bars(build, view).alternative
        span = slide_charts.span_of(drawn)
        slide_charts.bars(made, _MAP_BARS, drawn, said, span)
        if drawn.starts:
            box = replace(_MAP_LEGEND, top=BOTTOM - 0.75, height=0.75)
            style = slide_parts.Style((11, 10), colour=palette.MUTED)
            slide_parts.text(made, box, drawn.starts, style, "Where bars begin")


def _ranked(made: Any, build: Build, shown: Staged) -> None:
    drawn = slide_figures.ranked(build, shown.view)
    room = replace(BODY, width=BODY.width - _LEGEND - _GAP)
    _bars(made, room, drawn, shown.alternative)
    beside = Box(WIDTH - EDGE - _LEGEND, TOP + 0.1, _LEGEND, BODY.height)
    below = _classes(made, beside, build, shown, 12)
    if drawn.starts:
        box = replace(beside, top=below + 0.2, height=0.9)
        style = slide_parts.Style((12, 11), colour=palette.MUTED)
        slide_parts.text(made, box, drawn.starts, style, "Where bars begin")


def _trend(made: Any, build: Build, shown: Staged) -> None:
    _over_time(made, slide_figures.over_time(build, shown.view), shown)


def _side_by_side(made: Any, build: Build, shown: Staged) -> None:
    _over_time(made, slide_figures.side_by_side(build, shown.view), shown)


def _gap(made: Any, build: Build, shown: Staged) -> None:
    pair = gaps.gap(build, shown.view).pair
    measure = pair[1] if shown.chart == "ratio" else pair[0]
    _over_time(made, slide_figures.gap(build, shown.view, measure), shown)


def _slope(made: Any, build: Build, shown: Staged) -> None:
    drawn = slide_figures.against_deprivation(build, shown.view)
    if not drawn.points:
        _table(made, build, shown)
        return
    slide_charts.cloud(made, replace(BODY, height=BODY.height - 0.3), drawn, shown.alternative)
    style = slide_parts.Style((12,), colour=palette.MUTED)
    ends = (
        ("Most deprived boroughs", EDGE + 0.85),
        ("Least deprived boroughs", WIDTH - EDGE - 2.2),
    )
    for words, left in ends:
        box = Box(left, BOTTOM - 0.5, 2.2, 0.25)
        slide_parts.text(made, box, words, style, f"End of the axis: {words}")


def _shares(made: Any, build: Build, shown: Staged) -> None:
    drawn = slide_figures.shares(build, shown.view)
    if drawn.points:
        _bars(made, BODY, drawn, shown.alternative)
    else:
        _table(made, build, shown)


def _groups(made: Any, build: Build, shown: Staged) -> None:
    _bars(made, BODY, slide_figures.groups(build, shown.view), shown.alternative)


def _inside(made: Any, build: Build, shown: Staged) -> None:
    _bars(made, BODY, slide_figures.inside(build), shown.alternative)


def _standing(made: Any, build: Build, shown: Staged) -> None:
    """The borough's figures that are farthest from the benchmark."""
    view = shown.view
    lines = profile_lines.lines(build, view.area, view.benchmark, view.confidence)
    known = [x for x in profiles.ordered(lines, "distance") if x.value is not None]
    # the column beside them holds the figures of one benchmark
    compared = [x for x in known if x.placed == "tested" and x.compared_with == view.benchmark]
    chosen = (compared or known)[:_STANDING]
    name = text.BENCHMARK_NAMES[view.benchmark]
    frame = pd.DataFrame(
        {
            "Indicator": [x.subject for x in chosen],
            "Period": [x.period for x in chosen],
            "Figure and interval": [x.figure for x in chosen],
            name: [_of_benchmark(x, view.benchmark, build) for x in chosen],
            "Verdict": [_verdict(x) for x in chosen],
        }
    )
    said = f"{shown.alternative} The figures farthest from {name}'s, farthest first."
    slide_parts.table(made, BODY, frame, said, (0.34, 0.12, 0.25, 0.13, 0.16))


def _of_benchmark(line: profile_lines.Line, benchmark: str, build: Build) -> str:
    """The benchmark's figure, or the state that says why it is not there."""
    if line.benchmark_value is not None:
        return line.unit.full(line.benchmark_value)
    states = profile_lines.benchmark_states(build).get(line.key, {})
    return text.STATE_WORDS[states.get(benchmark, "missing")]


def _verdict(line: profile_lines.Line) -> str:
    word = line.verdict.removesuffix("_95").removesuffix("_998").replace("_", " ")
    return f"{palette.mark_of(line.verdict)} {text.sentence_case(word)}".strip()


def _table(made: Any, _: Build, shown: Staged) -> None:
    """The scene's figures as a table, as they are written."""
    frame = shown.table.reset_index().astype(str)
    slide_parts.table(made, BODY, frame, shown.alternative, _shared(frame))


def _over_time(made: Any, drawn: Lines, shown: Staged) -> None:
    """Lines, or bars where there is a single period; the reason where there is nothing."""
    if not drawn.lines:
        style = slide_parts.Style((18, 16, 14))
        slide_parts.text(made, BODY, shown.alternative, style, "Why there is no chart")
    elif len(drawn.periods) == 1:
        _bars(made, BODY, slide_figures.at_once(drawn), shown.alternative)
    else:
        slide_charts.lines(made, BODY, drawn, shown.alternative)


def _bars(made: Any, room: Box, drawn: Bars, said: str) -> None:
    """One chart, or two that share an axis where there are many bars."""
    span = slide_charts.span_of(drawn)
    if len(drawn.points) <= _MOST_BARS:
        height = min(room.height, 0.5 + 0.6 * len(drawn.points))
        slide_charts.bars(made, replace(room, height=height), drawn, said, span)
        return
    half = (len(drawn.points) + 1) // 2
    across = (room.width - _GAP) / 2
    parts: Sequence[tuple[float, int, int, str]] = (
        (room.left, 0, half, f"{said} Here the first half."),
        (room.left + across + _GAP, half, len(drawn.points), "The second half of the same order."),
    )
    for left, first, last, words in parts:
        own = replace(drawn, points=drawn.points[first:last])
        slide_charts.bars(made, replace(room, left=left, width=across), own, words, span)


def _classes(made: Any, box: Box, build: Build, shown: Staged, size: float) -> float:
    """What the colours of a map or of its bars mean; returns where that ends."""
    scene = maps.scene(build, maps.unchosen(shown.view))
    counts = legend.counts(scene.boroughs)
    entries = legend.entries(scene.classes, counts, palette.STATES)
    return slide_parts.legend(made, box, entries, size)


def _shared(frame: pd.DataFrame) -> list[float]:
    """How a table's width is divided: by the longest text of each column, within reason."""
    longest = [
        min(40.0, max(width(plain(x), 1, bold=True) for x in (name, *frame[name])) + 1)
        for name in frame.columns
    ]
    return [x / sum(longest) for x in longest]


_DRAWERS: Mapping[str, Drawer] = MappingProxyType(
    {
        "map": _map,
        "bars": _ranked,
        "trend": _trend,
        "lines": _side_by_side,
        "gap": _gap,
        "ratio": _gap,
        "slope": _slope,
        "shares": _shares,
        "groups": _groups,
        "inside": _inside,
        "standing": _standing,
        "priorities": _table,
    }
)
