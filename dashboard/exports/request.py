"""What somebody asks for, checked and put in one form, so that one question has one address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode

from dashboard import queries
from dashboard.db import Build
from dashboard.exports.datasets import DATASETS
from dashboard.exports.describe import Column, Dataset

# As many as all boroughs, London, England and a good margin; longer text is nobody's filter.
MOST_VALUES, LONGEST_VALUE = 100, 100
QUOTED = 60
SHAPES = ("long", "wide")
LISTS = (
    "priority",
    "indicator",
    "area",
    "area_type",
    "period",
    "sex",
    "age",
    "group_type",
    "group_name",
    "state",
    "benchmark",
    "dimension",
    "measure",
)
DAYS = ("from", "to")
# What has one value or none; the rest may be repeated.
SINGLE = (*DAYS, "latest", "shape")
FLAGS = {"yes": True, "true": True, "no": False, "false": False}


class BadRequestError(ValueError):
    """Something asked for that there is not: which parameter, what was said, what is allowed."""

    def __init__(self, parameter: str, said: str, allowed: str) -> None:
        """Quote no more of what was said than people need to find it."""
        self.parameter, self.said, self.allowed = parameter, quoted(said), allowed
        super().__init__(f"{quoted(parameter)}: '{self.said}' is not allowed; allowed: {allowed}")


@dataclass(frozen=True)
class Request:
    """One question: a dataset, its filters, and which columns in which shape.

    ``filters`` holds for each filter given its values, sorted; days as ISO dates, latest as yes.
    """

    dataset: Dataset
    filters: tuple[tuple[str, tuple[str, ...]], ...]
    columns: tuple[Column, ...]
    shape: str = "long"

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """The address's parameters, the same for the same question."""
        pairs = [(name, value) for name, values in self.filters for value in values]
        if self.columns != self.dataset.usual:
            pairs += [("columns", column.name) for column in self.columns]
        if self.shape != SHAPES[0]:
            pairs.append(("shape", self.shape))
        return tuple(pairs)

    @cached_property
    def address(self) -> str:
        """The query as it stands in an address, '' where everything is asked for."""
        return urlencode(self.query)

    def parameters(self) -> dict[str, Any]:
        """What the queries bind: a list for each filter, days, and whether only the latest."""
        given = dict(self.filters)
        bound: dict[str, Any] = {name: list(given.get(name, ())) for name in LISTS}
        bound |= {
            name: date.fromisoformat(given[name][0]) if name in given else None for name in DAYS
        }
        return bound | {"latest": True if "latest" in given else None}


def parse(name: str, given: Mapping[str, Sequence[str]], build: Build) -> Request:
    """A question checked against what there is.

    Args:
        name: the dataset.
        given: parameters as an address has them, each with its values.

    Raises:
        BadRequestError: naming the parameter, what was said, and what is allowed.
    """
    if name not in DATASETS:
        raise BadRequestError("dataset", name, ", ".join(DATASETS))
    dataset = DATASETS[name]
    known = {*dataset.filters, "columns", "include", "shape"}
    for parameter, values in given.items():
        if parameter not in known:
            raise BadRequestError("parameter", parameter, ", ".join([*dataset.filters, *_SHAPING]))
        _not_too_much(parameter, values)
    filters = [
        (parameter, checked)
        for parameter in dataset.filters
        if (checked := _checked(parameter, given.get(parameter, ()), build))
    ]
    _in_order(dict(filters))
    columns, shape = _columns(dataset, given), _shape(dataset, given)
    # The columns of a wide file are its periods, whatever parts are included.
    chosen = columns if shape == SHAPES[0] else dataset.usual
    return Request(dataset, tuple(filters), chosen, shape)


def quoted(value: str) -> str:
    """A value as it may be repeated to people and logs: printable, on one line, not endless."""
    printable = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in value)
    return (
        printable
        if len(printable) <= QUOTED
        else printable[: QUOTED - 1] + "\N{HORIZONTAL ELLIPSIS}"
    )


