"""The committed catalogue is whole, and a bad one is named file by file."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from pipelines import catalogue
from pipelines.catalogue import CATALOGUE, Catalogue
from pipelines.errors import CatalogueError
from tests.areas import ENGLAND, LONDON
from tests.refusals import refused

# Those of the Mayor's Health Inequalities Strategy, after the summary.
PRIORITIES = ("overall", "children", "minds", "work", "air", "communities", "living")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CATALOGUE, tmp_path / "catalogue"))


def test_the_six_priorities_follow_the_overall_summary(known: Catalogue) -> None:
    assert tuple(x.id for x in known.priorities) == PRIORITIES
    assert [x.position for x in known.priorities] == list(range(len(PRIORITIES)))


def test_there_are_33_boroughs_london_and_england(known: Catalogue) -> None:
    assert known.boroughs == [f"E{9000000 + n:08d}" for n in range(1, 34)]
    assert {LONDON, ENGLAND} < known.area_codes


def test_borough_populations_sum_to_london_s(known: Catalogue) -> None:
    people = known.areas.set_index("area_code")["population_mid_2024"]
    assert people[known.boroughs].sum() == people[LONDON]


def test_inner_london_has_14_boroughs_and_each_board_its_own(known: Catalogue) -> None:
    boroughs = known.areas[known.areas["area_type"] == "borough"]
    assert boroughs["inner_outer"].value_counts().to_dict() == {
        "Outer London": 19,
        "Inner London": 14,
    }
    assert sorted(boroughs["integrated_care_board"].value_counts()) == [6, 6, 8, 13]


def test_each_of_the_strategy_s_14_headline_numbers_is_there_once(known: Catalogue) -> None:
    numbers = [n for x in known.indicators.values() for n in x.strategy_numbers]
    assert sorted(numbers) == list(range(1, 15))
    assert all(x.headline == bool(x.strategy_numbers) for x in known.indicators.values())


def test_a_source_s_attribution_and_address_name_the_version_of_its_licence(
    known: Catalogue,
) -> None:
    for source in known.sources.values():
        version = source.licence.removeprefix("Open Government Licence v")
        assert f"version/{version.split('.')[0]}/" in source.licence_url, source.id
        named = re.findall(r"Open Government Licence v[\d.]*\d", source.attribution)
        assert set(named) == {source.licence}, source.id


def test_tenths_of_places_are_joined_only_where_they_group_the_same_places(
    known: Catalogue,
) -> None:
    tenths = [
        x
        for x in known.indicators["pm25_mortality"].feeds
        if x.constants.get("group_type") == "deprivation_decile"
    ]
    # by the index of 2019 from here on: the tenths of 2018 were made of other districts
    assert min(year for feed in tenths for year in _years(feed.select["Year"])) == 2019


def _years(given: int | list[int]) -> list[int]:
    return given if isinstance(given, list) else [given]


def test_what_is_in_pounds_says_that_prices_move_it(known: Catalogue) -> None:
    pounds = {x.id for x in known.indicators.values() if x.unit_prefix == "£"}
    assert pounds
    assert {x.id for x in known.indicators.values() if x.current_prices} == pounds


def test_what_a_caveat_says_of_age_is_what_the_catalogue_says(known: Catalogue) -> None:
    for indicator in known.indicators.values():
        said = " ".join([indicator.definition, *indicator.caveats]).lower()
        if "not adjusted for age" in said:
            assert indicator.age_adjustment == "none", indicator.id
        elif "age-standardised" in said or "adjusted for age" in said:
            assert indicator.age_adjustment == "adjusted", indicator.id


def test_what_has_no_figures_says_why_and_what_has_some_says_where(known: Catalogue) -> None:
    for indicator in known.indicators.values():
        assert indicator.feeds or indicator.no_figures, indicator.id


def test_every_priority_has_a_proxy_or_measures_itself(known: Catalogue) -> None:
    proxied = {x.priority for x in known.indicators.values() if x.proxy_for}
    assert set(PRIORITIES[1:]) <= proxied


def test_aims_agree_with_priorities(known: Catalogue) -> None:
    aims = {x.id: x.aim for x in known.priorities}
    for indicator in known.indicators.values():
        assert indicator.aim == aims[indicator.priority], indicator.id


def test_every_word_and_priority_has_what_people_look_for(known: Catalogue) -> None:
    assert all(x.synonyms for x in known.priorities)
    assert all(x.synonyms for x in known.indicators.values())
    assert len(known.glossary) >= 40
    for term in known.glossary:
        assert term.means.endswith("."), term.id
        assert term.id not in term.see


def _edit(path: Path, pattern: str, replacement: str) -> None:
    text = path.read_text(encoding="utf-8")
    edited = re.sub(pattern, replacement, text, count=1, flags=re.MULTILINE)
    assert edited != text
    path.write_text(edited, encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "pattern", "replacement", "message"),
    [
        ("indicators/suicide.yml", r"^polarity: .*", "polarity: sideways", "polarity.*'sideways'"),
        ("indicators/suicide.yml", r"^decimals: .*\n", "", "'decimals' is a required property"),
        ("indicators/suicide.yml", r"^id: .*", "id: else", "id 'else' is not the file's name"),
        ("indicators/suicide.yml", r"^id: .*", "id: [", "not readable as YAML"),
        ("indicators/suicide.yml", r"source: \w+", "source: nonesuch", "'nonesuch' is not known"),
        ("indicators/suicide.yml", r"^unit: ", "colour: red\nunit: ", "'colour' was unexpected"),
        ("sources/ons_sdg.yml", r"^route: .*", "route: rumour", "route.*'rumour'"),
        ("priorities.yml", r"lead: suicide", "lead: smoking", "lead: 'smoking' is not one of its"),
        ("priorities.yml", r"lead: suicide", "lead: anxiety", "lead: 'anxiety' is not a headline"),
        ("priorities.yml", r"second: anxiety", "second: joy", "second: 'joy' is not one of its"),
        (
            "priorities.yml",
            r"lead: mmr_two_doses\n    lead_reason: >-\n(      .*\n)+",
            "lead: mmr_two_doses\n",
            "lead_reason: no headline of the strategy has borough figures",
        ),
        (
            "indicators/suicide.yml",
            r"^strategy_gap: >-\n  .*\n",
            "",
            "'strategy_gap' is a required property",
        ),
        ("areas.csv", r"^E09000033", "E09000001", "'E09000001' appears twice"),
        ("areas.csv", r"^E09000033", "X33", "line 34.*'X33' does not match"),
        ("corrections.yml", r"indicator_id: \w+", "indicator_id: nonesuch", "'nonesuch'"),
        ("glossary.yml", r"id: ratio", "id: gap", "id 'gap' appears twice"),
        ("glossary.yml", r"explains: \[ratio\]", "explains: [gap]", "explains 'gap' appears twice"),
        ("glossary.yml", r"id: ratio", "id: A Ratio", "terms > 1 > id.*'A Ratio' does not match"),
        ("glossary.yml", r"see: \[gap,", "see: [nonesuch,", "see: 'nonesuch' is not known"),
        ("glossary.yml", r"  - id: gap\n    term: Gap\n", "  - id: gap\n", "'term' is a required"),
        (
            "priorities.yml",
            r"synonyms: \[summary",
            "synonyms: [one|two",
            "'one.two' does not match",
        ),
        ("areas.csv", r"LBTH$", "LBTH|", "line 31.*'LBTH.' does not match"),
    ],
)
def test_a_malformed_file_is_named_with_what_is_wrong(
    copy: Path, file: str, pattern: str, replacement: str, message: str
) -> None:
    _edit(copy / file, pattern, replacement)
    with pytest.raises(CatalogueError, match=f"(?s){file.split('/')[-1]}.*{message}"):
        catalogue.load(copy)


def test_an_absent_file_is_named(copy: Path) -> None:
    (copy / "priorities.yml").unlink()
    with refused(CatalogueError, "priorities.yml"):
        catalogue.load(copy)
