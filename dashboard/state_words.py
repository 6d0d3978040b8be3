"""A figure that is not there in a sentence: by its state, in the words every page has for it.

In a cell it is a word of ``text.STATE_WORDS``; its meaning is in ``text.STATE_MEANINGS``.
"""

from __future__ import annotations

_IS = {
    "suppressed": "is suppressed",
    "not_collected": "was not collected",
    "not_applicable": "is not applicable",
    "missing": "is missing",
}


def absent(state: str, name: str = "") -> str:
    """That a figure is not there: Newham's figure is suppressed.

    Args:
        state: suppressed, not_collected, not_applicable or missing.
        name: of the area; '' for "the figure".
    """
    return f"{possessive(name) if name else 'the'} figure {_IS[state]}"


def possessive(name: str) -> str:
    """Newham's, Tower Hamlets'."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"
