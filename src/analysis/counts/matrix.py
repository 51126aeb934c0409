"""Tokens in scope as a sparse count matrix, built from codes; the counts frame; occurrences in the text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.counts.laid import Laid
from analysis.counts.lanes import lanes_of
from analysis.counts.line import Frames, Line, inside, slices, strings
from analysis.counts.pairs import count_rows
from analysis.counts.scope import scope_spans, unit_rows
from analysis.frames import LANES, make_frame

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

_WORD = re.compile(r"[^\W_]")


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
    laid = Laid.of(frames)
    codes, starts = laid.within(spans, row_of_span, len(rows))
    column_of_code, terms = _columns(laid, codes, lanes_of(frames, laid) if lanes is None else lanes)
    columns, starts = _words(codes, starts, column_of_code)
    matrix = count_rows(columns, starts, len(terms))
    return Dtm(matrix, rows.assign(n_tokens=np.diff(starts)), terms)


def _words(
    codes: np.ndarray, starts: np.ndarray, column_of_code: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Columns of those codes that have one, row after row, and where each row begins among them, and the end."""
    columns, before, n = (
        [np.empty(0, np.int32)],
        [np.zeros(np.searchsorted(starts, 0, side="right"), np.int64)],
        0,
    )
    for rows in slices(len(codes)):
        own = column_of_code[codes[rows]]
        is_word = own >= 0
        columns.append(own[is_word])
        first, last = np.searchsorted(starts, [rows.start, rows.stop], side="right")
        before.append(n + np.cumsum(is_word)[starts[first:last] - rows.start - 1])
        n += len(columns[-1])
    return np.concatenate(columns), np.concatenate(before)


def _columns(laid: Laid, codes: np.ndarray, lanes: Mapping[str, str]) -> tuple[np.ndarray, pd.DataFrame]:
    """Column of each number of a term (-1: not a word, or not among the codes), and the terms in order of columns."""
    import pandas as pd

    seen = np.zeros(len(laid.terms), dtype=bool)
    seen[codes] = True
    words = [i for i in np.flatnonzero(seen).tolist() if _WORD.search(laid.terms[i])]
    words.sort(key=laid.terms.__getitem__)
    column_of_code = np.full(len(laid.terms), -1, dtype=np.int32)
    column_of_code[words] = np.arange(len(words), dtype=np.int32)
    terms = pd.DataFrame({"term": pd.array([laid.terms[i] for i in words], dtype="str")})
    terms["lane"] = pd.Categorical([lanes.get(laid.terms[i], "word") for i in words], LANES)
    terms["is_stopword"] = laid.is_flagged("is_stopword")[words]
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
