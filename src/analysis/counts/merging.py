"""Counts of parts, each with a vocabulary of its own → the counts of the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def merge_counts(parts: Iterable[tuple[Sequence[str], csr_array]]) -> tuple[list[str], csr_array]:
    """One vocabulary and one matrix from those of parts, whose rows follow each other.

    Parameters
    ----------
    parts
        Terms and counts (units in rows, these terms in columns) of each part; drawn once, in order.

    Returns
    -------
    tuple
        Terms, sorted, and the counts of all units in them, column numbers of a row in order.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> parts = [(["水", "气"], csr_array([[1, 2]])), (["土", "水"], csr_array([[3, 4], [0, 5]]))]
    >>> terms, matrix = merge_counts(parts)
    >>> terms, matrix.toarray().tolist()
    (['土', '气', '水'], [[0, 2, 1], [3, 0, 4], [0, 0, 5]])
    """
    from scipy.sparse import csr_array

    code: defaultdict[str, int] = defaultdict()
    code.default_factory = code.__len__  # a new term gets the next number
    counts, columns, lengths = [np.empty(0, np.int32)], [np.empty(0, np.int64)], [np.zeros(1, np.int64)]
    for terms, matrix in parts:
        own = np.array([code[term] for term in terms], dtype=np.int64)
        counts.append(matrix.data)
        columns.append(own[matrix.indices])
        lengths.append(np.diff(matrix.indptr))
    vocabulary = sorted(code)
    rank = np.empty(len(code), dtype=np.int64)
    rank[[code[term] for term in vocabulary]] = np.arange(len(code))
    starts = np.cumsum(np.concatenate(lengths))
    shape = (len(starts) - 1, len(code))
    merged = csr_array((np.concatenate(counts), rank[np.concatenate(columns)], starts), shape=shape)
    merged.sort_indices()
    return vocabulary, merged
