"""The methods page's tables of how well the intervals of inequality measures do."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from dashboard import measures, plain, queries
from dashboard.db import Build


@lru_cache(maxsize=8)
def ordered(build: Build) -> pd.DataFrame:
    """Measures that doubt does not bias: how often the 95% interval holds the truth.

    Its words are text where cells are read as Markdown.
    """
    found = queries.coverage(build)
    own = found[found["shape"] == "gradient"]
    table = own.pivot_table(index="measure", columns="group_count", values="coverage")
    shown = pd.DataFrame(
        {
            "Measure": [measures.MEASURES[str(name)].name for name in table.index],
            **{f"{count} groups": _percent(table[count]) for count in table.columns},
        }
    )
    return plain.cells(shown.set_index("Measure"))


@lru_cache(maxsize=8)
def biased(build: Build) -> pd.DataFrame:
    """Measures that doubt pushes up: by how much, and how often each interval holds the truth.

    Its words are text where cells are read as Markdown.
    """
    found = queries.coverage(build)
    own = found[(found["shape"] == "even") & (found["signal"] == 1)]
    shown = pd.DataFrame(
        {
            "Measure": [measures.MEASURES[str(name)].name for name in own["measure"]],
            "Value too high by": [f"{bias:.0f}%" for bias in own["bias_per_cent"]],
            "Our interval holds the truth": _percent(own["coverage"]),
            "A plain interval would": _percent(own["coverage_plain"]),
        }
    )
    return plain.cells(shown.set_index("Measure"))


def _percent(shares: pd.Series[float]) -> list[str]:
    return [f"{100 * share:.1f}%" for share in shares]
