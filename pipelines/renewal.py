"""From files received to a new snapshot: each indicator is taken whole, or keeps what it had."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from pipelines import bulk, contract, corrections, drift, gaps, shape, snapshot
from pipelines.catalogue import Catalogue
from pipelines.drift import Finding
from pipelines.errors import PipelineError
from pipelines.freshness import KEPT, REFRESHED, UNCHANGED
from pipelines.receive import Received
from pipelines.upstream import LiveFeed, Upstream

SERIES = ["sex", "age", "group_type"]


@dataclass(frozen=True)
class Renewed:
    """What became of one indicator of one source."""

    source_id: str
    indicator_id: str
    outcome: str
    reason: str = ""
    findings: tuple[Finding, ...] = ()
    figures: pd.DataFrame | None = None
    replaces: tuple[str, ...] = ()
    entries: tuple[Mapping[str, Any], ...] = ()

    def kept_because(self, reason: str) -> Renewed:
        """The same indicator with its last good figures after all."""
        return replace(self, outcome=KEPT, reason=reason, figures=None)


@dataclass(frozen=True)
class Before:
    """What a refresh begins with, and what a person has allowed it."""

    observations: pd.DataFrame
    manifest: Mapping[str, Any]
    catalogue: Catalogue
    accepted: frozenset[str] = frozenset()


def renew(
    received: Sequence[Received],
    upstream: Upstream,
    before: Before,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Renewed]:
    """Parse and judge everything received of one source, indicator by indicator."""
    shapes = {x.file.name: _shape(x, upstream) for x in received}
    by_indicator: dict[str, list[tuple[LiveFeed, Received]]] = {}
    for one in received:
        for live in one.file.feeds:
            by_indicator.setdefault(live.feed.indicator_id, []).append((live, one))
    renewed = []
    for indicator_id, parts in by_indicator.items():
        progress(f"{upstream.id}: {indicator_id}")
        names = dict.fromkeys(one.file.name for _, one in parts)
        findings = tuple(finding for name in names for finding in shapes[name])
        draft = Renewed(upstream.id, indicator_id, REFRESHED, findings=findings)
        try:
            renewed.append(_judged(draft, parts, upstream, before))
        except PipelineError as error:
            renewed.append(draft.kept_because(str(error)))
    return renewed


def merged(before: Before, renewed: Iterable[Renewed]) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The snapshot with what was refreshed in the place of what it replaces, and its manifest."""
    observations, manifest = before.observations, dict(before.manifest)
    for one in renewed:
        if one.outcome == REFRESHED and one.figures is not None:
            observations = _replaced(observations, one)
            manifest["sources"] = _entries(manifest["sources"], one, before.catalogue)
    held = observations.groupby("source_id").size()
    manifest["sources"] = [
        x | {"rows": int(held[x["id"]])} for x in manifest["sources"] if x["id"] in held.index
    ]
    table = snapshot.parquet(observations)
    manifest["observations"] = dict(before.manifest["observations"]) | {
        "sha256": snapshot.digest(table),
        "rows": len(observations),
        "indicators": int(observations["indicator_id"].nunique()),
        "published": int((observations["state"] == "published").sum()),
        "first_day": f"{observations['period_start'].min():%Y-%m-%d}",
        "last_day": f"{observations['period_end'].max():%Y-%m-%d}",
    }
    return observations, manifest


def _shape(received: Received, upstream: Upstream) -> list[Finding]:
    if received.path is None:
        return []
    try:
        return shape.check(received.path.read_bytes(), received.file, upstream)
    except PipelineError as error:
        return [Finding("unreadable", True, received.file.name, str(error))]


