"""How often the intervals hold the truth: simulations from known truths, returned as tables."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtri

from pipelines.stats import inequality
from pipelines.stats._checks import Floats
from pipelines.stats._draws import around_estimates, blocks, percentiles
from pipelines.stats._measures import Settings, spread
from pipelines.stats.ranks import rank_interval

# Values near 50 with standard errors near 1: life expectancies, percentages, large rates.
CENTRE = 50.0
ORDERED = ("gap", "ratio", "sii", "rii", "aci", "rci", "par", "paf")
SPREAD = (
    "gap", "ratio", "bgv", "bgsd", "cov", "mdm", "mdm_unweighted", "mdb", "mdb_unweighted",
    "mdr", "mdr_unweighted", "idis", "idis_unweighted", "theil", "mld", "par", "paf",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One measure in one scenario.

    Attributes:
        measure, groups: which measure, of how many groups.
        shape: "even" truths (normal quantiles) or the same with one "outlier" 4 SD out.
        signal: the truths' standard deviation over the typical standard error.
        bias: mean observed value minus truth, as a percentage of the truth; NaN for a truth of 0.
        coverage: share of data sets whose interval holds the truth.
        coverage_plain: the same for percentiles of plain draws, as a comparison.
    """

    measure: str
    groups: int
    shape: str
    signal: float
    bias: float
    coverage: float
    coverage_plain: float


def ordered_coverage(
    data_sets: int = 2_000, groups: int = 10, draws: int = 2_000, seed: int = 1
) -> dict[str, float]:
    """Coverage of the 95% intervals of `ORDERED`, for a gradient of known truth.

    The truth falls in a line with a wobble; standard errors and populations differ by group.
    """
    rng = np.random.default_rng(seed)
    people = rng.uniform(0.5, 1.5, groups)
    errors = rng.uniform(0.5, 2.0, groups)
    truth = CENTRE + np.linspace(-5, 5, groups) + rng.normal(0, 0.5, groups)
    observed = truth + errors * rng.standard_normal((data_sets, groups))

    def index(values: Floats, repeats: int) -> inequality.SlopeIndex:
        return inequality.slope_index(values, people, se=errors, draws=repeats)

    def measures(values: Floats, repeats: int) -> dict[str, inequality.Estimate]:
        return inequality.measures(
            values, people, se=errors, ordered=True, higher_is_better=True, draws=repeats
        )

    line, table = index(observed, draws), measures(observed, draws)
    true_line, true_table = index(truth, 100), measures(truth, 100)
    limits = {key: (entry.lower, entry.upper) for key, entry in table.items()}
    limits |= {"sii": (line.sii_lower, line.sii_upper), "rii": (line.rii_lower, line.rii_upper)}
    truths = {key: entry.value for key, entry in true_table.items()}
    truths |= {"sii": true_line.sii, "rii": true_line.rii}
    return {key: _share(*limits[key], truths[key]) for key in ORDERED}


def spread_coverage(
    groups: int, signal: float, shape: str = "even", data_sets: int = 500, draws: int = 1_000
) -> list[Row]:
    """Bias and coverage of the measures that noise inflates, in one scenario."""
    rng = np.random.default_rng([groups, round(10 * signal)])
    people = rng.uniform(0.5, 1.5, groups)
    errors = np.exp(rng.normal(0, 0.3, groups))
    truth = CENTRE + signal * rng.permutation(_shape(groups, shape))
    observed = truth + errors * rng.standard_normal((data_sets, groups))
    share = people / people.sum()
    # The reference group is the first one: its true value is like any other's.
    settings = Settings(False, True, 0, "other", 0.95, draws, 0)
    table = inequality.measures(
        observed, people, se=errors, ordered=False, higher_is_better=True, reference=0, draws=draws
    )
    truths = spread(truth, share, settings)
    plain = _plain_limits(observed, errors, share, settings)
    return [
        Row(
            key,
            groups,
            shape,
            signal,
            _bias(table[key].value, truths[key]),
            _share(table[key].lower, table[key].upper, truths[key]),
            _share(*plain[key], truths[key]),
        )
        for key in SPREAD
    ]


def spread_table(
    groups: tuple[int, ...] = (10, 33),
    signals: tuple[float, ...] = (0, 0.5, 1, 2, 5),
    shapes: tuple[str, ...] = ("even", "outlier"),
    data_sets: int = 500,
) -> list[Row]:
    """`spread_coverage` over scenarios from pure noise (signal 0) to hardly any."""
    return [
        row
        for size in groups
        for shape in shapes
        for signal in signals
        if signal > 0 or shape == "even"
        for row in spread_coverage(size, signal, shape, data_sets)
    ]


def rank_coverage(
    groups: int, signal: float, data_sets: int = 500, draws: int = 1_000
) -> tuple[float, float]:
    """Coverage of rank intervals: over all areas, and over those observed first or last."""
    rng = np.random.default_rng([groups, round(10 * signal)])
    errors = np.exp(rng.normal(0, 0.3, (data_sets, groups)))
    truth = signal * rng.standard_normal((data_sets, groups))
    observed = truth + errors * rng.standard_normal((data_sets, groups))
    true_rank, seen_rank = _ranks(truth), _ranks(observed)
    _, lower, upper = rank_interval(observed, errors, highest_first=False, draws=draws)
    held = (lower <= true_rank) & (true_rank <= upper)
    extreme = (seen_rank == 1) | (seen_rank == groups)
    return float(held.mean()), float(held[extreme].mean())


def _ranks(values: Floats) -> Floats:
    return np.asarray(1 + values.argsort(axis=-1).argsort(axis=-1))


def _shape(groups: int, shape: str) -> Floats:
    values = ndtri((np.arange(groups) + 0.5) / groups)
    if shape == "outlier":
        values[-1] = 4 * values.std()
    return np.asarray((values - values.mean()) / values.std())


def _plain_limits(
    observed: Floats, errors: Floats, share: Floats, settings: Settings
) -> dict[str, tuple[Floats, Floats]]:
    parts: dict[str, list[tuple[Floats, Floats]]] = {}
    plain = replace(settings, seed=settings.seed + 1)
    spread_of = np.broadcast_to(errors, observed.shape)
    for block in blocks(len(observed), plain.draws * observed.shape[-1]):
        drawn = around_estimates(observed[block], spread_of[block], plain.draws, plain.seed)
        for key, sample in spread(drawn, share, plain).items():
            parts.setdefault(key, []).append(percentiles(sample, plain.confidence))
    joined = {
        key: np.concatenate([np.stack(p) for p in found], axis=-1) for key, found in parts.items()
    }
    return {key: (limits[0], limits[1]) for key, limits in joined.items()}


def _bias(values: Floats, truth: Floats) -> float:
    if abs(truth) < 1e-9:
        return float("nan")
    return float(100 * (values.mean() / truth - 1))


def _share(lower: Floats, upper: Floats, truth: Floats) -> float:
    # Equal truths leave traces of rounding in the exact zero of a spread.
    trace = 1e-6
    return float(((lower <= truth + trace) & (truth - trace <= upper)).mean())
