"""The methods page's lists: indicators and sources as accessible HTML."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd

from dashboard import period_words, queries, text
from dashboard.db import Build
from dashboard.exports import dictionary as columns
from dashboard.exports.datasets import DATASETS
from dashboard.exports.describe import Dataset


@lru_cache(maxsize=64)
def indicators(build: Build, priority: str) -> str:
    """Every indicator of a priority: what it measures, its source, its age, its caveats."""
    every = queries.indicators(build)
    return _entries(build, every[(every["priority"] == priority) & ~every["context"]])


@lru_cache(maxsize=8)
def context(build: Build) -> str:
    """Figures that describe the boroughs and are no priority's indicator."""
    every = queries.indicators(build)
    return _entries(build, every[every["context"]])


@lru_cache(maxsize=8)
def sources(build: Build) -> str:
    """Every source: publisher, edition, licence, attribution, and the route it took."""
    rows = "".join(_source_row(row) for _, row in queries.sources(build).iterrows())
    return (
        "<div class='scroll' tabindex='0' role='region' aria-label='Sources'><table class='list'>"
        "<thead><tr><th scope='col'>Source</th><th scope='col'>Edition</th>"
        "<th scope='col'>Updated</th><th scope='col'>Figures</th>"
        "<th scope='col'>Licence and attribution</th><th scope='col'>How it reached us</th></tr>"
        f"</thead><tbody>{rows}</tbody></table></div>"
    )


@lru_cache(maxsize=8)
def publishers(build: Build) -> tuple[str, ...]:
    """Who publishes the borough figures of the indicators, by name, each once."""
    every, known = queries.indicators(build), queries.sources(build)
    own = every[(every["boroughs"] > 0) & ~every["context"]]
    used = {x for ids in own["source_ids"] for x in ids.split("|") if x}
    return tuple(sorted(set(known.loc[sorted(used), "publisher"])))


@lru_cache(maxsize=1)
def dictionary() -> str:
    """Every dataset's columns: name, meaning, type and unit."""
    return (
        "<p class='sub'>What every column of the downloaded files means. The names stay the "
        "same, so that a script that reads them keeps working.</p>"
        + "".join(_dataset(dataset) for dataset in DATASETS.values())
    )


def _entries(build: Build, chosen: pd.DataFrame) -> str:
    return "".join(_entry(build, dict(row)) for _, row in chosen.iterrows())


def _entry(build: Build, indicator: dict[str, Any]) -> str:
    tags = "".join(f"<span class='tag'>{text.safe(tag)}</span> " for tag in _tags(indicator))
    caveats = "".join(f"<li>{text.safe(x)}</li>" for x in indicator["caveats"].split("\n") if x)
    proxy = (
        f"<dt>Stands in for</dt><dd>{text.safe(indicator['proxy_for'])}</dd>"
        if indicator["proxy_for"]
        else ""
    )
    if indicator["strategy_gap"]:
        proxy += (
            f"<dt>The gap the strategy watches</dt><dd>{text.safe(indicator['strategy_gap'])}</dd>"
        )
    return (
        f"<details class='entry' id='{text.safe(indicator['indicator_id'])}'>"
        f"<summary><strong>{text.safe(indicator['title'])}</strong> {tags}"
        f"<span class='sub'>{text.safe(_availability(indicator))}</span></summary>"
        f"<dl class='defs'><dt>In plain words</dt><dd>{text.safe(indicator['measures'])}</dd>"
        f"<dt>Definition</dt><dd>{text.safe(indicator['definition'])}</dd>{proxy}"
        f"<dt>Unit</dt><dd>{text.safe(indicator['unit_name'])}</dd>{_period(indicator)}"
        f"<dt>Source</dt><dd>{_source_names(build, indicator)}</dd>"
        f"<dt>Take care</dt><dd><ul>{caveats}</ul></dd></dl></details>"
    )