_SHAPING = ("include", "columns", "shape")


def _not_too_much(parameter: str, values: Sequence[str]) -> None:
    if len(values) > MOST_VALUES:
        raise BadRequestError(parameter, f"{len(values)} values", f"up to {MOST_VALUES} values")
    if parameter in SINGLE and len(values) > 1:
        raise BadRequestError(parameter, f"{len(values)} values", "one value")
    for value in values:
        if len(value) > LONGEST_VALUE:
            raise BadRequestError(parameter, value, f"up to {LONGEST_VALUE} characters")


def _checked(parameter: str, values: Sequence[str], build: Build) -> tuple[str, ...]:
    """The values of one filter, each one that exists, in one order."""
    said = [value.strip() for value in values if value.strip()]
    if parameter in DAYS:
        return _day(parameter, said)
    if parameter == "latest":
        return ("yes",) if any(_flag(parameter, x) for x in said) else ()
    if parameter == "area":
        said = [_area_codes(build).get(x.casefold(), x.upper()) for x in said]
    allowed = queries.export_options(build)[parameter]
    for value in said:
        if value not in allowed:
            raise BadRequestError(parameter, value, _listed(allowed))
    return tuple(sorted(set(said)))


@lru_cache(maxsize=8)
def _area_codes(build: Build) -> dict[str, str]:
    """Each area's code by its name in small letters."""
    return {x.casefold(): str(code) for code, x in queries.areas(build)["area_name"].items()}


def _day(parameter: str, said: Sequence[str]) -> tuple[str, ...]:
    if not said:
        return ()
    try:
        return (date.fromisoformat(said[0]).isoformat(),)
    except ValueError as error:
        raise BadRequestError(parameter, said[0], "a day such as 2021-04-01") from error


def _flag(parameter: str, said: str) -> bool:
    if said.casefold() not in FLAGS:
        raise BadRequestError(parameter, said, ", ".join(FLAGS))
    return FLAGS[said.casefold()]


def _in_order(filters: Mapping[str, Sequence[str]]) -> None:
    if "from" in filters and "to" in filters and filters["from"][0] > filters["to"][0]:
        raise BadRequestError("from", filters["from"][0], f"a day up to 'to', {filters['to'][0]}")


def _columns(dataset: Dataset, given: Mapping[str, Sequence[str]]) -> tuple[Column, ...]:
    """The columns asked for by name or by part, in the dataset's own order."""
    names, parts = _split(given.get("columns", ())), _split(given.get("include", ()))
    known = {x.name for x in dataset.columns}
    for name in names:
        if name not in known:
            raise BadRequestError("columns", name, _listed(x.name for x in dataset.columns))
    for part in parts:
        if part not in dataset.groups:
            raise BadRequestError("include", part, _listed(dataset.groups))
    if names:
        return tuple(x for x in dataset.columns if x.name in names)
    if parts:
        return tuple(x for x in dataset.columns if x.group in ("main", *parts))
    return dataset.usual


def _shape(dataset: Dataset, given: Mapping[str, Sequence[str]]) -> str:
    said = next(iter(given.get("shape", ())), SHAPES[0])
    allowed = SHAPES if dataset.name == "observations" else SHAPES[:1]
    if said not in allowed:
        raise BadRequestError("shape", said, ", ".join(allowed))
    if said == "wide" and any(given.get("columns", ())):
        raise BadRequestError("shape", said, "long, where columns are chosen")
    return said


def _split(values: Iterable[str]) -> list[str]:
    """Names given one a parameter or several between commas."""
    return [x.strip() for value in values for x in value.split(",") if x.strip()]


def _listed(allowed: Iterable[str]) -> str:
    names = list(allowed)
    return ", ".join(names[:40]) + (f" and {len(names) - 40} more" if len(names) > 40 else "")
