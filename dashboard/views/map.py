"""One indicator across the boroughs: the map, the order, and the borough in question."""

from __future__ import annotations

import streamlit as st

from dashboard import db, looks, text
from dashboard.content import benchmarks, downloads, maps
from dashboard.views import controls, map_controls, map_pictures, parts, pictures

build = db.current()
chosen = map_controls.looked_at(controls.current())
view, other = benchmarks.with_available(build, chosen), looks.partner(build, chosen)
if other is not None:
    other = benchmarks.with_available(build, other)
shown = maps.scene(build, maps.unchosen(view))

with st.container(horizontal=True, key="headed"):
    with st.container(key="heading"):
        parts.heading(shown, view)
    map_controls.more(view, build)
if other is None:
    map_pictures.one(build, view, shown)
else:
    map_pictures.two(build, view, shown, other)

parts.about(build, shown, view)
with parts.unfolded("See these figures as a table", key="table_open") as is_open:
    if is_open:
        st.table(maps.cells(build, maps.unchosen(view)))
    if is_open and other is not None:
        st.html(f"<p class='sub'>{text.safe(maps.told_apart(build, view, other)[1])}</p>")
        st.table(maps.cells(build, maps.unchosen(other)))
parts.download(build, downloads.of_map(view), key="map_download")
pictures.offer(lambda: map_pictures.offered(build, view, other))
parts.states(shown)
st.html(f"<p class='sub'>Interval shown: {text.safe(view.confidence)}%.</p>")
