"""Choosing among what exists, with a sentence for what was asked for and does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

LONGEST_VALUE = 60
SEX_ORDER = ("persons", "female", "male")
_MOST_LISTED = 12
_TRACKING = ("fbclid", "gclid", "msclkid", "mc_cid", "mc_eid", "igshid")


def one_of(given: Mapping[str, str], key: str, allowed: Iterable[str], problems: list[str]) -> str:
    """The value given if it is allowed, else the first that is, with a sentence that says so."""
    options = list(allowed)
    wanted = given.get(key, "").strip()
    found = among(wanted, options)
    if wanted and not found:
        problems.append(absent(key, wanted, options, f"showing {options[0]}"))
    return found or options[0]


def among(wanted: str, options: Iterable[str]) -> str:
    """The option written so in any case, '' where there is none."""
    return next((x for x in options if x.casefold() == wanted.casefold()), "")


def absent(key: str, wanted: str, options: Iterable[str], done: str) -> str:
    """The sentence for a value that does not exist: what was done instead, and what there is."""
    listed = list(options)
    there = ", ".join(listed[:_MOST_LISTED]) + (" …" if len(listed) > _MOST_LISTED else "")
    return f"There is no {key} '{shortened(wanted)}' here; {done}. There is: {there}."


def is_tracking(key: str) -> bool:
    """Whether other sites add a key to links, to count who follows them; it asks for nothing."""
    return key.startswith("utm_") or key in _TRACKING


def shortened(value: str) -> str:
    """A value as it may be quoted back: printable, and not endless."""
    printable = "".join(c if c.isprintable() else "�" for c in value)
    return printable if len(printable) <= LONGEST_VALUE else printable[: LONGEST_VALUE - 1] + "…"


def shown(indicators: pd.DataFrame) -> pd.Series[bool]:
    """Which indicators a map can show: those with borough figures that are not mere context."""
    return (indicators["boroughs"] > 0) & ~indicators["context"]


def unique(values: Iterable[str]) -> list[str]:
    """Distinct values in order; of sexes, both together first where that is published."""
    distinct = list(dict.fromkeys(values))
    return [x for x in SEX_ORDER if x in distinct] or distinct
