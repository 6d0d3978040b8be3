"""A page that fails: at once, in a callback, or in a fragment; its error quotes the viewer."""

from __future__ import annotations

import streamlit as st


def fail() -> None:
    """Raise with what somebody typed, as a lookup of it would."""
    try:
        {}[st.query_params["typed"]]
    except KeyError as error:
        raise ValueError(f"no {st.query_params['typed']}") from error


@st.fragment
def part() -> None:
    """A part of the page that runs alone."""
    if st.toggle("Run the part"):
        fail()


st.title("A page")
st.button("Go", on_click=fail)
part()
if st.query_params.get("when") == "now":
    fail()
