"""What is wrong with a sentence about a gap: who has more, how sure that is, how it changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dashboard.claims.claim import Claim
from tests.dashboard.claim_rows import LONDON, Marts, Row

# A change since a period is a number with its sign, not a sentence.
SIGNED: tuple[str, ...] = ()
_MINUS = re.compile(r"(?<![\w/.)])[-−–]\s?£?\d")
_NO_SIZE = re.compile(
    r"(?<![\d.,])[01] (?:percentage )?points\b|runs the other way"
    r"|\bnan\b|None\b(?! differs| of| is called)|NaT"
)
_TWICE = re.compile(r"\b([A-Za-z]+) \1\b|  |\.\.| [,.;:]|,,", re.IGNORECASE)
# What no sentence should say, with the parts that still do.
STILL_SAID = {
    r"\bin \d{1,2} [A-Z][a-z]+ \d{4}": (),
    r"\d times higher": (),
    r"\d{4} to \d{4} to \d{4} to \d{4}": ("Table: recent trend", "Caption of the gap: subtitle"),
    r"(?<![\d.,])0(?:\.0+)? [^ ]+ higher": ("Chart over time",),
}
_WORDED = {
    "narrowing": r"(?:has|have) narrowed|Narrowing|: narrowing",
    "widening": r"(?:has|have) widened|Widening|: widening",
    "reversed": r"(?:has|have) reversed|Reversed|: reversed",
    "no clear change": r"[Nn]o clear change",
    "not testable": r"cannot be tested|[Nn]ot testable",
}
_WORDED_ALIKE = {
    "pupils eligible for free school meals": "eligible",
    "pupils who are not eligible": "not eligible",
    "all pupils": "everyone",
    "disabled people": "disabled",
    "people who are not disabled": "not disabled",
    "males": "male",
    "females": "female",
}
_PERIODS = re.compile(
    r"\d{1,2} [A-Z][a-z]+ \d{4}|\d{4}/\d\d|\d{4} to \d{4}(?!/)"
    r"|(?<![\d£.,])(?:19|20)\d\d(?![\d.,]\d)"
)


def reads_badly(claim: Claim) -> Iterator[str]:
    said = claim.said
    if claim.part not in SIGNED and _MINUS.search(said):
        yield "has a minus sign"
    if found := _NO_SIZE.search(said):
        yield f"says {found.group()!r}"
    if found := _TWICE.search(said):
        yield f"reads badly: {found.group()!r}"
    for pattern, parts in STILL_SAID.items():
        if claim.part not in parts and (found := re.search(pattern, said)):
            yield f"reads badly: {found.group()!r}"


def verdict(claim: Claim, marts: Marts) -> Iterator[str]:
    """The words of the verdict are those of the test, and no others."""
    row = marts.change(claim)
    if row is None:
        return
    for name, words in _WORDED.items():
        if re.search(words, claim.said) and name != row["verdict"]:
            yield f"says {name}, the test says {row['verdict']}"
    rests = re.search(r"clear only with the ([a-z ]+?) periods?", claim.said)
    if rests and rests.group(1) != row["rests_on"]:
        yield f"rests on {row['rests_on']}"


def first_side(claim: Claim, marts: Marts) -> Iterator[str]:
    """Who is said to have had the higher figure at first did."""
    row, said = marts.change(claim), re.search(r": ([^.:]+) had the higher figure then", claim.said)
    if row is None or not said:
        return
    key = (row["indicator_id"], row["sex"], row["age"], row["area_code"])
    first = marts.gaps[(*key, row["dimension"], row["measure"], row["first_period"])]
    yield from _side(said.group(1), first, "")


def periods(claim: Claim, marts: Marts) -> Iterator[str]:
    """Every period named is one of its row's."""
    row = marts.change(claim)
    if row is None:
        return
    said = claim.said.replace(str(marts.indicators[claim.indicator]["short_title"]), "")
    own = {str(row[x]) for x in ("first_period", "last_period", "latest_period") if row[x]}
    for period in _PERIODS.findall(said):
        if period not in own:
            yield f"names {period}, its row {sorted(own)}"


def side(claim: Claim, marts: Marts) -> Iterator[str]:
    """Who is said to be higher is, by figures that are the row's."""
    row = marts.change(claim)
    if row is None or row["latest_estimate"] is None:
        return
    for group in re.findall(
        r"[Hh]igher (?:in|at|for) ([^(:;.,]+?)(?= \(| in \d| on \d|[,.:;]| [–●▲▼⇄]|$)", claim.said
    ):
        yield from _side(group, row, "latest_")
    for group, other in re.findall(
        r"the figure (?:in|at|for) (.+?) was [\d.,]+ times that (?:in|at|for) (.+?) (?:in|on) \d",
        claim.said,
    ):
        yield from _side(group, row, "latest_")
        if _which(other, row, "latest_") == _which(group, row, "latest_"):
            yield f"{other} is no other group"
    yield from _figures(claim, row, marts)


def _figures(claim: Claim, row: Row, marts: Marts) -> Iterator[str]:
    """Both figures in brackets are the row's: the higher one first, or that of who is named."""
    found = re.search(r"\(£?([\d.,]*\d)[^()]*?, against £?([\d.,]*\d)", claim.said)
    if not found:
        return
    decimals = int(marts.indicators[claim.indicator]["decimals"])
    values = (row["latest_disadvantaged_value"], row["latest_advantaged_value"])
    named = re.search(r"\bdo (?:worse|better) than\b|\bhave (?:higher|lower) figures", claim.said)
    in_order = values if named else sorted(values, reverse=True)
    written = [f"{x:,.{decimals}f}" for x in in_order]
    if list(found.groups()) != written:
        yield f"figures are {written}"


