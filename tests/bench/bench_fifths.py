"""How often the two intervals of a gap between fifths hold the truth, each for its own question.

``python -m tests.bench bench_fifths`` writes the table that the methods page shows anew; seeds are
fixed, so it changes only when the statistics do, and a test compares rows of it with a fresh
simulation. The smallest writes nothing.

A borough's true figure lies about what is usual of its fifth with a spread of so many points; its
published figure lies about the true one by chance.
"""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pipelines.stats import group_means
from pipelines.stats._checks import Floats, normal_quantile
from tests.bench.sizes import is_smallest, usually

TABLE = Path(__file__).parent.parent.parent / "data" / "snapshot" / "fifths.csv"
DATA_SETS = usually(40_000, smallest=50)
# Boroughs in the most and in the least deprived fifth.
MEMBERS = ((6, 7), (7, 6))
SPREADS = (0.5, 1.0, 3.0)
# The usual figures of the fifths, the populations in thousands, and the standard error in points
# of a borough of the middle population.
MOST, LEAST = 20.0, 14.0
POPULATIONS = (150, 400)
ERROR = 0.5


@dataclass(frozen=True)
class Row:
    """How often the intervals of the gap hold the truth, in one scenario.

    Attributes:
        members_most, members_least: boroughs in the most and in the least deprived fifth.
        spread_most, spread_least: standard deviation of their true figures, in points.
        coverage_spread: share of data sets in which the interval with the spread of boroughs
            holds the gap between what is usual of the two fifths.
        coverage_chance: share in which the interval of chance in the figures holds the gap
            between these very boroughs.
        coverage_crossed: share in which the interval of chance holds the gap between what is
            usual: what it would be worth for the question that it does not answer.
        data_sets: how many were simulated.
    """

    members_most: int
    members_least: int
    spread_most: float
    spread_least: float
    coverage_spread: float
    coverage_chance: float
    coverage_crossed: float
    data_sets: int


@dataclass(frozen=True)
class Fifth:
    """A fifth in every data set: its true and published mean, and what is known of the latter."""

    truth: Floats
    published: group_means.GroupMean
    error: Floats


def fifth(
    rng: np.random.Generator, usual: float, spread: float, members: int, data_sets: int
) -> Fifth:
    """Boroughs of unequal population, whose figures are surer the more people they have."""
    people = rng.uniform(*POPULATIONS, (data_sets, members))
    truth = usual + spread * rng.standard_normal((data_sets, members))
    errors = ERROR * np.sqrt(np.mean(POPULATIONS) / people)
    published = truth + errors * rng.standard_normal((data_sets, members))
    share = people / people.sum(axis=1, keepdims=True)
    return Fifth(
        (share * truth).sum(axis=1),
        group_means.group_mean(published, people),
        np.sqrt(((share * errors) ** 2).sum(axis=1)),
    )


def scenario(members: tuple[int, int], spreads: tuple[float, float], data_sets: int) -> Row:
    """Simulate one scenario."""
    rng = np.random.default_rng([*members, *(round(10 * x) for x in spreads)])
    most, least = (
        fifth(rng, usual, spread, count, data_sets)
        for usual, spread, count in zip((MOST, LEAST), spreads, members, strict=True)
    )
    gap = group_means.difference(most.published, least.published)
    arm = normal_quantile(gap.confidence) * np.hypot(most.error, least.error)
    chance = gap.value - arm, gap.value + arm
    return Row(
        *members,
        *spreads,
        coverage_spread=_share(gap.lower, gap.upper, MOST - LEAST),
        coverage_chance=_share(*chance, most.truth - least.truth),
        coverage_crossed=_share(*chance, MOST - LEAST),
        data_sets=data_sets,
    )


def _share(lower: Floats, upper: Floats, truth: Floats | float) -> float:
    return float(((lower <= truth) & (truth <= upper)).mean())


def rows(data_sets: int) -> list[Row]:
    """Every row of the table."""
    return [
        scenario(members, (most, least), data_sets)
        for members in MEMBERS
        for most in SPREADS
        for least in SPREADS
    ]


def main() -> None:
    """Simulate, write the table and print it."""
    table = pd.DataFrame([asdict(row) for row in rows(DATA_SETS)])
    if not is_smallest():
        table.round(4).to_csv(TABLE, index=False, lineterminator="\n")
    sys.stdout.write(f"{table.to_string(index=False, float_format='%.3f')}\n")


if __name__ == "__main__":
    main()
