"""Likeness of areas: worked by hand, against SciPy, and what must hold for any numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.distance import cdist

from pipelines.stats import similarity

THEMES = ("age", "age", "density")
tables = arrays(np.int64, (6, 3), elements=st.integers(-50, 50)).filter(
    lambda table: bool((table.std(axis=0) > 0).all())
)


def test_z_scores_by_hand():
    # mean 4, deviations −2, 0, 2, standard deviation √(8/3)
    assert similarity.z_scores([[2.0], [4.0], [6.0]]).ravel() == pytest.approx(
        [-1.224744871391589, 0, 1.224744871391589]
    )


def test_themes_count_the_same_however_many_variables_they_have():
    # Two areas are always −1 and 1: 2 apart in each variable, so 2 in each theme and 2 in all.
    apart, order = similarity.theme_distances([[1, 5, 100], [3, 4, 700]], THEMES)
    assert order == ("age", "density")
    assert apart[0, 1].tolist() == [2, 2]
    assert similarity.distances([[1, 5, 100], [3, 4, 700]], THEMES)[0, 1] == pytest.approx(2)


def test_three_areas_by_hand():
    # z of 0, 0, 3 is −1/√2, −1/√2, √2; of 0, 3, 0 likewise: themes differ by 3/√2 or 0.
    value = [[0, 0], [0, 3], [3, 0]]
    apart = similarity.distances(value, ("one", "other"))
    assert apart[0] == pytest.approx([0, 1.5, 1.5])
    assert apart[1, 2] == pytest.approx(3 / np.sqrt(2))


@given(tables)
@settings(max_examples=50, deadline=None)
def test_one_theme_a_variable_is_the_textbook_distance(table):
    scale = table.var(axis=0)
    textbook = cdist(table, table, "seuclidean", V=scale) / np.sqrt(table.shape[1])
    found = similarity.distances(table, ("a", "b", "c"))
    np.testing.assert_allclose(found, textbook, atol=1e-9)


@given(tables)
@settings(max_examples=50, deadline=None)
def test_symmetric_and_nothing_from_itself(table):
    apart = similarity.distances(table, THEMES)
    np.testing.assert_array_equal(apart, apart.T)
    np.testing.assert_array_equal(np.diag(apart), 0)
    assert (apart >= 0).all()


@given(tables, st.floats(0.01, 1000), st.floats(-1000, 1000), st.integers(0, 2))
@settings(max_examples=50, deadline=None)
def test_the_unit_of_a_variable_does_not_matter(table, factor, shift, column):
    moved = table.astype(np.float64)
    moved[:, column] = moved[:, column] * factor + shift
    before = similarity.distances(table, THEMES)
    np.testing.assert_allclose(similarity.distances(moved, THEMES), before, rtol=1e-6, atol=1e-6)


@given(tables, st.permutations(range(6)))
@settings(max_examples=50, deadline=None)
def test_the_order_of_the_areas_does_not_matter(table, order):
    places = list(order)
    before = similarity.distances(table, THEMES)
    after = similarity.distances(table[places], THEMES)
    np.testing.assert_allclose(after, before[np.ix_(places, places)], atol=1e-12)


@given(tables)
@settings(max_examples=50, deadline=None)
def test_no_detour_is_shorter(table):
    apart = similarity.distances(table, THEMES)
    assert (apart[:, None, :] <= apart[:, :, None] + apart[None, :, :] + 1e-9).all()


@given(tables)
@settings(max_examples=50, deadline=None)
def test_the_nearest_come_first_and_an_area_is_never_its_own(table):
    apart = similarity.distances(table, THEMES)
    order = similarity.nearest(apart)
    for area, others in enumerate(order):
        assert sorted([area, *others]) == list(range(6))
        assert (np.diff(apart[area, others]) >= 0).all()


def test_equal_distances_keep_the_order_of_the_areas():
    assert similarity.nearest(np.ones((4, 4))).tolist() == [
        [1, 2, 3],
        [0, 2, 3],
        [0, 1, 3],
        [0, 1, 2],
    ]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: similarity.z_scores([1.0, 2.0]), "must be a table of two or more areas"),
        (lambda: similarity.z_scores([[1.0, 2.0]]), "found shape \\(1, 2\\)"),
        (lambda: similarity.z_scores([[1.0], [np.nan]]), "found a missing one"),
        (lambda: similarity.z_scores([[1.0], [np.inf]]), "must be finite"),
        (lambda: similarity.z_scores([[1, 7], [2, 7]]), "variable 1 is the same in every area"),
        (lambda: similarity.z_scores([[0.1 + 0.2], [0.3]]), "variable 0 is the same"),
        (lambda: similarity.distances([[1], [2]], ("a", "b")), "found 2 for 1"),
        (lambda: similarity.nearest([[0, 1, 2], [1, 0, 2]]), "must be a square table"),
        (lambda: similarity.nearest([[0, -1], [-1, 0]]), "of 0 or more"),
    ],
)
def test_impossible_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
