"""The rows of a request, long or wide, as Arrow batches with exactly the columns asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa

from dashboard import queries
from dashboard.db import Build
from dashboard.exports.describe import Column
from dashboard.exports.request import Request

# Wide files have one of these a row, and one column a period.
WIDE_KEY = (
    "indicator_id",
    "indicator",
    "area_code",
    "area",
    "sex",
    "age",
    "group_type",
    "group_name",
)


def batches(request: Request, build: Build) -> Iterator[pa.RecordBatch]:
    """The rows in the order of the dataset's key; the long shape is never all in memory."""
    if request.shape == "wide":
        yield from wide(request, build).to_batches()
        return
    names = [column.name for column in request.columns]
    for batch in queries.export(build, request.dataset.name, request.parameters()):
        yield batch.select(names)


def table(request: Request, build: Build) -> pa.Table:
    """All rows at once, for formats that need them."""
    if request.shape == "wide":
        return wide(request, build)
    found = queries.export(build, request.dataset.name, request.parameters()).read_all()
    return found.select([column.name for column in request.columns])


def columns(request: Request, build: Build) -> tuple[Column, ...]:
    """The columns of the file: those asked for, or of a wide file the key and the periods."""
    if request.shape != "wide":
        return request.columns
    value = request.dataset.column("value")
    own = tuple(request.dataset.column(name) for name in WIDE_KEY)
    periods = wide(request, build).column_names[len(WIDE_KEY) :]
    return own + tuple(
        replace(value, name=x, title=x, description=f"The figure of {x}, in the indicator's unit.")
        for x in periods
    )


def wide(request: Request, build: Build) -> pa.Table:
    """One row a series of an area, one column a period in order of time; values only."""
    needed = [*WIDE_KEY, "period", "period_start", "period_end", "value"]
    found = queries.export(build, request.dataset.name, request.parameters()).read_all()
    frame = found.select(needed).to_pandas()
    periods = frame.drop_duplicates("period").sort_values(["period_end", "period_start", "period"])
    spread = frame.pivot(index=list(WIDE_KEY), columns="period", values="value")
    spread = spread.reindex(columns=list(periods["period"])).reset_index()
    schema = pa.schema(
        [(name, pa.string()) for name in WIDE_KEY]
        + [(name, pa.float64()) for name in periods["period"]]
    )
    return pa.Table.from_pandas(spread, schema=schema, preserve_index=False)
