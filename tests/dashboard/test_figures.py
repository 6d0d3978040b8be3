"""Figures of one period are cut from those of all: the same as the database gives for it alone."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard import queries, state
from dashboard.db import Build
from tests.dashboard.given import with_a_map

_OF_A_PERIOD = """
select observation.area_code, area.area_name, area.short_name, area.area_type,
       observation.value, observation.lower_95, observation.upper_95, observation.lower_998,
       observation.upper_998, observation.limits_998_method, observation."count",
       observation.denominator, observation.state, observation.note, observation.source_id,
       comparison.benchmark_value, comparison.difference, comparison.verdict_95,
       comparison.verdict_998, comparison.reason_95, comparison.reason_998,
       comparison.quintile, comparison.rank, comparison.rank_shared, comparison.rank_lower,
       comparison.rank_upper, comparison.rank_of
from observation
inner join area on observation.area_code = area.area_code
left join comparison
    on observation.observation_id = comparison.observation_id
    and comparison.benchmark = $benchmark
where observation.indicator_id = $indicator
    and observation.period = $period
    and observation.sex = $sex
    and observation.age = $age
    and observation.group_type = 'total'
order by area.area_type, area.area_name
"""


@pytest.mark.slow
def test_every_period_has_the_figures_the_database_has_for_it(build: Build) -> None:
    asked = 0
    for number, indicator in enumerate(with_a_map(build)[::4]):
        benchmark = state.BENCHMARKS[number % len(state.BENCHMARKS)]
        for sex, ages in queries.published(build, indicator).items():
            for age, periods in ages.items():
                for period in (periods[0], periods[-1]):
                    shown = queries.figures(build, indicator, period, sex, age, benchmark)
                    given = {"indicator": indicator, "period": period, "sex": sex, "age": age}
                    alone = build.frame(_OF_A_PERIOD, {**given, "benchmark": benchmark})
                    # A column without a word has another type where other periods have words.
                    pd.testing.assert_frame_equal(
                        shown.astype({"note": object}).fillna({"note": ""}),
                        alone.astype({"note": object}).fillna({"note": ""}),
                    )
                    asked += len(shown) > 0
    assert asked > 20


def test_a_period_without_figures_has_no_rows(build: Build) -> None:
    found = queries.figures(build, "obesity_year_6", "1066", "persons", "10-11 yrs", "london")
    assert found.empty
    assert "verdict_95" in found
