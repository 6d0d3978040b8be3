"""The overview's findings in few words, made by rules from the marts and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import gap_direction, sentences, text
from dashboard.text import Unit

Row = Mapping[str, Any]
_MOST, _LEAST = "the most deprived fifth of boroughs", "the least deprived"
_NONE = "no confidence intervals, and"
# The marts' reasons as a card has room for them.
_SHORT = {
    f"{_NONE} fewer than 6 comparable periods that do not overlap": (
        "no intervals, and fewer than six periods"
    ),
    f"{_NONE} neighbouring periods are too alike to judge by": (
        "no intervals, and one year follows another"
    ),
    "it is in the prices of each year, so it moves with prices": "it moves with prices",
}
_OVERLAP = "fewer than 3 comparable periods that do not overlap"
# How the two ends differ, by which direction is good: when the gap is above 0, and when below.
_SIDES = {
    "low": ("do worse than", "do better than"),
    "high": ("do worse than", "do better than"),
    "none": ("have higher figures than", "have lower figures than"),
}


def standing(
    title: str,
    sex: str,
    polarity: str,
    change: Row,
    unit: Unit,
    periods: int,
    names: str = "",
) -> str:
    """How the most deprived fifth of boroughs fares, and whether the gap is narrowing.

    Args:
        title: the indicator's short title.
        polarity: which direction is good: low, high or none.
        change: the row of the gap in the mart gap_change, with a latest estimate.
        unit: how the indicator's figures are written.
        periods: how many periods have a gap.
        names: the indicator's ``proper_nouns``, which keep their capital.
    """
    sides = gap_direction.directed_gap(change)
    subject = sentences.subject(title, sex, names)
    if sides is None or sides.may_be_none:
        where = f"On {subject}, there may be no gap between {_MOST} and {_LEAST}."
    elif sides.exceeds_borough_spread:
        side = _SIDES[polarity][0 if change["latest_estimate"] > 0 else 1]
        most, least = (change[f"latest_{x}_value"] for x in ("disadvantaged", "advantaged"))
        figures = f"{unit.full(most)}, against {sentences.without_repeated_unit(unit, least)}"
        where = f"{text.sentence_case(_MOST)} {side} {_LEAST} on {subject} ({figures})."
    else:
        where = sentences.higher_group(title, sex, change, unit)
    return f"{where} {_since(change, periods)}"


def summary(title: str, changes: Sequence[Row], unit: Unit) -> str:
    """The overall gap in a sentence, and in another for each further sex.

    Args:
        title: the indicator's title.
        changes: the rows of the gap in the mart gap_change, one a sex; the first leads.
    """
    first, *rest = changes
    said = sentences.gap(title, str(first["sex"]), first, unit)
    return " ".join([said, *(_for_others(row, first, unit) for row in rest)])


def amount(change: Row, unit: Unit) -> str:
    """How large the latest gap is: 7.0 years."""
    sides = gap_direction.directed_gap(change)
    return "not calculated" if sides is None else sentences.gap_unit(unit).full(sides.size)


def size(row: Row, unit: Unit, prefix: str = "latest_") -> str:
    """A gap between fifths, and who has more: 7.0 years higher in the least deprived (4.2 to 9.8).

    Args:
        row: of the mart gap_change, or with ``prefix`` "" of the mart inequality.
    """
    sides = gap_direction.directed_gap(row, prefix)
    limits = "" if sides is None else sides.limits(sentences.gap_unit(unit))
    likely = limits or text.within(text.NO_INTERVAL)
    doubt = ", perhaps none" if sides is not None and sides.may_be_none else ""
    return f"{amount_and_side(row, unit, prefix)}{doubt} ({likely})"


def amount_and_side(row: Row, unit: Unit, prefix: str = "latest_") -> str:
    """A gap between fifths without its interval: 7.0 years higher in the least deprived."""
    sides, points = gap_direction.directed_gap(row, prefix), sentences.gap_unit(unit)
    if sides is None:
        return "not calculated"
    where = sides.more.removesuffix(" fifth of boroughs")
    return f"{points.full(sides.size)} higher in {where}"


def limits(change: Row, unit: Unit) -> str:
    """The interval of the latest gap, or that none is published."""
    sides = gap_direction.directed_gap(change)
    words = "" if sides is None else sides.limits(sentences.gap_unit(unit))
    return words or text.within(text.NO_INTERVAL)


def short_reason(reason: Any, periods: int) -> str:
    """Why a change cannot be tested, short enough for a card.

    Args:
        reason: as the mart gap_change gives it; one that is not known here stays as it is.
        periods: how many periods have a gap.
    """
    short = _SHORT.get(str(reason))
    if short:
        return short
    if reason == _OVERLAP:
        return "there is one period only" if periods == 1 else "fewer than three periods apart"
    return sentences.plain_reason(reason)


def over_time(title: str, gaps: Sequence[Row], unit: Unit, names: str = "") -> str:
    """What the small chart of a gap shows, for somebody who cannot see it.

    Args:
        gaps: rows of the mart inequality for each period that has a gap, in order of time.
        names: the indicator's ``proper_nouns``, which keep their capital.
    """
    first, last = gaps[0], gaps[-1]
    now = size(last, unit, "")
    lowered = sentences.subject(title, "persons", names)
    if len(gaps) == 1:
        return f"Gap in {lowered}, one period only: {now} in {last['period']}."
    then = size(first, unit, "")
    return (
        f"Gap in {lowered} over {len(gaps)} periods: from {then} in {first['period']} "
        f"to {now} in {last['period']}."
    )


def _for_others(change: Row, first: Row, unit: Unit) -> str:
    same = change["latest_period"] == first["latest_period"]
    when = "" if same else f" {text.when(change['latest_period'])}"
    who = text.people(str(change["sex"]))
    return f"For {who} it was {size(change, unit)}{when}: {change['verdict']}."


def _since(change: Row, periods: int) -> str:
    verdict, first = change["verdict"], change["first_period"]
    if verdict == "not testable":
        why = short_reason(change["reason"], periods)
        return f"Whether the gap is narrowing cannot be tested: {why}."
    if verdict == "reversed":
        return f"The gap has reversed since {first}: {sentences.first_higher_group(change)}."
    if verdict == "no clear change":
        return (
            f"There is no clear change in the gap since {first}{sentences.decisive_period(change)}."
        )
    return f"The gap has {'narrowed' if verdict == 'narrowing' else 'widened'} since {first}."
