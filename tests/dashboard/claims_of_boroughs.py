"""What is wrong with a sentence about a borough's many figures, or about several boroughs."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace

from dashboard.claims.claim import Claim
from tests.dashboard.claim_rows import Key, Marts, Row
from tests.dashboard.claims_of_figures import moved

_VERDICTS = "worse|better|higher|lower|similar|not compared"
_BEYOND = {"95": 1.959964, "99.8": 3.090232}


def _verdict(row: Row | None, confidence: str) -> str:
    column = "verdict_998" if confidence == "99.8" else "verdict_95"
    return str((row or {}).get(column) or "not compared")


def standing_out(claim: Claim, marts: Marts) -> Iterator[str]:
    """What is called better or worse is so by a test; what moves, moves by the trend test."""
    heading = re.match(r"Worst|Best|Getting (worse|better)|Against expectation", claim.said)
    for indicator, sex, rest in _subjects(claim.said, marts):
        key = (indicator, sex, marts.ages.get((indicator, sex), ""))
        if heading and heading.group(1):
            yield from moved(
                heading.group(1), indicator, marts.trends.get((*key, claim.area)), marts
            )
            continue
        against = replace(claim, indicator=indicator, sex=sex)
        row = marts.figure(against)
        is_sure = "99.8% sure" in claim.said
        word = re.search(rf"(?:is|yet) ({_VERDICTS}) than", claim.said)
        right = _verdict(row, "99.8" if is_sure else claim.confidence)
        if word and word.group(1) != right:
            yield f"{indicator} is {right}"
        decimals = int(marts.indicators[indicator]["decimals"])
        if row and row["value"] is not None and f"{row['value']:,.{decimals}f}" not in rest:
            yield f"{indicator} is {row['value']}"


def _subjects(said: str, marts: Marts) -> Iterator[tuple[str, str, str]]:
    """The indicators named, each with whom it is about and what follows."""
    titles = sorted({x["short_title"] for x in marts.indicators.values()}, key=len, reverse=True)
    pattern = "|".join(re.escape(x) for x in titles)
    for found in re.finditer(rf"(?<![\w-])({pattern})(?: \((males|females)\))?(?=[:,;( .])", said):
        sex = {"males": "male", "females": "female"}.get(found.group(2) or "", "persons")
        yield marts.subjects[found.group(1)], sex, said[found.end() :]


def counts(claim: Claim, marts: Marts) -> Iterator[str]:
    """As many figures are worse, better and similar as the tests say."""
    found: dict[Key, dict[str, Row]] = {}
    for indicator, row in marts.indicators.items():
        if not row["context"]:
            for key in [
                (indicator, sex, age) for (i, sex), age in marts.ages.items() if i == indicator
            ]:
                found[key] = {
                    b: marts.figures[(*key, b, claim.area)]
                    for b in ("london", "england")
                    if (*key, b, claim.area) in marts.figures
                }
    together = {key[0] for key in found if key[1] == "persons"}
    own = [x for key, x in found.items() if key[1] == "persons" or key[0] not in together]
    for count, word in re.findall(rf"(\d+) (?:is |are )?({_VERDICTS})\b(?! or)", claim.said):
        by = {b: [_verdict(x.get(b), claim.confidence) for x in own] for b in ("london", "england")}
        only = [y for x, y in zip(*by.values(), strict=True) if x == "not compared"]
        right = {x.count(word) for x in (*by.values(), only)}
        if word != "not compared" and int(count) not in right:
            yield f"{sorted(right)} are {word}"


def _figures(claim: Claim, marts: Marts) -> dict[str, Row | None]:
    """The boroughs compared, by name."""
    series = marts.series(claim)
    return {marts.names[x]: marts.figures.get((*series, x)) for x in claim.areas}


def compared(claim: Claim, marts: Marts) -> Iterator[str]:
    """Each borough differs from the benchmark as its test says."""
    figures = _figures(claim, marts)
    names = "|".join(map(re.escape, figures)) or "-"
    listed = rf"((?:{names})(?:(?:, | and )(?:{names}))*) (?:is|are) ({_VERDICTS})\b"
    for group, word in re.findall(listed, claim.said):
        for name in (x for x in figures if x in group):
            right = _verdict(figures[name], claim.confidence)
            if word != right:
                yield f"{name} is {right}"


def two(claim: Claim, marts: Marts) -> Iterator[str]:
    """Of two boroughs one is higher only where the difference is clear, and it is higher."""
    figures = _figures(claim, marts)
    first = claim.said.partition(". ")[0]
    higher = re.search(r"was higher than", first)
    named = [x for x in figures if x in first]
    if len(named) != 2 or len(figures) != 2 or any(figures[x] is None for x in named):
        return
    named.sort(key=first.index)
    one, other = (figures[x] or {} for x in named)
    clear = _apart(one, other, claim.confidence)
    if higher and not (clear and one["value"] > other["value"]):
        yield f"is called higher: {one['value']} against {other['value']}"
    if "too close to call" in first and clear is not False:
        yield "is called too close"
    if "chance not assessed" in first and clear is not None:
        yield "chance can be assessed"


def _apart(one: Row, other: Row, confidence: str) -> bool | None:
    """Whether two figures differ by more than chance; None where that cannot be told."""
    errors = (one["standard_error"], other["standard_error"])
    if None in errors:
        return None
    difference = abs(one["symmetric_value"] - other["symmetric_value"])
    return bool(difference / math.hypot(*errors) > _BEYOND[confidence])
