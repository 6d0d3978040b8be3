"""Every indicator's definition, source, licence and age; how figures are compared; the sources."""

from __future__ import annotations

import streamlit as st

from dashboard import coverage, db, ledger, listings, queries, text

build = db.current()
st.title("Methods and sources", anchor=False)
st.html(
    "<p class='lede'>What each indicator measures, who publishes it, how old it is, and how the "
    "comparisons are made.</p>"
)
indicators_tab, comparing_tab, fresh_tab, sources_tab = st.tabs(
    ["Indicators", "How we compare", "How fresh it is", "Sources"]
)
with indicators_tab:
    for _, priority in queries.priorities(build).iterrows():
        st.subheader(priority["title"], anchor=False)
        st.html(listings.indicators(build, priority["priority_id"]))
    st.subheader("About the boroughs", anchor=False)
    st.html(listings.context(build))
with comparing_tab:
    st.html(text.methods_help())
    st.subheader("How far to trust the intervals of inequality measures", anchor=False)
    st.html(text.coverage_help())
    st.table(coverage.ordered(build))
    st.table(coverage.biased(build))
with fresh_tab:
    st.html(ledger.table(build))
    st.subheader("What the last refresh changed", anchor=False)
    st.html(ledger.changed(build))
with sources_tab:
    st.html(listings.sources(build))
