"""The boroughs most like the chosen one, to pick out on the map, and the sentence naming them."""

from __future__ import annotations

from dashboard import queries
from dashboard.db import Build
from dashboard.state import View

# Enough for a comparison, few enough to name in a line.
MOST = 5


def codes(build: Build, view: View) -> tuple[str, ...]:
    """Their GSS codes, the most alike first; () where none are asked for or none are known."""
    if view.like != "yes" or not view.area:
        return ()
    found = queries.similar(build, view.area).head(MOST)
    return tuple(str(x) for x in found["similar_area_code"].dropna())


def sentence(build: Build, view: View) -> str:
    """Which boroughs are picked out, or why none are; '' where nobody asked."""
    if view.like != "yes":
        return ""
    if not view.area:
        return "Choose a borough to see which others are most like it."
    found = queries.similar(build, view.area).head(MOST)
    known = found[found["similar_area_code"].notna()]
    if known.empty:
        return f"{found['reason'].iloc[0]}." if len(found) else "No borough is compared with it."
    name = queries.areas(build)["area_name"][view.area]
    return (
        f"Most like {name}, by age, deprivation, density and ethnic group: "
        f"{', '.join(known['area_name'])}. They and {name} are outlined and at full strength."
    )
