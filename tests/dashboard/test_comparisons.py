"""The comparison page's words, table and panels, against the marts they are made from."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import numpy as np
import pandas as pd
import pytest
from scipy.special import logit
from scipy.stats import norm

from dashboard import queries, state
from dashboard.content import compare_panels, compare_table, comparisons
from dashboard.db import Build
from dashboard.text import Unit
from tests import committed
from tests.dashboard.given import view_of, with_a_map
from tests.dashboard.pages import words

HACKNEY, ISLINGTON, NEWHAM, CITY = "E09000012", "E09000019", "E09000025", "E09000001"


def test_every_borough_pair_s_sentence_agrees_with_the_marts(build: Build) -> None:
    asked = view_of(build, HACKNEY, NEWHAM, indicator="excess_weight_year_6")
    figures = queries.figures(
        build, asked.indicator, asked.period, asked.sex, asked.age, "london"
    ).set_index("area_code")
    finding = comparisons.comparison(build, asked).finding
    both = figures.loc[[NEWHAM, HACKNEY]].sort_values("value", ascending=False)
    for _, row in both.iterrows():
        assert f"{row['value']:.1f}%" in finding
        assert str(row["verdict_95"]) in finding
    higher, lower = both["area_name"]
    assert finding.index(higher) < finding.index(lower)


def test_one_borough_is_higher_only_where_the_published_intervals_say_so(build: Build) -> None:
    """Every pair with Newham, of every third indicator with a map: z by hand from the limits."""
    words = {
        "clear": "was higher than",
        "close": "too close to call",
        "unknown": "chance not assessed",
        "same": "were the same",
    }
    found = dict.fromkeys(words, 0)
    for indicator in with_a_map(build)[::3]:
        for other in committed.boroughs()[2:33:10]:
            asked = view_of(build, NEWHAM, other, indicator=indicator)
            shown = comparisons.comparison(build, asked)
            own = shown.figures[shown.figures["area_type"] == "borough"]
            if len(own) < 2 or own["value"].isna().any():
                continue
            expected = _between(own, str(shown.indicator["value_kind"]), shown.unit)
            first = shown.finding.partition(". ")[0]
            assert [x for x, said in words.items() if said in first] == [expected], shown.finding
            found[expected] += 1
    assert min(found["clear"], found["close"], found["unknown"]) > 3


def _between(two: pd.DataFrame, kind: str, unit: Unit) -> str:
    """What two boroughs' published limits say of their difference at 95%."""
    if unit.full(two["value"].iloc[0]) == unit.full(two["value"].iloc[1]):
        return "same"
    if two["lower_95"].isna().any():
        return "unknown"
    numbers = two[["value", "lower_95", "upper_95"]].to_numpy(dtype=np.float64)
    if kind == "proportion":
        numbers = logit(numbers / 100)
    elif kind in ("rate", "standardised_rate", "ratio"):
        numbers = np.log(numbers)
    error = (numbers[:, 2] - numbers[:, 1]) / (2 * norm.ppf(0.975))
    z = abs(numbers[0, 0] - numbers[1, 0]) / np.hypot(*error)
    return "clear" if 2 * norm.sf(z) < 0.05 else "close"


@pytest.mark.slow
def test_every_indicator_compares(build: Build) -> None:
    for indicator in with_a_map(build):
        asked = view_of(build, CITY, HACKNEY, ISLINGTON, indicator=indicator)
        shown = comparisons.comparison(build, asked)
        assert list(shown.figures["area_name"]) == [
            "City of London",
            "Hackney",
            "Islington",
            "London",
            "England",
        ]
        assert shown.finding.endswith(".")
        assert "nan" not in shown.finding.lower().split()
        picture = comparisons.over_time(build, asked)
        assert picture.alternative.startswith(shown.indicator["title"])
        # The heads, three boroughs, London and England.
        assert compare_table.table(build, asked).count("<tr role='row'>") == 6


def test_the_chart_says_what_the_table_says(build: Build) -> None:
    asked = view_of(build, NEWHAM, ISLINGTON, indicator="child_injury_admissions", sex="persons")
    table = words(compare_table.table(build, asked))
    shown = comparisons.comparison(build, asked)
    figure = comparisons.over_time(build, asked).figure
    for name in ("Newham", "Islington"):
        line = next(x for x in figure.data if x.name == name)
        hover = line.hovertext[-1].split("<br>")
        row = shown.figures.set_index("area_name").loc[name]
        assert hover[0] == f"<b>{name}</b>, {asked.period}"
        assert hover[1].startswith(shown.unit.full(row["value"]))
        assert shown.unit.full(row["value"]) in table
        assert hover[1].endswith(f"({shown.unit.interval(row['lower_95'], row['upper_95'])})")
        assert shown.unit.interval(row["lower_95"], row["upper_95"]) in table
        assert hover[2] in table
        assert hover[3] in table