def _period(indicator: dict[str, Any]) -> str:
    """What the latest period covers; '' where there is no borough figure."""
    if not indicator["boroughs"]:
        return ""
    period, end = str(indicator["latest_period"]), indicator["latest_day"]
    return f"<dt>Period</dt><dd>{text.safe(period_words.covers(indicator, period, end))}</dd>"


def _tags(indicator: dict[str, Any]) -> list[str]:
    tags = []
    if indicator["headline"]:
        numbers = indicator["strategy_numbers"].replace("|", " and ")
        tags.append(f"Strategy headline {numbers}")
    if indicator["proxy_for"]:
        tags.append("Proxy")
    if not indicator["boroughs"]:
        tags.append("No borough figure")
    return tags


def _availability(indicator: dict[str, Any]) -> str:
    if not indicator["boroughs"]:
        return str(indicator["no_figures"])
    periods = int(indicator["periods"])
    start = f"{periods} periods, the latest" if periods > 1 else "one period,"
    kind = period_words.name(indicator, indicator["latest_day"])
    span = f"{start} {indicator['latest_period']} ({kind})"
    limits = "with intervals" if indicator["has_limits_95"] else "without intervals"
    return f"{text.boroughs(int(indicator['boroughs']))}, {span}, {limits}"


def _source_names(build: Build, indicator: dict[str, Any]) -> str:
    table = queries.sources(build)
    names = [table.loc[x] for x in indicator["source_ids"].split("|") if x]
    if not names:
        return "None embedded; see the reason above."
    number = f" (indicator {indicator['publisher_id']})" if indicator["publisher_id"] else ""
    return "; ".join(
        f"<a href='{text.href(x['url'])}'>{text.safe(x['title'])}</a>, "
        f"{text.safe(x['publisher'])}, "
        f"edition of {text.safe(text.vintage(str(x['vintage'])))}, {text.safe(x['licence'])}"
        for x in names
    ) + text.safe(number)


def _source_row(source: pd.Series[Any]) -> str:
    newest = source["latest_day"]
    held = (
        f"{int(source['observations']):,}, up to {newest:%-d %B %Y}" if pd.notna(newest) else "none"
    )
    route = (
        "The publisher's own file."
        if source["route"] == "official"
        else f"Somebody's compilation of the publisher's figures. Checked: {source['checked']}"
    )
    return (
        f"<tr><th scope='row'><a href='{text.href(source['url'])}'>{text.safe(source['title'])}</a>"
        f"<br><span class='sub'>{text.safe(source['publisher'])}</span></th>"
        f"<td>{text.safe(text.vintage(str(source['vintage'])))}</td>"
        f"<td>{text.safe(source['cadence'])}</td><td>{text.safe(held)}</td>"
        f"<td><a href='{text.href(source['licence_url'])}'>{text.safe(source['licence'])}</a>"
        f"<br><span class='sub'>{text.safe(source['attribution'])}</span></td>"
        f"<td>{text.safe(route)}</td></tr>"
    )


def _dataset(dataset: Dataset) -> str:
    rows = "".join(
        f"<tr><th scope='row'><code>{text.safe(x.name)}</code><br>"
        f"<span class='sub'>{text.safe(x.title)}</span></th>"
        f"<td>{text.safe(x.description)}</td><td>{columns.TYPES[x.datatype]}</td>"
        f"<td>{text.safe(columns.unit(x))}</td></tr>"
        for x in dataset.columns
    )
    return (
        f"<h3>{text.safe(dataset.title)}</h3><p class='sub'>{text.safe(dataset.description)}</p>"
        f"<div class='scroll' tabindex='0' role='region' aria-label='Columns of "
        f"{text.safe(dataset.name)}'><table class='list'><thead><tr><th scope='col'>Column</th>"
        "<th scope='col'>What it means</th><th scope='col'>Type</th><th scope='col'>Unit</th></tr>"
        f"</thead><tbody>{rows}</tbody></table></div>"
    )
