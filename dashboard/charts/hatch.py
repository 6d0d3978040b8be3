"""Hatching for areas without a figure, as lines, because Plotly's maps cannot hatch a fill."""

from __future__ import annotations

from math import cos, radians

import numpy as np
import shapely
from shapely.affinity import rotate, scale
from shapely.geometry.base import BaseGeometry

PATTERNS = ("diagonal", "back_diagonal", "crossed", "vertical")

# Degrees anticlockwise from lines that run along a parallel.
_ANGLES = {
    "diagonal": (45.0,),
    "back_diagonal": (-45.0,),
    "crossed": (45.0, -45.0),
    "vertical": (90.0,),
}
_DECIMALS = 4


def lines(
    geometry: BaseGeometry, pattern: str, spacing: float
) -> tuple[list[float | None], list[float | None]]:
    """Parallel lines clipped to a polygon, as longitudes and latitudes with None between lines.

    Angles are those seen on a map: degrees of longitude are shrunk to the length they have at
    the polygon's latitude. Lines lie on one grid for the whole map, so neighbours join up.

    Args:
        geometry: polygon or multipolygon in degrees (WGS84).
        pattern: one of `PATTERNS`.
        spacing: distance between lines, in degrees of latitude.

    Raises:
        ValueError: when the pattern is not known or the spacing is not above zero.
    """
    if pattern not in _ANGLES:
        raise ValueError(f"hatch '{pattern}' is not known; allowed: {', '.join(PATTERNS)}")
    if spacing <= 0:
        raise ValueError(f"hatch spacing {spacing} is not allowed; it must be above 0")
    if geometry.is_empty:
        return [], []
    shrink = cos(radians(round(geometry.centroid.y)))
    flat = scale(geometry, xfact=shrink, yfact=1, origin=(0, 0))
    longitudes: list[float | None] = []
    latitudes: list[float | None] = []
    for angle in _ANGLES[pattern]:
        for line in _clipped(flat, angle, spacing):
            longitudes += [*(round(float(x) / shrink, _DECIMALS) for x, _ in line.coords), None]
            latitudes += [*(round(float(y), _DECIMALS) for _, y in line.coords), None]
    return longitudes, latitudes


def _clipped(flat: BaseGeometry, angle: float, spacing: float) -> list[BaseGeometry]:
    """Turn the polygon so that its hatch is level, cut level lines, and turn them back."""
    level = rotate(flat, -angle, origin=(0, 0))
    west, south, east, north = level.bounds
    heights = np.arange(np.ceil(south / spacing), np.floor(north / spacing) + 1) * spacing
    cuts = shapely.linestrings([[(west, height), (east, height)] for height in heights])
    inside = shapely.get_parts(shapely.intersection(level, cuts))
    return [rotate(line, angle, origin=(0, 0)) for line in inside if line.length > 0]
