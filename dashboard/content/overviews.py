"""The overview's answer: the overall gap in a sentence, and a card for each of the six priorities.

A card is led by the indicator that the catalogue names for its meaning: the strategy's own headline
wherever boroughs have figures of it. Where its change cannot be tested, a second line may say what
can be.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from dashboard import lead_sentences, overview_sentences, queries, sentences, state, text
from dashboard.charts import gap_spark
from dashboard.content import overview_rows
from dashboard.db import Build
from dashboard.frames import rows
from dashboard.text import Unit


@dataclass(frozen=True)
class Lead:
    """What leads a card: an indicator, its latest figures, its gap, and the gap over time.

    ``figures`` has one row an area, ``trend`` one row a period, in order of time.
    """

    indicator: dict[str, Any]
    figures: pd.DataFrame
    change: dict[str, Any]
    trend: pd.DataFrame

    @property
    def is_tested(self) -> bool:
        """Whether the change of its gap could be tested."""
        return bool(self.change["verdict"] != "not testable")

    @property
    def measured(self) -> list[dict[str, Any]]:
        """The periods that have a gap."""
        known = self.trend[self.trend["estimate"].notna()]
        return [{str(key): value for key, value in row.items()} for _, row in known.iterrows()]


def leading(build: Build, priority: str) -> Lead | None:
    """What leads a priority's card, None where the indicator named for it has no gap."""
    return _named(build, _priority(build, priority)["lead"])


def testable(build: Build, priority: str) -> Lead | None:
    """The second indicator of a priority: only where its change is tested and the lead's is not."""
    lead = leading(build, priority)
    if lead is None or lead.is_tested:
        return None
    found = _named(build, _priority(build, priority)["second"])
    return found if found and found.is_tested else None


@lru_cache(maxsize=8)
def summary(build: Build) -> str:
    """The overall priority's leading gap in words, with the way to it, as HTML."""
    overall = queries.priorities(build)["priority_id"].iloc[0]
    lead = leading(build, overall)
    if lead is None:
        return ""
    changes = queries.headline_changes(build)
    own = changes[
        (changes["indicator_id"] == lead.indicator["indicator_id"])
        & (changes["measure"] == "gap")
        & changes["latest_estimate"].notna()
    ]
    others = [dict(row) for _, row in own.iterrows() if row["sex"] != lead.change["sex"]]
    said = overview_sentences.summary(
        lead.indicator["title"], [lead.change, *others], Unit.of(lead.indicator)
    )
    return (
        f"<p class='lede'>{text.safe(said)} <a href='{overview_rows.link('gaps', lead.figures)}'>"
        "See this gap</a></p>"
    )


@lru_cache(maxsize=8)
def cards(build: Build) -> str:
    """The six priorities side by side, as HTML."""
    priorities = queries.priorities(build)
    six = priorities[priorities["position"] > 0]
    inside = "".join(_card(build, dict(row)) for _, row in six.iterrows())
    return f"<div class='standings'>{inside}</div>"


def counts(build: Build) -> dict[str, int]:
    """How much there is: indicators with borough figures, figures."""
    facts = queries.facts(build)
    return {
        "indicators": int(facts["indicators_with_boroughs"]),
        "figures": int(facts["observations_published"]),
    }


def _lead(build: Build, indicator: dict[str, Any]) -> Lead | None:
    figures = overview_rows.first_figures(build)[indicator["indicator_id"]]
    change = overview_rows.gap_of(build, figures)
    if change is None:
        return None
    every = queries.headline_trends(build)
    trend = every[
        (every["indicator_id"] == change["indicator_id"])
        & (every["sex"] == change["sex"])
        & (every["age"] == change["age"])
    ]
    return Lead(indicator, figures, change, trend)


def _named(build: Build, indicator: str) -> Lead | None:
    every = queries.indicators(build)
    if indicator not in every.index or not bool(state.shown(every)[indicator]):
        return None
    return _lead(build, dict(every.loc[indicator]))


def _priority(build: Build, priority: str) -> dict[str, str]:
    every = queries.priorities(build).set_index("priority_id")
    return {str(key): str(value) for key, value in every.loc[priority].items()}


