"""What boroughs are compared with where the benchmark asked for has no figure.

A few publishers give no figure for London, a few none for England. A page then compares with the
other of the two and says which figure is missing; the reader's choice stays in the address, for
the next indicator that has both.
"""

from __future__ import annotations

from dataclasses import replace

from dashboard import queries, text
from dashboard.db import Build
from dashboard.keeping import kept
from dashboard.state import View

_FIGURES = ("indicator", "period", "sex", "age", "benchmark")


def with_available(build: Build, view: View) -> View:
    """The view, compared with the other benchmark where only that one has a figure."""
    there = available(build, view)
    if view.benchmark in there or not there:
        return view
    return replace(view, benchmark=there[0])


@kept(2048, *_FIGURES)
def available(build: Build, view: View) -> tuple[str, ...]:
    """The benchmarks that have a figure for the view's series and period: london, england."""
    found = queries.figures(build, view.indicator, view.period, view.sex, view.age, view.benchmark)
    kinds = set(found.loc[found["value"].notna(), "area_type"])
    return tuple(x for x, kind in text.BENCHMARK_AREA_TYPES.items() if kind in kinds)
