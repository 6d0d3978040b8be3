"""Large Fingertips exports through DuckDB: the parser's result, without holding the file.

What the parser cannot make sense of it explains by row and column; here the same file is only
found to be wrong. So whatever is unusual goes to the parser, which then says what it is.
"""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd

from pipelines import contract, periods
from pipelines.catalogue import Catalogue, Feed
from pipelines.engine import SQL, Engine, EngineError
from pipelines.errors import SourceError
from pipelines.sources import figures, fingertips_csv, frames, reading, registry, settings

# Below this the parser is quick enough, and names rows.
LARGE_BYTES = 8 * 1024 * 1024
FIGURES, ONCE = "fingertips_figure", "figure_once"
# Every year and span of years that an export may be about.
FIRST_YEAR, LAST_YEAR, MOST_YEARS = 1980, 2060, 5
SELECTABLE = ("sex", "age", "area_type", "time_period")
HEADER_AGAIN = "the header again"


def parse(path: Path, feed: Feed, catalogue: Catalogue) -> pd.DataFrame:
    """Observations of one feed of a file on disk, by the parser its source names.

    Raises:
        SourceError, CatalogueError: as the parser does.
    """
    if catalogue.sources[feed.source].parser == "fingertips_csv" and _is_large(path):
        found = _through_engine(path, feed, catalogue)
        if found is not None:
            return found
    return registry.parse(path.read_bytes(), feed, catalogue)


def load(path: Path, feeds: Sequence[Feed], catalogue: Catalogue, engine: Engine) -> str:
    """Load the figures of several feeds of an export; returns the name of their table.

    Args:
        path: the export, gzip or not; ``engine`` must have been opened with it.
        feeds: with the same ``groups`` and ``options``, each of another indicator.
        catalogue: the areas.
        engine: where the table is made.

    Raises:
        EngineError, SourceError: when anything in it needs the parser's closer look.
    """
    columns, heading = _columns(path)
    engine.give_csv("fingertips_export", path, columns, packed=_is_packed(path))
    _give_known(feeds, heading, catalogue, engine)
    engine.make(SQL / "load" / f"{FIGURES}.sql")
    if not engine.count(FIGURES):
        raise SourceError(f"{feeds[0].file}: holds no figure that is asked for")
    repeated = engine.frame(SQL / "load" / "figure_repeated.sql")["repeated"].iloc[0]
    if not repeated:
        return FIGURES
    engine.make(SQL / "load" / f"{ONCE}.sql")
    return ONCE


def _through_engine(path: Path, feed: Feed, catalogue: Catalogue) -> pd.DataFrame | None:
    """The parser's result, or None where the parser must look itself."""
    if feed.constants or feed.columns:
        return None
    with tempfile.TemporaryDirectory(prefix="bulk-") as folder:
        try:
            with Engine(Path(folder) / "bulk.duckdb", csv=path) as engine:
                found = engine.table(load(path, [feed], catalogue, engine))
        except (EngineError, SourceError):
            return None
    types = {column: contract.dtype_of(column) for column in contract.COLUMNS}
    typed = frames.sorted_by_key(found[list(contract.COLUMNS)].astype(types))
    return typed if _has_all(typed, feed) else None


def _has_all(found: pd.DataFrame, feed: Feed) -> bool:
    """Whether every label a feed asks for is among the figures found."""
    wanted = {name: set(_values(feed, name)) - {None} for name in ("sex", "age")}
    sexes = {frames.SEXES.get(str(x).lower()) for x in wanted["sex"]}
    groups = set(feed.groups.values()) <= set(found["group_type"])
    return sexes <= set(found["sex"]) and wanted["age"] <= set(found["age"]) and groups


