"""Clauses that two documents share, word for word or nearly: pairs for a few texts, candidates by MinHash for thousands."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np

from analysis.counts import Frames, scope_spans
from analysis.measures.results import make_result

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

MIN_HAN = 8  # shorter clauses are alike by grammar
MIN_SIMILARITY = 0.6  # of character pairs; one word of four or five exchanged
# Above this number of clauses not all pairs are compared but those that MinHash brings together.
MAX_ALL_PAIRS = 20_000
# 20 bands of 4: a pair of clauses with similarity 0.6 meets in one band with probability 0.94, one of 0.3 with 0.15.
BANDS, ROWS = 20, 4
_BREAK = re.compile(r"[,,;;:::。!!??、\n]")
_KEPT = re.compile(r"[^\w]|_")


def measure_shared_clauses(
    frames: Frames,
    *,
    scope: str = "attributed",
    min_similarity: float = MIN_SIMILARITY,
    random_state: int = 0,
) -> pd.DataFrame:
    """Clauses of different documents that say nearly the same, one row per pair.

    Parameters
    ----------
    min_similarity
        Least Jaccard similarity of the sets of neighbouring character pairs, punctuation left out.

    Returns
    -------
    DataFrame
        `doc_id`, `start`, `end`, `other_doc_id`, `other_start`, `other_end`, `clause`, `other_clause`, `similarity`,
        `is_exact`; the most alike first.
    """
    clauses = _clauses(frames, scope)
    shingles = _shingles(clauses["key"])
    left, right = (
        _all_pairs(shingles, min_similarity)
        if len(clauses) <= MAX_ALL_PAIRS
        else _candidates(shingles, random_state)
    )
    documents = clauses["doc_id"].to_numpy(dtype=object)
    apart = documents[left] != documents[right]
    left, right = left[apart], right[apart]
    similarity = _jaccard(shingles, left, right)
    kept = similarity >= min_similarity
    left, right, similarity = left[kept], right[kept], similarity[kept]
    order = np.lexsort((right, left, -similarity))
    left, right, similarity = left[order], right[order], similarity[order]
    one, other = clauses.iloc[left].reset_index(drop=True), clauses.iloc[right].reset_index(drop=True)
    return make_result(
        "shared_clauses",
        {
            **{name: one[name] for name in ("doc_id", "start", "end", "clause")},
            **{f"other_{name}": other[name] for name in ("doc_id", "start", "end", "clause")},
            "similarity": similarity,
            "is_exact": (one["key"] == other["key"]).to_numpy(dtype=bool),
        },
    )


def _clauses(frames: Frames, scope: str) -> pd.DataFrame:
    """Clauses of the scope with enough characters, in order of document and place."""
    import pandas as pd

    text_of = dict(zip(frames["texts"]["doc_id"], frames["texts"]["text"], strict=True))
    rows = []
    spans = scope_spans(frames, scope=scope).sort_values(["doc_id", "start"], kind="stable")
    for doc_id, start, end in zip(
        spans["doc_id"], spans["start"].tolist(), spans["end"].tolist(), strict=True
    ):
        borders = [start, *(m.end() for m in _BREAK.finditer(text_of[doc_id], start, end)), end]
        for a, b in pairwise(borders):
            clause = text_of[doc_id][a:b].strip()
            key = _KEPT.sub("", clause)
            if len(key) >= MIN_HAN:
                rows.append((doc_id, a, b, clause, key))
    return pd.DataFrame(rows, columns=["doc_id", "start", "end", "clause", "key"])


def _shingles(keys: pd.Series) -> csr_array:
    """Clauses × character pairs, ones."""
    from scipy.sparse import csr_array

    number: dict[str, int] = {}
    columns, counts = [], []
    for key in keys:
        pairs = {key[i : i + 2] for i in range(len(key) - 1)}
        columns += [number.setdefault(pair, len(number)) for pair in sorted(pairs)]
        counts.append(len(pairs))
    indptr = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
    return csr_array(
        (np.ones(len(columns)), np.array(columns, dtype=np.int64), indptr),
        shape=(len(counts), max(len(number), 1)),
    )


def _all_pairs(shingles: csr_array, min_similarity: float) -> tuple[np.ndarray, np.ndarray]:
    """Pairs that share enough character pairs to be alike, by one sparse product."""
    common = (shingles @ shingles.T).tocoo()
    left, right = common.coords
    size = np.asarray(shingles.sum(axis=1)).ravel()
    kept = (left < right) & (common.data >= min_similarity * np.maximum(size[left], size[right]))
    return left[kept], right[kept]


def _candidates(shingles: csr_array, random_state: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs that agree in a band of MinHash (Broder 1997): found by sorting, so in little more than linear time."""
    generator = np.random.default_rng(random_state)
    pairs: set[tuple[int, int]] = set()
    for _ in range(BANDS):
        band = []
        for _ in range(ROWS):
            rank = generator.permutation(shingles.shape[1])
            band.append(np.minimum.reduceat(rank[shingles.indices], shingles.indptr[:-1]))
        _, bucket = np.unique(np.stack(band, axis=1), axis=0, return_inverse=True)
        order = np.argsort(bucket.ravel(), kind="stable")
        borders = np.flatnonzero(np.diff(bucket.ravel()[order])) + 1
        for members in np.split(order, borders):
            pairs.update(combinations(sorted(members.tolist()), 2))
    found = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _jaccard(shingles: csr_array, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    if not len(left):
        return np.empty(0)
    common = np.asarray(shingles[left].multiply(shingles[right]).sum(axis=1)).ravel()
    size = np.asarray(shingles.sum(axis=1)).ravel()
    return common / (size[left] + size[right] - common)
