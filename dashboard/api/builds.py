"""Which build a question is about: the one it names, else the newest."""

from __future__ import annotations

from dashboard import db
from dashboard.db import Build
from dashboard.exports.request import BadRequestError, quoted


class BuildGoneError(Exception):
    """A build that is not kept any more: its name, as it may be repeated."""


def one_value(given: dict[str, list[str]], name: str) -> str:
    """Take a parameter that may be given once out of what is asked, '' where it is not there.

    Raises:
        BadRequestError: when it is given more than once.
    """
    said = given.pop(name, [""])
    if len(said) > 1:
        raise BadRequestError(name, f"{len(said)} values", "one value")
    return said[0]


def take(given: dict[str, list[str]]) -> tuple[Build, bool]:
    """The build that the parameter ``build`` names, taken out of the parameters, or the newest.

    Returns:
        The build, and whether it was named.

    Raises:
        BadRequestError: when more than one is named.
        BuildGoneError: when it is not kept.
    """
    wanted = one_value(given, "build")
    if not wanted:
        return db.current(), False
    found = db.at(wanted)
    if found is None:
        raise BuildGoneError(quoted(wanted))
    return found, True
