"""Synthetic figures for measuring scale, and for nothing else: never part of the product's data.

Every published borough figure of the committed snapshot is repeated for made-up small areas, so
that indicators, periods, limits and words are as they are, only for very many more areas.
"""

from __future__ import annotations

import io
import itertools
import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from pipelines import snapshot
from pipelines.analysis.weights import POPULATION
from pipelines.catalogue import Catalogue
from pipelines.given import Given, of_files

LABEL = "Synthetic: made up to measure speed, not a published figure."
# So many figures are made at a time, and are a row group of their file.
AT_ONCE = 250_000
NUMBERS = ["value", "lower_95", "upper_95", "lower_998", "upper_998"]


def few(catalogue: Catalogue, real: pd.DataFrame, one: str) -> tuple[Catalogue, pd.DataFrame]:
    """As little as builds: of each priority one period of four indicators, ``one`` among them."""
    latest = real.groupby("indicator_id")["period_end"].transform("max")
    real = real[real["period_end"] == latest]
    sizes = real["indicator_id"].value_counts()
    of_boroughs = set(real.loc[real["area_code"].isin(catalogue.boroughs), "indicator_id"])
    shown = [x for x in catalogue.indicators.values() if x.id in of_boroughs and not x.context]
    shown.sort(key=lambda x: (x.id != one, sizes[x.id]))
    chosen = {POPULATION}
    for priority in catalogue.priorities:
        chosen |= set([x.id for x in shown if x.priority == priority.id][:4])
    known = {name: x for name, x in catalogue.indicators.items() if name in chosen}
    return replace(catalogue, indicators=known), real[real["indicator_id"].isin(chosen)]


def write(
    folder: Path, catalogue: Catalogue, real: pd.DataFrame, rows: int
) -> tuple[Catalogue, Given]:
    """Write about so many figures, one Parquet file an indicator, as far as they are not there.

    Args:
        folder: where.
        catalogue: what the indicators and areas are.
        real: the figures that are repeated.
        rows: so many.

    Returns:
        The catalogue with the made-up areas, and the figures.
    """
    repeated = _repeated(real, catalogue)
    copies = max(0, math.ceil((rows - len(real)) / repeated.sum()))
    codes = np.array([f"X{n:08d}" for n in range(copies * len(catalogue.boroughs))], dtype=object)
    paths = {}
    for place, (name, own) in enumerate(real.groupby("indicator_id", sort=True)):
        path = folder / f"indicator_id={name}" / "figures.parquet"
        paths[str(name)] = path
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            made = _made(own[repeated[own.index]], catalogue.boroughs, codes, place)
            _write(path, itertools.chain([own], made))
    more = pd.DataFrame({"area_code": codes})
    more = more.assign(
        area_name=LABEL, short_name=LABEL, area_type="small_area", population_mid_2024=0
    )
    areas = pd.concat([catalogue.areas, more], ignore_index=True)
    return replace(catalogue, areas=areas.astype(catalogue.areas.dtypes)), of_files(paths)


def revise(path: Path) -> None:
    """Change every figure of one indicator's file a little."""
    with pq.ParquetFile(path) as file:
        groups = (file.read_row_group(x).to_pandas() for x in range(file.num_row_groups))
        _write(path, (x.assign(**{y: x[y] * 0.999 for y in NUMBERS}) for x in groups))


def _write(path: Path, frames: Iterable[pd.DataFrame]) -> None:
    """One row group a frame, so that the whole file is never in memory; there when it is whole."""
    tables = (pq.read_table(io.BytesIO(snapshot.parquet(x))) for x in frames)
    first, unfinished = next(tables), path.with_suffix(".unfinished")
    with pq.ParquetWriter(unfinished, first.schema, compression="zstd") as writer:
        for table in itertools.chain([first], tables):
            writer.write_table(table)
    unfinished.replace(path)


def _repeated(real: pd.DataFrame, catalogue: Catalogue) -> pd.Series:
    """Which rows are repeated: boroughs' figures for all people, where the range allows less."""
    above_zero = [x.id for x in catalogue.indicators.values() if (x.minimum or 0) > 0]
    return (
        real["area_code"].isin(catalogue.boroughs)
        & (real["group_type"] == "total")
        & (real["sex"] == "persons")
        & ~real["indicator_id"].isin([POPULATION, *above_zero])
    )


def _made(
    rows: pd.DataFrame, boroughs: list[str], codes: np.ndarray, seed: int
) -> Iterator[pd.DataFrame]:
    copies = len(codes) // len(boroughs)
    draw = np.random.default_rng(seed)
    place = pd.Index(boroughs).get_indexer(pd.Index(rows["area_code"]))
    for some in np.array_split(np.arange(copies), 1 + copies * len(rows) // AT_ONCE):
        many = rows.loc[np.repeat(rows.index, len(some))]
        number = np.tile(some, len(rows)) * len(boroughs) + np.repeat(place, len(some))
        factor = draw.uniform(0.9, 1.0, len(many))
        yield many.assign(
            area_code=codes[number],
            note=LABEL,
            count=np.nan,
            denominator=np.nan,
            **{x: many[x].to_numpy() * factor for x in NUMBERS},
        )
