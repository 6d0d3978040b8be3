"""Every SQL file of a build can be carried over to Spark; what cannot is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlglot

from pipelines import translate
from pipelines.engine import SQL

# A publisher's export is read in one process, so these stay in DuckDB's dialect.
READING = "load"
FILES = [x for x in sorted(SQL.rglob("*.sql")) if x.parent.name != READING]


@pytest.mark.parametrize("step", FILES, ids=lambda x: f"{x.parent.name}/{x.name}")
def test_a_file_is_carried_over(step: Path) -> None:
    written = translate.to_spark(step)
    again = sqlglot.parse_one(written, read="spark")
    ours = sqlglot.parse_one(step.read_text(encoding="utf-8"), read="duckdb")
    assert again.named_selects == ours.named_selects
    assert {x.name for x in again.find_all(sqlglot.exp.Table)} == {
        x.name for x in ours.find_all(sqlglot.exp.Table)
    }


@pytest.mark.parametrize("step", FILES, ids=lambda x: f"{x.parent.name}/{x.name}")
def test_figures_are_joined_by_indicator_and_number(step: Path) -> None:
    """A distributed engine numbers the figures of each indicator from one."""
    written = sqlglot.parse_one(step.read_text(encoding="utf-8"), read="duckdb")
    for join in written.find_all(sqlglot.exp.Join):
        condition = join.args.get("on")
        names = {x.name for x in condition.find_all(sqlglot.exp.Column)} if condition else set()
        assert "observation_id" not in names or "indicator_id" in names, join.sql()


def test_all_folders_are_covered() -> None:
    assert {x.parent.name for x in FILES} == {"staging", "marts", "checks"}


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("select quantile_cont(value, 0.5) from t", "QUANTILE_CONT(value, 0.5)"),
        ("select percentile_cont(0.5) within group (order by v) from t", "QUANTILE_CONT(0.5)"),
        ("select getvariable('cells')", "getvariable(...)"),
        ("select list_aggregate(v, 'sum') from t", "list_aggregate(...)"),
        ("select * replace (a + 1 as a) from t", "* REPLACE (a + 1 AS a)"),
        ("select * from a asof join b on a.day >= b.day", "ASOF JOIN"),
        ("select v[1] from t", "v[1]"),
        ("select cast(v as hugeint) from t", "INT128"),
        ("select * from read_csv('figures.csv')", "READ_CSV('figures.csv')"),
        ("select v from t using sample 10", "TABLESAMPLE"),
        ("delete from t", "is not one SELECT"),
        ("select 1; select 2", "is not one SELECT|too many values"),
        ("select from where", "cannot be carried over"),
    ],
)
def test_what_cannot_be_carried_over_is_named(written: str, named: str, tmp_path: Path) -> None:
    step = tmp_path / "middle_figure.sql"
    step.write_text(f"-- one row\n{written}\n")
    with pytest.raises(translate.TranslationError, match=r"^middle_figure\.sql: ") as refused:
        translate.to_spark(step)
    assert any(x in str(refused.value) for x in named.split("|")), str(refused.value)
