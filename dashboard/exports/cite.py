"""How a file is cited, and what it says of where it is from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from dashboard import queries
from dashboard.citations import TITLE
from dashboard.db import Build
from dashboard.exports.request import Request

# The terms of what has no figures: names and codes of areas, and our own lists.
LICENCE = "Open Government Licence v3.0"
LICENCE_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


@lru_cache(maxsize=256)
def citation(request: Request, build: Build, address: str) -> str:
    """A reference as a paper gives it: title, publishers, build, its day, address.

    Args:
        address: the permalink of exactly this request.
    """
    made = queries.facts(build)["built_at"]
    publishers = " and ".join(dict.fromkeys(x["publisher"] for x in sources(request, build)))
    figures = f" Figures: {publishers}." if publishers else ""
    terms = " and ".join(name for name, _ in licences(request, build))
    return (
        f"{TITLE}, dataset '{request.dataset.title}', build {build.build_id} of "
        f"{made.day} {made:%B %Y}.{figures} {terms}. {address}"
    )


def sources(request: Request, build: Build) -> list[dict[str, Any]]:
    """The sources that gave a request its figures, as rows of the mart, in order of their codes."""
    if "indicator" not in request.dataset.filters:
        return []
    known = queries.sources(build)
    return [dict(known.loc[x]) for x in _source_ids(request, build) if x in known.index]


def licences(request: Request, build: Build) -> tuple[tuple[str, str], ...]:
    """The licences of the sources that gave a request its figures: names with their addresses."""
    return licences_of(sources(request, build))


def licences_of(rows: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    """The licences of sources, each once, in order; the usual one where there is no source."""
    found = {(str(x["licence"]), str(x["licence_url"])) for x in rows}
    return tuple(sorted(found)) or ((LICENCE, LICENCE_URL),)


@lru_cache(maxsize=256)
def _source_ids(request: Request, build: Build) -> tuple[str, ...]:
    """Of plain figures, the sources of the rows; else every source of the indicators in the rows.

    A comparison or a measure is worked out from all figures of its indicator.
    """
    compared = any(x.group == "comparisons" for x in request.columns)
    if request.dataset.name == "observations" and not compared:
        return tuple(sorted(_found(request, build, "source_id")))
    every = queries.indicators(build)["source_ids"]
    listed = (str(every[x]).split("|") for x in _found(request, build, "indicator_id"))
    return tuple(sorted({x for own in listed for x in own if x}))


def _found(request: Request, build: Build, column: str) -> set[str]:
    """What a column holds among the rows of a request."""
    found: set[str] = set()
    for batch in queries.export(build, request.dataset.name, request.parameters()):
        found |= set(batch.column(column).unique().to_pylist())
    return found - {None, ""}
