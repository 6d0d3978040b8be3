"""The dashboard's own app around a page that fails as the test wants it to."""

from __future__ import annotations

import streamlit as st

from dashboard.app import warm
from dashboard.views import failed

app = st.App("raising_page.py", lifespan=warm, on_script_error=failed.show)
