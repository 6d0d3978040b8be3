"""Whether two published builds hold the same marts: keys and words exactly, numbers to 1e-9."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import numpy as np
import pandas as pd

from pipelines import derive
from tests.published import opened

CLOSE = 1e-9
MARTS = (*derive.IN_PARTS, *derive.ACROSS)
# When it was built is the one thing that may differ.
NEVER_THE_SAME = ("built_at",)


def assert_same(
    one: Path, other: Path, but: Collection[str] = NEVER_THE_SAME
) -> dict[str, tuple[int, float]]:
    """Compare every mart of the current builds of two folders.

    ``but`` are columns that may differ.

    Returns:
        For each mart its rows and the largest difference of a number, relative to 1 or the number.
    """
    with opened(one) as first, opened(other) as second:
        found = {}
        for name in MARTS:
            schemas = [x.arrow(name).schema.remove_metadata() for x in (first, second)]
            assert schemas[0].equals(schemas[1]), f"{name}: {schemas[0]} and {schemas[1]}"
            found[name] = _compare(name, first.table(name), second.table(name), but)
    return found


def _compare(
    name: str, one: pd.DataFrame, other: pd.DataFrame, but: Collection[str]
) -> tuple[int, float]:
    assert len(one) == len(other), f"{name}: {len(one)} and {len(other)} rows"
    worst = 0.0
    for column in one.columns:
        if column in but:
            continue
        if one[column].dtype.kind == "f":
            worst = max(worst, _apart(f"{name}.{column}", one[column], other[column]))
        else:
            pd.testing.assert_series_equal(one[column], other[column], obj=f"{name}.{column}")
    return len(one), worst


def _apart(what: str, one: pd.Series, other: pd.Series) -> float:
    assert (one.isna() == other.isna()).all(), f"{what}: not the same figures are missing"
    if one.isna().all():
        return 0.0
    apart = float(((one - other).abs() / np.maximum(1.0, one.abs())).max())
    assert apart <= CLOSE, f"{what}: numbers are up to {apart} apart"
    return apart
