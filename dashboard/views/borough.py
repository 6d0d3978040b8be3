"""One borough across every indicator: what stands out, every figure, who is like it."""

from __future__ import annotations

import streamlit as st

from dashboard import citations, db, profile_sentences, text
from dashboard.content import downloads, listings, profiles
from dashboard.views import borough_controls, controls, my_deck, parts

build = db.current()
view = controls.current()
borough_controls.show(view, build)
if view.area:
    shown = profiles.profile(build, view)
    st.title(text.literal(shown.name), anchor=False)
    st.html(
        f"<p class='lede'>{text.safe(shown.summary)}</p><p class='sub'>{text.safe(shown.facts)}</p>"
    )
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.html(f"<section class='panel-of'><h2>What stands out</h2>{shown.stand_outs}</section>")
        my_deck.add(build, view, "borough", "standing", "standing")
    with right:
        st.html(f"<section class='panel-of'><h2>Boroughs like it</h2>{shown.similar}</section>")
    st.html(shown.tables)
    st.html(
        "<section class='panel-of'><h2>Inequalities inside the borough</h2>"
        f"<p class='sub'>{profile_sentences.INSIDE_NOTE}</p>{shown.inside}</section>"
    )
    parts.download(build, downloads.of_borough(build, view), key="borough_download")
    with st.expander("How to read this page"):
        st.html(profile_sentences.reading_help(view.benchmark, view.confidence))
    cited = citations.of_borough(shown.name, view.benchmark, listings.publishers(build))
    parts.share(build, cited, "The figures on this page are in tables already.")
else:
    st.title("One borough", anchor=False)
    st.html("<p class='lede'>Choose a borough to see all its figures on one page.</p>")
    st.html(profiles.choices(build))
