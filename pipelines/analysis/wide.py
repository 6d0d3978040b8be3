"""From rows of figures to arrays: one row a set, one column a group, as the formulas take them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipelines.analysis.scales import Floats

FIGURES = ("value", "lower_95", "upper_95")


def arrays(
    figures: pd.DataFrame,
    by: Sequence[str],
    across: str,
    labels: Sequence[str],
    columns: Sequence[str] = FIGURES,
) -> tuple[pd.DataFrame, list[Floats]]:
    """The figures with one row for each set of `by` and one column for each label of `across`.

    Args:
        figures: rows; those whose `across` is not among the labels are left out.
        by: the columns that make a set.
        across: the column that tells the members of a set apart.
        labels: the members, in the order wanted.
        columns: which numbers.

    Returns:
        The sets (the `by` columns, sorted) and an array of shape (sets, labels) for each column,
        NaN where there is no figure.
    """
    kept = figures[figures[across].isin(list(labels))]
    numbered = kept.groupby(list(by), sort=True).ngroup().to_numpy()
    sets = kept[list(by)].iloc[np.unique(numbered, return_index=True)[1]].reset_index(drop=True)
    places = pd.Index(list(labels)).get_indexer(pd.Index(kept[across]))
    found = []
    for column in columns:
        array = np.full((len(sets), len(labels)), np.nan)
        array[numbered, places] = kept[column].to_numpy(dtype=np.float64)
        found.append(array)
    return sets, found
