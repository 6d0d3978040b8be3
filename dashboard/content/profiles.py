"""What the borough page shows: its tables, what stands out, what is unequal inside, who is alike.

Everything here is kept by build and the parts of the view it depends on, and shared: never change
a result.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from dashboard import gap_direction, measures, profile_sentences, queries, sentences, text
from dashboard.content import profile_lines, profile_rows
from dashboard.content.profile_lines import Line
from dashboard.db import Build
from dashboard.frames import missing, rows
from dashboard.state import Confidence, View
from dashboard.text import Unit

# So many boroughs are called similar; all thirty-two could be put in order.
SIMILAR = 5


@dataclass(frozen=True)
class Profile:
    """One borough's page: a name, a summary, and parts that are ready to draw as HTML."""

    name: str
    facts: str
    summary: str
    stand_outs: str
    tables: str
    inside: str
    similar: str


def profile(build: Build, view: View) -> Profile:
    """Everything the page of one borough says, whatever else the address holds."""
    return _profile(build, view.area, view.benchmark, view.confidence, view.order)


@lru_cache(maxsize=48)
def _profile(
    build: Build, code: str, benchmark: str, confidence: Confidence, order: str
) -> Profile:
    lines = profile_lines.lines(build, code, benchmark, confidence)
    areas = queries.areas(build)
    area = dict(areas.loc[code])
    boroughs = int((areas["area_type"] == "borough").sum())
    found = profile_sentences.stand_outs(
        lines, area["area_name"], int(area["deprivation_rank"]), boroughs, benchmark
    )
    return Profile(
        name=str(area["area_name"]),
        facts=_facts(area, boroughs),
        summary=profile_sentences.summary(lines, benchmark),
        stand_outs=_stand_outs(found, benchmark),
        tables=_tables(build, area, lines, benchmark, order),
        inside=_inside(build, code),
        similar=_similar(build, code),
    )


@lru_cache(maxsize=8)
def choices(build: Build) -> str:
    """Every borough as a link to its page, for an address that names none."""
    areas = queries.areas(build)
    own = areas[areas["area_type"] == "borough"]
    items = "".join(
        f"<li><a href='borough?area={row.area_code}' target='_self'>{text.safe(row.area_name)}"
        "</a></li>"
        for row in rows(own)
    )
    return f"<ul class='boroughs'>{items}</ul>"


def ordered(lines: tuple[Line, ...], order: str) -> list[Line]:
    """The lines in the order asked for; those that cannot be placed keep theirs, last.

    ``distance`` is from the benchmark in the spread of the boroughs, farthest first whichever
    side; ``change`` puts the changes that the trend test finds first, the fastest in that spread.
    """
    if order == "distance":
        return sorted(lines, key=lambda x: (x.distance is None, -abs(x.distance or 0.0)))
    if order == "change":
        return sorted(
            lines,
            key=lambda x: (not x.moved, x.yearly_change is None, -abs(x.yearly_change or 0.0)),
        )
    return list(lines)


def _facts(area: dict[str, Any], boroughs: int) -> str:
    place = profile_sentences.deprivation_place(int(area["deprivation_rank"]), boroughs)
    return (
        f"{area['inner_outer']} · {area['integrated_care_board']} · "
        f"{area['population_mid_2024']:,.0f} residents (mid-2024 estimate) · {place} (2025)"
    )


def _tables(
    build: Build, area: dict[str, Any], lines: tuple[Line, ...], benchmark: str, order: str
) -> str:
    """One table a priority, or a single one in another order."""
    name = text.BENCHMARK_NAMES[benchmark]
    given = profile_rows.Around(
        area_code=str(area["area_code"]),
        area_name=str(area["area_name"]),
        benchmark_name=name,
        pasts=profile_lines.pasts(build, str(area["area_code"])),
        boroughs=profile_lines.boroughs(build),
        benchmarks=profile_lines.benchmarks(build),
        benchmark_states=profile_lines.benchmark_states(build),
    )
    if order != "priority":
        caption = {
            "distance": f"Farthest from {name} first, in the spread of the boroughs",
            "change": "Fastest change first, in the spread of the boroughs",
        }[order]
        chosen = ordered(lines, order)
        return profile_rows.table(chosen, caption, given)
    parts = []
    for priority in rows(queries.priorities(build)):
        own = [x for x in lines if x.priority == priority.priority_id]
        number = f"{priority.position}. " if priority.position else ""
        caption = f"{number}{priority.short_title}"
        parts.append(profile_rows.table(own, caption, given))
    return "".join(parts) + profile_rows.absent(_without_figures(build))


@lru_cache(maxsize=8)
def _without_figures(build: Build) -> dict[str, str]:
    """Why the indicators without borough figures have none, by their short titles."""
    indicators = queries.indicators(build)
    own = indicators[(indicators["boroughs"] == 0) & ~indicators["context"]]
    return {str(row["short_title"]): str(row["no_figures"]) for _, row in own.iterrows()}


