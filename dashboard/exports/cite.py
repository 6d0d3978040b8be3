"""How a file is cited, and what it says of where it is from."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from dashboard import queries
from dashboard.citations import TITLE
from dashboard.db import Build
from dashboard.exports.request import Request

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
    return (
        f"{TITLE}, dataset '{request.dataset.title}', build {build.build_id} of "
        f"{made.day} {made:%B %Y}.{figures} {LICENCE}. {address}"
    )


def sources(request: Request, build: Build) -> list[dict[str, Any]]:
    """The sources of the indicators asked for, as rows of the mart, in order of their codes."""
    if "indicator" not in request.dataset.filters:
        return []
    known, indicators = queries.sources(build), queries.indicators(build)
    chosen = dict(request.filters)
    for name, column in (("indicator", "indicator_id"), ("priority", "priority")):
        if name in chosen:
            indicators = indicators[indicators[column].isin(chosen[name])]
    return [dict(known.loc[x]) for x in sorted(_split(indicators["source_ids"]) & set(known.index))]


def _split(values: Iterable[str]) -> set[str]:
    return {x for value in values for x in str(value).split("|") if x}
