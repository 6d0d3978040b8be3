"""One indicator across the boroughs: the map, the order, and the borough in question."""

from __future__ import annotations

import streamlit as st

from dashboard import db, pictures, text
from dashboard.views import cards, controls, parts

build = db.current()
view = controls.current()
shown = pictures.scene(build, pictures.unchosen(view))

parts.heading(shown, view)
card, chart, order = st.columns([1.0, 1.75, 1.3], gap="medium")
with card:
    controls.area_picker(build)
    cards.area_card(shown, view)
    trend = pictures.trend(build, view)
    parts.chart(trend, key="trend")
with chart:
    with st.container(key=f"layout_{view.layout}"):
        parts.clickable(pictures.area_map(build, view, parts.base_path()), key="map_picture")
    st.html(f"<div class='legend'>{shown.legend_html}</div>")
with order:
    parts.clickable(pictures.bars(build, view), key="bars_picture")

parts.about(build, shown, view)
with parts.unfolded("See these figures as a table", key="table_open") as is_open:
    if is_open:
        st.table(pictures.table(shown, view))
parts.states(shown)
st.caption(text.literal(f"Interval shown: {view.confidence}%."))
