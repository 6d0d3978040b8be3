"""What a slide's notes say: the speaker's note, the source, how to cite it, how it was made."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import citations, measures, profile_sentences, queries, text
from dashboard.citations import Cited
from dashboard.content import gaps, listings, overviews, profile_lines, scenes
from dashboard.content.scenes import Staged
from dashboard.db import Build
from dashboard.decks import Scene
from dashboard.exports import cite

_GAPS = ("gap", "ratio", "slope", "shares", "groups", "inside")
_LONGEST_NOTE = 4000


def notes(build: Build, scene: Scene, shown: Staged, origin: str) -> list[str]:
    """The paragraphs under one slide, those with nothing to say left out.

    Args:
        build: whose figures.
        scene: what somebody asked to be shown, and their note.
        shown: what is shown.
        origin: where the dashboard is, with scheme, host and base path; '' where nobody knows.
    """
    if shown.is_empty:
        return [scene.note[:_LONGEST_NOTE], shown.problem]
    link = address(build, shown, origin)
    built = queries.facts(build)["built_at"].date()
    cited = citations.line(_cited(build, shown), build.build_id, built, link)
    said = [
        scene.note[:_LONGEST_NOTE],
        shown.problem,
        shown.headline,
        f"Shown: {shown.measured}." if shown.measured else "",
        f"In words: {shown.alternative}" if shown.alternative else "",
        *_standouts(build, shown),
        shown.source,
        shown.interval_note,
        f"Take care: {shown.caveat}" if shown.caveat else "",
        f"How it was worked out: {_method(shown, build)}",
        f"Cite as: {cited}",
        f"The same view, live: {link}" if link else "",
    ]
    return [x for x in said if x.strip()]


def address(build: Build, shown: Staged, origin: str) -> str:
    """The whole address of the page a scene is a part of; '' where nobody knows it."""
    return f"{origin}/{scenes.address(build, shown)}" if origin else ""


def sources(build: Build, deck: list[Staged]) -> pd.DataFrame:
    """Who published the figures of a deck, one row a source, as text."""
    found = _published(build, deck)
    return pd.DataFrame(
        {
            "Publisher": [str(x["publisher"]) for x in found],
            "Source": [str(x["title"]) for x in found],
            "Edition": [text.vintage(str(x["vintage"])) for x in found],
            "Licence": [str(x["licence"]) for x in found],
        }
    )


def licences(build: Build, deck: list[Staged]) -> tuple[tuple[str, str], ...]:
    """The licences of a deck's figures, names with their addresses."""
    return cite.licences_of(_published(build, deck))


def _published(build: Build, deck: list[Staged]) -> list[dict[str, Any]]:
    known = queries.sources(build)
    used = dict.fromkeys(x for shown in deck for x in _used(build, shown))
    return [dict(known.loc[x]) for x in used if x in known.index]


def _used(build: Build, shown: Staged) -> list[str]:
    if shown.is_empty:
        return []
    every = queries.indicators(build)["source_ids"]
    if shown.chart == "priorities":
        leads = (overviews.leading(build, x) for x in queries.priorities(build)["priority_id"])
        listed = [str(lead.indicator["source_ids"]) for lead in leads if lead]
    elif shown.chart == "standing":
        own = queries.profile(build, shown.view.area, shown.view.benchmark)["indicator_id"]
        listed = [str(every[x]) for x in own]
    else:
        listed = [str(_indicator(build, shown)["source_ids"])]
    return [x for each in dict.fromkeys(listed) for x in each.split("|") if x]


def _indicator(build: Build, shown: Staged) -> dict[str, Any]:
    """The indicator a chart is about: the gradient inside boroughs has one of its own."""
    every = queries.indicators(build)
    if shown.chart == "inside":
        return dict(every.loc[str(queries.gradients(build)["indicator_id"].iloc[0])])
    return dict(every.loc[shown.view.indicator])


def _cited(build: Build, shown: Staged) -> Cited:
    view = shown.view
    if shown.chart == "standing":
        name = str(queries.areas(build)["area_name"][view.area])
        return citations.of_borough(name, view.benchmark, listings.publishers(build))
    if shown.chart == "priorities":
        publishers = "; ".join(listings.publishers(build))
        return Cited(publishers, "The six priorities", "latest periods", shown.measured)
    known = queries.sources(build)
    rows = [dict(known.loc[x]) for x in _used(build, shown) if x in known.index]
    indicator = _indicator(build, shown)
    if shown.chart in _GAPS:
        own = gaps.gap(build, view)
        period = gaps.latest_period(own)
        return citations.of_gaps(indicator, period, own.sex, view.age, view.by, rows)
    return citations.of_figures(indicator, view.period, view.sex, view.age, view.benchmark, rows)


def _method(shown: Staged, build: Build) -> str:
    """How the figures were compared or measured, in a sentence or two."""
    view = shown.view
    if shown.chart not in _GAPS:
        return text.comparison_method(view.benchmark, view.confidence)
    if shown.chart == "inside":
        return f"{queries.gradients(build)['method'].dropna().iloc[0]}."
    own = gaps.gap(build, view)
    measure = {"gap": own.pair[0], "ratio": own.pair[1], "slope": "sii", "shares": "mdm"}
    named = measures.MEASURES[measure.get(shown.chart, own.pair[0])]
    return f"{named.name}: {named.computed} Our own calculation from the published figures."


def _standouts(build: Build, shown: Staged) -> list[str]:
    """What stands out about a borough, where the scene is about one."""
    if shown.chart != "standing":
        return []
    view, areas = shown.view, queries.areas(build)
    lines = profile_lines.lines(build, view.area, view.benchmark, view.confidence)
    rank = int(areas["deprivation_rank"][view.area])
    boroughs = int((areas["area_type"] == "borough").sum())
    name = str(areas["area_name"][view.area])
    found = profile_sentences.stand_outs(lines, name, rank, boroughs, view.benchmark)
    return [f"{profile_sentences.HEADINGS[x.kind]}: {x.sentence}" for x in found]
