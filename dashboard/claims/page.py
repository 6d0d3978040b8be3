"""The sentences of a build by form, as a Markdown page that a reader can go through."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dashboard.claims.claim import Claim
from dashboard.claims.forms import Vocabulary, alike, forms

# So many forms of a part are listed, fewer of what stands in cells; the rarer ones are counted.
LISTED, OF_CELLS = 10, 6
LONGEST = 240
# A word of its own, outside the placeholders: a name or a figure alone is no wording.
_WORDED = re.compile(r"(?<![\w[])(?!N\b|Nth\b)[A-Za-z]+(?![^[]*\])")
_HEAD = """# What the pages say

Every sentence of every page, for every indicator, sex, borough and way of comparing, grouped by
form: N stands for a number, [borough] for a borough and so on. Forms that differ only in a unit,
in whom the figures are about, in having an interval or in London and England are counted together.
Names and figures that stand alone are left out. The example is the first sentence of that form.
Boroughs side by side are a quarter of all pairs on an indicator of each kind, and a few boroughs on
every indicator.

This page is made by `make docs` from the newest build, and a test
says when it is out of date.
"""


@dataclass
class Form:
    """Sentences worded alike: how often each variant is said, and the first of them."""

    example: str
    variants: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        """How many sentences."""
        return self.variants.total()

    @property
    def words(self) -> str:
        """The variant said most often."""
        return self.variants.most_common(1)[0][0]


Found = dict[str, dict[str, dict[str, Form]]]


def grouped(claims: Iterable[Claim], known: Vocabulary) -> Found:
    """Every form by page and part, in the order in which they are met."""
    found: Found = {}
    kept: dict[str, list[tuple[str, str]]] = {}
    for claim in claims:
        if claim.said not in kept:
            kept[claim.said] = forms(claim.said, known)
        own = found.setdefault(claim.page, {}).setdefault(claim.part, {})
        for words, sentence in kept[claim.said]:
            if not _WORDED.search(words):
                continue
            own.setdefault(alike(words), Form(sentence)).variants[words] += 1
    return found


def markdown(claims: Iterable[Claim], known: Vocabulary) -> str:
    """The whole page."""
    found = grouped(claims, known)
    sections = (line for page, parts in found.items() for line in _page(page, parts))
    return "\n".join([_HEAD, *sections])


def _page(name: str, parts: dict[str, dict[str, Form]]) -> Iterator[str]:
    every = [x for part in parts.values() for x in part.values()]
    yield f"## {name}\n"
    yield f"{sum(x.count for x in every):,} sentences in {len(every):,} forms.\n"
    yield "| part | said | form | example |\n| --- | ---: | --- | --- |"
    for part, own in parts.items():
        yield from _part(part, list(own.values()))
    yield ""


def _part(name: str, own: list[Form]) -> Iterator[str]:
    """A line for each form, those said most often first."""
    in_order = sorted(own, key=lambda x: -x.count)
    most = OF_CELLS if ": " in name else LISTED
    listed = in_order if len(in_order) == most + 1 else in_order[:most]
    for x in listed:
        yield f"| {name} | {x.count:,} | {_cell(x.words)} | {_cell(x.example)} |"
    rest = in_order[len(listed) :]
    if rest:
        count = sum(x.count for x in rest)
        yield f"| {name} | {count:,} | and {len(rest)} rarer forms | {_cell(rest[0].example)} |"


def _cell(words: str) -> str:
    """Text inside a table, cut at a word where it is long."""
    if len(words) > LONGEST:
        words = f"{words[:LONGEST].rsplit(' ', 1)[0]}…"
    return words.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")
