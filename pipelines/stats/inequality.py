"""Nineteen measures of inequality between groups, each with its interval and its method.

Absolute and relative measures are returned together because they can disagree.

Signs follow one convention: d is −1 where high is good and 1 elsewhere, and a positive number (a
ratio above 1) means that the burden lies with the more deprived; where neither direction is good,
that the indicator is higher among them.

Measures of spread are biased upwards by noise: boroughs with one true value still differ on
paper. Their `value` is the plain formula, labelled so in `method`, and their interval comes from
a random-effects model of the true values. In simulation (`coverage.spread_table`) these intervals
cover the truth in 94% of data sets on average, and in 90% to 99% in nine scenarios of ten, where
percentiles of plain draws average 44% and fall to 0%. Lowest, at about two thirds, are the measures
of the best group when one area stands alone by three or four standard errors.

With p = population share, y = estimate, μ = Σpy, r = y/μ and X the midpoint of the cumulative
population from the most deprived:

- gap, ratio: ordered, d·(most − least deprived), and most/least (least/most where high is
  good); unordered, highest against lowest.
- aci −d·Σp(2X − 1)y, rci aci/μ: ordered groups only.
- bgv Σp(y − μ)², bgsd its root, cov 100·bgsd/μ.
- mdm, mdb, mdr Σp|y − ref| from the mean, the best group, the reference group; the
  `_unweighted` forms use 1/n in place of p, with the same μ.
- idis 100·mdm/μ and `idis_unweighted`.
- theil 1000·Σp·r·ln r, mld 1000·Σp(−ln r).
- par d·(μ − reference), the improvement if all groups had the reference's figure, 0 when that
  is no better than the mean, and paf 100·par/μ; the reference is the least deprived group when
  ordered, the best one when not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pipelines.stats import _measures
from pipelines.stats._checks import (
    LEAST_COVERAGE,
    Bools,
    Floats,
    Words,
    broadcast,
    choice,
    draw_count,
    fit,
    floats,
    group_axis,
    known_populations,
    normal_quantile,
    not_negative,
)
from pipelines.stats._draws import KINDS, Kind, within_scale
from pipelines.stats._measures import KEYS, Settings
from pipelines.stats.slope import SlopeIndex, slope_index

__all__ = ["KEYS", "Estimate", "SlopeIndex", "measures", "slope_index"]


@dataclass(frozen=True)
class Estimate:
    """A measure; every field has the leading shape of the groups (a scalar for one set).

    Attributes:
        value: the formula applied to the estimates; NaN where not calculated.
        lower, upper: limits, which always hold the value; NaN without standard errors.
        method: how the limits were made and whether noise biases the value, or why there is none.
    """

    value: Floats
    lower: Floats
    upper: Floats
    method: Words


def measures(
    estimate: ArrayLike,
    population: ArrayLike,
    *,
    se: ArrayLike | None = None,
    ordered: bool,
    higher_is_better: bool,
    reference: int | None = None,
    kind: Kind = "other",
    confidence: float = 0.95,
    draws: int = 10_000,
    seed: int = 0,
) -> dict[str, Estimate]:
    """All measures of inequality between groups, by the formulas at the head of this module.

    Relative measures need estimates of 0 or more; ratio, theil and mld need them above 0.

    Args:
        estimate: shape (..., groups), two or more; most to least deprived when `ordered`.
        population: people in each group, above 0; broadcasts to `estimate`.
        se: standard errors in the unit of `estimate`; without them there are no limits.
        ordered: whether the groups have an order. The order itself cannot be checked.
        higher_is_better: whether a high value is good; False where neither direction is, which
            makes a positive gap one that is higher among the more deprived.
        reference: index of the reference group of mdr; the last one of ordered groups if None.
        kind: the scale of the draws: "rate" draws on the log, "proportion" (shares strictly
            between 0 and 1) on the logit, "other" on the raw scale.
        confidence: of the limits, between 0 and 1.
        draws, seed: number and seed of the draws.

    Returns:
        An `Estimate` of shape (...) for each of `KEYS`. Ordered groups must be complete;
        unordered ones must hold 85% of the people, the rest are left out; otherwise the result is
        NaN and `method` says why.

    Raises:
        ValueError: naming the argument and what is allowed.

    Source: WHO Handbook on health inequality monitoring (2013); Schlotheuber and Hosseinpoor
    (2022), Int J Environ Res Public Health 19; Pearcy and Keppel (2002), Public Health Rep 117;
    the intervals of spread measures as in `_draws.plausible_truths`.
    """
    estimates, people = broadcast(
        estimate=floats(estimate, "estimate"), population=known_populations(population)
    )
    groups = group_axis(estimates, "estimate", least=2)
    errors = _errors(se, estimates)
    reference = _reference(reference, groups, ordered)
    settings = Settings(ordered, higher_is_better, reference, kind, confidence, draws, seed)
    _check(estimates, settings)
    cells = [array.reshape(-1, groups) for array in (estimates, people, errors)]
    refused = _refused(cells[0], cells[1], ordered)
    numbers, methods = _by_pattern(cells[0], cells[1], cells[2], refused, settings)
    shape = estimates.shape[:-1]
    return {key: _estimate(numbers[key], methods[key], shape) for key in KEYS}


def _estimate(parts: Floats, words: Words, shape: tuple[int, ...]) -> Estimate:
    value, lower, upper = (part.reshape(shape)[()] for part in parts)
    return Estimate(value, lower, upper, words.reshape(shape)[()])


def _check(estimates: Floats, settings: Settings) -> None:
    choice(settings.kind, "kind", KINDS)
    within_scale(estimates, "estimate", settings.kind)
    normal_quantile(settings.confidence)
    draw_count(settings.draws)


def _errors(se: ArrayLike | None, estimates: Floats) -> Floats:
    errors = np.array(np.nan) if se is None else not_negative(se, "se")
    return fit(errors, estimates.shape, "se")


def _reference(reference: int | None, groups: int, ordered: bool) -> int | None:
    if reference is None:
        return groups - 1 if ordered else None
    if not 0 <= reference < groups:
        raise ValueError(f"reference must be an index from 0 to {groups - 1}; found {reference}")
    return int(reference)


def _refused(estimates: Floats, people: Floats, ordered: bool) -> Words:
    """Why a cell is not calculated; empty where it is."""
    known = ~np.isnan(estimates)
    if ordered:
        reason = "not calculated: ordered groups must all have a value"
        return np.where(known.all(axis=-1), "", reason)
    covered = (people * known).sum(axis=-1) / people.sum(axis=-1)
    return np.select(
        [known.sum(axis=-1) < 2, covered < LEAST_COVERAGE],
        [
            "not calculated: fewer than two groups have a value",
            "not calculated: groups with a value hold less than "
            f"{100 * LEAST_COVERAGE:g}% of the population",
        ],
        "",
    )


def _by_pattern(
    estimates: Floats, people: Floats, errors: Floats, refused: Words, settings: Settings
) -> tuple[dict[str, Floats], dict[str, Words]]:
    """Value, lower and upper (3, cells) and method (cells,) of every measure.

    Cells that lack the same groups are calculated together, without those groups.
    """
    cells = len(estimates)
    numbers = {key: np.full((3, cells), np.nan) for key in KEYS}
    methods: dict[str, Words] = {key: refused.astype(object) for key in KEYS}
    allowed = refused == ""
    known = ~np.isnan(estimates)
    for pattern in np.unique(known[allowed], axis=0):
        rows = np.flatnonzero(allowed & (known == pattern).all(axis=-1))
        here, reduced = np.ix_(rows, np.flatnonzero(pattern)), _without(settings, pattern)
        share = people[here] / people[here].sum(axis=-1, keepdims=True)
        results = _measures.complete_groups(estimates[here], share, errors[here], reduced)
        for key, (parts, words) in results.items():
            numbers[key][:, rows] = parts
            methods[key][rows] = words
    return numbers, {key: words.astype(np.str_) for key, words in methods.items()}


def _without(settings: Settings, pattern: Bools) -> Settings:
    """The settings once the groups outside `pattern` are dropped: the reference moves up."""
    if settings.reference is None:
        return settings
    if not pattern[settings.reference]:
        return settings.with_reference(None)
    return settings.with_reference(int(pattern[: settings.reference].sum()))
