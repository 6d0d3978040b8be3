"""Geography: London's boroughs, and equal squares in their place, as the map is served them.

Boroughs are simplified all together, so that neighbours keep exactly the same edge between them:
no slivers, no overlaps. Everything is pure but `write`.
"""

from __future__ import annotations

import json
import math
from io import BytesIO
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from pipelines.catalogue import Catalogue
from pipelines.errors import CatalogueError, SourceError

SOURCE = "LAD_MAY_2025_UK_BGC_V2"
CODE_COLUMN = "LAD25CD"
ATTRIBUTION = (
    "Source: Office for National Statistics licensed under the Open Government Licence v3.0. "
    "Contains OS data © Crown copyright and database right 2025."
)
BOROUGHS_FILE = "boroughs.geojson"
TILES_FILE = "tiles.geojson"

WGS84 = 4326
BRITISH_NATIONAL_GRID = 27700
LONDON_DEGREES = (-0.6, 51.2, 0.4, 51.8)

# Metres. From 175 on the City of London drifts more than 2% from its area; at 100 the file passes
# 60,000 bytes and looks no different on a screen, where one pixel is 40 m or more.
TOLERANCE = 150.0
# Metres. The publisher's rounded coordinates enclose specks of river no wider than this.
SPECK_WIDTH = 100.0
# Four decimals of a degree are 7 m by 11 m here.
DECIMALS = 4

# The squares take up about the height of London, around its middle.
TILE_CENTRE = (-0.09, 51.49)
TILE_PITCH = 0.058
TILE_SIDE = 0.94


def write(content: bytes, catalogue: Catalogue, folder: Path) -> list[Path]:
    """Write the boroughs and the tiles as GeoJSON; the same input gives the same bytes.

    Args:
        content: the publisher's TopoJSON of local authority districts.
        catalogue: says which boroughs there are and where each has its tile.
        folder: where the two files go; an older file is replaced in one step.

    Raises:
        SourceError: if the TopoJSON cannot be read or lacks a borough.
        CatalogueError: if a borough has no tile, or two have the same.
    """
    collections = {
        BOROUGHS_FILE: geojson(boroughs(content, catalogue), ATTRIBUTION),
        TILES_FILE: geojson(tiles(catalogue)),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in collections.items():
        unfinished = folder / f"{name}.part"
        unfinished.write_bytes(document)
        unfinished.replace(folder / name)
    return [folder / name for name in collections]


def boroughs(content: bytes, catalogue: Catalogue) -> gpd.GeoDataFrame:
    """Every borough, simplified, in degrees (WGS84).

    Returns:
        Columns area_code, area_name, label_lon, label_lat (the point with most room around it)
        and geometry (exterior rings clockwise), ordered by code.

    Raises:
        SourceError: if the TopoJSON cannot be read, lacks a borough or has it elsewhere, or if
            neighbours no longer share their edges once simplified.
    """
    outlines = _read(content, catalogue).to_crs(BRITISH_NATIONAL_GRID)
    coverage = _without_specks(outlines.geometry.to_numpy())
    simplified = outlines.set_geometry(
        gpd.GeoSeries(
            shapely.coverage_simplify(coverage, TOLERANCE),
            index=outlines.index,
            crs=BRITISH_NATIONAL_GRID,
        )
    )
    labels = simplified.geometry.map(_roomiest_point).set_crs(BRITISH_NATIONAL_GRID).to_crs(WGS84)
    degrees = simplified.to_crs(WGS84)
    degrees["geometry"] = _rounded(degrees.geometry.to_numpy())
    _require_coverage(degrees)
    return _labelled(degrees, labels)


def tiles(catalogue: Catalogue) -> gpd.GeoDataFrame:
    """One equal square a borough, in the column and row of the catalogue, in degrees (WGS84).

    A square is narrower in latitude than in longitude by the cosine of London's latitude, so
    that a Mercator map shows it as a square.

    Returns:
        The columns of `boroughs`; the label point is the middle of the square.

    Raises:
        CatalogueError: if a borough has no tile, or two have the same.
    """
    areas = _boroughs_of(catalogue)
    _require_tiles(areas)
    height = TILE_PITCH
    width = TILE_PITCH / math.cos(math.radians(TILE_CENTRE[1]))
    columns, rows = areas["tile_column"], areas["tile_row"]
    lon = TILE_CENTRE[0] + (columns - (columns.min() + columns.max()) / 2) * width
    lat = TILE_CENTRE[1] - (rows - (rows.min() + rows.max()) / 2) * height
    lon, lat = lon.round(DECIMALS), lat.round(DECIMALS)
    across, up = round(width * TILE_SIDE / 2, DECIMALS), round(height * TILE_SIDE / 2, DECIMALS)
    squares = _rounded(shapely.box(lon - across, lat - up, lon + across, lat + up))
    frame = gpd.GeoDataFrame(areas[["area_code", "area_name"]], geometry=squares, crs=WGS84)
    return _labelled(frame, gpd.GeoSeries(gpd.points_from_xy(lon, lat), index=frame.index))


def geojson(areas: gpd.GeoDataFrame, attribution: str = "") -> bytes:
    """A feature collection, one feature a line, each identified by its GSS code.

    Args:
        areas: as `boroughs` and `tiles` return them.
        attribution: what the licence asks to be said of the geometry.
    """
    features = ",\n".join(_json(_feature(row)) for row in areas.to_dict("records"))
    credit = f'"attribution":{_json(attribution)},\n' if attribution else ""
    document = f'{{"type":"FeatureCollection",\n{credit}"features":[\n{features}\n]}}\n'
    return document.encode("utf-8")


def _read(content: bytes, catalogue: Catalogue) -> gpd.GeoDataFrame:
    """The catalogue's boroughs in the publisher's file, checked, in degrees."""
    try:
        districts = gpd.read_file(BytesIO(content))
    except RuntimeError as error:  # what every reading error of GDAL's is
        raise SourceError(f"{SOURCE}: not readable as TopoJSON: {error}") from error
    if CODE_COLUMN not in districts.columns:
        raise SourceError(
            f"{SOURCE}: no property {CODE_COLUMN}; it has {', '.join(districts.columns)}"
        )
    wanted = _boroughs_of(catalogue)[["area_code", "area_name"]]
    found = districts[[CODE_COLUMN, "geometry"]].rename(columns={CODE_COLUMN: "area_code"})
    repeated = found.loc[found["area_code"].duplicated(), "area_code"]
    if len(repeated):
        raise SourceError(f"{SOURCE}: {CODE_COLUMN} '{repeated.iloc[0]}' appears twice")
    joined = gpd.GeoDataFrame(wanted.merge(found, how="left"), geometry="geometry", crs=WGS84)
    _require_outlines(joined)
    joined["geometry"] = joined.geometry.make_valid()
    return joined


def _require_outlines(joined: gpd.GeoDataFrame) -> None:
    """Every borough has an outline, and it is in London."""
    blank = joined[joined.geometry.isna() | joined.geometry.is_empty]
    if len(blank):
        named = ", ".join(f"{x.area_code} ({x.area_name})" for x in blank.itertuples())
        raise SourceError(
            f"{SOURCE}: no outline with {CODE_COLUMN} {named}; "
            f"all {len(joined)} boroughs of the catalogue are needed"
        )
    outside = joined[~joined.within(shapely.box(*LONDON_DEGREES))]
    if len(outside):
        first = outside.iloc[0]
        bounds = ", ".join(f"{x:g}" for x in first.geometry.bounds)
        allowed = ", ".join(f"{x:g}" for x in LONDON_DEGREES)
        raise SourceError(
            f"{SOURCE}: {CODE_COLUMN} '{first.area_code}' ({first.area_name}) has bounds {bounds}; "
            f"allowed, in degrees of longitude and latitude: within {allowed}"
        )


def _without_specks(outlines: NDArray[Any]) -> NDArray[Any]:
    """Fill specks of river closed in by rounding, and leave out islets that touch no borough."""
    coverage = shapely.coverage_clean(outlines, gap_width=SPECK_WIDTH)
    mainland = max(shapely.get_parts(shapely.coverage_union_all(coverage)), key=shapely.area)
    return np.array([_joined_to(mainland, outline) for outline in coverage], dtype=object)


def _joined_to(mainland: Any, outline: Any) -> Any:
    parts = [x for x in shapely.get_parts(outline) if mainland.contains(x.representative_point())]
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)


