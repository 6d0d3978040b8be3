"""The sentences about one series: its gaps, its map, its captions and citations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dashboard import citations, queries, sentences, state
from dashboard.claims.claim import Claim, pieces
from dashboard.content import (
    benchmarks,
    captions,
    card_words,
    gap_panels,
    gaps,
    maps,
    options,
    provenance,
)
from dashboard.db import Build
from dashboard.state import View

GAPS, MAP, AROUND = "Gaps", "Map", "Captions, sources and citations"


def views(build: Build, indicators: tuple[str, ...] = ()) -> Iterator[View]:
    """The view of the latest period of every series, or of those of some indicators."""
    for indicator in indicators or tuple(options.indicators(build)):
        for sex, ages in queries.published(build, indicator).items():
            for age in ages:
                given = {"indicator": indicator, "sex": sex, "age": age}
                yield state.resolve(given, build).view


def of_gaps(build: Build, view: View) -> Iterator[Claim]:
    """What the gaps page says of a series, in every way of comparing and area there is."""
    yield from _between_boroughs(build, view)
    found = queries.dimensions(build, view.indicator)
    own = found[(found["age"] == view.age) & found["sex"].isin((view.sex, "persons"))]
    areas = queries.areas(build)["area_type"]
    places = {x: x if areas[x] == "borough" else "" for x in own["area_code"]}
    first = next(iter(queries.published(build, view.indicator)))
    for area in dict.fromkeys(["", *places.values()]):
        for by, within in state.ways(build, view.indicator, view.sex, view.age, area).items():
            # Between the sexes it is the same page whichever of them is chosen.
            is_told = by == "sex" and view.sex != first
            if (not area or within == area) and not is_told:
                yield from _of_way(build, replace(view, area=area, by=by))


def _of_way(build: Build, view: View) -> Iterator[Claim]:
    """The finding, the doubt about it, both measures' change, and what their charts say."""
    shown = gaps.gap(build, view)
    about = Claim.of_view(GAPS, "Finding", shown.finding, view)
    about = replace(about, sex=shown.sex, area=shown.area, dimension=shown.dimension)
    absolute, relative = shown.pair
    yield replace(about, measure=absolute)
    for said in pieces(gap_panels.uncertainty(shown)):
        yield replace(about, part="Doubt", said=said, measure=absolute)
    for measure in shown.pair:
        change = shown.change.get(measure)
        if change is not None:
            said = sentences.changed(change)
            yield replace(about, part="Change of each measure", said=said, measure=measure)
    named = "persons" if shown.dimension == "sex" else shown.sex
    said = sentences.ratio(shown.indicator["short_title"], named, shown.change.get(relative))
    yield replace(about, part="Ratio", said=said, measure=relative)
    for measure, change in shown.change.items():
        if said := sentences.by_the_other_edition(change):
            part = "The other edition of the index"
            yield replace(about, part=part, said=said, measure=measure)
    if not view.area:
        for measure in shown.pair:
            said = gaps.over_time(shown, measure).alternative
            yield replace(about, part="Chart over time", said=said, measure=measure)


def _between_boroughs(build: Build, view: View) -> Iterator[Claim]:
    """The line through the boroughs, and who is farthest from the average."""
    about = Claim.of_view(GAPS, "Line through the boroughs", "", view)
    line = gaps.slope(build, view).alternative
    yield replace(about, said=line, dimension="boroughs_by_deprivation", measure="sii")
    _, farthest = gaps.shares(build, view)
    yield replace(about, part="Farthest from the average", said=farthest, measure="mdm")


def of_map(build: Build, view: View) -> Iterator[Claim]:
    """The finding and every area's card, for both benchmarks and confidences, and its change."""
    for benchmark in state.BENCHMARKS:
        for confidence in state.CONFIDENCES:
            asked = replace(view, benchmark=benchmark, confidence=confidence)
            # A page that turns to the other benchmark says what it says of that one.
            if benchmarks.with_available(build, asked) == asked:
                yield from _of_cards(build, asked)
    changed = state.resolve(
        {"indicator": view.indicator, "sex": view.sex, "age": view.age, "colour": "change"}, build
    ).view
    if changed.since:
        yield from (x for x in _of_cards(build, changed) if x.part == "Card: change")


def _of_cards(build: Build, view: View) -> Iterator[Claim]:
    shown = maps.scene(build, view)
    about = Claim.of_view(MAP, "Finding", shown.finding, view)
    yield about
    for row in shown.areas:
        words = card_words.of(row, shown.indicator, view)
        own = replace(about, area=row.area_code)
        for part in ("figure", "likely", "verdict", "rank", "change"):
            if said := getattr(words, part):
                yield replace(own, part=f"Card: {part}", said=said)


def around(build: Build, view: View) -> Iterator[Claim]:
    """What stands around the charts of a series: captions, sources with licences, citations."""
    view = benchmarks.with_available(build, view)
    shown, gap = maps.scene(build, view), gaps.gap(build, view)
    used = provenance.used(shown)
    rows, figures = provenance.rows(build, used), Claim.of_view(AROUND, "", "", view)
    figures = replace(figures, sources=used)
    indicator = shown.indicator
    behind = tuple(str(indicator["source_ids"]).split("|"))
    around_gap = replace(figures, sources=behind)
    caption = captions.of_map(build, view)
    for part in ("subtitle", "source", "note"):
        if said := getattr(caption, part):
            yield replace(figures, part=f"Caption of the map: {part}", said=said)
    caption = captions.of_gap(build, view, gap.pair[0])
    for part in ("subtitle", "source", "note"):
        said = getattr(caption, part)
        yield replace(around_gap, part=f"Caption of the gap: {part}", said=said)
    for said in pieces(provenance.lines(build, used, view.indicator)):
        if said.startswith("Source:"):
            yield replace(figures, part="Source under the map", said=said)
    about = (view.period, view.sex, view.age)
    cited = citations.of_figures(indicator, *about, view.benchmark, rows)
    for part in ("source", "subject", "shows"):
        yield replace(figures, part=f"Citation: {part}", said=getattr(cited, part))
    rows = provenance.rows(build, behind)
    cited = citations.of_gaps(indicator, *about, view.by, rows)
    yield replace(around_gap, part="Citation of the gap: shows", said=cited.shows)
