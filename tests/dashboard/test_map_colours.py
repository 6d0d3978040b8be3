"""Colouring the map by value, verdict, fifth and change; classes that last; boroughs alike."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard import looks, queries, state
from dashboard.charts import legend
from dashboard.content import alike, card_words, maps, shared_scale
from dashboard.db import Build
from dashboard.frames import rows
from dashboard.state import View

OBESITY = {"indicator": "obesity_year_6", "period": "2024/25"}
NEWHAM, CITY = "E09000025", "E09000001"


def view_of(build: Build, **given: str) -> View:
    found = state.resolve(given, build)
    assert not found.problems, found.problems
    return found.view


def test_fifths_are_those_of_the_mart(build: Build) -> None:
    view = view_of(build, **OBESITY, colour="quintile")
    shown = maps.scene(build, view)
    figures = shown.figures.set_index("area_code")["quintile"]
    for code, klass in zip(shown.boroughs["area_code"], shown.boroughs["klass"], strict=True):
        if klass.startswith("quintile_"):
            assert int(klass[-1]) == figures[code]
    counts = legend.counts(shown.boroughs)
    assert sum(counts[f"quintile_{place}"] for place in range(1, 6)) == 31
    worst = shown.boroughs[shown.boroughs["klass"] == "quintile_1"]["value"].min()
    best = shown.boroughs[shown.boroughs["klass"] == "quintile_5"]["value"].max()
    assert worst > best
    assert f"Worst fifth · {counts['quintile_1']} boroughs" in shown.legend_html


def test_equal_figures_are_in_one_fifth(build: Build) -> None:
    for indicator in ("expected_standard_year_6", "life_satisfaction", "obesity_year_6"):
        shown = maps.scene(build, view_of(build, indicator=indicator, colour="quintile"))
        known = shown.boroughs.dropna(subset=["value"])
        assert (known.groupby("value")["klass"].agg(lambda x: len(set(x))) == 1).all()


def test_too_few_boroughs_have_no_fifths(build: Build) -> None:
    shown = maps.scene(
        build, view_of(build, indicator="obesity_year_6", period="2020/21", colour="quintile")
    )
    assert "no fifths" in shown.note
    assert set(shown.boroughs["klass"]) <= {"no_quintile", "missing", "suppressed"}


def test_change_is_that_of_the_mart_and_counted_in_the_legend(build: Build) -> None:
    view = view_of(build, **OBESITY, colour="change", since="2009/10")
    shown = maps.scene(build, view)
    found = queries.value_changes(build, "obesity_year_6", "persons", "10-11 yrs", "2009/10")
    assert set(found["to_period"]) == {"2024/25"}
    newham = shown.boroughs.set_index("area_code").loc[NEWHAM]
    assert found.loc[NEWHAM, "changed_95"] == "increased"
    assert newham["klass"] == "increased_worse_95"
    counts = legend.counts(shown.boroughs)
    assert f"Increased, which is worse (95% sure) · {counts['increased_worse_95']}" in (
        shown.legend_html
    )
    assert "Change from 2009/10 to 2024/25" in shown.note
    strict = maps.scene(build, replace(view, confidence="99.8"))
    assert not any(str(klass).endswith("_95") for klass in strict.boroughs["klass"])


def test_a_change_nobody_judges_is_not_judged(build: Build) -> None:
    view = view_of(build, indicator="economic_inactivity", colour="change")
    polarity = queries.indicators(build)["polarity"]["economic_inactivity"]
    classes = " ".join(entry.label for entry in maps.scene(build, view).classes)
    assert ("which is" in classes) == (polarity != "none")
    assert "which is" not in " ".join(x.label for x in legend.change_legend("none", "95"))


def test_what_cannot_be_tested_says_why(build: Build) -> None:
    shown = maps.scene(build, view_of(build, indicator="child_poverty", colour="change"))
    drawn = shown.boroughs[shown.boroughs["state"] == "published"]
    assert set(drawn["klass"]) == {"not_testable"}
    assert "Not testable: the publisher gives no confidence interval" in shown.note


def test_change_is_to_the_latest_period_only(build: Build) -> None:
    found = state.resolve(
        {"indicator": "obesity_year_6", "period": "2015/16", "colour": "change"}, build
    )
    assert found.view.colour == "value"
    assert "up to the latest period, 2024/25; coloured by value" in found.problems[0]
    only = state.resolve({"indicator": "suicide", "colour": "change"}, build)
    assert "Only 2022 to 2024 is published" in only.problems[0]


def test_since_is_named_when_it_is_wrong_or_idle(build: Build) -> None:
    wrong = state.resolve(OBESITY | {"colour": "change", "since": "1066"}, build)
    assert "no since '1066' here; counting from 2007/08" in wrong.problems[0]
    assert wrong.view.since == "2007/08"
    idle = state.resolve(OBESITY | {"since": "2009/10"}, build)
    assert "only means something with colour=change" in idle.problems[0]
    assert idle.view.since == ""


def test_the_usual_earlier_period_can_be_tested(build: Build) -> None:
    """Of rolling periods one that does not overlap; of thin ones, one with most boroughs."""
    healthy = looks.Series("healthy_life_expectancy", "male", "All ages")
    assert looks.usual_earlier(build, healthy) == "2011 to 2013"
    obesity = looks.Series("obesity_year_6", "persons", "10-11 yrs")
    assert looks.usual_earlier(build, obesity) == "2007/08"
    assert looks.usual_earlier(build, looks.Series("suicide", "persons", "10+ yrs")) == ""


def test_every_earlier_period_on_offer_has_changes_in_the_mart(build: Build) -> None:
    indicators = queries.indicators(build)
    for indicator in indicators.index[state.shown(indicators)]:
        view = state.resolve({"indicator": indicator}, build).view
        own = looks.Series(indicator, view.sex, view.age)
        for since in looks.earlier(build, own):
            found = queries.value_changes(build, indicator, view.sex, view.age, since)
            assert len(found) >= 30, (indicator, since)
            assert set(found["to_period"]) == {looks.periods(build, own)["period"].iloc[0]}


def test_classes_for_all_periods_are_the_same_in_each(build: Build) -> None:
    view = view_of(build, **OBESITY, classes="all", area=NEWHAM)
    periods = list(looks.periods(build, looks.Series(view.indicator, view.sex, view.age))["period"])
    shown = [maps.scene(build, replace(view, period=x)) for x in periods]
    assert all(one.classes == shown[0].classes for one in shown)
    axes = {maps.bars(build, replace(view, period=x)).figure.layout.xaxis.range for x in periods}
    assert len(axes) == 1
    every = queries.spread(build, view.indicator, view.sex, view.age)
    low, high = shared_scale.covered(build, view)
    numbers = every[["value", "lower_95", "upper_95"]].to_numpy()
    assert (low, high) == (np.nanmin(numbers), np.nanmax(numbers))
    assert "same in every period from 2006/07 to 2024/25" in shown[0].note


def test_the_pointer_says_what_the_card_says(build: Build) -> None:
    view = view_of(build, **OBESITY, colour="change", area=NEWHAM)
    shown = maps.scene(build, maps.unchosen(view))
    row = next(x for x in rows(shown.figures) if x.area_code == NEWHAM)
    words = card_words.of(row, shown.indicator, view)
    hover = shown.boroughs.set_index("area_code").loc[NEWHAM, "hover"]
    for line in (words.name, words.figure, words.likely, words.verdict, words.rank, words.change):
        assert line
        assert line in hover
    assert words.change.startswith("+2.7 points since 2007/08 (")
    assert words.change.endswith("increased, which is worse")


def test_a_borough_without_a_figure_says_so_at_the_pointer(build: Build) -> None:
    shown = maps.scene(build, view_of(build, **OBESITY))
    hover = shown.boroughs.set_index("area_code").loc[CITY, "hover"]
    assert hover == "<b>City of London</b><br>Suppressed"


def test_boroughs_alike_are_named_and_drawn_stronger(build: Build) -> None:
    view = view_of(build, **OBESITY, area=NEWHAM, like="yes")
    found = alike.codes(build, view)
    assert len(found) == alike.MOST
    assert NEWHAM not in found
    named = alike.sentence(build, view)
    names = queries.areas(build)["area_name"]
    assert all(names[code] in named for code in found)
    plain = maps.area_map(build, replace(view, like="no"), "").figure.data[0]
    picked = maps.area_map(build, view, "").figure.data[0]
    strong = {
        code
        for code, one, other in zip(plain.locations, plain.z, picked.z, strict=True)
        if one == other
    }
    assert strong == {NEWHAM, *found}
    outlined = [x for x in maps.area_map(build, view, "").figure.data if x.type == "choropleth"]
    assert set(outlined[1].locations) == set(found)


@pytest.mark.parametrize(
    ("area", "said"),
    [("", "Choose a borough"), (CITY, "City of London is left out")],
    ids=["none", "City of London"],
)
def test_without_boroughs_alike_the_line_says_why(build: Build, area: str, said: str) -> None:
    view = view_of(build, **OBESITY, area=area, like="yes")
    assert alike.codes(build, view) == ()
    assert said in alike.sentence(build, view)
    assert alike.sentence(build, replace(view, like="no")) == ""


@pytest.mark.parametrize("colour", state.COLOURS)
def test_the_table_has_what_the_colours_say(build: Build, colour: str) -> None:
    view = view_of(build, **OBESITY, colour=colour)
    table = maps.table(maps.scene(build, view), view)
    extra = {"quintile": "Fifth (1 is the worst)", "change": "Change since 2007/08"}
    assert set(extra.values()) & set(table.columns) == (
        {extra[colour]} if colour in extra else set()
    )
    assert len(table) == 35
    if colour == "change":
        assert isinstance(table, pd.DataFrame)
        assert "increased, which is worse" in table.loc["Newham", "Change since 2007/08"]
