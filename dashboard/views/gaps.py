"""How big the inequality is, whether it is narrowing, for whom, and where it comes from."""

from __future__ import annotations

import streamlit as st

from dashboard import db, measures, sentences, text
from dashboard.content import downloads, every_measure, gap_panels, gaps, glossary
from dashboard.views import controls, gap_pictures, my_deck, parts, pictures

build = db.current()
view = controls.current()
shown = gaps.gap(build, view)

st.title(text.literal(f"Gaps: {shown.indicator['title']}"), anchor=False)
st.html(f"<p class='lede'>{text.safe(shown.finding)}</p>{gap_panels.uncertainty(shown)}")

for column, measure, kind, picked in zip(
    st.columns(2, gap="medium"),
    shown.pair,
    ("In absolute terms", "In relative terms"),
    ("gap", "ratio"),
    strict=True,
):
    change = shown.change.get(measure)
    with column, st.container(border=True):
        st.html(
            f"<h2 class='panel'>{kind}: {text.safe(text.within(measures.MEASURES[measure].name))} "
            f"<span class='chip'>{sentences.verdict_chip(change)}</span></h2>"
            f"<p class='sub'>{text.safe(gap_panels.panel_text(shown, measure))} "
            f"{text.safe(sentences.changed(change) if change else '')} "
            f"{text.safe(sentences.by_the_other_edition(change) if change else '')} "
            f"{glossary.link(build, measure)}</p>"
        )
        parts.chart(gaps.over_time(shown, measure), key=f"gap_{measure}")
        my_deck.add(build, view, "gaps", picked, f"gap_{measure}")

left, right = st.columns(2, gap="medium")
with left, st.container(border=True):
    st.html("<h2 class='panel'>The social gradient between boroughs</h2>")
    st.html(
        "<p class='sub'>Each dot is a borough, larger where more people live. It compares places, "
        "not people: an average-looking borough can hide gaps of its own.</p>"
    )
    slope = gaps.slope(build, view)
    st.html(f"<p class='sub'>{text.safe(slope.alternative)}</p>")
    parts.clickable(slope, key="slope_picture")
    my_deck.add(build, view, "gaps", "slope", "slope_picture")
    groups = gaps.breakdown(build, view)
    if groups:
        st.html(f"<h2 class='panel'>{text.safe(measures.dimension_name(view.by))}</h2>")
        parts.chart(groups, key="groups_picture")
        my_deck.add(build, view, "gaps", "groups", "groups_picture")
with right, st.container(border=True):
    picture, finding = gaps.shares(build, view)
    st.html(
        "<h2 class='panel'>Which boroughs are furthest from the average</h2>"
        f"<p class='sub'>{text.safe(finding)} "
        f"{text.safe(gap_panels.contribution_legend(shown, finding))}</p>"
    )
    parts.clickable(picture, key="shares_picture")
    my_deck.add(build, view, "gaps", "shares", "shares_picture")

with parts.unfolded("Inequality inside boroughs", key="inside_open") as is_open:
    if is_open:
        parts.inside_boroughs(build, view)
        my_deck.add(build, view, "gaps", "inside", "inside_picture")
with parts.unfolded("Every measure, and how it is computed", key="measures_open") as is_open:
    if is_open:
        st.html(
            f"<p class='sub'>{glossary.anchor('gap', 'What each measure means')}. "
            f"{text.safe(measures.signs(view.by))}</p>"
        )
        st.table(every_measure.table(build, view))
parts.download(build, downloads.of_gaps(view, shown.area, shown.sex), key="gaps_download")
pictures.offer(lambda: gap_pictures.offered(build, view, shown))
parts.gap_about(build, shown)
