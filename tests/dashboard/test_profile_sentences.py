"""What stands out about a borough: every form to the letter, and none against its lines."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dashboard import profile_sentences, queries
from dashboard.content.profile_lines import FALLING, RISING, STEADY, Line
from dashboard.db import Build
from dashboard.profile_sentences import Standout
from dashboard.rank_words import Rank
from tests import committed
from tests.dashboard.conftest import Profiles
from tests.dashboard.given import PERCENT

BOROUGHS = len(committed.boroughs())
THIRD = BOROUGHS // 3
# An indicator of which less is better, in which nothing stands out.
PLAIN = Line(
    indicator_id="smoking",
    title="Smoking",
    priority="living",
    polarity="low",
    unit=PERCENT,
    sex="persons",
    age="All ages",
    period="2024",
    value=12.0,
    lower=10.0,
    upper=14.0,
    state="published",
    note="",
    compared_with="london",
    benchmark_value=11.5,
    difference=0.5,
    is_relevant=True,
    quintile=3,
    distance=0.1,
    verdict="similar",
    verdict_998="similar",
    verdict_reason="",
    rank=Rank(16, 1, 10, 22, 32),
    rank_reason="",
    direction=STEADY,
    slope=0.0,
    yearly_change=0.0,
    trend_reason="",
    trend_periods=("2020", "2024"),
    is_own_method=False,
    age_adjustment="not_needed",
    current_prices=False,
)
WORSE = replace(PLAIN, indicator_id="obesity", title="Obesity", verdict="worse_95", distance=1.0)
WORST = replace(
    PLAIN,
    indicator_id="weight",
    title="Excess weight",
    sex="male",
    value=28.1,
    lower=26.9,
    upper=29.4,
    benchmark_value=22.0,
    distance=2.5,
    verdict="worse_998",
    verdict_998="worse",
)
BETTER = replace(
    PLAIN,
    indicator_id="falls",
    title="Falls",
    distance=-1.5,
    verdict="better_998",
    verdict_998="better",
)
# without an interval, without London's figure as well, without its own
APART = replace(PLAIN, indicator_id="jobs", title="Jobs", verdict="not_compared")
ALONE = replace(APART, compared_with="", benchmark_value=None, difference=None, distance=None)
ABSENT = replace(ALONE, value=None, quintile=None, state="suppressed")
OF_ENGLAND = replace(WORST, compared_with="england")
NEITHER = replace(PLAIN, indicator_id="illness", title="Illness", verdict="higher_95")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            (WORSE, WORST, BETTER, PLAIN),
            "Of 4 figures: 4 compared with London. Against London: 2 worse, 1 better and 1 "
            "similar.",
        ),
        (
            (WORSE, NEITHER, OF_ENGLAND, APART, ALONE, ALONE, ABSENT),
            "Of 7 figures: 2 compared with London; 1 with England because London has none; 1 by "
            "their difference and fifth, chance not assessed; 2 placed by their fifth only; 1 "
            "without a figure. Against London: 1 worse and 1 higher or lower (neither is better). "
            "Against England: 1 worse.",
        ),
        (
            (OF_ENGLAND,),
            "Of 1 figure: 1 compared with England because London has none. Against England: 1 "
            "worse.",
        ),
        (
            (replace(ALONE, quintile=None), ABSENT),
            "Of 2 figures: 1 without a figure; 1 with nothing to be compared with.",
        ),
    ],
    ids=["all compared", "every way", "with England alone", "none"],
)
def test_a_summary_counts_what_each_figure_is_compared_with(
    lines: tuple[Line, ...], said: str
) -> None:
    assert profile_sentences.summary(lines, "london") == said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (WORSE, "worse"),
        (OF_ENGLAND, "worse than England"),
        (replace(PLAIN, compared_with="england"), "similar to England"),
        (APART, "0.50 points above London; middle fifth; chance not assessed"),
        (
            replace(APART, difference=-2.0, quintile=1, polarity="high", compared_with="england"),
            "2.00 points below England; lowest fifth; chance not assessed",
        ),
        (
            replace(APART, difference=0.0, quintile=None),
            "the same as London to the last digit shown; chance not assessed",
        ),
        (replace(ALONE, quintile=2), "second highest fifth; chance not assessed"),
        (ABSENT, "not compared"),
    ],
)
def test_a_figure_says_what_it_is_compared_with_and_judges_only_what_is_tested(
    line: Line, said: str
) -> None:
    assert profile_sentences.against(line, "london") == said


def _said(*lines: Line, rank: int = 16, benchmark: str = "london") -> dict[str, str]:
    found = profile_sentences.stand_outs(lines, "Newham", rank, BOROUGHS, benchmark)
    return {x.kind: x.sentence for x in found}


def test_the_farthest_of_the_worse_and_of_the_better_are_named() -> None:
    assert _said(PLAIN, WORSE, WORST, BETTER) == {
        "worst": "Excess weight (males): 28.1% (26.9 to 29.4), 2024, is worse than London's 22.0%. "
        "Of 2 indicators that are worse by a relevant difference, it is the farthest away.",
        "best": "Falls: 12.0% (10.0 to 14.0), 2024, is better than London's 11.5%. It is the only "
        "indicator that is better by a relevant difference.",
    }


def test_only_a_relevant_difference_stands_out_and_says_what_may_lie_behind_it() -> None:
    small = replace(WORST, is_relevant=False)
    assert set(_said(PLAIN, small, WORSE)) == {"worst"}
    assert _said(small) == {}
    crude = replace(WORST, age_adjustment="none", compared_with="england")
    assert _said(crude)["worst"].startswith(
        "Excess weight (males): 28.1% (26.9 to 29.4), 2024, not adjusted for age, is worse than "
        "England's 22.0%."
    )
    unknown = replace(crude, age_adjustment="unknown")
    assert ", 2024, which may not be adjusted for age, is worse" in _said(unknown)["worst"]


def test_prices_alone_make_nothing_better_or_worse() -> None:
    rising = replace(PLAIN, polarity="high", direction=RISING, slope=20.0, yearly_change=1.0)
    assert set(_said(rising)) == {"improving"}
    assert _said(replace(rising, current_prices=True)) == {}


@pytest.mark.parametrize(
    "change",
    [{"is_relevant": False}, {"age_adjustment": "none"}, {"compared_with": "london"}],
    ids=["small", "not adjusted for age", "of another benchmark"],
)
def test_not_every_sure_difference_is_against_expectation(change: dict[str, str | bool]) -> None:
    line = replace(BETTER, compared_with="england")
    assert "contrary" in _said(line, rank=1, benchmark="england")
    assert "contrary" not in _said(replace(line, **change), rank=1, benchmark="england")  # type: ignore[arg-type]


def test_what_changes_is_named_the_fastest_first_and_the_rest_counted() -> None:
    rising = [
        replace(
            PLAIN,
            indicator_id=f"number_{place}",
            title=f"Number {place}",
            direction=RISING,
            slope=float(place),
            yearly_change=float(place),
        )
        for place in range(1, 6)
    ]
    tiny = replace(PLAIN, direction=FALLING, slope=-0.001, yearly_change=-0.001, is_own_method=True)
    assert _said(*rising, tiny) == {
        "worsening": "Number 5, up by 5.00 points each year from 2020 to 2024; Number 4, up by "
        "4.00 points each year from 2020 to 2024; Number 3, up by 3.00 points each year from 2020 "
        "to 2024; and 2 more.",
        "improving": "Smoking, down by less than the last digit shown each year from 2020 to 2024 "
        "(our own test).",
    }


@pytest.mark.parametrize(
    ("rank", "lines", "said"),
    [
        (
            THIRD,
            (replace(BETTER, compared_with="england"),),
            "Newham is among the most deprived third of boroughs, yet better than England (99.8% "
            "sure) on Falls (12.0%).",
        ),
        (
            BOROUGHS + 1 - THIRD,
            (
                OF_ENGLAND,
                *(replace(OF_ENGLAND, indicator_id=x, title=x, distance=1.0) for x in "ABC"),
            ),
            "Newham is among the least deprived third of boroughs, yet worse than England (99.8% "
            "sure) on Excess weight (males) (28.1%), A (males) (28.1%) and B (males) (28.1%), and "
            "on 1 more.",
        ),
    ],
    ids=["most deprived", "least deprived"],
)
def test_what_nobody_expects_is_told(rank: int, lines: tuple[Line, ...], said: str) -> None:
    assert _said(*lines, rank=rank, benchmark="england")["contrary"] == said


@pytest.mark.parametrize("rank", [THIRD + 1, BOROUGHS - THIRD])
def test_in_the_middle_nothing_is_against_expectation(rank: int) -> None:
    assert "contrary" not in _said(WORST, BETTER, rank=rank)


@pytest.mark.parametrize(
    ("rank", "words"),
    [
        (1, "most deprived of 33 boroughs"),
        (2, "2nd most deprived of 33 boroughs"),
        (32, "2nd least deprived of 33 boroughs"),
        (33, "least deprived of 33 boroughs"),
    ],
)
def test_a_place_in_the_order_of_deprivation_in_words(rank: int, words: str) -> None:
    assert profile_sentences.deprivation_place(rank, 33) == words


@pytest.mark.slow
def test_no_sentence_contradicts_its_line(build: Build, every_profile: Profiles) -> None:
    """Every borough, benchmark and confidence: each sentence against the row it speaks of."""
    kinds: dict[str, int] = {}
    for area, benchmark, confidence, lines in every_profile:
        by_key = {x.key: x for x in lines}
        row = queries.areas(build).loc[area]
        rank = int(row["deprivation_rank"])
        for found in profile_sentences.stand_outs(
            lines, row["area_name"], rank, BOROUGHS, benchmark
        ):
            kinds[found.kind] = kinds.get(found.kind, 0) + 1
            about = [by_key[key] for key in found.about]
            where = (area, benchmark, confidence, found.sentence)
            assert about, where
            assert all(x.subject in found.sentence for x in about), where
            _agrees(found, about, lines, rank, where)
    # nothing need be against expectation: so large and sure a difference, adjusted for age, is rare
    assert set(profile_sentences.HEADINGS) - {"contrary"} <= set(kinds)


def _agrees(
    found: Standout, about: list[Line], lines: tuple[Line, ...], rank: int, where: object
) -> None:
    if found.kind in ("worst", "best"):
        word = "worse" if found.kind == "worst" else "better"
        side = [x for x in lines if x.verdict.startswith(word) and x.is_relevant]
        (line,) = about
        assert line in side, where
        assert abs(line.distance or 0) == max(abs(x.distance or 0) for x in side), where
        assert _above(line) == ((line.polarity == "high") == (word == "better")), where
        assert line.figure in found.sentence, where
        assert f" is {word} than {line.yardstick}'s " in found.sentence, where
        crude = line.age_adjustment in ("none", "unknown")
        assert ("adjusted for age" in found.sentence) == crude, where
    elif found.kind in ("worsening", "improving"):
        for line in about:
            assert line.slope is not None
            assert not line.current_prices, where
            good = (line.slope > 0) == (line.polarity == "high")
            assert good == (found.kind == "improving"), where
            assert line.direction == (RISING if line.slope > 0 else FALLING), where
            way = "up" if line.slope > 0 else "down"
            assert f"{line.subject}, {way} by" in found.sentence, where
    else:
        is_deprived = rank <= THIRD
        assert is_deprived or rank > BOROUGHS - THIRD, where
        for line in about:
            assert line.verdict_998 == ("better" if is_deprived else "worse"), where
            assert line.is_relevant, where
            assert line.age_adjustment in ("adjusted", "not_needed"), where
        assert ("most deprived third" in found.sentence) == is_deprived, where


def _above(line: Line) -> bool:
    assert line.value is not None
    assert line.benchmark_value is not None
    return line.value > line.benchmark_value


def test_nobody_of_the_middle_third_is_against_expectation(
    build: Build, every_profile: Profiles
) -> None:
    areas = queries.areas(build)
    for area, benchmark, _, lines in every_profile:
        name, rank = areas["area_name"][area], int(areas["deprivation_rank"][area])
        if THIRD < rank <= BOROUGHS - THIRD:
            found = profile_sentences.stand_outs(lines, name, rank, BOROUGHS, benchmark)
            assert "contrary" not in {x.kind for x in found}


def test_the_summary_counts_every_line_once(every_profile: Profiles) -> None:
    for _, benchmark, _, lines in every_profile:
        said = profile_sentences.summary(lines, benchmark)
        first, _, rest = said.partition(". ")
        total, *counts = [int(x) for x in re.findall(r"\b\d+\b", first)]
        assert total == len(lines) == sum(counts)
        judged = [int(x) for x in re.findall(r"\b\d+\b", rest)]
        assert sum(judged) == sum(x.placed == "tested" for x in lines)


def test_what_has_a_figure_and_any_yardstick_is_placed(every_profile: Profiles) -> None:
    ways = set()
    for area, benchmark, _, lines in every_profile:
        for line in lines:
            where = (area, benchmark, line.key)
            ways.add(line.placed)
            assert (line.placed == "nowhere") == (line.value is None), where
            if line.placed in ("tested", "apart") and line.compared_with != benchmark:
                assert profile_sentences.against(line, benchmark).count(line.yardstick), where
            if line.placed != "tested":
                said = profile_sentences.against(line, benchmark)
                assert not re.search(r"better|worse", said), where
                assert line.value is None or "chance not assessed" in said, where
    assert ways == {"tested", "apart", "fifth", "nowhere"}


def test_newham_has_six_figures_or_fewer_that_cannot_be_compared(every_profile: Profiles) -> None:
    (lines,) = (
        x
        for area, benchmark, sure, x in every_profile
        if (area, benchmark, sure) == ("E09000025", "london", "95")
    )
    assert sum(x.placed == "nowhere" for x in lines) <= 6
