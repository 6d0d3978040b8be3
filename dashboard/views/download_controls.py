"""The downloads page's filters, kept in step with the address.

The address has the parameters of the open data routes, so a link here and a link there ask the
same. It is read when it changed outside the controls; otherwise the controls are the truth.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from dashboard.choices import is_tracking
from dashboard.content import downloads
from dashboard.db import Build
from dashboard.exports import cite, files, forgiving, permalink, workbook
from dashboard.exports.request import DAYS, LISTS, SHAPES, Request
from dashboard.views import controls, file_links, parts, shell

_WRITTEN, _GIVEN, _PROBLEMS = "_downloads_written", "_downloads_given", "_downloads_problems"
_KEY = "download_"

Given = dict[str, list[str]]


def adopt(build: Build) -> Request:
    """The request this run shows, with every control set to it."""
    query = {key: st.query_params.get_all(key) for key in st.query_params if not is_tracking(key)}
    held = st.session_state.to_dict()
    changed = bool(query) and query != held.get(_WRITTEN)
    if changed or _GIVEN not in held:
        request, problems = forgiving.read(query or _at_first(), build)
        st.session_state[_PROBLEMS] = list(problems)
    else:
        request, _ = forgiving.read(_drawn(held), build)
    given = _given(request)
    st.session_state[_GIVEN] = given
    controls.settle({_KEY + name: value for name, value in _widgets(request).items()}, held)
    if query != given:
        st.query_params.from_dict(given)
    st.session_state[_WRITTEN] = given
    return request


def _at_first() -> Given:
    """What a visitor without a wish sees: the newest figures, of the borough that is chosen."""
    area = controls.current().area
    return {"latest": ["yes"], **({"area": [area]} if area else {})}


def problems() -> None:
    """Name what the address asked for that does not exist."""
    shell.named(st.session_state[_PROBLEMS])


def show(build: Build, request: Request) -> None:
    """Draw the filters that the chosen dataset has."""
    names = downloads.dataset_names()
    st.selectbox(
        "What", list(names), format_func=names.__getitem__, key=f"{_KEY}dataset", on_change=_forget
    )
    chosen = dict(request.filters)
    for parameter in request.dataset.filters:
        if parameter in LISTS:
            _list(build, parameter, chosen)
        elif parameter == "from":
            _days(build)
        elif parameter == "latest":
            st.toggle("Only each figure's latest period", key=f"{_KEY}latest", on_change=_forget)
    if len(request.dataset.groups) > 1:
        _columns(request)


def files_of(build: Build, request: Request, rows: int) -> None:
    """One link a format; the file is only made when somebody asks for it."""
    found = "".join(_file(build, request, ending, rows) for ending in files.FORMATS)
    with st.container(key="download_buttons"):
        st.html(f"<p class='files'>{found}</p>")


def address(build: Build, request: Request) -> None:
    """The rows' address, kept to this build or not, where people can copy it."""
    pinned = st.toggle(
        "Keep to these figures",
        key=f"{_KEY}pinned",
        help=f"The address then gives build {build.build_id}, even when newer figures come.",
    )
    own = permalink.address(request, origin(), "csv", build.build_id if pinned else "")
    st.code(own, language=None, wrap_lines=True)


def citation(build: Build, request: Request) -> None:
    """How to cite exactly these rows."""
    st.code(cite.citation(request, build, permanent(build, request)), None, wrap_lines=True)


def permanent(build: Build, request: Request) -> str:
    """The address that files carry: of this build, whatever comes later."""
    return permalink.address(request, origin(), "csv", build.build_id)


def origin() -> str:
    """Where this dashboard is, as the viewer's browser has it: scheme, host, base path."""
    here = urlsplit(str(st.context.url or ""))
    return f"{here.scheme}://{here.netloc}{parts.base_path()}" if here.netloc else ""


