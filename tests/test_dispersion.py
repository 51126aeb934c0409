"""Dispersion: worked examples, laws, and where in a text a term stands."""

import numpy as np
import pytest
import scipy.sparse
from goldframes import gold_frames, gold_text
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures.dispersion import deviation_of_proportions, measure_dispersion, measure_positions


def dp_of(hits, sizes):
    return deviation_of_proportions(scipy.sparse.csr_array(np.array(hits)[:, None]), np.array(sizes))[0]


def test_worked_example_of_gries():
    """Gries (2008): parts of 9, 10, 10, 10 and 11 tokens, the word 1, 2, 3, 4 and 5 times: DP = 0.18."""
    assert dp_of([1, 2, 3, 4, 5], [9, 10, 10, 10, 11]) == pytest.approx(0.18)


def test_even_is_zero_and_all_in_the_smallest_part_is_nearly_one():
    assert dp_of([2, 4, 4], [10, 20, 20]) == pytest.approx(0)
    assert dp_of([0, 0, 7], [45, 45, 10]) == pytest.approx(0.9)
    assert np.isnan(dp_of([0, 0], [5, 5]))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 99)), min_size=2, max_size=30))
def test_equal_to_the_formula_and_within_its_bounds(parts):
    hits, sizes = map(np.array, zip(*parts, strict=True))
    if hits.sum():
        expected = np.abs(hits / hits.sum() - sizes / sizes.sum()).sum() / 2
        assert dp_of(hits, sizes) == pytest.approx(expected, abs=1e-12)
        assert 0 <= dp_of(hits, sizes) <= 1
        assert dp_of(2 * hits, sizes) == pytest.approx(dp_of(hits, sizes), abs=1e-12)


def test_normalised_reaches_one():
    table = measure_dispersion(gold_frames(), min_count=3)
    assert table["dp_norm"].between(0, 1 + 1e-12).all() and (table["dp_norm"] >= table["dp"]).all()


def test_positions_are_those_of_the_text():
    table = measure_positions(gold_frames(), ["督察", "绿色"], scope="all")
    for row in table.itertuples():
        text = gold_text(row.doc_id)
        assert text[row.start : row.end] == row.term and row.position == row.start / len(text)
    assert len(table) == sum(gold_text(d).count(t) for d in set(table["doc_id"]) for t in ("督察", "绿色"))
