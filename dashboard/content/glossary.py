"""The words pages use: the list on the methods page, and the links that lead to it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import pandas as pd

from dashboard import queries, text
from dashboard.db import Build

MEANS = "What does this mean?"


@lru_cache(maxsize=128)
def page(build: Build, chosen: str = "") -> str:
    """Every word and what it means, as HTML; the one chosen first, by itself.

    Args:
        chosen: a term's id, '' for none.
    """
    words = queries.glossary(build)
    picked = f"<div class='word-chosen'>{_entry(words, chosen, '')}</div>" if chosen else ""
    listed = "".join(_entry(words, str(term)) for term in words.index)
    return f"<div class='words'>{picked}<dl class='defs'>{listed}</dl></div>"


@lru_cache(maxsize=8)
def codes(build: Build) -> dict[str, str]:
    """The term that explains each code of the marts: sii is slope-index."""
    words = queries.glossary(build)
    return {
        code: str(term)
        for term, explained in words["explains"].items()
        for code in str(explained).split("|")
        if code
    }


@lru_cache(maxsize=64)
def link(build: Build, code: str) -> str:
    """A small link to what a code of the marts means, as HTML; '' where no word explains it.

    Args:
        code: "sii", "not compared".
    """
    term = codes(build).get(code.replace(" ", "_"))
    return anchor(term, MEANS, str(queries.glossary(build).loc[term, "term"])) if term else ""


def anchor(term: str, label: str, about: str = "") -> str:
    """A link to a term of the glossary, as HTML.

    Args:
        term: its id.
        label: what the link says.
        about: which word it is, for those who hear the link by itself.
    """
    unseen = f"<span class='unseen'> ({text.safe(about)})</span>" if about else ""
    return (
        f"<a class='means' href='methods?term={text.safe(term)}' target='_self'>"
        f"{text.safe(label)}{unseen}</a>"
    )


def links(build: Build, terms: Iterable[str]) -> str:
    """Links to several words by their own names, as HTML."""
    words = queries.glossary(build)
    known = [codes(build).get(code.replace(" ", "_"), code) for code in terms]
    named = [x for x in dict.fromkeys(known) if x in words.index]
    return ", ".join(anchor(x, str(words.loc[x, "term"])) for x in named)


def on_map(indicator: dict[str, Any], figures: pd.DataFrame, verdict: str) -> list[str]:
    """The words that a map of these figures brings with it, as codes and term ids.

    Args:
        indicator: its row of the indicator mart.
        figures: one row an area as ``queries.figures`` returns them.
        verdict: the column of verdicts shown.
    """
    boroughs = figures[figures["area_type"] == "borough"]
    found = [str(indicator[x]) for x in ("value_kind", "period_kind", "period_basis")]
    if boroughs["lower_95"].notna().any():
        found.append("confidence-interval")
    given = boroughs[verdict].dropna()
    found += [word for word in _VERDICTS if (given == word).any()]
    if boroughs["rank"].notna().any():
        found.append("rank-interval")
    found += [state for state in text.STATE_WORDS if (boroughs["state"] == state).any()]
    return [*found, "proxy"] if indicator["proxy_for"] else found


_VERDICTS = ("better", "worse", "similar", "higher", "lower", "not compared")


def _entry(words: pd.DataFrame, term: str, prefix: str = "word-") -> str:
    """One word; the one picked out stands outside the list and has the plain id."""
    row = words.loc[term]
    more = f"<dd class='sub'>{text.safe(row['more'])}</dd>" if row["more"] else ""
    see = ", ".join(anchor(x, str(words.loc[x, "term"])) for x in str(row["see"]).split("|") if x)
    also = f" <span class='sub'>also: {_also(row['synonyms'])}</span>" if row["synonyms"] else ""
    body = (
        f"<dt id='{prefix}{text.safe(term)}'>{text.safe(row['term'])}{also}</dt>"
        f"<dd>{text.safe(row['means'])}</dd>{more}"
        + (f"<dd class='sub'>See also: {see}.</dd>" if see else "")
    )
    return body if prefix else f"<dl class='defs'>{body}</dl>"


def _also(synonyms: str) -> str:
    return text.safe(", ".join(synonyms.split("|")))