def _stand_outs(found: tuple[profile_sentences.Standout, ...], benchmark: str) -> str:
    if not found:
        name = text.BENCHMARK_NAMES[benchmark]
        return (
            f"<p class='sub'>No figure is better or worse than {name} by a relevant difference, "
            "and no trend is clear.</p>"
        )
    items = "".join(
        f"<li class='{x.kind}'><b>{profile_sentences.HEADINGS[x.kind]}</b> "
        f"{text.safe(x.sentence)}</li>"
        for x in found
    )
    return f"<ul class='standouts'>{items}</ul>"


@lru_cache(maxsize=64)
def _inside(build: Build, area: str) -> str:
    """The inequalities inside the borough, absolute and relative side by side."""
    found = queries.inside(build, area)
    parts = []
    for (indicator, dimension), own in found.groupby(["indicator_id", "dimension"], sort=False):
        chosen = {str(row.measure): row._asdict() for row in rows(own)}
        pair = _pair(str(dimension))
        if pair[0] in chosen:
            parts.append(_inequality(str(indicator), str(dimension), area, pair, chosen))
    return f"<dl class='inside'>{''.join(parts)}</dl>"


def _pair(dimension: str) -> tuple[str, str]:
    """The social gradient is read from its slope; two groups from their gap."""
    if dimension == "deprivation_fifth_within_borough":
        return ("sii", "rii")
    return measures.pair(dimension)


def _inequality(
    indicator: str, dimension: str, area: str, pair: tuple[str, str], chosen: dict[str, Any]
) -> str:
    absolute, relative = chosen[pair[0]], chosen.get(pair[1])
    unit = Unit.of(absolute)
    between = measures.dimension_name(dimension)
    link = text.safe(urlencode({"indicator": indicator, "area": area, "by": dimension}))
    heading = (
        f"<div><dt><a href='gaps?{link}' target='_self'>{text.safe(absolute['short_title'])}</a>"
        f"<small>{text.safe(between)}, {text.safe(absolute['period'])}</small></dt>"
    )
    if missing(absolute["estimate"]):
        reason = sentences.plain_reason(absolute["reason"])
        return f"{heading}<dd>Not calculated: {text.safe(reason)}.</dd></div>"
    return (
        f"{heading}<dd>{text.safe(_sizes(pair, absolute, relative, unit))}"
        f"{_narrowing(absolute)}</dd></div>"
    )


def _sizes(
    pair: tuple[str, str], absolute: dict[str, Any], relative: dict[str, Any] | None, unit: Unit
) -> str:
    """Who has the higher figure, both figures, and how large the gap is in both ways."""
    sides = gap_direction.directed_gap(absolute, "")
    if sides is None:
        return "Not calculated, as a group has no figure. "
    who = (
        f"Perhaps no gap between {sides.more} ({unit.full(sides.more_value)}) and {sides.less} "
        f"({unit.full(sides.less_value)}). "
        if sides.may_be_none
        else f"Higher {sides.place} {sides.more}: {unit.full(sides.more_value)}, against "
        f"{unit.full(sides.less_value)} {sides.place} {sides.less}. "
    )
    said = f"{who}{measures.MEASURES[pair[0]].name} {_with_limits(sides, sentences.gap_unit(unit))}"
    quotient = None if relative is None else gap_direction.directed_gap(relative, "")
    if quotient is not None:
        name = measures.MEASURES[pair[1]].name
        times = Unit("", "times", "times as high", 2)
        said += f"; {text.within(name)} {_with_limits(quotient, times)}"
    return f"{said}. "


def _with_limits(sides: gap_direction.DirectedGap, unit: Unit) -> str:
    return f"{unit.full(sides.size)} ({sides.limits(unit) or text.within(text.NO_INTERVAL)})"


def _narrowing(row: dict[str, Any]) -> str:
    """Whether the gap is narrowing, and since when, or why nobody can tell."""
    change = row if isinstance(row["verdict"], str) else None
    reason = "" if change is None else sentences.plain_reason(change["change_reason"])
    tested = change is not None and change["verdict"] != "not testable"
    more = f"since {row['first_period']}" if tested else reason
    return (
        f"<span class='chip'>{text.safe(sentences.verdict_chip(change))}</span> "
        f"<small>{text.safe(more)}</small>"
    )


@lru_cache(maxsize=64)
def _similar(build: Build, area: str) -> str:
    """The boroughs most alike, how alike, and one click away how that was measured."""
    found = queries.similar(build, area)
    first = found.iloc[0]
    if isinstance(first["reason"], str):
        return f"<p class='sub'>{text.safe(first['reason'])}.</p>"
    items = "".join(_alike(row) for row in rows(found.head(SIMILAR)))
    used = "".join(f"<li>{text.safe(x)}</li>" for x in str(first["variables"]).split("; "))
    return (
        f"<ol class='alike'>{items}</ol><details class='more'><summary>How likeness is measured"
        f"</summary><p class='sub'>{text.safe(text.sentence_case(str(first['method'])))}. "
        "A distance of 1 means one standard deviation apart in every theme. What is compared:</p>"
        f"<ul class='sub'>{used}</ul></details>"
    )


def _alike(row: Any) -> str:
    return (
        f"<li><a href='borough?area={row.similar_area_code}' target='_self'>"
        f"{text.safe(row.area_name)}</a><small>distance {row.distance:.2f}, differs most in "
        f"{text.safe(row.differs_most)}</small></li>"
    )
