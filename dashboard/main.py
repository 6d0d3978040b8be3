"""The entry script: page settings, navigation, and the controls that pages share."""

from __future__ import annotations

import streamlit as st

from dashboard import db, turns
from dashboard.views import controls, my_deck, returning, shell, theme

st.set_page_config(
    page_title="Health inequalities in London",
    page_icon=shell.ICON,
    layout="wide",
    initial_sidebar_state="collapsed",
)
page = st.navigation(
    [
        st.Page("views/overview.py", title="Overview", default=True),
        st.Page("views/map.py", title="Map", url_path="map"),
        st.Page("views/gaps.py", title="Gaps", url_path="gaps"),
        st.Page("views/borough.py", title="Borough", url_path="borough"),
        st.Page("views/compare.py", title="Compare", url_path="compare"),
        st.Page("views/present.py", title="Present", url_path="present"),
        st.Page("views/print_deck.py", title="Print a deck", url_path="print", visibility="hidden"),
        st.Page("views/downloads.py", title="Downloads", url_path="downloads"),
        st.Page("views/methods.py", title="Methods and sources", url_path="methods"),
    ],
    position="top",
)
with turns.taken():
    try:
        build = db.hold()
    except db.NoBuildError as error:
        st.title("Health inequalities in London")
        st.info(str(error))
        st.stop()

    shell.trouble()
    if page.url_path in ("downloads", "present", "print"):
        # Their addresses are questions of their own, which the pages read.
        view = controls.keep(build)
    else:
        view = controls.adopt(build)
        shell.problems()
    returning.offer(build, page.url_path)
    if page.url_path in ("map", "gaps", "compare"):
        controls.show(page.url_path, view, build)
    page.run()
    shell.footer(build)
    theme.follow()
    my_deck.remember()
