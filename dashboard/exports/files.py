"""One request as a file: CSV, Excel, Parquet or a ZIP package, with the same rows in each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard import queries, text
from dashboard.citations import TITLE
from dashboard.db import Build
from dashboard.exports import cite, csv_file, package, parquet_file, shelves, table, worksheets
from dashboard.exports.about import About, Source, newest
from dashboard.exports.request import Request

STEM = "london-health"


@dataclass(frozen=True)
class Format:
    """A kind of file: its ending, what people call it, what a browser is told of it."""

    ending: str
    title: str
    media_type: str
    explanation: str


FORMATS: Mapping[str, Format] = {
    x.ending: x
    for x in (
        Format("csv", "CSV", csv_file.MEDIA_TYPE, "Opens everywhere; full precision."),
        Format(
            "xlsx",
            "Excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "An accessible workbook: cover, contents, notes, one table a worksheet.",
        ),
        Format("parquet", "Parquet", parquet_file.MEDIA_TYPE, "For code; keeps every type."),
        Format(
            "zip",
            "ZIP with metadata",
            "application/zip",
            "The CSV with its columns described (CSV on the Web) and a README with checksums.",
        ),
    )
}


def make(request: Request, build: Build, ending: str, permalink: str) -> bytes:
    """The file of a request; the same for the same request, build and permalink.

    Args:
        ending: one of ``FORMATS``.
        permalink: the address that gives exactly these rows, for the file to carry.

    Raises:
        workbook.TooManyRowsError: for a workbook that would be too long.
    """
    made: Mapping[str, Callable[[Request, Build, str], bytes]] = {
        "csv": lambda request, build, _: csv(request, build),
        "xlsx": _workbook,
        "parquet": _parquet,
        "zip": _package,
    }
    return made[ending](request, build, permalink)


def name(request: Request, build: Build) -> str:
    """The file's name without its ending: what it is of, and which build."""
    chosen = dict(request.filters).get("indicator", ())
    parts = [STEM, request.dataset.name, *(chosen if len(chosen) == 1 else ()), build.build_id]
    return "-".join(part.replace("_", "-") for part in parts)


def csv(request: Request, build: Build) -> bytes:
    """The rows as CSV, whole."""
    return b"".join(shelves.chunks(request, build))


def about(request: Request, build: Build, rows: int, permalink: str) -> About:
    """What the files of a request say of themselves."""
    return About(
        title=f"{TITLE}: {request.dataset.title}",
        summary=request.dataset.description,
        name=name(request, build),
        query=choices(request),
        rows=rows,
        build=build.build_id,
        day=newest(str(queries.facts(build)["latest_vintage"])),
        sources=tuple(_source(x) for x in cite.sources(request, build)),
        licences=cite.licences(request, build),
        citation=cite.citation(request, build, permalink),
        permalink=permalink,
    )


def choices(request: Request) -> tuple[tuple[str, str], ...]:
    """Every choice of a request: the dataset, each filter, the shape."""
    filters = [
        (text.sentence_case(parameter.replace("_", " ")), ", ".join(values))
        for parameter, values in request.filters
    ]
    return (
        ("Dataset", f"{request.dataset.title} ({request.dataset.name})"),
        *(filters or [("Filters", "none: everything there is")]),
        ("Shape", request.shape),
    )


def _workbook(request: Request, build: Build, permalink: str) -> bytes:
    return worksheets.make(request, build, lambda rows: about(request, build, rows, permalink))


def _parquet(request: Request, build: Build, permalink: str) -> bytes:
    found = table.table(request, build)
    said = about(request, build, found.num_rows, permalink)
    described = {
        "title": said.title,
        "description": said.summary,
        "build": said.build,
        "citation": said.citation,
        "licence": said.terms,
        "source": permalink,
    }
    return parquet_file.make(found, described)


def _package(request: Request, build: Build, permalink: str) -> bytes:
    columns = table.columns(request, build)
    names = [column.name for column in columns]
    rows = 0
    pieces = []
    for batch in table.batches(request, build):
        rows += batch.num_rows
        pieces.append(batch)
    body = b"".join(csv_file.chunks(names, pieces))
    key = table.WIDE_KEY if request.shape == "wide" else request.dataset.key
    whole = key if set(key) <= set(names) else ()
    return package.make(about(request, build, rows, permalink), body, columns, whole)


def _source(row: Mapping[str, str]) -> Source:
    return Source(
        title=row["title"],
        publisher=row["publisher"],
        edition=text.vintage(str(row["vintage"])),
        licence=row["licence"],
        licence_url=row["licence_url"],
        attribution=row["attribution"],
        url=row["url"],
    )
