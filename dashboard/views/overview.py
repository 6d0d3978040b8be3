"""Where London stands on the six priorities: each one's indicators, latest figures and range."""

from __future__ import annotations

import streamlit as st

from dashboard import db, overviews, queries, text

build = db.current()
counts = overviews.counts(build)
st.title("Health inequalities in London", anchor=False)
st.html(
    "<p class='lede'>How health differs between London's 33 boroughs, by the six priorities of the "
    "Mayor's Health Inequalities Strategy. Each dot is a borough; the solid line is London, the "
    "dashed one England.</p>"
    f"<p class='sub'>{counts['indicators']} indicators with borough figures, "
    f"{counts['figures']:,} published figures. Choose one to see it on the map.</p>"
)
ids = list(queries.priorities(build)["priority_id"])
st.html(overviews.card(build, ids[0]))
for first in range(1, len(ids), 3):
    for column, priority in zip(st.columns(3, gap="medium"), ids[first : first + 3], strict=False):
        with column:
            st.html(overviews.card(build, priority))
with st.expander("How to read the dots, and what the words for missing figures mean"):
    st.html(text.reading_help())
