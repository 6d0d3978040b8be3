"""What stands out about a borough: every form to the letter, and none against its lines."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dashboard import profile_sentences, queries
from dashboard.content.profile_lines import FALLING, RISING, STEADY, Line
from dashboard.db import Build
from dashboard.profile_sentences import Standout
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
    benchmark_value=11.5,
    difference=0.5,
    distance=0.1,
    verdict="similar",
    verdict_998="similar",
    verdict_reason="",
    rank=(16, 10, 22, 32),
    rank_reason="",
    direction=STEADY,
    slope=0.0,
    yearly_change=0.0,
    trend_reason="",
    trend_periods=("2020", "2024"),
    is_own_method=False,
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
UNCOMPARED = replace(PLAIN, indicator_id="jobs", title="Jobs", verdict="not_compared")
NEITHER = replace(PLAIN, indicator_id="illness", title="Illness", verdict="higher_95")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            (WORSE, WORST, BETTER, PLAIN),
            "Against London, of 4 figures: 2 worse, 1 better and 1 similar.",
        ),
        (
            (WORSE, NEITHER, UNCOMPARED),
            "Against London, of 3 figures: 1 worse and 1 higher or lower (neither is better). The "
            "other 1 cannot be compared; each says why.",
        ),
        ((UNCOMPARED,), "None of the 1 figures can be compared with London."),
    ],
    ids=["all compared", "not all", "none"],
)
def test_a_summary_counts_the_verdicts(lines: tuple[Line, ...], said: str) -> None:
    assert profile_sentences.summary(lines, "london") == said


def _said(*lines: Line, rank: int = 16, benchmark: str = "london") -> dict[str, str]:
    found = profile_sentences.stand_outs(lines, "Newham", rank, BOROUGHS, benchmark)
    return {x.kind: x.sentence for x in found}


def test_the_farthest_of_the_worse_and_of_the_better_are_named() -> None:
    assert _said(PLAIN, WORSE, WORST, BETTER) == {
        "worst": "Excess weight (males): 28.1% (26.9 to 29.4), 2024, is worse than London's 22.0%. "
        "Of 2 indicators that are worse, it is the farthest away.",
        "best": "Falls: 12.0% (10.0 to 14.0), 2024, is better than London's 11.5%. It is the only "
        "indicator that is better.",
    }


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
    tiny = replace(PLAIN, direction=FALLING, slope=-0.01, yearly_change=-0.01, is_own_method=True)
    assert _said(*rising, tiny) == {
        "worsening": "Number 5, up by 5.0 points each year from 2020 to 2024; Number 4, up by 4.0 "
        "points each year from 2020 to 2024; Number 3, up by 3.0 points each year from 2020 to "
        "2024; and 2 more.",
        "improving": "Smoking, down by less than the last digit shown each year from 2020 to 2024 "
        "(our own test).",
    }


@pytest.mark.parametrize(
    ("rank", "lines", "said"),
    [
        (
            THIRD,
            (BETTER,),
            "Newham is among the most deprived third of boroughs, yet better than England (99.8% "
            "sure) on Falls (12.0%).",
        ),
        (
            BOROUGHS + 1 - THIRD,
            (WORST, *(replace(WORST, indicator_id=x, title=x, distance=1.0) for x in "ABC")),
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
    assert set(kinds) == set(profile_sentences.HEADINGS)


def _agrees(
    found: Standout, about: list[Line], lines: tuple[Line, ...], rank: int, where: object
) -> None:
    if found.kind in ("worst", "best"):
        word = "worse" if found.kind == "worst" else "better"
        side = [x for x in lines if x.verdict.startswith(word)]
        (line,) = about
        assert line in side, where
        assert abs(line.distance or 0) == max(abs(x.distance or 0) for x in side), where
        assert _above(line) == ((line.polarity == "high") == (word == "better")), where
        assert line.figure in found.sentence, where
        assert f" is {word} than " in found.sentence, where
    elif found.kind in ("worsening", "improving"):
        for line in about:
            assert line.slope is not None
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
        total, *counts = [int(x) for x in re.findall(r"\b\d+\b", said)]
        assert total == len(lines)
        if counts:
            assert sum(counts) == total
