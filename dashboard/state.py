"""The address is the view: its keys, what each may be, and what to say about a bad value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, cast

import pandas as pd

from dashboard import measures, queries
from dashboard.db import Build

BENCHMARKS = ("london", "england")
CONFIDENCES = ("95", "99.8")
LAYOUTS = ("boroughs", "tiles")
COLOURS = ("value", "verdict")
KEYS = (
    "priority",
    "indicator",
    "period",
    "sex",
    "age",
    "area",
    "benchmark",
    "confidence",
    "map",
    "colour",
    "by",
)
# Where a way of comparing is measured: in the chosen borough, else London, else England.
LONDON, ENGLAND = "E12000007", "E92000001"
LONGEST_VALUE = 60
SEX_ORDER = ("persons", "female", "male")

Given = Mapping[str, str]
Confidence = Literal["95", "99.8"]


@dataclass(frozen=True)
class View:
    """Everything that decides what the map and the gaps pages show."""

    priority: str
    indicator: str
    period: str
    sex: str
    age: str
    area: str
    benchmark: str
    confidence: Confidence
    layout: str
    colour: str
    by: str

    def widgets(self) -> dict[str, str]:
        """The value of each control, by its key in the address."""
        return {
            "priority": self.priority,
            "indicator": self.indicator,
            "period": self.period,
            "sex": self.sex,
            "age": self.age,
            "area": self.area,
            "benchmark": self.benchmark,
            "confidence": self.confidence,
            "map": self.layout,
            "colour": self.colour,
            "by": self.by,
        }

    def address(self, build: Build) -> dict[str, str]:
        """What the address carries: the figure always, a setting where it is not the usual one."""
        usual = {"area": "", "benchmark": "london", "confidence": "95", "map": "boroughs"}
        usual |= {"colour": "value", "priority": self.priority}
        usual["by"] = next(iter(ways(build, self.indicator, self.sex, self.age, self.area)), "")
        series = queries.series(build, self.indicator)
        usual |= {key: _only(series[key]) for key in ("sex", "age")}
        return {key: value for key, value in self.widgets().items() if usual.get(key) != value}


@dataclass(frozen=True)
class Resolved:
    """A view that exists, and a sentence for each thing asked for that does not."""

    view: View
    problems: tuple[str, ...]


def read_address(query: Mapping[str, Iterable[str]]) -> tuple[dict[str, str], list[str]]:
    """One value for each known key, and a sentence for the rest."""
    given: dict[str, str] = {}
    problems = []
    for key, values in query.items():
        listed = list(values)
        if key not in KEYS:
            problems.append(
                f"The address has '{shortened(key)}', which is not a key of this dashboard; "
                f"it was ignored. Keys are {', '.join(KEYS)}."
            )
            continue
        if len(listed) > 1:
            problems.append(f"The address gives '{key}' more than once; the first is used.")
        given[key] = listed[0] if listed else ""
    return given, problems


def resolve(given: Given, build: Build) -> Resolved:
    """The nearest view that exists to what was asked for.

    Args:
        given: values by key of the address; absent keys take their usual value.
        build: what exists.
    """
    problems: list[str] = []
    indicator = _indicator(given, build, problems)
    row = queries.indicators(build).loc[indicator]
    series = queries.series(build, indicator)
    sex = _one_of(given, "sex", _unique(series["sex"]), problems)
    age = _one_of(given, "age", _unique(series.loc[series["sex"] == sex, "age"]), problems)
    periods = _unique(series.loc[(series["sex"] == sex) & (series["age"] == age), "period"])
    area = _area(given, build, problems)
    return Resolved(
        View(
            priority=str(row["priority"]),
            indicator=indicator,
            period=_one_of(given, "period", periods, problems),
            sex=sex,
            age=age,
            area=area,
            benchmark=_one_of(given, "benchmark", BENCHMARKS, problems),
            confidence=cast(Confidence, _one_of(given, "confidence", CONFIDENCES, problems)),
            layout=_one_of(given, "map", LAYOUTS, problems),
            colour=_one_of(given, "colour", COLOURS, problems),
            by=_one_of(given, "by", ways(build, indicator, sex, age, area) or ("",), problems),
        ),
        tuple(problems),
    )


def default_indicator(priority: str, build: Build) -> str:
    """The first indicator of a priority that has borough figures: a headline one where it can."""
    indicators = queries.indicators(build)
    own = indicators[(indicators["priority"] == priority) & shown(indicators)]
    return str(own["indicator_id"].iloc[0])


def ways(build: Build, indicator: str, sex: str, age: str, area: str) -> dict[str, str]:
    """The ways of comparing there are for a series, each with the area it is within."""
    found = queries.dimensions(build, indicator)
    found = found[(found["age"] == age) & ((found["sex"] == sex) | (found["dimension"] == "sex"))]
    within: dict[str, set[str]] = {}
    for dimension, where in zip(found["dimension"], found["area_code"], strict=True):
        within.setdefault(dimension, set()).add(where)
    named = [*measures.DIMENSIONS, *sorted(set(within) - set(measures.DIMENSIONS))]
    return {
        dimension: next(x for x in (area, LONDON, ENGLAND, *within[dimension]) if x in areas)
        for dimension in named
        if (areas := within.get(dimension))
    }


def shown(indicators: pd.DataFrame) -> pd.Series[bool]:
    """Which indicators a map can show: those with borough figures that are not mere context."""
    return (indicators["boroughs"] > 0) & ~indicators["context"]


def shortened(value: str) -> str:
    """A value as it may be quoted back: printable, and not endless."""
    printable = "".join(c if c.isprintable() else "�" for c in value)
    return printable if len(printable) <= LONGEST_VALUE else printable[: LONGEST_VALUE - 1] + "…"


def _indicator(given: Given, build: Build, problems: list[str]) -> str:
    """The indicator asked for; else the first of the priority asked for; else the first of all."""
    indicators = queries.indicators(build)
    priorities = list(queries.priorities(build)["priority_id"])
    wanted = given.get("indicator", "")
    priority = given.get("priority", "") or priorities[0]
    if priority not in priorities:
        problems.append(
            f"There is no priority '{shortened(priority)}'; priorities are {', '.join(priorities)}."
        )
        priority = priorities[0]
    if wanted in indicators.index and bool(shown(indicators)[wanted]):
        return wanted
    fallback = default_indicator(priority, build)
    if wanted:
        problems.append(_no_such_indicator(wanted, fallback, indicators))
    return fallback


def _no_such_indicator(wanted: str, fallback: str, indicators: pd.DataFrame) -> str:
    titles, reasons = indicators["title"], indicators["no_figures"]
    showing = f"showing {titles[fallback]}."
    if wanted in indicators.index:
        reason = reasons[wanted] or "It describes boroughs and has no map."
        return f"{titles[wanted]} has no borough figures here: {reason} Instead, {showing}"
    return f"There is no indicator '{shortened(wanted)}'; {showing}"


def _area(given: Given, build: Build, problems: list[str]) -> str:
    wanted = given.get("area", "").strip()
    if not wanted:
        return ""
    areas = queries.areas(build)
    boroughs = areas[areas["area_type"] == "borough"]
    named = boroughs[
        (boroughs["area_code"] == wanted.upper())
        | (boroughs["area_name"].str.casefold() == wanted.casefold())
    ]
    if len(named):
        return str(named["area_code"].iloc[0])
    problems.append(
        f"There is no borough '{shortened(wanted)}'; none is chosen. Use a borough's name or its "
        "code from E09000001 to E09000033."
    )
    return ""


def _one_of(given: Given, key: str, allowed: Iterable[str], problems: list[str]) -> str:
    """The value given if it is allowed, else the first that is, with a sentence that says so."""
    options = list(allowed)
    wanted = given.get(key, "").strip()
    for option in options:
        if option.casefold() == wanted.casefold():
            return option
    if wanted:
        listed = ", ".join(options[:12]) + (" …" if len(options) > 12 else "")
        problems.append(
            f"There is no {key} '{shortened(wanted)}' here; showing {options[0]}. "
            f"There is: {listed}."
        )
    return options[0]


def _only(values: pd.Series[str]) -> str:
    """The one value there is, empty where there is a choice."""
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else ""


def _unique(values: pd.Series[str]) -> list[str]:
    """Distinct values in order; of sexes, both together first where that is published."""
    distinct = list(dict.fromkeys(values))
    return [x for x in SEX_ORDER if x in distinct] or distinct
