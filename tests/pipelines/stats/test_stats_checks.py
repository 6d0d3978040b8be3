"""The checks that the statistics share, each with its whole sentence."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from pipelines.stats import _checks


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: _checks.floats(["many"], "count"),
            "count must be numbers, with NaN for a missing one: "
            "could not convert string to float: 'many'",
        ),
        (
            lambda: _checks.floats([1, np.inf], "count"),
            "count must be finite numbers, with NaN for a missing one; found inf",
        ),
        (lambda: _checks.positive([1, 0], "rate"), "rate must be above 0; found 0"),
        (lambda: _checks.not_negative([1, -2.5], "se"), "se must be 0 or more; found -2.5"),
        (
            lambda: _checks.known_populations([1, np.nan]),
            "population must be given for every group; found a missing one",
        ),
        (
            lambda: _checks.in_order(np.array([1.0, 3.0]), np.array([2.0, 2.5])),
            "lower must not be above upper; found 3 above 2.5",
        ),
        (
            lambda: _checks.normal_quantile(95),
            "confidence must be between 0 and 1, such as 0.95; found 95",
        ),
        (
            lambda: _checks.choice("up", "polarity", ("high", "low")),
            "polarity must be one of high, low; found 'up'",
        ),
        (lambda: _checks.draw_count(99), "draws must be 100 or more; found 99"),
        (
            lambda: _checks.group_axis(np.ones((2, 1)), "value", 2),
            "value must hold 2 or more groups on its last axis; found 1",
        ),
        (
            lambda: _checks.group_axis(np.ones(101), "value", 5, 100),
            "value must hold 5 to 100 groups on its last axis; found 101",
        ),
        (
            lambda: _checks.broadcast(value=np.ones(3), se=np.ones(2)),
            "these arguments do not broadcast together: value (3,), se (2,)",
        ),
        (
            lambda: _checks.fit(np.ones(3), (5,), "se"),
            "se must fit the shape (5,); found (3,)",
        ),
    ],
)
def test_a_refusal_is_one_sentence(call: Callable[[], object], sentence: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        call()
    assert str(caught.value) == sentence
