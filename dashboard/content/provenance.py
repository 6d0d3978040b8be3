"""Where the figures of a page come from, how fresh they are and what they measure, as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from dashboard import measures, period_words, queries, sentences, text
from dashboard.content import glossary, ledger, maps
from dashboard.content.gaps import Gap
from dashboard.content.maps import Scene
from dashboard.db import Build
from dashboard.keeping import kept, kept_with
from dashboard.state import View


@kept_with
def used(shown: Scene) -> tuple[str, ...]:
    """The sources of a scene's figures, each once."""
    return tuple(dict.fromkeys(shown.figures["source_id"].dropna()))


@lru_cache(maxsize=256)
def rows(build: Build, source_ids: tuple[str, ...]) -> list[dict[str, Any]]:
    """Those sources, each a row of the mart."""
    sources = queries.sources(build)
    return [dict(sources.loc[source_id]) for source_id in source_ids]


def lines(build: Build, source_ids: tuple[str, ...], indicator: str) -> str:
    """A line for each source, and how fresh the indicator's figures are today."""
    return _lines(build, source_ids, indicator, datetime.now(UTC).date())


@lru_cache(maxsize=256)
def _lines(build: Build, source_ids: tuple[str, ...], indicator: str, today: date) -> str:
    found = [_source_line(row) for row in rows(build, source_ids)]
    found.append(text.safe(ledger.line(build, indicator, today)))
    return "".join(f"<p class='sub'>{line}</p>" for line in found)


@kept(512, *maps.SCENE)
def definition(build: Build, view: View) -> str:
    """What an indicator measures, how boroughs are compared, and what to be careful about."""
    shown = maps.scene(build, view)
    indicator = shown.indicator
    caveats = "".join(f"<li>{text.safe(x)}</li>" for x in indicator["caveats"].split("\n") if x)
    good = {
        "high": "A higher figure is better.",
        "low": "A lower figure is better.",
        "none": "Neither high nor low is judged good; colours say higher or lower only.",
    }[indicator["polarity"]]
    proxy = (
        f"<dt>Stands in for</dt><dd>{text.safe(indicator['proxy_for'])}</dd>"
        if indicator["proxy_for"]
        else ""
    )
    if indicator["strategy_gap"]:
        proxy += (
            f"<dt>The gap the strategy watches</dt><dd>{text.safe(indicator['strategy_gap'])}</dd>"
        )
    words = glossary.on_map(indicator, shown.figures, text.verdict_column(view.confidence))
    return (
        "<dl class='defs'>"
        f"<dt>In plain words</dt><dd>{text.safe(indicator['measures'])} {good}</dd>"
        f"<dt>Definition</dt><dd>{text.safe(indicator['definition'])}</dd>{proxy}"
        f"<dt>Period</dt><dd>{text.safe(_covers(build, indicator, view))}</dd>"
        "<dt>How boroughs are compared</dt>"
        f"<dd>{text.comparison_method(view.benchmark, view.confidence)}{_bounds(indicator)}</dd>"
        f"<dt>Take care</dt><dd><ul>{caveats}</ul></dd>"
        f"<dt>Words used here</dt><dd>{glossary.links(build, words)}</dd></dl>"
    )


def _bounds(indicator: Mapping[str, Any]) -> str:
    """What a difference of this indicator may not claim."""
    said = [_OF_AGE[indicator["age_adjustment"]]]
    if indicator["complete_count"]:
        said.append(
            "Counted completely, so almost any difference is beyond chance: one smaller than the "
            "least relevant is called similar."
        )
    if indicator["current_prices"]:
        said.append("In the prices of each year, so no change is called better or worse.")
    return "".join(f" {x}" for x in said if x)


_OF_AGE = {
    "adjusted": "The figures are adjusted for age.",
    "not_needed": "",
    "none": "The figures are not adjusted for age: boroughs with older residents may differ for "
    "that alone, and a difference smaller than the least relevant is not called 99.8% sure.",
    "unknown": "Whether the figures are adjusted for age is not known.",
}


def _covers(build: Build, indicator: dict[str, Any], view: View) -> str:
    """What the period shown covers."""
    periods = queries.series(build, view.indicator)
    end = periods.loc[periods["period"] == view.period, "period_end"].iloc[0]
    return period_words.covers(indicator, view.period, end)


@kept_with
def measured(shown: Gap, build: Build) -> str:
    """Within which area gaps were measured, by which methods, and how change was tested."""
    area = str(queries.areas(build)["area_name"][shown.area])
    methods = shown.measured["method"].dropna().unique()
    tests = dict.fromkeys(str(x["method"]) for x in shown.change.values())
    listed, tested = (
        "".join(f"<li>{text.safe(x)}</li>" for x in found) for found in (methods, tests)
    )
    return (
        f"<dl class='defs'><dt>Within</dt><dd>{text.safe(area)}</dd>"
        f"<dt>Measures</dt><dd><ul>{listed}</ul></dd>"
        f"<dt>Whether it is narrowing</dt><dd><ul>{tested}{_sensitivity(shown)}</ul></dd></dl>"
    )


def _sensitivity(shown: Gap) -> str:
    """A line for each measure whose verdict depends on the edition of the deprivation index."""
    said = [(x["measure"], sentences.by_the_other_edition(x)) for x in shown.change.values()]
    return "".join(
        f"<li>{text.safe(measures.MEASURES[measure].name)}: {text.safe(words)}</li>"
        for measure, words in said
        if words
    )


def _source_line(source: dict[str, Any]) -> str:
    route = "" if source["route"] == "official" else " Reached us through a checked compilation."
    return (
        f"Source: {text.safe(source['publisher'])}, "
        f"<a href='{text.href(source['url'])}'>{text.safe(source['title'])}</a>, edition of "
        f"{text.safe(text.vintage(str(source['vintage'])))}. {text.safe(source['licence'])}.{route}"
    )
