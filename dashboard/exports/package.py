"""A ZIP package: the CSV, its description as CSV on the Web, and a README with checksums.

The same query of the same build gives the same bytes: entries are dated by the figures, not by
the clock, and stored in one order.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import textwrap
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard.exports.about import About
from dashboard.exports.sheet import Column

_CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en"}]
# A ZIP entry needs a system that made it and rights; these read the same everywhere.
_MADE_ON_UNIX, _READABLE = 3, 0o100644 << 16
_WIDTH = 88


def make(about: About, csv: bytes, columns: Sequence[Column], key: Sequence[str]) -> bytes:
    """The package of one query.

    Args:
        about: what the files say of themselves.
        csv: the rows, with a header of the columns' names, UTF-8.
        columns: the CSV's columns, in its order.
        key: names of the columns that together tell rows apart; empty where none do.
    """
    described = json.dumps(metadata(about, columns, key), ensure_ascii=False, indent=2) + "\n"
    files = {
        f"{about.name}.csv": csv,
        f"{about.name}.csv-metadata.json": described.encode(),
    }
    files["README.txt"] = readme(about, columns, files).encode()
    return _zipped(files, about.day)


def metadata(about: About, columns: Sequence[Column], key: Sequence[str]) -> dict[str, Any]:
    """The CSV described in W3C's vocabulary for tabular data."""
    schema: dict[str, Any] = {"columns": [_column(column, key) for column in columns]}
    if key:
        schema["primaryKey"] = [_variable(name) for name in key]
    return {
        "@context": _CONTEXT,
        "url": f"{about.name}.csv",
        "dc:title": about.title,
        "dc:description": about.summary,
        "dc:license": [{"@id": address} for _, address in about.licences],
        "dc:source": [source.line for source in about.sources],
        "dc:identifier": about.permalink,
        "dc:bibliographicCitation": about.citation,
        "dc:isVersionOf": f"Build {about.build}",
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "quoteChar": '"'},
        "tableSchema": schema,
    }


def readme(about: About, columns: Sequence[Column], files: Mapping[str, bytes]) -> str:
    """The README: what was asked, what is inside, where it is from, how to cite and repeat it."""
    sections = (
        (about.title, [about.summary]),
        ("The query", [*about.choices, f"Rows: {about.rows:,}", f"Build: {about.build}"]),
        ("Ask again", ["The same rows, at this address:", about.permalink]),
        ("How to cite", [about.citation]),
        ("Licence", [about.terms]),
        ("Sources", [source.line for source in about.sources]),
        ("Columns", [f"{column.name}: {column.description}" for column in columns]),
        ("Files", [f"{name}\n  sha256 {_digest(body)}" for name, body in files.items()]),
    )
    return "\n".join(_section(heading, lines) for heading, lines in sections)


def _section(heading: str, lines: Sequence[str]) -> str:
    wrapped = "\n".join(_wrapped(line) for line in lines)
    return f"{heading}\n{'-' * len(heading)}\n{wrapped}\n"


def _wrapped(line: str) -> str:
    """Folded at spaces; an address, a name or a digest is never cut."""
    return "\n".join(
        textwrap.fill(
            part, _WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
        )
        if not part.startswith(" ")
        else part
        for part in line.split("\n")
    )


def _column(column: Column, key: Sequence[str]) -> dict[str, Any]:
    return {
        "name": _variable(column.name),
        # The header row holds the names, which CSV on the Web compares with the titles.
        "titles": [column.name, column.title] if column.title != column.name else column.name,
        "dc:description": column.description,
        "datatype": column.datatype,
        "required": column.name in key,
    }


def _variable(name: str) -> str:
    """A name that an address template may hold; a wide file's periods have spaces and slashes."""
    return re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_")


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _zipped(files: Mapping[str, bytes], day: date) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = _MADE_ON_UNIX, _READABLE
            archive.writestr(entry, body)
    return buffer.getvalue()
