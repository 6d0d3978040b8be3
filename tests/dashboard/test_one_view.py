"""One view that nothing loses: from any page to any other, one control changes one key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import state
from dashboard.content import options
from dashboard.db import Build
from dashboard.state import View
from dashboard.url.change import change_view
from dashboard.views import controls
from tests.dashboard.given import view_of
from tests.dashboard.pages import html, opened

PAGES = ("overview", "map", "gaps", "borough", "compare", "methods")
ALL_PAGES = (*PAGES, "downloads", "present")
HACKNEY, NEWHAM = "E09000012", "E09000025"
# Nothing in it is the usual value, so that what is lost is seen.
ADDRESS: dict[str, str | list[str]] = {
    "indicator": "obesity_year_6",
    "period": "2022/23",
    "area": HACKNEY,
    "areas": [NEWHAM],
    "benchmark": "england",
    "confidence": "99.8",
    "map": "tiles",
    "colour": "quintile",
    "by": "boroughs",
    "order": "distance",
}
# What a control offers beside its key of the address, and which keys it may change.
OTHER = {"compared": {"areas", "area"}, "map_second": {"indicator2", "period2", "sex2"}}


def shown(page: AppTest) -> View:
    view: View = page.session_state[controls.VIEW]
    return view


def gone_to(page: AppTest, name: str) -> AppTest:
    """Another page by its name in the menu, which says nothing of the view."""
    return opened(page, name)


def drawn(page: AppTest, name: str) -> Iterator[tuple[str, Any]]:
    """The page's controls of the view, by their key of the address."""
    prefix = f"{'' if name == 'overview' else name}_"
    widgets = [
        *(page.selectbox, page.multiselect, page.select_slider, page.segmented_control),
    ]
    for widget in (x for kind in widgets for x in kind):
        if widget.key in OTHER:
            yield widget.key, widget
        elif widget.key and widget.key.startswith(prefix):
            yield widget.key.removeprefix(prefix), widget


def another(build: Build, view: View, key: str) -> Any:
    """A value that the control of a key can take and does not have."""
    series = (view.indicator, view.sex, view.age)
    every: dict[str, Sequence[Any]] = {
        "priority": list(options.priorities(build)),
        "indicator": list(options.indicators(build, view.priority)),
        "period": [x for y in build_periods(build, view) for x in [y]],
        "area": list(options.boroughs(build)),
        "compared": [[HACKNEY, NEWHAM, "E09000005"]],
        "by": list(state.ways(build, *series, view.area)),
        "benchmark": state.BENCHMARKS,
        "confidence": state.CONFIDENCES,
        "map": state.LAYOUTS,
        "colour": ["value", "verdict"],
        "order": state.ORDERS,
        "classes": ("period", "all"),
        "like": ("no", "yes"),
        "map_second": ["period"],
    }
    return next(x for x in every[key] if x != view.widgets().get(key))


def build_periods(build: Build, view: View) -> list[str]:
    from dashboard import looks

    return options.periods(build, looks.Series(view.indicator, view.sex, view.age))


def keys_changed(before: View, after: View) -> set[str]:
    was, now = before.widgets(), after.widgets()
    return {key for key in was if was[key] != now[key]}


def cannot_be_kept(build: Build, key: str, before: View, after: View) -> bool:
    """Whether what a key was is not there in the view after the change."""
    asked = {**after.widgets(), key: before.widgets()[key]}
    return state.resolve(state.given(asked), build).view.widgets()[key] != before.widgets()[key]


@pytest.mark.slow
@pytest.mark.parametrize(("first", "second"), list(product(ALL_PAGES, PAGES)))
def test_one_control_changes_one_key(page: AppTest, build: Build, first: str, second: str) -> None:
    opened(page, "map", **ADDRESS)
    expected = view_of(build, **{k: v for k, v in ADDRESS.items() if isinstance(v, str)})
    expected = replace(expected, areas=(NEWHAM,))
    gone_to(page, first)
    for key in [key for key, _ in drawn(gone_to(page, second), second)]:
        before = shown(page)
        assert before == expected, key
        widget = dict(drawn(page, second))[key]
        widget.set_value(another(build, before, key)).run()
        assert not page.exception
        after = shown(page)
        found = keys_changed(before, after)
        own = OTHER.get(key, {key}) | ({"indicator"} if key == "priority" else set())
        if key == "indicator":
            own |= {"priority"}
        assert found & own, key
        for other in found - own:
            assert cannot_be_kept(build, other, before, after), (key, other)
        # Back to where it was, by an address as the browser's back button has it.
        opened(page, first)
        opened(page, "map", **ADDRESS)
        gone_to(page, first)
        gone_to(page, second)


