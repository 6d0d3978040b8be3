"""What people see of a page that failed: a calm message, and a reference to quote."""

from __future__ import annotations

import logging

import streamlit as st

from dashboard import failures

# Streamlit logs a failure too, with the words of the exception, which may be a viewer's own.
_STREAMLITS_OWN = logging.getLogger("streamlit.error_util")


def show(error: Exception) -> bool:
    """Write a failure down and show its reference in place of the rest of the page.

    Returns:
        that it has been shown.
    """
    reference = failures.write_down(error, "a page")
    st.html(
        f"<div class='problems failed' role='alert' data-reference='{reference}'>"
        "<p><strong>This page could not be made.</strong> The fault is ours, and it has been "
        f"written down under the reference <strong>{reference}</strong>; give it when you tell "
        "somebody.</p><p>Load the page again, or go on to another by the menu above. Figures and "
        "files you took before are not affected.</p></div>"
    )
    return True


def log_once() -> None:
    """Keep Streamlit's own line about a failure out of the log."""
    _STREAMLITS_OWN.addFilter(lambda record: record.exc_info is None)
