"""What the command line says: progress while it works, a summary when it is done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console as RichConsole
from rich.markup import escape

from pipelines import build, contract, publish, snapshot
from pipelines.build import Built
from pipelines.catalogue import CATALOGUE, load
from pipelines.engine import Engine
from pipelines.freshness import KEPT, NOT_LIVE, Freshness
from pipelines.history import Kept

if TYPE_CHECKING:
    from pipelines.outcome import Outcome


class Console:
    """A moving line on a terminal, plain lines in a log."""

    def __init__(self) -> None:
        """Summaries to standard output, progress and problems to standard error."""
        self._out = RichConsole(highlight=False, soft_wrap=True)
        self._err = RichConsole(stderr=True, highlight=False, soft_wrap=True)

    @contextmanager
    def progress(self, title: str) -> Iterator[Callable[[str], None]]:
        """Show each step as it begins."""
        if not self._err.is_terminal:
            yield lambda step: self._err.print(f"{title}: {escape(step)}")
            return
        with self._err.status(f"{title} …") as status:
            yield lambda step: status.update(f"{title}: {escape(step)}")

    def say(self, lines: Sequence[str]) -> None:
        """Print a summary."""
        for line in lines:
            self._out.print(escape(line))

    def problem(self, consequence: str, error: object) -> None:
        """Print what was wrong, and what that means."""
        self._err.print(
            f"{consequence}:\n{escape(str(error))}", style="bold" if sys.stderr.isatty() else ""
        )


def built(done: Built) -> list[str]:
    """The summary of a build."""
    what = "was built before and is" if done.was_there else "is built and"
    return [
        f"Build {done.build_id} {what} published: {done.observations:,} figures, "
        f"{done.indicators} indicators, {done.seconds:.1f} seconds."
    ]


def snapshot_made(manifest: dict[str, Any]) -> list[str]:
    """The summary of a new snapshot."""
    figures = manifest["observations"]
    return [
        f"Snapshot written: {figures['rows']:,} rows ({figures['published']:,} published figures), "
        f"{figures['indicators']} indicators, {figures['first_day']} to {figures['last_day']}.",
        *(
            f"  {x['id']}: {x['rows']:,} rows from {len(x['files'])} feeds, "
            f"{x['route']}, vintage {x['vintage']}"
            for x in manifest["sources"]
        ),
    ]


def checked() -> list[str]:
    """Check the catalogue, the snapshot and the published build, in that order."""
    catalogue = load()
    lines = [
        f"Catalogue: {len(catalogue.indicators)} indicators, {len(catalogue.sources)} sources, "
        f"{len(catalogue.areas)} areas."
    ]
    observations, manifest = snapshot.load()
    contract.validate(observations, catalogue.area_codes, catalogue.limits)
    lines.append(
        f"Snapshot: {len(observations):,} rows obey the contract and are the ones the manifest "
        f"names ({manifest['observations']['sha256'][:12]})."
    )
    pointer = publish.current()
    if not pointer:
        return [*lines, "Build: none is published. Run: python -m pipelines build"]
    with Engine(publish.MARTS / pointer["file"], read_only=True) as engine:
        build.check(engine)
    wanted = build.identify(CATALOGUE, snapshot.SNAPSHOT)
    newer = "" if wanted == pointer["build"] else f" The inputs now make {wanted}: build again."
    return [*lines, f"Build {pointer['build']} passes every check.{newer}"]


def status(
    pointer: Mapping[str, Any], marts: Path, lines: Sequence[Freshness], today: date
) -> list[str]:
    """What the current build holds, and how fresh each source's figures are."""
    with Engine(marts / pointer["file"], read_only=True) as engine:
        facts = engine.table("build").iloc[0]
    return [
        f"Build {facts['build_id']}, published {pointer['published']}.",
        f"{facts['observations']:,} rows, {facts['observations_published']:,} published figures, "
        f"{facts['comparisons']:,} comparisons, {facts['indicators_with_boroughs']} of "
        f"{facts['indicators']} indicators with borough figures.",
        "Source: newest period, edition, last asked, next release",
        *(
            f"  {x.source_id}: {x.latest_period}, edition {x.edition}, "
            f"{f'asked {x.checked[:10]}' if x.checked else 'never asked'}, {_due(x, today)}"
            for x in lines
            if not x.indicator_id
        ),
    ]


def refreshed(done: Outcome) -> list[str]:
    """The summary of a refresh: each source, its drift, and what changed."""
    lines = []
    for source in done.sources:
        lines.append(f"{source.source_id}: {source.outcome}")
        if source.outcome != NOT_LIVE:
            lines += [f"  {x}" for x in source.transfers]
            lines += [
                f"  {x.indicator_id} keeps its last good figures: {x.reason}"
                for x in source.indicators
                if x.outcome == KEPT
            ]
            lines += [f"  {x}" for x in source.drift]
    counts = done.report["summary"]
    lines.append(
        f"{counts['new_periods']} new periods, {counts['new_figures']:,} new figures, "
        f"{counts['revised']:,} revised, {counts['withdrawn']:,} withdrawn, in "
        f"{counts['indicators']} indicators."
    )
    if done.dry_run:
        return [*lines, "A rehearsal: nothing was published."]
    if done.build_id == done.previous:
        return [*lines, f"Build {done.build_id} stays: nothing newer was taken."]
    return [*lines, f"Build {done.build_id} is published (before: {done.previous or 'none'})."]


def builds(kept: Sequence[Kept]) -> list[str]:
    """The builds in the folder, the newest first."""
    if not kept:
        return ["No build is there. Run: python -m pipelines build"]
    return [
        f"{x.build_id}  made {x.made:%Y-%m-%d %H:%M} UTC"
        f"{'  with its snapshot' if x.has_snapshot else ''}{'  (current)' if x.is_current else ''}"
        for x in kept
    ]


def rolled_back(build_id: str, with_snapshot: bool) -> list[str]:
    """What a rollback did, and what it did not."""
    if not with_snapshot:
        return [
            f"Build {build_id} is served again. Its snapshot was not kept: the next build or "
            "refresh begins from the snapshot as it is now."
        ]
    return [
        f"Build {build_id} is served again, and its snapshot is back in place. The next refresh "
        "asks the publishers again: name the sources you trust with --source until then."
    ]


def _due(line: Freshness, today: date) -> str:
    if not line.due:
        return "no further release is announced"
    words = "announced for" if line.due_is_announced else "expected by"
    return f"{'overdue: ' if line.is_overdue(today) else ''}next {words} {line.due}"
