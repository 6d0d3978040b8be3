"""The overview's findings in few words, made by rules from the marts and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import sentences, text
from dashboard.frames import missing
from dashboard.text import Unit

Row = Mapping[str, Any]
_MOST, _LEAST = "the most deprived fifth of boroughs", "the least deprived"
_NO_INTERVALS = "no confidence intervals are published, so a change cannot be told from chance"
_OVERLAP = "fewer than two comparable periods that do not overlap"
# How the two ends differ, by which direction is good: when they fare worse, and when better.
_SIDES = {
    "low": ("do worse than", "do better than"),
    "high": ("do worse than", "do better than"),
    "none": ("have lower figures than", "have higher figures than"),
}


def standing(title: str, sex: str, polarity: str, change: Row, periods: int) -> str:
    """How the most deprived fifth of boroughs fares, and whether the gap is narrowing.

    Args:
        title: the indicator's short title.
        polarity: which direction is good: low, high or none.
        change: the row of the gap in the mart gap_change, with a latest estimate.
        periods: how many periods have a gap.
    """
    subject = sentences.subject(title, sex)
    if may_be_none(change):
        where = f"On {subject}, there may be no gap between {_MOST} and {_LEAST}."
    else:
        side = _SIDES[polarity][0 if change["latest_estimate"] > 0 else 1]
        where = f"{text.sentence_case(_MOST)} {side} {_LEAST} on {subject}."
    return f"{where} {_since(change, periods)}"


def summary(title: str, changes: Sequence[Row], unit: Unit) -> str:
    """The overall gap in a sentence, and in another for each further sex.

    Args:
        title: the indicator's title.
        changes: the rows of the gap in the mart gap_change, one a sex; the first leads.
    """
    first, *rest = changes
    said = sentences.gap(title, str(first["sex"]), str(first["dimension"]), first, unit)
    return " ".join([said, *(_for_others(row, first, unit) for row in rest)])


def may_be_none(change: Row) -> bool:
    """Whether the latest gap's interval holds zero; a gap without one is taken as it is."""
    lower, upper = change["latest_lower"], change["latest_upper"]
    if missing(lower) or missing(upper):
        return bool(change["latest_estimate"] == 0)
    return bool(lower <= 0 <= upper)


def size(change: Row, unit: Unit) -> str:
    """The latest gap with its interval: 7.0 years (4.2 to 9.8)."""
    return sentences.gap_unit(unit).with_interval(
        change["latest_estimate"], change["latest_lower"], change["latest_upper"]
    )


def limits(change: Row, unit: Unit) -> str:
    """The interval of the latest gap, or that none is published."""
    words = sentences.gap_unit(unit).interval(change["latest_lower"], change["latest_upper"])
    return words or "no interval published"


def short_reason(reason: Any, periods: int) -> str:
    """Why a change cannot be tested, short enough for a card.

    Args:
        reason: as the mart gap_change gives it; one that is not known here stays as it is.
        periods: how many periods have a gap.
    """
    if reason == _NO_INTERVALS:
        return "no intervals are published"
    if reason == _OVERLAP:
        return "there is one period only" if periods == 1 else "its periods overlap"
    return sentences.plain_reason(reason)


def over_time(title: str, gaps: Sequence[Row], unit: Unit) -> str:
    """What the small chart of a gap shows, for somebody who cannot see it.

    Args:
        gaps: period, estimate, lower and upper of each period that has a gap, in order of time.
    """
    points = sentences.gap_unit(unit)
    first, last = gaps[0], gaps[-1]
    now = f"{points.with_interval(last['estimate'], last['lower'], last['upper'])}"
    lowered = sentences.subject(title, "persons")
    if len(gaps) == 1:
        return f"Gap in {lowered}, one period only: {now} in {last['period']}."
    then = points.with_interval(first["estimate"], first["lower"], first["upper"])
    return (
        f"Gap in {lowered} over {len(gaps)} periods: from {then} in {first['period']} "
        f"to {now} in {last['period']}."
    )


def _for_others(change: Row, first: Row, unit: Unit) -> str:
    same = change["latest_period"] == first["latest_period"]
    when = "" if same else f" in {change['latest_period']}"
    who = text.people(str(change["sex"]))
    return f"For {who} it was {size(change, unit)}{when}: {change['verdict']}."


def _since(change: Row, periods: int) -> str:
    verdict, first = change["verdict"], change["first_period"]
    if verdict == "not testable":
        why = short_reason(change["reason"], periods)
        return f"Whether the gap is narrowing cannot be tested: {why}."
    if verdict == "no clear change":
        return f"There is no clear change in the gap since {first}."
    return f"The gap has {'narrowed' if verdict == 'narrowing' else 'widened'} since {first}."
