"""Rows of figures kept as lines of CSV, so that a question of some areas is no query.

Most questions are of one indicator, and differ in area, sex or period; what costs is the joining of
seven tables, and is the same for all of them. A shelf has the rows of some indicators that follow
each other, whole: once it is there, an answer is those of its lines that the filters leave. What is
not on a shelf is asked of the database: every indicator at once, the wide shape, columns chosen one
by one, and indicators with very many figures.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dashboard import db, queries
from dashboard.db import Build
from dashboard.exports import csv_file, table
from dashboard.exports.describe import Dataset
from dashboard.exports.kept import Kept
from dashboard.exports.request import DAYS, SHAPES, Request

# What one shelf may hold, how many one answer may need, and what all may take in memory.
MOST_ROWS, MOST_SHELVES, MOST_BYTES = 10_000, 2, 32_000_000
# The columns that filters look at, where they have another name.
_COLUMN = {
    "indicator": "indicator_id",
    "area": "area_code",
    "from": "period_start",
    "to": "period_end",
    "latest": "is_latest",
}


@dataclass(frozen=True)
class Values:
    """A column as a number for each row, its place among the values there are; -1 for none."""

    places: npt.NDArray[np.int32]
    values: tuple[str, ...]

    def are(self, wanted: Callable[[str], bool], rows: slice) -> npt.NDArray[np.bool_]:
        """For each of some rows whether its value is wanted; nothing is never wanted."""
        return np.array([*map(wanted, self.values), False])[self.places[rows]]


@dataclass(frozen=True)
class Shelf:
    """The rows of some indicators in order: their lines, and what they are filtered by."""

    text: bytes
    # Where each line begins, and at last where the text ends.
    edges: npt.NDArray[np.int64]
    filters: Mapping[str, Values]
    # Where each indicator's rows are.
    rows: Mapping[str, slice]

    @property
    def size(self) -> int:
        """What it takes in memory."""
        filters = sum(x.places.nbytes for x in self.filters.values())
        return len(self.text) + self.edges.nbytes + filters

    def lines(self, filters: Mapping[str, tuple[str, ...]]) -> bytes:
        """The lines that all filters leave, in order; one of them names indicators."""
        rows = [self._left(self.rows[x], filters) for x in filters["indicator"] if x in self.rows]
        begins = [x for own in rows for x in self.edges[own].tolist()]
        ends = [x for own in rows for x in self.edges[own + 1].tolist()]
        return b"".join([self.text[a:b] for a, b in zip(begins, ends, strict=True)])

    def _left(self, rows: slice, filters: Mapping[str, tuple[str, ...]]) -> npt.NDArray[np.intp]:
        """Which of an indicator's rows the other filters leave."""
        left = np.ones(rows.stop - rows.start, bool)
        for name, values in filters.items():
            if name != "indicator":
                left &= self.filters[name].are(_wanted(name, values), rows)
        return np.flatnonzero(left) + np.intp(rows.start)


def chunks(request: Request, build: Build) -> Iterator[bytes]:
    """The CSV of a request piece by piece, from shelves where there are some for it."""
    groups = _needed(request, build)
    if not groups:
        yield from _asked(request, build)
        return
    yield csv_file.header(tuple(x.name for x in request.columns))
    for group in groups:
        yield _shelf(request, build, group).lines(dict(request.filters))


def _asked(request: Request, build: Build) -> Iterator[bytes]:
    """The same from the database."""
    if request.shape == SHAPES[0]:
        names = [x.name for x in request.columns]
        return csv_file.chunks(names, table.batches(request, build))
    wide = table.wide(request, build)
    return csv_file.chunks(wide.column_names, wide.to_batches())


def _needed(request: Request, build: Build) -> tuple[tuple[str, ...], ...]:
    """The groups of indicators that have all rows of a request, none where it is a query's."""
    wanted = dict(request.filters).get("indicator", ())
    if request.shape != SHAPES[0] or not _is_of_parts(request):
        return ()
    known = _groups(build, request.dataset.name)
    found = tuple(dict.fromkeys(known.get(x, ()) for x in wanted))
    return found if all(found) and len(found) <= MOST_SHELVES else ()


def _is_of_parts(request: Request) -> bool:
    """Whether the columns are whole parts of the dataset: there are few such choices."""
    parts = {x.group for x in request.columns}
    return request.columns == tuple(x for x in request.dataset.columns if x.group in parts)


@lru_cache(maxsize=32)
def _groups(build: Build, dataset: str) -> Mapping[str, tuple[str, ...]]:
    """For each indicator those on the same shelf; one with too many rows is on none."""
    sizes = queries.exports.export_sizes(build).get(dataset, {})
    groups: list[list[str]] = []
    room = 0
    for name, rows in sizes.items():
        if rows > MOST_ROWS:
            continue
        if rows > room:
            groups.append([])
            room = MOST_ROWS
        groups[-1].append(name)
        room -= rows
    return {name: tuple(group) for group in groups for name in group}


_shelves: Kept[Shelf] = Kept(MOST_BYTES)
# Whoever comes while a shelf is filled waits for it instead of filling another.
_filling = threading.Lock()


def _shelf(request: Request, build: Build, group: tuple[str, ...]) -> Shelf:
    names = tuple(x.name for x in request.columns)
    # By the build's name: what is kept must not hold a build open that was left.
    key = repr((str(build.folder), build.build_id, request.dataset.name, names, group))
    found = _shelves.get(key)
    if found is None:
        db.takes_time()
        with _filling:
            found = _shelves.get(key)
            if found is None:
                found = _filled(request.dataset, names, build, group)
                _shelves.put(key, found, found.size)
    return found


def _filled(
    dataset: Dataset, names: tuple[str, ...], build: Build, group: tuple[str, ...]
) -> Shelf:
    asked = Request(dataset, (("indicator", group),), dataset.columns)
    rows = queries.export(build, dataset.name, asked.parameters()).read_all()
    lines = csv_file.lines([rows.column(name).combine_chunks() for name in names])
    lengths = pc.binary_length(lines).to_numpy(zero_copy_only=False) + len(csv_file.LINE_END)
    filters = {x: _values(rows.column(_COLUMN.get(x, x))) for x in dataset.filters}
    return Shelf(
        text=csv_file.together(lines) if len(lines) else b"",
        edges=np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]),
        filters=filters,
        rows=_spans(filters["indicator"]),
    )


def _values(column: pa.ChunkedArray) -> Values:
    # As text, days are in order too.
    coded = pc.cast(column.combine_chunks(), pa.string()).dictionary_encode()
    places = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return Values(places, tuple(coded.dictionary.to_pylist()))


def _spans(column: Values) -> Mapping[str, slice]:
    """Where each value's rows are, of a column that rows are in the order of."""
    edges = np.searchsorted(column.places, range(len(column.values) + 1)).tolist()
    return {x: slice(*edges[n : n + 2]) for n, x in enumerate(column.values)}


def _wanted(name: str, values: tuple[str, ...]) -> Callable[[str], bool]:
    """What a filter asks of a value; see the queries of the same datasets."""
    if name in DAYS:
        (day,) = values
        return (lambda x: x >= day) if name == "from" else (lambda x: x <= day)
    return (lambda x: x == "true") if name == "latest" else set(values).__contains__
