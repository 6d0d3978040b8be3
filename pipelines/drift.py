"""What changed at a publisher besides newer figures: in the file's shape, or in figures we have.

Harmless drift is noted. Dangerous drift stops the indicator it touches, whose last good figures
then stay until a person has looked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.contract import KEY
from pipelines.upstream import Tolerance

SERIES = ["sex", "age", "group_type", "group_name"]
CELL = [*SERIES, "period_start", "period_end"]
# The width of a 95% interval in standard errors.
WIDTH_95 = 2 * 1.959964
SHOWN = 5


@dataclass(frozen=True)
class Finding:
    """One difference: what it is, what was there before and what is there now."""

    kind: str
    stops: bool
    where: str
    message: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def written(findings: Iterable[Finding]) -> list[str]:
    """Findings as a diff that people read: "!" stops, "-" was, "+" is."""
    lines = []
    for x in findings:
        lines.append(f"{'!' if x.stops else ' '} {x.where}: {x.message}")
        lines += [f"    - {text}" for text in x.before]
        lines += [f"    + {text}" for text in x.after]
    return lines


def of_figures(
    before: pd.DataFrame, after: pd.DataFrame, tolerance: Tolerance, boroughs: Iterable[str]
) -> list[Finding]:
    """How one indicator's new figures differ from the ones they take the place of.

    Args:
        before: the last good figures, as the contract has them.
        after: the figures parsed now.
        tolerance: how far they may differ.
        boroughs: the codes of London's boroughs.
    """
    if before.empty:
        return []
    where = str(after["indicator_id"].iloc[0])
    old = before[before["state"] == "published"]
    new = after[after["state"] == "published"]
    gone = _series_gone(old, new, where)
    kept = old.merge(new[SERIES].drop_duplicates(), on=SERIES)
    gone += _periods_gone(kept, new, tolerance, where)
    kept = kept.merge(new[CELL].drop_duplicates(), on=CELL)
    return [
        *gone,
        *_areas_lost(kept, new, tolerance, set(boroughs), where),
        *_values_moved(kept, new, tolerance, where),
    ]


def _series_gone(old: pd.DataFrame, new: pd.DataFrame, where: str) -> list[Finding]:
    had, has = _series(old), _series(new)
    if not had - has:
        return []
    return [
        Finding(
            "series_gone",
            True,
            where,
            "a series that was there is not there any more",
            tuple(sorted(had - has)[:SHOWN]),
            tuple(sorted(has - had)[:SHOWN]),
        )
    ]


def _series(figures: pd.DataFrame) -> set[str]:
    return {", ".join(x) for x in figures[SERIES].drop_duplicates().itertuples(index=False)}


def _periods_gone(
    old: pd.DataFrame, new: pd.DataFrame, tolerance: Tolerance, where: str
) -> list[Finding]:
    """Periods that left; the oldest of them may, where the publisher keeps a moving window."""
    periods = old[[*CELL, "period"]].drop_duplicates()
    merged = periods.merge(new[CELL].drop_duplicates(), on=CELL, how="left", indicator=True)
    merged = merged.sort_values("period_start")
    merged["gone"] = merged["_merge"] == "left_only"
    if not merged["gone"].any():
        return []
    oldest = merged.groupby(SERIES, sort=False)["gone"].cummin()
    within = merged.groupby(SERIES, sort=False).cumcount() < tolerance.lost_periods
    stops = bool((merged["gone"] & ~(oldest & within)).any())
    shown = merged[merged["gone"]].drop_duplicates(["sex", "period"]).head(SHOWN)
    return [
        Finding(
            "period_gone",
            stops,
            where,
            f"{int(merged['gone'].sum())} periods that were there are not there any more",
            tuple(f"{x.period}, {x.sex}, {x.group_name}" for x in shown.itertuples()),
        )
    ]


def _areas_lost(
    old: pd.DataFrame, new: pd.DataFrame, tolerance: Tolerance, boroughs: set[str], where: str
) -> list[Finding]:
    keys = [*CELL, "area_code"]
    merged = old.merge(new[keys], on=keys, how="left", indicator=True)
    lost = merged[merged["_merge"] == "left_only"]
    if lost.empty:
        return []
    is_borough = lost["area_code"].isin(boroughs)
    most = lost[is_borough].groupby(CELL).size().max() if is_borough.any() else 0
    return [
        Finding(
            "areas_lost",
            bool(most > tolerance.lost_boroughs or (~is_borough).any()),
            where,
            f"{len(lost)} figures of {lost['area_code'].nunique()} areas are gone from periods "
            f"that are still there; {tolerance.lost_boroughs} boroughs a period may go",
            tuple(
                f"{x.area_code}, {x.period}, {x.sex}: {x.value:g}"
                for x in lost.head(SHOWN).itertuples()
            ),
        )
    ]


def _values_moved(
    old: pd.DataFrame, new: pd.DataFrame, tolerance: Tolerance, where: str
) -> list[Finding]:
    pairs = old.merge(new, on=list(KEY), suffixes=("", "_now"))
    if pairs.empty:
        return []
    error = (pairs["upper_95"] - pairs["lower_95"]) / WIDTH_95
    size = pairs["value"].abs().clip(lower=pairs["value"].abs().median())
    known = error > 0
    allowed = (tolerance.standard_errors * error).where(known, tolerance.relative * size)
    distance = (pairs["value_now"] - pairs["value"]).abs()
    pairs["by"] = np.where(known, distance / error, distance / size.where(size > 0, 1))
    pairs["unit"] = np.where(known, "standard errors", "times its size")
    moved = pairs[distance > allowed].sort_values("by", ascending=False)
    if moved.empty:
        return []
    shown = moved.head(SHOWN)
    names = [f"{x.area_code}, {x.period}, {x.sex}" for x in shown.itertuples()]
    return [
        Finding(
            "value_moved",
            True,
            where,
            f"{len(moved)} of {len(pairs)} figures moved further than "
            f"{tolerance.standard_errors:g} standard errors (or {tolerance.relative:g} of their "
            "size where there is no interval)",
            tuple(
                f"{name}: {x.value:g}" for name, x in zip(names, shown.itertuples(), strict=True)
            ),
            tuple(
                f"{name}: {x.value_now:g} ({x.by:.1f} {x.unit})"
                for name, x in zip(names, shown.itertuples(), strict=True)
            ),
        )
    ]
