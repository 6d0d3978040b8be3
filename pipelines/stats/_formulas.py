"""The formulas of the inequality measures, for estimates and for draws alike.

Every function takes y of shape (..., groups), population shares p that broadcast to it and sum
to 1, and returns shape (...). r = y/μ with μ = Σpy. Sources are in `inequality`.
"""

from __future__ import annotations

import numpy as np

from pipelines.stats._checks import Floats


def weighted_mean(y: Floats, p: Floats) -> Floats:
    """μ = Σpy."""
    return np.asarray(np.einsum("...g,...g->...", y, p))


def midpoints(p: Floats) -> Floats:
    """X, the midpoint of each group's stretch of the cumulative population, 0 to 1."""
    return np.asarray(np.cumsum(p, axis=-1) - p / 2)


def line_weights(p: Floats) -> tuple[Floats, Floats]:
    """The weights that turn y into the intercept and the slope of its regression on X.

    Least squares of y√p on √p and X√p is linear in y: slope = Σ p(X − X̄)y / Σ p(X − X̄)².
    """
    from_mean = midpoints(p) - weighted_mean(midpoints(p), p)[..., None]
    slope = p * from_mean / weighted_mean(from_mean**2, p)[..., None]
    return p - slope * weighted_mean(midpoints(p), p)[..., None], slope


def concentration_weights(p: Floats) -> Floats:
    """The weights of the absolute concentration index: p(2X − 1)."""
    return np.asarray(p * (2 * midpoints(p) - 1))


def quotient(part: Floats, whole: Floats) -> Floats:
    """part/whole, NaN where the whole is not above 0 and a share of it means nothing."""
    shape = np.broadcast_shapes(np.shape(part), np.shape(whole))
    out = np.full(shape, np.nan)
    return np.asarray(np.divide(part, whole, out=out, where=np.asarray(whole) > 0))


def percent_of(part: Floats, whole: Floats) -> Floats:
    """100·part/whole, NaN where the whole is not above 0."""
    return 100 * quotient(part, whole)


def variances(away: Floats, p: Floats, mu: Floats) -> dict[str, Floats]:
    """BGV Σp(y − μ)², its root, and the root as a percentage of μ; `away` is y − μ."""
    bgv = np.asarray(np.einsum("...g,...g,...g->...", away, away, p))
    return {"bgv": bgv, "bgsd": np.sqrt(bgv), "cov": percent_of(np.sqrt(bgv), mu)}


def from_mean(away: Floats, p: Floats, mu: Floats) -> dict[str, Floats]:
    """MDM Σp|y − μ| and IDis 100·MDM/μ, weighted, and with 1/n in place of p (μ stays Σpy)."""
    distance = np.abs(away)
    weighted, plain = weighted_mean(distance, p), distance.mean(axis=-1)
    return {
        "mdm": weighted,
        "mdm_unweighted": plain,
        "idis": percent_of(weighted, mu),
        "idis_unweighted": percent_of(plain, mu),
    }


def from_best(y: Floats, best: Floats, mu: Floats) -> dict[str, Floats]:
    """MDB Σp|y − best|; as no group lies beyond the best, this is the distance of the means."""
    return {"mdb": np.abs(best - mu), "mdb_unweighted": np.abs(best - y.mean(axis=-1))}


def from_reference(y: Floats, p: Floats, reference: int) -> dict[str, Floats]:
    """MDR Σp|y − reference|, the reference being one of the groups."""
    away = np.abs(y - y[..., reference : reference + 1])
    return {"mdr": weighted_mean(away, p), "mdr_unweighted": away.mean(axis=-1)}


def entropies(y: Floats, p: Floats, mu: Floats) -> dict[str, Floats]:
    """Theil 1000·Σp·r·ln r and mean log deviation 1000·Σp(−ln r); NaN unless every y > 0.

    Written with one logarithm a group: Σp·r·ln r = (Σp·y·ln y)/μ − ln μ.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        logs, log_mu = np.log(y), np.log(mu)
        theil = np.einsum("...g,...g,...g->...", y, logs, p) / mu - log_mu
        mld = log_mu - weighted_mean(logs, p)
    known = (y > 0).all(axis=-1)
    # Neither can be negative; equal groups leave a rounding trace of either sign.
    return {
        "theil": np.where(known, 1000 * np.maximum(theil, 0), np.nan),
        "mld": np.where(known, 1000 * np.maximum(mld, 0), np.nan),
    }


def attributable(reference: Floats, mu: Floats, higher_is_better: bool) -> dict[str, Floats]:
    """PAR, by how much μ would improve at the reference's figure, never below 0; PAF 100·PAR/μ."""
    improvement = reference - mu if higher_is_better else mu - reference
    par = np.maximum(improvement, 0)
    return {"par": par, "paf": percent_of(par, mu)}


def extremes(y: Floats) -> dict[str, Floats]:
    """For groups without order: highest minus lowest, and highest over lowest."""
    highest, lowest = y.max(axis=-1), y.min(axis=-1)
    return {"gap": highest - lowest, "ratio": quotient(highest, lowest)}


def ends(y: Floats, higher_is_better: bool) -> dict[str, Floats]:
    """For ordered groups: the most and the least deprived, positive against the most deprived."""
    most, least = y[..., 0], y[..., -1]
    high, low = (least, most) if higher_is_better else (most, least)
    both_positive = np.minimum(high, low) > 0
    return {"gap": high - low, "ratio": np.where(both_positive, quotient(high, low), np.nan)}


def concentration(y: Floats, p: Floats, higher_is_better: bool) -> dict[str, Floats]:
    """ACI −d·Σp(2X − 1)y, d = −1 where high is good and 1 elsewhere, and RCI = ACI/μ."""
    towards_least = weighted_mean(y, concentration_weights(p))
    aci = towards_least if higher_is_better else -towards_least
    return {"aci": aci, "rci": quotient(aci, weighted_mean(y, p))}
