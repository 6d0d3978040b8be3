"""One borough's line for every indicator: its figure, how it compares, how it has moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from dashboard import queries, rank_words, state, text
from dashboard.content import maps
from dashboard.db import Build
from dashboard.frames import missing, rows
from dashboard.rank_words import Rank
from dashboard.text import Unit

Key = tuple[str, str, str]
Placed = Literal["tested", "apart", "fifth", "nowhere"]
# The recent-trend rule found a direction; otherwise it found none or could not be applied.
RISING, FALLING, STEADY = "increasing", "decreasing", "no significant change"
_OWN_METHOD = "own method"


@dataclass(frozen=True)
class Past:
    """One borough's figures of a series, oldest first; NaN where a limit is not published."""

    periods: tuple[str, ...]
    years: tuple[float, ...]
    values: tuple[float, ...]
    lowers: tuple[float, ...]
    uppers: tuple[float, ...]


@dataclass(frozen=True)
class Line:
    """The latest figure of one series for one borough, against one benchmark.

    Numbers are in the indicator's unit. ``verdict`` is a key of the palette at the confidence
    asked for; ``compared_with`` is the benchmark, or the other of London and England where that
    has no figure, '' where neither has; ``distance`` and ``yearly_change`` are in standard
    deviations of the boroughs; ``quintile`` is the borough's fifth, 1 the worst or the highest.
    """

    indicator_id: str
    title: str
    priority: str
    polarity: str
    unit: Unit
    sex: str
    age: str
    period: str
    value: float | None
    lower: float | None
    upper: float | None
    state: str
    note: str
    compared_with: str
    benchmark_value: float | None
    difference: float | None
    is_relevant: bool
    quintile: int | None
    distance: float | None
    verdict: str
    verdict_998: str
    verdict_reason: str
    rank: Rank | None
    rank_reason: str
    direction: str
    slope: float | None
    yearly_change: float | None
    trend_reason: str
    trend_periods: tuple[str, str]
    is_own_method: bool
    age_adjustment: str
    current_prices: bool

    @property
    def key(self) -> Key:
        """Which series it is."""
        return (self.indicator_id, self.sex, self.age)

    @property
    def subject(self) -> str:
        """The indicator and whom it is about: 'Life expectancy (males)'."""
        people = text.people(self.sex)
        return f"{self.title} ({people})" if people else self.title

    @property
    def placed(self) -> Placed:
        """How it is placed: tested for chance, by difference and fifth, by fifth alone, or not."""
        if self.value is None:
            return "nowhere"
        if self.verdict != "not_compared":
            return "tested"
        if self.difference is not None:
            return "apart"
        return "nowhere" if self.quintile is None else "fifth"

    @property
    def fifth(self) -> str:
        """The fifth of the boroughs it is in, from the highest figures down; '' for none."""
        return rank_words.fifth(self.quintile, self.polarity)

    @property
    def yardstick(self) -> str:
        """The name of what it is compared with, '' where there is nothing."""
        return text.BENCHMARK_NAMES.get(self.compared_with, "")

    @property
    def is_better(self) -> bool:
        """Whether the verdict is better, at either level."""
        return self.verdict.startswith("better")

    @property
    def is_worse(self) -> bool:
        """Whether the verdict is worse, at either level."""
        return self.verdict.startswith("worse")

    @property
    def moved(self) -> str:
        """Better, worse, rising or falling by the trend test; '' where it found no change."""
        if self.direction not in (RISING, FALLING):
            return ""
        # Prices alone move what is in the prices of each year: nobody judges that.
        if self.polarity == "none" or self.current_prices:
            return "rising" if self.direction == RISING else "falling"
        good = (self.direction == RISING) == (self.polarity == "high")
        return "better" if good else "worse"

    @property
    def figure(self) -> str:
        """28.1% (26.9 to 29.4)."""
        return self.unit.with_interval(self.value, self.lower, self.upper)


@lru_cache(maxsize=96)
def lines(
    build: Build, area: str, benchmark: str, confidence: state.Confidence
) -> tuple[Line, ...]:
    """Every indicator's line in the order pages list them.

    One line an indicator, its figure for everybody; where none is published for everybody, one
    for each sex.
    """
    found = queries.profile(build, area, benchmark)
    together = set(found.loc[found["sex"] == "persons", "indicator_id"])
    own = found[(found["sex"] == "persons") | ~found["indicator_id"].isin(together)]
    return tuple(_line(row, confidence) for row in rows(own))


