"""How far a rate can be trusted: intervals over sentences, exact ones for rare terms, and the bootstrap as a check.

A rate is a ratio: hits over Han characters, both summed over the sentences of a group. Words cling together within
sentences and sentences differ in length, so the spread between sentences, not the number of tokens, decides how wide
the interval is (linearisation: Cochran 1977, Sampling Techniques, chapter 6; words are not independent draws:
Lijffijt et al. 2016).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

PER = 1000  # rates are per 1,000 Han characters
# Below this many hits the log of a ratio is too skew for a t-interval, and an exact one is given.
MIN_HITS = 5
# Below this many sentences with a hit, or sentences at all, the spread between sentences is itself unknown: the
# simulation of benchmarks/coverage.py shows intervals that cover less than nine times in ten there.
MIN_SENTENCES_HIT = 4
MIN_SENTENCES = 10
# In fewer sentences than this, hits that stand together cannot be told from hits that do not: two at a time is
# assumed, which brings the simulated coverage of exact intervals back to nine in ten.
FEW_SENTENCES = 20
FEW_CLUMPING = 2.0
LEVEL = 0.95
METHODS = ("t", "exact", "too few")


class Intervals(NamedTuple):
    """Rates of groups (rows) × terms (columns) with their bounds; bounds are null where `method` is `too few`."""

    n: np.ndarray
    exposure: np.ndarray
    rate: np.ndarray
    low: np.ndarray
    high: np.ndarray
    method: np.ndarray


class Sums(NamedTuple):
    """With y hits in x characters of a sentence: Σy, Σx, Σy², Σxy, Σx², sentences, sentences with a hit; groups × terms."""

    n: np.ndarray
    exposure: np.ndarray
    squares: np.ndarray
    crossed: np.ndarray
    han_squares: np.ndarray
    sentences: np.ndarray
    hit_sentences: np.ndarray


def group_matrix(groups: pd.Series) -> csr_array:
    """Indicator matrix, groups × rows, of a categorical column: multiplied with counts it adds them up by group."""
    from scipy.sparse import csr_array

    codes = groups.cat.codes.to_numpy()
    ones = np.ones(len(codes))
    return csr_array((ones, (codes, np.arange(len(codes)))), shape=(len(groups.cat.categories), len(codes)))


def rate_intervals(hits: csr_array, han: np.ndarray, groups: pd.Series, *, level: float = LEVEL) -> Intervals:
    """Rates per 1,000 Han characters with intervals, for every group and term at once.

    Parameters
    ----------
    hits
        Sentences × terms.
    han
        Han characters of each sentence.
    groups
        Categorical group of each sentence.
    level
        Coverage aimed at, of each interval by itself.

    Notes
    -----
    With y hits in x characters of sentence i, r = Σy/Σx and residual e = y − r·x, the variance of r is
    n/(n−1)·Σe²/(Σx)²; the interval is r·exp(±t·se/r) with n−1 degrees of freedom. With fewer than five hits the exact
    Poisson interval of the sum is given (Garwood 1936), which for none is [0, 3.7/Σx]; where the hits stand closer
    together than chance puts them, for the effective number of hits, n over the design effect (Korn & Graubard 1998
    do so for proportions).
    """
    from scipy.sparse import csr_array

    by_group = group_matrix(groups)
    han = np.asarray(han, dtype=float)
    hits = csr_array(hits, dtype=float)
    sums = Sums(
        (by_group @ hits).toarray(),
        (by_group @ han)[:, None],
        (by_group @ hits.multiply(hits)).toarray(),
        (by_group @ hits.multiply(han[:, None])).toarray(),
        (by_group @ han**2)[:, None],
        np.asarray(by_group.sum(axis=1))[:, None],
        (by_group @ (hits > 0).astype(float)).toarray(),
    )
    return ratio_intervals(sums, level=level)


def ratio_intervals(sums: Sums, *, level: float = LEVEL) -> Intervals:
    """The intervals of :func:`rate_intervals` from its sums."""
    from scipy import stats

    n, exposure, squares, crossed, han_squares, sentences, hit_sentences = sums
    tail = (1 - level) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(exposure > 0, n / exposure, np.nan)
        residual = np.maximum(squares - 2 * ratio * crossed + ratio**2 * han_squares, 0)
        spread = np.sqrt(sentences / (sentences - 1) * residual) / n  # standard error of log ratio
        factor = np.exp(stats.t.isf(tail, np.maximum(sentences - 1, 1)) * spread)
        low, high = ratio / factor, ratio * factor
        least = np.where(np.asarray(sentences) < FEW_SENTENCES, FEW_CLUMPING, 1.0)
        clumping = np.fmax(sentences / (sentences - 1) * residual / n, least)  # the design effect
        exact_low = (
            np.where(n > 0, stats.gamma.ppf(tail, np.maximum(n, 1) / clumping), 0) * clumping / exposure
        )
        exact_high = stats.gamma.isf(tail, n / clumping + 1) * clumping / exposure
    method = np.full(ratio.shape, "t", dtype=object)
    method[n < MIN_HITS] = "exact"
    method[np.broadcast_to(sentences < MIN_SENTENCES, n.shape)] = "too few"
    method[(n >= MIN_HITS) & (hit_sentences < MIN_SENTENCES_HIT)] = "too few"
    method[np.isnan(ratio)] = "too few"
    exact = method == "exact"
    low, high = np.where(exact, exact_low, low), np.where(exact, exact_high, high)
    few = method == "too few"
    low, high = np.where(few, np.nan, low), np.where(few, np.nan, high)
    return Intervals(n, np.broadcast_to(exposure, n.shape), PER * ratio, PER * low, PER * high, method)


def resample_weights(groups: pd.Series, *, n_resamples: int = 1000, random_state: int = 0) -> np.ndarray:
    """How often each sentence is drawn in each resample of the sentences of its own group: resamples × sentences."""
    generator = np.random.default_rng(random_state)
    codes = groups.cat.codes.to_numpy()
    weights = np.zeros((n_resamples, len(codes)), dtype=np.float64)
    rows = np.arange(n_resamples)[:, None]
    for code in np.unique(codes):
        members = np.flatnonzero(codes == code)
        size = len(members)
        # A third of the time of drawing from the multinomial distribution, and the same distribution.
        cells = rows * size + generator.integers(0, size, (n_resamples, size))
        weights[:, members] = np.bincount(cells.ravel(), minlength=n_resamples * size).reshape(
            n_resamples, size
        )
    return weights


def bootstrap_rates(
    hits: csr_array, han: np.ndarray, groups: pd.Series, *, n_resamples: int = 1000, random_state: int = 0
) -> np.ndarray:
    """Rates in resamples of sentences: groups × resamples × terms; one sparse product a group."""
    from scipy.sparse import csr_array

    hits = csr_array(hits, dtype=float)
    weights = resample_weights(groups, n_resamples=n_resamples, random_state=random_state)
    codes = groups.cat.codes.to_numpy()
    rates = np.full((len(groups.cat.categories), n_resamples, hits.shape[1]), np.nan)
    for code in np.unique(codes):
        members = np.flatnonzero(codes == code)
        own = weights[:, members]
        exposure = own @ np.asarray(han, dtype=float)[members]
        with np.errstate(divide="ignore", invalid="ignore"):
            rates[code] = PER * (hits[members].T @ own.T).T / exposure[:, None]
    return rates
