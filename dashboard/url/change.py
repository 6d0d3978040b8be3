"""One change of a view: View to View, so that changing one control changes one key.

What the changed view cannot keep, such as a period that the new indicator is not published for, is
replaced by the nearest that exists, and each replacement is a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard import measures, queries, state, text
from dashboard.db import Build
from dashboard.state import View

Value = str | list[str]
# What may have to be replaced when something else changes, in the order it is said.
_DEPENDENT = ("sex", "age", "period", "by", "colour", "since", "period2", "sex2")


@dataclass(frozen=True)
class ViewChange:
    """The view after a change, and a sentence for each thing that could not be kept."""

    view: View
    said: tuple[str, ...] = ()


def change_view(view: View, build: Build, given: Mapping[str, Value]) -> ViewChange:
    """A view with some of its keys changed.

    Args:
        view: as it was.
        build: what exists.
        given: new values by key of the address: one key, or those that one control holds together.
    """
    asked: dict[str, Value] = {**view.widgets(), **given}
    if "priority" in given and "indicator" not in given:
        # A priority brings its own first indicator with it.
        asked["indicator"] = state.default_indicator(str(given["priority"]), build)
    found = state.resolve(state.given(asked), build).view
    kept, usual = found.widgets(), _usual(view, build)
    replaced = [
        x
        for x in _DEPENDENT
        if x not in given and asked[x] and kept[x] != asked[x] and asked[x] != usual.get(x)
    ]
    if "colour" in replaced:
        # Said once: without change there is no period that it is counted since.
        replaced = [x for x in replaced if x != "since"]
    said = tuple(_sentence(x, str(asked[x]), str(kept[x]), found, build) for x in replaced)
    return ViewChange(found, said)


def _usual(view: View, build: Build) -> Mapping[str, Value]:
    """What nobody chose, so that nobody misses it: whom an indicator is about at first."""
    first = state.resolve({"indicator": view.indicator}, build).view.widgets()
    return {key: first[key] for key in ("sex", "age", "by")}


def _sentence(key: str, was: str, now: str, view: View, build: Build) -> str:
    """What was replaced, and by what, in words."""
    titles = queries.indicators(build)["short_title"]
    title = str(titles[view.indicator if key not in ("period2", "sex2") else _second(view)])
    if key == "colour":
        return f"{title} has no change to show for {view.period}; coloured by value instead."
    if key == "by":
        return (
            f"{title} is not compared between {text.within(measures.dimension_name(was))}; showing "
            f"{text.within(measures.dimension_name(now))}."
        )
    old, new = (text.within(text.SEX_WORDS.get(x, x)) for x in (was, now))
    instead = f"showing {new}" if now else "the second map is as the first"
    if key == "since":
        instead = f"change is counted since {now}" if now else "it shows no change"
    if key in ("period", "since", "period2"):
        return f"{was} is not published for {title}; {instead}."
    return f"{title} is not published for {old}; {instead}."


def _second(view: View) -> str:
    return view.indicator2 or view.indicator
