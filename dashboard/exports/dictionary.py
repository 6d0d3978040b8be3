"""The data dictionary: every dataset's columns, what they mean, their type and unit.

``python -m dashboard.exports.dictionary`` prints it as Markdown, which is docs/data-dictionary.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from dashboard.exports.datasets import DATASETS
from dashboard.exports.describe import Column, Dataset

TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "date": "day, as 2024-03-31",
    "boolean": "true or false",
}
# Columns in the indicator's own unit.
IN_UNIT = frozenset(
    {
        "value",
        "lower_95",
        "upper_95",
        "lower_998",
        "upper_998",
        "london_value",
        "difference_london",
        "england_value",
        "difference_england",
        "benchmark_value",
        "difference",
        "least_relevant",
        "disadvantaged_value",
        "advantaged_value",
    }
)
_UNITS = {
    "slope": "the indicator's, a year",
    "estimate": "the indicator's where the scale is absolute, none where it is relative",
    "lower": "as the estimate",
    "upper": "as the estimate",
    "ratio": "none",
    "count": "people or events",
    "denominator": "people or events",
    "population_covered": "share, 0 to 1",
    "population_mid_2024": "people",
    "imd_2019_average_score": "score",
    "imd_2025_average_score": "score",
    "n": "groups",
    "n_of": "groups",
    "boroughs": "boroughs",
    "rank_of": "boroughs",
    "rank": "place",
    "rank_shared": "boroughs",
    "symmetric_value": "as symmetric_scale says",
    "standard_error": "as symmetric_scale says",
    "rank_lower": "place",
    "rank_upper": "place",
    "quintile": "fifth",
    "periods": "periods",
    "periods_used": "periods",
    "observations": "figures",
    "decimals": "digits",
    "position": "place",
    "chi_squared": "none",
    "overdispersion": "none",
    "spread_lower": "as the estimate",
    "spread_upper": "as the estimate",
    **{f"change{limit}": "as the estimate" for limit in ("", "_lower", "_upper")},
    **{f"slope{limit}": "the indicator's, a year" for limit in ("_lower", "_upper")},
    **{
        f"{end}_{part}": "as the estimate"
        for end in ("first", "latest")
        for part in ("estimate", "lower", "upper")
    },
}
_HEAD = """# Data dictionary

What every column of every dataset means. The names are stable; somebody's script reads them. This
page is made from `dashboard/exports/datasets.py` by `python -m dashboard.exports.dictionary`.
"""


def unit(column: Column) -> str:
    """What a column's numbers are counted in, '' for a column that holds none."""
    if column.name in IN_UNIT:
        return "the indicator's"
    return _UNITS[column.name] if column.datatype in ("integer", "number") else ""


def markdown() -> str:
    """The whole dictionary as a Markdown page."""
    return "\n".join([_HEAD, *(line for x in DATASETS.values() for line in _section(x))])


def _section(dataset: Dataset) -> Iterator[str]:
    yield f"## {dataset.title} (`{dataset.name}`)\n"
    yield f"{dataset.description} Rows are told apart by {_names(dataset.key)}."
    filters = _names(dataset.filters) if dataset.filters else "nothing: it is short"
    yield f"It is filtered by {filters}.\n"
    yield "| column | meaning | type | unit | part |\n| --- | --- | --- | --- | --- |"
    for x in dataset.columns:
        meaning = x.description.replace("|", "\\|")
        yield f"| `{x.name}` | {meaning} | {TYPES[x.datatype]} | {unit(x)} | {x.group} |"
    yield ""


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    sys.stdout.write(markdown())
