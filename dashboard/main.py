"""The entry script: page settings, navigation, and the controls that pages share."""

from __future__ import annotations

import streamlit as st

from dashboard import db
from dashboard.views import controls, shell, theme

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
        st.Page("views/downloads.py", title="Downloads", url_path="downloads"),
        st.Page("views/methods.py", title="Methods and sources", url_path="methods"),
    ],
    position="top",
)
try:
    build = db.current()
except db.NoBuildError as error:
    st.title("Health inequalities in London")
    st.info(str(error))
    st.stop()

shell.trouble()
if page.url_path == "downloads":
    # Its address is a question of its own, which the page reads.
    view = controls.keep(build)
else:
    view = controls.adopt(build)
    shell.problems()
if page.url_path in ("map", "gaps", "compare"):
    controls.show(page.url_path, view, build)
page.run()
shell.footer(build)
theme.follow()
