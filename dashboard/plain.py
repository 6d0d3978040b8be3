"""Text as text: without the signs nobody sees, and as Markdown that shows it as it is written."""

from __future__ import annotations

import re

import pandas as pd

# Controls other than a tab and a line's end, marks that change the direction of writing, and
# what is no character at all.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
# A block's signs mean nothing inside a line, which is all that a cell of a table has.
_IN_BLOCKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$~:&])")
_IN_LINES = re.compile(r"([\\`*_\[\]|<>$~:&])")
# What becomes something else by itself, even when its signs are escaped: a link; a picture, as
# :material/home: does; an arrow, a dash or a sign of order, as -- and >= do.
_CHANGED = re.compile(
    r"(?i)(?<=https)(?=\\?:)|(?<=http)(?=\\?:)|(?<=www)(?=\\?\.)|(?<=\w@)(?=\w)"
    r"|(?<=:)(?=[\w+\-/\\]+:)|(?<=[-<>~])(?=\\?[-<>=])"
)
_BREAK = "\N{WORD JOINER}"
_STAND_IN = "\N{REPLACEMENT CHARACTER}"


def plain(value: object) -> str:
    """Text in which each such sign is a visible stand-in."""
    return _UNSEEN.sub(_STAND_IN, str(value))


def markdown(value: object) -> str:
    """Text that Markdown shows as text."""
    return _CHANGED.sub(_BREAK, _IN_BLOCKS.sub(r"\\\1", plain(value)))


def cells(frame: pd.DataFrame) -> pd.DataFrame:
    """A table whose every word is text where cells and headings are read as Markdown."""
    made = frame.map(_cell)
    made.index = made.index.map(_cell)
    made.columns = made.columns.map(_cell)
    return made


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    return _CHANGED.sub(_BREAK, _IN_LINES.sub(r"\\\1", plain(value)))
