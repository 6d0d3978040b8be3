"""How a view is shared and cited: its whole address, and a line that a paper can use.

Everything here is plain text. Whoever shows it as HTML or Markdown escapes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dashboard import measures, text

TITLE = "Health inequalities in London"


@dataclass(frozen=True)
class Cited:
    """What a view shows, in the words of a citation.

    ``source`` names who published the figures and where, ``subject`` and ``period`` what they
    are, and ``shows`` what is seen of them ("Figures by borough").
    """

    source: str
    subject: str
    period: str
    shows: str


def link(page: str, query: Mapping[str, str | list[str]]) -> str:
    """The whole address of a view.

    Args:
        page: where the page is, with scheme, host and base path, without a query.
        query: the view's own part of the address.
    """
    return f"{page}?{urlencode(query, doseq=True)}" if query else page


def line(cited: Cited, build_id: str, built: date, address: str) -> str:
    """Source, subject, period, the build that anybody can name, and where it is to be seen."""
    parts = [
        cited.source,
        f"{_plain(cited.subject)}, {cited.period}",
        cited.shows,
        f"In: {TITLE}, build {build_id} of {built.day} {built:%B %Y}",
    ]
    return f"{' '.join(_sentence(part) for part in parts if part)} {_plain(address)}"


def of_figures(
    indicator: Mapping[str, Any],
    period: str,
    sex: str,
    age: str,
    benchmark: str,
    sources: Iterable[Mapping[str, Any]],
) -> Cited:
    """The citation of one indicator's figures by borough.

    Args:
        indicator: its row of the indicator mart.
        period: as the publisher writes it.
        sex: persons, female or male.
        age: as the publisher writes it.
        benchmark: what the boroughs are compared with, london or england.
        sources: rows of the source mart.
    """
    name = text.BENCHMARK_NAMES[benchmark]
    shows = f"Figures by borough, compared with {name}"
    return Cited(_sources(sources), _subject(indicator, sex, age), period, shows)


def of_gaps(
    indicator: Mapping[str, Any],
    period: str,
    sex: str,
    age: str,
    dimension: str,
    sources: Iterable[Mapping[str, Any]],
) -> Cited:
    """The citation of the inequality of one indicator, which is ours and not the publisher's."""
    between = text.within(measures.dimension_name(dimension))
    shows = f"Inequality between groups ({between}), calculated from the source's figures"
    named = "persons" if dimension == "sex" else sex
    return Cited(_sources(sources), _subject(indicator, named, age), period, shows)


def of_borough(name: str, benchmark: str, publishers: Iterable[str]) -> Cited:
    """The citation of one borough across all indicators.

    Args:
        name: the borough's.
        benchmark: what it is compared with, london or england.
        publishers: of its figures.
    """
    shows = f"Every indicator, compared with {text.BENCHMARK_NAMES[benchmark]}"
    return Cited("; ".join(publishers), name, "latest figures", shows)


def _subject(indicator: Mapping[str, Any], sex: str, age: str) -> str:
    """The indicator, and who it is about where that is not everybody."""
    who = [x for x in (text.people(sex), text.age_words(age)) if x]
    return ", ".join([str(indicator["title"]), *who])


def _sources(sources: Iterable[Mapping[str, Any]]) -> str:
    return "; ".join(
        f"{x['publisher']}, {x['title']} (edition of {text.vintage(str(x['vintage']))})"
        for x in sources
    )


def _sentence(part: str) -> str:
    plain = _plain(part)
    return plain if plain.endswith((".", "?", "!")) else f"{plain}."


def _plain(given: str) -> str:
    """One line of printable text, whatever it was."""
    return "".join(c for c in " ".join(given.split()) if c.isprintable())
