"""From a folder of publishers' files to the embedded snapshot and the boundaries.

The same files and catalogue give the same bytes: rows are sorted, nothing carries the time of
day, and the manifest names every input by its sha256.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pipelines import boundaries, contract, corrections, files, gaps, snapshot
from pipelines.catalogue import Catalogue, Feed
from pipelines.sources import registry

STATIC = Path(__file__).parent.parent / "dashboard" / "static" / "boundaries"
BOUNDARIES = "boundaries/LAD_MAY_2025_UK_BGC_V2.topojson"

Progress = Callable[[str], None]


@dataclass(frozen=True)
class ReadFile:
    """One publisher's file as it was read: what it is, and what came out of it."""

    source: str
    file: str
    sha256: str
    rows: int
    indicators: tuple[str, ...]
    first_period: str
    last_period: str


def make(
    folder: Path,
    catalogue: Catalogue,
    folder_written: Path = snapshot.SNAPSHOT,
    static: Path = STATIC,
    progress: Progress = lambda _: None,
) -> dict[str, Any]:
    """Rebuild the snapshot from a folder of publishers' files; returns the manifest.

    Raises:
        SourceError, ContractError, CatalogueError: nothing is written then, and the snapshot
            that was there stays.
    """
    observations, read = collect(folder, catalogue, progress)
    outlines = files.read(folder, BOUNDARIES)
    progress("boundaries")
    drawn = boundaries.write(outlines, catalogue, static)
    table = snapshot.parquet(observations)
    manifest = _manifest(observations, table, read, catalogue)
    manifest["boundaries"] = {
        "source": BOUNDARIES.rsplit("/", 1)[-1],
        "sha256": snapshot.digest(outlines),
        "written": [
            {"file": path.name, "sha256": snapshot.digest(path.read_bytes())} for path in drawn
        ],
    }
    snapshot.save(table, manifest, folder_written)
    return manifest


def collect(
    folder: Path, catalogue: Catalogue, progress: Progress = lambda _: None
) -> tuple[pd.DataFrame, list[ReadFile]]:
    """Parse every feed of the catalogue into one checked frame of observations."""
    frames: list[pd.DataFrame] = []
    contents: dict[str, bytes] = {}
    for feed in catalogue.feeds:
        progress(f"{feed.indicator_id} from {feed.file}")
        others = registry.files_beside(feed, catalogue)
        for file in (feed.file, *others):
            if file not in contents:
                contents[file] = files.read(folder, file)
        beside = {file: contents[file] for file in others}
        frames.append(registry.parse(contents[feed.file], feed, catalogue, beside))
    parsed = pd.concat(frames, ignore_index=True)
    read = [
        _read(feed, file, frame, contents)
        for feed, frame in zip(catalogue.feeds, frames, strict=True)
        for file in (feed.file, *registry.files_beside(feed, catalogue))
    ]
    corrected = corrections.apply(parsed, catalogue.corrections)
    filled = gaps.fill(corrected, catalogue)
    return contract.validate(filled, catalogue.area_codes, catalogue.limits), read


def _read(feed: Feed, file: str, frame: pd.DataFrame, contents: dict[str, bytes]) -> ReadFile:
    ordered = frame.sort_values("period_start")
    return ReadFile(
        source=feed.source,
        file=file,
        sha256=snapshot.digest(contents[file]),
        rows=len(frame) if file == feed.file else 0,
        indicators=(feed.indicator_id,),
        first_period=str(ordered["period"].iloc[0]),
        last_period=str(ordered["period"].iloc[-1]),
    )


def _manifest(
    observations: pd.DataFrame, table: bytes, read: list[ReadFile], catalogue: Catalogue
) -> dict[str, Any]:
    return {
        "observations": {
            "file": snapshot.OBSERVATIONS,
            "sha256": snapshot.digest(table),
            "rows": len(observations),
            "indicators": int(observations["indicator_id"].nunique()),
            "published": int((observations["state"] == "published").sum()),
            "first_day": f"{observations['period_start'].min():%Y-%m-%d}",
            "last_day": f"{observations['period_end'].max():%Y-%m-%d}",
        },
        "sources": [
            _source_entry(source_id, [x for x in read if x.source == source_id], catalogue)
            for source_id in sorted({x.source for x in read})
        ],
        "corrections": [x.id for x in catalogue.corrections],
    }


def _source_entry(source_id: str, read: Iterable[ReadFile], catalogue: Catalogue) -> dict[str, Any]:
    source = catalogue.sources[source_id]
    entries = [asdict(x) for x in sorted(read, key=lambda x: (x.file, x.indicators))]
    for entry in entries:
        del entry["source"]
    return {
        "id": source.id,
        "publisher": source.publisher,
        "licence": source.licence,
        "route": source.route,
        "checked": source.checked,
        "vintage": source.vintage,
        "rows": sum(entry["rows"] for entry in entries),
        "files": entries,
    }
