"""Uncertainty: intervals that cover what they say, and "too few" where they would not."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures.uncertainty import (
    MIN_HITS,
    Sums,
    bootstrap_rates,
    rate_intervals,
    ratio_intervals,
    resample_weights,
)


def one_group(n):
    return pd.Series(pd.Categorical(["a"] * n))


def intervals_of(hits, han):
    return rate_intervals(scipy.sparse.csr_array(np.array(hits)[:, None]), np.array(han), one_group(len(han)))


def test_a_rate_by_hand():
    hits, han = [1, 0, 2, 0, 1, 0, 1, 0, 1, 0], [50, 40, 60, 50, 50, 30, 20, 50, 40, 10]
    found = intervals_of(hits, han)
    ratio = 6 / 400
    residual = np.array(hits) - ratio * np.array(han)
    error = np.sqrt(10 / 9 * (residual**2).sum()) / 6
    factor = np.exp(scipy.stats.t.ppf(0.975, 9) * error)
    assert found.method[0, 0] == "t"
    assert found.rate[0, 0] == pytest.approx(15, abs=1e-9)
    assert found.low[0, 0] == pytest.approx(15 / factor, abs=1e-9)
    assert found.high[0, 0] == pytest.approx(15 * factor, abs=1e-9)


def test_no_hit_gives_an_exact_interval_that_is_not_zero():
    found = intervals_of([0] * 40, [50] * 40)
    assert found.method[0, 0] == "exact" and found.low[0, 0] == 0
    assert found.high[0, 0] == pytest.approx(1000 * -np.log(0.025) / 2000, abs=1e-9)  # e^-λ = 0.025


def test_few_hits_in_different_sentences_give_the_interval_of_garwood():
    hits = np.zeros(1000, dtype=int)
    hits[[3, 300, 700]] = 1
    found = intervals_of(hits, [40] * 1000)
    low, high = scipy.stats.chi2.ppf(0.025, 6) / 2, scipy.stats.chi2.ppf(0.975, 8) / 2
    assert found.low[0, 0] == pytest.approx(low / 40, rel=1e-3)
    assert found.high[0, 0] == pytest.approx(high / 40, rel=1e-3)


def test_where_nothing_can_be_said_no_bound_is_given():
    few_sentences = intervals_of([1] * 9, [40] * 9)
    one_burst = intervals_of([7] + [0] * 30, [40] * 31)
    nothing = rate_intervals(scipy.sparse.csr_array((1, 1)), np.array([0]), one_group(1))
    for found in (few_sentences, one_burst, nothing):
        assert found.method[0, 0] == "too few"
        assert np.isnan(found.low[0, 0]) and np.isnan(found.high[0, 0])


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(5, 90)), min_size=10, max_size=40))
def test_bounds_enclose_the_rate(rows):
    hits, han = zip(*rows, strict=True)
    found = intervals_of(hits, han)
    if found.method[0, 0] != "too few":
        assert 0 <= found.low[0, 0] <= found.rate[0, 0] <= found.high[0, 0]
        assert found.high[0, 0] > 0


def draws(n_sentences, rate, *, clumping, n, seed):
    """Named generator: log-normal sentence lengths (mean 40, sigma 0.7), gamma-Poisson hits of that shape."""
    rng = np.random.default_rng(seed)
    han = np.maximum(np.round(rng.lognormal(np.log(40) - 0.245, 0.7, (n_sentences, n))), 4)
    return han, rng.poisson(rate / 1000 * han * rng.gamma(clumping, 1 / clumping, han.shape))


@pytest.mark.slow
@pytest.mark.parametrize("clumping", [0.5, 1.0, 3.0])
@pytest.mark.parametrize("n_sentences", [14, 20, 50, 200])
@pytest.mark.parametrize("rate", [1, 5, 20])
def test_drawn_intervals_cover_nine_times_in_ten(n_sentences, rate, clumping):
    han, hits = draws(n_sentences, rate, clumping=clumping, n=4000, seed=n_sentences)
    sums = (hits.sum(0), han.sum(0), (hits**2).sum(0), (hits * han).sum(0), (han**2).sum(0))
    found = ratio_intervals(Sums(*(x[None] for x in sums), np.array(n_sentences), (hits > 0).sum(0)[None]))
    drawn = found.method[0] != "too few"
    covered = (found.low[0] <= rate) & (rate <= found.high[0])
    assert covered[drawn].mean() >= 0.9


def test_resamples_draw_as_many_sentences_as_a_group_has():
    groups = pd.Series(pd.Categorical(list("aaaabb")))
    weights = resample_weights(groups, n_resamples=50)
    assert (weights[:, :4].sum(axis=1) == 4).all() and (weights[:, 4:].sum(axis=1) == 2).all()
    assert (weights == resample_weights(groups, n_resamples=50)).all()


def test_the_sparse_bootstrap_equals_a_loop_over_sentences():
    rng = np.random.default_rng(3)
    hits, han = rng.poisson(0.3, (12, 4)), rng.integers(10, 60, 12)
    groups = pd.Series(pd.Categorical(list("aaaaaabbbbbb")))
    rates = bootstrap_rates(scipy.sparse.csr_array(hits), han, groups, n_resamples=20)
    weights = resample_weights(groups, n_resamples=20)
    for code, members in enumerate((range(6), range(6, 12))):
        for draw in range(20):
            drawn = [i for i in members for _ in range(int(weights[draw, i]))]
            expected = 1000 * hits[drawn].sum(axis=0) / han[drawn].sum()
            assert rates[code, draw] == pytest.approx(expected, abs=1e-9)


def test_the_bootstrap_agrees_with_the_interval_where_hits_are_many():
    han, hits = draws(200, 20, clumping=1.0, n=1, seed=5)
    found = intervals_of(hits[:, 0], han[:, 0])
    rates = bootstrap_rates(scipy.sparse.csr_array(hits), han[:, 0], one_group(200))[0, :, 0]
    assert hits.sum() > 10 * MIN_HITS
    low, high = np.quantile(rates, [0.025, 0.975])
    width = found.high[0, 0] - found.low[0, 0]
    assert abs(found.low[0, 0] - low) < 0.15 * width and abs(found.high[0, 0] - high) < 0.15 * width
