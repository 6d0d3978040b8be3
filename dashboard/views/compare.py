"""Two to six boroughs side by side, with London and England."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import db, text
from dashboard.content import (
    benchmarks,
    captions,
    compare_panels,
    compare_table,
    comparisons,
    downloads,
    maps,
)
from dashboard.views import controls, my_deck, parts, pictures

build = db.current()
chosen = controls.current()
view = benchmarks.with_available(build, replace(chosen, areas=chosen.compared))
shown = comparisons.comparison(build, view)

st.title(text.literal(f"Compare: {shown.indicator['title']}"), anchor=False)
if not view.areas:
    st.html(comparisons.invitation(build, view))
else:
    st.html(
        f"<p class='lede'>{text.safe(shown.finding)}</p>"
        f"<p class='sub'>{text.safe(shown.measured)} · "
        f"<a href='#all-indicators'>All indicators of this priority</a></p>"
    )
    if len(view.areas) == 1:
        st.html(comparisons.prompt(build, view))
    st.html(f"<h2 class='part'>{text.safe(comparisons.heading(build, view))}</h2>")
    chart = comparisons.over_time(build, view)
    parts.chart(chart, key="compare_picture")
    my_deck.add(build, view, "compare", "lines", "compare_picture")
    st.html(
        f"<p class='sub'>{text.safe(comparisons.bands(build, view))} {text.safe(shown.overlap)}</p>"
        "<h2 class='part' id='side-by-side'>Side by side</h2>"
        f"{compare_table.table(build, view)}"
    )
    parts.download(build, downloads.of_compare(view), key="compare_download")
    pictures.offer(
        lambda: [("compare_picture", captions.of_compare(build, view), chart.alternative)]
    )
    scene = maps.scene(build, replace(view, area="", areas=()))
    parts.about(build, scene, view, "The same figures are in the table Side by side above.")
    st.html(
        f"{compare_panels.heading(build, view)}{compare_panels.html(build, view)}"
        f"{compare_panels.sources(build, view)}"
    )
