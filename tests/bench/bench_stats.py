"""How fast the simulations are: all groups at once beside one group and one draw at a time.

Run as `python -m tests.bench.bench_stats`. Both ways draw from the same distribution and are
timed in the same run; the ratio is what to read, the rates depend on the machine.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np

from pipelines.stats.inequality import measures, slope_index
from pipelines.stats.ranks import rank_interval
from tests.bench.sizes import usually

GROUPS, CELLS = 33, 20
DRAWS, LOOP_DRAWS = usually((10_000, 300), smallest=(100, 3))
RNG = np.random.default_rng(0)
VALUES = 50 + 5 * RNG.standard_normal((CELLS, GROUPS))
PEOPLE = RNG.uniform(1e5, 4e5, GROUPS)
ERRORS = RNG.uniform(0.5, 2, (CELLS, GROUPS))


def loop_slope(draws: int) -> None:
    """One cell's slope index with a Python loop over draws and groups."""
    share = PEOPLE / PEOPLE.sum()
    middle = np.cumsum(share) - share / 2
    for _ in range(draws):
        cross = square = 0.0
        for group in range(GROUPS):
            value = RNG.normal(VALUES[0, group], ERRORS[0, group])
            away = middle[group] - 0.5
            cross += share[group] * away * value
            square += share[group] * away * away
        _ = cross / square


def loop_variance(draws: int) -> None:
    """One cell's between-group variance and Theil index, likewise."""
    share = PEOPLE / PEOPLE.sum()
    for _ in range(draws):
        drawn = [RNG.normal(VALUES[0, group], ERRORS[0, group]) for group in range(GROUPS)]
        mean = sum(share[group] * drawn[group] for group in range(GROUPS))
        variance = theil = 0.0
        for group in range(GROUPS):
            variance += share[group] * (drawn[group] - mean) ** 2
            theil += share[group] * drawn[group] / mean * np.log(drawn[group] / mean)


def loop_ranks(draws: int) -> None:
    """One cell's ranks, likewise."""
    for _ in range(draws):
        drawn = [RNG.normal(VALUES[0, group], ERRORS[0, group]) for group in range(GROUPS)]
        sorted(range(GROUPS), key=drawn.__getitem__)


def rate(run: Callable[[], object], numbers: int) -> float:
    """Draws × groups per second, the best of three runs."""
    best = np.inf
    for _ in range(3):
        began = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - began)
    return numbers / best


def spread(ordered: bool) -> object:
    """All nineteen measures of every cell."""
    return measures(VALUES, PEOPLE, se=ERRORS, ordered=ordered, higher_is_better=True, draws=DRAWS)


def main() -> None:
    """Time each simulation both ways and print the table."""
    together = CELLS * DRAWS * GROUPS
    rows = [
        ("slope index", loop_slope, lambda: slope_index(VALUES, PEOPLE, se=ERRORS, draws=DRAWS)),
        ("19 measures, ordered", loop_variance, lambda: spread(True)),
        ("19 measures, unordered", loop_variance, lambda: spread(False)),
        (
            "ranks",
            loop_ranks,
            lambda: rank_interval(VALUES, ERRORS, highest_first=True, draws=DRAWS),
        ),
    ]
    write = sys.stdout.write
    write(f"{GROUPS} groups, {CELLS} cells, {DRAWS:,} draws; millions of draws × groups a second\n")
    write(f"{'':24}{'per-group loop':>16}{'vectorised':>12}{'ratio':>8}{'ms a cell':>11}\n")
    for name, loop, vectorised in rows:
        slow = rate(lambda loop=loop: loop(LOOP_DRAWS), LOOP_DRAWS * GROUPS)
        fast = rate(vectorised, together)
        cell = 1e3 * DRAWS * GROUPS / fast
        write(f"{name:24}{slow / 1e6:16.2f}{fast / 1e6:12.1f}{fast / slow:8.0f}{cell:11.1f}\n")
    write("the loops of the measures compute two of the nineteen\n")


if __name__ == "__main__":
    main()
