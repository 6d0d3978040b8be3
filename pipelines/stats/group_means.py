"""A gap between two groups of areas, with an interval from how much the areas of a group differ."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from pipelines.stats._checks import Bools, Floats, Ints, broadcast, floats, normal_quantile, refuse

# Members of a group that are needed to say how much they differ.
LEAST_MEMBERS = 2


@dataclass(frozen=True)
class GroupMean:
    """The weighted mean of a group's members; every field has the groups' shape (a scalar for one).

    Attributes:
        mean: in the members' unit; NaN where no member has a value.
        variance: of the mean, from the spread of the members; NaN with fewer than two.
        degrees: degrees of freedom of that variance, the members less one; NaN with fewer than two.
        members: how many have a value.
        known: the share of the group's weight that they hold; NaN where a member that belongs to
            the group has no weight, or nobody belongs to it.
    """

    mean: Floats
    variance: Floats
    degrees: Floats
    members: Ints
    known: Floats

    def at(self, where: Any) -> GroupMean:
        """Some of the groups, by an index of numpy."""
        return GroupMean(*(getattr(self, x.name)[where] for x in fields(self)))


@dataclass(frozen=True)
class MeanDifference:
    """The first group's mean less the second's; every field has the groups' broadcast shape.

    Attributes:
        value: NaN where either mean is missing.
        lower, upper: its limits; NaN where the spread of a group is not known, or no member of
            either group differs from the others.
        error: its standard error; NaN like the limits.
        degrees: of freedom, by Welch and Satterthwaite; NaN like the limits.
        confidence: of the limits.
    """

    value: Floats
    lower: Floats
    upper: Floats
    error: Floats
    degrees: Floats
    confidence: float


def group_mean(
    values: ArrayLike, weights: ArrayLike, *, included: ArrayLike | None = None
) -> GroupMean:
    """The weighted mean of a group and the variance that the spread of its members gives it.

    With weights w that sum to 1 over the n members that have a value y, the mean is m = sum(w y)
    and its variance sum(w^2 (y - m)^2) n/(n - 1). With equal weights that is s^2/n. The members'
    own sampling errors are not added: they are in the spread already.

    A member without a value is left out with its weight; `known` says how much weight is left, and
    whether that is enough is for the caller to decide.

    Args:
        values: the members' figures, shape (..., members), NaN where missing.
        weights: above 0, such as populations; broadcast against `values`. NaN is allowed only for
            a member without a value.
        included: which members belong to the group, true or false, broadcast against `values`;
            all of them if not given.

    Returns:
        A `GroupMean` of shape (...).

    Raises:
        ValueError: naming the argument and what is allowed.

    Source: the linearised variance of a ratio of sums, Cochran (1977), Sampling Techniques, 3rd
    edition, sections 2.11 and 6.4, without the finite population correction.
    """
    y, w, members = _members(values, weights, included)
    known = members & ~np.isnan(y)
    count = known.sum(axis=-1)
    total = np.where(known, w, 0.0).sum(axis=-1)
    share = np.where(known, w, 0.0) / np.where(total > 0, total, np.nan)[..., None]
    mean = np.asarray((share * np.where(known, y, 0.0)).sum(axis=-1))
    from_mean = np.where(known & _differ(y, known), y - mean[..., None], 0.0)
    degrees = np.where(count >= LEAST_MEMBERS, count - 1.0, np.nan)
    variance = (share**2 * from_mean**2).sum(axis=-1) * count / degrees
    everyone = np.where(members, w, 0.0).sum(axis=-1)
    return GroupMean(
        mean[()],
        variance[()],
        degrees[()],
        np.asarray(count, dtype=np.int64)[()],
        (total / np.where(everyone > 0, everyone, np.nan))[()],
    )


def difference(first: GroupMean, second: GroupMean, *, confidence: float = 0.95) -> MeanDifference:
    """The gap between the means of two groups that share no member, with its interval.

    The standard error is sqrt(v1 + v2), and the limits are from t with
    (v1 + v2)^2 / (v1^2/d1 + v2^2/d2) degrees of freedom, where v is the variance of a mean and d
    its degrees of freedom. It answers whether the gap goes with what the groups are made by, or
    with which areas happen to be in them. It does not say how well the gap between these very
    areas is known: that follows from the sampling errors of their figures.

    Args:
        first, second: of `group_mean`, with shapes that broadcast against each other. The gap is
            the first less the second.
        confidence: of the limits, between 0 and 1.

    Returns:
        A `MeanDifference`. Where the members of both groups are all equal it has no limits: an
        interval without width says nothing about chance.

    Raises:
        ValueError: naming the argument and what is allowed.

    Source: Welch (1947), Biometrika 34; Satterthwaite (1946), Biometrics Bulletin 2. Its coverage
    for six and seven boroughs of unequal weight is in ``tests/bench/bench_fifths.py``.
    """
    normal_quantile(confidence)
    mean, variance, degrees, other_mean, other_variance, other_degrees = broadcast(
        first_mean=np.asarray(first.mean),
        first_variance=np.asarray(first.variance),
        first_degrees=np.asarray(first.degrees),
        second_mean=np.asarray(second.mean),
        second_variance=np.asarray(second.variance),
        second_degrees=np.asarray(second.degrees),
    )
    both = variance + other_variance
    both = np.where(both > 0, both, np.nan)
    # As shares of the whole, so that no square of a small variance is lost in rounding.
    freedom = 1 / ((variance / both) ** 2 / degrees + (other_variance / both) ** 2 / other_degrees)
    value, error = mean - other_mean, np.sqrt(both)
    arm = stdtrit(freedom, (1 + confidence) / 2) * error
    lower, upper = value - arm, value + arm
    return MeanDifference(value[()], lower[()], upper[()], error[()], freedom[()], confidence)


def _differ(y: Floats, known: Bools) -> Bools:
    """Which groups have unequal members, so that rounding does not give equal ones a spread."""
    highest = np.where(known, y, -np.inf).max(axis=-1, keepdims=True, initial=-np.inf)
    lowest = np.where(known, y, np.inf).min(axis=-1, keepdims=True, initial=np.inf)
    return np.asarray(highest > lowest)


def _members(
    values: ArrayLike, weights: ArrayLike, included: ArrayLike | None
) -> tuple[Floats, Floats, Bools]:
    """Values, weights and who belongs to the group, of one shape and checked."""
    given = floats(values, "values")
    if not given.ndim:
        raise ValueError("values must have the members on the last axis; found a single number")
    chosen = np.asarray(True if included is None else included)
    if chosen.dtype != bool:
        raise ValueError("included must be true or false for each member")
    y, w, belongs = broadcast(
        values=given, weights=floats(weights, "weights"), included=chosen.astype(np.float64)
    )
    members = belongs > 0
    refuse(members & (w <= 0), w, "weights", "must be above 0")
    if np.any(members & ~np.isnan(y) & np.isnan(w)):
        raise ValueError("weights must be given for every member with a value; found a missing one")
    return y, w, members
