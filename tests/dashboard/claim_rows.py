"""The rows that sentences are about, read from the marts at once and by nothing of the pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dashboard.claims.claim import Claim
from dashboard.db import Build

Key = tuple[str, ...]
Row = dict[str, Any]
LONDON = "E12000007"
_FIGURES = """
select observation.*, comparison.* exclude (observation_id, indicator_id, area_code, period,
       period_start, period_end, sex, age, group_type, group_name)
from observation
inner join series
    on observation.indicator_id = series.indicator_id and observation.sex = series.sex
    and observation.age = series.age and observation.group_type = series.group_type
    and observation.period = series.period and series.is_latest
left join comparison on observation.observation_id = comparison.observation_id
where observation.group_type = 'total'
"""
_SOURCES_OF = """
select distinct indicator_id, sex, age, period, source_id from observation
where group_type = 'total' and source_id is not null
"""
_SHARES = """
select contribution.*, area.area_name from contribution
inner join area on contribution.area_code = area.area_code
where contribution.measure = 'mdm' and contribution.is_latest
"""


@dataclass(frozen=True)
class Marts:
    """Lookups into one build, each made when it is first asked for."""

    build: Build

    def _rows(self, sql: str) -> Iterable[Row]:
        frame = self.build.frame(sql).astype(object)
        return frame.where(frame.notna(), None).to_dict("records")

    def _by(self, sql: str, *names: str) -> dict[Key, Row]:
        return {tuple(row[x] for x in names): row for row in self._rows(sql)}

    @cached_property
    def indicators(self) -> dict[str, Row]:
        """Each indicator's row by its id."""
        return {str(x["indicator_id"]): x for x in self._rows("select * from indicator")}

    @cached_property
    def names(self) -> dict[str, str]:
        """Each area's name by its code."""
        return {str(x["area_code"]): str(x["area_name"]) for x in self._rows("select * from area")}

    @cached_property
    def boroughs(self) -> dict[str, str]:
        """Each borough's name by its code."""
        return {code: name for code, name in self.names.items() if code.startswith("E09")}

    @cached_property
    def changes(self) -> dict[Key, Row]:
        """Whether each gap is narrowing."""
        keys = ("indicator_id", "sex", "age", "area_code", "dimension", "measure")
        return self._by("select * from gap_change", *keys)

    @cached_property
    def gaps(self) -> dict[Key, Row]:
        """Each gap in each period."""
        keys = ("indicator_id", "sex", "age", "area_code", "dimension", "measure", "period")
        return self._by(
            "select * from inequality where measure in ('gap', 'ratio', 'sii', 'rii')", *keys
        )

    @cached_property
    def figures(self) -> dict[Key, Row]:
        """Each area's latest figure of a series compared with a benchmark."""
        found = self._by(_FIGURES, "indicator_id", "sex", "age", "benchmark", "area_code")
        known = {(*key[:3], key[4]) for key in found if key[3]}
        for key in [x for x in found if not x[3]]:
            row = found.pop(key)
            if (*key[:3], key[4]) not in known:
                for benchmark in ("london", "england"):
                    found[(*key[:3], benchmark, key[4])] = row
        return found

    @cached_property
    def of_series(self) -> dict[Key, dict[str, Row]]:
        """The boroughs' latest figures by series and benchmark, those that have a value."""
        found: dict[Key, dict[str, Row]] = {}
        for key, row in self.figures.items():
            if key[4] in self.boroughs and row["value"] is not None:
                found.setdefault(key[:4], {})[key[4]] = row
        return found

    @cached_property
    def trends(self) -> dict[Key, Row]:
        """Each area's recent trend."""
        sql = "select * from trend where group_type = 'total'"
        return self._by(sql, "indicator_id", "sex", "age", "area_code")

    @cached_property
    def shares(self) -> dict[Key, Row]:
        """Each borough's distance from the average."""
        return self._by(_SHARES, "indicator_id", "sex", "age", "area_name")

    @cached_property
    def sources(self) -> dict[str, Row]:
        """Each source by its id."""
        return {str(x["source_id"]): x for x in self._rows("select * from source")}

    @cached_property
    def sources_of(self) -> dict[Key, set[str]]:
        """The sources that gave a series its figures: of one period, and ('' for it) of all."""
        found: dict[Key, set[str]] = {}
        for row in self._rows(_SOURCES_OF):
            series = (row["indicator_id"], row["sex"], row["age"])
            for period in (row["period"], ""):
                found.setdefault((*series, period), set()).add(row["source_id"])
        return found

    @cached_property
    def of_indicator(self) -> dict[str, set[str]]:
        """The sources that gave an indicator any figure, of groups too."""
        found: dict[str, set[str]] = {}
        for row in self._rows("select distinct indicator_id, source_id from observation"):
            found.setdefault(row["indicator_id"], set()).add(row["source_id"])
        return found

    @cached_property
    def subjects(self) -> dict[str, str]:
        """Each indicator's id by its titles, as they begin a sentence."""
        return {
            str(row[name]): key
            for key, row in self.indicators.items()
            for name in ("title", "short_title")
        }

    @cached_property
    def ages(self) -> dict[Key, str]:
        """The only age of an indicator and sex, '' where there are several."""
        found: dict[Key, set[str]] = {}
        for indicator, sex, age, _ in self.of_series:
            found.setdefault((indicator, sex), set()).add(age)
        return {key: next(iter(ages)) if len(ages) == 1 else "" for key, ages in found.items()}

    @cached_property
    def _of_any_people(self) -> dict[Key, list[Row]]:
        found: dict[Key, list[Row]] = {}
        for key, row in self.changes.items():
            found.setdefault((key[0], *key[3:]), []).append(row)
        return found

    def change(self, claim: Claim) -> Row | None:
        """Whether the gap that a sentence is about is narrowing; None where there is no such row.

        Of a sentence that leaves it open, it is the gap between fifths of boroughs.
        """
        dimension = claim.dimension or "borough_fifths_by_deprivation"
        inside = dimension == "deprivation_fifth_within_borough"
        measure = claim.measure or ("sii" if inside else "gap")
        sex = claim.sex or "persons"
        age = claim.age or self.ages.get((claim.indicator, sex), "")
        area = claim.area if claim.dimension else LONDON
        key = (area, dimension, measure)
        row = self.changes.get((claim.indicator, sex, age, *key))
        others = [] if claim.age else self._of_any_people.get((claim.indicator, *key), [])
        return row or (others[0] if len(others) == 1 else None)

    def figure(self, claim: Claim) -> Row | None:
        """The figure of the one area that a sentence is about, compared with its benchmark."""
        return self.figures.get((*self.series(claim), claim.area))

    def series(self, claim: Claim) -> Key:
        """The series and the benchmark that a sentence is about; one it names is the one."""
        sex = claim.sex or "persons"
        age = claim.age or self.ages.get((claim.indicator, sex), "")
        named = re.search(r"\b(?:than|to|with) (London|England)\b", claim.said)
        return (claim.indicator, sex, age, named.group(1).lower() if named else claim.benchmark)
