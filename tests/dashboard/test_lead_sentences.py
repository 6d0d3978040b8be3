"""Why an indicator leads: every form to the letter."""

from __future__ import annotations

import pytest

from dashboard import lead_sentences


@pytest.mark.parametrize(
    ("numbers", "reason", "said"),
    [
        (["9"], "", "Headline 9 of the strategy's 14."),
        (["1", "2"], "", "Headlines 1 and 2 of the strategy's 14."),
        (
            ["7"],
            "It is here.",
            "Headline 7 of the strategy's 14. It is here.",
        ),
        ([""], "It is the nearest.", "It is the nearest."),
    ],
)
def test_a_lead_says_which_headline_it_is(numbers: list[str], reason: str, said: str) -> None:
    assert lead_sentences.why(numbers, reason) == said


def test_a_second_line_says_that_it_can_be_tested() -> None:
    assert lead_sentences.second("There is no clear change.") == (
        "Tested beside it. There is no clear change."
    )
