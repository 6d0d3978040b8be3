"""How alike areas are: standardised Euclidean distance over themes of equal weight."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from pipelines.stats._checks import Floats, Ints, floats


def z_scores(value: ArrayLike) -> Floats:
    """Each variable as standard deviations above its mean over the areas.

    Args:
        value: shape (areas, variables), two or more areas, none missing.

    Returns:
        Shape (areas, variables); every column has mean 0 and standard deviation 1 (the divisor
        is the number of areas, which are all there are, not a sample).

    Raises:
        ValueError: for another shape, a missing value, or a variable that is the same everywhere.
    """
    values = _complete(value)
    spread = values.std(axis=0)
    # A column of equal numbers can miss an exact 0 by rounding alone.
    flat = spread <= 1e-12 * np.maximum(np.abs(values).max(axis=0), np.finfo(float).tiny)
    if flat.any():
        raise ValueError(
            f"value must vary in every variable; variable {int(np.argmax(flat))} is the same in "
            "every area"
        )
    return np.asarray((values - values.mean(axis=0)) / spread)


def theme_distances(value: ArrayLike, themes: Sequence[str]) -> tuple[Floats, tuple[str, ...]]:
    """How far apart every two areas are in each theme, in standard deviations.

    Within a theme of k variables the distance is √(Σ(zᵢ − zⱼ)²/k): five shares of ethnic groups
    count as one theme, as much as one score of deprivation does.

    Args:
        value: shape (areas, variables), none missing.
        themes: the theme of each variable.

    Returns:
        Distances of shape (areas, areas, themes), and the themes in the order of first mention.

    Raises:
        ValueError: as z_scores, or where the themes are not one a variable.
    """
    scores = z_scores(value)
    if len(themes) != scores.shape[1]:
        raise ValueError(
            f"themes must name one theme a variable; found {len(themes)} for {scores.shape[1]}"
        )
    order = tuple(dict.fromkeys(themes))
    squares = (scores[:, None, :] - scores[None, :, :]) ** 2
    labels = np.asarray(themes)
    parts = [squares[:, :, labels == theme].mean(axis=-1) for theme in order]
    return np.sqrt(np.stack(parts, axis=-1)), order


def distances(value: ArrayLike, themes: Sequence[str]) -> Floats:
    """How far apart every two areas are over all themes: √ of the mean of their squares.

    Symmetric, 0 for an area and itself, and the same whatever unit a variable is in. 1 means
    apart by one standard deviation in every theme.

    Args:
        value: shape (areas, variables), none missing.
        themes: the theme of each variable.

    Returns:
        Shape (areas, areas).

    Raises:
        ValueError: as theme_distances.

    Source: the standardised Euclidean distance, as in Everitt, Landau, Leese and Stahl (2011),
    Cluster analysis, chapter 3.
    """
    apart, _ = theme_distances(value, themes)
    return np.asarray(np.sqrt((apart**2).mean(axis=-1)))


def nearest(distance: ArrayLike) -> Ints:
    """The other areas of each area, nearest first; equal distances keep the order of the areas.

    Args:
        distance: shape (areas, areas), none missing, two or more areas.

    Returns:
        Positions of shape (areas, areas − 1); row i never holds i.

    Raises:
        ValueError: unless the distances are a square table of numbers of 0 or more.
    """
    apart = _complete(distance, "distance")
    if apart.shape[0] != apart.shape[1] or (apart < 0).any():
        raise ValueError(
            f"distance must be a square table of numbers of 0 or more; found shape {apart.shape}"
        )
    others = apart.copy()
    np.fill_diagonal(others, np.inf)
    return np.argsort(others, axis=1, kind="stable")[:, :-1].astype(np.int64)


def _complete(values: ArrayLike, name: str = "value") -> Floats:
    array = floats(values, name)
    if array.ndim != 2 or array.shape[0] < 2 or array.shape[1] < 1:
        raise ValueError(
            f"{name} must be a table of two or more areas by one or more columns; "
            f"found shape {array.shape}"
        )
    if np.isnan(array).any():
        raise ValueError(f"{name} must be given for every area; found a missing one")
    return array
