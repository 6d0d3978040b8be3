"""The map of boroughs, or of tiles: one colour a class, a hatch where there is no figure."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Literal

import pandas as pd

from dashboard.charts.boundaries import Boundaries
from dashboard.charts.drawing import Drawing
from dashboard.charts.layout import TEXT_SIZE, base, literal, wrapped
from dashboard.charts.legend import LegendClass
from dashboard.charts.palette import (
    INK,
    OTHERS_STRENGTH,
    PAPER,
    STATES,
    blended,
    text_on,
)

Labels = Literal["none", "marks", "names"]

_EDGE = 0.6
_SELECTED_EDGE = 2.5
_ALIKE_EDGE = 1.5
_MARGIN = 0.012
_NAME_LINE = 9
_TRANSPARENT = "rgba(0,0,0,0)"


def draw(
    frame: pd.DataFrame,
    geojson_url: str,
    boundaries: Boundaries,
    *,
    classes: Sequence[LegendClass],
    selected: str | None = None,
    alike: Sequence[str] = (),
    labels: Labels = "none",
    height: int = 560,
) -> Drawing:
    """Draw areas in the colours of their classes; a click gives the area's GSS code.

    The browser fetches the boundaries from the address, so the figure stays small.

    Args:
        frame: one row an area: ``area_code``, ``area_name``, ``short_name``, ``value``,
            ``state``, ``klass`` (a key of ``classes``, or the state of an area without a
            figure), ``label`` (the value as written, short enough for a tile; the state's word
            stands in for a blank), ``hover`` (escaped, lines apart by br).
        geojson_url: where the browser finds the boundaries; features have GSS codes as ids.
        boundaries: the same ones.
        classes: every class a coloured area can have.
        selected: the GSS code of the chosen area, outlined.
        alike: GSS codes to pick out with it: thinly outlined, while all others are weakened.
        labels: nothing, each class's mark, or each area's name and value (for tiles).
        height: in pixels.

    Raises:
        ValueError: when an area's class is neither in ``classes`` nor a state.
        KeyError: when an area has no boundary.
    """
    _require_known(frame, classes)
    shapes = {code: boundaries.shapes[code] for code in frame["area_code"]}
    picked_out = [str(selected), *alike] if alike else list(frame["area_code"])
    traces = [_areas(frame, geojson_url, classes, picked_out)]
    if known := [code for code in alike if code in shapes]:
        traces += _outlines(known, geojson_url, _ALIKE_EDGE)
    if selected in shapes:
        traces += _outlines([str(selected)], geojson_url, _SELECTED_EDGE)
    traces += _hatches(frame, boundaries, beside_labels=labels == "names")
    if labels != "none":
        traces += _texts(frame, boundaries.features, classes, labels, selected)
    layout = base(height, {"l": 0, "r": 0, "t": 0, "b": 0})
    return Drawing(
        data=traces, layout={**layout, "uirevision": "map", "geo": _geo(boundaries.bounds)}
    )


def _require_known(frame: pd.DataFrame, classes: Sequence[LegendClass]) -> None:
    allowed = [*(entry.key for entry in classes), *STATES]
    unknown = frame[~frame["klass"].isin(allowed)]
    if len(unknown):
        row = unknown.iloc[0]
        raise ValueError(
            f"class '{row['klass']}' of {row['area_code']} is not known; "
            f"allowed: {', '.join(allowed)}"
        )


def _areas(
    frame: pd.DataFrame, geojson_url: str, classes: Sequence[LegendClass], strong: Sequence[str]
) -> dict[str, Any]:
    """Every area in its class's colour; those that are not strong in a weaker one of the same."""
    places = {entry.key: place for place, entry in enumerate(classes)}
    colours = [*(entry.colour for entry in classes), PAPER]
    no_figure = len(classes)
    weak = [code not in strong for code in frame["area_code"]]
    shades = [places.get(klass, no_figure) for klass in frame["klass"]]
    if any(weak):
        shades = [z + len(colours) * is_weak for z, is_weak in zip(shades, weak, strict=True)]
        colours += [blended(colour, OTHERS_STRENGTH) for colour in colours]
    return {
        **_choropleth(geojson_url, frame["area_code"].tolist()),
        "z": shades,
        "zmin": -0.5,
        "zmax": len(colours) - 0.5,
        "colorscale": _steps(colours),
        "marker": {"line": {"color": _edges(frame, classes), "width": _EDGE}},
        "hovertext": frame["hover"].tolist(),
        "hoverinfo": "text",
    }


