"""The pieces pages are put together from: headings, charts, notes, things that unfold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Literal
from urllib.parse import urlencode

import streamlit as st

from dashboard import citations, queries, text
from dashboard.citations import Cited
from dashboard.content import absences, gaps, glossary, provenance
from dashboard.content.gaps import Gap
from dashboard.content.maps import Scene
from dashboard.content.picture import Picture
from dashboard.db import Build
from dashboard.exports import forgiving, permalink
from dashboard.state import View
from dashboard.views import controls, file_links, theme

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
    used = provenance.used(shown)
    st.html(provenance.lines(build, used, view.indicator))
    with st.expander("What this measures, and what to be careful about"):
        st.html(provenance.definition(build, view))
    cited = citations.of_figures(
        shown.indicator,
        view.period,
        view.sex,
        view.age,
        view.benchmark,
        provenance.rows(build, used),
    )
    share(build, cited, table)


def gap_about(build: Build, shown: Gap) -> None:
    """How the gaps were measured and where the figures come from."""
    used = tuple(x for x in shown.indicator["source_ids"].split("|") if x)
    st.html(provenance.lines(build, used, str(shown.indicator["indicator_id"])))
    with st.expander("How this was measured"):
        st.html(provenance.measured(shown, build))
    view = controls.current()
    cited = citations.of_gaps(
        shown.indicator,
        gaps.latest_period(shown),
        shown.sex,
        view.age,
        view.by,
        provenance.rows(build, used),
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
    with st.expander("Share or cite", key="share"):
        st.html(
            f"{_copied('A link that opens this view as you see it', 'Copy the link', address)}"
            f"{_copied('A citation', 'Copy the citation', citation)}"
            f"<p class='sub'>{text.safe(table)} A later build may hold newer figures at the same "
            "link; the build's code says which you saw. "
            f"{glossary.anchor('build', 'What is a build?')}</p>"
        )


def _copied(lead: str, label: str, words: str) -> str:
    """Words with a button that copies them, worked by static/scripts/copy.js."""
    return (
        f"<div class='copied'><p class='sub'>{lead}: <span role='status'></span></p>"
        f"<p><code>{text.safe(words)}</code> "
        f"<button type='button' aria-label='{label}'>Copy</button></p></div>"
    )


def inside_boroughs(build: Build, view: View) -> None:
    """The social gradient inside every borough, from published small-area figures."""
    picture, finding, method = gaps.inside(build, view)
    st.html(f"<p class='sub'>{text.safe(finding)}</p>")
    clickable(picture, key="inside_picture")
    st.html(f"<p class='sub'>How it was measured: {text.safe(method)}.</p>")


@contextmanager
def unfolded(label: str, key: str) -> Iterator[bool]:
    """Something long that is only made when somebody asks for it."""
    is_open = st.toggle(label, key=key)
    with st.container() if is_open else nullcontext():
        yield is_open


def download(build: Build, given: Mapping[str, list[str]], key: str) -> None:
    """The figures a page shows as CSV, and the way to other formats and periods."""
    request, _ = forgiving.read(given, build)
    file = permalink.download(request, "csv", build.build_id)
    more = text.safe(urlencode(dict(given), doseq=True))
    with st.container(key=f"{key}_row"):
        st.html(
            f"<p class='files'>{file_links.link(file, 'Download these figures (CSV)')}"
            f"<a class='sub' href='downloads?{more}' target='_self'>Other formats, periods and "
            "filters</a></p>"
        )


def states(shown: Scene) -> None:
    """Why the areas without a figure have none, and what the words for it mean."""
    title = absences.title(shown)
    if title:
        with st.expander(text.literal(title)):
            st.html(absences.html(shown))


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
    # A click on a chart that another run has taken away in the meantime chose nothing.
    area = clicked_area(st.session_state.get(key, {}).get("selection", {}))
    if area:
        controls.choose_area(area)
