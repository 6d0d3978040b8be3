"""What stands out about one borough, in sentences made by rules from its lines and nothing else.

The rules, which the page states too:

- worst and best: of the indicators judged worse (better) than the benchmark at the confidence
  chosen, and by at least the least relevant difference, the one farthest from it in the spread of
  the boroughs;
- changing: the indicators for which the recent-trend test finds a change for the worse or the
  better, the fastest first;
- contrary: a borough of the most deprived third that is better than the benchmark at 99.8%, or
  one of the least deprived third that is worse at 99.8%, by as much, in a figure that does not
  differ with the age of residents alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dashboard import sentences, text
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
# What is said of figures that may differ with the age of residents alone.
_AGE_CAVEATS = {
    "none": ", not adjusted for age",
    "unknown": ", which may not be adjusted for age",
}


@dataclass(frozen=True)
class Standout:
    """One sentence and the lines it rests on."""

    kind: Kind
    sentence: str
    about: tuple[Key, ...]


def summary(lines: Sequence[Line], benchmark: str) -> str:
    """How many figures are compared with what, how many are only placed, and the verdicts.

    Args:
        lines: the borough's lines at the confidence chosen.
        benchmark: what they are compared with wherever that has a figure, london or england.
    """
    name = text.BENCHMARK_NAMES[benchmark]
    (other,) = (x for x in text.BENCHMARK_NAMES if x != benchmark)
    by = {x: _tested(lines, x) for x in (benchmark, other)}
    elsewhere = f"with {text.BENCHMARK_NAMES[other]} because {name} has none"
    counts = {
        f"compared with {name}": len(by[benchmark]),
        elsewhere if by[benchmark] else f"compared {elsewhere}": len(by[other]),
        "by their difference and fifth, chance not assessed": sum(
            x.placed == "apart" for x in lines
        ),
        "placed by their fifth only": sum(x.placed == "fifth" for x in lines),
        "without a figure": sum(x.value is None for x in lines),
        "with nothing to be compared with": sum(
            x.value is not None and x.placed == "nowhere" for x in lines
        ),
    }
    said = [f"{count} {words}" for words, count in counts.items() if count]
    first = f"Of {text.many(len(lines), 'figure')}: {'; '.join(said)}."
    return " ".join([first, *(_verdicts(own, x) for x, own in by.items() if own)])


def _tested(lines: Sequence[Line], benchmark: str) -> list[Line]:
    return [x for x in lines if x.placed == "tested" and x.compared_with == benchmark]


def _verdicts(lines: Sequence[Line], benchmark: str) -> str:
    """Against London: 11 worse, 5 better and 7 similar."""
    counts = {
        "worse": sum(x.is_worse for x in lines),
        "better": sum(x.is_better for x in lines),
        "similar": sum(x.verdict == "similar" for x in lines),
        "higher or lower (neither is better)": sum(
            x.verdict.startswith(("higher", "lower")) for x in lines
        ),
    }
    judged = [f"{count} {word}" for word, count in counts.items() if count]
    return f"Against {text.BENCHMARK_NAMES[benchmark]}: {_listed(judged)}."


def apart(line: Line) -> str:
    """How far a figure lies from what it is compared with, without judging; '' for nothing."""
    if line.difference is None:
        return ""
    return sentences.difference_from(line.difference, line.unit, line.yardstick)


def against(line: Line, benchmark: str) -> str:
    """How a figure compares with a benchmark in a few words, whichever way it can be told."""
    if line.placed == "nowhere":
        return "not compared"
    if line.placed == "tested":
        word = line.verdict.removesuffix("_95").removesuffix("_998")
        than = f" {'to' if word == 'similar' else 'than'} {line.yardstick}"
        return word if line.compared_with == benchmark else f"{word}{than}"
    return "; ".join(x for x in (apart(line), line.fifth, "chance not assessed") if x)


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
            _farthest(lines, "worst"),
            _farthest(lines, "best"),
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


def _farthest(lines: Sequence[Line], kind: Literal["worst", "best"]) -> Standout | None:
    own = [x for x in lines if (x.is_worse if kind == "worst" else x.is_better)]
    own = [x for x in own if x.is_relevant and x.distance is not None]
    if not own:
        return None
    line = max(own, key=lambda x: abs(x.distance or 0.0))
    word = "worse" if kind == "worst" else "better"
    others = (
        f" Of {len(own)} indicators that are {word} by a relevant difference, it is the farthest "
        "away."
        if len(own) > 1
        else f" It is the only indicator that is {word} by a relevant difference."
    )
    whole = _AGE_CAVEATS.get(line.age_adjustment, "")
    return Standout(
        kind,
        f"{line.subject}: {line.figure}, {line.period}{whole}, is {word} than "
        f"{line.yardstick}'s {line.unit.full(line.benchmark_value)}.{others}",
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
    own = [
        x
        for x in lines
        if x.verdict_998 == word
        and x.compared_with == benchmark
        and x.is_relevant
        and x.age_adjustment not in _AGE_CAVEATS
    ]
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
    (other,) = (x for key, x in text.BENCHMARK_NAMES.items() if key != benchmark)
    return (
        "<dl class='defs'>"
        f"<dt>Better, similar, worse</dt><dd>{text.comparison_method(benchmark, confidence)} One "
        f"mark is 95% sure, two marks 99.8% sure. Where {name} has no figure, {other} is compared "
        "with, and the cell says so.</dd>"
        "<dt>Least relevant difference</dt><dd>Half the standard deviation of the boroughs' "
        "figures, or a twentieth of London's, whichever is larger. Of what is counted completely, "
        "by a census or a register, a smaller difference counts as similar; of what is not "
        "adjusted for age, it is never called 99.8% sure; nothing smaller stands out.</dd>"
        "<dt>Chance not assessed</dt><dd>Without an interval nobody can tell a difference from "
        "chance. The cell then says how far apart the figures are and in which fifth of the "
        "boroughs this one is, from the highest figures down, and judges nothing.</dd>"
        "<dt>Rank</dt><dd>The place of the published figure, from the worst or the best, whichever "
        "is nearer (the highest or the lowest, where neither is good), with the range it is likely "
        "to be in. Without an interval how sure it is is not known.</dd>"
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
        f"boroughs, not how sure we are of it. Where {name} has no figure, it is the difference "
        f"from {other}. Figures that have neither come last.</dd>"
        "<dt>Order by change</dt><dd>Clear changes first; then by the yearly slope of the recent "
        "trend divided by the same standard deviation.</dd>"
        "<dt>What stands out</dt><dd>Worst and best: of the indicators that are worse or better "
        f"than {name} by a relevant difference, the one farthest from it. Getting worse and "
        "getting better: clear changes by the trend test, the fastest first, and never of pay in "
        "the prices of each year. Against expectation: a borough of the most deprived third that "
        "is better, or of the least deprived third that is worse, 99.8% sure, by a relevant "
        "difference, in figures adjusted for age or of one age group.</dd>"
        "<dt>On paper</dt><dd>Printed from the browser, this page takes two sides of A4, without "
        "the lines over time.</dd>"
        "</dl>"
    )
