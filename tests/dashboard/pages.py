"""A page as a viewer opens it, through Streamlit's own harness, and what stands on it."""

from __future__ import annotations

import re
from html import unescape

from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT


def visitor() -> AppTest:
    """A viewer who has opened nothing yet."""
    return AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=120)


def opened(page: AppTest, name: str, **address: str | list[str]) -> AppTest:
    """A page under an address."""
    page.switch_page(f"views/{name}.py")
    page.query_params.clear()
    page.query_params.update(address)
    page.run()
    assert not page.exception
    return page


def pressed(page: AppTest, key: str) -> AppTest:
    """The page after a button of it was pressed."""
    page.button(key=key).click().run()
    assert not page.exception
    return page


def parts(page: AppTest, mark: str = "") -> list[str]:
    """The pieces of HTML on a page, those that hold a mark."""
    return [x.proto.body for x in page.get("html") if mark in x.proto.body]


def html(page: AppTest) -> str:
    """All of the HTML on a page."""
    return " ".join(parts(page))


def title(page: AppTest) -> str:
    """The page's title, without what Markdown needs to show it as text."""
    return page.title[0].value.replace("\\", "")


def alerts(page: AppTest) -> list[str]:
    """What the page says is wrong with its address."""
    return parts(page, "role='alert'")


def words(markup: str) -> str:
    """What HTML says, without its tags."""
    return unescape(re.sub(r"<[^>]*>", " ", markup))