def _judged(
    draft: Renewed,
    parts: Sequence[tuple[LiveFeed, Received]],
    upstream: Upstream,
    before: Before,
) -> Renewed:
    """One indicator: received, of the right shape, parsed, whole, and not adrift.

    Raises:
        PipelineError: when its files cannot be read as the catalogue says.
    """
    missing = [one.problem for _, one in parts if one.path is None]
    if missing:
        return draft.kept_because(missing[0])
    stop = next((x for x in draft.findings if x.stops), None)
    if stop is not None:
        return draft.kept_because(stop.message)
    catalogue = before.catalogue
    frames = [bulk.parse(one.path, live.feed, catalogue) for live, one in parts if one.path]
    figures = _whole(frames, draft.indicator_id, catalogue)
    draft = replace(
        draft,
        figures=figures,
        replaces=tuple({x: None for live, _ in parts for x in live.replaces}),
        entries=tuple(_entry(x, one) for x, (_, one) in zip(frames, parts, strict=True)),
    )
    old = before.observations[_in_the_way(before.observations, draft)]
    if _same(old, figures):
        return replace(draft, outcome=UNCHANGED, figures=None)
    adrift = drift.of_figures(old, figures, upstream.tolerance, catalogue.boroughs)
    if draft.source_id in before.accepted:
        adrift = [
            replace(x, stops=False, message=f"{x.message} (accepted by whoever ran the refresh)")
            for x in adrift
        ]
    draft = replace(draft, findings=(*draft.findings, *adrift))
    stop = next((x for x in adrift if x.stops), None)
    if stop is not None:
        return draft.kept_because(stop.message)
    rows = _replaced(before.observations, draft)
    rows = rows[rows["indicator_id"] == draft.indicator_id]
    contract.validate(rows, catalogue.area_codes, catalogue.limits)
    return draft


def _whole(frames: Sequence[pd.DataFrame], indicator_id: str, catalogue: Catalogue) -> pd.DataFrame:
    """Parsed figures with their corrections, their gaps explained, and checked."""
    own = [x for x in catalogue.corrections if x.match["indicator_id"] == indicator_id]
    parsed = corrections.apply(pd.concat(frames, ignore_index=True), own)
    filled = gaps.fill(parsed, catalogue)
    whole = contract.validate(filled, catalogue.area_codes, catalogue.limits)
    types = {column: contract.dtype_of(column) for column in contract.COLUMNS}
    return whole[list(contract.COLUMNS)].astype(types)


def _in_the_way(observations: pd.DataFrame, one: Renewed) -> pd.Series[bool]:
    """The rows that new figures take the place of.

    All of the same source, and of the sources named those of the same sex, age and breakdown.
    """
    same = observations["indicator_id"] == one.indicator_id
    own = observations["source_id"] == one.source_id
    if one.figures is None or not one.replaces:
        return same & own
    series = pd.MultiIndex.from_frame(one.figures[SERIES].drop_duplicates())
    theirs = observations["source_id"].isin(one.replaces)
    covered = pd.MultiIndex.from_frame(observations[SERIES]).isin(series)
    return same & (own | (theirs & covered))


def _replaced(observations: pd.DataFrame, one: Renewed) -> pd.DataFrame:
    kept = observations[~_in_the_way(observations, one)]
    return pd.concat([kept, one.figures], ignore_index=True)


def _same(old: pd.DataFrame, new: pd.DataFrame) -> bool:
    """Whether nothing changed, row for row."""
    if len(old) != len(new):
        return False
    columns, key = list(contract.COLUMNS), list(contract.KEY)
    first = old[columns].sort_values(key, ignore_index=True)
    second = new[columns].sort_values(key, ignore_index=True)
    return first.equals(second)


def _entry(frame: pd.DataFrame, received: Received) -> dict[str, Any]:
    """A file's line in the manifest."""
    ordered, record = frame.sort_values("period_start"), received.record
    return {
        "file": received.file.name,
        "sha256": record.sha256 if record else "",
        "rows": len(frame),
        "indicators": [str(ordered["indicator_id"].iloc[0])],
        "first_period": str(ordered["period"].iloc[0]),
        "last_period": str(ordered["period"].iloc[-1]),
        "edition": record.edition if record else "",
        "retrieved": record.retrieved if record else "",
    }


def _entries(
    sources: Iterable[Mapping[str, Any]], one: Renewed, catalogue: Catalogue
) -> list[dict[str, Any]]:
    """The manifest's sources with one indicator's files renewed."""
    known = {x["id"]: dict(x) for x in sources}
    source = catalogue.sources[one.source_id]
    entry = known.setdefault(
        source.id,
        {
            "id": source.id,
            "publisher": source.publisher,
            "licence": source.licence,
            "route": source.route,
            "checked": source.checked,
            "vintage": source.vintage,
            "rows": 0,
            "files": [],
        },
    )
    others = [x for x in entry["files"] if one.indicator_id not in x["indicators"]]
    ordered = sorted([*others, *one.entries], key=lambda x: (x["file"], x["indicators"]))
    entry["files"] = [dict(x) for x in ordered]
    entry["vintage"] = max([entry["vintage"], *(x["edition"] for x in one.entries)])
    entry["retrieved"] = max(x["retrieved"] for x in one.entries)
    return [known[name] for name in sorted(known)]