def test_the_table_follows_benchmark_and_confidence(build: Build) -> None:
    asked = view_of(
        build,
        NEWHAM,
        indicator="child_injury_admissions",
        sex="persons",
        benchmark="england",
        confidence="99.8",
    )
    heads = re.findall(r"<th scope='col'[^>]*>([^<]*)<", compare_table.table(build, asked))
    assert any("99.8%" in head for head in heads)
    assert any("England" in head for head in heads)
    assert not any("London" in head for head in heads)


def test_a_borough_keeps_its_style_when_another_has_no_figure(build: Build) -> None:
    asked = view_of(build, CITY, NEWHAM, indicator="obesity_year_6")
    newham = next(x for x in comparisons.over_time(build, asked).figure.data if x.name == "Newham")
    assert newham.marker.symbol == "square"
    assert "<i class='sign a2' aria-hidden='true'></i>Newham" in compare_table.table(build, asked)


def test_nothing_chosen_is_an_invitation_with_two_boroughs(build: Build) -> None:
    asked = view_of(build, indicator="obesity_year_6")
    html = unescape(comparisons.invitation(build, asked))
    links = re.findall(r"href='(compare\?[^']+)'", html)
    assert links
    for link in links:
        assert len(re.findall(r"areas=E09\d{6}", link)) == 2
        assert "indicator=obesity_year_6" in link


def test_one_chosen_is_offered_boroughs_like_it(build: Build) -> None:
    html = unescape(comparisons.prompt(build, view_of(build, NEWHAM)))
    alike = queries.similar(build, NEWHAM)["similar_area_code"].head(3)
    assert re.findall(rf"areas={NEWHAM}&areas=(E09\d+)", html) == list(alike)
    assert "areas=" not in comparisons.prompt(build, view_of(build, CITY))


@pytest.mark.parametrize("priority", committed.priorities())
def test_a_priority_s_panels_are_its_indicators(build: Build, priority: str) -> None:
    asked = view_of(build, HACKNEY, ISLINGTON, priority=priority)
    indicators = queries.indicators(build)
    own = indicators[(indicators["priority"] == priority) & state.shown(indicators)]
    found = [x.indicator["indicator_id"] for x in compare_panels.panels(build, asked)]
    assert list(dict.fromkeys(found)) == list(own.index)
    html = compare_panels.html(build, asked)
    assert html.count("<article") == len(found)
    assert html.count("href='map?indicator=") == len(found)
    absent = indicators[
        (indicators["priority"] == priority)
        & ~indicators["context"]
        & (indicators["boroughs"] == 0)
    ]
    for title in absent["title"]:
        assert title in unescape(html)


def test_sexes_have_panels_only_where_there_are_no_persons(build: Build) -> None:
    asked = view_of(build, HACKNEY, priority="overall")
    found = [
        x.sex
        for x in compare_panels.panels(build, asked)
        if x.indicator["indicator_id"] == "healthy_life_expectancy"
    ]
    assert found == ["female", "male"]
    children = compare_panels.panels(build, replace(asked, priority="children"))
    injuries = [x for x in children if x.indicator["indicator_id"] == "child_injury_admissions"]
    assert [x.sex for x in injuries] == ["persons"]


def test_panels_in_one_unit_have_one_scale(build: Build) -> None:
    asked = view_of(build, HACKNEY, NEWHAM, priority="children")
    html = compare_panels.html(build, asked)
    ends = re.findall(r"<span>([\d.,]+)%</span><span>([\d.,]+)%</span>", html)
    assert len(ends) > 5
    assert len({round(float(high) - float(low), 6) for low, high in ends}) == 1


def test_panels_say_the_figures_of_the_marts(build: Build) -> None:
    asked = view_of(build, ISLINGTON, priority="children")
    latest = queries.figures(build, "obesity_year_6", "2024/25", "persons", "10-11 yrs", "london")
    row = latest.set_index("area_code").loc[ISLINGTON]
    text = unescape(compare_panels.html(build, asked))
    panel = text[text.index("aria-label='Obesity in year 6'") :]
    said = f"{row['value']:.1f}% <small>({row['lower_95']:.1f} to {row['upper_95']:.1f})</small>"
    assert said in panel[: panel.index("</table>")]
