"""Boroughs side by side in words: every form of the sentences, to the letter."""

from __future__ import annotations

import pytest

from dashboard import compare_sentences
from dashboard.compare_sentences import Figure
from dashboard.state import Confidence

NOTHING = float("nan")


def figure(
    name: str, value: float, verdict: str = "similar", reason: str = "", error: float = 1.0
) -> Figure:
    """A borough's figure that is known to within a standard error."""
    return Figure(name, value, f"{value}%", "", verdict, reason, value, error)


def absent(name: str) -> Figure:
    reason = "there is no figure"
    return Figure(name, NOTHING, "", "suppressed", "not compared", reason, NOTHING, NOTHING)


def said(
    *figures: Figure, period: str = "2022/23", people: str = "", confidence: Confidence = "95"
) -> str:
    return compare_sentences.finding(figures, period, people, "25.0%", "London", confidence)


def test_of_two_boroughs_one_is_higher_where_the_difference_is_clear() -> None:
    # 4.1 points with a standard error of 1.41: z is 2.9, clear at 95% and not at 99.8%.
    pair = figure("Islington", 24.0), figure("Newham", 28.1, "worse")
    assert said(*pair) == (
        "In 2022/23, Newham's figure (28.1%) was higher than Islington's (24.0%), beyond what "
        "chance explains. Compared with London (25.0%), Newham is worse, beyond what chance "
        "explains; Islington is similar."
    )
    assert said(*pair, confidence="99.8", people="females").startswith(
        "In 2022/23, Newham's figure for females (28.1%) and Islington's (24.0%) were too close "
        "to call. Compared"
    )


def test_of_two_boroughs_without_intervals_chance_is_not_assessed() -> None:
    pair = figure("Islington", 24.0, error=NOTHING), figure("Newham", 28.1)
    assert said(*pair).startswith(
        "In 2022/23, Newham's figure was 28.1% and Islington's 24.0%; chance not assessed. "
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
        "In 2022/23, the highest figure was 30.0% (Brent and Newham) and the lowest 15.0% "
        "(Barnet), a difference beyond what chance explains. Compared with London (25.0%), Brent "
        "and Newham are worse and Barnet is better, beyond what chance explains; Camden is similar."
    )


def test_who_may_be_as_high_or_as_low_as_an_end_is_named() -> None:
    sentence = said(
        figure("Brent", 30.0),
        figure("Newham", 29.0),
        figure("Ealing", 28.0),
        figure("Camden", 16.0),
        figure("Barnet", 15.0),
    )
    assert (
        "Newham and Ealing are too close to the highest to call. "
        "Camden is too close to the lowest to call. "
    ) in sentence


def test_ends_that_do_not_differ_are_too_close_to_call() -> None:
    figures = [figure("Brent", 26.0), figure("Newham", 25.0), figure("Barnet", 24.0)]
    assert said(*figures).startswith(
        "In 2022/23, the highest figure was 26.0% (Brent) and the lowest 24.0% (Barnet), too close "
        "to call. Compared"
    )
    figures[0] = figure("Brent", 36.0, error=NOTHING)
    assert said(*figures).startswith(
        "In 2022/23, the highest figure was 36.0% (Brent) and the lowest 24.0% (Barnet); chance "
        "not assessed. Compared"
    )


def test_of_many_at_one_end_two_are_named_and_the_rest_counted() -> None:
    many = [figure(name, 30.0) for name in ("Brent", "Camden", "Ealing", "Newham", "Sutton")]
    assert "30.0% (Brent, Camden and 3 others)" in said(*many, figure("Barnet", 1.0))


def test_a_borough_without_a_figure_is_named() -> None:
    assert said(figure("Newham", 28.1), absent("City of London")).endswith(
        "City of London's figure is suppressed."
    )
    assert said(absent("Hackney"), absent("City of London")) == (
        "In 2022/23, Hackney's figure is suppressed and City of London's figure is suppressed."
    )


def test_without_a_verdict_the_reason_is_given() -> None:
    sentence = said(
        figure("Brent", 3.0, "not compared", "the publisher gives no confidence interval"),
        figure("Newham", 4.0, "not compared", "the publisher gives no confidence interval"),
    )
    assert sentence.endswith("chance not assessed: the publisher gives no confidence interval.")


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
