"""The pipeline's only use of DuckDB: frames in, one SELECT a file, tables out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import duckdb
import pandas as pd
import pyarrow as pa

from pipelines.analysis.columns import as_arrow, as_frame, declared
from pipelines.analysis.each import BY, Statistic

SQL = Path(__file__).parent / "sql"
EngineError = duckdb.Error
_NUMBER = "observation_id"


class Engine:
    """A DuckDB database being built, closed to the network and to extensions."""

    def __init__(
        self,
        path: Path | None = None,
        *,
        read_only: bool = False,
        csv: Path | None = None,
        folders: Sequence[Path] = (),
    ) -> None:
        """Open a database file, or one in memory.

        Args:
            path: the database file.
            read_only: whether it only is to be read.
            csv: the one other file it may read.
            folders: where it may read and write Parquet.
        """
        self._connection = duckdb.connect(
            str(path) if path else ":memory:",
            read_only=read_only,
            config={
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "enable_external_access": csv is not None or bool(folders),
                "threads": 2,
                # A CSV streams through: what is held does not depend on how long it is.
                "memory_limit": "700MB" if csv is None else "350MB",
                "preserve_insertion_order": csv is None,
            },
        )
        self._connection.execute("set enable_progress_bar = false")
        if folders:
            allowed = [str(folder.absolute()) for folder in folders]
            self._connection.execute("set allowed_directories = ?", [allowed])
            self._connection.execute("set enable_external_access = false")
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

    def give_arrow(self, name: str, table: pa.Table) -> None:
        """Keep an Arrow table in the database under a name."""
        self._connection.from_arrow(table).create(name)

    def give_files(self, name: str, paths: Sequence[Path]) -> None:
        """Offer Parquet files of the same columns as one table, in their order."""
        self._files(paths).create_view(name, replace=True)

    def keep_files(self, name: str, paths: Sequence[Path], before: Sequence[int] = ()) -> None:
        """Keep the rows of Parquet files as a table of the database, in their order.

        ``before`` is added to the observation_id of each file's rows: how many came before it.
        """
        rows = self._files(paths)
        if before:
            place = (duckdb.ColumnExpression("file_index") + duckdb.ConstantExpression(1)).cast(
                "BIGINT"
            )
            earlier = duckdb.FunctionExpression(
                "list_extract", duckdb.ConstantExpression(list(before)), place
            )
            number = duckdb.ColumnExpression(_NUMBER)
            shifted = {_NUMBER: (number + earlier).alias(_NUMBER)}
            rows = rows.select(*(shifted.get(x, duckdb.ColumnExpression(x)) for x in rows.columns))
        rows.create(name)

    def make(self, step: Path) -> None:
        """Create the table named like a SQL file from its SELECT."""
        # In the database file, where what does not fit in memory goes to disk.
        self._select(step).create(step.stem)

    def map_groups(self, statistics: Sequence[Statistic]) -> None:
        """Make the tables of statistics that read the same of one source, from all its rows."""
        first = statistics[0]
        needed = [duckdb.ColumnExpression(x) for x in first.needs]
        rows = first.ordered(_frame(self._connection.table(first.source).select(*needed)))
        for one in statistics:
            self.give_arrow(one.name, as_arrow(declared(pd.DataFrame(), one.columns), one.columns))
            for made in one.of_ordered(rows):
                self._connection.from_arrow(as_arrow(made, one.columns)).insert_into(one.name)

    def write(
        self, name: str, order: Sequence[str], indicators: Sequence[str], folder: Path
    ) -> Mapping[str, Path]:
        """Write a table as one Parquet file an indicator, its rows in an order; by indicator."""
        source, written = self._connection.table(name), {}
        for one in indicators:
            rows = source.filter(duckdb.ColumnExpression(BY) == duckdb.ConstantExpression(one))
            written[one] = folder / f"{name}-{one}.parquet"
            rows.order(", ".join(order)).write_parquet(str(written[one]), compression="zstd")
        return written

    def count(self, name: str) -> int:
        """The rows of a table."""
        return int(self._connection.table(name).count("*").fetchall()[0][0])

    def frame(self, step: Path) -> pd.DataFrame:
        """The result of a SQL file as a frame."""
        result: pd.DataFrame = self._select(step).df()
        return result

    def table(self, name: str) -> pd.DataFrame:
        """A whole table as a frame."""
        return _frame(self._connection.table(name))

    def arrow(self, name: str) -> pa.Table:
        """A whole table with its types."""
        return self._connection.table(name).to_arrow_table()

    def _files(self, paths: Sequence[Path]) -> duckdb.DuckDBPyRelation:
        return self._connection.read_parquet([str(path.absolute()) for path in paths])

    def _select(self, step: Path) -> duckdb.DuckDBPyRelation:
        return self._connection.sql(step.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class InOneProcess:
    """DuckDB as the engine of a build: so many figures at a time that memory stays bounded."""

    folder: Path
    readable: tuple[Path, ...] = ()
    most_rows: int = 250_000

    @contextmanager
    def tables(self) -> Iterator[Engine]:
        """Room for tables in a database file that goes with it."""
        with tempfile.TemporaryDirectory(prefix=".duckdb-", dir=self.folder) as scratch:
            path = Path(scratch) / "tables.duckdb"
            with Engine(path, folders=[self.folder, *self.readable]) as engine:
                yield engine


def _frame(relation: duckdb.DuckDBPyRelation) -> pd.DataFrame:
    return as_frame(relation.to_arrow_table())


def steps(folder: str) -> list[Path]:
    """The SQL files of a folder in the order of their names."""
    return sorted((SQL / folder).glob("*.sql"))
