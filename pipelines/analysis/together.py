"""Statistics that read the same as one function, for an engine that makes one table of all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import pyarrow as pa

from pipelines.analysis.columns import ARROW, as_arrow, as_frame
from pipelines.analysis.each import Statistic

# A batch of results goes to a worker's Java in one piece: that must be less than two gigabytes, and
# fit into the memory of an executor.
ROWS_AT_ONCE = 20_000
# The column that says which statistic a row of the one table is of.
OF = "__of"


def as_one(
    statistics: Sequence[Statistic],
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Statistics as one function from the batches of an indicator to small ones of all tables."""
    places = {one.name: [column(one, x) for x in one.columns] for one in statistics}
    kinds = {name: ARROW[kind] for name, kind in columns(statistics).items()}

    def mapped(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        rows = statistics[0].ordered(as_frame(pa.Table.from_batches(list(batches))))
        for one in statistics:
            for made in one.of_ordered(rows):
                table = as_arrow(made, one.columns).rename_columns(places[one.name])
                for some in table.to_batches(max_chunksize=ROWS_AT_ONCE):
                    yield _among_all(some, one.name, kinds)

    return mapped


def columns(statistics: Sequence[Statistic]) -> Mapping[str, str]:
    """The columns of all the statistics' tables in one, and of what kind each is."""
    return {column(one, x): kind for one in statistics for x, kind in one.columns.items()}


def column(statistic: Statistic, name: str) -> str:
    """What a column of a statistic's table is called among those of all."""
    return f"{statistic.name}__{name}"


def _among_all(
    batch: pa.RecordBatch, statistic: str, kinds: Mapping[str, pa.DataType]
) -> pa.RecordBatch:
    """A statistic's rows with the columns of all, empty where they are another's."""
    own = dict(zip(batch.schema.names, batch.columns, strict=True))
    values = [own[x] if x in own else pa.nulls(len(batch), kind) for x, kind in kinds.items()]
    return pa.record_batch([pa.repeat(statistic, len(batch)), *values], names=[OF, *kinds])
