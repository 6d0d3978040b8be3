"""The entry script: page settings, navigation, and the controls that pages share."""

from __future__ import annotations

import streamlit as st

from dashboard import db, turns
from dashboard.views import browser, compare_controls, controls, pages, returning, shell

_OWN_ADDRESS = ("downloads", "present", "print")
st.set_page_config(
    page_title="Health inequalities in London",
    page_icon=shell.ICON,
    layout="wide",
    initial_sidebar_state="collapsed",
)
page = st.navigation(pages.listed(), position="top")
with turns.taken():
    try:
        build = db.hold()
    except db.NoBuildError as error:
        st.title("Health inequalities in London")
        st.info(str(error))
        st.stop()

    shell.trouble()
    if page.url_path in _OWN_ADDRESS:
        # Their addresses are questions of their own, which the pages read.
        view = controls.keep(build, page.url_path)
    else:
        view = controls.adopt(build, page.url_path)
        shell.problems()
    controls.my_borough(view, build)
    returning.offer(build, page.url_path)
    if page.url_path == "compare":
        compare_controls.areas(view, build)
    if page.url_path in ("map", "gaps", "compare"):
        controls.show(page.url_path, view, build)
    if page.url_path not in _OWN_ADDRESS:
        controls.write(view, build, page.url_path)
    page.run()
    shell.footer(build)
    browser.watch()
