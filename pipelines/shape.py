"""Whether a publisher's file still has the columns, types, labels and ranges declared for it."""

from __future__ import annotations

import difflib
import re
import zlib

import pandas as pd

from pipelines import periods
from pipelines.drift import Finding
from pipelines.errors import SourceError
from pipelines.sources import figures, reading
from pipelines.upstream import Column, LiveFile, Upstream

# The columns of a larger file are judged by its beginning.
MOST_BYTES = 4 * 1024 * 1024
NEAR = 0.4
SHOWN = 5


def check(content: bytes, file: LiveFile, upstream: Upstream) -> list[Finding]:
    """What differs between a CSV and its declaration; other kinds are judged by their parsers.

    Raises:
        SourceError: when it cannot be read as a CSV at all.
    """
    if upstream.kind != "csv" or not upstream.columns:
        return []
    table = reading.csv_table(_beginning(content), file.name)
    found = {_bare(x): x for x in table.columns}
    findings = _columns(upstream.columns, found, file.name)
    for column in upstream.columns:
        if _bare(column.name) in found:
            cells = table[found[_bare(column.name)]]
            findings += _cells(column, cells, file)
    return findings


def _columns(declared: tuple[Column, ...], found: dict[str, str], where: str) -> list[Finding]:
    """Columns that are gone or new; a new one with a similar name is the old one renamed."""
    known = {_bare(x.name) for x in declared}
    new = [heading for bare, heading in found.items() if bare not in known]
    findings = []
    for column in declared:
        if _bare(column.name) in found or column.optional:
            continue
        near = difflib.get_close_matches(column.name, new, n=1, cutoff=NEAR)
        if near:
            new.remove(near[0])
        said = "may have been renamed" if near else "is gone"
        findings.append(
            Finding(
                "column_gone",
                True,
                where,
                f"column '{column.name}' {said}",
                (f"column '{column.name}'",),
                tuple(f"column '{x}'" for x in near),
            )
        )
    if new:
        shown = tuple(f"column '{x}'" for x in new)
        message = f"{len(new)} column{'s' * (len(new) > 1)} not seen before; left unread"
        findings.append(Finding("column_new", False, where, message, (), shown))
    return findings


def _cells(column: Column, cells: pd.Series[str], file: LiveFile) -> list[Finding]:
    if column.type == "number":
        return _numbers(column, cells, file.name)
    if column.type == "period":
        return _periods(column, cells, file.name)
    return _labels(column, cells, file) if column.labels else []


def _numbers(column: Column, cells: pd.Series[str], where: str) -> list[Finding]:
    """A cell that is no number is noted; if it is one of ours its parser stops there."""
    try:
        found = figures.numbers(cells, column.name, where)
    except SourceError as error:
        return [Finding("type", False, where, str(error))]
    low = -float("inf") if column.minimum is None else column.minimum
    high = float("inf") if column.maximum is None else column.maximum
    wrong = found[(found < low) | (found > high)]
    if wrong.empty:
        return []
    message = (
        f"row {wrong.index[0]}, column '{column.name}': {wrong.iloc[0]:g} is outside the range "
        f"declared, {low:g} to {high:g} ({len(wrong)} cells are)"
    )
    return [Finding("range", True, where, message)]


def _periods(column: Column, cells: pd.Series[str], where: str) -> list[Finding]:
    for text in cells.unique():
        try:
            periods.parse(text)
        except ValueError as error:
            return [Finding("type", False, where, f"column '{column.name}': {error}")]
    return []


def _labels(column: Column, cells: pd.Series[str], file: LiveFile) -> list[Finding]:
    """Labels nobody has seen; they stop only where one that a feed asks for is gone."""
    has = {x for x in cells.unique() if x}
    new, wanted = sorted(has - set(column.labels)), _wanted(column, file)
    gone = sorted(wanted - has)
    if not new:
        return []
    message = f"column '{column.name}' has labels not seen before" + (
        " and lacks ones that are needed" if gone else "; left unread"
    )
    before = tuple(f"'{x}'" for x in gone[:SHOWN])
    return [
        Finding(
            "label_new",
            bool(gone),
            file.name,
            message,
            before,
            tuple(f"'{x}'" for x in new[:SHOWN]),
        )
    ]


def _wanted(column: Column, file: LiveFile) -> set[str]:
    chosen = [live.feed.select.get(_bare(column.name), ()) for live in file.feeds]
    return {y for x in chosen for y in ([x] if isinstance(x, str) else x)}


def _beginning(content: bytes) -> bytes:
    """Whole lines from the start of a file, as many as are judged."""
    if content.startswith(reading.GZIP):
        content = zlib.decompressobj(wbits=31).decompress(content, MOST_BYTES)
    if len(content) < MOST_BYTES:
        return content
    return content[: content.rfind(b"\n", 0, MOST_BYTES) + 1]


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
