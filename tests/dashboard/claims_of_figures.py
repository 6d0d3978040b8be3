"""What is wrong with a sentence about one figure: its verdict, rank, trend and source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dashboard.claims.claim import Claim
from tests.dashboard.claim_rows import Marts, Row

_FIFTHS = ("highest", "second highest", "middle", "second lowest", "lowest")
_FIFTH = re.compile(rf"\b({'|'.join(sorted(_FIFTHS, key=len, reverse=True))}) fifth", re.IGNORECASE)
_APART = re.compile(r"^£?([\d.,]+).*? (above|below) (London|England)")
_RANK = re.compile(r"(Joint )?(?:(\d+)\w\w )?(worst|best|highest|lowest) of (\d+)", re.IGNORECASE)
_RANGE = re.compile(r"likely (\d+)\w\w to (\d+)\w\w")


def ends(claim: Claim, marts: Marts) -> Iterator[str]:
    """The lowest and the highest borough are so, and as many differ as are counted."""
    own = marts.of_series.get(marts.series(claim), {})
    if not own:
        return
    values = {marts.names[code]: row["value"] for code, row in own.items()}
    found = re.match(
        r"From \S+(?: [^A-Z]*?)? in ([A-Z].+?) to £?[\d.,]+\D*? in ([A-Z].+?), ", claim.said
    )
    for names, end in zip(found.groups() if found else (), (min, max), strict=False):
        listed = [x for x in values if x in names]
        decimals = int(marts.indicators[claim.indicator]["decimals"])
        if not any(
            round(values[x], decimals) == round(end(values.values()), decimals) for x in listed
        ):
            yield f"{names} is not at the {end.__name__}"
    column = "verdict_998" if claim.confidence == "99.8" else "verdict_95"
    for count, word in re.findall(r"(\d+) (?:is|are) (worse|better|higher|lower)", claim.said):
        right = sum(row[column] == word for row in own.values())
        if int(count) != right:
            yield f"{right} are {word}"


def card_verdict(claim: Claim, marts: Marts) -> Iterator[str]:
    """The verdict is the test's, as sure as it is said to be."""
    row = marts.figure(claim)
    if row is None:
        return
    said = re.search(r"\b(worse|better|higher|lower|similar|not compared)\b", claim.said.lower())
    word = said.group(1) if said else ""
    column = "verdict_998" if claim.confidence == "99.8" else "verdict_95"
    if word and word != (row[column] or "not compared"):
        yield f"the verdict is {row[column]}"
    if "99.8% sure" in claim.said and row["verdict_998"] != word:
        yield "is not so sure"
    polarity = marts.indicators[claim.indicator]["polarity"]
    if word in ("worse", "better") and polarity == "none":
        yield "judges where neither direction is good"


def placed(claim: Claim, marts: Marts) -> Iterator[str]:
    """A figure that is not tested is in the fifth that is named, and as far away as it is said."""
    row = marts.figure(claim)
    if row is None:
        return
    if found := _FIFTH.search(claim.said):
        own = [x["value"] for x in marts.of_series[marts.series(claim)].values()]
        above = sum(x > row["value"] for x in own) / len(own)
        below = sum(x < row["value"] for x in own) / len(own)
        place = _FIFTHS.index(found.group(1).lower())
        # Equal figures share a fifth, so a fifth may begin before its share of the boroughs.
        if above > (place + 1) / 5 or below > (5 - place) / 5:
            yield f"{above:.0%} are above and {below:.0%} below"
    if found := _APART.match(claim.said):
        size, side, name = found.groups()
        against = marts.figure(replace(claim, benchmark=name.lower()))
        apart = row["value"] - against["benchmark_value"] if against else 0.0
        decimals = int(marts.indicators[claim.indicator]["decimals"]) + 1
        if (apart > 0) != (side == "above") or size != f"{abs(apart):,.{decimals}f}":
            yield f"the figure is {apart} from {name}'s"


