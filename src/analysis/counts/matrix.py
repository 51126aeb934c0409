"""Tokens in scope as a sparse count matrix, built from codes; the counts frame; occurrences in the text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.counts.lanes import lanes_of
from analysis.counts.line import Frames, Line, inside, spans_at, strings
from analysis.counts.scope import scope_spans, unit_rows
from analysis.frames import LANES, make_frame

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

_WORD = re.compile(r"[^\W_]")
# Codes counted at a time: four bytes each, thrice over, fit in a core's own cache.
_BLOCK = 1 << 16
# … and at the least so many for each column, since a block costs a step a column.
_BLOCK_OF_COLUMNS = 8
# The same on a full table, and the cells of such a table for each code up to which it is faster than sorting.
_TABLE_BLOCK, _CELLS_A_CODE = 1 << 17, 3
_NARROW = 1 << 31  # counts below which numbers of four bytes do, which need not be widened first


class Dtm(NamedTuple):
    """A count matrix with its margins.

    Parameters
    ----------
    matrix
        Units in rows, terms in columns; integers.
    rows
        One row per unit: `group`, `doc_id` (not for groups), the unit's index, `n_han` (Han characters of the
        scope, redaction slots and damage left out), `n_tokens` (tokens with a letter, digit or Han character).
    terms
        One row per term, sorted by `term`: `lane`, `is_stopword`.
    """

    matrix: csr_array
    rows: pd.DataFrame
    terms: pd.DataFrame


def cast_dtm(
    frames: Frames,
    *,
    unit: str = "document",
    by: str | Mapping[str, str] = "doc_id",
    scope: str = "attributed",
) -> Dtm:
    """Tokens in scope as a sparse count matrix, built from codes.

    Parameters
    ----------
    frames
        As for :func:`scope_spans`, and tokens.
    unit
        What a row is: `sentence`, `section`, `document` or `group`. A sentence that lies in two groups gives two rows.

    Returns
    -------
    Dtm
        Only terms with a letter, a digit or a Han character, sorted; rows in order of the documents.
    """
    spans = scope_spans(frames, scope=scope, by=by)
    rows, row_of_span = unit_rows(spans, unit)
    return _cast(frames, spans, rows, row_of_span)


def cast_spans(frames: Frames, spans: pd.DataFrame, unit: str = "sentence") -> Dtm:
    """As :func:`cast_dtm`, for pieces already cut (any rows of :func:`scope_spans`)."""
    rows, row_of_span = unit_rows(spans, unit)
    return _cast(frames, spans, rows, row_of_span)


def _cast(
    frames: Frames,
    spans: pd.DataFrame,
    rows: pd.DataFrame,
    row_of_span: np.ndarray,
    lanes: Mapping[str, str] | None = None,
) -> Dtm:
    tokens = frames["tokens"]
    span_of_token = spans_at(frames, spans, tokens)
    in_scope = span_of_token >= 0
    codes = tokens["term"].cat.codes.to_numpy()[in_scope]
    seen = np.bincount(codes, minlength=len(tokens["term"].cat.categories)) > 0
    column_of_code, terms = _columns(tokens, seen, lanes_of(frames) if lanes is None else lanes)
    row, column = row_of_span.astype(np.int32)[span_of_token[in_scope]], column_of_code[codes]
    is_word = column >= 0
    row, column = row[is_word], column[is_word]
    matrix = count_matrix(row, column, (len(rows), len(terms)))
    return Dtm(matrix, rows.assign(n_tokens=np.bincount(row, minlength=len(rows))), terms)


def count_matrix(rows: np.ndarray, columns: np.ndarray, shape: tuple[int, int]) -> csr_array:
    """How often each pair of row and column occurs.

    Examples
    --------
    >>> count_matrix(np.array([0, 0, 1, 0]), np.array([1, 1, 0, 2]), (2, 3)).toarray().tolist()
    [[0, 2, 1], [1, 0, 0]]
    """
    if np.any(rows[1:] < rows[:-1]):
        order = np.argsort(rows, kind="stable")
        rows, columns = rows[order], columns[order]
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=shape[0]))])
    return count_rows(columns, starts, shape[1])


def count_rows(codes: np.ndarray, starts: np.ndarray, n_columns: int) -> csr_array:
    """Codes laid row after row → the count of each code in each row, in time linear in the codes.

    No comparison: rows that are long for the number of columns are counted on a table, others by two counting sorts;
    some rows at a time, so that what is counted stays in the processor's cache.

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
    is_dense = n_rows * n_columns <= _CELLS_A_CODE * n_codes
    size = _TABLE_BLOCK if is_dense else max(_BLOCK, _BLOCK_OF_COLUMNS * n_columns)
    firsts = np.searchsorted(starts, np.arange(0, n_codes + size, size))
    firsts = np.unique(np.minimum([0, *firsts, n_rows], n_rows))
    if len(firsts) < 2:
        return csr_array((n_rows, n_columns), dtype=np.int32)
    count = _Table(int(np.diff(firsts).max()), n_columns) if is_dense else _count_by_sorting
    blocks = [
        count(_rows_of_codes(codes, starts[first : last + 1], n_columns))
        for first, last in pairwise(firsts.tolist())
    ]
    ends = np.zeros(n_rows + 1, dtype=np.int32 if n_codes < _NARROW else np.int64)
    np.cumsum(np.concatenate([block.sizes for block in blocks]), out=ends[1:])
    counts = np.concatenate([block.counts for block in blocks])
    columns = np.concatenate([block.columns for block in blocks])
    return csr_array((counts, columns, ends), shape=(n_rows, n_columns))


