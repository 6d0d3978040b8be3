"""Frames as the pages hand them to the charts: 33 areas, the City of London without a figure."""

from html import escape

import numpy as np
import pandas as pd
import pytest

from dashboard.charts.boundaries import Boundaries
from dashboard.charts.legend import LegendClass, value_legend
from dashboard.charts.scale import classify, value_classes

NAMES = """City of London|Barking and Dagenham|Barnet|Bexley|Brent|Bromley|Camden|Croydon|Ealing|
Enfield|Greenwich|Hackney|Hammersmith and Fulham|Haringey|Harrow|Havering|Hillingdon|Hounslow|
Islington|Kensington and Chelsea|Kingston upon Thames|Lambeth|Lewisham|Merton|Newham|Redbridge|
Richmond upon Thames|Southwark|Sutton|Tower Hamlets|Waltham Forest|Wandsworth|Westminster"""


@pytest.fixture
def boroughs() -> pd.DataFrame:
    names = NAMES.replace("\n", "").split("|")
    values = [np.nan, *(round(12 + 0.55 * place, 1) for place in range(1, 33))]
    frame = pd.DataFrame({"area_name": names, "value": values})
    frame.insert(0, "area_code", [f"E090000{place:02d}" for place in range(1, 34)])
    frame["short_name"] = frame["area_name"].str.split(" and ").str[0]
    frame["lower"], frame["upper"] = frame["value"] - 1.4, frame["value"] + 1.5
    return worded(frame)


@pytest.fixture
def classes(boroughs: pd.DataFrame) -> list[LegendClass]:
    return value_legend(value_classes(boroughs["value"].tolist(), 1), "", "%")


@pytest.fixture
def geometry(boroughs: pd.DataFrame) -> Boundaries:
    """Squares side by side, six a row."""
    features = []
    for place, code in enumerate(boroughs["area_code"]):
        west, south = round(-0.5 + 0.1 * (place % 6), 2), round(51.3 + 0.06 * (place // 6), 2)
        ring = [
            [west, south],
            [west, south + 0.05],
            [west + 0.09, south + 0.05],
            [west + 0.09, south],
            [west, south],
        ]
        features.append(
            {
                "type": "Feature",
                "id": code,
                "properties": {"label_lon": west + 0.045, "label_lat": south + 0.025},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return Boundaries({"type": "FeatureCollection", "features": features})


@pytest.fixture
def history() -> pd.DataFrame:
    rows = [
        (name, role, year, base + 0.3 * (year - 2015))
        for name, role, base in (
            ("Newham", "area", 24.0),
            ("London", "london", 22.0),
            ("England", "england", 19.5),
        )
        for year in range(2015, 2025)
    ]
    frame = pd.DataFrame(rows, columns=["series", "role", "year", "value"])
    frame["period"] = frame["year"].astype(str)
    frame["period_start"] = pd.to_datetime(frame["period"] + "-01-01")
    frame["period_end"] = pd.to_datetime(frame["period"] + "-12-31")
    frame["lower"], frame["upper"] = frame["value"] - 1, frame["value"] + 1
    frame["hover"] = frame["series"] + ", " + frame["period"]
    return frame


def worded(frame: pd.DataFrame) -> pd.DataFrame:
    """Add state, class, label and hover as the pages do."""
    published = frame["value"].notna()
    values = frame["value"].tolist()
    keys = [f"value_{place}" for place in classify(values, value_classes(values, 1))]
    frame["state"] = np.where(published, "published", "suppressed")
    frame["klass"] = np.where(published, keys, "suppressed")
    frame["label"] = [f"{value:.1f}%" if value == value else "" for value in values]
    frame["hover"] = [
        f"<b>{escape(row.area_name)}</b><br>{row.value:.1f}% ({row.lower:.1f} to {row.upper:.1f})"
        for row in frame.itertuples()
    ]
    return frame
