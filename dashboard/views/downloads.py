"""The figures as files: choose, see how many rows and the first of them, take them."""

from __future__ import annotations

import streamlit as st

from dashboard import db, text
from dashboard.content import downloads
from dashboard.exports import workbook
from dashboard.views import download_controls as controls

build = db.current()
request = controls.adopt(build)
shown = downloads.preview(build, request)

st.title("Downloads", anchor=False)
controls.problems()
st.html(
    "<p class='lede'>Take the figures away: choose what you need, check the first rows, and "
    "download them. The same choices give the same file.</p>"
)
choices, result = st.columns([1.0, 2.4], gap="medium")
with choices, st.container(border=True):
    st.html("<h2 class='panel'>Choose</h2>")
    controls.show(build, request)
with result:
    st.html(
        "<h2 class='panel'>Download</h2>"
        f"<p class='counted' role='status'>{text.safe(downloads.counted(request, shown))}</p>"
    )
    controls.files_of(build, request, shown.rows)
    if shown.rows > workbook.MOST_ROWS:
        st.html(
            f"<p class='sub'>Too many rows for Excel here, which takes {workbook.MOST_ROWS:,}: "
            "choose fewer indicators or periods, or take another format.</p>"
        )
    st.html(f"<h2 class='panel'>The first {text.many(len(shown.first), 'row')}</h2>")
    st.html(downloads.first_rows(shown))
    st.html(
        "<p class='sub'>Every column is explained in the data dictionary on the page Methods and "
        "sources.</p>"
    )
    st.html("<h2 class='panel'>An address for these rows</h2>")
    controls.address(build, request)
    st.html("<h2 class='panel'>How to cite them</h2>")
    controls.citation(build, request)
