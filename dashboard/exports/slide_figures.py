"""What a slide's charts are made of: the marts' own numbers, whole, with names and colours.

Nothing here is rounded or computed but distances to limits; a chart's numbers are the figures'.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard import queries, sentences, text
from dashboard.charts.palette import (
    ACCENT,
    AREA_STYLES,
    ENGLAND_GREY,
    INK,
    colour_of,
    mark_of,
)
from dashboard.content import gaps, maps, stage_pictures
from dashboard.db import Build
from dashboard.frames import missing, rows
from dashboard.state import ENGLAND, LONDON, View
from dashboard.text import Unit

_BENCHMARKS = {"region": INK, "country": ENGLAND_GREY}
# A stretch this many usual steps long is shown as empty places; a longer one is not drawn out.
_MOST_EMPTY = 10


@dataclass(frozen=True)
class Point:
    """One figure of a chart: what it is of, its value and limits, its colour."""

    name: str
    value: float | None
    lower: float | None
    upper: float | None
    colour: str


@dataclass(frozen=True)
class Bars:
    """Figures side by side, first at the top.

    ``start`` is where bars begin: zero, or a benchmark's figure where zero means nothing;
    ``starts`` says so in words.
    """

    name: str
    unit: Unit
    points: tuple[Point, ...]
    start: float
    starts: str


@dataclass(frozen=True)
class Line:
    """One series over time, in step with the periods of its chart; None where there is none."""

    name: str
    values: tuple[float | None, ...]
    lowers: tuple[float | None, ...]
    uppers: tuple[float | None, ...]
    colour: str
    dash: str
    marker: str


@dataclass(frozen=True)
class Lines:
    """Series over time; a period without a name is an empty step.

    ``covering`` are numbers that the axis holds beside the figures, as it does on the screen.
    """

    unit: Unit
    periods: tuple[str, ...]
    lines: tuple[Line, ...]
    covering: tuple[float, ...] = ()


@dataclass(frozen=True)
class Cloud:
    """Boroughs against deprivation, with the two ends of the fitted line or None.

    A point is a borough's name, its place from 0 (most deprived) to 1, its figure, and its share
    of the people.
    """

    unit: Unit
    points: tuple[tuple[str, float, float, float], ...]
    ends: tuple[float, float] | None


def ranked(build: Build, view: View) -> Bars:
    """The boroughs in order with London and England among them, those without a figure last."""
    shown = maps.scene(build, maps.unchosen(view))
    lower, upper = text.limit_columns(view.confidence)
    classes = dict(zip(shown.boroughs["area_code"], shown.boroughs["klass"], strict=True))
    found = [
        Point(
            name=_named(row.area_name, classes.get(row.area_code, ""), row.state),
            value=_number(row.value),
            lower=_number(getattr(row, lower)),
            upper=_number(getattr(row, upper)),
            colour=_BENCHMARKS.get(row.area_type) or colour_of(classes[row.area_code]),
        )
        for row in rows(shown.figures)
        if row.area_type == "borough" or not missing(row.value)
    ]
    start, starts = _start(shown, view)
    return Bars(shown.indicator["short_title"], shown.unit, _in_order(found), start, starts)


def shares(build: Build, view: View) -> Bars:
    """Each borough's share of the spread between boroughs, as a part of one."""
    polarity = str(queries.indicators(build).loc[view.indicator, "polarity"])
    found = queries.contribution(build, view.indicator, view.sex, view.age)
    own = found[(found["measure"] == "mdm") & found["share"].notna()]
    points = [
        Point(
            f"{row.area_name} {mark_of(sentences.contribution_class(row.difference, polarity))}",
            float(row.share),
            None,
            None,
            colour_of(sentences.contribution_class(row.difference, polarity)),
        )
        for row in rows(own)
    ]
    unit = Unit("", "share", "share of the spread between boroughs", 3)
    return Bars("Share of the spread", unit, _in_order(points), 0.0, "")


