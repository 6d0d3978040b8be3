"""The measures of complete groups: values, draws, limits and the words that say how."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pipelines.stats import _formulas as formulas
from pipelines.stats._checks import Bools, Floats, Words, normal_quantile
from pipelines.stats._draws import (
    Kind,
    around_estimates,
    blocks,
    errors_on_scale,
    from_scale,
    percentiles,
    plausible_truths,
    to_scale,
)

KEYS = (
    "gap",
    "ratio",
    "aci",
    "rci",
    "bgv",
    "bgsd",
    "cov",
    "mdm",
    "mdm_unweighted",
    "mdb",
    "mdb_unweighted",
    "mdr",
    "mdr_unweighted",
    "idis",
    "idis_unweighted",
    "theil",
    "mld",
    "par",
    "paf",
)
RELATIVE = {"rci", "cov", "idis", "idis_unweighted", "paf"}
LOGARITHMIC = {"ratio", "theil", "mld"}
ORDERED_ONLY = {"aci", "rci"}
# Of ordered groups these are linear or nearly so in the estimates: noise does not bias them.
STEADY_WHEN_ORDERED = {"gap", "ratio", "aci", "rci", "par", "paf"}


@dataclass(frozen=True)
class Settings:
    """What a set of measures is calculated under."""

    ordered: bool
    higher_is_better: bool
    reference: int | None
    kind: Kind
    confidence: float
    draws: int
    seed: int

    def with_reference(self, reference: int | None) -> Settings:
        """The same settings with another reference group."""
        return replace(self, reference=reference)


def complete_groups(
    y: Floats, p: Floats, se: Floats, settings: Settings
) -> dict[str, tuple[Floats, Words]]:
    """(value, lower, upper) of shape (3, cells) and the method words (cells,) of every measure.

    Args:
        y: estimates, shape (cells, groups), none missing.
        p: population shares, each row summing to 1.
        se: standard errors, NaN where missing.
    """
    observed = spread(y, p, settings)
    if settings.ordered:
        observed |= formulas.ends(y, settings.higher_is_better) | _weighted_against(y, p, settings)
    refused = {key: _refused(key, y, p, settings) for key in KEYS}
    with_limits: Bools = np.asarray(~np.isnan(se).any(axis=-1))
    limits = _limits(y[with_limits], p[with_limits], se[with_limits], settings)
    results = {}
    for key in KEYS:
        parts = np.full((3, len(y)), np.nan)
        calculated = refused[key] == ""
        parts[0, calculated] = observed[key][calculated] if key in observed else np.nan
        parts[1:, with_limits] = limits.get(key, np.nan)
        parts[1:, ~calculated] = np.nan
        parts[1], parts[2] = np.minimum(parts[1], parts[0]), np.maximum(parts[2], parts[0])
        results[key] = parts, _words(key, refused[key], with_limits, parts, settings)
    return results


def spread(y: Floats, p: Floats, settings: Settings) -> dict[str, Floats]:
    """The measures that noise inflates; the mean and the best group are worked out once."""
    mean = formulas.weighted_mean(y, p)
    best = y.max(axis=-1) if settings.higher_is_better else y.min(axis=-1)
    away = y - mean[..., None]
    found = formulas.variances(away, p, mean) | formulas.from_mean(away, p, mean)
    found |= formulas.entropies(y, p, mean) | formulas.from_best(y, best, mean)
    if settings.reference is not None:
        found |= formulas.from_reference(y, p, settings.reference)
    if not settings.ordered:
        found |= formulas.attributable(best, mean, settings.higher_is_better)
        found |= formulas.extremes(y)
    return found


def _weighted_against(y: Floats, p: Floats, settings: Settings) -> dict[str, Floats]:
    """The measures of ordered groups that are sums of the estimates, or quotients of such sums."""
    mean = formulas.weighted_mean(y, p)
    turned = settings.higher_is_better
    return formulas.concentration(y, p, turned) | formulas.attributable(y[..., -1], mean, turned)


def _limits(y: Floats, p: Floats, se: Floats, settings: Settings) -> dict[str, Floats]:
    """Lower and upper (2, cells) of every measure, for cells with every standard error."""
    scaled = to_scale(y, settings.kind)
    errors = errors_on_scale(y, se, settings.kind)
    found: dict[str, Floats] = {}
    for block in blocks(len(y), settings.draws * y.shape[-1]):
        samples = _samples(scaled[block], errors[block], p[block], settings)
        limits = np.stack(percentiles(np.stack(list(samples.values())), settings.confidence))
        for position, key in enumerate(samples):
            found.setdefault(key, np.empty((2, len(y))))[:, block] = limits[:, position]
    return found | (_ends_limits(y, se, settings) if settings.ordered else {})


def _samples(scaled: Floats, errors: Floats, p: Floats, settings: Settings) -> dict[str, Floats]:
    """Draws of every measure, each (cells, draws): of the truths for those that noise inflates."""
    shares = p[:, None, :]
    truths = plausible_truths(scaled, errors, settings.draws, settings.seed)
    samples = spread(from_scale(truths, settings.kind), shares, settings)
    if settings.ordered:
        drawn = around_estimates(scaled, errors, settings.draws, settings.seed)
        samples |= _weighted_against(from_scale(drawn, settings.kind), shares, settings)
    return samples


def _ends_limits(y: Floats, se: Floats, settings: Settings) -> dict[str, Floats]:
    """Limits of the ordered gap, D ± z√(s₁² + s₂²), and of the ratio on the log scale."""
    z = normal_quantile(settings.confidence)
    ends = formulas.ends(y, settings.higher_is_better)
    arm = z * np.hypot(se[:, 0], se[:, -1])
    relative = formulas.quotient(se[:, [0, -1]], y[:, [0, -1]])
    factor = np.exp(z * np.hypot(relative[:, 0], relative[:, 1]))
    return {
        "gap": np.stack([ends["gap"] - arm, ends["gap"] + arm]),
        "ratio": np.stack([ends["ratio"] / factor, ends["ratio"] * factor]),
    }


def _refused(key: str, y: Floats, p: Floats, settings: Settings) -> Words:
    """Why a measure is not calculated for a cell; empty where it is."""
    if key in ORDERED_ONLY and not settings.ordered:
        return np.full(len(y), "not calculated: the groups have no order")
    if key.startswith("mdr") and settings.reference is None:
        return np.full(len(y), "not calculated: no reference group with a value was named")
    lowest = y.min(axis=-1)
    if key == "ratio" and settings.ordered:
        lowest = np.minimum(y[:, 0], y[:, -1])
    if key in LOGARITHMIC:
        return _unless(lowest > 0, "not calculated: every estimate must be above 0")
    if key in RELATIVE:
        usable = (lowest >= 0) & (formulas.weighted_mean(y, p) > 0)
        reason = "not calculated: estimates must be 0 or more, and their mean above 0"
        return _unless(usable, reason)
    return np.full(len(y), "")


def _unless(usable: Bools, reason: str) -> Words:
    return np.where(usable, "", reason)


def _words(
    key: str, refused: Words, with_limits: Bools, parts: Floats, settings: Settings
) -> Words:
    noisy = not (settings.ordered and key in STEADY_WHEN_ORDERED)
    label = "observed value, biased upwards by noise; " if noisy else ""
    undefined = "no interval: the measure does not exist in more than 1% of the draws"
    return np.select(
        [refused != "", ~with_limits, np.isnan(parts[1])],
        [refused, f"{label}no interval: a standard error is missing", label + undefined],
        f"{label}{100 * settings.confidence:g}% interval: {_interval_method(key, noisy, settings)}",
    )


def _interval_method(key: str, noisy: bool, settings: Settings) -> str:
    if key == "gap" and not noisy:
        return "normal, from the standard errors of the two groups"
    if key == "ratio" and not noisy:
        return "normal on the log scale, from the standard errors of the two groups"
    scale = {"other": "raw", "rate": "log", "proportion": "logit"}[settings.kind]
    if not noisy:
        return f"percentiles of {settings.draws:,} normal draws on the {scale} scale"
    return (
        f"percentiles of {settings.draws:,} draws of the true values on the {scale} scale under a "
        "random-effects model, which removes the bias, widened where needed to hold the value"
    )
