"""A question read as far as it makes sense, with a sentence for each part that does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from dashboard.db import Build
from dashboard.exports.datasets import DATASETS
from dashboard.exports.request import BadRequestError, Request, parse, quoted

USUAL = "observations"
# Enough to see what is wrong; nobody reads the ninetieth.
MOST_PROBLEMS = 8
MOST_ALLOWED = 12
# What most runs ask again; what somebody typed without end is not worth keeping.
LONGEST_KEPT = 2000


def read(given: Mapping[str, Sequence[str]], build: Build) -> tuple[Request, tuple[str, ...]]:
    """The nearest question that can be answered, and what was left out of the one asked.

    Args:
        given: the dataset under ``dataset`` and its parameters, as an address has them.
    """
    asked = tuple((name, tuple(values)) for name, values in given.items())
    is_short = sum(len(value) for _, values in asked for value in values) <= LONGEST_KEPT
    return (_kept if is_short else _read)(asked, build)


def _read(
    asked: tuple[tuple[str, tuple[str, ...]], ...], build: Build
) -> tuple[Request, tuple[str, ...]]:
    left = {name: list(values) for name, values in asked if name != "dataset"}
    name, problems = _dataset(dict(asked).get("dataset", ()))
    while True:
        try:
            return parse(name, left, build), _few(problems)
        except BadRequestError as error:
            problems.append(_sentence(error))
            _drop(left, error)


_kept = lru_cache(maxsize=512)(_read)


def _dataset(said: Sequence[str]) -> tuple[str, list[str]]:
    wanted = next(iter(said), USUAL)
    if wanted in DATASETS:
        return wanted, []
    problem = (
        f"There is no dataset '{quoted(wanted)}'; showing {USUAL}. There is: {', '.join(DATASETS)}."
    )
    return USUAL, [problem]


def _sentence(error: BadRequestError) -> str:
    if error.parameter == "parameter":
        return (
            f"The address has '{error.said}', which this dataset is not filtered by; it was "
            f"ignored. It has: {error.allowed}."
        )
    return (
        f"'{error.said}' is not allowed as {quoted(error.parameter)}; it was left out. "
        f"Allowed: {_first(error.allowed)}."
    )


def _first(allowed: str) -> str:
    """The first of what is allowed; the page's own lists hold them all."""
    names = allowed.split(", ")
    if len(names) <= MOST_ALLOWED:
        return allowed
    return f"{', '.join(names[:MOST_ALLOWED])} and others; the list on this page has them all"


def _drop(left: dict[str, list[str]], error: BadRequestError) -> None:
    """Take out the value complained of; where it cannot be found, the whole parameter."""
    if error.parameter == "parameter":
        for name in [x for x in left if quoted(x) == error.said]:
            del left[name]
        return
    values = left.pop(error.parameter)
    kept = [x for x in values if quoted(x.strip()).casefold() != error.said.casefold()]
    if kept and len(kept) < len(values):
        left[error.parameter] = kept


def _few(problems: list[str]) -> tuple[str, ...]:
    if len(problems) <= MOST_PROBLEMS:
        return tuple(problems)
    more = len(problems) - MOST_PROBLEMS
    return (*problems[:MOST_PROBLEMS], f"And {more} more like these.")
