"""Sentences without what differs from one to the next: what is left is their form.

Numbers become N, boroughs [borough], indicators [indicator], periods [period] and so on, so that
one form stands for every sentence that is worded alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dashboard import gap_direction, queries, text
from dashboard.db import Build
from dashboard.frames import rows

BOROUGH, INDICATOR, GROUP, PEOPLE = "[borough]", "[indicator]", "[group]", "[people]"
AGE, UNIT, SOURCE, EDITION, LICENCE = "[age]", "[unit]", "[source]", "[edition]", "[licence]"
PRIORITY, PLACE = "[priority]", "[part of London]"
_GROUPS_SQL = """
select distinct group_name as name from observation where group_type <> 'total'
union select distinct disadvantaged from inequality where dimension not like '%deprivation%'
union select distinct advantaged from inequality where dimension not like '%deprivation%'
"""
_PERIODS_SQL = "select distinct period from observation"
_DEPRIVED = re.compile(
    r"(?:[Tt]he )?(?:[Mm]ost (?:and least )?|[Ll]east )deprived(?: (?:fifths?|tenths?|end))?"
    r"(?: of (?:boroughs|areas))?"
)
_SENTENCE = re.compile(r"(?<=[.?!]) +(?=[A-Z\[N•–▲▼●⇄])")
_NUMBER = r"(?<![\w£.])[-−+]?£?\d[\d,]*(?:\.\d+)?"
# How sure one is stays as it is.
_SURE = r"(?!(?:95|99\.8)% (?:sure|interval|confidence))"
_LISTED = re.compile(r"(\[\w+\])(?:(?:, | and |; )\1)+")
_LEFT_OUT = re.compile(
    r" \[unit\]| \(\[people\]\)| \(N (?:lower )?to N(?: lower| higher)?\)| · \[age\]|, \[age\]"
)
_SIDE = re.compile(r"on the (?:worse|better) side|(?:above|below) it|[Hh]ighest|[Ll]owest")
# Numbers with their own sign: a minus is a flaw, so a form must show it.
_SIGNS = str.maketrans({"−": "-"})


@dataclass(frozen=True)
class Vocabulary:
    """The words of a build that are replaced, with what stands for each, and its units."""

    words: Mapping[str, str]
    periods: re.Pattern[str]
    figures: re.Pattern[str]

    @property
    def pattern(self) -> re.Pattern[str]:
        """All words, the longest first, each where a word begins and ends."""
        return _any_of(tuple(self.words))


@lru_cache(maxsize=8)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    listed = "|".join(re.escape(x) for x in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)")


@lru_cache(maxsize=4)
def vocabulary(build: Build) -> Vocabulary:
    """What the sentences about a build are made of."""
    indicators, areas = queries.indicators(build), queries.areas(build)
    found: dict[str, str] = {}
    _add(found, UNIT, (x for x in indicators["unit_name"] if " " in x))
    _add(found, PEOPLE, ("males", "females"))
    _add(found, AGE, _ages(build))
    _add(found, PRIORITY, queries.priorities(build)["short_title"])
    context, own = indicators[indicators["context"]], indicators[~indicators["context"]]
    _add(found, INDICATOR, (*own["title"], *own["short_title"]))
    boroughs = areas[areas["area_type"] == "borough"]
    for stands, words in (
        (INDICATOR, (*context["title"], *context["short_title"])),
        (GROUP, _groups(build)),
        (PLACE, (*boroughs["integrated_care_board"], *boroughs["inner_outer"])),
        (BOROUGH, boroughs["area_name"]),
    ):
        found |= dict.fromkeys(filter(None, map(str, words)), stands)
    sources = queries.sources(build)
    for column, stands in (("publisher", SOURCE), ("title", SOURCE), ("licence", LICENCE)):
        _add(found, stands, sources[column])
    _add(found, EDITION, (text.vintage(str(x)) for x in sources["vintage"] if len(str(x)) > 4))
    units = {str(x) for x in indicators["unit"] if x} | {"points", "percentage points"}
    listed = "|".join(re.escape(x) for x in sorted(units, key=len, reverse=True))
    figures = re.compile(rf"{_SURE}{_NUMBER}(?:%| (?:{listed})(?!\w)|(st|nd|rd|th)\b)?")
    return Vocabulary(found, _periods(build), figures)


def _add(found: dict[str, str], stands: str, words: Iterable[str]) -> None:
    """Each word as it is, and as it begins or stands in the middle of a sentence."""
    for word in filter(None, map(str, words)):
        lowered = word if word[1:2].isupper() else word[:1].lower() + word[1:]
        found |= dict.fromkeys((word, lowered, text.sentence_case(word)), stands)


def _ages(build: Build) -> list[str]:
    every = queries.latest(build)["age"].unique()
    return [x for x in map(text.age_words, every) if x]


def _groups(build: Build) -> set[str]:
    """The groups of breakdowns as the marts name them, and as sentences do."""
    named = set(build.frame(_GROUPS_SQL)["name"].dropna())
    for row in rows(build.frame("select * from gap_change")):
        sides = gap_direction.directed_gap(row._asdict())
        if sides is not None and "deprived" not in sides.more:
            named |= {sides.more, sides.less}
    others = {*queries.areas(build)["area_name"], "males", "females", "male", "female"}
    return {x for x in named - others if "deprived" not in x}


def _periods(build: Build) -> re.Pattern[str]:
    """The shapes in which periods are written: a year, 2024/25, 2021 to 2023, a day."""
    found = build.frame(_PERIODS_SQL)["period"]
    shapes = {re.sub(r"\d+", _digits, re.escape(str(x))) for x in found}
    shapes.add(r"\d{1,2}\ [A-Z][a-z]+\ \d{4}")
    listed = "|".join(sorted(shapes, key=len, reverse=True))
    return re.compile(rf"(?<![\w£.,])(?:{listed})(?![\w/%]|[.,]\d)")


def _digits(found: re.Match[str]) -> str:
    """As many digits; a day of the month has one or two."""
    return rf"\d{{{len(found.group())}}}" if len(found.group()) > 2 else r"\d{1,2}"


def forms(said: str, known: Vocabulary) -> list[tuple[str, str]]:
    """Each sentence's form, with the sentence."""
    sentences = _SENTENCE.split(said)
    return [(form(x, known), x) for x in sentences]


