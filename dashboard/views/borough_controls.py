"""The controls of the borough page: which borough, compared with what, in which order."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.db import Build
from dashboard.state import View
from dashboard.views import controls

_ORDER_NAMES = {"priority": "Priority", "distance": "Distance", "change": "Change"}


def show(view: View, build: Build) -> None:
    """Draw the controls."""
    with st.container(horizontal=True, gap="xsmall", key="controls"):
        controls.area_picker(build, width=240)
        if view.area:
            controls.comparison()
            controls.switch(
                "order",
                "Order",
                state.ORDERS,
                _ORDER_NAMES,
                "Priority: as the strategy lists them. Distance: farthest from London or England "
                "first. Change: clear changes first, the fastest at the top.",
            )
