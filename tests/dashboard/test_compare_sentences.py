"""Boroughs side by side in words: every form of the sentences, to the letter."""

from __future__ import annotations

import pytest

from dashboard import compare_sentences
from dashboard.compare_sentences import Figure


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
