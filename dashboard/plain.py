"""Text without the signs nobody sees: what erases, hides or turns round the text beside it."""

from __future__ import annotations

import re

# Controls other than a tab and a line's end, marks that change the direction of writing, and
# what is no character at all.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
_STAND_IN = "\N{REPLACEMENT CHARACTER}"


def plain(value: object) -> str:
    """Text in which each such sign is a visible stand-in."""
    return _UNSEEN.sub(_STAND_IN, str(value))
