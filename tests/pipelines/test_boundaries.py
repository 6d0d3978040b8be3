"""The map's geography: the committed files themselves, and how they are made."""

import json
import re
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import geopandas as gpd
import plotly
import pytest
import shapely

from pipelines import boundaries, gather
from pipelines.catalogue import Catalogue
from pipelines.errors import CatalogueError, SourceError
from tests.areas import CITY, HACKNEY
from tests.conftest import ROOT
from tests.refusals import refused

STATIC = ROOT / "dashboard" / "static"
SERVED = STATIC / "boundaries"
INDEPENDENT = "boundaries/london_boroughs_lad25.geojson"


@pytest.fixture(scope="module")
def boroughs() -> gpd.GeoDataFrame:
    return _outlines("boroughs.geojson")


@pytest.fixture(scope="module")
def tiles() -> gpd.GeoDataFrame:
    return _outlines("tiles.geojson")


@pytest.fixture(scope="module")
def topology() -> dict:
    """The committed boroughs as the publisher's TopoJSON, each ring an arc of its own."""
    document, arcs, districts = json.loads((SERVED / "boroughs.geojson").read_bytes()), [], []
    for feature in document["features"]:
        outline = shapely.geometry.shape(feature["geometry"])
        rings = [list(part.exterior.coords) for part in shapely.get_parts(outline)]
        numbers = [[[len(arcs) + n]] for n in range(len(rings))]
        arcs += rings
        districts.append(
            {
                "type": "MultiPolygon",
                "arcs": numbers,
                "properties": {
                    "LAD25CD": feature["id"],
                    "LAD25NM": feature["properties"]["area_name"],
                },
            }
        )
    objects = {"districts": {"type": "GeometryCollection", "geometries": districts}}
    return {"type": "Topology", "objects": objects, "arcs": arcs}