def _file(build: Build, request: Request, ending: str, rows: int) -> str:
    kind = files.FORMATS[ending]
    if not rows:
        return file_links.no_link(kind.title, "no rows")
    if ending == "xlsx" and rows > workbook.MOST_ROWS:
        return file_links.no_link(kind.title, f"at most {workbook.MOST_ROWS:,} rows")
    address = permalink.download(request, ending, build.build_id)
    return file_links.link(address, kind.title, kind.explanation)


def _list(build: Build, parameter: str, chosen: Mapping[str, tuple[str, ...]]) -> None:
    words = downloads.named(build, parameter)
    st.multiselect(
        downloads.LABELS[parameter],
        downloads.options(build, parameter, chosen),
        format_func=lambda value: words.get(value, value),
        key=_KEY + parameter,
        placeholder="All",
        on_change=_forget,
    )


def _days(build: Build) -> None:
    """The first and last day that periods may cover."""
    left, right = st.columns(2, gap="small")
    earliest, newest = downloads.days(build)
    for column, name, label in ((left, "from", "Not before"), (right, "to", "Not after")):
        with column:
            st.date_input(
                label,
                value=None,
                min_value=earliest,
                max_value=newest,
                format="DD/MM/YYYY",
                key=_KEY + name,
                on_change=_forget,
            )


def _columns(request: Request) -> None:
    st.segmented_control(
        "Layout",
        SHAPES,
        format_func=downloads.SHAPES.__getitem__,
        key=f"{_KEY}shape",
        required=True,
        on_change=_forget,
    )
    if request.shape == "long":
        st.multiselect(
            "Columns beside the figures",
            [x for x in request.dataset.groups if x != "main"],
            format_func=downloads.PARTS.__getitem__,
            key=f"{_KEY}include",
            placeholder="None",
            on_change=_forget_columns,
        )


def _given(request: Request) -> Given:
    """The request as the address of this page has it."""
    given = permalink.parameters(request)
    if request.dataset.name != forgiving.USUAL:
        given = {"dataset": [request.dataset.name], **given}
    # An empty address means a visitor without a wish, which this one is not.
    return given or {"latest": ["no"]}


def _widgets(request: Request) -> dict[str, object]:
    chosen = dict(request.filters)
    lists: dict[str, object] = {
        x: list(chosen.get(x, ())) for x in request.dataset.filters if x in LISTS
    }
    days = {x: date.fromisoformat(chosen[x][0]) if x in chosen else None for x in DAYS}
    return {
        "dataset": request.dataset.name,
        **lists,
        **days,
        "latest": "latest" in chosen,
        "shape": request.shape,
        "include": permalink.parts(request),
    }


def _drawn(held: Mapping[str, Any]) -> Given:
    """What the controls hold; what is not drawn keeps what it was."""
    given: Given = dict(held[_GIVEN])
    dataset = held.get(f"{_KEY}dataset", forgiving.USUAL)
    if dataset != given.get("dataset", [forgiving.USUAL])[0]:
        # Another dataset keeps the filters that it has too.
        kept = {name: given[name] for name in given if name in downloads.filters(dataset)}
        return {**kept, "dataset": [dataset]}
    for name in (*LISTS, "include"):
        if _KEY + name in held:
            given[name] = list(held[_KEY + name])
    for name in DAYS:
        if _KEY + name in held:
            day = held[_KEY + name]
            given[name] = [day.isoformat()] if day else []
    if f"{_KEY}latest" in held:
        given["latest"] = ["yes" if held[f"{_KEY}latest"] else "no"]
    if f"{_KEY}shape" in held:
        given["shape"] = [held[f"{_KEY}shape"]]
    known = (*downloads.filters(dataset), "dataset", "columns", "include", "shape")
    given = {name: values for name, values in given.items() if name in known}
    given["include"] = given.get("include") or ["main"]
    return given


def _forget_columns() -> None:
    """Choosing parts takes the place of columns that the address named one by one."""
    _forget()
    kept = st.session_state[_GIVEN]
    st.session_state[_GIVEN] = {name: kept[name] for name in kept if name != "columns"}


def _forget() -> None:
    st.session_state[_PROBLEMS] = []
