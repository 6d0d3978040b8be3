"""Which figures the classes of a map and the axis of its bars are made for.

Its own; those of every period, so that a colour means the same in each; and those of a second
map beside it that measures the same.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard import looks, queries, text
from dashboard.charts import scale
from dashboard.db import Build
from dashboard.state import View

_MEASURED_ALIKE = ("unit_prefix", "unit", "decimals", "value_kind")
# Two indicators share classes only where each map still shows at least so many of them.
_LEAST_CLASSES = 3


def values(build: Build, view: View) -> tuple[list[float], str]:
    """The figures that classes are cut from, and what the legend says about that."""
    own = _boroughs(build, view)
    other = looks.partner(build, view)
    notes = [_all_periods(build, view)] if view.classes == "all" else []
    if other is None:
        return own, " ".join(notes)
    if not is_shared(build, view):
        notes.append("Each map has classes of its own: a colour does not mean the same on both.")
        return own, " ".join(notes)
    notes.append("Both maps have the same classes: a colour means the same on both.")
    return own + _boroughs(build, other), " ".join(notes)


def covered(build: Build, view: View) -> tuple[float, ...]:
    """The ends of an axis shared by all periods or both maps; () where the view has its own."""
    other = looks.partner(build, view) if is_shared(build, view) else None
    if view.classes != "all" and other is None:
        return ()
    frames = [_figures(build, one) for one in (view, other) if one is not None]
    lower, upper = text.limit_columns(view.confidence)
    numbers = pd.concat(frames)[["value", lower, upper]].to_numpy(dtype=np.float64)
    return (float(np.nanmin(numbers)), float(np.nanmax(numbers)))


@lru_cache(maxsize=512)
def is_shared(build: Build, view: View) -> bool:
    """Whether the second map measures the same, so that one scale makes sense for both."""
    other = looks.partner(build, view)
    if other is None or other.indicator == view.indicator:
        return other is not None
    known = queries.indicators(build)
    own_traits, other_traits = (dict(known.loc[x.indicator]) for x in (view, other))
    if any(own_traits[x] != other_traits[x] for x in _MEASURED_ALIKE):
        return False
    own, others = (_boroughs(build, x) for x in (view, other))
    cut = scale.value_classes(own + others, int(own_traits["decimals"]))
    return all(len(set(scale.classify(x, cut))) >= _LEAST_CLASSES for x in (own, others))


def _boroughs(build: Build, view: View) -> list[float]:
    found = _figures(build, view)
    return list(found.loc[found["area_type"] == "borough", "value"])


def _figures(build: Build, view: View) -> pd.DataFrame:
    """The figures of a view: one period's, or every period's."""
    found = queries.spread(build, view.indicator, view.sex, view.age)
    return found if view.classes == "all" else found[found["period"] == view.period]


def _all_periods(build: Build, view: View) -> str:
    found = queries.spread(build, view.indicator, view.sex, view.age)["period"]
    return (
        f"The classes are the same in every period from {found.iloc[0]} to {found.iloc[-1]}: a "
        "colour always means the same."
    )
