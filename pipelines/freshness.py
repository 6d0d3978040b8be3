"""How fresh each figure is: newest period, when it was brought in, when the next one is due."""

from __future__ import annotations

import calendar
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from pipelines import files
from pipelines.catalogue import Catalogue, Source

LAST_REFRESH = "last-refresh.json"
# What a refresh did with a source or an indicator.
REFRESHED, UNCHANGED, KEPT = "refreshed", "unchanged", "kept"
PARTLY, NOT_LIVE = "partly kept", "no live address"


@dataclass(frozen=True)
class Freshness:
    """One line of the ledger: a source, or an indicator with the source of its newest figure.

    Days are ISO 8601. ``retrieved`` is when the figures last changed here through a refresh and
    ``checked`` when the publisher was last asked and answered; "" where never. ``due`` is the day
    by which a newer release is expected, "" where none is.
    """

    source_id: str
    indicator_id: str
    title: str
    publisher: str
    latest_period: str
    latest_day: str
    edition: str
    retrieved: str
    checked: str
    due: str
    due_is_announced: bool
    outcome: str

    def is_overdue(self, today: date) -> bool:
        """Whether a newer release should be out by now."""
        return bool(self.due) and today.isoformat() > self.due


def ledger(
    observations: pd.DataFrame,
    manifest: Mapping[str, Any],
    catalogue: Catalogue,
    refreshed: Mapping[str, Any],
) -> list[Freshness]:
    """The ledger of a snapshot: its sources first, then its indicators.

    Args:
        observations: the snapshot.
        manifest: its manifest.
        catalogue: titles, and when publishers release.
        refreshed: the summary of the last refresh, empty where there was none.
    """
    published = observations[observations["state"] == "published"].sort_values("period_end")
    entries = {x["id"]: x for x in manifest["sources"]}
    newest = published.drop_duplicates("source_id", keep="last")
    lines = [
        _line(row, "", catalogue.sources[row.source_id].title, entries, catalogue, refreshed)
        for row in _rows(newest.sort_values("source_id"))
    ]
    boroughs = published[published["area_code"].isin(catalogue.boroughs)]
    newest = boroughs.drop_duplicates("indicator_id", keep="last").sort_values("indicator_id")
    return lines + [
        _line(
            row,
            row.indicator_id,
            catalogue.indicators[row.indicator_id].title,
            entries,
            catalogue,
            refreshed,
        )
        for row in _rows(newest)
    ]


def write(lines: list[Freshness], build_id: str, marts: Path) -> None:
    """Keep the ledger beside the build it describes."""
    content = json.dumps([asdict(x) for x in lines], indent=1, ensure_ascii=False) + "\n"
    files.replace(marts / f"freshness-{build_id}.json", content.encode())


def read(build_id: str, marts: Path) -> list[Freshness]:
    """The ledger beside a build, empty where none was written."""
    try:
        found = json.loads((marts / f"freshness-{build_id}.json").read_bytes())
        return [Freshness(**x) for x in found]
    except (OSError, ValueError, TypeError):
        return []


def last_refresh(marts: Path) -> dict[str, Any]:
    """The summary of the last refresh, empty where there was none."""
    try:
        return dict(json.loads((marts / LAST_REFRESH).read_bytes()))
    except (OSError, ValueError, TypeError):
        return {}


def as_rows(lines: list[Freshness], today: date) -> list[dict[str, Any]]:
    """The ledger for machines, with whether each line is overdue today."""
    return [asdict(x) | {"overdue": x.is_overdue(today)} for x in lines]


def _rows(frame: pd.DataFrame) -> Iterator[Any]:
    yield from frame.itertuples(index=False)


def _line(
    row: Any,
    indicator_id: str,
    title: str,
    entries: Mapping[str, Any],
    catalogue: Catalogue,
    refreshed: Mapping[str, Any],
) -> Freshness:
    source = catalogue.sources[row.source_id]
    entry = entries.get(source.id, {})
    edition = _edition(entry, indicator_id, source)
    outcomes = {x["source_id"]: x["outcome"] for x in refreshed.get("sources", ())}
    return Freshness(
        source_id=source.id,
        indicator_id=indicator_id,
        title=title,
        publisher=source.publisher,
        latest_period=row.period,
        latest_day=f"{row.period_end:%Y-%m-%d}",
        edition=edition,
        retrieved=entry.get("retrieved", ""),
        checked=refreshed.get("checked", {}).get(source.id, ""),
        due=_due(source, edition),
        due_is_announced=bool(source.next_release),
        outcome=outcomes.get(source.id, ""),
    )


def _edition(entry: Mapping[str, Any], indicator_id: str, source: Source) -> str:
    """The edition of an indicator's own file where a refresh brought it, else the source's."""
    own = [
        x["edition"]
        for x in entry.get("files", ())
        if indicator_id in x["indicators"] and "edition" in x
    ]
    return max(own, default="") or str(entry.get("vintage", source.vintage))


def _due(source: Source, edition: str) -> str:
    """The announced day, or the longest time between releases after the end of the edition."""
    if source.next_release or not source.release_months:
        return source.next_release
    year, month, day = (*(int(x) for x in edition.split("-")), 12, 31)[:3]
    if edition.count("-") < 2:
        day = 31
    months = year * 12 + month - 1 + source.release_months
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day, calendar.monthrange(year, month)[1])).isoformat()
