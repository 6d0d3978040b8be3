"""The pieces pages are put together from: headings, charts, notes, things that unfold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard import gap_pictures, ledger, queries, text
from dashboard.db import Build
from dashboard.frames import rows
from dashboard.gap_pictures import Gap
from dashboard.pictures import Picture, Scene
from dashboard.state import View
from dashboard.views import controls

# Only fullscreen and download; the empty topology keeps Plotly from asking a distant server.
_HIDDEN_BUTTONS = ["select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d", "resetScale2d"]
_HIDDEN_GEO = ["zoomInGeo", "zoomOutGeo", "resetGeo", "hoverClosestGeo", "pan2d", "zoom2d"]


def base_path() -> str:
    """The path the dashboard is served under, '' at the root."""
    configured = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{configured}" if configured else ""


def heading(shown: Scene, view: View) -> None:
    """The indicator, the finding, and what is measured."""
    st.title(text.literal(shown.indicator["title"]), anchor=False)
    people = text.people(view.sex)
    measured = text.sentence_case(shown.unit.name)
    who = f" · {people.capitalize()}" if people else ""
    words = text.age_words(view.age)
    age = f" · {text.sentence_case(words)}" if words else ""
    st.html(
        f"<p class='lede'>{text.safe(shown.finding)}</p>"
        f"<p class='sub'>{text.safe(measured)}{text.safe(who)}{text.safe(age)} · "
        f"{text.safe(view.period)}</p>"
    )


def chart(picture: Picture, key: str) -> None:
    """A chart to look at, with its text alternative."""
    st.plotly_chart(picture.figure, theme=None, key=key, config=_config(), alt=picture.alternative)


def clickable(picture: Picture, key: str) -> None:
    """A chart on which a click chooses a borough."""
    st.plotly_chart(
        picture.figure,
        theme=None,
        key=key,
        config=_config(),
        alt=picture.alternative,
        on_select=lambda: _clicked(key),
        selection_mode="points",
    )


def clicked_area(selection: object) -> str:
    """The GSS code in a chart's selection, '' where there is none."""
    points = selection.get("points", []) if isinstance(selection, dict) else []
    for point in points:
        code = point.get("location") or point.get("customdata") or ""
        code = code[0] if isinstance(code, (list, tuple)) and code else code
        if isinstance(code, str) and code.startswith("E09"):
            return code
    return ""


def about(build: Build, shown: Scene, view: View) -> None:
    """Source, definition, period and caveats, under every chart."""
    sources = queries.sources(build)
    used = list(dict.fromkeys(shown.figures["source_id"].dropna()))
    lines = [_source_line(sources.loc[source_id]) for source_id in used]
    lines.append(text.safe(ledger.line(build, view.indicator)))
    st.html("".join(f"<p class='sub'>{line}</p>" for line in lines))
    with st.expander("What this measures, and what to be careful about"):
        st.html(_definition(shown, view))


def gap_about(build: Build, shown: Gap) -> None:
    """How the gaps were measured and where the figures come from."""
    sources = queries.sources(build)
    used = [x for x in shown.indicator["source_ids"].split("|") if x]
    lines = [_source_line(sources.loc[x]) for x in used]
    lines.append(text.safe(ledger.line(build, str(shown.indicator["indicator_id"]))))
    st.html("".join(f"<p class='sub'>{line}</p>" for line in lines))
    methods = shown.measured["method"].dropna().unique()
    with st.expander("How this was measured"):
        listed = "".join(f"<li>{text.safe(x)}</li>" for x in methods)
        tested = "".join(
            f"<li>{text.safe(x)}</li>"
            for x in dict.fromkeys(str(x["method"]) for x in shown.change.values())
        )
        st.html(
            f"<dl class='defs'><dt>Within</dt><dd>{text.safe(_area_name(build, shown.area))}</dd>"
            f"<dt>Measures</dt><dd><ul>{listed}</ul></dd>"
            f"<dt>Whether it is narrowing</dt><dd><ul>{tested}</ul></dd></dl>"
        )


def inside_boroughs(build: Build, view: View) -> None:
    """The social gradient inside every borough, from published small-area figures."""
    picture, finding, method = gap_pictures.inside(build, view)
    st.html(f"<p class='sub'>{text.safe(finding)}</p>")
    clickable(picture, key="inside_picture")
    st.html(f"<p class='sub'>How it was measured: {text.safe(method)}.</p>")


def _area_name(build: Build, area: str) -> str:
    return str(queries.areas(build)["area_name"][area])


@contextmanager
def unfolded(label: str, key: str) -> Iterator[bool]:
    """Something long that is only made when somebody asks for it."""
    is_open = st.toggle(label, key=key)
    with st.container():
        yield is_open


def states(shown: Scene) -> None:
    """Why the boroughs without a figure have none."""
    own = shown.figures[shown.figures["state"] != "published"]
    if own.empty:
        return
    items = "".join(
        f"<li><strong>{text.safe(row.area_name)}</strong>: {text.STATE_WORDS[row.state].lower()}. "
        f"{text.safe(row.note)}</li>"
        for row in rows(own)
    )
    with st.expander(f"{text.boroughs(len(own)).capitalize()} without a figure, and why"):
        st.html(f"<ul class='sub'>{items}</ul>")


def _source_line(source: object) -> str:
    given = dict(source)  # type: ignore[call-overload]
    route = "" if given["route"] == "official" else " Reached us through a checked compilation."
    return (
        f"Source: {text.safe(given['publisher'])}, "
        f"<a href='{text.safe(given['url'])}'>{text.safe(given['title'])}</a>, edition of "
        f"{text.safe(text.vintage(str(given['vintage'])))}. {text.safe(given['licence'])}.{route}"
    )


def _definition(shown: Scene, view: View) -> str:
    indicator = shown.indicator
    caveats = "".join(f"<li>{text.safe(x)}</li>" for x in indicator["caveats"].split("\n") if x)
    good = {
        "high": "A higher figure is better.",
        "low": "A lower figure is better.",
        "none": "Neither high nor low is judged good; colours say higher or lower only.",
    }[indicator["polarity"]]
    proxy = (
        f"<dt>Stands in for</dt><dd>{text.safe(indicator['proxy_for'])}</dd>"
        if indicator["proxy_for"]
        else ""
    )
    return (
        "<dl class='defs'>"
        f"<dt>In plain words</dt><dd>{text.safe(indicator['measures'])} {good}</dd>"
        f"<dt>Definition</dt><dd>{text.safe(indicator['definition'])}</dd>{proxy}"
        f"<dt>Period</dt><dd>{text.period_kind(indicator['period_kind'], view.period)}</dd>"
        "<dt>How boroughs are compared</dt>"
        f"<dd>{text.comparison_method(view.benchmark, view.confidence)}</dd>"
        f"<dt>Take care</dt><dd><ul>{caveats}</ul></dd></dl>"
    )


def _config() -> dict[str, object]:
    return {
        "displaylogo": False,
        "displayModeBar": "hover",
        "modeBarButtonsToRemove": [*_HIDDEN_BUTTONS, *_HIDDEN_GEO],
        "topojsonURL": f"{base_path()}/app/static/topojson/",
        "scrollZoom": False,
        "responsive": True,
        "toImageButtonOptions": {"format": "png", "scale": 2},
        "locale": "en-GB",
    }


def _clicked(key: str) -> None:
    area = clicked_area(st.session_state[key].get("selection", {}))
    if area:
        controls.choose_area(area)
