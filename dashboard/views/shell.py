"""What every page wears: messages about the address, footer."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from dashboard import db, queries, text
from dashboard.db import Build
from dashboard.exports import cite
from dashboard.views import controls

STATIC = Path(__file__).parent.parent / "static"
# Its bytes, which a run need not read again.
ICON = "data:image/png;base64," + b64encode((STATIC / "icon.png").read_bytes()).decode()


def problems() -> None:
    """Name what the address asked for that does not exist, and what a change could not keep."""
    named(controls.problems())
    if said := controls.notices():
        items = "".join(f"<p>{text.safe(x)}</p>" for x in said)
        st.html(f"<div class='said' role='status'>{items}</div>")


def named(found: Sequence[str]) -> None:
    """Sentences about the address, where a screen reader says them at once."""
    if found:
        # As HTML, because Markdown would make a link of any address in what was asked for.
        items = "".join(f"<p>{text.safe(problem)}</p>" for problem in found)
        st.html(f"<div class='problems' role='alert'>{items}</div>")


def trouble() -> None:
    """Say first of all where the figures shown may not be the newest there are."""
    if db.trouble():
        st.html(f"<div class='problems' role='status'><p>{text.safe(db.trouble())}</p></div>")


def footer(build: Build) -> None:
    """Licence, attribution, and which build this is."""
    facts = queries.facts(build)
    terms = " and the ".join(
        f"<a href='{text.href(address)}'>{text.safe(name)}</a>"
        for name, address in cite.licences_of(dict(x) for _, x in queries.sources(build).iterrows())
    )
    st.html(
        "<footer class='foot'><p>Contains public sector information licensed under the "
        f"{terms}. Boundaries: Source: Office for National Statistics. "
        "Contains OS data © Crown copyright and database right 2025.</p>"
        f"<p>Build {text.safe(build.build_id)}, made {facts['built_at']:%-d %B %Y} from figures "
        f"published up to {text.vintage(str(facts['latest_vintage']))}. Every indicator's source "
        "and licence is on the page Methods and sources.</p>"
        "</footer>"
    )
