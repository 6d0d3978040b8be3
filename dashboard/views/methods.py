"""Every indicator's definition, source, licence and age; how figures are compared; the sources."""

from __future__ import annotations

import streamlit as st

from dashboard import db, queries, text
from dashboard.content import coverage, glossary, ledger, listings, simulations
from dashboard.views import controls

build = db.current()
st.title("Methods and sources", anchor=False)
st.html(
    "<p class='lede'>What each indicator measures, who publishes it, how old it is, and how the "
    "comparisons are made.</p>"
)
TABS = ["Indicators", "Comparing", "Words we use", "How fresh", "Sources", "Data dictionary"]
term = controls.term(build)
asked = TABS[2] if "term" in st.query_params else TABS[0]
# The key makes a link to another word open its tab, whichever tab was open before.
indicators_tab, comparing_tab, words_tab, fresh_tab, sources_tab, columns_tab = st.tabs(
    TABS, default=asked, key=f"tabs_{asked}_{term}"
)
with indicators_tab:
    for _, priority in queries.priorities(build).iterrows():
        st.header(text.literal(priority["title"]), anchor=False)
        st.html(listings.indicators(build, priority["priority_id"]))
    st.header("About the boroughs", anchor=False)
    st.html(listings.context(build))
with comparing_tab:
    st.html(text.methods_help())
    st.header("How far to trust the intervals of inequality measures", anchor=False)
    st.html(text.coverage_help())
    st.table(coverage.ordered(build))
    st.table(coverage.biased(build))
    st.header("How often the verdicts on a gap's change are right", anchor=False)
    st.html(simulations.verdicts_help(build))
    st.table(simulations.false_verdicts(build))
    st.table(simulations.true_changes(build))
    st.header("How far to trust the two intervals of a gap between fifths", anchor=False)
    st.html(simulations.fifths_help(build))
    st.table(simulations.fifths(build))
with words_tab:
    st.html(glossary.page(build, term))
with fresh_tab:
    st.html(ledger.table(build))
    st.header("What the last refresh changed", anchor=False)
    st.html(ledger.changed(build))
with sources_tab:
    st.html(listings.sources(build))
with columns_tab:
    st.html(listings.dictionary())
