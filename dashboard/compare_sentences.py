"""Boroughs side by side in words, made by rules from the marts and from nothing else.

What differs is only said of a borough and the benchmark, by the verdict of the marts. Between two
boroughs the sentence orders the figures and makes no claim: no mart tests that difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import text

# The words of verdicts that say more than chance, in the order people read them.
DIFFERENT = ("worse", "higher", "better", "lower")
OVERLAP = (
    "Intervals that overlap do not settle whether two boroughs differ, and intervals that do not "
    "overlap only suggest it. No difference between two boroughs is tested here: each borough is "
    "judged against {name} alone."
)
_DIRECTIONS = {"increasing": "↑ Increasing", "decreasing": "↓ Decreasing"}
_MOVES = {
    ("increasing", "high"): "getting better",
    ("increasing", "low"): "getting worse",
    ("decreasing", "high"): "getting worse",
    ("decreasing", "low"): "getting better",
}


@dataclass(frozen=True)
class Figure:
    """One borough's figure as it is said: ``written`` is '' where there is none."""

    name: str
    value: float
    written: str
    state: str
    verdict: str
    reason: str


def finding(figures: Sequence[Figure], period: str, people: str, against: str, name: str) -> str:
    """What the boroughs' figures are, in order, and how each compares with the benchmark.

    Args:
        figures: the boroughs chosen.
        period: as people read it.
        people: who the figures are about, such as females; '' for everybody.
        against: the benchmark's figure as it is written, '' where it has none.
        name: the benchmark.
    """
    known = [x for x in figures if x.written]
    absent = [x for x in figures if not x.written]
    if not known:
        names = listed([x.name for x in figures], "or")
        return f"No figure is published for {names} {_lowered(when(period))}."
    sentences = [f"{when(period)}, {_ordered(known, people)}.", _compared(known, against, name)]
    sentences += [f"{x.name} has no figure ({x.state})." for x in absent]
    return " ".join(filter(None, sentences))


def when(period: str) -> str:
    """A period as a sentence begins: In 2024/25, On 21 March 2021."""
    return text.sentence_case(text.when(period))


def possessive(name: str) -> str:
    """Newham's, Tower Hamlets'."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def listed(parts: Sequence[str], word: str = "and") -> str:
    """One, two and three."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def trend(direction: str, polarity: str, periods: tuple[str, str], reason: str) -> tuple[str, str]:
    """The recent trend in words, and the periods or the reason that belong to it.

    Args:
        direction: of the mart trend.
        polarity: high, low or none: which direction is good.
        periods: the first and the last it was calculated over.
        reason: why it could not be calculated.
    """
    if direction == "cannot be calculated":
        return "Cannot be calculated", reason
    over = f"{periods[0]} to {periods[1]}"
    if direction not in _DIRECTIONS:
        return f"→ {text.sentence_case(direction)}", over
    move = _MOVES.get((direction, polarity), "")
    return f"{_DIRECTIONS[direction]}{f', {move}' if move else ''}", over


def _ordered(known: Sequence[Figure], people: str) -> str:
    """The figures from the highest, as they are written: equal as written is the same."""
    who = f" for {people}" if people else ""
    in_order = sorted(known, key=lambda x: -x.value)
    first, last = in_order[0], in_order[-1]
    if len(known) == 1:
        return f"{possessive(first.name)} figure{who} was {first.written}"
    if first.written == last.written:
        names = listed([possessive(x.name) for x in in_order])
        return f"{names} figures{who} were the same ({first.written})"
    if len(known) == 2:
        return (
            f"{possessive(first.name)} figure{who} ({first.written}) was higher than "
            f"{possessive(last.name)} ({last.written})"
        )
    return f"{_end(in_order, first, 'highest', who)} and {_end(in_order, last, 'lowest', '')}"


def _end(known: Sequence[Figure], figure: Figure, word: str, who: str) -> str:
    """Who has the highest or the lowest figure; those written alike share it."""
    names = [possessive(x.name) for x in known if x.written == figure.written]
    noun = f"figure{who} was" if len(names) == 1 else f"figures{who} were"
    return f"{listed(names)} {noun} the {word} ({figure.written})"


def _compared(known: Sequence[Figure], against: str, name: str) -> str:
    judged = [x for x in known if x.verdict in (*DIFFERENT, "similar")]
    others = [x for x in known if x not in judged]
    if not judged:
        reason = next((x.reason for x in others if x.reason), "no reason is recorded")
        return f"{_verb('', others)} not compared with {name}: {reason}."
    different = [_group(judged, word) for word in DIFFERENT]
    parts = [listed([x for x in different if x])] if any(different) else []
    if parts:
        parts[0] += ", beyond what chance explains"
    if alike := _group(judged, "similar"):
        parts.append(alike)
    unjudged = f" {_verb(_names(others), others)} not compared." if others else ""
    return f"Compared with {name} ({against}), {'; '.join(parts)}.{unjudged}"


def _group(figures: Sequence[Figure], word: str) -> str:
    """Newham and Brent are worse; '' for nobody."""
    own = [x for x in figures if x.verdict == word]
    return f"{_verb(_names(own), own)} {word}" if own else ""


def _names(figures: Sequence[Figure]) -> str:
    return listed([x.name for x in figures])


def _verb(names: str, figures: Sequence[Figure]) -> str:
    """Newham is, Newham and Brent are; without names They are, It is."""
    if not names:
        return "It is" if len(figures) == 1 else "They are"
    return f"{names} {'is' if len(figures) == 1 else 'are'}"


def _lowered(phrase: str) -> str:
    return phrase[:1].lower() + phrase[1:]
