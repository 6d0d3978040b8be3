"""Classes of values: nothing lost, ties together, labels that never overlap."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.scale import ValueScale, class_label, classify, value_classes
from dashboard.text import Unit

VALUES = st.lists(
    st.floats(-5000, 5000, allow_nan=False).map(lambda value: round(value, 3)), min_size=1
)


@given(VALUES, st.integers(0, 3))
def test_every_value_is_in_one_class_that_holds_it(values: list[float], decimals: int) -> None:
    scale = value_classes(values, decimals)
    places = classify(values, scale)
    assert sum(scale.counts) == len(values)
    assert list(np.bincount(places, minlength=len(scale.counts))) == list(scale.counts)
    assert all(count > 0 for count in scale.counts)
    assert len(scale.labels) == len(scale.counts) == len(scale.edges) - 1 <= 5
    for value, place in zip(values, places, strict=True):
        written = float(f"{value:.{decimals}f}")
        assert scale.edges[place] <= written <= scale.edges[place + 1]


@given(VALUES, st.integers(0, 3))
def test_the_order_of_the_areas_does_not_matter(values: list[float], decimals: int) -> None:
    assert value_classes(values, decimals) == value_classes(values[::-1], decimals)


@given(VALUES)
def test_values_written_alike_share_a_class(values: list[float]) -> None:
    places = classify(values, value_classes(values, 1))
    classes: dict[str, set[int]] = {}
    for value, place in zip(values, places, strict=True):
        classes.setdefault(f"{value + 0.0:.1f}".replace("-0.0", "0.0"), set()).add(int(place))
    assert all(len(found) == 1 for found in classes.values())


@given(VALUES)
def test_higher_values_are_never_in_lower_classes(values: list[float]) -> None:
    ordered = sorted(values)
    places = classify(ordered, value_classes(ordered, 1))
    assert list(places) == sorted(places)


def test_cuts_are_round_and_classes_are_filled() -> None:
    values = [round(12 + 0.55 * place, 1) for place in range(1, 33)]
    scale = value_classes(values, 1)
    # The fifths are 15.96, 19.37, 22.78 and 26.19; steps of 5 would make two of them 25.
    assert scale.edges == (12.6, 16.0, 20.0, 22.0, 26.0, 29.6)
    assert scale.labels == (
        "12.6 to 15.9",
        "16.0 to 19.9",
        "20.0 to 21.9",
        "22.0 to 25.9",
        "26.0 to 29.6",
    )
    assert scale.counts == (7, 7, 4, 7, 7)


def test_one_outlier_does_not_leave_the_others_in_one_colour() -> None:
    scale = value_classes([*range(10, 42), 900], 0)
    assert min(scale.counts) >= 4


def test_fewer_than_five_values_give_fewer_classes() -> None:
    scale = value_classes([1.0, 1.0, 2.5], 1)
    assert scale.labels == ("1.0 to 2.4", "2.5")
    assert scale.counts == (2, 1)
    assert value_classes([7.0], 1).labels == ("7.0",)


def test_figures_that_are_not_there_have_no_class() -> None:
    scale = value_classes([1.0, np.nan, 2.0], 1)
    assert list(classify([1.0, np.nan, 2.0], scale)) == [0, -1, 1]
    empty = value_classes([np.nan, np.nan], 1)
    assert empty == ValueScale((), (), (), 1)
    assert list(classify([np.nan], empty)) == [-1]


def test_negative_and_large_values_are_written_the_british_way() -> None:
    assert class_label((-2.0, -1.0, 3.0), 0, Unit("", "", "", 1)) == "-2.0 to -1.1"
    assert class_label((1200, 3400, 5000), 1, Unit("£", "", "", 0)) == "£3,400 to £5,000"


def test_values_beyond_the_scale_join_its_ends() -> None:
    scale = value_classes([1.0, 2.0, 3.0], 1)
    assert list(classify([-9.0, 99.0], scale)) == [0, 2]


@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_neighbouring_labels_do_not_share_a_number(decimals: int) -> None:
    scale = value_classes([place * 1.37 for place in range(33)], decimals)
    numbers = [number for label in scale.labels for number in label.split(" to ")]
    assert len(numbers) == len(set(numbers))
