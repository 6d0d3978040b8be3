"""Where London stands on the six priorities: the gap in each, whether it is narrowing, and where.

The answer comes first and fits one screen; every indicator follows below it.
"""

from __future__ import annotations

import streamlit as st

from dashboard import db, text
from dashboard.content import overview_rows, overviews
from dashboard.views import controls, my_deck

build = db.current()
counts = overviews.counts(build)
st.title("Health inequalities in London", anchor=False)
st.html(
    f"{overviews.summary(build)}"
    "<p class='sub key'>Below: the gap between the most and least deprived fifths of boroughs in "
    "each of the six priorities. The shade, and the bar at the right, are its 95% interval; the "
    "dashed line is no gap.</p>"
)
st.html(overviews.cards(build))
my_deck.add(build, controls.current(), "overview", "priorities", "priorities")
st.html(
    "<h2 class='every'>Every indicator, by priority</h2>"
    f"<p class='sub'>{text.many(counts['indicators'], 'indicator')} with borough figures, "
    f"{text.many(counts['figures'], 'published figure')}. Each dot is a borough; the solid "
    "line is London, the dashed one England. Choose one to see it on the map.</p>"
)
st.html(overview_rows.sections(build))
with st.expander("How to read the dots, and what is said of a figure that is not there"):
    st.html(text.reading_help())
