"""How often each code occurs in each row: codes → a sparse matrix of counts."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# Codes counted at a time, so that what is counted stays in a core's own cache.
_BLOCK = 1 << 16
# … and at the least so many for each column where columns are counted, since a block costs a step a column.
_BLOCK_OF_COLUMNS = 8
# The same on a full table, and the cells of such a table for each code up to which it is the fastest way.
_TABLE_BLOCK, _CELLS_A_CODE = 1 << 17, 3
# Codes of a row, in the mean, from which sorting each row by itself pays for the call.
_LONG_ROW = 150
_NARROW = 1 << 31  # counts below which numbers of four bytes do, which need not be widened first


class _Counted(NamedTuple):
    """Counts and their columns, row after row, and how many each row has."""

    counts: np.ndarray
    columns: np.ndarray
    sizes: np.ndarray


# Codes and where each row begins among them, and the end → their counts.
_Way = Callable[[np.ndarray, np.ndarray], _Counted]


def count_rows(codes: np.ndarray, starts: np.ndarray, n_columns: int) -> csr_array:
    """Codes laid row after row → the count of each code in each row, columns in order.

    In one of three ways, whichever is the fastest for this shape: rows that are long for the number of columns are
    counted on a full table, other long rows are sorted (by digits, up to 65,536 columns), and short rows are counted
    by two counting sorts of many rows at once. Some rows at a time, so that what is counted stays in the
    processor's cache.

    Parameters
    ----------
    starts
        Where each row begins, and the end.

    Examples
    --------
    >>> count_rows(np.array([1, 1, 2, 0]), np.array([0, 3, 4]), 3).toarray().tolist()
    [[0, 2, 1], [1, 0, 0]]
    """
    from scipy.sparse import csr_array

    n_rows, n_codes = len(starts) - 1, int(starts[-1])
    if not n_codes:
        return csr_array((n_rows, n_columns), dtype=np.int32)
    firsts, count = _way(starts, n_columns)
    # Room for the most there can be, touched only as it fills: joining the blocks' own arrays would copy all of them.
    counts, columns = (np.empty(min(n_codes, n_rows * n_columns), dtype=np.int32) for _ in range(2))
    ends = np.zeros(n_rows + 1, dtype=np.int32 if n_codes < _NARROW else np.int64)
    at = 0
    for first, last in pairwise(firsts.tolist()):
        found = count(codes[starts[first] : starts[last]], starts[first : last + 1] - starts[first])
        end = at + len(found.counts)
        counts[at:end], columns[at:end] = found.counts, found.columns
        ends[first + 1 : last + 1] = found.sizes
        at = end
    for array in (counts, columns):
        array.resize(at, refcheck=False)  # gives back what was not filled
    np.cumsum(ends, out=ends)
    return csr_array((counts, columns, ends), shape=(n_rows, n_columns))


def _way(starts: np.ndarray, n_columns: int) -> tuple[np.ndarray, _Way]:
    """The first row of each block (and the end), and how blocks are counted."""
    n_rows, n_codes = len(starts) - 1, int(starts[-1])
    if n_rows * n_columns <= _CELLS_A_CODE * n_codes:
        firsts = _firsts(starts, _TABLE_BLOCK)
        return firsts, _Table(starts, firsts, n_columns)
    if n_codes >= _LONG_ROW * n_rows:
        return _firsts(starts, _BLOCK), _RowByRow(n_columns)
    firsts = _firsts(starts, max(_BLOCK, _BLOCK_OF_COLUMNS * n_columns))
    return firsts, _Transposed(starts, firsts, n_columns)


def _firsts(starts: np.ndarray, size: int) -> np.ndarray:
    """Blocks of whole rows, of about so many codes each."""
    n_rows = len(starts) - 1
    firsts = np.searchsorted(starts, np.arange(0, starts[-1] + size, size))
    return np.unique(np.minimum([0, *firsts, n_rows], n_rows))


class _Ones:
    """Codes as a sparse matrix of ones; a code that comes again stands there again."""

    def __init__(self, starts: np.ndarray, firsts: np.ndarray, n_columns: int) -> None:
        is_short = np.diff(starts).max() < 1 << 15  # no count is larger: half the cache does
        self.dtype = np.dtype(np.int16 if is_short else np.int32)
        self._ones = np.ones(int(np.diff(starts[firsts]).max()), dtype=self.dtype)
        self._n_columns = n_columns

    def __call__(self, codes: np.ndarray, starts: np.ndarray) -> Any:
        from scipy.sparse import csr_array

        own = codes.astype(np.int32, copy=False)  # only read
        shape = (len(starts) - 1, self._n_columns)
        return csr_array((self._ones[: len(own)], own, starts.astype(np.int32)), shape=shape)


class _Table:
    """A full table that one block after the other is counted on."""

    def __init__(self, starts: np.ndarray, firsts: np.ndarray, n_columns: int) -> None:
        n_rows = int(np.diff(firsts).max())
        self._ones = _Ones(starts, firsts, n_columns)
        self._cells = np.empty((n_rows, n_columns), dtype=self._ones.dtype)
        self._columns = np.tile(np.arange(n_columns, dtype=np.int32), n_rows)
        self._ends = np.arange(n_rows + 1) * n_columns

    def __call__(self, codes: np.ndarray, starts: np.ndarray) -> _Counted:
        n_rows = len(starts) - 1
        ones = self._ones(codes, starts)
        table = ones.toarray(out=self._cells[:n_rows]).ravel()  # adds up what comes again
        cells = (table != 0).nonzero()[0]  # four times as fast as that of integers
        sizes = np.diff(cells.searchsorted(self._ends[: n_rows + 1]))
        return _Counted(table[cells], self._columns[cells], sizes)


class _RowByRow:
    """Each row sorted: by digits where two bytes hold a code, which takes no comparison."""

    def __init__(self, n_columns: int) -> None:
        self._is_narrow = n_columns <= 1 << 16

    def __call__(self, codes: np.ndarray, starts: np.ndarray) -> _Counted:
        own = codes.astype(np.uint16 if self._is_narrow else np.int32)  # a copy, sorted in place
        for start, end in pairwise(starts.tolist()):
            own[start:end].sort(kind="stable" if self._is_narrow else "quicksort")
        is_first = np.empty(len(own) + 1, dtype=bool)
        np.not_equal(own[1:], own[:-1], out=is_first[1:-1])
        is_first[starts] = True
        firsts = is_first.nonzero()[0]
        return _Counted(np.diff(firsts), own[firsts[:-1]], np.diff(firsts.searchsorted(starts)))


class _Transposed:
    """Columns in rows, and rows in rows again: two counting sorts of all codes of the block."""

    def __init__(self, starts: np.ndarray, firsts: np.ndarray, n_columns: int) -> None:
        self._ones = _Ones(starts, firsts, n_columns)

    def __call__(self, codes: np.ndarray, starts: np.ndarray) -> _Counted:
        by_column = self._ones(codes, starts).tocsc()
        by_column.has_sorted_indices = True
        by_column.sum_duplicates()
        by_row = by_column.tocsr()
        return _Counted(by_row.data, by_row.indices, np.diff(by_row.indptr))
