"""The pipeline's only use of DuckDB: frames in, one SELECT a file, tables out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import duckdb
import pandas as pd

SQL = Path(__file__).parent / "sql"
EngineError = duckdb.Error


class Engine:
    """A DuckDB database being built, closed to the network and to extensions."""

    def __init__(
        self, path: Path | None = None, *, read_only: bool = False, csv: Path | None = None
    ) -> None:
        """Open a database file, or one in memory; ``csv`` is the one other file it may read."""
        self._connection = duckdb.connect(
            str(path) if path else ":memory:",
            read_only=read_only,
            config={
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "enable_external_access": csv is not None,
                "threads": 2,
                # A CSV streams through: what is held does not depend on how long it is.
                "memory_limit": "700MB" if csv is None else "350MB",
                "preserve_insertion_order": csv is None,
            },
        )
        self._connection.execute("set enable_progress_bar = false")
        if csv is not None:
            self._connection.execute("set allowed_paths = ?", [[str(csv)]])
            self._connection.execute("set enable_external_access = false")
            # The size of a CSV is unknown beforehand; guessing puts it all in memory for a join.
            self._connection.execute("set disabled_optimizers = 'join_order,build_side_probe_side'")

    def __enter__(self) -> Engine:
        """Use as a context so that the file is always let go."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the database."""
        self._connection.close()

    def give(self, name: str, frame: pd.DataFrame) -> None:
        """Offer a frame to the SQL files under a name."""
        self._connection.register(name, frame)

    def set(self, name: str, value: str) -> None:
        """Give the SQL files a constant, read there as getvariable."""
        self._connection.execute("set variable " + name + " = ?", [value])

    def give_csv(self, name: str, path: Path, columns: Sequence[str], *, packed: bool) -> None:
        """Offer a CSV to the SQL files: every cell text, the header replaced by our columns."""
        self._connection.read_csv(
            str(path),
            header=True,
            names=list(columns),
            all_varchar=True,
            sep=",",
            quotechar='"',
            escapechar='"',
            compression="gzip" if packed else "none",
        ).create_view(name, replace=True)

    def make(self, step: Path, *, kept: bool) -> int:
        """Create the table named like a SQL file from its SELECT; returns its rows.

        ``kept`` tables stay in the database file; the others last as long as the connection.
        """
        selected = self._select(step)
        name = step.stem
        if kept:
            selected.create(name)
        else:
            self._connection.register(name, selected.to_arrow_table())
        return self.count(name)

    def count(self, name: str) -> int:
        """The rows of a table."""
        return int(self._connection.table(name).count("*").fetchall()[0][0])

    def frame(self, step: Path) -> pd.DataFrame:
        """The result of a SQL file as a frame."""
        result: pd.DataFrame = self._select(step).df()
        return result

    def table(self, name: str) -> pd.DataFrame:
        """A whole table as a frame."""
        result: pd.DataFrame = self._connection.table(name).df()
        return result

    def _select(self, step: Path) -> duckdb.DuckDBPyRelation:
        return self._connection.sql(step.read_text(encoding="utf-8"))


def steps(folder: str) -> list[Path]:
    """The SQL files of a folder in the order of their names."""
    return sorted((SQL / folder).glob("*.sql"))
