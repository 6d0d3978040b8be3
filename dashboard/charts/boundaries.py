"""Areas' outlines, read once: what every map of them draws hatches, names and its frame from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

import shapely
from shapely.affinity import scale
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from dashboard.charts import hatch

HATCHES_ACROSS = 160
# The part of a tile that its name and value take.
_NAME_WIDTH = 1.02
_NAME_HEIGHT = 0.7

Lines = tuple[list[float | None], list[float | None]]


class Boundaries:
    """A feature collection whose features have GSS codes as ids."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Keep the collection; each feature's properties have ``label_lon`` and ``label_lat``."""
        self.document = document
        self.features = {str(feature["id"]): feature for feature in document["features"]}

    @cached_property
    def shapes(self) -> dict[str, BaseGeometry]:
        """Each area's outline, in degrees."""
        return {code: shape(feature["geometry"]) for code, feature in self.features.items()}

    @cached_property
    def around_labels(self) -> dict[str, BaseGeometry]:
        """The areas without their middles, where the names stand."""
        return {code: area.difference(_middle(area)) for code, area in self.shapes.items()}

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of all areas together."""
        west, south, east, north = zip(*(x.bounds for x in self.shapes.values()), strict=True)
        return min(west), min(south), max(east), max(north)

    def hatched(self, codes: tuple[str, ...], pattern: str, beside_labels: bool) -> Lines:
        """Longitudes and latitudes of a pattern's lines over some areas; never change them.

        Args:
            codes: the areas' GSS codes.
            pattern: one of `hatch.PATTERNS`.
            beside_labels: leave the areas' middles free.
        """
        return _hatched(self, codes, pattern, beside_labels)


@lru_cache(maxsize=512)
def _hatched(
    boundaries: Boundaries, codes: tuple[str, ...], pattern: str, beside_labels: bool
) -> Lines:
    shapes = boundaries.around_labels if beside_labels else boundaries.shapes
    west, _, east, _ = boundaries.bounds
    area = shapely.union_all([shapes[code] for code in codes])
    return hatch.lines(area, pattern, (east - west) / HATCHES_ACROSS)


def _middle(area: BaseGeometry) -> BaseGeometry:
    return scale(shapely.box(*area.bounds), xfact=_NAME_WIDTH, yfact=_NAME_HEIGHT)