def _side(group: str, row: Row, prefix: str) -> Iterator[str]:
    which = _which(group, row, prefix)
    if not which:
        yield f"{group!r} is no group of its row"
        return
    other = "advantaged" if which == "disadvantaged" else "disadvantaged"
    own, against = (row[f"{prefix}{x}_value"] for x in (which, other))
    if own < against:
        yield f"{group} is lower: {own} against {against}"


def _which(group: str, row: Row, prefix: str) -> str:
    """Which of a row's two groups is meant, '' where neither is."""
    name = group.strip().casefold()
    if "deprived" in name:
        return "disadvantaged" if "most deprived" in name else "advantaged"
    name = _WORDED_ALIKE.get(name, name)
    for which in ("disadvantaged", "advantaged"):
        if str(row[f"{prefix}{which}"]).casefold() == name:
            return which
    return ""


def certainty(claim: Claim, marts: Marts) -> Iterator[str]:
    """A gap that may be none is not told as one, nor one that goes with other boroughs."""
    row = marts.change(claim)
    if row is None or row["latest_estimate"] is None:
        return
    nothing = 1 if row["measure"] in ("ratio", "rii") else 0
    lower, upper = row["latest_lower"], row["latest_upper"]
    may_be_none = lower is not None and lower <= nothing <= upper
    spread = row["latest_spread_lower"], row["latest_spread_upper"]
    is_clear = spread[0] is not None and not spread[0] <= nothing <= spread[1]
    if re.search(r": higher (?:in|at|for) ", claim.said) and may_be_none:
        yield "tells a gap that may be none"
    if "perhaps no gap" in claim.said and not may_be_none:
        yield "doubts a gap that is clear"
    if re.search(r"\bdo (?:worse|better)\b|have (?:higher|lower) figures", claim.said):
        if not is_clear:
            yield "does worse or better without a test that says so"
        worse = "do worse" in claim.said or "have higher" in claim.said
        if worse != (row["latest_estimate"] > 0):
            yield "the wrong fifth does worse"
    if "more than which boroughs happen to be" in claim.said and not is_clear:
        yield "more than the boroughs in it without a test that says so"


def farthest(claim: Claim, marts: Marts) -> Iterator[str]:
    """Each borough named is on the side of the average that is said."""
    polarity = marts.indicators[claim.indicator]["polarity"]
    key = (claim.indicator, claim.sex, claim.age)
    for name, where in re.findall(
        r"(?:: |; )([A-Z][^(;]+?) \([^()]*?(worse side|better side|above it|below it)", claim.said
    ):
        above = marts.shares[(*key, name)]["difference"] > 0
        right = ("above it" if above else "below it") if polarity == "none" else (
            "worse side" if above == (polarity == "low") else "better side"
        )  # fmt: skip
        if where != right:
            yield f"{name} is on the {right}"


def other_edition(claim: Claim, marts: Marts) -> Iterator[str]:
    """The verdict by the other edition of the index is the row's, and another one."""
    row = marts.change(claim)
    if row is None or not claim.said.endswith(f": {row['sensitivity_verdict']}."):
        yield f"the row says {row and row['sensitivity_verdict']}"
    elif row["sensitivity_verdict"] == row["verdict"]:
        yield "the verdict is the same"


def for_each_sex(claim: Claim, marts: Marts) -> Iterator[str]:
    """The overall gap: the first sentences are about one sex, the others name theirs."""
    first, *others = re.split(r"(?=For (?:males|females|all people) )", claim.said)
    told = [(claim.sex, first)]
    sexes = {"males": "male", "females": "female"}
    told += [(sexes.get(x.split()[1], "persons"), x) for x in others]
    for sex, said in told:
        own = replace(claim, sex=sex, said=said)
        for check in (verdict, side, certainty):
            yield from check(own, marts)


def over_time(claim: Claim, marts: Marts) -> Iterator[str]:
    """At both ends of a chart the side that is said to be higher is."""
    row = marts.change(claim)
    listed = rf"higher (?:in|at|for) ((?:(?! to ).)+?) (?:in|on) ({_PERIODS.pattern})"
    for group, period in re.findall(listed, claim.said):
        if row is None:
            yield "has no row"
            return
        key = (row["indicator_id"], row["sex"], row["age"], row["area_code"])
        at_end = marts.gaps.get((*key, row["dimension"], row["measure"], period))
        if at_end is None:
            yield f"{period} is no period of its row"
        else:
            yield from _side(group, at_end, "")


def line(claim: Claim, marts: Marts) -> Iterator[str]:
    """The ends of the line through the boroughs are its row's."""
    row = marts.change(replace(claim, area=LONDON))
    said = re.search(r"from £?([\d.,]*\d).*? most deprived.*? to £?([\d.,]*\d)", claim.said)
    if row is None or not said:
        return
    decimals = int(marts.indicators[claim.indicator]["decimals"])
    for number, which in zip(said.groups(), ("disadvantaged", "advantaged"), strict=True):
        right = f"{row[f'latest_{which}_value']:,.{decimals}f}"
        if number != right:
            yield f"the {which} end is at {right}"