def groups(build: Build, view: View) -> Bars:
    """The groups of a breakdown in its latest period, in the publisher's order, and everybody."""
    unit = Unit.of(dict(queries.indicators(build).loc[view.indicator]))
    area = gaps.area_of(build, view)
    found = queries.groups(build, view.indicator, area, view.age, view.by)
    known = found[(found["group_type"] == view.by) & found["value"].notna()]
    latest = known[known["period_end"] == known["period_end"].max()]
    everyone = found[
        (found["group_type"] == "total")
        & found["value"].notna()
        & (found["period"] == latest["period"].iloc[0])
        & (found["sex"] == latest["sex"].iloc[0])
    ].head(1)
    points = [
        Point(
            "Everybody" if row.group_type == "total" else str(row.group_name),
            _number(row.value),
            _number(row.lower_95),
            _number(row.upper_95),
            INK if row.group_type == "total" else ACCENT,
        )
        for row in rows(pd.concat([everyone, latest]))
    ]
    return Bars("Latest figure", unit, tuple(points), 0.0, "")


def inside(build: Build) -> Bars:
    """The slope index inside each borough."""
    found = queries.gradients(build)
    indicator = dict(queries.indicators(build).loc[str(found["indicator_id"].iloc[0])])
    points = [
        Point(
            row.area_name if not missing(row.sii) else f"{row.area_name} (not applicable)",
            _number(row.sii),
            _number(row.sii_lower),
            _number(row.sii_upper),
            ACCENT,
        )
        for row in rows(found)
    ]
    unit = sentences.gap_unit(Unit.of(indicator))
    return Bars("Slope index", unit, _in_order(points), 0.0, "")


def gap(build: Build, view: View, measure: str) -> Lines:
    """One measure of the gap over time with its interval."""
    shown = gaps.gap(build, view)
    own = shown.measured[shown.measured["measure"] == measure]
    relative = measure in ("ratio", "rii")
    unit = Unit("", "times", "times as high", 2) if relative else sentences.gap_unit(shown.unit)
    drawn = own[own["estimate"].notna()]
    slots = _slots(drawn)
    figures = drawn.rename(columns={"estimate": "value"})
    style = AREA_STYLES[0]
    line = _line("Gap", figures, slots, (style.colour, "solid", style.marker))
    return Lines(
        unit, tuple(slots), (line,), covering=stage_pictures.every_gap(build, view, measure)
    )


def over_time(build: Build, view: View) -> Lines:
    """The chosen borough, London and England over time."""
    history = queries.history(build, view.indicator, view.sex, view.age, view.area)
    figures = history.rename(columns={"lower_95": "lower", "upper_95": "upper"})
    codes = [view.area] if view.area else []
    return _of_areas(build, view, figures, codes)


def side_by_side(build: Build, view: View) -> Lines:
    """The boroughs chosen, London and England over time."""
    found = queries.histories(build, view.indicator, view.sex, view.age, view.benchmark)
    lower, upper = text.limit_columns(view.confidence)
    figures = found.rename(columns={lower: "lower", upper: "upper"})
    return _of_areas(build, view, figures, list(view.areas))


def at_once(shown: Lines) -> Bars:
    """The same series as bars, where there is a single period."""
    points = tuple(
        Point(x.name, x.values[-1], x.lowers[-1], x.uppers[-1], x.colour) for x in shown.lines
    )
    return Bars(shown.periods[-1], shown.unit, points, 0.0, "")


