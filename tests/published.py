"""What a folder of builds serves at the moment, read as tables."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipelines import publish
from pipelines.engine import Engine


def opened(marts: Path) -> Engine:
    """The current build, open for reading: a context manager."""
    return Engine(marts / publish.current(marts)["file"], read_only=True)


def tables(marts: Path, *names: str) -> dict[str, pd.DataFrame]:
    """Some tables of the current build, by name."""
    with opened(marts) as engine:
        return {name: engine.table(name) for name in names}


def table(marts: Path, name: str) -> pd.DataFrame:
    """One table of the current build."""
    return tables(marts, name)[name]
