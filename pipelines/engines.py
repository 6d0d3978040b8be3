"""What a build asks of an engine, and which engines there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pandas as pd
import pyarrow as pa

from pipelines.analysis.each import Statistic
from pipelines.errors import PipelineError

DUCKDB, SPARK = "duckdb", "spark"
NAMES = (DUCKDB, SPARK)


class EngineChoiceError(PipelineError):
    """An engine that does not exist, is not set up, or does not answer."""


class Tables(Protocol):
    """Tables by name: given, made from SQL files or statistics, and read.

    SQL files are in DuckDB's dialect whichever engine runs them.
    """

    def give(self, name: str, frame: pd.DataFrame) -> None:
        """Offer a frame to the SQL files under a name."""

    def give_files(self, name: str, paths: Sequence[Path]) -> None:
        """Offer Parquet files of the same columns as one table, in their order where it has one."""

    def make(self, step: Path) -> None:
        """Make the table named like a SQL file from its SELECT."""

    def map_groups(self, statistics: Sequence[Statistic]) -> None:
        """Make the tables of statistics that read the same of one source, in one pass over it."""

    def frame(self, step: Path) -> pd.DataFrame:
        """The result of a SQL file."""

    def arrow(self, name: str) -> pa.Table:
        """A whole table with its types."""

    def write(
        self, name: str, order: Sequence[str], indicators: Sequence[str], folder: Path
    ) -> Mapping[str, Path]:
        """Write a table as one Parquet file an indicator, its rows in an order; by indicator."""


class Session(Protocol):
    """An engine that is running."""

    @property
    def most_rows(self) -> int:
        """How many figures it takes at once."""

    def tables(self) -> AbstractContextManager[Tables]:
        """Room for tables, empty; they go with it."""


@dataclass(frozen=True)
class Choice:
    """Which engine builds, and for Spark the master it asks for workers."""

    name: str = DUCKDB
    master: str = ""


IN_ONE_PROCESS = Choice()


@contextmanager
def opened(choice: Choice, folder: Path, readable: Sequence[Path] = ()) -> Iterator[Session]:
    """Start an engine, and stop it however the build ends.

    Args:
        choice: which one.
        folder: where its files are, and where it may leave its own for the time.
        readable: where else it may read.

    Raises:
        EngineChoiceError: when there is no such engine here; says what is allowed.
    """
    _require_known(choice)
    if choice.name == SPARK:
        # Spark is slow to import, and most people have neither it nor Java.
        from pipelines import engine_spark

        with engine_spark.running(choice.master, folder) as session:
            yield session
    else:
        from pipelines.engine import InOneProcess

        yield InOneProcess(folder, tuple(readable))


def _require_known(choice: Choice) -> None:
    if choice.name not in NAMES:
        raise EngineChoiceError(
            f"there is no engine '{choice.name}'; there is {' and '.join(NAMES)}"
        )
    if choice.master and choice.name != SPARK:
        raise EngineChoiceError(
            f"a master is for the engine '{SPARK}'; '{choice.name}' runs in this process alone"
        )
