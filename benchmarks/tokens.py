"""Segmentation with offsets, and the document-term matrix from codes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from analysis.counts import count_rows
from benchmarks.corpora import FOLDER, foreign, texts
from benchmarks.timing import Ratio, compare

N_CUT, N_COUNTED, N_VECTORS = 60, 10_000, 100
N_PEAK = 1_000  # texts whose memory is measured, since the tracer slows the peer down


def run(full: bool = False) -> list[Ratio]:
    """All of it, of the same size whether `full` or not."""
    rows = [cut("own sentences", texts(N_CUT))]
    if foreign(1):
        rows.append(cut(f"texts of {FOLDER}", foreign(N_CUT)))
    rows.append(cast("own sentences", texts(N_COUNTED)))
    if foreign(1):
        rows.append(cast(f"texts of {FOLDER}", foreign(N_COUNTED)))
    return [*rows, vectors()]


def cut(name: str, corpus: Sequence[str]) -> Ratio:
    """Codes and offsets of every token, policy terms told, against jieba's own `tokenize` with its list kept."""
    tokenizer = own_tokenizer()
    return compare(
        f"tokens as codes with offsets, one core: {name}",
        "jieba.tokenize, list kept",
        ours=lambda: [tokenizer.cut(text) for text in corpus],
        theirs=lambda: [list(tokenizer.jieba.tokenize(text)) for text in corpus],
        goal=8,
    )


def cast(name: str, corpus: Sequence[str]) -> Ratio:
    """Document-term matrix of texts cut before, from codes against from strings."""
    from sklearn.feature_extraction.text import CountVectorizer

    tokenizer = own_tokenizer()
    cuts = [tokenizer.cut(text) for text in corpus]
    lists = [[cut.vocabulary[code] for code in cut.codes.tolist()] for cut in cuts]
    return compare(
        f"document-term matrix from codes, {len(corpus):,} texts: {name}",
        "CountVectorizer on lists of the same tokens",
        ours=lambda: matrix_of(cuts),
        theirs=lambda: CountVectorizer(analyzer=as_it_is).fit_transform(lists),
        goal=15,
        peaks=(
            lambda: matrix_of(cuts[:N_PEAK]),
            lambda: CountVectorizer(analyzer=as_it_is).fit_transform(lists[:N_PEAK]),
        ),
    )


def vectors() -> Ratio:
    """Text → weighted matrix, as most people do it."""
    from sklearn.feature_extraction.text import TfidfTransformer, TfidfVectorizer

    tokenizer, corpus = own_tokenizer(), texts(N_VECTORS)
    cut_by_jieba = partial(tokenizer.jieba.lcut, cut_all=False)
    return compare(
        f"{N_VECTORS} texts to TF-IDF",
        "TfidfVectorizer with jieba.lcut",
        ours=lambda: TfidfTransformer().fit_transform(matrix_of([tokenizer.cut(text) for text in corpus])),
        theirs=lambda: TfidfVectorizer(analyzer=cut_by_jieba).fit_transform(corpus),
    )


def own_tokenizer():
    from analysis.settings import read_settings
    from analysis.tokens import get_tokenizer, tokenizer_settings

    return get_tokenizer(tokenizer_settings(read_settings()))


def matrix_of(cuts):
    """Counts of texts cut by one tokenizer."""
    starts = np.concatenate([[0], np.cumsum([len(cut.codes) for cut in cuts])])
    return count_rows(np.concatenate([cut.codes for cut in cuts]), starts, len(cuts[-1].vocabulary))


def as_it_is(tokens: list[str]) -> list[str]:
    return tokens
