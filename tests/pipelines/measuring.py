"""A small London made by hand: five boroughs of known deprivation, population and figures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tests.areas import LONDON

CODES = tuple(f"E0900000{place}" for place in range(1, 6))
NAMES = ("Ash", "Beech", "Cedar", "Damson", "Elm")
# Ash is the most deprived in 2025 and the least deprived in 2019.
AREAS = pd.DataFrame(
    {
        "area_code": [*CODES, LONDON],
        "area_name": [*NAMES, "London"],
        "area_type": ["borough"] * 5 + ["region"],
        "imd_2019_average_score": [10.0, 20.0, 30.0, 40.0, 50.0, np.nan],
        "imd_2025_average_score": [50.0, 40.0, 30.0, 20.0, 10.0, np.nan],
    }
)
TRAITS = pd.DataFrame(
    {
        "polarity": ["high", "low", "none", "none", "low"],
        "value_kind": ["mean", "mean", "mean", "count", "proportion"],
        "period_kind": ["annual"] * 5,
    },
    index=["good", "bad", "neither", "population", "share"],
)


def figures(
    indicator: str,
    value: Sequence[float],
    *,
    areas: Sequence[str] = CODES,
    arm: float | None = 1.0,
    year: int = 2020,
    years: int = 1,
    **words: object,
) -> pd.DataFrame:
    """One figure an area for one period, with limits `arm` away."""
    numbers = np.array(value, dtype=float)
    half = np.nan if arm is None else arm
    rows = pd.DataFrame({"area_code": list(areas), "value": numbers})
    given: dict[str, object] = {
        "indicator_id": indicator,
        "lower_95": numbers - half,
        "upper_95": numbers + half,
        "denominator": np.nan,
        "period": str(year) if years == 1 else f"{year} to {year + years - 1}",
        "period_start": pd.Timestamp(year, 1, 1),
        "period_end": pd.Timestamp(year + years - 1, 12, 31),
        "sex": "persons",
        "age": "All ages",
        "group_type": "total",
        "group_name": "all",
        "state": np.where(np.isnan(numbers), "missing", "published"),
        "is_unreliable": False,
    }
    return rows.assign(**(given | words))


def residents(
    people: Sequence[float] = (100, 100, 100, 100, 100), year: int = 2020, sex: str = "persons"
) -> pd.DataFrame:
    """Mid-year estimates of the five boroughs, and of London as their sum."""
    on = pd.Timestamp(year, 6, 30)
    return figures(
        "population",
        [*people, sum(people)],
        areas=[*CODES, LONDON],
        arm=None,
        period=f"30 June {year}",
        period_start=on,
        period_end=on,
        sex=sex,
    )


def together(*frames: pd.DataFrame) -> pd.DataFrame:
    """Several frames as one."""
    return pd.concat(frames, ignore_index=True)
