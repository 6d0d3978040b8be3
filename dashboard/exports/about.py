"""What every downloaded file says of itself: the query, the build, the sources, how to cite it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Source:
    """Where figures of a file come from, and on what terms."""

    title: str
    publisher: str
    edition: str
    licence: str
    licence_url: str
    attribution: str
    url: str

    @property
    def line(self) -> str:
        """One paragraph: who, what, which edition, where, on what terms."""
        attribution = f" {self.attribution}" if self.attribution else ""
        return (
            f"{self.publisher}, {self.title}, edition of {self.edition}, {self.url} "
            f"({self.licence}, {self.licence_url}).{attribution}"
        )


@dataclass(frozen=True)
class About:
    """One download.

    ``name`` is the file's name without its ending; ``query`` is every choice that decides the
    rows, in words; ``day`` is the newest release among the sources, which dates the files so that
    the same query of the same build gives the same bytes; ``permalink`` asks for exactly this
    query of exactly this build; ``licences`` are those of the sources, names with addresses.
    """

    title: str
    summary: str
    name: str
    query: tuple[tuple[str, str], ...]
    rows: int
    build: str
    day: date
    sources: tuple[Source, ...]
    licences: tuple[tuple[str, str], ...]
    citation: str
    permalink: str

    @property
    def counted(self) -> str:
        """1 row, 1,234 rows."""
        return f"{self.rows:,} row{'' if self.rows == 1 else 's'}"

    @property
    def terms(self) -> str:
        """The licences of the sources with their addresses, in a line."""
        return "; ".join(f"{name}, {address}" for name, address in self.licences)

    @property
    def choices(self) -> tuple[str, ...]:
        """Each choice of the query as a line."""
        return tuple(f"{key}: {value}" for key, value in self.query)


def newest(vintage: str) -> date:
    """The first day a release date stands for: 2026-05 is 1 May 2026."""
    parts = [int(part) for part in vintage.split("-")] + [1, 1]
    return date(parts[0], parts[1], parts[2])
