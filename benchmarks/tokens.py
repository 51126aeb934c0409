"""Segmentation with offsets, and the document-term matrix from codes."""

from __future__ import annotations

import numpy as np

from analysis.counts import count_rows
from benchmarks.corpora import texts
from benchmarks.timing import Ratio, compare

N_CUT, N_COUNTED = 60, 3000


def cut() -> Ratio:
    """Codes and offsets of every token, policy terms told, against jieba's own `tokenize` with its list kept."""
    from analysis.settings import read_settings
    from analysis.tokens import get_tokenizer, tokenizer_settings

    tokenizer, corpus = get_tokenizer(tokenizer_settings(read_settings())), texts(N_CUT)
    return compare(
        "tokens as codes with offsets, one core",
        "jieba.tokenize, list kept",
        ours=lambda: [tokenizer.cut(text) for text in corpus],
        theirs=lambda: [list(tokenizer.jieba.tokenize(text)) for text in corpus],
    )


def cast() -> Ratio:
    """Document-term matrix of texts cut before, from codes against from strings."""
    from sklearn.feature_extraction.text import CountVectorizer

    from analysis.settings import read_settings
    from analysis.tokens import get_tokenizer, tokenizer_settings

    tokenizer = get_tokenizer(tokenizer_settings(read_settings()))
    cuts = [tokenizer.cut(text) for text in texts(N_COUNTED)]
    lists = [[cut.vocabulary[code] for code in cut.codes] for cut in cuts]

    def from_codes():
        starts = np.concatenate([[0], np.cumsum([len(cut.codes) for cut in cuts])])
        return count_rows(np.concatenate([cut.codes for cut in cuts]), starts, len(cuts[-1].vocabulary))

    return compare(
        f"document-term matrix from codes, {N_COUNTED:,} texts",
        "CountVectorizer on lists of the same tokens",
        ours=from_codes,
        theirs=lambda: CountVectorizer(analyzer=lambda tokens: tokens).fit_transform(lists),
    )
