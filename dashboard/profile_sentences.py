"""What stands out about one borough, in sentences made by rules from its lines and nothing else.

The rules, which the page states too:

- worst and best: of the indicators judged worse (better) than the benchmark at the confidence
  chosen, the one farthest from it in the spread of the boroughs;
- changing: the indicators for which the recent-trend test finds a change for the worse or the
  better, the fastest first;
- contrary: a borough of the most deprived third that is better than the benchmark at 99.8%, or
  one of the least deprived third that is worse at 99.8%.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dashboard import text
from dashboard.content.profile_lines import Key, Line
from dashboard.sentences import gap_unit

Kind = Literal["worst", "best", "worsening", "improving", "contrary"]
HEADINGS: dict[Kind, str] = {
    "worst": "Worst",
    "best": "Best",
    "worsening": "Getting worse",
    "improving": "Getting better",
    "contrary": "Against expectation",
}
# So many indicators are named; the rest are counted.
NAMED = 3


@dataclass(frozen=True)
class Standout:
    """One sentence and the lines it rests on."""

    kind: Kind
    sentence: str
    about: tuple[Key, ...]


def summary(lines: Sequence[Line], benchmark: str) -> str:
    """How many indicators are worse, better and similar, and how many cannot be compared."""
    name = text.BENCHMARK_NAMES[benchmark]
    counts = {
        "worse": sum(x.is_worse for x in lines),
        "better": sum(x.is_better for x in lines),
        "similar": sum(x.verdict == "similar" for x in lines),
        "higher or lower (neither is better)": sum(
            x.verdict.startswith(("higher", "lower")) for x in lines
        ),
    }
    judged = [f"{count} {word}" for word, count in counts.items() if count]
    rest = sum(x.verdict == "not_compared" for x in lines)
    if not judged:
        return f"None of the {len(lines)} figures can be compared with {name}."
    left = f" The other {rest} cannot be compared; each says why." if rest else ""
    return f"Against {name}, of {len(lines)} figures: {_listed(judged)}.{left}"


def stand_outs(
    lines: Sequence[Line], area: str, deprivation_rank: int, boroughs: int, benchmark: str
) -> tuple[Standout, ...]:
    """What stands out about a borough, in the order people read it.

    Args:
        lines: the borough's lines at the confidence chosen.
        area: its name.
        deprivation_rank: 1 for the most deprived borough.
        boroughs: of how many.
        benchmark: what the lines are compared with.
    """
    return tuple(
        x
        for x in (
            _farthest(lines, "worst", benchmark),
            _farthest(lines, "best", benchmark),
            _changing(lines, "worsening"),
            _changing(lines, "improving"),
            _contrary(lines, area, deprivation_rank, boroughs, benchmark),
        )
        if x is not None
    )


def deprivation_place(rank: int, boroughs: int) -> str:
    """Where a borough stands in the order of deprivation, in words."""
    if rank > boroughs / 2:
        place, end = boroughs + 1 - rank, "least"
    else:
        place, end = rank, "most"
    first = f"{text.ordinal(place)} " if place > 1 else ""
    return f"{first}{end} deprived of {boroughs} boroughs"


def _farthest(
    lines: Sequence[Line], kind: Literal["worst", "best"], benchmark: str
) -> Standout | None:
    own = [x for x in lines if (x.is_worse if kind == "worst" else x.is_better)]
    own = [x for x in own if x.distance is not None]
    if not own:
        return None
    line = max(own, key=lambda x: abs(x.distance or 0.0))
    name = text.BENCHMARK_NAMES[benchmark]
    word = "worse" if kind == "worst" else "better"
    others = (
        f" Of {len(own)} indicators that are {word}, it is the farthest away."
        if len(own) > 1
        else f" It is the only indicator that is {word}."
    )
    return Standout(
        kind,
        f"{line.subject}: {line.figure}, {line.period}, is {word} than {name}'s "
        f"{line.unit.full(line.benchmark_value)}.{others}",
        (line.key,),
    )


def _changing(lines: Sequence[Line], kind: Literal["worsening", "improving"]) -> Standout | None:
    way = "worse" if kind == "worsening" else "better"
    own = [x for x in lines if x.moved == way]
    if not own:
        return None
    ordered = sorted(own, key=lambda x: -abs(x.yearly_change or 0.0))
    parts = [_movement(x) for x in ordered[:NAMED]]
    more = len(ordered) - NAMED
    rest = f"; and {more} more" if more > 0 else ""
    return Standout(kind, f"{'; '.join(parts)}{rest}.", tuple(x.key for x in ordered[:NAMED]))


def _movement(line: Line) -> str:
    """Obesity in year 6, up by 0.5 points a year from 2020/21 to 2024/25."""
    way = "up" if (line.slope or 0.0) > 0 else "down"
    yearly = gap_unit(line.unit)
    size = yearly.full(abs(line.slope or 0.0))
    # A slope smaller than the last decimal would read as no change at all.
    amount = f" by {size}" if size != yearly.full(0.0) else " by less than the last digit shown"
    first, last = line.trend_periods
    own = " (our own test)" if line.is_own_method else ""
    return f"{line.subject}, {way}{amount} each year from {first} to {last}{own}"


def _contrary(
    lines: Sequence[Line], area: str, rank: int, boroughs: int, benchmark: str
) -> Standout | None:
    third = boroughs // 3
    if rank <= third:
        group, word = "most", "better"
    elif rank > boroughs - third:
        group, word = "least", "worse"
    else:
        return None
    own = [x for x in lines if x.verdict_998 == word]
    if not own:
        return None
    ordered = sorted(own, key=lambda x: -abs(x.distance or 0.0))
    named = _listed([f"{x.subject} ({x.unit.full(x.value)})" for x in ordered[:NAMED]])
    more = len(ordered) - NAMED
    rest = f", and on {more} more" if more > 0 else ""
    return Standout(
        "contrary",
        f"{area} is among the {group} deprived third of boroughs, yet {word} than "
        f"{text.BENCHMARK_NAMES[benchmark]} (99.8% sure) on {named}{rest}.",
        tuple(x.key for x in ordered[:NAMED]),
    )


def _listed(parts: Sequence[str]) -> str:
    """One, two and three."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


