"""How often the verdicts on a gap's change are right: the table that the methods page shows.

``python -m tests.bench bench_gap_change`` writes it anew; seeds are fixed, so it changes only when
the rule does, and a test compares rows of it with a fresh simulation. The smallest writes nothing.

Gaps are in standard errors of one period. About the truth they scatter with a variance of
`dispersion`, of which the published intervals explain 1, and neighbours have a `correlation`.
"""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import ndtri

from pipelines.stats import gap
from pipelines.stats._checks import Floats
from tests.bench.many_series import CONFIDENCE, many
from tests.bench.sizes import is_smallest, usually

TABLE = Path(__file__).parent.parent.parent / "data" / "snapshot" / "gap_change.csv"
SERIES = usually(40_000, smallest=50)
ONE_BY_ONE = usually(4_000, smallest=5)
PERIODS = range(5, 21)
DISPERSIONS = (1, 3, 8)
CORRELATIONS = (0.0, 0.4)
# Where a gap that halves begins, in standard errors, and over how many periods it does so.
HALVINGS = ((10, 10), (8, 15))
NO_TREND, HALVING, CHANGE = "no trend", "halving", "change"


@dataclass(frozen=True)
class Row:
    """What became of the simulated series of one kind.

    Attributes:
        question: "no trend": how many are called narrowing, widening or reversed, all in error;
            "halving": how many are called narrowing, as they are; "change": how many intervals of
            the change from first to latest period hold the change that happened.
        standard_errors: where the rule has them from, as in `gap.Change`.
        periods, dispersion, correlation: of the series. Without published intervals there is
            nothing that the scatter could be compared with: the dispersion is NaN.
        start: the true gap of the first period, in standard errors.
        share: of the series.
        share_plain: the same if the correlation were taken as it is measured, without a
            correction for its bias; NaN where it plays no part.
        series: how many were simulated.
    """

    question: str
    standard_errors: str
    periods: int
    dispersion: float
    correlation: float
    start: float
    share: float
    share_plain: float
    series: int


def scatter(rng: np.random.Generator, series: int, periods: int, correlation: float) -> Floats:
    """Normal deviates of variance 1, each with a correlation with the one before."""
    fresh = rng.standard_normal((series, periods))
    fresh[:, 1:] *= np.sqrt(1 - correlation**2)
    for period in range(1, periods):
        fresh[:, period] += correlation * fresh[:, period - 1]
    return fresh


def no_trend(periods: int, dispersion: float | None, correlation: float, series: int) -> Row:
    """How often a change is called where there is none; without intervals if no dispersion."""
    rng = np.random.default_rng([1, periods, dispersion or 0, round(10 * correlation)])
    start, spread = 10, np.sqrt(dispersion or 1)
    found = many(
        start + spread * scatter(rng, series, periods, correlation),
        None if dispersion is None else np.ones(periods),
    )
    shares = (float(found.called(corrected=x).mean()) for x in (True, False))
    errors, known = gap.FROM_INTERVALS, dispersion
    if known is None:
        errors, known = gap.FROM_SCATTER, np.nan
    return Row(NO_TREND, errors, periods, known, correlation, start, *shares, series)


def halving(start: int, periods: int, series: int) -> Row:
    """How often a gap that halves is called narrowing."""
    rng = np.random.default_rng([2, periods, start])
    truth = np.linspace(start, start / 2, periods)
    found = many(truth + scatter(rng, series, periods, 0), np.ones(periods))
    shares = (float((found.verdicts(corrected=x) == gap.NARROWING).mean()) for x in (True, False))
    return Row(HALVING, gap.FROM_INTERVALS, periods, 1, 0.0, start, *shares, series)


def change(dispersion: int, correlation: float, series: int) -> Row:
    """How often the change's interval holds the change that happened.

    The truth itself moves about a line that halves, with what the intervals do not explain.
    """
    rng = np.random.default_rng([3, dispersion, round(10 * correlation)])
    start, periods = HALVINGS[0]
    truth = np.linspace(start, start / 2, periods) + np.sqrt(dispersion - 1) * scatter(
        rng, series, periods, correlation
    )
    gaps = truth + rng.standard_normal((series, periods))
    arm = float(ndtri((1 + CONFIDENCE) / 2))
    days = np.datetime64("2001-01-01") + 365 * np.arange(periods)
    found = gap.change(gaps, gaps - arm, gaps + arm, start=days, end=days + 364, scale="absolute")
    happened = truth[:, -1] - truth[:, 0]
    share = float(((found.change_lower <= happened) & (happened <= found.change_upper)).mean())
    errors = gap.FROM_INTERVALS
    return Row(CHANGE, errors, periods, dispersion, correlation, start, share, np.nan, series)


def rows(series: int, one_by_one: int) -> list[Row]:
    """Every row of the table; the last of them are of series that the rule itself took."""
    with_intervals = [
        no_trend(periods, dispersion, correlation, series)
        for dispersion in DISPERSIONS
        for correlation in CORRELATIONS
        for periods in PERIODS
    ]
    from_scatter = [
        no_trend(periods, None, correlation, series)
        for correlation in CORRELATIONS
        for periods in PERIODS
        if periods >= gap.LEAST_WITHOUT_INTERVALS
    ]
    halved = [halving(*of, series) for of in HALVINGS]
    changed = [
        change(dispersion, correlation, one_by_one)
        for dispersion in DISPERSIONS
        for correlation in CORRELATIONS
    ]
    return [*with_intervals, *from_scatter, *halved, *changed]


def main() -> None:
    """Simulate, write the table and print it."""
    table = pd.DataFrame([asdict(row) for row in rows(SERIES, ONE_BY_ONE)])
    if not is_smallest():
        table.round(4).to_csv(TABLE, index=False, lineterminator="\n")
    sys.stdout.write(f"{table.to_string(index=False, float_format='%.3f')}\n")


if __name__ == "__main__":
    main()
