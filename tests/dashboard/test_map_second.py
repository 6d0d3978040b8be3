"""The second map: what it shows, what it shares with the first, and what the address may say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard import choices, looks, state
from dashboard.content import maps, shared_scale
from dashboard.db import Build
from dashboard.state import View
from tests.dashboard.given import view_of

OBESITY = {"indicator": "obesity_year_6", "period": "2024/25"}
SAME_CLASSES = "Both maps have the same classes: a colour means the same on both."
OWN_CLASSES = "Each map has classes of its own: a colour does not mean the same on both."
HEALTHY = {"indicator": "healthy_life_expectancy", "sex": "male", "period": "2022 to 2024"}


def pair_of(build: Build, **given: str) -> tuple[View, View]:
    view = view_of(build, **given)
    other = looks.partner(build, view)
    assert other is not None
    return view, other


def test_without_its_keys_there_is_no_second_map(build: Build) -> None:
    assert looks.partner(build, view_of(build, **OBESITY)) is None


@pytest.mark.parametrize(
    ("given", "differs"),
    [
        (OBESITY | {"period2": "2009/10"}, {"period": "2009/10"}),
        (HEALTHY | {"sex2": "female"}, {"sex": "female"}),
        (
            OBESITY | {"indicator2": "obesity_reception"},
            {"indicator": "obesity_reception", "age": "4-5 yrs"},
        ),
        (
            HEALTHY | {"sex2": "female", "period2": "2013 to 2015"},
            {"sex": "female", "period": "2013 to 2015"},
        ),
    ],
    ids=["period", "sex", "indicator", "sex and period"],
)
def test_only_what_is_given_differs(
    build: Build, given: dict[str, str], differs: dict[str, str]
) -> None:
    view, other = pair_of(build, **given)
    mirrored = {"indicator2": view.indicator, "period2": view.period, "sex2": view.sex}
    assert other == replace(view, **differs, **mirrored)


def test_the_second_map_of_the_second_is_the_first(build: Build) -> None:
    view, other = pair_of(build, **HEALTHY, sex2="female", period2="2013 to 2015")
    back = looks.partner(build, other)
    assert back is not None
    assert (back.indicator, back.sex, back.period) == (view.indicator, view.sex, view.period)


def test_a_second_indicator_without_the_period_shows_its_latest(build: Build) -> None:
    _, other = pair_of(build, **OBESITY, indicator2="healthy_life_expectancy")
    assert (other.period, other.sex) == ("2022 to 2024", "female")


@pytest.mark.parametrize("given", [{"period2": "2009/10"}, {"period2": "2024/25"}])
def test_another_period_shares_classes_and_axis(build: Build, given: dict[str, str]) -> None:
    view, other = pair_of(build, **OBESITY, **given)
    first, second = maps.scene(build, view), maps.scene(build, other)
    assert first.classes == second.classes
    assert first.note == SAME_CLASSES
    axes = [maps.bars(build, x).figure.layout.xaxis.range for x in (view, other)]
    assert axes[0] == axes[1]


def test_the_same_figure_has_the_same_colour_on_both_maps(build: Build) -> None:
    view, other = pair_of(build, **HEALTHY, sex2="female")
    shown = [maps.scene(build, x).boroughs for x in (view, other)]
    classes: dict[str, set[str]] = {}
    for frame in shown:
        for label, klass in zip(frame["label"], frame["klass"], strict=True):
            classes.setdefault(label, set()).add(klass)
    assert all(len(found) == 1 for found in classes.values())
    assert len(set(shown[0]["label"]) & set(shown[1]["label"]) - {""}) > 5


def test_another_indicator_of_the_same_unit_shares_where_it_makes_sense(build: Build) -> None:
    """Smoking and adult obesity overlap; expected standards and obesity do not."""
    view, other = pair_of(build, indicator="excess_weight_year_6", indicator2="obesity_year_6")
    alike = shared_scale.is_shared(build, view)
    assert alike == shared_scale.is_shared(build, other)
    classes = [set(maps.scene(build, x).boroughs["klass"]) for x in (view, other)]
    if alike:
        assert all(len(found) >= 3 for found in classes)
    apart, _ = pair_of(build, **OBESITY, indicator2="healthy_life_expectancy")
    assert not shared_scale.is_shared(build, apart)
    assert maps.scene(build, apart).note == OWN_CLASSES
    assert shared_scale.covered(build, apart) == ()


def test_two_percentages_with_overlapping_figures_share(build: Build) -> None:
    view, _ = pair_of(build, indicator="adult_obesity", indicator2="obesity_year_6")
    assert shared_scale.is_shared(build, view)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"indicator2": "xyz"}, "There is no indicator 'xyz' with a map; no second map of it."),
        (
            {"indicator2": "population"},
            "There is no indicator 'population' with a map; no second map of it.",
        ),
        ({"sex2": "male"}, choices.absent("sex2", "male", ["persons"], "it is left out")),
    ],
)
def test_what_does_not_exist_is_named_and_left_out(
    build: Build, given: dict[str, str], said: str
) -> None:
    found = state.resolve(OBESITY | given, build)
    assert found.problems == (said,)
    assert looks.partner(build, found.view) is None


def test_a_second_period_that_does_not_exist_is_named_with_those_that_do(build: Build) -> None:
    found = state.resolve(OBESITY | {"period2": "1066"}, build)
    own = looks.Series(found.view.indicator, found.view.sex, found.view.age)
    there = list(looks.periods(build, own)["period"])
    assert there[0] == "2024/25"
    assert found.problems == (choices.absent("period2", "1066", there, "it is left out"),)
    assert looks.partner(build, found.view) is None


def test_the_address_carries_only_what_was_given(build: Build) -> None:
    view = view_of(build, **OBESITY, period2="2009/10")
    address = view.address(build)
    assert address["period2"] == "2009/10"
    assert not {"indicator2", "sex2", "since", "classes", "like"} & set(address)


def test_names_tell_the_maps_apart(build: Build) -> None:
    assert maps.told_apart(build, *pair_of(build, **OBESITY, period2="2009/10")) == (
        "2024/25",
        "2009/10",
    )
    names = maps.told_apart(build, *pair_of(build, **HEALTHY, sex2="female"))
    assert names == ("Males · 2022 to 2024", "Females · 2022 to 2024")
    names = maps.told_apart(build, *pair_of(build, **OBESITY, indicator2="obesity_reception"))
    assert names[0] != names[1]
    assert all(name.endswith("2024/25") for name in names)


def test_change_on_the_first_map_never_breaks_the_second(build: Build) -> None:
    _, other = pair_of(build, **OBESITY, colour="change", period2="2009/10")
    assert (other.colour, other.since) == ("value", "")
    _, other = pair_of(build, **OBESITY, colour="change", indicator2="obesity_reception")
    assert other.colour == "change"
    assert maps.scene(build, other).classes == maps.scene(build, _).classes
