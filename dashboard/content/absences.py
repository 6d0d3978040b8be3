"""The figures that are not there: which areas have none, in which state, and what that means."""

from __future__ import annotations

from dashboard import text
from dashboard.content.maps import Scene
from dashboard.frames import rows
from dashboard.keeping import kept_with


@kept_with
def title(shown: Scene) -> str:
    """How many areas have no figure, such as "2 boroughs and England without a figure, and why".

    Empty where every area has one.
    """
    absent = shown.figures[shown.figures["state"] != "published"]
    if absent.empty:
        return ""
    is_borough = absent["area_type"] == "borough"
    count = int(is_borough.sum())
    names = [text.boroughs(count)] if count else []
    names += absent.loc[~is_borough, "area_name"].tolist()
    listed = ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]
    return f"{text.sentence_case(listed)} without a figure, and why"


@kept_with
def html(shown: Scene) -> str:
    """Each area without a figure with its state and the publisher's note; each state's meaning."""
    absent = shown.figures[shown.figures["state"] != "published"]
    items = "".join(
        f"<li><strong>{text.safe(row.area_name)}</strong>: {text.STATE_WORDS[row.state].lower()}. "
        f"{text.safe(row.note)}</li>"
        for row in rows(absent)
    )
    present = set(absent["state"])
    meanings = "".join(
        f"<dt>{word}</dt><dd>{text.STATE_MEANINGS[state]}</dd>"
        for state, word in text.STATE_WORDS.items()
        if state in present
    )
    return f"<ul class='sub'>{items}</ul><dl class='defs'>{meanings}</dl>"
