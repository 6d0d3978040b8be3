"""The map page's pictures: one map with its bars, or two side by side."""

from __future__ import annotations

import streamlit as st

from dashboard import text
from dashboard.content import alike, captions, maps
from dashboard.content.maps import Scene
from dashboard.db import Build
from dashboard.state import View
from dashboard.views import cards, controls, map_controls, my_deck, parts, pictures


def one(build: Build, view: View, shown: Scene) -> None:
    """The card, the map, and the boroughs in order."""
    card, chart, order = st.columns([1.0, 1.75, 1.3], gap="medium")
    with card:
        controls.area_picker(build)
        cards.area_card(build, view, quiet=controls.is_playing())
        parts.chart(maps.trend(build, view), key="trend")
        my_deck.add(build, view, "map", "trend", "trend")
    with chart:
        map_controls.periods(view, build)
        _map(build, view, shown)
    with order:
        _bars(build, view)


def two(build: Build, view: View, shown: Scene, other: View) -> None:
    """Two maps of the same boroughs; below them the boroughs in order, twice."""
    beside = maps.scene(build, maps.unchosen(other))
    names = maps.told_apart(build, view, other)
    card, both = st.columns([1.0, 3.05], gap="medium")
    with card:
        controls.area_picker(build)
        cards.area_card(build, view, names[0], quiet=controls.is_playing())
        cards.area_card(build, other, names[1], quiet=controls.is_playing())
        parts.chart(maps.trend(build, view), key="trend")
        my_deck.add(build, view, "map", "trend", "trend")
    with both:
        map_controls.periods(view, build)
        first, second = st.columns(2, gap="medium")
        with first:
            st.html(f"<h2 class='which'>{text.safe(names[0])}</h2>")
            _map(build, view, shown)
        with second:
            st.html(f"<h2 class='which'>{text.safe(names[1])}</h2>")
            _map(build, other, beside, "_2")
        own, others = st.columns(2, gap="medium")
        with own:
            _bars(build, view)
        with others:
            _bars(build, other, "_2")


def offered(build: Build, view: View, other: View | None) -> list[pictures.Offered]:
    """What `pictures.offer` takes, for all charts of the page."""
    pairs = [(view, "", "")] if other is None else []
    if other is not None:
        names = maps.told_apart(build, view, other)
        pairs = [(view, "", names[0]), (other, "_2", names[1])]
    found: list[pictures.Offered] = []
    for each, ending, which in pairs:
        drawn = maps.area_map(build, each, parts.base_path())
        caption = captions.of_map(build, each, which)
        found.append((f"map_picture{ending}", caption, drawn.alternative))
        ranked = captions.of_bars(build, each, which)
        found.append((f"bars_picture{ending}", ranked, maps.bars(build, each).alternative))
    trend = maps.trend(build, view)
    return [*found, ("trend", captions.of_trend(build, view), trend.alternative)]


def _map(build: Build, view: View, shown: Scene, ending: str = "") -> None:
    """A map with its legend; the boroughs picked out are named."""
    with st.container(key=f"layout_{view.layout}{ending}"):
        picture = maps.area_map(build, view, parts.base_path())
        parts.clickable(picture, key=f"map_picture{ending}", height="stretch")
    said = [] if ending else [shown.note, alike.sentence(build, view)]
    notes = "".join(f"<p class='sub'>{text.safe(x)}</p>" for x in said if x)
    st.html(f"<div class='legend'>{shown.legend_html}{notes}</div>")
    my_deck.add(build, view, "map", "map", f"map_picture{ending}")


def _bars(build: Build, view: View, ending: str = "") -> None:
    """The boroughs in order."""
    parts.clickable(maps.bars(build, view), key=f"bars_picture{ending}")
    my_deck.add(build, view, "map", "bars", f"bars_picture{ending}")