def _give_known(feeds: Sequence[Feed], heading: str, catalogue: Catalogue, engine: Engine) -> None:
    """What the SQL needs to know, from where the parser has it."""
    first = feeds[0]
    series = [row for feed in feeds for row in _series(feed)]
    series.append(
        dict.fromkeys(series[0]) | {"publisher_id": heading, "indicator_id": HEADER_AGAIN}
    )
    wanted = pd.DataFrame(series, dtype="object")
    engine.give("wanted_series", wanted.astype("str").where(wanted.notna(), None))
    engine.give("known_area", catalogue.areas[["area_code"]])
    engine.give("known_period", _periods(settings.month_and_day(first, "year_starts", "04-01")))
    kinds = {"": "total", **first.groups}
    engine.give("known_group", _table(("category_type", "group_type"), kinds.items()))
    sexes = {"": settings.DEFAULTS["sex"], **frames.SEXES}
    engine.give("known_sex", _table(("label", "sex"), sexes.items()))
    marks = [(mark, state, note, False) for mark, (state, note) in figures.MARKS.items()]
    blanks = [(mark, "missing", figures.NOT_GIVEN, True) for mark in figures.BLANKS]
    engine.give("known_mark", _table(("mark", "state", "note", "blank"), [*marks, *blanks]))
    engine.set("cells", figures.cells_pattern(7))
    engine.set("withheld", figures.WITHHELD)


def _series(feed: Feed) -> list[dict[str, Any]]:
    chosen = [_values(feed, name) for name in SELECTABLE]
    return [
        {
            "publisher_id": str(feed.select["indicator_id"]),
            "indicator_id": feed.indicator_id,
            "source_id": feed.source,
            **dict(zip(SELECTABLE, one, strict=True)),
        }
        for one in product(*chosen)
    ]


def _values(feed: Feed, name: str) -> list[str | None]:
    given = feed.select.get(name)
    if given is None:
        return [None]
    return [str(x) for x in (given if isinstance(given, list | tuple) else [given])]


def _periods(starts: tuple[int, int]) -> pd.DataFrame:
    """Every way an export may write a period, as the one home of periods reads it."""
    rows = []
    for year in range(FIRST_YEAR, LAST_YEAR):
        last = [(year + n, (year + n) % 100, (year + n + 1) % 100) for n in range(MOST_YEARS)]
        texts = {f"{year}", f"{year}/{last[0][2]:02d}"}
        for full, short, after in last[1:]:
            texts |= {f"{year} - {short:02d}", f"{year}-{short:02d}", f"{year} - {full}"}
            texts |= {f"{year} to {full}", f"{year}/{last[0][2]:02d} - {short:02d}/{after:02d}"}
        for text in texts:
            # A text that cannot be read is left out here, and named by the parser.
            with suppress(ValueError):
                read = periods.parse(text, starts)
                rows.append((text, read.label, read.start, read.end))
    table = _table(("written", "period", "period_start", "period_end"), rows)
    days: dict[str, Any] = {x: pd.to_datetime(table[x]) for x in ("period_start", "period_end")}
    return table.assign(**days)


def _columns(path: Path) -> tuple[list[str], str]:
    """Our name for each column of an export, and how it heads the indicator's number.

    Raises:
        SourceError: when a column that is needed is absent, or there twice.
    """
    headings = [reading.heading(x) for x in next(csv.reader(io.StringIO(_first_line(path))))]
    theirs = fingertips_csv.headings(headings, path.name)
    ours = {heading: name for name, heading in theirs.items()}
    named = [ours.get(heading, f"unread_{n}") for n, heading in enumerate(headings)]
    if len(set(named)) < len(named):
        raise SourceError(f"{path.name}: a column appears twice")
    if "lower_998" not in named or "upper_998" not in named:
        raise SourceError(f"{path.name}: has no 99.8% limits")
    return named, theirs["indicator_id"]


def _first_line(path: Path) -> str:
    with gzip.open(path) if _is_packed(path) else path.open("rb") as handle:
        return bytes(handle.readline()).decode("utf-8-sig")


def _is_packed(path: Path) -> bool:
    with path.open("rb") as handle:
        return handle.read(2) == reading.GZIP


def _is_large(path: Path) -> bool:
    return path.stat().st_size >= LARGE_BYTES or _is_packed(path)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str | bool | date]]) -> pd.DataFrame:
    return pd.DataFrame([list(row) for row in rows], columns=list(columns))