def _outlines(name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(SERVED / name).set_index("area_code")


def _neighbours(outlines: gpd.GeoDataFrame) -> set[tuple[str, str]]:
    """Pairs whose outlines meet along a line, not only at a point."""
    shapes = outlines.geometry
    return {
        (one, other)
        for one, other in combinations(sorted(shapes.index), 2)
        if shapes[one].intersection(shapes[other]).length > 0
    }


def _segments(outline: shapely.Geometry) -> set[frozenset]:
    rings = [list(part.exterior.coords) for part in shapely.get_parts(outline)]
    return {frozenset(pair) for ring in rings for pair in pairwise(ring)}


def _with_district(topology: dict, code: str, **changes: object) -> bytes:
    """The topology with one district's TopoJSON changed; None takes the district out."""
    kept = []
    for district in topology["objects"]["districts"]["geometries"]:
        if district["properties"]["LAD25CD"] != code:
            kept.append(district)
        elif changes:
            kept.append({**district, **changes})
    objects = {"districts": {"type": "GeometryCollection", "geometries": kept}}
    return json.dumps({**topology, "objects": objects}).encode()


@pytest.mark.parametrize("name", ["boroughs.geojson", "tiles.geojson"])
def test_served_file_has_every_borough_once_and_stays_small(name: str, known: Catalogue):
    content = (SERVED / name).read_bytes()
    features = json.loads(content)["features"]
    names = dict(zip(known.areas["area_code"], known.areas["area_name"], strict=True))
    assert len(content) <= 60_000
    assert [x["id"] for x in features] == sorted(known.boroughs)
    for feature in features:
        assert feature["properties"]["area_code"] == feature["id"]
        assert feature["properties"]["area_name"] == names[feature["id"]]


@pytest.mark.parametrize("name", ["boroughs.geojson", "tiles.geojson"])
def test_outlines_are_valid_and_turn_the_way_the_map_fills_them(name: str):
    outlines = _outlines(name)
    assert outlines.is_valid.all()
    rings = [part.exterior for x in outlines.geometry for part in shapely.get_parts(x)]
    assert not any(ring.is_ccw for ring in rings)


@pytest.mark.parametrize("name", ["boroughs.geojson", "tiles.geojson"])
def test_label_points_lie_inside_their_own_area(name: str):
    outlines = _outlines(name)
    labels = gpd.GeoSeries(
        gpd.points_from_xy(outlines["label_lon"], outlines["label_lat"]), index=outlines.index
    )
    assert outlines.geometry.set_crs(None, allow_override=True).contains(labels).all()


def test_boroughs_neither_overlap_nor_leave_gaps(boroughs: gpd.GeoDataFrame):
    together = shapely.union_all(boroughs.geometry.to_numpy())
    separately = shapely.area(boroughs.geometry.to_numpy()).sum()
    assert together.area == pytest.approx(separately, rel=1e-9)
    assert together.geom_type == "Polygon"
    assert not together.interiors


def test_neighbours_share_every_edge_vertex_for_vertex(boroughs: gpd.GeoDataFrame):
    pairs = _neighbours(boroughs)
    assert len(pairs) == 68
    segments = boroughs.geometry.map(_segments)
    for one, other in pairs:
        line = boroughs.geometry[one].intersection(boroughs.geometry[other])
        shared = segments[one] & segments[other]
        assert sum(shapely.LineString(x).length for x in shared) == pytest.approx(line.length)


def test_city_of_london_keeps_its_size_and_place(boroughs: gpd.GeoDataFrame):
    city = boroughs.loc[[CITY]].to_crs(27700).geometry.iloc[0]
    assert city.area / 1e6 == pytest.approx(2.89, rel=0.02)  # ONS: 2.89 square kilometres of land
    assert city.contains(shapely.Point(532000, 181200))  # St Paul's Cathedral, TQ 320 812


def test_tiles_are_equal_squares_apart_from_each_other(tiles: gpd.GeoDataFrame):
    areas = shapely.area(tiles.geometry.to_numpy())
    assert areas == pytest.approx(areas[0])
    assert not any(one.intersects(other) for one, other in combinations(tiles.geometry, 2))
    west, south, east, north = tiles.to_crs(3857).geometry[CITY].bounds
    assert (east - west) / (north - south) == pytest.approx(1, rel=0.005)


def test_tiles_keep_boroughs_beside_their_neighbours(boroughs: gpd.GeoDataFrame, known: Catalogue):
    cells = known.areas.set_index("area_code")[["tile_column", "tile_row"]]
    pairs = _neighbours(boroughs)
    near = [pair for pair in pairs if (cells.loc[pair[0]] - cells.loc[pair[1]]).abs().max() <= 1]
    assert len(near) / len(pairs) >= 0.9


def test_tiles_lie_as_the_catalogue_says(known: Catalogue, tiles: gpd.GeoDataFrame):
    cells = known.areas.set_index("area_code").loc[tiles.index]
    assert tiles["label_lon"].groupby(cells["tile_column"]).nunique().eq(1).all()
    assert tiles["label_lon"].corr(cells["tile_column"]) == pytest.approx(1, abs=1e-6)
    assert tiles["label_lat"].corr(cells["tile_row"]) == pytest.approx(-1, abs=1e-6)


def test_same_input_gives_same_bytes(topology: dict, known: Catalogue, tmp_path: Path):
    content = json.dumps(topology).encode()
    backwards = replace(known, areas=known.areas.iloc[::-1])
    first = boundaries.write(content, known, tmp_path / "first")
    again = boundaries.write(content, backwards, tmp_path / "again")
    assert [x.name for x in first] == ["boroughs.geojson", "tiles.geojson"]
    assert [x.read_bytes() for x in first] == [x.read_bytes() for x in again]
    assert sorted((tmp_path / "first").iterdir()) == sorted(first)


def test_committed_tiles_come_from_the_catalogue(known: Catalogue):
    made = boundaries.geojson(boundaries.tiles(known))
    assert made == (SERVED / "tiles.geojson").read_bytes()


def test_boroughs_credit_their_publisher():
    credit = json.loads((SERVED / "boroughs.geojson").read_bytes())["attribution"]
    assert "Office for National Statistics" in credit
    assert "Crown copyright" in credit


@pytest.mark.parametrize("share", [0.0, 0.3, 0.999])
def test_truncated_topojson_is_named(
    share: float, topology: dict, known: Catalogue, tmp_path: Path
):
    content = json.dumps(topology).encode()
    with refused(SourceError, "LAD_MAY_2025_UK_BGC_V2: not readable as TopoJSON"):
        boundaries.write(content[: int(len(content) * share)], known, tmp_path)
    assert not list(tmp_path.iterdir())


def test_missing_borough_is_named(topology: dict, known: Catalogue):
    content = _with_district(topology, HACKNEY)
    every = f"all {len(known.boroughs)}"
    with refused(SourceError, f"no outline with LAD25CD {HACKNEY} (Hackney); {every}"):
        boundaries.boroughs(content, known)


def test_borough_without_outline_is_named(topology: dict, known: Catalogue):
    content = _with_district(topology, HACKNEY, arcs=[])
    with refused(SourceError, f"{HACKNEY} (Hackney)"):
        boundaries.boroughs(content, known)


def test_borough_given_twice_is_named(topology: dict, known: Catalogue):
    properties = {"LAD25CD": "E09000013", "LAD25NM": "Hackney"}
    content = _with_district(topology, HACKNEY, properties=properties)
    with refused(SourceError, "LAD25CD 'E09000013' appears twice"):
        boundaries.boroughs(content, known)


def test_another_years_codes_are_named(topology: dict, known: Catalogue):
    content = json.dumps(topology).replace("LAD25CD", "LAD24CD").encode()
    with pytest.raises(SourceError, match=r"no property LAD25CD; it has .*LAD24CD"):
        boundaries.boroughs(content, known)


def test_outlines_outside_london_are_named(topology: dict, known: Catalogue):
    moved = [[(lon + 5, lat) for lon, lat in arc] for arc in topology["arcs"]]
    content = json.dumps({**topology, "arcs": moved}).encode()
    with pytest.raises(SourceError, match=rf"'{CITY}' \(City of London\) has bounds 4\.\d+"):
        boundaries.boroughs(content, known)


def test_edges_that_come_apart_are_an_error(
    topology: dict, known: Catalogue, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(boundaries, "DECIMALS", 2)
    with pytest.raises(SourceError, match="come apart when simplified to 150 m and 2 decimals"):
        boundaries.boroughs(json.dumps(topology).encode(), known)


def test_borough_without_tile_is_named(known: Catalogue):
    areas = known.areas.copy()
    areas.loc[areas["area_code"] == HACKNEY, "tile_row"] = None
    with refused(CatalogueError, f"{HACKNEY} (Hackney) has no tile"):
        boundaries.tiles(replace(known, areas=areas))


def test_two_boroughs_on_one_tile_are_named(known: Catalogue):
    areas = known.areas.copy()
    cell = areas.loc[areas["area_code"] == CITY, ["tile_column", "tile_row"]].to_numpy()
    areas.loc[areas["area_code"] == HACKNEY, ["tile_column", "tile_row"]] = cell
    with refused(CatalogueError, f"{CITY} and {HACKNEY} have the same tile"):
        boundaries.tiles(replace(known, areas=areas))


@pytest.mark.parametrize("scope", ["world", "europe"])
def test_empty_topology_has_every_layer_the_map_library_draws(scope: str):
    bundle = (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_text("utf-8")
    layers = set()
    for kind in ("fillLayers", "lineLayers"):
        found = re.search(rf"\.{kind}=\{{([^}}]*)\}}", bundle)
        assert found, f"the map library no longer lists its {kind}"
        layers |= set(re.findall(r"(\w+):1", found[1]))
    topology = json.loads((STATIC / "topojson" / f"{scope}_110m.json").read_bytes())
    assert topology["type"] == "Topology"
    assert topology["arcs"] == []
    assert set(topology["objects"]) == layers - {"frame"}
    assert all(x["geometries"] == [] for x in topology["objects"].values())


@pytest.mark.raw
def test_areas_agree_with_an_independent_copy(boroughs: gpd.GeoDataFrame, raw: Path):
    independent = gpd.read_file(raw / INDEPENDENT).set_index("LAD25CD").to_crs(27700)
    ratio = boroughs.to_crs(27700).area / independent.area
    assert set(ratio.dropna().index) == set(boroughs.index)
    assert ratio.to_numpy() == pytest.approx(1, abs=0.02)


@pytest.mark.raw
def test_neighbours_are_those_of_the_independent_copy(boroughs: gpd.GeoDataFrame, raw: Path):
    independent = _neighbours(gpd.read_file(raw / INDEPENDENT).set_index("LAD25CD"))
    # That copy alone keeps a 400 square metre patch of the City on Southwark's bank.
    assert independent - _neighbours(boroughs) == {(CITY, "E09000028")}
    assert _neighbours(boroughs) <= independent


@pytest.mark.raw
def test_committed_files_are_made_from_the_published_one(
    known: Catalogue, tmp_path: Path, raw: Path
):
    published = (raw / gather.BOUNDARIES).read_bytes()
    for written in boundaries.write(published, known, tmp_path):
        assert written.read_bytes() == (SERVED / written.name).read_bytes(), written.name
