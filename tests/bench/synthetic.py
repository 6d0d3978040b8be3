"""Synthetic figures for measuring scale, and for nothing else: never part of the product's data.

Every published borough figure of the committed snapshot is repeated for made-up small areas, so
that indicators, periods, limits and words are as they are, only for very many more areas.
"""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from pipelines import snapshot
from pipelines.analysis.weights import POPULATION
from pipelines.catalogue import Catalogue
from pipelines.given import Given, of_files

LABEL = "Synthetic: made up to measure speed, not a published figure."
NUMBERS = ["value", "lower_95", "upper_95", "lower_998", "upper_998"]


def write(folder: Path, catalogue: Catalogue, rows: int) -> tuple[Catalogue, Given]:
    """Write about so many figures, one Parquet file an indicator.

    Returns:
        The catalogue with the made-up areas, and the figures.
    """
    real, _ = snapshot.load()
    repeated = _repeated(real, catalogue)
    copies = max(0, math.ceil((rows - len(real)) / repeated.sum()))
    codes = np.array([f"X{n:08d}" for n in range(copies * len(catalogue.boroughs))], dtype=object)
    paths = {}
    for place, (name, own) in enumerate(real.groupby("indicator_id", sort=True)):
        made = _made(own[repeated[own.index]], catalogue.boroughs, codes, place)
        whole = pd.concat([own, made], ignore_index=True)
        paths[str(name)] = folder / f"indicator_id={name}" / "figures.parquet"
        paths[str(name)].parent.mkdir(parents=True)
        paths[str(name)].write_bytes(snapshot.parquet(whole))
    more = pd.DataFrame({"area_code": codes})
    more = more.assign(
        area_name=LABEL, short_name=LABEL, area_type="small_area", population_mid_2024=0
    )
    areas = pd.concat([catalogue.areas, more], ignore_index=True)
    return replace(catalogue, areas=areas.astype(catalogue.areas.dtypes)), of_files(paths)


def revise(paths: Path) -> None:
    """Change every figure of one indicator's file a little."""
    rows = pd.read_parquet(paths)
    paths.write_bytes(snapshot.parquet(rows.assign(**{x: rows[x] * 0.999 for x in NUMBERS})))


def _repeated(real: pd.DataFrame, catalogue: Catalogue) -> pd.Series:
    """Which rows are repeated: boroughs' figures for all people, where the range allows less."""
    above_zero = [x.id for x in catalogue.indicators.values() if (x.minimum or 0) > 0]
    return (
        real["area_code"].isin(catalogue.boroughs)
        & (real["group_type"] == "total")
        & (real["sex"] == "persons")
        & ~real["indicator_id"].isin([POPULATION, *above_zero])
    )


def _made(rows: pd.DataFrame, boroughs: list[str], codes: np.ndarray, seed: int) -> pd.DataFrame:
    copies = len(codes) // len(boroughs)
    draw = np.random.default_rng(seed)
    place = pd.Index(boroughs).get_indexer(pd.Index(rows["area_code"]))
    many = rows.loc[np.repeat(rows.index, copies)]
    number = np.tile(np.arange(copies), len(rows)) * len(boroughs) + np.repeat(place, copies)
    factor = draw.uniform(0.9, 1.0, len(many))
    return many.assign(
        area_code=codes[number],
        note=LABEL,
        count=np.nan,
        denominator=np.nan,
        **{x: many[x].to_numpy() * factor for x in NUMBERS},
    )