def rank(claim: Claim, marts: Marts) -> Iterator[str]:
    """The rank is the place of the figure among the boroughs', from the nearer end."""
    said = _RANK.search(claim.said)
    own = marts.of_series.get(marts.series(claim), {})
    if not said or claim.area not in own:
        return
    joint, number, end, of = said.groups()
    polarity = marts.indicators[claim.indicator]["polarity"]
    highest_first = (end.lower() in ("worst", "highest")) == (polarity != "high")
    value = own[claim.area]["value"]
    values = [row["value"] for row in own.values()]
    ahead = sum(x > value if highest_first else x < value for x in values)
    behind = sum(x < value if highest_first else x > value for x in values)
    shared = len(values) - ahead - behind
    if int(number or 1) != ahead + 1:
        yield f"the place is {ahead + 1}"
    if int(of) != len(values):
        yield f"{len(values)} have a figure"
    if bool(joint) != (shared > 1):
        yield f"{shared} have the same figure"
    if ahead > behind:
        yield "the other end is nearer"
    if (polarity == "none") != (end.lower() in ("highest", "lowest")):
        yield f"{end} where polarity is {polarity}"
    limits = _RANGE.search(claim.said)
    if limits and not int(limits.group(1)) <= ahead + 1 <= int(limits.group(2)):
        yield "the range leaves the place out"


def trend(claim: Claim, marts: Marts) -> Iterator[str]:
    """Better or worse over time is what the trend test and the direction that is good say."""
    found = re.search(r"getting (better|worse)|\b(rising|falling)\b", claim.said.lower())
    if not found or not claim.indicator:
        return
    row = marts.trends.get((*marts.series(claim)[:3], claim.area))
    yield from moved(found.group(1) or "", claim.indicator, row, marts)


def moved(word: str, indicator: str, row: Row | None, marts: Marts) -> Iterator[str]:
    """Better, worse or '' for a change that nobody judges, against the trend test."""
    direction = "" if row is None else row["direction"]
    if direction not in ("increasing", "decreasing"):
        yield "the trend test finds no change"
    elif word:
        polarity = marts.indicators[indicator]["polarity"]
        good = (direction == "increasing") == (polarity == "high")
        if polarity == "none" or word != ("better" if good else "worse"):
            yield f"{direction} where {polarity} is good"


def figure(claim: Claim, marts: Marts) -> Iterator[str]:
    """The number is the row's, and where there is none no number is said."""
    row = marts.figure(claim)
    if row is None:
        return
    if row["value"] is None:
        if re.match(r"£?\d", claim.said):
            yield "there is no figure"
        return
    decimals = int(marts.indicators[claim.indicator]["decimals"])
    written = f"{row['value']:,.{decimals}f}"
    if not claim.said.lstrip("£").startswith(written):
        yield f"the figure is {written}"


def value_change(claim: Claim, marts: Marts) -> Iterator[str]:
    """A change that is called better goes the way that is good."""
    found = re.match(r"(Up|Down) .*(increased|decreased), which is (better|worse)", claim.said)
    if not found:
        return
    sign, moved_, word = found.groups()
    if (sign == "Up") != (moved_ == "increased"):
        yield f"{sign} is not {moved_}"
    polarity = marts.indicators[claim.indicator]["polarity"]
    good = (moved_ == "increased") == (polarity == "high")
    if polarity == "none" or word != ("better" if good else "worse"):
        yield f"{polarity} is good"


def named_sources(claim: Claim, marts: Marts) -> Iterator[str]:
    """The sources named are those that gave rows, and all of those."""
    gave = marts.sources_of[(claim.indicator, claim.sex, claim.age, claim.period)]
    if "gap" in claim.part:
        gave = marts.of_indicator[claim.indicator]
    for key, row in marts.sources.items():
        is_named = f"{row['publisher']}, {row['title']}" in claim.said
        same = [x for x in gave if marts.sources[x]["title"] == row["title"]]
        if is_named and not same:
            yield f"names {key}, which gave no figure"
        if key in gave and not is_named:
            yield f"leaves out {key}"


def licence(claim: Claim, marts: Marts) -> Iterator[str]:
    """A source's line states its own licence, and the source gave rows."""
    gave = marts.sources_of[(claim.indicator, claim.sex, claim.age, claim.period)]
    own = [marts.sources[x] for x in gave if marts.sources[x]["title"] in claim.said]
    if not own:
        yield "names no source that gave a figure"
    elif not any(f" {x['licence']}." in claim.said for x in own):
        yield f"the licence is {own[0]['licence']}"