def _card(build: Build, priority: dict[str, Any]) -> str:
    lead = leading(build, priority["priority_id"])
    count = len(overview_rows.indicators_of(build, priority["priority_id"]))
    more = (
        f"<a href='#{overview_rows.place_of(priority['priority_id'])}'>"
        f"{text.many(count - (lead is not None), 'more indicator')}</a>"
    )
    return (
        f"<section class='standing'><h2>{priority['position']}. "
        f"{text.safe(priority['short_title'])}</h2>"
        f"{_body(lead) if lead else _NOTHING}"
        f"<div class='go'>{_links(lead) if lead else ''}{_meaning(build, priority, lead)}{more}"
        "</div></section>"
    )


_NOTHING = "<p class='said'>No gap can be measured for the indicators that come first here.</p>"


def _meaning(build: Build, priority: dict[str, Any], lead: Lead | None) -> str:
    """Why this indicator leads, and what can be tested where its change cannot."""
    if lead is None:
        return ""
    numbers = str(lead.indicator["strategy_numbers"]).split("|")
    why = lead_sentences.why(numbers, str(priority["lead_reason"]))
    first = f"<p class='sub'>{text.safe(why)}</p>" if why else ""
    other = testable(build, priority["priority_id"])
    second = ""
    if other is not None:
        about = text.safe(other.indicator["short_title"])
        second = (
            f"<p class='sub second'>{text.safe(lead_sentences.second(_standing(other)))} "
            f"<a href='{overview_rows.link('gaps', other.figures)}'>Its gap: {about}</a></p>"
        )
    if not first and not second:
        return ""
    return f"<details class='why'><summary>Why this one</summary>{first}{second}</details>"


def _standing(lead: Lead) -> str:
    return overview_sentences.standing(
        lead.indicator["short_title"],
        str(lead.change["sex"]),
        lead.indicator["polarity"],
        lead.change,
        Unit.of(lead.indicator),
        len(lead.measured),
        lead.indicator["proper_nouns"],
    )


def _body(lead: Lead) -> str:
    unit = Unit.of(lead.indicator)
    said = _standing(lead)
    size = overview_sentences.amount(lead.change, unit)
    return (
        f"<p class='said'>{text.safe(said)}</p>"
        f"<p class='size'>Gap <b>{text.safe(size)}</b> "
        f"<span>({text.safe(overview_sentences.limits(lead.change, unit))})"
        f"{text.safe(overview_rows.of_another_period(lead.change, lead.figures))}</span> "
        f"<i class='chip'>{text.safe(sentences.verdict_chip(lead.change))}</i></p>"
        f"{trend(lead, unit)}{_ends(lead, unit)}"
    )


def trend(lead: Lead, unit: Unit) -> str:
    """A lead's gap over time in small, with its first and last period, as HTML."""
    measured = lead.measured
    points = [
        gap_spark.Point(row.period_end.toordinal(), row.estimate, row.lower, row.upper)
        for row in rows(lead.trend)
    ]
    title, names = lead.indicator["short_title"], lead.indicator["proper_nouns"]
    words = overview_sentences.over_time(title, measured, unit, names)
    start = measured[0]["period"] if len(measured) > 1 else "One period only"
    return (
        f"{gap_spark.draw(points, words)}<p class='span'><span>{text.safe(start)}</span> "
        f"<span>{text.safe(measured[-1]['period'])}</span></p>"
    )


def _ends(lead: Lead, unit: Unit) -> str:
    """The best and the worst borough; where neither direction is good, the lowest and highest."""
    low, high = overview_rows.extremes(lead.figures)
    listed = {
        "low": (("Worst", high), ("Best", low)),
        "high": (("Worst", low), ("Best", high)),
        "none": (("Highest", high), ("Lowest", low)),
    }[lead.indicator["polarity"]]
    inside = "".join(
        f"<dt>{name}</dt><dd>{text.safe(row['area_name'])} "
        f"{text.safe(unit.with_interval(row['value'], row['lower_95'], row['upper_95']))}</dd>"
        for name, row in listed
    )
    return f"<dl>{inside}</dl>"


def _links(lead: Lead) -> str:
    about = text.safe(lead.indicator["short_title"])
    return "".join(
        f"<a href='{overview_rows.link(page, lead.figures)}' "
        f"aria-label='{name}: {about}'>{name}</a>"
        for page, name in (("map", "Map"), ("gaps", "Gaps"))
    )
