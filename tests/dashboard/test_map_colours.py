"""Colouring the map by value, verdict, fifth and change; classes that last; boroughs alike."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard import choices, looks, queries, state, text
from dashboard.charts import legend
from dashboard.content import alike, card_words, maps, shared_scale
from dashboard.db import Build
from dashboard.frames import rows
from tests import committed
from tests.dashboard.given import view_of, with_a_map

OBESITY = {"indicator": "obesity_year_6", "period": "2024/25"}
NEWHAM, CITY = "E09000025", "E09000001"


def _entry(shown: maps.Scene, klass: str) -> str:
    """What the legend is to say of a class: its words and its boroughs."""
    (label,) = (x.label for x in shown.classes if x.key == klass)
    return f"{label} · {text.boroughs(legend.counts(shown.boroughs)[klass])}"


def test_fifths_are_those_of_the_mart(build: Build) -> None:
    view = view_of(build, **OBESITY, colour="quintile")
    shown = maps.scene(build, view)
    figures = shown.figures.set_index("area_code")["quintile"]
    for code, klass in zip(shown.boroughs["area_code"], shown.boroughs["klass"], strict=True):
        if klass.startswith("quintile_"):
            assert int(klass[-1]) == figures[code]
    counts = legend.counts(shown.boroughs)
    in_a_fifth = shown.figures["quintile"].notna().sum()
    assert sum(counts[f"quintile_{place}"] for place in range(1, 6)) == in_a_fifth > 0
    worst = shown.boroughs[shown.boroughs["klass"] == "quintile_1"]["value"].min()
    best = shown.boroughs[shown.boroughs["klass"] == "quintile_5"]["value"].max()
    assert worst > best
    assert _entry(shown, "quintile_1") in shown.legend_html


def test_equal_figures_are_in_one_fifth(build: Build) -> None:
    for indicator in ("expected_standard_year_6", "life_satisfaction", "obesity_year_6"):
        shown = maps.scene(build, view_of(build, indicator=indicator, colour="quintile"))
        known = shown.boroughs.dropna(subset=["value"])
        assert (known.groupby("value")["klass"].agg(lambda x: len(set(x))) == 1).all()


def test_too_few_boroughs_have_no_fifths(build: Build) -> None:
    shown = maps.scene(
        build, view_of(build, indicator="obesity_year_6", period="2020/21", colour="quintile")
    )
    assert shown.note == "Fewer than five boroughs have a figure, so there are no fifths."
    assert set(shown.boroughs["klass"]) <= {"no_quintile", "missing", "suppressed"}


def test_change_is_that_of_the_mart_and_counted_in_the_legend(build: Build) -> None:
    view = view_of(build, **OBESITY, colour="change", since="2009/10")
    shown = maps.scene(build, view)
    found = queries.value_changes(build, "obesity_year_6", "persons", "10-11 yrs", "2009/10")
    assert set(found["to_period"]) == {"2024/25"}
    newham = shown.boroughs.set_index("area_code").loc[NEWHAM]
    assert found.loc[NEWHAM, "changed_95"] == "increased"
    assert newham["klass"] == "increased_worse_95"
    assert _entry(shown, "increased_worse_95") in shown.legend_html
    assert shown.note.startswith(
        "Change from 2009/10 to 2024/25. An arrow says which way the figure went."
    )
    strict = maps.scene(build, replace(view, confidence="99.8"))
    assert not any(str(klass).endswith("_95") for klass in strict.boroughs["klass"])


def test_a_change_nobody_judges_is_not_judged(build: Build) -> None:
    view = view_of(build, indicator="economic_inactivity", colour="change")
    polarity = queries.indicators(build)["polarity"]["economic_inactivity"]
    assert _judges(maps.scene(build, view).classes) == (polarity != "none")
    assert not _judges(legend.change_legend("none", "95"))
    assert _judges(legend.change_legend("low", "95"))


def test_a_rise_of_pay_in_the_prices_of_each_year_is_not_judged(build: Build) -> None:
    shown = maps.scene(build, view_of(build, indicator="weekly_pay", colour="change"))
    assert any(str(klass).startswith("increased") for klass in shown.boroughs["klass"])
    assert not _judges(shown.classes)
    assert "In the prices of each year" in shown.note


def _judges(classes: list[legend.LegendClass]) -> bool:
    return any(word in x.key for x in classes for word in ("better", "worse"))


def test_what_cannot_be_tested_says_why(build: Build) -> None:
    shown = maps.scene(build, view_of(build, indicator="child_poverty", colour="change"))
    drawn = shown.boroughs[shown.boroughs["state"] == "published"]
    assert set(drawn["klass"]) == {"not_testable"}
    reason = "the publisher gives no confidence interval for both periods"
    assert reason in set(shown.figures["change_reason"])
    assert shown.note.endswith(f" Not testable: {reason}.")


def test_change_is_to_the_latest_period_only(build: Build) -> None:
    found = state.resolve(
        {"indicator": "obesity_year_6", "period": "2015/16", "colour": "change"}, build
    )
    assert found.view.colour == "value"
    assert found.problems == (
        "Change is measured up to the latest period, 2024/25; coloured by value instead.",
    )
    only = state.resolve({"indicator": "suicide", "colour": "change"}, build)
    assert only.problems == (
        "Only 2022 to 2024 is published, so there is no change; coloured by value instead.",
    )


def test_since_is_named_when_it_is_wrong_or_idle(build: Build) -> None:
    wrong = state.resolve(OBESITY | {"colour": "change", "since": "1066"}, build)
    own = looks.Series(wrong.view.indicator, wrong.view.sex, wrong.view.age)
    done, there = "counting from 2007/08", looks.earlier(build, own)
    assert wrong.problems == (choices.absent("since", "1066", there, done),)
    assert wrong.view.since == "2007/08"
    idle = state.resolve(OBESITY | {"since": "2009/10"}, build)
    assert idle.problems == ("'since' only means something with colour=change; it was ignored.",)
    assert idle.view.since == ""


def test_the_usual_earlier_period_can_be_tested(build: Build) -> None:
    """Of rolling periods one that does not overlap; of thin ones, one with most boroughs."""
    healthy = looks.Series("healthy_life_expectancy", "male", "All ages")
    assert looks.usual_earlier(build, healthy) == "2011 to 2013"
    obesity = looks.Series("obesity_year_6", "persons", "10-11 yrs")
    assert looks.usual_earlier(build, obesity) == "2007/08"
    assert looks.usual_earlier(build, looks.Series("suicide", "persons", "10+ yrs")) == ""


@pytest.mark.slow
def test_every_earlier_period_on_offer_has_changes_in_the_mart(build: Build) -> None:
    figures = build.frame(
        "select * from observation where group_type = 'total' and value is not null"
    ).set_index(["indicator_id", "sex", "age"])
    changes = build.frame("select * from value_change")
    kept = dict(list(changes.groupby(["indicator_id", "sex", "age", "from_period"])))
    for indicator in with_a_map(build):
        view = view_of(build, indicator=indicator)
        own = looks.Series(indicator, view.sex, view.age)
        published = figures.loc[indicator, view.sex, view.age]
        in_period = published.groupby("period")["area_code"].agg(set)
        latest, offered = looks.periods(build, own)["period"].iloc[0], looks.earlier(build, own)
        for since in offered:
            found = kept[indicator, view.sex, view.age, since]
            changed = found.loc[found["difference"].notna(), "area_code"]
            assert set(changed) == in_period[since] & in_period[latest] != set(), indicator
            assert set(found["to_period"]) == {latest}
        for since in offered[-1:]:
            asked = queries.value_changes(build, indicator, view.sex, view.age, since)
            found = kept[indicator, view.sex, view.age, since]
            assert set(asked.index) == set(found["area_code"])


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
    assert shown[0].note == (
        "The classes are the same in every period from 2006/07 to 2024/25: a colour always means "
        "the same."
    )


def test_the_pointer_says_what_the_card_says(build: Build) -> None:
    view = view_of(build, **OBESITY, colour="change", area=NEWHAM)
    shown = maps.scene(build, maps.unchosen(view))
    row = next(x for x in rows(shown.figures) if x.area_code == NEWHAM)
    words = card_words.of(row, shown.indicator, view)
    hover = shown.boroughs.set_index("area_code").loc[NEWHAM, "hover"]
    for line in (words.name, words.figure, words.likely, words.verdict, words.rank, words.change):
        assert line
        assert line in hover
    assert "Up 2.73 points" in words.change
    assert "2007/08" in words.change
    assert (row.changed_95, row.meaning_95) == ("increased", "worse")
    for word in (row.changed_95, row.meaning_95):
        assert word in words.change


def test_a_borough_without_a_figure_says_so_at_the_pointer(build: Build) -> None:
    shown = maps.scene(build, view_of(build, **OBESITY))
    hover = shown.boroughs.set_index("area_code").loc[CITY, "hover"]
    assert hover.split("<br>") == ["<b>City of London</b>", text.STATE_WORDS["suppressed"]]


def test_boroughs_alike_are_named_and_drawn_stronger(build: Build) -> None:
    view = view_of(build, **OBESITY, area=NEWHAM, like="yes")
    found = alike.codes(build, view)
    assert len(found) == alike.MOST
    assert NEWHAM not in found
    names = queries.areas(build)["area_name"]
    assert alike.sentence(build, view) == (
        "Most like Newham, by age, deprivation, density and ethnic group: "
        f"{', '.join(names[code] for code in found)}. They and Newham are outlined and at full "
        "strength."
    )
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


@pytest.mark.parametrize("area", ["", CITY], ids=["none", "City of London"])
def test_without_boroughs_alike_the_line_says_why(build: Build, area: str) -> None:
    view = view_of(build, **OBESITY, area=area, like="yes")
    assert alike.codes(build, view) == ()
    why = "Choose a borough to see which others are most like it"
    if area:
        why = queries.similar(build, CITY)["reason"].iloc[0]
        assert "City of London" in why
    assert alike.sentence(build, view) == f"{why}."
    assert alike.sentence(build, replace(view, like="no")) == ""


@pytest.mark.parametrize("colour", state.COLOURS)
def test_the_table_has_what_the_colours_say(build: Build, colour: str) -> None:
    view = view_of(build, **OBESITY, colour=colour)
    table = maps.table(maps.scene(build, view), view)
    extra = {"quintile": "Fifth (1 is the worst)", "change": "Change since 2007/08"}
    assert set(extra.values()) & set(table.columns) == (
        {extra[colour]} if colour in extra else set()
    )
    assert len(table) == len(committed.areas())
    if colour == "change":
        assert isinstance(table, pd.DataFrame)
        cell = table.loc["Newham", "Change since 2007/08"]
        for word in ("increased", "worse"):
            assert word in cell
