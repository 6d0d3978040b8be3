"""How often verdicts are right and intervals hold the truth, by simulation."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from dashboard.db import Build

_VERDICTS = """
select
    question,
    standard_errors,
    period_count,
    dispersion,
    correlation,
    start_in_standard_errors,
    share,
    share_plain,
    series_count
from verdict_accuracy
"""

_FIFTHS = """
select
    most_deprived_members,
    least_deprived_members,
    most_deprived_spread,
    least_deprived_spread,
    coverage_spread,
    coverage_chance,
    coverage_crossed,
    data_set_count
from fifths_coverage
"""


@lru_cache(maxsize=8)
def verdict_accuracy(build: Build) -> pd.DataFrame:
    """How often the verdict on a gap's change is wrong, found or held, by kind of series."""
    return build.frame(_VERDICTS)


@lru_cache(maxsize=8)
def fifths_coverage(build: Build) -> pd.DataFrame:
    """How often the two intervals of a gap between fifths hold the truth, by scenario."""
    return build.frame(_FIFTHS)