def form(sentence: str, known: Vocabulary) -> str:
    """A sentence with placeholders for what differs; lists of one kind are one placeholder."""
    words = known.pattern.sub(lambda x: known.words[x.group()], sentence.translate(_SIGNS))
    words = known.periods.sub("[period]", _DEPRIVED.sub(GROUP, words))
    words = known.figures.sub(_figure, words)
    words = _LISTED.sub(r"\1 and others", words)
    return _once_each(words)


def _figure(found: re.Match[str]) -> str:
    written = found.group()
    sign = written[0] if written[0] in "-+" else ""
    if found.group(1):
        return f"{sign}Nth"
    has_unit = written.endswith("%") or " " in written or "£" in written
    return f"{sign}N {UNIT}" if has_unit else f"{sign}N"


def _once_each(words: str) -> str:
    """A list whose parts are worded alike, told once and an ellipsis for the rest."""
    parts = words.split("; ")
    kept: list[str] = []
    for place, part in enumerate(parts):
        last = place == len(parts) - 1
        if kept and part.rstrip(".") == kept[-1]:
            kept.append("…")
        elif not (kept and kept[-1] == "…" and part.rstrip(".") == kept[-2]):
            kept.append(part if last else part.rstrip("."))
    return "; ".join(kept)


def alike(words: str) -> str:
    """What forms have in common that differ only in a unit, in people or in having an interval."""
    plain = _LEFT_OUT.sub("", words).replace("England", "London").replace("Joint ", "")
    plain = re.sub(r"\b(Worst|Best|Highest|Lowest) of", lambda x: f"Nth {x[1].lower()} of", plain)
    plain = _SIDE.sub("[side]", plain.replace("N are", "N is"))
    plain = plain.replace("[borough] and others are", "[borough] is")
    return plain.replace(" and others", "").replace("[period] to [period]", "[period]")
