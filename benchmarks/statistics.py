"""Keyness of all groups with 1,000 resamples of sentences: sparse products against loops."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from analysis.measures.keyness import log_odds_z
from analysis.measures.uncertainty import bootstrap_rates, group_matrix
from benchmarks.timing import Ratio, compare

SHAPE = (600, 400)  # sentences, terms
GROUPS, RESAMPLES, NAIVE_RESAMPLES = 5, 1000, 20


def invented() -> tuple[csr_array, np.ndarray, pd.Series]:
    """Zipfian counts of terms in sentences of five groups."""
    rng = np.random.default_rng(0)
    rate = 4 / np.arange(1, SHAPE[1] + 1)  # 26 tokens a sentence
    dense = rng.poisson(np.tile(rate, (SHAPE[0], 1)))
    hits = csr_array(dense[:, dense.any(axis=0)])
    groups = pd.Series(pd.Categorical(rng.integers(0, GROUPS, SHAPE[0])))
    return hits, rng.integers(10, 90, SHAPE[0]).astype(float), groups


def keyness(hits: csr_array, groups: pd.Series) -> list[np.ndarray]:
    """The z of each group against the rest, all terms at once."""
    sums = (group_matrix(groups) @ hits).toarray()
    total = sums.sum(axis=1)
    prior = sums.sum(axis=0) / total.sum()
    return [
        log_odds_z(own, n, sums.sum(axis=0) - own, total.sum() - n, prior)
        for own, n in zip(sums, total, strict=True)
    ]


def naive_keyness(hits: np.ndarray, groups: pd.Series) -> list[list[float]]:
    """The same, a term at a time."""
    result = []
    for group in groups.cat.categories:
        own, rest = hits[groups == group], hits[groups != group]
        values = []
        for term in range(hits.shape[1]):
            y, other = own[:, term].sum(), rest[:, term].sum()
            prior = (y + other) / hits.sum()
            values.append(float(log_odds_z(y, own.sum(), other, rest.sum(), prior)))
        result.append(values)
    return result


def naive_bootstrap(lists: list[list[int]], han: np.ndarray, groups: pd.Series, number: int) -> list[dict]:
    """Resamples with a Counter: sentence by sentence, term by term."""
    rng = np.random.default_rng(0)
    rates = []
    for group in groups.cat.categories:
        members = np.flatnonzero(groups == group)
        for _ in range(number):
            drawn = rng.choice(members, len(members))
            counts: Counter[int] = Counter()
            for sentence in drawn:
                counts.update(lists[sentence])
            size = han[drawn].sum()
            rates.append({term: 1000 * n / size for term, n in counts.items()})
    return rates


def index_bootstrap(hits: csr_array, han: np.ndarray, groups: pd.Series) -> list[np.ndarray]:
    """Resamples by row numbers: a good loop."""
    rng = np.random.default_rng(0)
    rates = []
    for group in groups.cat.categories:
        members = np.flatnonzero(groups == group)
        own = hits[members]
        for _ in range(RESAMPLES):
            drawn = rng.integers(0, len(members), len(members))
            rates.append(1000 * own[drawn].sum(axis=0) / han[members][drawn].sum())
    return rates


def run() -> list[Ratio]:
    """Against the naive loop (its resamples counted up from twenty), and against the good one."""
    hits, han, groups = invented()
    dense = hits.toarray()
    lists = [np.repeat(np.arange(dense.shape[1]), row).tolist() for row in dense]

    def ours():
        keyness(hits, groups)
        return bootstrap_rates(hits, han, groups, n_resamples=RESAMPLES)

    def naive():
        naive_keyness(dense, groups)
        return naive_bootstrap(lists, han, groups, NAIVE_RESAMPLES)

    few = compare("", "", ours=lambda: naive_bootstrap(lists, han, groups, NAIVE_RESAMPLES), theirs=naive)
    first = compare(
        "keyness of 5 groups and 1,000 resamples",
        "term by term, Counter by Counter",
        ours=ours,
        theirs=naive,
        goal=50,
    )
    missing = few.ours * (RESAMPLES / NAIVE_RESAMPLES - 1)
    first = first._replace(theirs=first.theirs + missing, ratio=(first.theirs + missing) / first.ours)
    second = compare(
        "1,000 resamples as one sparse product a group",
        "loop over row numbers of a sparse matrix",
        ours=lambda: bootstrap_rates(hits, han, groups, n_resamples=RESAMPLES),
        theirs=lambda: index_bootstrap(hits, han, groups),
        goal=2,
    )
    return [first, second]
