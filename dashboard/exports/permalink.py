"""The address that gives exactly the rows of a request."""

from __future__ import annotations

from urllib.parse import urlencode

from dashboard.exports.describe import Column
from dashboard.exports.request import Request

API = "/api/v1"


def address(request: Request, origin: str, ending: str, build_id: str = "") -> str:
    """An absolute address of the open data routes.

    Args:
        origin: scheme, host and base path the dashboard is served under, no slash at the end.
        ending: the kind of file.
        build_id: a build to keep to; '' for whichever is current.
    """
    pinned = {"build": [build_id]} if build_id else {}
    query = urlencode(parameters(request) | pinned, doseq=True)
    return f"{origin}{API}/{request.dataset.name}.{ending}{'?' if query else ''}{query}"


def download(request: Request, ending: str, build_id: str) -> str:
    """The address of a request's file, relative to any page of the dashboard.

    Args:
        ending: the kind of file.
        build_id: the build that the page shows, whose rows the file has.
    """
    query = urlencode(parameters(request) | {"build": [build_id]}, doseq=True)
    return f"download/{request.dataset.name}.{ending}?{query}"


def parameters(request: Request) -> dict[str, list[str]]:
    """A request as an address has it, whole parts of its columns by the part's name."""
    given = {name: list(values) for name, values in request.filters}
    if request.shape == "wide":
        # Its columns are the periods, whatever else is included.
        return given | {"shape": [request.shape]}
    included = parts(request)
    if request.columns != _of(request, included):
        return given | {"columns": [column.name for column in request.columns]}
    if set(included) == set(request.dataset.usual_groups) - {"main"}:
        return given
    return given | {"include": included or ["main"]}


def parts(request: Request) -> list[str]:
    """The parts of the dataset that a request includes beside the main one."""
    return [x for x in dict.fromkeys(c.group for c in request.columns) if x != "main"]


def _of(request: Request, included: list[str]) -> tuple[Column, ...]:
    return tuple(x for x in request.dataset.columns if x.group in ("main", *included))
