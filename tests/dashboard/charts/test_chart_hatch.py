"""Hatches: inside the area, at the angle they should have on the map, different for each state."""

from itertools import pairwise
from math import atan2, cos, degrees, radians

import pytest
from shapely import LineString, Polygon, box

from dashboard.charts import hatch
from dashboard.charts.palette import STATES

SQUARE = box(-0.1, 51.4, 0.0, 51.5)
NOTCHED = Polygon([(-0.1, 51.4), (0, 51.4), (0, 51.5), (-0.05, 51.42), (-0.1, 51.5)])


def segments(shape: Polygon, pattern: str, spacing: float = 0.01) -> list[LineString]:
    longitudes, latitudes = hatch.lines(shape, pattern, spacing)
    assert longitudes[2::3] == latitudes[2::3] == [None] * (len(longitudes) // 3)
    points = list(zip(longitudes, latitudes, strict=True))
    return [LineString([points[i], points[i + 1]]) for i in range(0, len(points), 3)]


@pytest.mark.parametrize("pattern", hatch.PATTERNS)
@pytest.mark.parametrize("shape", [SQUARE, NOTCHED], ids=["square", "notched"])
def test_lines_stay_inside(shape: Polygon, pattern: str) -> None:
    found = segments(shape, pattern)
    assert len(found) > 4
    assert all(shape.buffer(1e-4).covers(line) for line in found)


@pytest.mark.parametrize(
    ("pattern", "angles"),
    [
        ("diagonal", {45}),
        ("back_diagonal", {-45}),
        ("crossed", {45, -45}),
        ("vertical", {90}),
    ],
)
def test_angles_are_those_seen_on_the_map(pattern: str, angles: set[int]) -> None:
    shrink = cos(radians(51.45))
    found = set()
    for line in segments(SQUARE, pattern):
        (x0, y0), (x1, y1) = line.coords
        if line.length > 0.02:
            angle = degrees(atan2(y1 - y0, (x1 - x0) * shrink))
            found.add(round((angle + 90) % 180 - 90 or 90))
    assert {90 if angle == -90 else angle for angle in found} == angles


def test_lines_are_as_far_apart_as_asked() -> None:
    shrink = cos(radians(51))
    across = sorted(line.coords[0][0] * shrink for line in segments(SQUARE, "vertical", 0.01))
    assert all(
        after - before == pytest.approx(0.01, abs=2e-4) for before, after in pairwise(across)
    )


def test_every_state_has_a_hatch_that_can_be_drawn() -> None:
    drawn = {state: hatch.lines(SQUARE, shown.hatch, 0.01) for state, shown in STATES.items()}
    assert len({str(lines) for lines in drawn.values()}) == len(STATES)


def test_an_empty_area_has_no_lines() -> None:
    assert hatch.lines(Polygon(), "diagonal", 0.01) == ([], [])


@pytest.mark.parametrize(
    ("pattern", "spacing", "message"),
    [("wavy", 0.01, "hatch 'wavy' is not known"), ("diagonal", 0, "spacing 0 is not allowed")],
)
def test_what_cannot_be_drawn_is_named(pattern: str, spacing: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        hatch.lines(SQUARE, pattern, spacing)
