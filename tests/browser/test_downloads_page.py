"""Choosing and taking figures as people do, and opening the files they get."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from dashboard.db import Build, Marts
from tests.browser.addresses import at_rest, opened, unfolded

pytestmark = pytest.mark.browser

_NEWHAM = """
select period, value, lower_95 from observation
where indicator_id = 'obesity_year_6' and area_code = 'E09000025' and group_type = 'total'
order by period_start
"""


@pytest.fixture(scope="module")
def build(marts: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    return Marts(marts).current()


def taken(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("link", name=name, exact=False).first.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def choose(page: Page, label: str, words: str) -> None:
    """Pick from a list by keyboard alone."""
    count = page.get_by_role("status").filter(has_text="row")
    before = count.inner_text()
    box = page.get_by_role("combobox", name=label)
    box.focus()
    page.keyboard.type(words)
    # Enter takes what is highlighted, which is only this once the list is narrowed.
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(count).not_to_have_text(before, timeout=20_000)
    at_rest(page)


def test_what_is_typed_while_the_page_answers_stays(view: Page) -> None:
    opened(view, "/downloads?indicator=obesity_year_6&latest=no")
    # By its attribute: an open list keeps what is behind it from those who listen.
    count = view.locator("[role=status]").filter(has_text="row")
    before = count.inner_text()
    box = view.get_by_role("combobox", name="Areas")
    box.click()
    view.keyboard.type("Newham")
    expect(view.get_by_role("option")).to_have_count(1)
    view.keyboard.type("\nHack")
    expect(count).not_to_have_text(before)
    assert box.input_value() == "Hack"
    view.keyboard.type("ney\n")
    expect(view).to_have_url(re.compile("E09000012.*E09000025|E09000025.*E09000012"))


def test_filters_set_by_keyboard_give_the_marts_figures(
    view: Page, build: Build, tmp_path: Path
) -> None:
    opened(view, "/downloads?latest=no")
    choose(view, "Indicators", "Children living with obesity in year 6")
    choose(view, "Areas", "Newham")
    truth = build.frame(_NEWHAM)
    expect(view.get_by_role("status").filter(has_text="rows")).to_contain_text(f"{len(truth)} rows")
    assert "indicator=obesity_year_6&area=E09000025" in view.url
    csv = taken(view, "CSV", tmp_path)
    assert csv.name == f"london-health-observations-obesity-year-6-{build.build_id}.csv"
    found = pd.read_csv(csv)
    assert found["period"].tolist() == truth["period"].tolist()
    assert found["value"].tolist() == truth["value"].tolist()
    assert found["lower_95"].tolist() == truth["lower_95"].tolist()
    xlsx = openpyxl.load_workbook(taken(view, "Excel", tmp_path))
    sheet = xlsx["Table 1"]
    (one,) = sheet.tables.values()
    first, *rest = [[cell.value for cell in row] for row in sheet[one.ref]]
    place = first.index("Value")
    assert [row[place] for row in rest] == truth["value"].tolist()


def test_the_address_shown_answers_with_the_same_file(view: Page, tmp_path: Path) -> None:
    opened(view, "/downloads?indicator=suicide&area=E09000025&area=E09000012&include=comparisons")
    unfolded(view, "Keep to these figures")
    code = view.get_by_test_id("stCode").first
    expect(code).to_contain_text("&include=comparisons&build=")
    shown = code.inner_text().strip()
    assert "/api/v1/observations.csv?" in shown
    with urllib.request.urlopen(shown, timeout=20) as answer:  # noqa: S310
        body = answer.read()
    assert taken(view, "CSV", tmp_path).read_bytes() == body


def test_a_shared_address_opens_the_same_choices(view: Page) -> None:
    opened(view, "/downloads?dataset=inequalities&indicator=suicide&measure=gap&latest=yes")
    expect(view.get_by_role("combobox", name="What")).to_have_value("Measures of inequality")
    first = view.get_by_role("status").filter(has_text="row").inner_text()
    address = view.url
    opened(view, "/")
    opened(view, address)
    expect(view.get_by_role("status").filter(has_text="row")).to_have_text(first)


def test_this_view_can_be_taken_from_the_map(view: Page, build: Build, tmp_path: Path) -> None:
    opened(view, "/map?indicator=suicide")
    found = pd.read_csv(taken(view, "Download these figures", tmp_path))
    truth = build.frame(
        "select value from observation where indicator_id = 'suicide' order by area_code"
    )
    assert found["value"].fillna(-1).tolist() == truth["value"].fillna(-1).tolist()
    view.get_by_role("link", name="Other formats, periods and filters").click()
    expect(view.get_by_role("heading", level=1)).to_have_text("Downloads", timeout=20_000)
    expect(view.get_by_role("status").filter(has_text="rows")).to_contain_text("35 rows")


def test_a_phone_needs_no_sideways_scroll(phone: Page) -> None:
    opened(phone, "/downloads?indicator=suicide&shape=wide")
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    for button in phone.locator(".files .file").all():
        box = button.bounding_box()
        assert box
        assert box["height"] >= 24
        assert box["x"] + box["width"] <= 390
