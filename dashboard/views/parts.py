"""The pieces pages are put together from: headings, charts, notes, things that unfold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import citations, queries, text
from dashboard.citations import Cited
from dashboard.content import absences, gaps, glossary, ledger
from dashboard.content.gaps import Gap
from dashboard.content.maps import Scene
from dashboard.content.picture import Picture
from dashboard.db import Build
from dashboard.exports import files, forgiving
from dashboard.state import View
from dashboard.views import controls, theme

# Only fullscreen and download; the empty topology keeps Plotly from asking a distant server.
_HIDDEN_BUTTONS = ["select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d", "resetScale2d"]
_HIDDEN_GEO = ["zoomInGeo", "zoomOutGeo", "resetGeo", "hoverClosestGeo", "pan2d", "zoom2d"]
BELOW = "The same figures are in a table further down this page."


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
    st.plotly_chart(
        picture.themed(theme.current()),
        theme=None,
        key=key,
        config=chart_config(),
        alt=picture.alternative,
    )


def clickable(
    picture: Picture, key: str, height: Literal["content", "stretch"] = "content"
) -> None:
    """A chart on which a click chooses a borough; as high as it says, or as its frame is."""
    st.plotly_chart(
        picture.themed(theme.current()),
        theme=None,
        key=key,
        config=chart_config(),
        alt=picture.alternative,
        height=height,
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


def about(build: Build, shown: Scene, view: View, table: str = BELOW) -> None:
    """Source, definition, period and caveats, under every chart, and how to share it.

    Args:
        build: whose figures are shown.
        shown: the figures.
        view: what decided them.
        table: where the same figures stand as a table, a sentence.
    """
    sources = queries.sources(build)
    used = list(dict.fromkeys(shown.figures["source_id"].dropna()))
    lines = [_source_line(sources.loc[source_id]) for source_id in used]
    lines.append(text.safe(ledger.line(build, view.indicator)))
    st.html("".join(f"<p class='sub'>{line}</p>" for line in lines))
    with st.expander("What this measures, and what to be careful about"):
        st.html(_definition(build, shown, view))
    cited = citations.of_figures(
        shown.indicator, view.period, view.sex, view.age, view.benchmark, _rows(sources, used)
    )
    share(build, cited, table)


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
    view = controls.current()
    cited = citations.of_gaps(
        shown.indicator,
        gaps.latest_period(shown),
        shown.sex,
        view.age,
        view.by,
        _rows(sources, used),
    )
    share(build, cited, "Every measure is in a table further up this page.")


def share(build: Build, cited: Cited, table: str) -> None:
    """The view's whole address and a citation, each to be copied, and where its table is.

    Args:
        build: whose figures are shown.
        cited: what is seen, in the words of a citation.
        table: where the same figures stand as a table, a sentence.
    """
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    address = citations.link(st.context.url or "", query)
    built = queries.facts(build)["built_at"].date()
    citation = citations.line(cited, build.build_id, built, address)
    with st.expander("Share or cite"), st.container(key="share"):
        st.html("<p class='sub'>A link that opens this view as you see it:</p>")
        st.code(address, language=None, wrap_lines=True)
        st.html("<p class='sub'>A citation:</p>")
        st.code(citation, language=None, wrap_lines=True)
        st.html(
            f"<p class='sub'>{text.safe(table)} A later build may hold newer figures at the same "
            "link; the build's code says which you saw. "
            f"{glossary.anchor('build', 'What is a build?')}</p>"
        )


def inside_boroughs(build: Build, view: View) -> None:
    """The social gradient inside every borough, from published small-area figures."""
    picture, finding, method = gaps.inside(build, view)
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


def download(build: Build, given: Mapping[str, list[str]], key: str) -> None:
    """The figures a page shows as CSV, and the way to other formats and periods."""
    request, _ = forgiving.read(given, build)
    row = f"{key}_row"
    with st.container(horizontal=True, gap="medium", vertical_alignment="center", key=row):
        st.download_button(
            "Download these figures (CSV)",
            data=lambda: files.make(request, build, "csv", ""),
            file_name=f"{files.name(request, build)}.csv",
            mime=files.FORMATS["csv"].media_type,
            on_click="ignore",
            icon=":material/download:",
            key=key,
        )
        address = text.safe(urlencode(dict(given), doseq=True))
        st.html(
            f"<a class='sub' href='downloads?{address}' target='_self'>Other formats, periods and "
            "filters</a>",
            width="content",
        )


def states(shown: Scene) -> None:
    """Why the areas without a figure have none, and what the words for it mean."""
    title = absences.title(shown)
    if title:
        with st.expander(title):
            st.html(absences.html(shown))


def _rows(sources: pd.DataFrame, used: list[str]) -> list[dict[str, Any]]:
    return [dict(sources.loc[source_id]) for source_id in used]


def _source_line(source: object) -> str:
    given = dict(source)  # type: ignore[call-overload]
    route = "" if given["route"] == "official" else " Reached us through a checked compilation."
    return (
        f"Source: {text.safe(given['publisher'])}, "
        f"<a href='{text.safe(given['url'])}'>{text.safe(given['title'])}</a>, edition of "
        f"{text.safe(text.vintage(str(given['vintage'])))}. {text.safe(given['licence'])}.{route}"
    )


def _definition(build: Build, shown: Scene, view: View) -> str:
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
    words = glossary.on_map(indicator, shown.figures, text.verdict_column(view.confidence))
    return (
        "<dl class='defs'>"
        f"<dt>In plain words</dt><dd>{text.safe(indicator['measures'])} {good}</dd>"
        f"<dt>Definition</dt><dd>{text.safe(indicator['definition'])}</dd>{proxy}"
        f"<dt>Period</dt><dd>{text.period_kind(indicator['period_kind'], view.period)}</dd>"
        "<dt>How boroughs are compared</dt>"
        f"<dd>{text.comparison_method(view.benchmark, view.confidence)}</dd>"
        f"<dt>Take care</dt><dd><ul>{caveats}</ul></dd>"
        f"<dt>Words used here</dt><dd>{glossary.links(build, words)}</dd></dl>"
    )


def chart_config() -> dict[str, object]:
    """How Plotly behaves here: its buttons, and where it finds the empty topology."""
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
