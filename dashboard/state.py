"""The address is the view: its keys, what each may be, and what to say about a bad value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Literal, cast

import pandas as pd

from dashboard import looks, measures, queries, text
from dashboard.choices import LONGEST_VALUE as LONGEST_VALUE
from dashboard.choices import SEX_ORDER as SEX_ORDER
from dashboard.choices import one_of as _one_of
from dashboard.choices import shortened as shortened
from dashboard.choices import shown as shown
from dashboard.choices import unique as _unique
from dashboard.content import options
from dashboard.db import Build

Confidence = Literal["95", "99.8"]

BENCHMARKS = ("london", "england")
CONFIDENCES: tuple[Confidence, ...] = ("95", "99.8")
LAYOUTS = ("boroughs", "tiles")
COLOURS = ("value", "verdict", "quintile", looks.CHANGE)
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
    "areas",
    "order",
    "since",
    "classes",
    "like",
    "indicator2",
    "period2",
    "sex2",
    "term",
    "deck",
    "scene",
)
# Where a way of comparing is measured: in the chosen borough, else London, else England.
LONDON, ENGLAND = "E12000007", "E92000001"
# What /compare puts side by side: enough to see, few enough to tell apart.
MOST_AREAS = 6
# So many wrong values of one kind are named; the rest are counted, however many there are.
MOST_NAMED = 3
ORDERS = ("priority", "distance", "change")
# Separates the areas of the one key that repeats; no code or name holds it.
BETWEEN = "\n"

Given = Mapping[str, str]


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
    areas: tuple[str, ...] = ()
    order: str = ORDERS[0]
    since: str = ""
    classes: str = looks.CLASSES[0]
    like: str = looks.LIKE[0]
    indicator2: str = ""
    period2: str = ""
    sex2: str = ""

    @property
    def compared(self) -> tuple[str, ...]:
        """The boroughs put side by side: the chosen one first, then the others."""
        own = (self.area,) if self.area else ()
        return (*own, *(x for x in self.areas if x != self.area))[:MOST_AREAS]

    def widgets(self) -> dict[str, str | list[str]]:
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
            "areas": list(self.areas),
            "order": self.order,
            "since": self.since,
            "classes": self.classes,
            "like": self.like,
            "indicator2": self.indicator2,
            "period2": self.period2,
            "sex2": self.sex2,
        }

    @lru_cache(maxsize=2048)  # noqa: B019 - a view is a value, and so many are kept
    def address(self, build: Build) -> dict[str, str | list[str]]:
        """What the address carries: the figure always, a setting where it is not the usual one."""
        usual: dict[str, str | list[str]] = {
            "area": "",
            "areas": [],
            "benchmark": "london",
            "confidence": "95",
            "map": "boroughs",
            "colour": "value",
            "order": ORDERS[0],
            "priority": self.priority,
            "classes": looks.CLASSES[0],
            "like": looks.LIKE[0],
            **dict.fromkeys(("since", "indicator2", "period2", "sex2"), ""),
        }
        usual["by"] = next(iter(ways(build, self.indicator, self.sex, self.age, self.area)), "")
        series = queries.series(build, self.indicator)
        usual |= {key: _only(series[key]) for key in ("sex", "age")}
        return {key: value for key, value in self.widgets().items() if usual.get(key) != value}


@dataclass(frozen=True)
class Resolved:
    """A view that exists, and a sentence for each thing asked for that does not."""

    view: View
    problems: tuple[str, ...]


def given(widgets: Mapping[str, str | list[str]]) -> Given:
    """What controls hold, as ``resolve`` takes it."""
    return {k: BETWEEN.join(v) if isinstance(v, list) else str(v) for k, v in widgets.items()}


def resolve(given: Given, build: Build) -> Resolved:
    """The nearest view that exists to what was asked for.

    Args:
        given: values by key of the address; absent keys take their usual value.
        build: what exists.
    """
    asked = tuple(sorted(given.items()))
    is_short = sum(len(value) for _, value in asked) <= LONGEST_KEPT
    return (_kept if is_short else _resolve)(asked, build)


def _resolve(asked: tuple[tuple[str, str], ...], build: Build) -> Resolved:
    given, problems = dict(asked), list[str]()
    indicator = _indicator(given, build, problems)
    priority = str(queries.indicators(build)["priority"][indicator])
    there = queries.published(build, indicator)
    sex = _one_of(given, "sex", _unique(there), problems)
    age = _one_of(given, "age", _unique(there[sex]), problems)
    periods = there[sex][age]
    period = _one_of(given, "period", periods, problems)
    area = _area(given, build, problems)
    own = looks.Series(indicator, sex, age)
    colour = _one_of(given, "colour", COLOURS, problems)
    further = looks.resolve(given, build, own, period, colour, problems)
    term(given, build, problems)
    return Resolved(
        View(
            priority=priority,
            indicator=indicator,
            period=period,
            sex=sex,
            age=age,
            area=area,
            benchmark=_one_of(given, "benchmark", BENCHMARKS, problems),
            confidence=cast(Confidence, _one_of(given, "confidence", CONFIDENCES, problems)),
            layout=_one_of(given, "map", LAYOUTS, problems),
            by=_one_of(given, "by", ways(build, indicator, sex, age, area) or ("",), problems),
            areas=_areas(given, build, area, problems),
            order=_one_of(given, "order", ORDERS, problems),
            **asdict(further),
        ),
        tuple(problems),
    )


# What most runs ask again; what somebody typed without end is not worth keeping.
LONGEST_KEPT = 500
_kept = lru_cache(maxsize=2048)(_resolve)


@lru_cache(maxsize=64)
def default_indicator(priority: str, build: Build) -> str:
    """The first indicator of a priority that has borough figures: a headline one where it can."""
    indicators = queries.indicators(build)
    own = indicators[(indicators["priority"] == priority) & shown(indicators)]
    return str(own["indicator_id"].iloc[0])


@lru_cache(maxsize=1024)
def ways(build: Build, indicator: str, sex: str, age: str, area: str) -> dict[str, str]:
    """The ways of comparing there are for a series, each with the area it is within.

    That is the area asked for, else London, else England; where a way exists only inside boroughs,
    the first of those that have most to show.
    """
    found = queries.dimensions(build, indicator)
    found = found[(found["age"] == age) & ((found["sex"] == sex) | (found["dimension"] == "sex"))]
    within: dict[str, dict[str, int]] = {}
    columns = (found["dimension"], found["area_code"], found["periods"])
    for dimension, where, periods in zip(*columns, strict=True):
        known = within.setdefault(dimension, {})
        known[where] = max(int(periods), known.get(where, 0))
    named = [*measures.DIMENSIONS, *sorted(set(within) - set(measures.DIMENSIONS))]
    return {name: _where(within[name], area) for name in named if name in within}


def _where(measured: Mapping[str, int], area: str) -> str:
    """The area a way of comparing is shown for; ``measured`` is in how many periods by area."""
    usual = next((x for x in (area, LONDON, ENGLAND) if x in measured), "")
    return usual or min(measured, key=lambda code: (-measured[code], code))


def term(given: Given, build: Build, problems: list[str] | None = None) -> str:
    """The word of the glossary asked for, '' where there is none; it belongs to no view."""
    wanted = given.get("term", "").strip().casefold()
    if wanted in queries.glossary(build).index:
        return wanted
    if wanted and problems is not None:
        problems.append(
            f"There is no word '{shortened(wanted)}' in the glossary; "
            "every word is under 'Words we use'."
        )
    return ""


def _indicator(given: Given, build: Build, problems: list[str]) -> str:
    """The indicator asked for; else the first of the priority asked for; else the first of all."""
    priorities = list(options.priorities(build))
    wanted = given.get("indicator", "")
    priority = given.get("priority", "") or priorities[0]
    if priority not in priorities:
        problems.append(
            f"There is no priority '{shortened(priority)}'; priorities are {', '.join(priorities)}."
        )
        priority = priorities[0]
    if wanted in options.indicators(build):
        return wanted
    fallback = default_indicator(priority, build)
    if wanted:
        problems.append(_no_such_indicator(wanted, fallback, queries.indicators(build)))
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
    code = _borough(wanted, build)
    if not code:
        problems.append(_no_such_borough(wanted, "none is chosen"))
    return code


def _areas(given: Given, build: Build, own: str, problems: list[str]) -> tuple[str, ...]:
    """The boroughs put beside the chosen one, each once, in the order they were asked for."""
    asked = dict.fromkeys(x.strip() for x in given.get("areas", "").split(BETWEEN))
    codes = {wanted: _borough(wanted, build) for wanted in asked if wanted}
    unknown = [wanted for wanted, code in codes.items() if not code]
    problems += [_no_such_borough(x, "it is left out") for x in unknown[:MOST_NAMED]]
    if len(unknown) > MOST_NAMED:
        left = text.many(len(unknown) - MOST_NAMED, "more area")
        problems.append(f"The same holds for {left} in the address.")
    found = [x for x in dict.fromkeys(filter(None, codes.values())) if x != own]
    most = MOST_AREAS - bool(own)
    if len(found) > most:
        problems.append(
            f"{len(found) + bool(own)} boroughs were asked for; the first {MOST_AREAS} are "
            "compared."
        )
    return tuple(found[:most])


def _borough(wanted: str, build: Build) -> str:
    """The code of a borough named or coded so, '' where there is none."""
    return _boroughs(build).get(wanted.casefold(), "")


@lru_cache(maxsize=8)
def _boroughs(build: Build) -> dict[str, str]:
    """Each borough's code by its code and its name, in lower case."""
    areas = queries.areas(build)
    boroughs = areas[areas["area_type"] == "borough"]
    codes = [str(code) for code in boroughs["area_code"]]
    names = [str(name).casefold() for name in boroughs["area_name"]]
    return dict(zip(names, codes, strict=True)) | {code.casefold(): code for code in codes}


def _no_such_borough(wanted: str, done: str) -> str:
    return (
        f"There is no borough '{shortened(wanted)}'; {done}. Use a borough's name or its "
        "code from E09000001 to E09000033."
    )


def _only(values: pd.Series[str]) -> str:
    """The one value there is, empty where there is a choice."""
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else ""
