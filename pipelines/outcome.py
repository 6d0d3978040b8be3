"""What became of a refresh, source by source, for people and for files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from pipelines import drift
from pipelines.freshness import KEPT, PARTLY, REFRESHED, UNCHANGED
from pipelines.receive import Received
from pipelines.renewal import Renewed


@dataclass(frozen=True)
class SourceOutcome:
    """What became of one source, indicator by indicator."""

    source_id: str
    title: str
    outcome: str
    indicators: tuple[Renewed, ...] = ()
    transfers: tuple[str, ...] = ()
    answered: bool = False

    @property
    def drift(self) -> list[str]:
        """What differs at the publisher, as a diff that people read."""
        found = chain.from_iterable(x.findings for x in self.indicators)
        return drift.written(dict.fromkeys(found))

    @property
    def document(self) -> dict[str, Any]:
        """The outcome as files keep it."""
        return {
            "source_id": self.source_id,
            "title": self.title,
            "outcome": self.outcome,
            "transfers": list(self.transfers),
            "indicators": [
                {"indicator_id": x.indicator_id, "outcome": x.outcome, "reason": x.reason}
                for x in self.indicators
            ],
            "drift": self.drift,
        }


@dataclass(frozen=True)
class Outcome:
    """What a refresh did: every source, and the change report where figures changed."""

    sources: tuple[SourceOutcome, ...]
    build_id: str
    previous: str
    report: Mapping[str, Any]
    dry_run: bool = False

    @property
    def kept_some(self) -> bool:
        """Whether a source that was asked kept its last good figures."""
        return any(x.outcome in (KEPT, PARTLY) for x in self.sources)


def of_source(
    source_id: str, title: str, received: Iterable[Received], renewed: Iterable[Renewed]
) -> SourceOutcome:
    """Sum up a source that was asked."""
    listed, files = tuple(renewed), list(received)
    found = {x.outcome for x in listed}
    outcome = UNCHANGED if found <= {UNCHANGED} else REFRESHED
    if KEPT in found:
        outcome = KEPT if found == {KEPT} else PARTLY
    return SourceOutcome(
        source_id=source_id,
        title=title,
        outcome=outcome,
        indicators=listed,
        transfers=tuple(_transfer(x) for x in files),
        answered=all(x.path is not None for x in files),
    )


def _transfer(received: Received) -> str:
    if received.record is None:
        return f"{received.file.name}: not received: {received.problem}"
    return f"{received.file.name}: {received.how}, {received.record.size:,} bytes"