@lru_cache(maxsize=64)
def pasts(build: Build, area: str) -> Mapping[Key, Past]:
    """Every series of a borough over time."""
    found = queries.past(build, area)
    middle = found["period_start"] + (found["period_end"] - found["period_start"]) / 2
    dated = found.assign(year=middle.dt.year + middle.dt.day_of_year / 366)
    own: dict[Key, list[Any]] = {}
    for row in rows(dated):
        own.setdefault((row.indicator_id, row.sex, row.age), []).append(row)
    return {key: _past(periods) for key, periods in own.items()}


@lru_cache(maxsize=8)
def boroughs(build: Build) -> Mapping[Key, tuple[float, ...]]:
    """Every borough's published figure in the latest period of each series."""
    latest = queries.latest(build)
    own = latest[(latest["area_type"] == "borough") & latest["value"].notna()]
    return {
        (str(key[0]), str(key[1]), str(key[2])): tuple(values)
        for key, values in own.groupby(["indicator_id", "sex", "age"])["value"]
        if isinstance(key, tuple)
    }


@lru_cache(maxsize=8)
def benchmarks(build: Build) -> Mapping[Key, Mapping[str, float]]:
    """London's and England's figures in the latest period of each series, where published."""
    latest = queries.latest(build)
    own = latest[(latest["area_type"] != "borough") & latest["value"].notna()]
    found: dict[Key, dict[str, float]] = {}
    for row in rows(own):
        name = "london" if row.area_type == "region" else "england"
        found.setdefault((row.indicator_id, row.sex, row.age), {})[name] = float(row.value)
    return found


@lru_cache(maxsize=8)
def benchmark_states(build: Build) -> Mapping[Key, Mapping[str, str]]:
    """The state of London's and England's figures in the latest period of each series."""
    latest = queries.latest(build)
    found: dict[Key, dict[str, str]] = {}
    for row in rows(latest[latest["area_type"] != "borough"]):
        name = "london" if row.area_type == "region" else "england"
        found.setdefault((row.indicator_id, row.sex, row.age), {})[name] = str(row.state)
    return found


def _line(row: Any, confidence: state.Confidence) -> Line:
    level = "998" if confidence == "99.8" else "95"
    verdict = maps.verdict_key(row, confidence)
    return Line(
        indicator_id=row.indicator_id,
        title=row.short_title,
        priority=row.priority,
        polarity=row.polarity,
        unit=Unit.of(row._asdict()),
        sex=row.sex,
        age=row.age,
        period=row.period,
        value=_number(row.value),
        lower=_number(getattr(row, f"lower_{level}")),
        upper=_number(getattr(row, f"upper_{level}")),
        state=row.state,
        note=_words(row.note),
        compared_with=_words(row.compared_with),
        benchmark_value=_number(row.benchmark_value),
        difference=_number(row.difference),
        is_relevant=not missing(row.is_relevant) and bool(row.is_relevant),
        quintile=None if missing(row.quintile) else int(row.quintile),
        distance=_number(row.distance),
        verdict=verdict,
        verdict_998=_words(row.verdict_998),
        verdict_reason=_words(getattr(row, f"reason_{level}")),
        rank=rank_words.of_row(row),
        rank_reason=_words(row.rank_reason),
        direction=_words(row.direction) or "cannot be calculated",
        slope=_number(row.slope),
        yearly_change=_number(row.yearly_change),
        trend_reason=_words(row.trend_reason) or "there is no figure",
        trend_periods=(_words(row.first_period), _words(row.last_period)),
        is_own_method=_words(row.trend_method).startswith(_OWN_METHOD),
        age_adjustment=row.age_adjustment,
        current_prices=bool(row.current_prices),
    )


def _past(periods: list[Any]) -> Past:
    return Past(
        periods=tuple(row.period for row in periods),
        years=tuple(row.year for row in periods),
        values=tuple(row.value for row in periods),
        lowers=tuple(row.lower_95 for row in periods),
        uppers=tuple(row.upper_95 for row in periods),
    )


def _number(value: Any) -> float | None:
    return None if missing(value) else float(value)


def _words(value: Any) -> str:
    return value if isinstance(value, str) else ""
