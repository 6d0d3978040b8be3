"""Headlines of scenes: findings that fit two lines on a screen, made from the marts only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import findings, gap_direction, sentences, state_words, text
from dashboard.frames import missing
from dashboard.text import Unit

# Two lines of 44 px across 1920 px hold so many characters.
LONGEST = 160

Row = Mapping[str, Any]


def short(*ways: str) -> str:
    """The first way of saying it that fits two lines; the last, cut at a word, where none does."""
    fitting = next((way for way in ways if len(way) <= LONGEST), "")
    return fitting or f"{ways[-1][: LONGEST - 1].rsplit(' ', 1)[0]}…"


def figures(title: str, shown: pd.DataFrame, unit: Unit, benchmark: str) -> str:
    """From the lowest borough to the highest, and the benchmark.

    Args:
        title: the indicator, and who it is about.
        shown: one row an area as ``queries.figures`` returns them.
        unit: how the figures are written.
        benchmark: london or england.
    """
    own = shown[(shown["area_type"] == "borough") & (shown["state"] == "published")]
    if own.empty:
        return f"{title}: no borough figure is published."
    ends = findings.spread(own, unit)
    spread = f"{title}: {text.within(ends)}"
    kind = text.BENCHMARK_AREA_TYPES[benchmark]
    against = shown.loc[(shown["area_type"] == kind) & shown["value"].notna(), "value"]
    if against.empty:
        return f"{spread}."
    name = text.BENCHMARK_NAMES[benchmark]
    return short(f"{spread}; {name} {unit.full(against.iloc[0])}.", f"{spread}.")


def verdicts(title: str, found: pd.Series[str], benchmark: str) -> str:
    """How many boroughs differ from the benchmark by more than chance."""
    said = text.counted(found, text.BENCHMARK_NAMES[benchmark])
    return f"{title}: {text.within(said)}"


def area(title: str, name: str, figure: str, verdict: str, rank: str) -> str:
    """One borough's figure, what it is against the benchmark, and where it stands."""
    lowered = text.within(verdict)
    said = f"{title} in {name}: {figure}"
    first = f"{said}, {lowered}" if lowered else said
    place = text.within(rank)
    return short(f"{first}; {place}." if rank else f"{first}.", f"{first}.", f"{said}.")


def gap(title: str, sex: str, change: Row | None, unit: Unit) -> str:
    """Who has more and whether that is narrowing; the size where there is room for it."""
    said = sentences.gap(title, sex, change, unit)
    if change is None or missing(change["latest_estimate"]):
        return short(said)
    who, moved = (
        sentences.higher_group(title, sex, change, unit),
        sentences.changed(change, "The gap"),
    )
    return short(said, f"{who} {moved}", who, f"{who.partition('. ')[0].rstrip('.')}.")


def ratio(title: str, sex: str, change: Row | None) -> str:
    """How many times as high one end group's figure is, and whether that is narrowing."""
    said = sentences.ratio(title, sex, change)
    if change is None or missing(change["latest_estimate"]):
        return short(said)
    return short(f"{said} {sentences.changed(change)}", said)


def slope(title: str, sii: pd.Series[Any] | None, unit: Unit) -> str:
    """The two ends of the line through the boroughs, and what lies between them."""
    if sii is None:
        return f"{title} by borough and deprivation: no line could be fitted."
    points = sentences.gap_unit(unit)
    ends = (
        f"{title}: {unit.full(sii['disadvantaged_value'])} at the most deprived end of London, "
        f"{unit.full(sii['advantaged_value'])} at the least"
    )
    sides = gap_direction.directed_gap(
        {**sii, "measure": "sii", "dimension": "boroughs_by_deprivation"}, ""
    )
    limits = "" if sides is None else sides.limits(points)
    likely = f"; a slope of {points.full(sides.size)} ({limits})" if sides and limits else ""
    if limits and sides and sides.may_be_none:
        return short(f"{ends}, so close that there may be no slope.", f"{ends}.")
    return short(f"{ends}{likely}.", f"{ends}.")


def over_time(
    title: str, name: str, drawn: pd.DataFrame, unit: Unit, state: str = "missing"
) -> str:
    """The first figure of an area and the latest.

    Args:
        title: the indicator, and who it is about.
        name: the area.
        drawn: its figures in order of time: ``period``, ``value``.
        unit: how they are written.
        state: of the latest, where there is none.
    """
    if drawn.empty:
        return f"{title}: {state_words.absent(state, name)}."
    first, last = drawn.iloc[0], drawn.iloc[-1]
    said = f"{title} in {name}: {unit.full(last['value'])} {text.when(last['period'])}"
    if first["period"] == last["period"]:
        return f"{said}."
    return short(f"{said}, {unit.full(first['value'])} {text.when(first['period'])}.")


def groups(title: str, shown: pd.DataFrame, unit: Unit) -> str:
    """The groups with the lowest and the highest figure."""
    in_order = shown.sort_values("value", kind="stable")
    low, high = in_order.iloc[0], in_order.iloc[-1]
    return short(
        f"{title}: from {unit.full(low['value'])} ({low['group_name']}) to "
        f"{unit.full(high['value'])} ({high['group_name']})."
    )


def inside(title: str, widest: Row, narrowest: Row, unit: Unit) -> str:
    """Where the gap inside a borough is widest and where narrowest."""
    return short(
        f"{title}: inside boroughs the gap is widest in {widest['area_name']} "
        f"({unit.full(widest['sii'])}) and narrowest in {narrowest['area_name']} "
        f"({unit.full(narrowest['sii'])})."
    )


def compared(title: str, finding: str, names: Sequence[str]) -> str:
    """Boroughs side by side: the whole finding where it fits, else its first sentence."""
    first = finding.partition(". ")[0].rstrip(".")
    listed = ", ".join(names)
    return short(f"{title}. {finding}", f"{title}. {first}.", f"{title}: {listed} side by side.")


def standings(changes: Iterable[Row]) -> str:
    """In how many priorities the leading gap widens, narrows, or cannot be told."""
    found = Counter(str(x["verdict"]) for x in changes)
    parts = [
        f"{found[verdict]} {one if found[verdict] == 1 else more}"
        for verdict, (one, more) in _STANDINGS.items()
        if found[verdict]
    ]
    rest = ", ".join(parts[:-1]) + f" and {parts[-1]}" if len(parts) > 1 else "".join(parts)
    return f"Of the leading gaps in {sum(found.values())} priorities, {rest}."


_STANDINGS = {
    "widening": ("has widened", "have widened"),
    "narrowing": ("has narrowed", "have narrowed"),
    "reversed": ("has reversed", "have reversed"),
    "no clear change": ("shows no clear change", "show no clear change"),
    "not testable": ("cannot be tested for change", "cannot be tested for change"),
}
