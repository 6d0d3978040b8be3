"""Every state of every page, at two sizes and in both themes: each is visited once a size.

A visit looks at everything: WCAG 2.2 AA by axe-core and what axe cannot see, what jumps while the
page loads, what is aside or cut off at four widths, the walk by Tab, and the content security
policy. Console errors and requests to anybody else fail it at its end. A laptop's visit begins in
the light theme and a phone's in the dark one; both see both.
"""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.browser import page_checks
from tests.browser.addresses import ADDRESSES, at_rest, opened, pressed, sized

pytestmark = pytest.mark.browser

Theme = Literal["light", "dark"]
THEMES: dict[str, tuple[Theme, Theme]] = {"laptop": ("light", "dark"), "phone": ("dark", "light")}
WIDTHS = {"laptop": (1366, 1920), "phone": (390, 768)}
WALKED = ("overview", "map", "gaps of groups", "borough", "compare", "methods")
# On these nothing lies beyond the edge of a phone, not even in a frame that scrolls.
NARROW = ("overview", "map", "gaps", "methods")
# Whatever unfolds on these holds to the same rules.
UNFOLDED = ("overview", "map", "gaps of groups")


@pytest.mark.parametrize("size", WIDTHS)
@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_state_is_open_to_everybody(view: Page, name: str, size: str) -> None:
    first, second = THEMES[size]
    view.emulate_media(color_scheme=first)
    view.add_init_script(page_checks.WATCH_SHIFTS)
    view.add_init_script(page_checks.WATCH_POLICY)
    opened(sized(view, size), ADDRESSES[name])
    is_walked = size == "laptop" and name in WALKED
    if is_walked:
        page_checks.is_walked_by_tab(view)
    page_checks.leads_past_the_controls(view)
    holds_to_the_rules(view)
    page_checks.has_targets_large_enough(view)
    page_checks.did_not_jump(view)
    if size == "phone" and name in NARROW:
        page_checks.ends_inside_a_phone(view)
    turned(view, second)
    if is_walked:
        page_checks.walked(view, "Shift+Tab")
        page_checks.is_walked_by_tab(view)
    holds_to_the_rules(view)
    page_checks.has_targets_large_enough(view)
    wrong = {x: found for x in WIDTHS[size] if (found := page_checks.misplaced(view, x))}
    assert not wrong, wrong
    if size == "laptop":
        unfolds(sized(view, size), name)
    page_checks.kept_to_the_policy(view)


def turned(page: Page, theme: Theme) -> None:
    """The same page once the viewer's system has changed to another theme."""
    page.emulate_media(color_scheme=theme)
    at_rest(page)


def holds_to_the_rules(page: Page) -> None:
    page_checks.breaks_no_rule(page)
    page_checks.has_an_outline(page)


def unfolds(page: Page, name: str) -> None:
    """Open whatever opens; on some pages what was inside is looked at in both themes."""
    if name not in UNFOLDED:
        page.evaluate("document.querySelectorAll('.stMain summary').forEach((x) => x.click())")
        at_rest(page)
        return
    # What plays never comes to rest; it has tests of its own.
    for switch in page.get_by_test_id("stCheckbox").filter(has_not_text="Play").all():
        pressed(page, switch.locator("label"))
    folded = page.locator(".stMain details:not([open]) > summary:visible")
    while folded.count():
        folded.first.click()
    at_rest(page)
    for theme in THEMES["phone"]:
        turned(page, theme)
        holds_to_the_rules(page)
