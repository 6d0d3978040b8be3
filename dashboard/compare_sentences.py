"""Boroughs side by side in words, made by rules from the marts and from nothing else.

A borough and the benchmark differ by the verdict of the marts. Of two boroughs one is called higher
only where their difference is clear by their standard errors in the marts; otherwise they are too
close to call, or, where either has no interval, chance is not assessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from dashboard import pairs, state_words, text
from dashboard.findings import named
from dashboard.state import Confidence

# The words of verdicts that say more than chance, in the order people read them.
DIFFERENT = ("worse", "higher", "better", "lower")
OVERLAP = (
    "One borough is called higher than another only where the difference between the two is clear "
    "at {confidence}%, judged by its standard error from both published intervals; whether the "
    "intervals overlap does not settle it. Compared with {name}, each borough is judged alone."
)
# What is said after the highest and the lowest of three or more.
_APART: Mapping[pairs.Difference, str] = MappingProxyType(
    {
        "clear": ", a difference beyond what chance explains",
        "too close to call": ", too close to call",
        "chance not assessed": "; chance not assessed",
    }
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
    """One borough's figure as it is said: ``written`` is '' where it is not there, by ``state``.

    ``symmetric`` and ``error`` are the figure and its standard error on the scale on which its
    interval is symmetric, NaN where no interval is published.
    """

    name: str
    value: float
    written: str
    state: str
    verdict: str
    reason: str
    symmetric: float
    error: float


def finding(
    figures: Sequence[Figure],
    period: str,
    people: str,
    against: str,
    name: str,
    confidence: Confidence,
) -> str:
    """What the boroughs' figures are, whether they differ, and how the benchmark compares.

    Args:
        figures: the boroughs chosen.
        period: as people read it.
        people: who the figures are about, such as females; '' for everybody.
        against: the benchmark's figure as it is written, '' where it has none.
        name: the benchmark.
        confidence: how sure a difference between two boroughs must be.
    """
    known = [x for x in figures if x.written]
    absent = [x for x in figures if not x.written]
    if not known:
        said = listed([state_words.absent(x.state, x.name) for x in figures])
        return f"{when(period)}, {said}."
    in_order = sorted(known, key=lambda x: (-x.value, x.name))
    sentences = [f"{when(period)}, {_ordered(in_order, people, confidence)}."]
    sentences += [_near_an_end(in_order, confidence), _compared(known, against, name)]
    sentences += [f"{state_words.absent(x.state, x.name)}." for x in absent]
    return " ".join(filter(None, sentences))


def when(period: str) -> str:
    """A period as a sentence begins: In 2024/25, On 21 March 2021."""
    return text.sentence_case(text.when(period))


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


def _ordered(in_order: Sequence[Figure], people: str, confidence: Confidence) -> str:
    """The figures from the highest, as they are written: equal as written is the same."""
    who = f" for {people}" if people else ""
    first, last = in_order[0], in_order[-1]
    if len(in_order) == 1:
        return f"{state_words.possessive(first.name)} figure{who} was {first.written}"
    if first.written == last.written:
        names = listed([state_words.possessive(x.name) for x in in_order])
        return f"{names} figures{who} were the same ({first.written})"
    if len(in_order) == 2:
        return _two(first, last, who, pairs.difference(first, last, confidence))
    top, bottom = _ends(in_order)
    found = pairs.between(top, bottom, confidence)
    return (
        f"the highest figure{who} was {first.written} ({named([x.name for x in top])}) and the "
        f"lowest {last.written} ({named([x.name for x in bottom])}){_APART[found]}"
    )


def _two(first: Figure, last: Figure, who: str, found: pairs.Difference) -> str:
    """Two boroughs' figures: which is higher only where that is clear."""
    one, other = state_words.possessive(first.name), state_words.possessive(last.name)
    if found == "clear":
        return (
            f"{one} figure{who} ({first.written}) was higher than {other} ({last.written}), "
            "beyond what chance explains"
        )
    if found == "too close to call":
        return (
            f"{one} figure{who} ({first.written}) and {other} ({last.written}) were too close to "
            "call"
        )
    return f"{one} figure{who} was {first.written} and {other} {last.written}; {found}"


def _ends(in_order: Sequence[Figure]) -> tuple[list[Figure], list[Figure]]:
    """Who has the highest figure and who the lowest; those written alike share an end."""
    top, bottom = (
        [x for x in in_order if x.written == end.written] for end in (in_order[0], in_order[-1])
    )
    return top, bottom


def _near_an_end(in_order: Sequence[Figure], confidence: Confidence) -> str:
    """Which of the others may be as high as the highest or as low as the lowest.

    Only of ends that differ: where they do not, that says enough.
    """
    top, bottom = _ends(in_order)
    if len(in_order) < 3 or pairs.between(top, bottom, confidence) != "clear":
        return ""
    rest = [x for x in in_order if x not in (*top, *bottom)]
    found = []
    for end, word in ((top, "highest"), (bottom, "lowest")):
        near = [x for x in rest if pairs.between([x], end, confidence) == "too close to call"]
        if near:
            found.append(f"{_verb(_names(near), near)} too close to the {word} to call.")
    return " ".join(found)


def _compared(known: Sequence[Figure], against: str, name: str) -> str:
    judged = [x for x in known if x.verdict in (*DIFFERENT, "similar")]
    others = [x for x in known if x not in judged]
    if not judged:
        reason = next((x.reason for x in others if x.reason), "no reason is recorded")
        if not against:
            return f"{_verb('', others)} not compared with {name}: {reason}."
        return f"{state_words.possessive(name)} was {against}; chance not assessed: {reason}."
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
