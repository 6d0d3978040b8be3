"""What the map's further ways of looking need: all periods, and changes since one."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from dashboard.db import Build

_SPREAD = """
select area.area_type, observation.period, observation.value, observation.lower_95,
       observation.upper_95, observation.lower_998, observation.upper_998
from observation
inner join area on observation.area_code = area.area_code
where observation.indicator_id = $indicator
    and observation.sex = $sex
    and observation.age = $age
    and observation.group_type = 'total'
    and observation.value is not null
order by observation.period_end, observation.area_code
"""

_VALUE_CHANGES = """
select area_code, to_period, difference as change, lower_95 as change_lower_95,
       upper_95 as change_upper_95, lower_998 as change_lower_998,
       upper_998 as change_upper_998, verdict_95 as changed_95, verdict_998 as changed_998,
       meaning_95, meaning_998, reason as change_reason
from value_change
where indicator_id = $indicator and sex = $sex and age = $age and from_period = $since
order by area_code
"""


@lru_cache(maxsize=128)
def spread(build: Build, indicator: str, sex: str, age: str) -> pd.DataFrame:
    """All areas' figures and limits over all periods of a series, oldest first."""
    return build.frame(_SPREAD, {"indicator": indicator, "sex": sex, "age": age})


@lru_cache(maxsize=256)
def value_changes(build: Build, indicator: str, sex: str, age: str, since: str) -> pd.DataFrame:
    """How every area's figure changed from a period to the latest one, with area_code as index."""
    given = {"indicator": indicator, "sex": sex, "age": age, "since": since}
    return build.frame(_VALUE_CHANGES, given).set_index("area_code")
