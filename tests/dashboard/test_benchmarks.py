"""Where the benchmark asked for has no figure, a page compares with the other and says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard import queries, state
from dashboard.content import benchmarks, comparisons, maps, options, scenes
from dashboard.db import Build
from dashboard.decks import Scene
from dashboard.state import View
from tests.dashboard.given import view_of

OTHER = {"london": "england", "england": "london"}
NAMES = {"london": "London", "england": "England"}


def of_one_benchmark(build: Build) -> list[View]:
    """A view of every period with one of the two figures, compared with the one that is not there.

    Read from the mart, by nothing of the pages.
    """
    found = build.frame(
        """
        select indicator_id, period, sex, age,
               count(value) filter (where area_code = $london) as london,
               count(value) filter (where area_code = $england) as england
        from observation
        where group_type = 'total'
        group by all
        having count(value) filter (where area_code like 'E09%') > 0 and london + england = 1
        order by all
        """,
        {"london": state.LONDON, "england": state.ENGLAND},
    )
    shown = options.indicators(build)
    return [
        view_of(
            build,
            indicator=row.indicator_id,
            period=row.period,
            sex=row.sex,
            age=row.age,
            benchmark="england" if row.london else "london",
        )
        for row in found.itertuples()
        if row.indicator_id in shown
    ]


def test_both_kinds_are_among_the_figures(build: Build) -> None:
    assert {x.benchmark for x in of_one_benchmark(build)} == set(NAMES)


def test_the_other_benchmark_is_taken_and_the_missing_one_named(build: Build) -> None:
    for view in of_one_benchmark(build):
        other = OTHER[view.benchmark]
        found = benchmarks.with_available(build, view)
        assert found == replace(view, benchmark=other)
        finding = maps.scene(build, found).finding
        assert f"; {NAMES[other]} " in finding
        assert f" {NAMES[view.benchmark]}'s figure is " in finding
        pair = tuple(list(options.boroughs(build))[3:5])
        compared = comparisons.comparison(build, replace(found, areas=pair)).finding
        assert f"{NAMES[view.benchmark]}'s figure is " in compared


def test_a_choice_stands_where_it_has_a_figure_or_nothing_has(build: Build) -> None:
    turned = set(of_one_benchmark(build))
    for indicator in options.indicators(build):
        for benchmark in state.BENCHMARKS:
            view = view_of(build, indicator=indicator, benchmark=benchmark)
            if view not in turned:
                assert benchmarks.with_available(build, view) == view


@pytest.mark.parametrize("chart", ["map", "bars"])
def test_a_scene_turns_too(build: Build, chart: str) -> None:
    view = next(x for x in of_one_benchmark(build) if x.benchmark == "london")
    query = f"indicator={view.indicator}&period={view.period}&sex={view.sex}&age={view.age}"
    shown = scenes.staged(build, Scene(page="map", chart=chart, query=query, headline=""))
    assert shown.view.benchmark == "england"
    assert "London's figure is " in shown.interval_note
    titles = queries.indicators(build)["short_title"]
    assert titles[view.indicator] in shown.headline
