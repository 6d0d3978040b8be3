"""Findings about inequality in words, made by rules from the marts and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard import gap_direction, text
from dashboard.frames import missing, rows
from dashboard.text import Unit

Row = Mapping[str, Any]
VERDICT_MARKS = {
    "narrowing": "▼",
    "widening": "▲",
    "reversed": "⇄",
    "no clear change": "●",
    "not testable": "–",
}
# Measures in the indicator's own unit, and those that are percentages of the mean.
_IN_UNITS = frozenset(
    [
        "gap",
        "sii",
        "mdm",
        "mdb",
        "mdr",
        "par",
        "bgsd",
        "aci",
        "mdm_unweighted",
        "mdb_unweighted",
        "mdr_unweighted",
    ]
)
_ENDS = (" fifth of boroughs", " tenth of areas", " fifth", " end")
_SIDES = {
    "worse_95": "on the worse side",
    "better_95": "on the better side",
    "higher_95": "above it",
    "lower_95": "below it",
}
NO_SHARES = "How much each borough adds to the spread cannot be worked out for this indicator."
_PERCENTAGES = frozenset(["cov", "idis", "idis_unweighted", "paf"])


def gap(title: str, sex: str, change: Row | None, unit: Unit) -> str:
    """Who has more and by how much, how sure that is, and whether it is narrowing.

    Args:
        title: the indicator's.
        sex: whom the figures are about.
        change: the row of the absolute measure in the mart gap_change, or None.
        unit: how the indicator's figures are written.
    """
    if change is None:
        return f"{_about(title, sex)}: the gap is not calculated this way."
    if missing(change["latest_estimate"]):
        reason = plain_reason(change["reason"])
        return f"{_about(title, sex)}: the gap is not calculated, as {reason}."
    parts = (higher_group(title, sex, change, unit), gap_size(change, unit), changed(change))
    return " ".join(parts)


def higher_group(title: str, sex: str, change: Row, unit: Unit) -> str:
    """Which of the two groups has the higher figure, with both figures."""
    about = _about(title, sex)
    sides = gap_direction.directed_gap(change)
    if sides is None:
        return f"{about}: not calculated, as a group has no figure."
    more, less = unit.full(sides.more_value), without_repeated_unit(unit, sides.less_value)
    other = _other(sides)
    if unit.bare(sides.more_value) == unit.bare(sides.less_value):
        return f"{about}: the same {sides.place} {sides.more} and {other} ({more})."
    if sides.may_be_none:
        return f"{about}: perhaps no gap between {sides.more} ({more}) and {other} ({less})."
    # Of two ends of an order the other one goes without saying.
    against = less if other != sides.less else f"{less} {sides.place} {other}"
    said = f"{about}: higher {sides.place} {sides.more} ({more}, against {against})."
    return (
        f"{said} Boroughs within each fifth differ more."
        if sides.is_within_borough_spread
        else said
    )


def gap_in_period(row: Row, unit: Unit) -> str:
    """How large a gap or ratio is and which side is higher: 3.1 points higher in the most deprived.

    Args:
        row: of the mart inequality, with its measure and dimension.
        unit: of the measure: points for a gap, times for a ratio.
    """
    sides = gap_direction.directed_gap(row, "")
    if sides is None:
        return "not calculated"
    where = next((x for x in _ENDS if sides.more.endswith(x)), "")
    more = f"{sides.place} {sides.more.removesuffix(where)}"
    if sides.null_value == 1:
        return f"{unit.full(sides.size)} as high {more}"
    return f"{unit.full(sides.size)} higher {more}"


def gap_size(change: Row, unit: Unit) -> str:
    """The size of the gap with its interval and its period."""
    sides, points = gap_direction.directed_gap(change), gap_unit(unit)
    period = text.when(change["latest_period"])
    if sides is None:
        return f"The gap is not calculated {period}."
    limits = sides.limits(points)
    likely = f"95% interval {limits}" if limits else "no interval is published"
    doubt = ", so there may be none" if limits and sides.may_be_none else ""
    return f"The gap was {points.full(sides.size)} {period} ({likely}){doubt}."


def gap_uncertainty(change: Row | None, unit: Unit) -> tuple[str, ...]:
    """How wide the doubt is about a gap between fifths of boroughs, a plain sentence for each way.

    Returns:
        What chance in the figures leaves open, what the spread of the boroughs inside each fifth
        does, and who is left out; nothing where there is no gap, or it is not between fifths.
    """
    sides = None if change is None else gap_direction.directed_gap(change)
    if change is None or sides is None or change["dimension"] != gap_direction.FIFTHS:
        return ()
    points, relative = gap_unit(unit), sides.null_value == 1
    if relative:
        return ()
    left_out = change["latest_left_out"]
    return tuple(
        x
        for x in (
            _by_chance(sides.limits(points), sides.may_be_none),
            _by_spread(sides.spread_limits(points), sides.exceeds_borough_spread),
            "" if missing(left_out) else f"Left out: {left_out}.",
        )
        if x
    )


def _by_chance(limits: str, may_be_none: bool) -> str:
    """How well the gap between these very boroughs is known."""
    said = "Chance in the figures"
    if not limits:
        return f"{said}: not assessed, as no interval is published."
    if may_be_none:
        return f"{said}: the gap between these boroughs may be none ({limits})."
    return f"{said}: the gap between these boroughs is likely {limits}."


def _by_spread(limits: str, is_clear: bool) -> str:
    """Whether the gap goes with deprivation, or with which boroughs happen to be in a fifth."""
    said = "With the spread of boroughs inside each fifth"
    if not limits:
        return f"{said}: not assessed."
    if is_clear:
        return f"{said}: clear ({limits}), more than which boroughs happen to be in a fifth."
    return f"{said}: {limits}, so it may be which boroughs happen to be in a fifth."


def ratio(title: str, sex: str, change: Row | None) -> str:
    """How many times the lower figure the higher one is."""
    if change is None or missing(change["latest_estimate"]):
        return f"{_about(title, sex)}: the ratio is not calculated this way."
    sides = gap_direction.directed_gap(change)
    if sides is None:
        return f"{_about(title, sex)}: not calculated, as a group has no figure."
    times = Unit("", "times", "", 2)
    limits = sides.limits(times)
    likely = f" (95% interval {limits})" if limits else ""
    doubt = ", so they may be the same" if limits and sides.may_be_none else ""
    return (
        f"{_about(title, sex)}: the figure {sides.place} {sides.more} was {times.full(sides.size)} "
        f"that {sides.place} {_other(sides)} {text.when(change['latest_period'])}{likely}{doubt}."
    )


def without_repeated_unit(unit: Unit, value: float) -> str:
    """A figure beside another of its unit: words are not said twice, a sign is."""
    return unit.full(value) if unit.unit == "%" else unit.bare(value)


def _about(title: str, sex: str) -> str:
    people = text.people(sex)
    return f"{title} ({people})" if people else title


def _other(sides: gap_direction.DirectedGap) -> str:
    """The second of two groups, without the words that it shares with the first."""
    for whole in _ENDS:
        if sides.more.endswith(whole) and sides.less.endswith(whole):
            return sides.less.removesuffix(whole)
    return sides.less


def changed(change: Row, about: str = "It") -> str:
    """What the test of change says, with the period it looks back to.

    Args:
        change: a row of the mart gap_change.
        about: what the sentence begins with, where it does not follow one about the gap.
    """
    verdict, first = change["verdict"], change["first_period"]
    if verdict == "narrowing":
        return f"{about} has narrowed since {first}."
    if verdict == "widening":
        return f"{about} has widened since {first}."
    if verdict == "reversed":
        return f"{about} has reversed since {first}: {first_higher_group(change)}."
    if verdict == "no clear change":
        return f"There is no clear change since {first}{decisive_period(change)}."
    return f"Whether it is narrowing cannot be tested: {plain_reason(change['reason'])}."


def first_higher_group(change: Row) -> str:
    """Who had the higher figure at first, where the gap has reversed since."""
    sides = gap_direction.directed_gap(change)
    if sides is None:
        return "it was the other way round then"
    return f"{sides.less} had the higher figure then"


def decisive_period(change: Row) -> str:
    """What a change that is not clear rests on, where leaving an end out undoes it."""
    if missing(change["rests_on"]):
        return ""
    ends = str(change["rests_on"])
    return f": a slope is clear only with the {ends} period{'s' if ' and ' in ends else ''}"


def by_the_other_edition(change: Row) -> str:
    """The verdict where the boroughs are in the order of the other deprivation index, if another.

    Returns:
        A sentence, or "" where the verdict is the same or there is no other order.
    """
    other = change["sensitivity_verdict"]
    if missing(other) or other == change["verdict"]:
        return ""
    return f"With the boroughs in the order of the 2019 index the verdict would be: {other}."


def verdict_chip(change: Row | None) -> str:
    """A verdict with its mark: ▼ Narrowing."""
    verdict = "not testable" if change is None else str(change["verdict"])
    return f"{VERDICT_MARKS[verdict]} {text.sentence_case(verdict)}"


def largest_contributions(contribution: pd.DataFrame, polarity: str, unit: Unit) -> str:
    """Which boroughs add most to the spread between boroughs, and on which side of the average.

    Args:
        contribution: rows of the mart contribution for the latest period, with area_name.
        polarity: which direction is good: low, high or none.
        unit: how the indicator's figures are written.
    """
    known = contribution[(contribution["measure"] == "mdm") & contribution["share"].notna()]
    if known.empty:
        return NO_SHARES
    largest = known.sort_values("share", ascending=False).head(3)
    listed = "; ".join(
        f"{row.area_name} ({gap_unit(unit).full(abs(row.difference))} "
        f"{contribution_side(row.difference, polarity)}, {100 * row.share:.0f}% of the spread)"
        for row in rows(largest)
    )
    return (
        f"Furthest from the boroughs' average, weighted by residents, "
        f"{text.when(str(known['period'].iloc[0]))}: {listed}."
    )


def largest_contributors(contribution: pd.DataFrame, polarity: str) -> str:
    """The same in a line: the three boroughs and their sides."""
    known = contribution[(contribution["measure"] == "mdm") & contribution["share"].notna()]
    largest = known.sort_values("share", ascending=False).head(3)
    listed = ", ".join(
        f"{x.area_name} ({contribution_side(x.difference, polarity).removeprefix('on the ')})"
        for x in rows(largest)
    )
    return f"Furthest from the average: {listed}."


def contribution_side(difference: float, polarity: str) -> str:
    """On which side of the average a figure lies: on the worse side, above it."""
    return _SIDES[contribution_class(difference, polarity)]


def contribution_class(difference: float, polarity: str) -> str:
    """The class of the palette for a side of the average; where nobody judges, above or below."""
    if polarity == "none":
        return "higher_95" if difference > 0 else "lower_95"
    return "worse_95" if (difference > 0) == (polarity == "low") else "better_95"


def contribution_legend(polarity: str) -> str:
    """What the colours and marks of the shares mean."""
    if polarity == "none":
        return "Green with ↑ is above the average, purple with ↓ below."
    return "Orange with ▼ is on the worse side of the average, blue with ▲ on the better."


def plain_reason(reason: Any) -> str:
    """A reason as the end of a sentence: no full stop, no formal beginning."""
    words = "no reason is recorded" if missing(reason) else str(reason)
    words = words.removeprefix("not calculated: ").removeprefix("not testable: ").rstrip(".")
    return text.within(words)


def measure_value(measure: str, value: float | None, unit: Unit) -> str:
    """A measure as it is written: in the indicator's unit, as a number, or as a percentage."""
    if value is None or missing(value):
        return ""
    if measure in _IN_UNITS:
        return gap_unit(unit).full(value)
    if measure in _PERCENTAGES:
        return f"{value:.1f}%"
    return f"{value:.2f}" if measure in ("ratio", "rii") else f"{value:.3g}"


def gap_unit(unit: Unit) -> Unit:
    """The unit of a difference: of percentages, percentage points; with a decimal more."""
    points = unit.unit == "%" or unit.unit.startswith("out of")
    called = "percentage points" if unit.unit == "%" else unit.name
    name, short = (called, "points") if points else (unit.name, unit.unit)
    return Unit(unit.prefix, short, name, unit.decimals + 1)


def difference_from(difference: float, unit: Unit, name: str) -> str:
    """How far a figure lies from another, without judging: 1.40 points above London."""
    points = gap_unit(unit)
    size = points.full(abs(difference))
    if size == points.full(0.0):
        return f"the same as {name} to the last digit shown"
    return f"{size} {'above' if difference > 0 else 'below'} {name}"


def subject(title: str, sex: str, names: str = "") -> str:
    """What a sentence is about: a title in its middle, and who, where that is not everybody.

    Args:
        title: the indicator's.
        sex: whom the figures are about.
        names: the indicator's ``proper_nouns``, which keep their capital.
    """
    lowered, people = text.within(title, names), text.people(sex)
    return f"{lowered} ({people})" if people else lowered
