"""The address is the view: what it may say, and what people are told of the rest."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import queries, state
from dashboard.db import Build
from dashboard.url.query import read as read_query
from tests import committed
from tests.dashboard.given import with_a_map


def resolve(build: Build, **given: str) -> state.Resolved:
    return state.resolve(given, build)


def test_nothing_asked_for_gives_the_first_headline_indicator(build: Build) -> None:
    resolved = resolve(build)
    assert not resolved.problems
    assert resolved.view.indicator == "healthy_life_expectancy"
    assert resolved.view.benchmark == "london"


def test_every_indicator_with_figures_has_a_view(build: Build) -> None:
    for indicator in with_a_map(build):
        resolved = resolve(build, indicator=indicator)
        assert not resolved.problems
        assert resolved.view.indicator == indicator


def test_a_view_s_address_leads_back_to_it(build: Build) -> None:
    view = resolve(
        build,
        indicator="healthy_life_expectancy",
        period="2011 to 2013",
        sex="male",
        area="E09000025",
        benchmark="england",
        confidence="99.8",
        map="tiles",
        colour="verdict",
    ).view
    assert state.resolve(view.address(build), build) == state.Resolved(view, ())


def test_the_usual_settings_stay_out_of_the_address(build: Build) -> None:
    view = resolve(build, indicator="obesity_year_6").view
    assert set(view.address(build)) == {"indicator", "period"}


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("indicator", "xyz", "There is no indicator 'xyz'; showing Healthy life expectancy"),
        ("indicator", "tuberculosis", "has no borough figures here"),
        ("priority", "sport", "There is no priority 'sport'; priorities are overall, children"),
        ("area", "Atlantis", "There is no borough 'Atlantis'"),
        ("area", "E92000001", "There is no borough 'E92000001'"),
        ("period", "1066", "There is no period '1066' here; showing 2022 to 2024. There is:"),
        ("sex", "persons", "There is no sex 'persons' here; showing female"),
        ("benchmark", "paris", "There is no benchmark 'paris' here; showing london"),
        ("confidence", "50", "There is no confidence '50' here; showing 95. There is: 95, 99.8."),
        ("map", "globe", "There is no map 'globe'"),
        ("colour", "plaid", "There is no colour 'plaid'"),
    ],
)
def test_what_does_not_exist_is_named_with_what_is_shown(
    build: Build, key: str, value: str, said: str
) -> None:
    problems = resolve(build, **{key: value}).problems
    assert len(problems) == 1
    assert said in problems[0]


def test_a_borough_may_be_given_by_name_in_any_case(build: Build) -> None:
    assert resolve(build, area="tower hamlets").view.area == "E09000030"
    assert resolve(build, area="e09000030").view.area == "E09000030"


def test_an_indicator_brings_its_own_priority(build: Build) -> None:
    assert resolve(build, indicator="suicide", priority="work").view.priority == "minds"


def test_unknown_and_repeated_keys_are_named() -> None:
    given, problems = read_query({"speed": ["fast"], "area": ["E09000001", "E09000002"]})
    assert given == {"area": "E09000001"}
    assert "'speed'" in problems[0]
    assert "more than once" in problems[1]


def test_a_long_value_is_quoted_short() -> None:
    assert len(state.shortened("x" * 100_000)) == state.LONGEST_VALUE
    assert "\x00" not in state.shortened("a\x00b")


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(state.KEYS), st.text(max_size=40), max_size=6))
def test_any_text_at_all_gives_a_view_that_exists(build: Build, given: dict[str, str]) -> None:
    view = state.resolve(given, build).view
    figures = queries.figures(
        build, view.indicator, view.period, view.sex, view.age, view.benchmark
    )
    assert set(figures["area_code"]) >= set(committed.boroughs())


def areas(build: Build, *asked: str) -> state.Resolved:
    given, problems = read_query({"areas": asked})
    assert not problems
    return state.resolve(given, build)


def test_areas_repeat_and_keep_their_order(build: Build) -> None:
    resolved = areas(build, "E09000025", "E09000012", "E09000019")
    assert resolved.view.areas == ("E09000025", "E09000012", "E09000019")
    assert not resolved.problems
    address = resolved.view.address(build)
    assert address["areas"] == ["E09000025", "E09000012", "E09000019"]
    assert state.resolve(state.given(address), build) == resolved


def test_areas_may_be_names_and_one_given_twice_is_one(build: Build) -> None:
    resolved = areas(build, "hackney", " E09000012 ", "Tower Hamlets", "e09000012", "", "HACKNEY")
    assert resolved.view.areas == ("E09000012", "E09000030")
    assert not resolved.problems


def test_without_areas_the_address_does_not_name_them(build: Build) -> None:
    assert areas(build).view.areas == ()
    assert "areas" not in areas(build).view.address(build)


def test_each_bad_area_is_named_and_the_good_ones_stay(build: Build) -> None:
    resolved = areas(build, "Atlantis", "Newham", "E92000001")
    assert resolved.view.areas == ("E09000025",)
    assert ["'Atlantis'" in x for x in resolved.problems] == [True, False]
    assert "There is no borough 'E92000001'; it is left out." in resolved.problems[1]


def test_more_than_six_areas_are_cut_with_a_message(build: Build) -> None:
    codes = committed.boroughs()
    resolved = areas(build, *codes)
    assert resolved.view.areas == tuple(codes[:6])
    assert resolved.problems == (
        f"{len(codes)} boroughs were asked for; the first 6 are compared.",
    )
    assert not areas(build, *codes[:6]).problems


def test_five_thousand_areas_make_few_sentences(build: Build) -> None:
    asked = [f"x{place}" for place in range(5_000)]
    problems = areas(build, *asked, "Newham").problems
    assert len(problems) == state.MOST_NAMED + 1
    assert problems[-1] == "The same holds for 4,997 more areas in the address."


def test_five_thousand_unknown_keys_make_few_sentences() -> None:
    _, problems = read_query({f"k{place}": ["1"] for place in range(5_000)})
    assert len(problems) == state.MOST_NAMED + 1
    assert problems[-1] == "The same holds for 4,997 more keys."


@pytest.mark.parametrize(
    "hostile",
    ["<script>", "'; drop table area", "x" * 100_000, "\x00\n[a](b)"],
    ids=["markup", "sql", "long", "controls"],
)
def test_a_hostile_area_is_quoted_short_and_printable(build: Build, hostile: str) -> None:
    resolved = areas(build, hostile, "Newham")
    assert resolved.view.areas == ("E09000025",)
    said = " ".join(resolved.problems)
    assert said.isprintable()
    assert len(said) < 600


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=20), st.sampled_from(["Newham", "E09000001"]))))
def test_any_areas_at_all_give_boroughs_that_exist(build: Build, asked: list[str]) -> None:
    resolved = areas(build, *asked)
    assert set(resolved.view.areas) <= set(queries.areas(build).index)
    assert len(resolved.view.areas) <= state.MOST_AREAS
    assert len(resolved.problems) <= state.MOST_NAMED + 2


def test_what_is_measured_only_inside_boroughs_is_shown_where_most_is_measured(
    build: Build,
) -> None:
    """The same one in every process that serves: never whichever comes first from a set."""
    within = "deprivation_fifth_within_borough"
    measured = queries.dimensions(build, "bad_health")
    own = measured[measured["dimension"] == within]
    shown = state.ways(build, "bad_health", "persons", "All ages", "")[within]
    assert own.loc[own["periods"] == own["periods"].max(), "area_code"].min() == shown
    asked = state.ways(build, "bad_health", "persons", "All ages", "E09000025")[within]
    assert asked == "E09000025"
