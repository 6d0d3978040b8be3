"""Places and their ranges in words: from the nearer end, and never surer than they are."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import queries, rank_words
from dashboard.charts import ranked_bars
from dashboard.content import card_words, compare_table, maps, profile_lines
from dashboard.db import Build
from dashboard.frames import rows
from dashboard.rank_words import Rank
from tests import committed
from tests.dashboard.given import view_of, with_a_map
from tests.dashboard.pages import words

SURE = "with little doubt"


@pytest.mark.parametrize(
    ("rank", "polarity", "said"),
    [
        (Rank(4, 1, 1, 5, 31), "low", "4th worst of 31, likely 1st to 5th"),
        (Rank(31, 1, 29, 32, 32), "high", "2nd best of 32, likely 1st to 4th best"),
        (Rank(4, 1, 2, 9, 31), "none", "4th highest of 31, likely 2nd to 9th"),
        (Rank(30, 1, 28, 31, 31), "none", "2nd lowest of 31, likely 1st to 4th lowest"),
        (Rank(1, 1, 1, 3, 32), "low", "Worst of 32, likely 1st to 3rd"),
        (Rank(32, 1, 32, 32, 32), "low", f"Best of 32, {SURE}"),
        (Rank(1, 1, 1, 1, 32), "none", f"Highest of 32, {SURE}"),
        (Rank(4, 1, None, None, 31), "low", "4th worst of 31; how sure is not known"),
        (Rank(31, 1, None, None, 31), "low", "Best of 31; how sure is not known"),
    ],
)
def test_a_rank_is_its_place_and_its_range_from_the_same_end(
    rank: Rank, polarity: str, said: str
) -> None:
    assert rank_words.words(rank, polarity) == said


@pytest.mark.parametrize(
    ("rank", "said"),
    [
        # 30th, 31st and 32nd of 32 from the worst are all the best.
        (Rank(30, 3, 28, 32, 32), "Joint best of 32, likely 1st to 5th best"),
        (Rank(29, 3, 27, 32, 32), "Joint 2nd best of 32, likely 1st to 6th best"),
        (Rank(1, 2, 1, 4, 32), "Joint worst of 32, likely 1st to 4th"),
        (Rank(2, 4, None, None, 32), "Joint 2nd worst of 32; how sure is not known"),
        (Rank(1, 32, 1, 32, 32), "The same in all 32 boroughs"),
    ],
)
def test_boroughs_with_the_same_figure_share_a_place(rank: Rank, said: str) -> None:
    assert rank_words.words(rank, "high") == said


@pytest.mark.parametrize(
    ("rank", "said"),
    [
        (Rank(16, 1, 10, 20, 31), "16th worst of 31"),
        (Rank(17, 1, 10, 20, 31), "15th best of 31"),
        (Rank(16, 1, 10, 20, 32), "16th worst of 32"),
        (Rank(17, 1, 10, 20, 32), "16th best of 32"),
        (Rank(1, 1, 1, 2, 2), "Worst of 2"),
        (Rank(2, 1, 1, 2, 2), "Best of 2"),
    ],
)
def test_a_place_is_counted_from_the_nearer_end(rank: Rank, said: str) -> None:
    assert rank_words.place(rank, "low") == said


def test_a_row_without_a_rank_has_none_and_one_without_a_range_no_range() -> None:
    row = {"rank": 3, "rank_shared": 1, "rank_lower": pd.NA, "rank_upper": None, "rank_of": 9}
    assert rank_words.of_row(SimpleNamespace(**row)) == Rank(3, 1, None, None, 9)
    assert rank_words.of_row(SimpleNamespace(**row | {"rank": pd.NA})) is None


@given(st.lists(st.integers(0, 9), min_size=2, max_size=33))
def test_places_from_both_ends_are_those_of_the_order(figures: list[int]) -> None:
    worst_first = sorted(figures, reverse=True)
    for own in figures:
        shared = figures.count(own)
        rank = Rank(1 + worst_first.index(own), shared, None, None, len(figures))
        assert rank.from_best == 1 + worst_first[::-1].index(own)
        assert not rank.is_better_half or rank.from_best < rank.place


def test_every_range_of_the_marts_holds_the_place_it_is_beside(build: Build) -> None:
    """As they are said: from the end that the place is counted from."""
    found = build.frame(
        "select distinct rank, rank_shared, rank_lower, rank_upper, rank_of from comparison "
        "where rank_lower is not null"
    )
    assert len(found) > 100
    for row in rows(found):
        rank = rank_words.of_row(row)
        assert rank is not None
        assert rank.lower is not None
        assert rank.upper is not None
        assert rank.lower <= rank.place <= rank.upper
        assert rank.of + 1 - rank.upper <= rank.from_best <= rank.of + 1 - rank.lower


@pytest.mark.slow
def test_ranks_are_the_order_of_the_bars(build: Build) -> None:
    """On every map: down the bars each place is that of the bar, or of the one it is level with."""
    for indicator in with_a_map(build):
        shown = maps.scene(build, maps.unchosen(view_of(build, indicator=indicator)))
        own = shown.figures[shown.figures["area_type"] == "borough"]
        bars = ranked_bars.ordered(own.dropna(subset=["value"]))
        if shown.indicator["polarity"] == "high":
            bars = bars.iloc[::-1].reset_index(drop=True)
        values, found = bars["value"].tolist(), [rank_words.of_row(x) for x in rows(bars)]
        assert [x.place for x in found if x] == [1 + values.index(x) for x in values], indicator
        assert {x.of for x in found if x} == {len(bars)}


@pytest.mark.slow
def test_card_profile_and_comparison_have_one_rank(build: Build) -> None:
    for area in committed.boroughs()[::11]:
        for line in profile_lines.lines(build, area, "london", "95"):
            own = (line.indicator_id, line.period, line.sex, line.age)
            figures = queries.figures(build, *own, "london")
            (row,) = rows(figures[figures["area_code"] == area])
            card = card_words.rank(row, line.polarity)
            assert card == (rank_words.words(line.rank, line.polarity) if line.rank else "")
            view = view_of(build, area, indicator=line.indicator_id, sex=line.sex)
            if (view.period, view.age) == (line.period, line.age):
                assert card in words(compare_table.table(build, view))
