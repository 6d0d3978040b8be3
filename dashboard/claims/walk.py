"""Every sentence that the pages say of a build, in the order of the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from itertools import combinations, islice
from urllib.parse import parse_qs

from dashboard import queries, state
from dashboard.claims import walk_series
from dashboard.claims.claim import Claim, pieces
from dashboard.content import (
    benchmarks,
    compare_table,
    comparisons,
    decks,
    gaps,
    options,
    overview_rows,
    overviews,
    profiles,
    scenes,
)
from dashboard.db import Build
from dashboard.state import View

OVERVIEW, BOROUGH, COMPARE, SCENES = "Overview", "Borough", "Compare", "Slides"
_SECOND = re.compile(r"<p class='sub second'>.*?</p>")
_SERIES = re.compile(r"href='(?:gaps|map)\?([^']*)'")
_CELL = re.compile(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", re.DOTALL)
_TABLE_ROW = re.compile(r"<tr role='row'>(?=<th scope='row').*?</tr>", re.DOTALL)
# So few words are a heading or a link.
_LABEL = 3
# Of all pairs of boroughs one in so many; each borough still meets eight others.
EACH = 4
_COLUMNS = (
    *("indicator", "figure", "London", "England", "verdict", "rank"),
    *("all boroughs", "recent trend", "over time"),
)


def walk(build: Build) -> Iterator[Claim]:
    """Every sentence of every page."""
    yield from overview(build)
    # One series after another: what their pages share is read once.
    for view in walk_series.views(build):
        yield from walk_series.of_map(build, view)
        yield from walk_series.of_gaps(build, view)
        yield from few_compared(build, view)
        yield from walk_series.around(build, view)
    for area in options.boroughs(build):
        yield from borough(build, area)
    yield from pairs_compared(build)
    yield from of_decks(build)


def overview(build: Build) -> Iterator[Claim]:
    """The overall gap, the cards, and a row for every indicator."""
    parts = (
        ("Summary", "<p", overviews.summary(build)),
        ("Card", "<section", _SECOND.sub("", overviews.cards(build))),
        ("Card: second", "<p class='sub second'", "".join(_SECOND.findall(overviews.cards(build)))),
        ("Row", "<div class='row", overview_rows.sections(build)),
    )
    for part, begins, html in parts:
        for piece in html.split(begins)[1:]:
            about = _about(Claim(OVERVIEW, part, ""), piece)
            if about.indicator:
                said = (x for x in pieces(f"{begins}{piece}") if x.count(" ") >= _LABEL)
                yield from (replace(about, said=x) for x in said)


def _about(claim: Claim, html: str) -> Claim:
    """The claim about the series that some HTML leads to."""
    found = _SERIES.search(html)
    given = parse_qs(unescape(found.group(1))) if found else {}
    first = {key: values[0] for key, values in given.items()}
    sex = first.get("sex", "persons" if first else "")
    return replace(
        claim,
        indicator=first.get("indicator", ""),
        area=first.get("area", ""),
        sex=sex,
        dimension=first.get("by", ""),
    )


def borough(build: Build, area: str) -> Iterator[Claim]:
    """A borough's page, for both benchmarks and confidences; its table for the usual ones."""
    for benchmark in state.BENCHMARKS:
        for confidence in state.CONFIDENCES:
            given = {"area": area, "benchmark": benchmark, "confidence": confidence}
            view = state.resolve(given, build).view
            shown = profiles.profile(build, view)
            about = Claim(
                BOROUGH, "Summary", shown.summary, area=area, benchmark=benchmark,
                confidence=confidence,
            )  # fmt: skip
            yield about
            for item in shown.stand_outs.split("<li")[1:]:
                said = pieces(f"<li{item}")[0]
                yield replace(about, part="What stands out", said=said)
    view = state.resolve({"area": area}, build).view
    about = Claim(BOROUGH, "", "", area=area, benchmark=view.benchmark, confidence=view.confidence)
    yield from _of_borough(profiles.profile(build, view), about)


