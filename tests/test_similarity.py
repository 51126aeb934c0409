"""Similarity: SciPy's and scikit-learn's numbers, symmetry, and a baseline of the same length."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse
from goldframes import gold_frames
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.cluster.hierarchy import is_valid_linkage
from scipy.spatial.distance import jensenshannon
from sklearn.metrics.pairwise import cosine_similarity

from analysis.counts import Dtm, cast_dtm
from analysis.measures.similarity import (
    _sampled_jsd,
    _samples,
    _Series,
    content_words,
    cosine,
    jensen_shannon,
    measure_contributions,
    measure_map,
    measure_similarity,
    measure_tree,
    turn_axes,
)

VECTORS = arrays(np.int64, 8, elements=st.integers(0, 20))


@given(VECTORS, VECTORS)
def test_equal_to_scipy_and_scikit_learn(a, b):
    if a.sum() and b.sum():
        assert float(jensen_shannon(a, b)) == pytest.approx(jensenshannon(a, b, base=2) ** 2, abs=1e-9)
        assert cosine(a, b) == pytest.approx(cosine_similarity([a], [b])[0, 0], abs=1e-9)
        assert float(jensen_shannon(a, b)) == pytest.approx(float(jensen_shannon(b, a)), abs=1e-12)


def test_pairs_equal_those_of_the_matrix():
    dtm = content_words(cast_dtm(gold_frames(), unit="group"))
    names = dtm.rows["group"].tolist()
    cosines = cosine_similarity(dtm.matrix.astype(float))
    for row in measure_similarity(gold_frames(), n_draws=2).itertuples():
        assert row.cosine == pytest.approx(cosines[names.index(row.group), names.index(row.other)], abs=1e-9)


def test_contributions_add_up_to_the_divergence():
    pairs = measure_similarity(gold_frames(), n_draws=2).set_index(["group", "other"])
    shift = measure_contributions(gold_frames(), "wuxi", "liangxi")
    assert shift["contribution"].abs().sum() == pytest.approx(pairs.loc[("wuxi", "liangxi"), "jsd"], abs=1e-9)
    back = measure_contributions(gold_frames(), "liangxi", "wuxi").set_index("term")["contribution"]
    assert np.allclose(back[shift["term"]], -shift["contribution"], atol=1e-12)


def test_a_group_of_a_few_words_leaves_the_others_their_samples():
    groups = ["a"] * 20 + ["b"] * 20 + ["c"]
    rows = pd.DataFrame({"n_han": [30] * 40 + [4], "group": pd.Categorical(groups)})
    hits = scipy.sparse.csr_array(np.ones((41, 5), dtype=np.int64))
    length, samples = _samples(Dtm(hits, rows, pd.DataFrame()), 10, random_state=0)
    assert length == 300  # half of 20 sentences of 30 characters
    assert [bool(series.sum()) for pair in samples for series in pair] == [True] * 4 + [False] * 2


def test_two_halves_of_one_text_show_no_excess():
    rng = np.random.default_rng(2)
    rate = rng.dirichlet(np.full(200, 0.3))
    hits = np.array([rng.multinomial(15, rate) for _ in range(120)])
    rows = pd.DataFrame({"n_han": 30, "group": pd.Categorical(["a"] * 60 + ["b"] * 60)}, index=range(120))
    _, samples = _samples(Dtm(scipy.sparse.csr_array(hits), rows, pd.DataFrame()), 100, 0)
    samples = [[series.toarray() for series in pair] for pair in samples]
    between = jensen_shannon(samples[0][0], samples[1][0]).mean()
    within = np.mean([jensen_shannon(*samples[i]).mean() for i in (0, 1)])
    assert abs(between - within) < 0.01


def test_samples_compared_sparsely_equal_the_plain_divergence():
    rng = np.random.default_rng(3)
    one, other = (rng.poisson(0.6, (30, 12)) for _ in range(2))
    other[4] = 0  # a sample without a content word
    first, second = (_Series.of(scipy.sparse.csr_array(table)) for table in (one, other))
    found = _sampled_jsd(first.dense(), second)
    assert np.isnan(found[4])
    assert np.allclose(found, jensen_shannon(one, other), atol=1e-12, equal_nan=True)
    assert np.allclose(found, _sampled_jsd(second.dense(), first), atol=1e-12, equal_nan=True)


def test_samples_have_one_length_and_do_not_overlap():
    hits = scipy.sparse.csr_array(np.eye(40, dtype=int))
    rows = pd.DataFrame({"n_han": 20, "group": pd.Categorical(["a"] * 10 + ["b"] * 30)}, index=range(40))
    length, samples = _samples(Dtm(hits, rows, pd.DataFrame()), 20, 0)
    assert length == 100
    for one, other in samples:
        assert (one * other).sum() == 0 and set(np.r_[one.sum(axis=1), other.sum(axis=1)]) <= {4, 5, 6}


def test_a_map_keeps_distances_and_a_tree_is_valid():
    frames = gold_frames()
    mapped, tree = measure_map(frames, by="speaker"), measure_tree(frames, by="speaker")
    assert is_valid_linkage(tree.astype(float).to_numpy())
    assert 0 < mapped["explained"].iloc[0] <= 1 and mapped[["x", "y"]].sum().abs().max() < 1e-9
    assert measure_map(frames).empty and measure_tree(frames).empty


def test_axes_do_not_flip():
    axes = np.array([[0.2, -0.9], [-0.7, 0.1]])
    assert np.array_equal(turn_axes(axes), turn_axes(-axes)) and turn_axes(axes)[1, 0] > 0
