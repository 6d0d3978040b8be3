"""Pages over a build whose every piece of prose is hostile: it is shown, and does nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import queries, state
from dashboard.db import Build
from tests import hostile
from tests.conftest import ROOT

# The only tags that Plotly's texts hold of ours; everything else of the corpus must be escaped.
_OURS = re.compile(r"</?(b|br|i|span|sup|sub|extra)( style='[^'<>]*')?/?>")


@pytest.fixture
def page(build: Build) -> AppTest:
    return AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=120)


def _opened(page: AppTest, name: str, **query: Any) -> AppTest:
    if name != "overview":
        page.switch_page(f"views/{name}.py")
    for key, value in query.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    off = [x for x in page.toggle if not x.value]
    for toggle in off:
        toggle.set_value(True)
    if off:
        page.run()
        assert not page.exception
    assert all(x.value for x in page.toggle)
    return page


def _shown(page: AppTest) -> str:
    """The HTML of a page, every piece of which is harmless."""
    pieces = [x.proto.body for x in page.get("html")]
    assert [x for piece in pieces for x in hostile.in_html(piece)] == []
    for chart in page.get("plotly_chart"):
        for words in _texts(json.loads(chart.proto.spec)):
            assert "<" not in _OURS.sub("", words), words
    return "".join(pieces)


def _texts(spec: Any) -> Iterator[str]:
    """Every text of a figure."""
    if isinstance(spec, str):
        yield spec
    elif isinstance(spec, dict):
        for key, value in spec.items():
            if key != "bdata":
                yield from _texts(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from _texts(value)


PAGES = {
    "overview": {},
    "map": {"indicator": "obesity_year_6", "area": "E09000025"},
    "gaps": {"indicator": "obesity_year_6", "area": "E09000025"},
    "borough": {"area": "E09000025"},
    "compare": {"areas": ["E09000025", "E09000030"], "indicator": "obesity_year_6"},
    "downloads": {"indicator": "suicide"},
    "methods": {},
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_hostile_prose_as_text(page: AppTest, name: str) -> None:
    shown = _shown(_opened(page, name, **PAGES[name]))
    if name != "downloads":
        assert "&lt;script class=hostile&gt;" in shown


def test_no_control_and_no_heading_is_markdown(page: AppTest, build: Build) -> None:
    for name, query in PAGES.items():
        _opened(page, name, **query)
        for element in (*page.title, *page.header, *page.caption, *page.markdown):
            assert "[md](" not in element.value.replace("\\", "\0"), (name, element.value)
        for expander in page.expander:
            assert "[md](" not in expander.label


@pytest.mark.parametrize("way", ["total", "ethnicity"])
def test_groups_of_people_with_hostile_names(page: AppTest, build: Build, way: str) -> None:
    _shown(_opened(page, "gaps", indicator="physically_inactive", by=way))


def _asked(page: AppTest, name: str, said: str) -> None:
    """A page whose address says the same hostile thing everywhere it can."""
    page.switch_page(f"views/{name}.py")
    for key in ("indicator", "area", "period", "sex", "colour", "term", "dataset", "benchmark"):
        page.query_params[key] = said
    page.query_params["areas"] = [said, said]
    page.query_params[said] = said
    page.run()
    assert not page.exception
    _shown(page)


@pytest.mark.parametrize("attempt", hostile.CORPUS)
def test_a_hostile_address_is_told_as_text(page: AppTest, attempt: str) -> None:
    _asked(page, "map", hostile.CORPUS[attempt])
    _asked(page, "downloads", hostile.CORPUS[attempt])


@pytest.mark.parametrize("name", ["gaps", "borough", "compare", "methods"])
def test_every_page_takes_a_hostile_address(page: AppTest, name: str) -> None:
    _asked(page, name, hostile.ALL)


@pytest.mark.slow
def test_every_indicator_has_its_pages(page: AppTest, build: Build) -> None:
    """All of the corpus passes through every indicator's own wording."""
    indicators = queries.indicators(build)
    for name in indicators.index[state.shown(indicators)]:
        shown = _shown(_opened(page, "map", indicator=name))
        own = indicators["measures"][name].partition(" <script")[0]
        assert own in unescape(shown), name
