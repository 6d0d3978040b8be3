"""Each kind of code has one home; these tests keep it there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from pipelines import derive
from tests.conftest import ROOT

CODE = sorted([*ROOT.glob("pipelines/**/*.py"), *ROOT.glob("dashboard/**/*.py")])
HOMES = {
    "streamlit": ("dashboard/app.py", "dashboard/main.py", "dashboard/views/"),
    "duckdb": ("pipelines/engine.py", "dashboard/db.py"),
    "pyspark": ("pipelines/engine_spark.py",),
    "py4j": ("pipelines/engine_spark.py",),
    "sqlglot": ("pipelines/translate.py",),
    "httpx": ("pipelines/fetch.py",),
    "requests": ("pipelines/fetch.py",),
    "urllib.request": ("pipelines/fetch.py",),
    "http.client": ("pipelines/fetch.py",),
    "socket": ("pipelines/fetch.py", "pipelines/engine_spark.py", "dashboard/sockets.py"),
    "plotly": ("dashboard/charts/", "dashboard/content/"),
    "geopandas": ("pipelines/boundaries.py",),
    "yaml": ("pipelines/catalogue.py", "dashboard/deck_files.py"),
    "rich": ("pipelines/report.py",),
    "pptx": ("dashboard/exports/",),
}
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_PAGE = 350, 60, 80


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(_text(path))))


@cache
def _imports(path: Path) -> tuple[str, ...]:
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    for node in _nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_used_only_in_its_home(library: str) -> None:
    for path in CODE:
        used = any(name == library or name.startswith(f"{library}.") for name in _imports(path))
        assert not used or _name(path).startswith(HOMES[library]), f"{_name(path)} uses {library}"


def test_the_pipeline_knows_nothing_of_the_dashboard() -> None:
    for path in ROOT.glob("pipelines/**/*.py"):
        assert not any(name.startswith("dashboard") for name in _imports(path)), _name(path)


def test_charts_know_neither_pages_nor_queries() -> None:
    for path in ROOT.glob("dashboard/charts/*.py"):
        forbidden = ("dashboard.views", "dashboard.queries", "dashboard.db", "dashboard.state")
        assert not any(name.startswith(forbidden) for name in _imports(path)), _name(path)


def test_sql_is_never_built_from_strings() -> None:
    """A query is a constant; its parameters are bound."""
    for path in CODE:
        for node in _nodes(path):
            is_built = isinstance(node, (ast.JoinedStr, ast.BinOp)) and _reads_as_sql(node)
            assert not is_built, f"{_name(path)}:{node.lineno} builds SQL"


def _reads_as_sql(node: ast.AST) -> bool:
    constants = [x.value for x in ast.walk(node) if isinstance(x, ast.Constant)]
    text = " ".join(x for x in constants if isinstance(x, str)).lower()
    return bool(re.search(r"\bselect\b.+\bfrom\b|\binsert into\b|\bcreate (table|view)\b", text))


def test_files_functions_and_pages_stay_short() -> None:
    for path in CODE:
        lines = _text(path).splitlines()
        allowed = LONGEST_PAGE if _is_page(path) else LONGEST_FILE
        assert len(lines) <= allowed, f"{_name(path)} has {len(lines)} lines"
        for node in _nodes(path):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                assert length <= LONGEST_FUNCTION, f"{_name(path)} {node.name} is {length} lines"


def _is_page(path: Path) -> bool:
    return path.parent.name == "views" and path.stem in (
        "overview",
        "map",
        "gaps",
        "borough",
        "compare",
        "methods",
        "downloads",
        "print_deck",
    )


def test_pages_are_flat() -> None:
    for path in ROOT.glob("dashboard/views/*.py"):
        if _is_page(path):
            (module,) = (x for x in _nodes(path) if isinstance(x, ast.Module))
            assert not [x for x in module.body if isinstance(x, (ast.FunctionDef, ast.ClassDef))]


def test_no_words_are_in_streamlit_s_caption() -> None:
    """Its grey is 4.36 to 1 on white, which is too little; pages have one of their own."""
    for path in ROOT.glob("dashboard/views/*.py"):
        assert ".caption(" not in _text(path), _name(path)


def test_every_sql_file_is_one_select_and_is_used() -> None:
    marts = {*derive.IN_PARTS, *derive.ACROSS}
    assert {path.stem for path in ROOT.glob("pipelines/sql/marts/*.sql")} == marts
    for path in ROOT.glob("pipelines/sql/**/*.sql"):
        text = _text(path)
        assert text.startswith("-- "), f"{path.name} does not say its grain in the first line"
        outside_quotes = re.sub(r"'[^']*'", "", text)
        assert ";" not in outside_quotes, f"{path.name} is more than one statement"


@pytest.mark.parametrize("path", [p for p in CODE if p.suffix == ".py"], ids=_name)
def test_nothing_names_a_machine(path: Path) -> None:
    assert not re.search(r"/(work|root|home/\w+|Users/\w+)/", _text(path))