def _of_borough(shown: profiles.Profile, about: Claim) -> Iterator[Claim]:
    yield replace(about, part="Facts", said=shown.facts)
    for row in _TABLE_ROW.findall(shown.tables):
        own = _about(about, row)
        own = replace(own, area=about.area)
        for column, cell in zip(_COLUMNS, _CELL.findall(row), strict=False):
            said = "; ".join(pieces(cell))
            if column not in ("indicator", "London", "England") and said:
                yield replace(own, part=f"Table: {column}", said=said)
    for item in shown.inside.split("<div")[1:]:
        own = _about(about, item)
        for said in pieces(f"<div{item}")[1:]:
            yield replace(own, part="What is unequal inside", said=said)
    for said in pieces(shown.similar):
        yield replace(about, part="Boroughs most like it", said=said)


def pairs_compared(build: Build) -> Iterator[Claim]:
    """A quarter of all pairs, and triples, on an indicator of each kind."""
    boroughs = tuple(options.boroughs(build))
    for indicator in kinds(build):
        view = benchmarks.with_available(build, state.resolve({"indicator": indicator}, build).view)
        # Without intervals all pairs are worded alike: those below are enough.
        pairs = combinations(boroughs, 2) if _has_intervals(build, indicator) else ()
        for pair in islice(pairs, 0, None, EACH):
            yield _compared(build, replace(view, areas=pair))
        for place in range(len(boroughs) - 2):
            yield _compared(build, replace(view, areas=boroughs[place : place + 3]))


def few_compared(build: Build, view: View) -> Iterator[Claim]:
    """Four boroughs, one and two of them, on a series."""
    view = benchmarks.with_available(build, view)
    boroughs = tuple(options.boroughs(build))
    few = (*boroughs[:2], boroughs[len(boroughs) // 2], boroughs[-1])
    for areas in (few, few[:1], few[1:3]):
        yield _compared(build, replace(view, areas=areas))
    yield from _table(build, replace(view, areas=few))


def kinds(build: Build) -> tuple[str, ...]:
    """The first indicator of each polarity with intervals, and the first without any."""
    every = queries.indicators(build)
    own = every[state.shown(every) & ~every["context"]]
    have = own[own["has_limits_95"].astype(bool)]
    first = have.drop_duplicates("polarity")["indicator_id"]
    without = own.loc[~own["indicator_id"].isin(have["indicator_id"]), "indicator_id"]
    return (*map(str, first), *map(str, without[:1]))


def _has_intervals(build: Build, indicator: str) -> bool:
    return bool(queries.indicators(build)["has_limits_95"][indicator])


def _compared(build: Build, view: View) -> Claim:
    said = comparisons.comparison(build, view).finding
    return Claim.of_view(COMPARE, "Finding", said, view)


def _table(build: Build, view: View) -> Iterator[Claim]:
    columns = ("figure", "interval", "verdict", "rank", "recent trend")
    for row, area in zip(
        _TABLE_ROW.findall(compare_table.table(build, view)), view.areas, strict=False
    ):
        for column, cell in zip(columns, _CELL.findall(row)[1:], strict=False):
            if said := "; ".join(pieces(cell)):
                claim = Claim.of_view(COMPARE, f"Table: {column}", said, view)
                yield replace(claim, area=area, areas=())


def of_decks(build: Build) -> Iterator[Claim]:
    """The words of every scene of the decks that come with the dashboard."""
    for deck in decks.decks(build):
        for scene in deck.scenes:
            shown = scenes.staged(build, scene)
            about = Claim.of_view(SCENES, "", "", shown.view)
            if scene.page == "gaps" and shown.view.by:
                by, area = shown.view.by, gaps.area_of(build, shown.view)
                about = replace(about, dimension=by, area=area, measure=shown.chart)
            for part in ("headline", "measured", "interval_note", "source", "problem"):
                if said := getattr(shown, part):
                    name = part.replace("_", " ").capitalize()
                    yield replace(about, part=name, said=said)
