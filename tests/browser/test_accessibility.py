"""axe-core finds no breach of the WCAG 2.2 A and AA rules on any page."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_map_page import settled

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PAGES = (
    "/",
    "/map?indicator=obesity_year_6&area=E09000025&colour=verdict",
    "/map?indicator=xyz&map=tiles",
    "/gaps?indicator=physically_inactive&by=ethnicity",
    "/methods",
)


@pytest.mark.parametrize("path", PAGES)
def test_no_rule_is_broken(view: Page, path: str) -> None:
    view.goto(path)
    expect(view.get_by_role("heading", level=1)).to_be_visible(timeout=20_000)
    settled(view)
    view.wait_for_timeout(1000)
    result = Axe().run(view, options=RULES).response
    assert len(result["passes"]) > 10
    found = result["violations"]
    broken = [
        f"{rule['id']}: {rule['help']}: {[node['html'][:160] for node in rule['nodes'][:3]]}"
        for rule in found
    ]
    assert not broken, "\n".join(broken)