def _roomiest_point(outline: Any) -> Any:
    """The centre of the largest circle that fits, to 10 m: where a name has most room."""
    return shapely.get_point(shapely.maximum_inscribed_circle(outline, tolerance=10.0), 0)


def _rounded(outlines: NDArray[Any]) -> NDArray[Any]:
    """Round coordinates; one edge of two neighbours is rounded to the same points in both."""
    rounded = shapely.transform(outlines, lambda points: np.round(points, DECIMALS))
    return np.asarray(shapely.normalize(rounded))


def _require_coverage(areas: gpd.GeoDataFrame) -> None:
    wrong = areas[~(areas.is_valid & areas.geometry.invalid_coverage_edges().is_empty)]
    if len(wrong):
        named = ", ".join(f"{x.area_code} ({x.area_name})" for x in wrong.itertuples())
        raise SourceError(
            f"{SOURCE}: {named}: edges shared with neighbours come apart when simplified to "
            f"{TOLERANCE:g} m and {DECIMALS} decimals; allowed: outlines that meet exactly"
        )


def _boroughs_of(catalogue: Catalogue) -> pd.DataFrame:
    areas = catalogue.areas
    return areas[areas["area_type"] == "borough"].sort_values("area_code", ignore_index=True)


def _require_tiles(areas: pd.DataFrame) -> None:
    absent = areas[areas[["tile_column", "tile_row"]].isna().any(axis=1)]
    if len(absent):
        first = absent.iloc[0]
        raise CatalogueError(
            f"areas.csv: {first['area_code']} ({first['area_name']}) has no tile; "
            "every borough needs tile_column and tile_row, whole numbers from 0"
        )
    shared = areas[areas.duplicated(["tile_column", "tile_row"], keep=False)]
    if len(shared):
        first = shared.iloc[0]
        column, row = first["tile_column"], first["tile_row"]
        same = shared[(shared["tile_column"] == column) & (shared["tile_row"] == row)]
        raise CatalogueError(
            f"areas.csv: {' and '.join(same['area_code'])} have the same tile, "
            f"tile_column {column:g} and tile_row {row:g}; each may have one borough"
        )


def _labelled(frame: gpd.GeoDataFrame, labels: gpd.GeoSeries) -> gpd.GeoDataFrame:
    """Add the label point, and turn rings the way the map's projection fills them.

    Plotly's maps are spherical: a ring encloses what lies to its right, so an anticlockwise one
    would fill the whole globe except the borough.
    """
    return frame.assign(
        label_lon=labels.x.round(DECIMALS),
        label_lat=labels.y.round(DECIMALS),
        geometry=shapely.orient_polygons(frame.geometry.to_numpy(), exterior_cw=True),
    )


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    properties = {k: row[k] for k in ("area_code", "area_name", "label_lon", "label_lat")}
    return {
        "type": "Feature",
        "id": row["area_code"],
        "properties": properties,
        "geometry": shapely.geometry.mapping(row["geometry"]),
    }


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