INSIDE_NOTE = (
    "Gaps between groups of people who live here. They are not to be compared with the gaps "
    "between boroughs."
)


def reading_help(benchmark: str, confidence: str) -> str:
    """What the page's marks mean and by which rules it picks what stands out, as HTML."""
    name = text.BENCHMARK_NAMES[benchmark]
    return (
        "<dl class='defs'>"
        f"<dt>Better, similar, worse</dt><dd>{text.comparison_method(benchmark, confidence)} One "
        "mark is 95% sure, two marks 99.8% sure.</dd>"
        "<dt>Rank</dt><dd>1 is the worst (the highest, where neither end is good), with the range "
        "it is likely to be in. Without an interval there is no rank.</dd>"
        "<dt>All boroughs</dt><dd>Each dot is a borough and the diamond is this one; the solid "
        "line is London, the dashed one England. Left is low, right is high.</dd>"
        "<dt>Recent trend</dt><dd>The rule published with Fingertips: the latest five yearly "
        "figures, weighted by how sure each is; a change must be clear at 99.8% and not rest on "
        "one year. Where periods overlap, the same rule on periods that do not is our own test, "
        "and labelled so.</dd>"
        "<dt>Over time</dt><dd>Every published period, with the band of its 95% interval.</dd>"
        f"<dt>Order by distance</dt><dd>The difference from {name} divided by the standard "
        "deviation of the boroughs' figures (City of London left out of that), so that years, "
        "percentages and rates can stand in one order. It says how unusual a figure is among "
        "boroughs, not how sure we are of it. Figures that cannot be compared come last.</dd>"
        "<dt>Order by change</dt><dd>Clear changes first; then by the yearly slope of the recent "
        "trend divided by the same standard deviation.</dd>"
        "<dt>What stands out</dt><dd>Worst and best: of the indicators that are worse or better "
        f"than {name}, the one farthest from it. Getting worse and getting better: clear changes "
        "by the trend test, the fastest first. Against expectation: a borough of the most deprived "
        "third that is better, or of the least deprived third that is worse, 99.8% sure.</dd>"
        "<dt>On paper</dt><dd>Printed from the browser, this page takes two sides of A4, without "
        "the lines over time.</dd>"
        "</dl>"
    )