def _edges(frame: pd.DataFrame, classes: Sequence[LegendClass]) -> list[str]:
    """Ink around light areas and paper around dark ones, so that two dark neighbours part."""
    fills = {entry.key: entry.colour for entry in classes}
    return [text_on(fills.get(klass, PAPER)) for klass in frame["klass"]]


def _outlines(codes: list[str], geojson_url: str, edge: float) -> list[dict[str, Any]]:
    """Ink on a wider line of paper, so that chosen areas stand out among dark ones too."""
    return [
        {
            **_choropleth(geojson_url, codes),
            "z": [0] * len(codes),
            "colorscale": [[0, _TRANSPARENT], [1, _TRANSPARENT]],
            "marker": {"line": {"color": colour, "width": width}},
            "hoverinfo": "skip",
        }
        for colour, width in ((PAPER, 2 * edge), (INK, edge))
    ]


def _choropleth(geojson_url: str, codes: list[str]) -> dict[str, Any]:
    return {
        "type": "choropleth",
        "geojson": geojson_url,
        "featureidkey": "id",
        "locations": codes,
        "showscale": False,
        # A click would otherwise fade every other area until the page is drawn again.
        "unselected": {"marker": {"opacity": 1}},
    }


def _steps(colours: Sequence[str]) -> list[list[float | str]]:
    """A colour scale without blends: each colour fills an equal part."""
    share = 1 / len(colours)
    return [
        [round(place * share, 6) if at == 0 else round((place + 1) * share, 6), colour]
        for place, colour in enumerate(colours)
        for at in (0, 1)
    ]


def _hatches(
    frame: pd.DataFrame, boundaries: Boundaries, beside_labels: bool
) -> list[dict[str, Any]]:
    traces = []
    for state, shown_as in STATES.items():
        codes = tuple(frame.loc[frame["klass"] == state, "area_code"])
        if not codes:
            continue
        longitudes, latitudes = boundaries.hatched(codes, shown_as.hatch, beside_labels)
        traces.append(
            {
                "type": "scattergeo",
                "name": state,
                "mode": "lines",
                "lon": longitudes,
                "lat": latitudes,
                "line": {"color": INK, "width": 0.7},
                "hoverinfo": "skip",
            }
        )
    return traces


def _texts(
    frame: pd.DataFrame,
    features: Mapping[str, Mapping[str, Any]],
    classes: Sequence[LegendClass],
    labels: Labels,
    selected: str | None,
) -> list[dict[str, Any]]:
    """One trace for each text colour, since Plotly fades unselected text of mixed colours."""
    entries = {entry.key: entry for entry in classes}
    groups: dict[str, list[tuple[float, float, str]]] = {}
    for row in frame.to_dict("records"):
        entry = entries.get(row["klass"])
        text = _mark(entry) if labels == "marks" else _name(row, row["area_code"] == selected)
        point = features[row["area_code"]]["properties"]
        if text:
            colour = text_on(entry.colour) if entry else INK
            groups.setdefault(colour, []).append((point["label_lon"], point["label_lat"], text))
    return [_text_trace(colour, points) for colour, points in groups.items()]


def _mark(entry: LegendClass | None) -> str:
    return literal(entry.mark) if entry else ""


def _name(row: Mapping[Hashable, Any], is_selected: bool) -> str:
    figure = row["label"] or STATES[row["klass"]].word
    text = f"{wrapped(row['short_name'], _NAME_LINE)}<br>{wrapped(figure, _NAME_LINE + 1)}"
    return f"<b>{text}</b>" if is_selected else text


def _text_trace(colour: str, points: Sequence[tuple[float, float, str]]) -> dict[str, Any]:
    longitudes, latitudes, texts = zip(*points, strict=True)
    return {
        "type": "scattergeo",
        "mode": "text",
        "lon": longitudes,
        "lat": latitudes,
        "text": texts,
        "textfont": {"color": colour, "size": TEXT_SIZE},
        "hoverinfo": "skip",
        "unselected": {"textfont": {"color": colour}},
    }


def _geo(bounds: tuple[float, float, float, float]) -> dict[str, Any]:
    west, south, east, north = bounds
    across, up = (east - west) * _MARGIN, (north - south) * _MARGIN
    return {
        "visible": False,
        "bgcolor": _TRANSPARENT,
        "projection": {"type": "mercator"},
        "lonaxis": {"range": [round(west - across, 4), round(east + across, 4)]},
        "lataxis": {"range": [round(south - up, 4), round(north + up, 4)]},
    }
