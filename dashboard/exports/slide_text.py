"""Text that fits its box: how wide it is in Arial, how it breaks, which size has room for it.

Widths are those of Adobe's metrics of Helvetica, which Arial and the free fonts that stand in for
it share; a computer without Arial therefore breaks lines in the same places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Thousandths of the type's size, from the space (32) to the tilde (126).
_ASCII = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_LATIN, _WIDEST = 0.62, 1.0
_BOLD = 1.08
# Programs differ a little in how they set type; a line that only just fits is broken.
_CAUTION = 1.03
LINE = 1.2


@dataclass(frozen=True)
class Fitted:
    """Lines that fit a box at a size in points; ``is_cut`` where the end had to go."""

    lines: tuple[str, ...]
    size: float
    is_cut: bool

    @property
    def height(self) -> float:
        """How high the lines are, in points."""
        return len(self.lines) * self.size * LINE


def plain(text: object) -> str:
    """One line of printable text: what XML cannot hold or nobody can see is left out."""
    return "".join(c for c in " ".join(str(text).split()) if c.isprintable())


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide a line is, in points."""
    return sum(map(_share, text)) * size * (_BOLD if bold else 1.0) * _CAUTION


def lines(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """The lines a text breaks into at a width in points; a word too long for one is cut."""
    found: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold) <= room:
            line = longer
            continue
        if line:
            found.append(line)
        *whole, line = _pieces(word, size, room, bold)
        found += whole
    return [*found, line] if line else found


def fitted(
    text: str, sizes: Sequence[float], room: float, height: float, bold: bool = False
) -> Fitted:
    """The text at the largest of several sizes at which it fits; the end is cut if none does.

    Args:
        text: what is written.
        sizes: in points, the largest first.
        room: the box's width in points.
        height: the box's height in points.
        bold: whether it is set bold.
    """
    for size in sizes:
        found = lines(text, size, room, bold)
        if len(found) * size * LINE <= height:
            return Fitted(tuple(found), size, is_cut=False)
    most = max(1, int(height / (sizes[-1] * LINE)))
    kept = found[:most]
    last = kept[-1]
    while last and width(f"{last}…", sizes[-1], bold) > room:
        last = last[:-1]
    return Fitted((*kept[:-1], f"{last.rstrip()}…"), sizes[-1], is_cut=True)


def _share(character: str) -> float:
    code = ord(character)
    if 32 <= code <= 126:
        return _ASCII[code - 32] / 1000
    return _LATIN if code < 0x250 else _WIDEST


def _pieces(word: str, size: float, room: float, bold: bool) -> list[str]:
    """A word in pieces that fit a line each; nearly always one."""
    pieces = [""]
    for character in word:
        if pieces[-1] and width(pieces[-1] + character, size, bold) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces
