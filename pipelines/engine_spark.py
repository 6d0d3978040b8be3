"""The pipeline's only use of Spark: the same SQL files and statistics, on a master's workers.

Every table is written out as Parquet where all workers see it, so that a worker that dies takes
nothing with it: what it was doing another one does again.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import socket
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.analysis import together
from pipelines.analysis.columns import MOMENT, NUMBER, TEXT, TRUTH, WHOLE
from pipelines.analysis.each import BY, Statistic
from pipelines.engines import EngineChoiceError
from pipelines.errors import PipelineError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# Without a master named, Spark works in this machine's own cores.
HERE = "local[*]"
ANSWER_SECONDS = 5.0
WORKER_SECONDS = 120.0
LOOK_AGAIN_SECONDS = 0.2
# So many figures are built at a time, for every core: some twenty minutes' work, which is what a
# build that is stopped has to do again, and the room that its tables need on the disk.
ROWS_A_CORE = 20_000_000
_ADDRESS = re.compile(r"[^/:,\s]+:\d{1,5}(,[^/:,\s]+:\d{1,5})*")
_TYPES = {
    TEXT: "string",
    NUMBER: "double",
    WHOLE: "bigint",
    TRUTH: "boolean",
    MOMENT: "timestamp_ntz",
}
# A column of Spark's own tables: which part a row belongs to.
_PART = "__part"
_SET_UP = "make spark-env sets it up; the engine duckdb needs neither"


class SparkError(PipelineError):
    """Spark gave up on a step; nothing was published."""


@contextmanager
def running(master: str, folder: Path) -> Iterator[Cluster]:
    """Start a Spark application, and stop it however the build ends.

    Args:
        master: local[*], local[N] or spark://HOST:PORT; local[*] if empty.
        folder: where tables are written: the driver and all workers must see it by this name.

    Raises:
        EngineChoiceError: when PySpark, Java, the master or its workers are not there.
    """
    _require_installed()
    _require_master(master or HERE)
    with tempfile.TemporaryDirectory(prefix=".spark-", dir=folder) as scratch:
        spark = _started(master or HERE, Path(scratch))
        try:
            if not (master or HERE).startswith("local"):
                _require_workers(spark, master)
            yield Cluster(spark, Path(scratch).absolute())
        finally:
            spark.stop()


@dataclass(frozen=True)
class Cluster:
    """A running Spark application, whose workers share the figures of a batch of indicators."""

    spark: SparkSession
    scratch: Path

    @property
    def most_rows(self) -> int:
        """How many figures it takes at once; a master counts as two cores at least."""
        return ROWS_A_CORE * int(self.spark.sparkContext.defaultParallelism)

    @contextmanager
    def tables(self) -> Iterator[SparkTables]:
        """Room for tables, which go with it."""
        with tempfile.TemporaryDirectory(prefix="tables-", dir=self.scratch) as name:
            yield SparkTables(self.spark.newSession(), Path(name))


@dataclass(frozen=True)
class SparkTables:
    """Tables as Parquet in a folder that all workers see."""

    spark: SparkSession
    folder: Path

    def give(self, name: str, frame: pd.DataFrame) -> None:
        """Offer a frame to the SQL files under a name."""
        table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
        path = self.folder / f"{name}.parquet"
        pq.write_table(_without_empty_types(table), path, coerce_timestamps="us")
        self.give_files(name, [path])

    def give_files(self, name: str, paths: Sequence[Path]) -> None:
        """Offer Parquet files of the same columns as one table."""
        with _in_words(name):
            found = self.spark.read.parquet(*(f"file://{x.absolute()}" for x in paths))
            found.createOrReplaceTempView(name)

    def make(self, step: Path) -> None:
        """Make the table named like a SQL file from its SELECT."""
        # Slow to import, and needed by this engine alone.
        from pipelines import translate

        with _in_words(step.name):
            self._keep(step.stem, self.spark.sql(translate.to_spark(step)))

    def map_groups(self, statistics: Sequence[Statistic]) -> None:
        """Make the tables of statistics that read the same of one source, an indicator at a time.

        Its rows go to the workers once, and come back as one table with the columns of all.
        """
        first = statistics[0]
        made = f"of_{first.source}"
        with _in_words(", ".join(x.name for x in statistics)):
            groups = self.spark.table(first.source).select(*first.needs).groupBy(BY)
            found = groups.applyInArrow(together.as_one(statistics), _schema(statistics))
            self._keep(made, found)
            whole = self.spark.table(made)
            for one in statistics:
                own = [whole[together.column(one, x)].alias(x) for x in one.columns]
                rows = whole.where(whole[together.OF] == one.name).select(*own)
                rows.createOrReplaceTempView(one.name)

    def frame(self, step: Path) -> pd.DataFrame:
        """The result of a SQL file."""
        from pipelines import translate

        with _in_words(step.name):
            found: pd.DataFrame = self.spark.sql(translate.to_spark(step)).toArrow().to_pandas()
        return found

    def arrow(self, name: str) -> pa.Table:
        """A whole table with its types."""
        with _in_words(name):
            return self.spark.table(name).toArrow()

    def write(
        self, name: str, order: Sequence[str], indicators: Sequence[str], folder: Path
    ) -> Mapping[str, Path]:
        """Write a table as one Parquet file an indicator, its rows in an order; by indicator."""
        from pyspark.sql import functions

        out = self.folder / f"{name}-in-parts"
        with _in_words(name):
            rows = self.spark.table(name)
            ordered = [functions.col(x).asc_nulls_last() for x in (_PART, *order)]
            parts = rows.withColumn(_PART, rows[BY]).repartition(_PART)
            parts = parts.sortWithinPartitions(*ordered)
            parts.write.partitionBy(_PART).parquet(f"file://{out}")
            none = rows.limit(0).toArrow()
        written = {x: folder / f"{name}-{x}.parquet" for x in indicators}
        for one, path in written.items():
            # An indicator is in one task's hands, which writes one file; none without a row.
            found = list((out / f"{_PART}={one}").glob("*.parquet"))
            if len(found) > 1:
                raise SparkError(f"{name}: Spark wrote {one} in {len(found)} files instead of one")
            if found:
                found[0].replace(path)
            else:
                pq.write_table(none, path)
        return written

    def _keep(self, name: str, found: DataFrame) -> None:
        found.write.parquet(f"file://{self.folder / name}")
        self.give_files(name, [self.folder / name])


def _schema(statistics: Sequence[Statistic]) -> str:
    """The columns of all the statistics' tables in one, as Spark wants them."""
    named = [f"`{x}` {_TYPES[kind]}" for x, kind in together.columns(statistics).items()]
    return ", ".join([f"`{together.OF}` string", *named])


@contextmanager
def _in_words(what: str) -> Iterator[None]:
    """Spark's errors as one that people can read, without its Java trace."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        lines = [x.strip() for x in str(error).splitlines() if x.strip()]
        causes = [x for x in lines if re.match(r"[\w.]*(Error|Exception)\b.*: ", x)]
        said = [*causes[-1:], *lines[:1]][0] if lines else type(error).__name__
        raise SparkError(f"{what}: Spark gave up: {said}") from error


def _require_installed() -> None:
    if importlib.util.find_spec("pyspark") is None or importlib.util.find_spec("sqlglot") is None:
        raise EngineChoiceError(f"the engine spark needs PySpark and sqlglot: {_SET_UP}")
    home = os.environ.get("JAVA_HOME")
    if not (home and (Path(home) / "bin" / "java").is_file()) and shutil.which("java") is None:
        raise EngineChoiceError(f"the engine spark needs Java 17 or newer: install it; {_SET_UP}")


def _require_master(master: str) -> None:
    """Refuse what is no master, and one that nobody answers for, before Spark keeps on trying."""
    if re.fullmatch(r"local(\[(\*|\d+)\])?", master):
        return
    kind, _, addresses = master.partition("spark://")
    if kind or not _ADDRESS.fullmatch(addresses):
        raise EngineChoiceError(
            f"'{master}' is no Spark master; allowed are local[*], local[N] and spark://HOST:PORT"
        )
    problems = []
    for address in addresses.split(","):
        host, _, port = address.rpartition(":")
        try:
            socket.create_connection((host, int(port)), timeout=ANSWER_SECONDS).close()
        except (OSError, OverflowError) as error:
            problems.append(f"{address}: {error}")
        else:
            return
    raise EngineChoiceError(f"the Spark master does not answer: {'; '.join(problems)}")


def _require_workers(spark: SparkSession, master: str) -> None:
    """Refuse a master without a worker that has room: Spark itself would wait for ever."""
    deadline = time.monotonic() + WORKER_SECONDS
    memory = spark.sparkContext._jsc.sc()
    while memory.getExecutorMemoryStatus().size() < 2:
        if time.monotonic() >= deadline:
            raise EngineChoiceError(
                f"the Spark master {master} has no worker with a free core and a gigabyte of "
                f"memory: none came in {WORKER_SECONDS:.0f} seconds"
            )
        time.sleep(LOOK_AGAIN_SECONDS)


def _started(master: str, scratch: Path) -> SparkSession:
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("borough-marts")
    for name, value in _settings(master).items():
        builder = builder.config(name, value)
    try:
        spark: SparkSession = builder.getOrCreate()
    except (PySparkException, Py4JError, RuntimeError) as error:
        said = str(error).strip().splitlines()[:1]
        raise EngineChoiceError(
            f"Spark did not start with the master {master}: {' '.join(said)}; it must be the same "
            "version of Spark as PySpark here"
        ) from error
    spark.sparkContext.setLogLevel("OFF")
    spark.sparkContext.addPyFile(str(_packed(scratch)))
    return spark


def _settings(master: str) -> dict[str, Any]:
    """What the results need, and what keeps Spark quiet and small."""
    alone = "local" in master.partition("[")[0] or "//127.0.0.1:" in master
    here = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    return {
        # Days have no time zone; counts and casts must not pass over errors.
        "spark.sql.timestampType": "TIMESTAMP_NTZ",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.shuffle.partitions": "8",
        "spark.sql.parquet.compression.codec": "zstd",
        "spark.sql.sources.partitionOverwriteMode": "static",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        **(here if alone else {}),
    }


def _packed(scratch: Path) -> Path:
    """The pipeline's own code for the workers, as a file they can import from."""
    home = Path(__file__).parent
    path = scratch / "pipelines.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for code in sorted(home.rglob("*.py")):
            packed.write(code, code.relative_to(home.parent))
    return path.absolute()


def _without_empty_types(table: pa.Table) -> pa.Table:
    """A column without any value has no type of its own; text is what SQL makes of it."""
    fields = [x.with_type(pa.string()) if pa.types.is_null(x.type) else x for x in table.schema]
    return table.cast(pa.schema(fields))
