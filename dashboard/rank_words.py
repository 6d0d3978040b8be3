"""Where a borough stands among the others, in words: its place, and the range it is likely in.

A place is counted from the nearer end, 4th worst or 2nd best, and its range from the same end.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from dashboard.frames import missing
from dashboard.text import ordinal

UNKNOWN = "how sure is not known"
# From the highest figures down, in words that do not judge.
_FIFTHS = ("highest", "second highest", "middle", "second lowest", "lowest")
_ENDS = {"high": ("worst", "best"), "low": ("worst", "best"), "none": ("highest", "lowest")}


class Rank(NamedTuple):
    """The place of a figure among the boroughs', 1 the worst (or highest), and its range.

    ``shared`` boroughs have the same figure; ``lower`` and ``upper`` are None where no interval is
    published to make a range of.
    """

    place: int
    shared: int
    lower: int | None
    upper: int | None
    of: int

    @property
    def from_best(self) -> int:
        """The place counted from the other end, which equal figures share too."""
        return self.of - self.place - self.shared + 2

    @property
    def is_better_half(self) -> bool:
        """Whether the best (or lowest) end is the nearer one."""
        return self.from_best < self.place


def of_row(row: Any) -> Rank | None:
    """The rank in a row of the mart's columns; None where there is none."""
    if missing(row.rank):
        return None
    lower, upper = (None if missing(x) else int(x) for x in (row.rank_lower, row.rank_upper))
    return Rank(int(row.rank), int(row.rank_shared), lower, upper, int(row.rank_of))


def words(rank: Rank, polarity: str) -> str:
    """A rank with its range: 4th worst of 31, likely 1st to 5th."""
    likely = sureness(rank, polarity)
    joint = "; " if likely == UNKNOWN else ", "
    return joint.join(x for x in (place(rank, polarity), likely) if x)


def fifth(quintile: Any, polarity: str) -> str:
    """The fifth of the boroughs in order that a figure is in: second highest fifth; '' for none.

    Args:
        quintile: as in the mart, 1 the worst fifth, or the highest where neither end is good.
        polarity: high, low or none is good.
    """
    if missing(quintile):
        return ""
    place = 6 - int(quintile) if polarity == "high" else int(quintile)
    return f"{_FIFTHS[place - 1]} fifth"


def place(rank: Rank, polarity: str) -> str:
    """The place alone: 4th worst of 31, Joint best of 32."""
    if rank.shared == rank.of:
        return f"The same in all {rank.of} boroughs"
    worst, best = _ENDS[polarity]
    number, end = (rank.from_best, best) if rank.is_better_half else (rank.place, worst)
    parts = ("joint" if rank.shared > 1 else "", ordinal(number) if number > 1 else "", end)
    said = " ".join(part for part in parts if part)
    return f"{said[:1].upper()}{said[1:]} of {rank.of}"


def sureness(rank: Rank, polarity: str) -> str:
    """The range alone, from the same end as the place; '' where every figure is the same."""
    if rank.shared == rank.of:
        return ""
    if rank.lower is None or rank.upper is None:
        return UNKNOWN
    if rank.lower == rank.upper:
        return "with little doubt"
    if rank.is_better_half:
        first, last = rank.of + 1 - rank.upper, rank.of + 1 - rank.lower
        return f"likely {ordinal(first)} to {ordinal(last)} {_ENDS[polarity][1]}"
    return f"likely {ordinal(rank.lower)} to {ordinal(rank.upper)}"
