"""What stands beside what: collocates of a term, and phrases of neighbouring tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.counts import Frames, scope_spans, spans_at, word_codes
from analysis.measures.keyness import g2
from analysis.measures.results import as_columns, make_result

if TYPE_CHECKING:
    import pandas as pd

WINDOW = 5  # tokens either side
MIN_COUNT = 3
MAX_PHRASE = 4  # tokens; longer set phrases are found by reuse


def measure_collocation(
    frames: Frames, term: str, *, scope: str = "attributed", window: int = WINDOW, min_count: int = MIN_COUNT
) -> pd.DataFrame:
    """Terms that stand near a term more often than chance would have it, one row per collocate.

    Parameters
    ----------
    window
        Word tokens on either side, within the sentence.

    Returns
    -------
    DataFrame
        `term`, `collocate`, `n` (tokens of the collocate within reach of the term, each counted once), `n_token` (of
        the collocate), `n_node` (of the term), `expected`, `g2` (signed: negative where they avoid each other),
        `log_dice`, `is_stopword`; the strongest first.

    Notes
    -----
    g2 compares the tokens within reach with all others (Dunning 1993); log Dice = 14 + log₂(2n / (n_node + n_token))
    does not grow with the corpus (Rychlý 2008).
    """
    codes, sentence, categories, stopword = _words(frames, scope)
    node = np.flatnonzero(categories[codes] == term) if len(codes) else np.empty(0, dtype=int)
    near = np.zeros(len(codes), dtype=bool)
    for step in (*range(-window, 0), *range(1, window + 1)):
        place = node + step
        inside = (place >= 0) & (place < len(codes))
        place, origin = place[inside], node[inside]
        near[place[sentence[place] == sentence[origin]]] = True
    near[node] = False
    total = np.bincount(codes, minlength=len(categories))
    n = np.bincount(codes[near], minlength=len(categories))
    reach, size = near.sum(), len(codes) - len(node)
    kept = np.flatnonzero(
        (n >= min_count) & (np.arange(len(categories)) != (codes[node[0]] if len(node) else -1))
    )
    expected = total[kept] * reach / max(size, 1)
    strength = g2(n[kept], reach, total[kept] - n[kept], size - reach) * np.sign(n[kept] - expected)
    columns = {
        "term": np.full(len(kept), term, dtype=object),
        "collocate": categories[kept],
        "n": n[kept],
        "n_token": total[kept],
        "n_node": np.full(len(kept), len(node)),
        "expected": expected,
        "g2": strength,
        "log_dice": log_dice(n[kept], len(node), total[kept]),
        "is_stopword": stopword[kept],
    }
    order = np.lexsort((columns["collocate"], -strength))
    return make_result("collocation", {name: values[order] for name, values in columns.items()})


def measure_phrases(
    frames: Frames, *, scope: str = "attributed", max_tokens: int = MAX_PHRASE, min_count: int = MIN_COUNT
) -> pd.DataFrame:
    """Sequences of neighbouring tokens that recur and hold together, one row per phrase.

    Returns
    -------
    DataFrame
        `phrase`, `n_tokens` (its length), `n`, `n_documents`, `g2`, `log_dice` (of the phrase without its last
        token, and the last token); the strongest first. Phrases begin and end with a token that is no stop word,
        and never cross punctuation.
    """
    codes, run, categories, stopword = _words(frames, scope, by_run=True)
    doc = _documents(frames, scope)
    rows = []
    previous = codes.copy()  # number of the phrase of one token fewer that begins here
    n_previous = np.bincount(previous, minlength=len(categories)) if len(codes) else np.empty(0)
    last = np.bincount(codes, minlength=len(categories)) if len(codes) else np.empty(0)
    for length in range(2, max_tokens + 1):
        start = np.arange(len(codes) - length + 1)
        if not len(start):
            break
        start = start[(run[start] == run[start + length - 1]) & (previous[start] >= 0)]
        pairs = np.stack([previous[start], codes[start + length - 1]], axis=1)
        found, first, number, n = np.unique(
            pairs, axis=0, return_index=True, return_inverse=True, return_counts=True
        )
        number = number.ravel()
        documents = np.bincount(
            np.unique(np.stack([number, doc[start]], axis=1), axis=0)[:, 0], minlength=len(found)
        )
        size = len(start)
        strength = g2(
            n,
            n_previous[found[:, 0]],
            last[found[:, 1]] - n,
            size - n_previous[found[:, 0]].clip(0, size - 1),
        )
        dice = log_dice(n, n_previous[found[:, 0]], last[found[:, 1]])
        for i in np.flatnonzero(n >= min_count):
            at = start[first[i]]
            own = codes[at : at + length]
            if not stopword[own[0]] and not stopword[own[-1]]:
                rows.append(("".join(categories[own]), length, n[i], documents[i], strength[i], dice[i]))
        previous = np.full(len(codes), -1)
        previous[start] = number
        n_previous = n
    rows.sort(key=lambda row: (-row[4], row[0]))
    names = ("phrase", "n_tokens", "n", "n_documents", "g2", "log_dice")
    return make_result("phrases", as_columns(names, rows))


def log_dice(n, n_first, n_second) -> np.ndarray:
    """14 + log₂ of the Dice coefficient.

    Examples
    --------
    >>> float(log_dice(8, 8, 8))
    14.0
    """
    with np.errstate(divide="ignore"):
        return 14 + np.log2(2 * np.asarray(n, dtype=float) / (np.asarray(n_first) + n_second))


def _words(frames: Frames, scope: str, *, by_run: bool = False):
    """Word tokens in scope in order: codes, sentence (or run without punctuation) of each, terms, stop words."""
    tokens = frames["tokens"]
    spans = scope_spans(frames, scope=scope)
    at = spans_at(frames, spans, tokens)
    codes = word_codes(tokens)
    kept = (at >= 0) & (codes >= 0)
    keys = tokens[["doc_id", "sentence_index"]].assign(doc_id=tokens["doc_id"].cat.codes)
    changed = (keys.diff().fillna(1) != 0).any(axis=1).to_numpy()
    if by_run and len(tokens):
        apart = np.r_[True, tokens["start"].to_numpy()[1:] != tokens["end"].to_numpy()[:-1]]
        changed = changed | apart | ~kept | np.r_[False, ~kept[:-1]]
    group = np.cumsum(changed)
    categories = tokens["term"].cat.categories.to_numpy(dtype=object)
    stopword = np.zeros(len(categories), dtype=bool)
    stopword[tokens["term"].cat.codes.to_numpy()[tokens["is_stopword"].to_numpy(dtype=bool)]] = True
    return codes[kept], group[kept], categories, stopword


def _documents(frames: Frames, scope: str) -> np.ndarray:
    tokens = frames["tokens"]
    at = spans_at(frames, scope_spans(frames, scope=scope), tokens)
    return tokens["doc_id"].cat.codes.to_numpy()[(at >= 0) & (word_codes(tokens) >= 0)]