def _rows_of_codes(codes: np.ndarray, starts: np.ndarray, n_columns: int) -> csr_array:
    """Each code as a one in its row; a code that comes again stands there again."""
    from scipy.sparse import csr_array

    own = codes[starts[0] : starts[-1]].astype(np.int32, copy=False)  # only read
    return csr_array(
        (np.ones(len(own), dtype=np.int32), own, (starts - starts[0]).astype(np.int32)),
        shape=(len(starts) - 1, n_columns),
    )


class _Counted(NamedTuple):
    """Counts and their columns, row after row, and how many each row has."""

    counts: np.ndarray
    columns: np.ndarray
    sizes: np.ndarray


class _Table:
    """A full table that one block after the other is counted on."""

    def __init__(self, n_rows: int, n_columns: int) -> None:
        self._cells = np.empty((n_rows, n_columns), dtype=np.int32)
        self._columns = np.tile(np.arange(n_columns, dtype=np.int32), n_rows)
        self._ends = np.arange(n_rows + 1) * n_columns

    def __call__(self, pairs: csr_array) -> _Counted:
        n_rows = pairs.shape[0]
        table = pairs.toarray(out=self._cells[:n_rows]).ravel()  # adds up what comes again
        cells = (table != 0).nonzero()[0]  # four times as fast as that of integers
        sizes = np.diff(cells.searchsorted(self._ends[: n_rows + 1]))
        return _Counted(table[cells], self._columns[cells], sizes)


def _count_by_sorting(pairs: csr_array) -> _Counted:
    by_column = pairs.tocsc()
    by_column.has_sorted_indices = True
    by_column.sum_duplicates()
    by_row = by_column.tocsr()
    return _Counted(by_row.data, by_row.indices, np.diff(by_row.indptr))


def _columns(
    tokens: pd.DataFrame, seen: np.ndarray, lanes: Mapping[str, str]
) -> tuple[np.ndarray, pd.DataFrame]:
    """Column of each token code (-1: not a word, or not seen), and the terms in order of columns."""
    import pandas as pd

    categories = strings(tokens["term"].cat.categories)
    words = [i for i in np.flatnonzero(seen).tolist() if _WORD.search(categories[i])]
    words.sort(key=categories.__getitem__)
    column_of_code = np.full(len(categories), -1, dtype=np.int32)
    column_of_code[words] = np.arange(len(words), dtype=np.int32)
    codes = tokens["term"].cat.codes.to_numpy()
    stopword = np.zeros(len(categories), dtype=bool)
    stopword[codes[tokens["is_stopword"].to_numpy()]] = True
    terms = pd.DataFrame({"term": pd.array([categories[i] for i in words], dtype="str")})
    terms["lane"] = pd.Categorical([lanes.get(categories[i], "word") for i in words], LANES)
    terms["is_stopword"] = stopword[words]
    return column_of_code, terms


def word_codes(tokens: pd.DataFrame) -> np.ndarray:
    """Code of each token's term, -1 for punctuation and marks (no letter, digit or Han character)."""
    codes = tokens["term"].cat.codes.to_numpy().astype(np.int64)
    word = np.array([bool(_WORD.search(term)) for term in strings(tokens["term"].cat.categories)], dtype=bool)
    return np.where(word[codes], codes, -1) if len(codes) else codes


def count_terms(
    frames: Frames, *, scope: str = "attributed", lanes: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """The counts frame: one row per term and sentence of the scope.

    Parameters
    ----------
    lanes
        Lane of each term that is not a plain word; by default what these frames say, a part's from the whole corpus.
    """
    import pandas as pd

    spans = scope_spans(frames, scope=scope)
    dtm = _cast(frames, spans, *unit_rows(spans, "sentence"), lanes)
    dtm.matrix.sort_indices()
    n_terms, column = np.diff(dtm.matrix.indptr), dtm.matrix.indices
    doc_ids = pd.Categorical(dtm.rows["doc_id"].to_numpy()[n_terms > 0])
    term = pd.Categorical.from_codes(column, pd.Index(dtm.terms["term"], dtype="str"), validate=False)
    return make_frame(
        "counts",
        {
            "doc_id": doc_ids.repeat(n_terms[n_terms > 0]),
            "sentence_index": np.repeat(dtm.rows["sentence_index"].to_numpy(), n_terms),
            "term": term,
            "n_token": dtm.matrix.data,
            "lane": dtm.terms["lane"].array.take(column),
        },
    )


def count_substrings(
    frames: Frames, spans: pd.DataFrame, row_of_span: np.ndarray, terms: Sequence[str]
) -> csr_array:
    """Occurrences of each term in the text of a scope, whatever the segmentation: rows × terms.

    Occurrences may overlap each other; an occurrence belongs to the piece it starts in.

    Parameters
    ----------
    row_of_span
        Row of the result for each piece, as :func:`unit_rows` gives it.
    """
    from ahocorasick_rs import AhoCorasick
    from scipy.sparse import csr_array

    n_rows = int(row_of_span.max()) + 1 if len(row_of_span) else 0
    if not len(terms) or not n_rows:
        return csr_array((n_rows, len(terms)), dtype=np.int32)
    automaton = AhoCorasick(list(terms))
    line = Line(frames)
    found, positions = [], []
    for base, text in zip(line.bases[:-1].tolist(), line.texts, strict=True):
        matches = np.array(automaton.find_matches_as_indexes(text, overlapping=True), dtype=np.int64).reshape(
            -1, 3
        )
        found.append(matches[:, 0])
        positions.append(matches[:, 1] + base)
    column, position = np.concatenate(found), np.concatenate(positions)
    span = inside(position, line.cover(spans))
    kept = span >= 0
    row = row_of_span[span[kept]]
    return csr_array(
        (np.ones(len(row), dtype=np.int32), (row, column[kept])), shape=(n_rows, len(terms)), dtype=np.int32
    )
