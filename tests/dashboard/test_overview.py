"""The overview's cards say what the marts say, lead where they should, and stay light."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from dashboard import overview_sentences, queries, sentences, state, text
from dashboard.charts import spread_strip
from dashboard.content import listings, overview_rows, overviews
from dashboard.db import Build
from dashboard.text import Unit
from pipelines.catalogue import Catalogue
from tests import committed
from tests.conftest import ROOT
from tests.dashboard.given import YEARS
from tests.dashboard.pages import words

PRIORITIES = committed.priorities()
SIX = PRIORITIES[1:]
# Read straight from the mart, beside the dashboard's own queries.
GAPS = """
select * from gap_change
where area_code = 'E12000007' and dimension = 'borough_fifths_by_deprivation'
    and measure = 'gap' and indicator_id = $indicator
"""


def lead_of(build: Build, priority: str) -> overviews.Lead:
    lead = overviews.leading(build, priority)
    assert lead
    return lead


def card(build: Build, priority: str) -> str:
    """The words of a card, without its markup."""
    sections = re.findall(r"<section class='standing'>.*?</section>", overviews.cards(build))
    assert len(sections) == len(SIX)
    return str(sections[SIX.index(priority)])


@pytest.mark.parametrize("priority", PRIORITIES)
def test_the_indicator_that_the_catalogue_names_leads(
    build: Build, known: Catalogue, priority: str
) -> None:
    (named,) = (x for x in known.priorities if x.id == priority)
    assert lead_of(build, priority).indicator["indicator_id"] == named.lead


@pytest.mark.parametrize("priority", SIX)
def test_what_cannot_be_tested_says_so_and_may_show_what_can(
    build: Build, known: Catalogue, priority: str
) -> None:
    (named,) = (x for x in known.priorities if x.id == priority)
    lead, second = lead_of(build, priority), overviews.testable(build, priority)
    said = words(card(build, priority))
    assert ("cannot be tested" in said) == (lead.change["verdict"] == "not testable")
    if second is None:
        assert "Tested beside it" not in said
    else:
        assert second.indicator["indicator_id"] == named.second
        assert lead.change["verdict"] == "not testable" != second.change["verdict"]
        assert "Tested beside it" in said
    for number in known.indicators[named.lead].strategy_numbers:
        assert f"Headline {number} of the strategy" in said
    assert named.lead_reason in said


def test_each_headline_of_the_strategy_says_which_gap_the_strategy_watches(
    build: Build, known: Catalogue
) -> None:
    listed = "".join(listings.indicators(build, x.id) for x in known.priorities)
    headlines = [x for x in known.indicators.values() if x.headline]
    assert headlines
    for indicator in headlines:
        entry = listed.split(f"id='{indicator.id}'")[1].split("</details>")[0]
        assert html.escape(indicator.strategy_gap) in entry, indicator.id


def test_no_second_line_below_a_lead_that_is_tested(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    minds = overviews.testable(build, "minds")
    assert minds
    changes = queries.headline_changes(build)
    suicide = changes["indicator_id"] == "suicide"
    tested = changes.assign(verdict=changes["verdict"].mask(suicide, "narrowing"))
    monkeypatch.setattr(queries, "headline_changes", lambda _: tested)
    assert overviews.testable(build, "minds") is None


@pytest.mark.parametrize("priority", SIX)
def test_a_card_says_what_its_row_of_the_mart_says(build: Build, priority: str) -> None:
    lead = lead_of(build, priority)
    rows = build.frame(GAPS, {"indicator": lead.indicator["indicator_id"]})
    row = rows[(rows["sex"] == lead.change["sex"]) & (rows["age"] == lead.change["age"])].iloc[0]
    (said,) = re.findall(r"<p class='said'>(.*?)</p>", card(build, priority))
    title, polarity = lead.indicator["short_title"], lead.indicator["polarity"]
    assert html.unescape(said) == overview_sentences.standing(
        title,
        row["sex"],
        polarity,
        dict(row),
        Unit.of(lead.indicator),
        len(lead.measured),
        lead.indicator["proper_nouns"],
    )


@pytest.mark.parametrize("priority", SIX)
def test_a_card_shows_its_gap_interval_verdict_and_periods(build: Build, priority: str) -> None:
    lead = lead_of(build, priority)
    row = lead.change
    shown = words(card(build, priority))
    unit = sentences.gap_unit(Unit.of(lead.indicator))
    assert unit.full(abs(row["latest_estimate"])) in shown
    assert f"({overview_sentences.limits(row, Unit.of(lead.indicator))})" in shown
    assert sentences.verdict_chip(row) in shown
    assert str(row["latest_period"]) in shown
    assert ("One period only" in shown) == (len(lead.measured) == 1)


@pytest.mark.parametrize("priority", SIX)
def test_best_and_worst_are_the_ends_of_the_figures(build: Build, priority: str) -> None:
    lead = lead_of(build, priority)
    period = lead.figures["period"].iloc[0]
    figures = queries.figures(
        build,
        lead.indicator["indicator_id"],
        period,
        lead.change["sex"],
        lead.change["age"],
        "london",
    )
    own = figures[(figures["area_type"] == "borough") & figures["value"].notna()]
    highest = own[own["value"] == own["value"].max()]
    lowest = own[own["value"] == own["value"].min()]
    best, worst = (highest, lowest) if lead.indicator["polarity"] == "high" else (lowest, highest)
    unit = Unit.of(lead.indicator)
    found = dict(re.findall(r"<dt>(\w+)</dt><dd>(.*?)</dd>", card(build, priority)))
    for name, ends in (("Best", best), ("Worst", worst)):
        allowed = [
            f"{x['area_name']} {unit.with_interval(x['value'], x['lower_95'], x['upper_95'])}"
            for _, x in ends.iterrows()
        ]
        assert html.unescape(found[name]) in allowed


@pytest.mark.parametrize("priority", SIX)
def test_the_links_open_exactly_this_series(build: Build, priority: str) -> None:
    lead = lead_of(build, priority)
    second = re.findall(r"<p class='sub second'>.*?href='([^']*)'", card(build, priority))
    own = re.sub(r"<p class='sub second'>.*?</p>", "", card(build, priority))
    links = [html.unescape(x) for x in re.findall(r"href='([^']*)'", own)]
    other = overviews.testable(build, priority)
    assert [html.unescape(x) for x in second] == (
        [f"gaps?indicator={other.indicator['indicator_id']}"] if other else []
    )
    assert [urlsplit(x).path for x in links] == ["map", "gaps", ""]
    for link in links[:2]:
        found = state.resolve(dict(parse_qsl(urlsplit(link).query)), build)
        assert not found.problems
        view = found.view
        assert view.indicator == lead.indicator["indicator_id"]
        assert (view.sex, view.age) == (lead.change["sex"], lead.change["age"])
        assert view.period == lead.figures["period"].iloc[0]
        assert view.by == "borough_fifths_by_deprivation"
    assert f"id='{links[2].removeprefix('#')}'" in overview_rows.sections(build)


def test_the_trend_is_the_marts(build: Build) -> None:
    """One query for all of them, the last known gap of each being the one that is tested."""
    trends, changes = queries.headline_trends(build), queries.headline_changes(build)
    known = trends[trends["estimate"].notna()]
    latest = known.groupby(["indicator_id", "sex", "age"]).tail(1)
    gaps = changes[(changes["measure"] == "gap") & changes["latest_estimate"].notna()]
    both = latest.merge(gaps, on=["indicator_id", "sex", "age"], how="outer", indicator=True)
    assert set(both["_merge"]) == {"both"}
    assert (both["estimate"] == both["latest_estimate"]).all()
    assert (both["period"] == both["latest_period"]).all()


def test_the_overall_gap_is_told_for_both_sexes(build: Build) -> None:
    rows = build.frame(GAPS, {"indicator": "healthy_life_expectancy"}).set_index("sex")
    said = words(overviews.summary(build))
    years = sentences.gap_unit(YEARS)
    for sex in ("female", "male"):
        assert years.full(rows.loc[sex, "latest_estimate"]) in said
        assert years.interval(rows.loc[sex, "latest_lower"], rows.loc[sex, "latest_upper"]) in said
        assert text.people(sex) in said


def test_every_indicator_is_still_on_the_page(build: Build) -> None:
    sections = overview_rows.sections(build)
    every = queries.indicators(build)
    every = every[~every["context"]]
    can_show = state.shown(every)
    for indicator in every[can_show]["indicator_id"]:
        assert re.search(rf"href='map\?indicator={indicator}[&']", sections), indicator
    for _, row in every[~can_show].iterrows():
        assert row["no_figures"]
        assert html.escape(row["no_figures"]) in sections
    assert sections.count("class='strip'") + sections.count('class="strip"') == can_show.sum()


def test_rows_link_to_the_series_they_show(build: Build) -> None:
    for indicator, shown in overview_rows.first_figures(build).items():
        if not bool(state.shown(queries.indicators(build))[indicator]):
            continue
        link = html.unescape(overview_rows.link("map", shown))
        view = state.resolve(dict(parse_qsl(urlsplit(link).query)), build).view
        first = shown.iloc[0]
        assert (view.indicator, view.sex, view.age) == (indicator, first["sex"], first["age"])
        assert view.period == first["period"]


def test_the_page_is_light(build: Build) -> None:
    top = f"{overviews.summary(build)}{overviews.cards(build)}"
    rows = overview_rows.sections(build)
    # By what is shown, so that one more indicator is no heavier a page than the others make it.
    assert len(top.encode()) < 12_500
    assert len(rows.encode()) < 720 * len(overview_rows.first_figures(build))


def test_the_style_has_a_dot_for_every_borough() -> None:
    style = (ROOT / "dashboard/static/styles/overview.css").read_text(encoding="utf-8")
    assert len(re.findall(r"var\(--dot\)", style)) == spread_strip.DOTS


def test_the_style_names_no_colour() -> None:
    style = (ROOT / "dashboard/static/styles/overview.css").read_text(encoding="utf-8")
    assert "var(--ink)" in style
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|(rgb|hsl)a?\(|: *(white|black)\b", style)


def test_a_priority_without_a_measured_gap_has_no_lead(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = queries.headline_changes(build).assign(latest_estimate=float("nan"))
    monkeypatch.setattr(queries, "headline_changes", lambda _: nothing)
    assert overviews.leading(build, "children") is None
    cards = overviews.cards.__wrapped__(build)
    assert cards.count("No gap can be measured") == len(SIX)
    known = queries.indicators(build)
    for priority, own in known[~known["context"]].groupby("priority"):
        if priority in SIX:
            # The lead is not there, so that every indicator is one more.
            more = rf"href='#{overview_rows.place_of(priority)}'>(\d+) "
            assert re.findall(more, cards) == [str(len(own))]
    assert overviews.summary.__wrapped__(build) == ""
