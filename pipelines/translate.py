"""SQL files in DuckDB's dialect, carried over to Spark's.

The translator writes some things in words that Spark does not know, or that mean something else
there (a percentile becomes an approximate one) and says nothing. So only what was compared on
both engines is let through; everything else is refused by name.
"""

from __future__ import annotations

from pathlib import Path

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from pipelines.errors import PipelineError

# Functions whose results are the same on both engines.
FUNCTIONS = (
    *(exp.Count, exp.Max, exp.Min, exp.Sum, exp.Abs, exp.Lower, exp.Coalesce, exp.Nullif),
    *(exp.Cast, exp.Case, exp.If, exp.Exists, exp.And, exp.Or, exp.RowNumber, exp.Rank),
    *(exp.StddevPop, exp.ArgMax, exp.LogicalOr, exp.RegexpExtract, exp.Round),
)
# What is not a function and means something else in Spark, or nothing.
CONSTRUCTS = (
    *(exp.Pivot, exp.TableSample, exp.Lambda, exp.Bracket, exp.Columns, exp.Parameter),
    *(
        exp.Placeholder,
        exp.Lateral,
        exp.Unnest,
        exp.List,
        exp.Struct,
        exp.Interval,
        exp.Dot,
        exp.LimitOptions,
    ),
)
TYPES = (
    *(exp.DType.DATE, exp.DType.DOUBLE, exp.DType.INT, exp.DType.BIGINT),
    *(exp.DType.BOOLEAN, exp.DType.VARCHAR, exp.DType.TEXT),
)
_STAR = ("except_", "replace", "rename")


class TranslationError(PipelineError):
    """A SQL file holds something that cannot be carried over to Spark; says what and where."""


def to_spark(step: Path) -> str:
    """A SQL file's SELECT in Spark's dialect.

    Raises:
        TranslationError: naming the file and the construct that cannot be carried over.
    """
    try:
        (select,) = sqlglot.parse(step.read_text(encoding="utf-8"), read="duckdb")
        if not isinstance(select, exp.Query):
            raise TranslationError(f"{step.name}: is not one SELECT")
        refused = sorted({_words(node) for node in select.walk() if _is_refused(node)})
        if refused:
            raise TranslationError(
                f"{step.name}: {', '.join(refused)} cannot be carried over to Spark; write it in "
                "standard SQL that both engines know, or compare the results of both and add it "
                "to pipelines/translate.py"
            )
        return select.sql("spark", unsupported_level=sqlglot.ErrorLevel.RAISE, comments=False)
    except (SqlglotError, ValueError) as error:
        raise TranslationError(
            f"{step.name}: cannot be carried over to Spark: {_first_line(error)}"
        ) from error


def _is_refused(node: exp.Expr) -> bool:
    if isinstance(node, exp.Join):
        return bool(node.args.get("method") or node.args.get("using") == [])
    if isinstance(node, exp.Star):
        return any(node.args.get(name) for name in _STAR)
    if isinstance(node, exp.DataType):
        return node.this not in TYPES
    if isinstance(node, exp.Func):
        return not isinstance(node, FUNCTIONS)
    return isinstance(node, CONSTRUCTS)


def _words(node: exp.Expr) -> str:
    """What is written in the file, short enough to find it by."""
    if isinstance(node, exp.Anonymous):
        return f"{node.name}(...)"
    written = " ".join(node.sql("duckdb", comments=False).split())
    return written if len(written) <= 60 else f"{written[:57]}..."


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
