"""Frames of a database: equal words are one object, and nothing else about them changes."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

from dashboard import frames
from dashboard.db import Build

MIXED = """
    SELECT
        'borough number ' || (n % 2) AS word,
        CASE WHEN n > 1 THEN 'late word' END AS at_times,
        CAST(NULL AS VARCHAR) AS never,
        n AS number,
        n > 1 AS truth,
        DATE '2024-01-31' AS day,
        ['a list'] AS several
    FROM range(4) AS r(n)
"""


def _mixed() -> pd.DataFrame:
    return duckdb.sql(MIXED).df()


def test_equal_words_are_one_object() -> None:
    first, second = (frames.sharing_words(_mixed()) for _ in range(2))
    words = [*first["word"], *second["word"]]
    assert len(set(words)) == len({id(x) for x in words}) == 2
    assert len({id(x) for x in _mixed()["word"]}) == 4


def test_nothing_else_changes() -> None:
    pd.testing.assert_frame_equal(frames.sharing_words(_mixed()), _mixed())


def test_a_frame_without_rows_stays_as_it_is() -> None:
    empty = _mixed().iloc[:0]
    pd.testing.assert_frame_equal(frames.sharing_words(empty.copy()), empty)


def test_memory_that_may_not_be_written_is_left_alone() -> None:
    frame = _mixed()
    kept = frame["word"].array.to_numpy(dtype=object)
    kept.flags.writeable = False
    fixed = pd.DataFrame({"word": pd.array(kept, dtype="str", copy=False)}, copy=False)
    assert not fixed["word"].to_numpy(dtype=object).flags.writeable
    pd.testing.assert_frame_equal(frames.sharing_words(fixed), frame[["word"]])


@pytest.mark.parametrize("column", ["area_code", "area_name"])
def test_questions_share_words(build: Build, column: str) -> None:
    first, second = (build.frame("SELECT * FROM area ORDER BY area_code")[column] for _ in range(2))
    assert all(x is y for x, y in zip(first, second, strict=True))


def test_rows_name_their_columns() -> None:
    row = next(frames.rows(_mixed()))
    assert (row.Index, row.word, row.number) == (0, "borough number 0", 0)
    assert frames.missing(row.at_times)