def test_every_page_with_controls_was_tried(page: AppTest) -> None:
    opened(page, "map", **ADDRESS)
    found = {name: {key for key, _ in drawn(gone_to(page, name), name)} for name in PAGES}
    assert found["map"] >= {"priority", "indicator", "period", "area", "benchmark", "colour"}
    assert found["gaps"] >= {"priority", "indicator", "by", "area"}
    assert found["borough"] >= {"area", "benchmark", "confidence", "order"}
    assert found["compare"] >= {"compared", "indicator", "period", "benchmark"}


@pytest.mark.parametrize("name", ALL_PAGES)
def test_my_borough_is_on_every_page_and_can_be_put_away(page: AppTest, name: str) -> None:
    opened(page, "map", **ADDRESS)
    gone_to(page, name)
    chip = page.button(key="my_borough")
    assert "Hackney" in chip.label
    before = shown(page)
    chip.click().run()
    assert shown(page) == replace(before, area="")
    assert "my_borough" not in [x.key for x in page.button]


def test_my_borough_is_first_of_those_compared(page: AppTest) -> None:
    opened(page, "map", area=HACKNEY)
    gone_to(page, "compare")
    assert page.multiselect(key="compared").value == [HACKNEY]
    assert "Hackney" in html(page)
    page.multiselect(key="compared").set_value([HACKNEY, NEWHAM]).run()
    assert (shown(page).area, shown(page).areas) == (HACKNEY, (NEWHAM,))
    page.multiselect(key="compared").set_value([NEWHAM]).run()
    assert (shown(page).area, shown(page).areas) == ("", (NEWHAM,))


def test_my_borough_is_chosen_in_downloads(page: AppTest) -> None:
    opened(page, "map", area=HACKNEY)
    gone_to(page, "downloads")
    assert page.multiselect(key="download_area").value == [HACKNEY]


def test_a_period_the_next_indicator_lacks_is_replaced_and_said(build: Build) -> None:
    view = view_of(build, indicator="obesity_year_6", period="2022/23")
    found = change_view(view, build, {"indicator": "suicide"})
    newest = view_of(build, indicator="suicide").period
    title = "Suicide"
    assert found.said == (f"2022/23 is not published for {title}; showing {newest}.",)


def test_what_nobody_chose_is_replaced_in_silence(build: Build) -> None:
    view = view_of(build, indicator="healthy_life_expectancy")
    assert view.sex == "female"
    found = change_view(view, build, {"indicator": "suicide"})
    assert found.view.sex == "persons"
    assert not [x for x in found.said if "female" in x]
    male = view_of(build, indicator="healthy_life_expectancy", sex="male")
    said = change_view(male, build, {"indicator": "suicide"}).said
    assert any("not published for males" in x for x in said)


def test_change_to_an_earlier_period_is_coloured_by_value_and_says_so(build: Build) -> None:
    view = view_of(build, indicator="obesity_year_6", colour="change")
    found = change_view(view, build, {"period": "2010/11"})
    assert (found.view.colour, found.view.period) == ("value", "2010/11")
    assert len(found.said) == 1


def test_a_link_that_says_nothing_shows_the_usual_view(page: AppTest, build: Build) -> None:
    opened(page, "map")
    assert shown(page) == view_of(build)
    assert "my_borough" not in [x.key for x in page.button]


@pytest.mark.parametrize("key", ["utm_source", "utm_campaign", "fbclid", "gclid"])
@pytest.mark.parametrize("name", ALL_PAGES)
def test_what_other_sites_add_to_links_is_ignored(page: AppTest, name: str, key: str) -> None:
    opened(page, name, **{key: "x"})
    assert "role='alert'" not in html(page)


def test_what_was_said_of_a_change_stays_on_its_page(page: AppTest) -> None:
    opened(page, "map", indicator="obesity_year_6", period="2022/23")
    page.selectbox(key="map_priority").set_value("minds").run()
    assert "is not published for" in html(page)
    gone_to(page, "gaps")
    assert "class='said'" not in html(page)
