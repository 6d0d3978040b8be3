"""The comparison page's words, table and panels, against the marts they are made from."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from dashboard import compare_sentences, queries, state
from dashboard.compare_sentences import Figure
from dashboard.content import compare_panels, compare_table, comparisons
from dashboard.db import Build
from dashboard.state import View

HACKNEY, ISLINGTON, NEWHAM, CITY = "E09000012", "E09000019", "E09000025", "E09000001"


def view(build: Build, *areas: str, **given: str) -> View:
    resolved = state.resolve({"areas": "\n".join(areas), **given}, build)
    assert not resolved.problems
    return resolved.view


def figure(name: str, value: float, verdict: str = "similar", reason: str = "") -> Figure:
    return Figure(name, value, f"{value}%", "", verdict, reason)


def absent(name: str) -> Figure:
    return Figure(name, float("nan"), "", "suppressed", "not compared", "there is no figure")


def said(*figures: Figure, period: str = "2022/23", people: str = "") -> str:
    return compare_sentences.finding(figures, period, people, "25.0%", "London")


def test_two_boroughs_are_put_in_order_without_a_claim_between_them() -> None:
    assert said(figure("Islington", 24.0), figure("Newham", 28.1, "worse")) == (
        "In 2022/23, Newham's figure (28.1%) was higher than Islington's (24.0%). "
        "Compared with London (25.0%), Newham is worse, beyond what chance explains; "
        "Islington is similar."
    )


def test_the_same_as_written_is_the_same() -> None:
    sentence = said(figure("Hackney", 24.0), figure("Tower Hamlets", 24.0))
    assert sentence.startswith("In 2022/23, Hackney's and Tower Hamlets' figures were the same")


def test_of_more_the_ends_are_named_and_all_are_compared() -> None:
    sentence = said(
        figure("Brent", 30.0, "worse"),
        figure("Newham", 30.0, "worse"),
        figure("Barnet", 15.0, "better"),
        figure("Camden", 24.0),
    )
    assert sentence == (
        "In 2022/23, Brent's and Newham's figures were the highest (30.0%) and Barnet's figure "
        "was the lowest (15.0%). Compared with London (25.0%), Brent and Newham are worse and "
        "Barnet is better, beyond what chance explains; Camden is similar."
    )


def test_a_borough_without_a_figure_is_named() -> None:
    assert said(figure("Newham", 28.1), absent("City of London")).endswith(
        "City of London has no figure (suppressed)."
    )
    assert said(absent("Hackney"), absent("City of London")) == (
        "No figure is published for Hackney or City of London in 2022/23."
    )


def test_without_a_verdict_the_reason_is_given() -> None:
    sentence = said(
        figure("Brent", 3.0, "not compared", "the publisher gives no confidence interval"),
        figure("Newham", 4.0, "not compared", "the publisher gives no confidence interval"),
    )
    assert sentence.endswith(
        "They are not compared with London: the publisher gives no confidence interval."
    )


def test_days_and_people_are_worded() -> None:
    assert said(figure("Newham", 4.0), period="21 March 2021", people="females").startswith(
        "On 21 March 2021, Newham's figure for females was 4.0%."
    )


@pytest.mark.parametrize(
    ("direction", "polarity", "words"),
    [
        ("increasing", "low", "↑ Increasing, getting worse"),
        ("increasing", "high", "↑ Increasing, getting better"),
        ("decreasing", "low", "↓ Decreasing, getting better"),
        ("decreasing", "none", "↓ Decreasing"),
        ("no significant change", "low", "→ No significant change"),
        ("cannot be calculated", "low", "Cannot be calculated"),
    ],
)
def test_trends_are_worded_by_which_way_is_good(direction: str, polarity: str, words: str) -> None:
    found, why = compare_sentences.trend(direction, polarity, ("2019", "2023"), "too few periods")
    assert found == words
    assert why == ("too few periods" if words.startswith("Cannot") else "2019 to 2023")


def test_every_borough_pair_s_sentence_agrees_with_the_marts(build: Build) -> None:
    asked = view(build, HACKNEY, NEWHAM, indicator="excess_weight_year_6")
    figures = queries.figures(
        build, asked.indicator, asked.period, asked.sex, asked.age, "london"
    ).set_index("area_code")
    newham, hackney = (f"{figures['value'][code]:.1f}%" for code in (NEWHAM, HACKNEY))
    finding = comparisons.comparison(build, asked).finding
    assert f"Newham's figure ({newham}) was higher than Hackney's ({hackney})" in finding


def test_every_indicator_compares(build: Build) -> None:
    indicators = queries.indicators(build)
    for indicator in indicators[state.shown(indicators)]["indicator_id"]:
        asked = view(build, CITY, HACKNEY, ISLINGTON, indicator=indicator)
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
        assert compare_table.table(build, asked).count("<tr role='row'>") == 6


def test_the_chart_says_what_the_table_says(build: Build) -> None:
    asked = view(build, NEWHAM, ISLINGTON, indicator="child_injury_admissions", sex="persons")
    table = unescape(re.sub(r"<[^>]+>", " ", compare_table.table(build, asked)))
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
    asked = view(
        build,
        NEWHAM,
        indicator="child_injury_admissions",
        sex="persons",
        benchmark="england",
        confidence="99.8",
    )
    table = compare_table.table(build, asked)
    assert "99.8% interval" in table
    assert "Compared with England" in table


def test_a_borough_keeps_its_style_when_another_has_no_figure(build: Build) -> None:
    asked = view(build, CITY, NEWHAM, indicator="obesity_year_6")
    newham = next(x for x in comparisons.over_time(build, asked).figure.data if x.name == "Newham")
    assert newham.marker.symbol == "square"
    assert "<i class='sign a2' aria-hidden='true'></i>Newham" in compare_table.table(build, asked)


def test_nothing_chosen_is_an_invitation_with_two_boroughs(build: Build) -> None:
    asked = view(build, indicator="obesity_year_6")
    html = unescape(comparisons.invitation(build, asked))
    links = re.findall(r"href='(compare\?[^']+)'", html)
    assert links
    for link in links:
        assert len(re.findall(r"areas=E09\d{6}", link)) == 2
        assert "indicator=obesity_year_6" in link


def test_one_chosen_is_offered_boroughs_like_it(build: Build) -> None:
    html = unescape(comparisons.prompt(build, view(build, NEWHAM)))
    alike = queries.similar(build, NEWHAM)["similar_area_code"].head(3)
    assert re.findall(rf"areas={NEWHAM}&areas=(E09\d+)", html) == list(alike)
    assert "Most like" not in comparisons.prompt(build, view(build, CITY))


@pytest.mark.parametrize("priority", range(7))
def test_a_priority_s_panels_are_its_indicators(build: Build, priority: int) -> None:
    slug = str(queries.priorities(build)["priority_id"].iloc[priority])
    asked = view(build, HACKNEY, ISLINGTON, priority=slug)
    indicators = queries.indicators(build)
    own = indicators[(indicators["priority"] == slug) & state.shown(indicators)]
    found = [x.indicator["indicator_id"] for x in compare_panels.panels(build, asked)]
    assert list(dict.fromkeys(found)) == list(own.index)
    html = compare_panels.html(build, asked)
    assert html.count("<article") == len(found)
    assert html.count("href='map?indicator=") == len(found)
    absent = indicators[
        (indicators["priority"] == slug) & ~indicators["context"] & (indicators["boroughs"] == 0)
    ]
    for title in absent["title"]:
        assert title in unescape(html)


def test_sexes_have_panels_only_where_there_are_no_persons(build: Build) -> None:
    asked = view(build, HACKNEY, priority="overall")
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
    asked = view(build, HACKNEY, NEWHAM, priority="children")
    html = compare_panels.html(build, asked)
    ends = re.findall(r"<span>([\d.,]+)%</span><span>([\d.,]+)%</span>", html)
    assert len(ends) > 5
    assert len({round(float(high) - float(low), 6) for low, high in ends}) == 1


def test_panels_say_the_figures_of_the_marts(build: Build) -> None:
    asked = view(build, ISLINGTON, priority="children")
    latest = queries.figures(build, "obesity_year_6", "2024/25", "persons", "10-11 yrs", "london")
    row = latest.set_index("area_code").loc[ISLINGTON]
    text = unescape(compare_panels.html(build, asked))
    panel = text[text.index("aria-label='Obesity in year 6'") :]
    said = f"{row['value']:.1f}% <small>({row['lower_95']:.1f} to {row['upper_95']:.1f})</small>"
    assert said in panel[: panel.index("</table>")]