def against_deprivation(build: Build, view: View) -> Cloud:
    """Boroughs by their place in the order of deprivation, and the line of the slope index."""
    placed = queries.positions(build, view.indicator, view.sex, view.age)
    known = placed[placed["value"].notna()]
    measured = queries.inequality(
        build, view.indicator, LONDON, view.sex, view.age, "boroughs_by_deprivation"
    )
    line = measured[
        (measured["measure"] == "sii") & measured["is_latest"] & measured["estimate"].notna()
    ]
    return Cloud(
        unit=Unit.of(dict(queries.indicators(build).loc[view.indicator])),
        points=tuple(
            (x.area_name, float(x.position), float(x.value), float(x.population_share))
            for x in rows(known)
        ),
        ends=(
            float(line["disadvantaged_value"].iloc[0]),
            float(line["advantaged_value"].iloc[0]),
        )
        if len(line)
        else None,
    )


def _of_areas(build: Build, view: View, figures: pd.DataFrame, codes: Sequence[str]) -> Lines:
    names = queries.areas(build)["area_name"]
    indicator = dict(queries.indicators(build).loc[view.indicator])
    own = figures[figures["area_code"].isin([*codes, LONDON, ENGLAND])]
    slots = _slots(own[own["value"].notna()])
    styles = {
        LONDON: (INK, "solid", "none"),
        ENGLAND: (ENGLAND_GREY, "dash", "none"),
    } | {code: (x.colour, x.dash, x.marker) for code, x in zip(codes, AREA_STYLES, strict=False)}
    drawn = [
        _line(str(names[code]), own[own["area_code"] == code], slots, styles[code])
        for code in [*codes, LONDON, ENGLAND]
    ]
    known = tuple(x for x in drawn if any(value is not None for value in x.values))
    covering = stage_pictures.every_figure(build, view)
    return Lines(Unit.of(indicator), tuple(slots), known, covering=covering)


def _line(
    name: str, figures: pd.DataFrame, slots: Sequence[str], style: tuple[str, str, str]
) -> Line:
    known = figures[figures["value"].notna()].drop_duplicates("period").set_index("period")
    values, lowers, uppers = (
        tuple(_number(known[column].get(period)) if period else None for period in slots)
        for column in ("value", "lower", "upper")
    )
    return Line(name, values, lowers, uppers, *style)


def _slots(figures: pd.DataFrame) -> list[str]:
    """The periods in order, with '' for each usual step that is left out between two of them."""
    own = figures.drop_duplicates("period").sort_values("period_end", kind="stable")
    ends = list(pd.to_datetime(own["period_end"]))
    steps = sorted((later - earlier).days for earlier, later in itertools.pairwise(ends))
    usual = steps[len(steps) // 2] if steps else 0
    found: list[str] = []
    for place, period in enumerate(own["period"]):
        if place and usual > 0:
            empty = round((ends[place] - ends[place - 1]).days / usual) - 1
            found += [""] * max(0, min(empty, _MOST_EMPTY))
        found.append(str(period))
    return found


def _in_order(points: Sequence[Point]) -> tuple[Point, ...]:
    """Highest first, those without a figure last, equal ones by name."""
    by_name = sorted(points, key=lambda x: x.name)
    return tuple(sorted(by_name, key=lambda x: (x.value is None, -(x.value or 0.0))))


def _named(name: str, klass: str, state: str) -> str:
    """A borough with the mark of its class, so that colour never says it alone."""
    if state != "published":
        return f"{name} ({text.STATE_WORDS[state].lower()})"
    return f"{name} {mark_of(klass)}".rstrip()


def _start(shown: maps.Scene, view: View) -> tuple[float, str]:
    """Where bars begin, and the words for it where that is not zero."""
    if shown.indicator["value_kind"] in maps.ZERO_BASED:
        return 0.0, ""
    wanted = {"london": ("region", "country"), "england": ("country", "region")}[view.benchmark]
    for kind in wanted:
        own = shown.figures[(shown.figures["area_type"] == kind) & shown.figures["value"].notna()]
        for row in rows(own):
            said = f"Bars begin at {row.area_name}'s {shown.unit.full(row.value)}, not at zero."
            return float(row.value), said
    return 0.0, ""


def _number(value: object) -> float | None:
    return None if value is None or missing(value) else float(value)  # type: ignore[arg-type]
