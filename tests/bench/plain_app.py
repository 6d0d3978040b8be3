"""The map page the plain way, to compare with: a frame, px.choropleth, the boundaries inline."""

from __future__ import annotations

import json
import os
from pathlib import Path

import duckdb
import plotly.express as px
import streamlit as st

ROOT = Path(__file__).parent.parent.parent
marts = Path(os.environ["MARTS_FOLDER"])
pointer = json.loads((marts / "current.json").read_text())


@st.cache_data
def figures():
    """Every borough's total figures."""
    with duckdb.connect(str(marts / pointer["file"]), read_only=True) as connection:
        return connection.execute(
            "select o.*, a.area_name from observation o join area a on o.area_code = a.area_code "
            "where o.group_type = 'total' and a.area_type = 'borough'"
        ).df()


@st.cache_data
def boundaries():
    """The boroughs as GeoJSON."""
    return json.loads((ROOT / "dashboard/static/boundaries/boroughs.geojson").read_text())


frame = figures()
indicator = st.selectbox("Indicator", sorted(frame["indicator_id"].unique()))
own = frame[frame["indicator_id"] == indicator]
period = st.selectbox("Period", sorted(own["period"].unique(), reverse=True))
shown = own[own["period"] == period].drop_duplicates("area_code")
st.plotly_chart(
    px.choropleth(
        shown,
        geojson=boundaries(),
        locations="area_code",
        featureidkey="properties.area_code",
        color="value",
        hover_name="area_name",
    ).update_geos(fitbounds="locations", visible=False)
)
st.plotly_chart(px.bar(shown.sort_values("value"), x="value", y="area_name"))
st.dataframe(shown[["area_name", "value", "lower_95", "upper_95"]])
