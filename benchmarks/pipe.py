"""From a file's bytes to a frame of tokens, and to everything the pipe knows, against a script that only cuts words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from benchmarks.corpora import FOLDER, foreign, pages
from benchmarks.timing import ROUNDS, Ratio, compare
from benchmarks.tokens import own_tokenizer

N_TEXTS, N_TEXTS_FULL, N_PEAK = 100, 10_000, 20
PEER = "opencc, jieba.tokenize and a frame of objects"


def run(full: bool = False) -> list[Ratio]:
    """Both goals, on invented pages and on a folder of texts where one is named; `full` takes 10,000 texts, once."""
    number, rounds = (N_TEXTS_FULL, 1) if full else (N_TEXTS, ROUNDS)
    corpora = {"pages of own sentences": pages(number)}
    if foreign(1):
        corpora[f"texts of {FOLDER}"] = tuple(text.encode() for text in foreign(number))
    return [
        compare(
            f"{work}, {number:,} {name}",
            PEER,
            ours=lambda call=call, some=some: call(some),
            theirs=lambda some=some: by_hand(some),
            goal=goal,
            rounds=rounds,
            peaks=(
                lambda call=call, some=some: call(some[:N_PEAK]),
                lambda some=some: by_hand(some[:N_PEAK]),
            ),
        )
        for name, some in corpora.items()
        for work, call, goal in WORKS[: 1 if full else None]
    ]


def to_tokens(contents: Sequence[bytes]):
    """The frame of tokens."""
    from analysis.cleaning import clean_text
    from analysis.frames import combine
    from analysis.reading import Source, read_text
    from analysis.segments import split_sentences
    from analysis.tokens import tokenize

    settings, parts = own_settings(), []
    for i, content in enumerate(contents):
        text = clean_text(read_text(Source(f"d{i}", f"d{i}.txt", content)).text, settings.lexicons).text
        parts.append((f"d{i}", {"tokens": tokenize(text, split_sentences(text), settings)}))
    return combine(parts)["tokens"]


def to_frames(contents: Sequence[bytes]):
    """All frames of the documents."""
    from analysis.frames import combine
    from analysis.pipeline import frame_document
    from analysis.reading import Source

    settings = own_settings()
    sources = [Source(f"d{i}", f"d{i}.txt", content) for i, content in enumerate(contents)]
    return combine((source.doc_id, frame_document(source, settings)) for source in sources)


def by_hand(contents: Sequence[bytes]):
    """What a script does without any of this: characters, script, words, a frame."""
    import opencc
    import pandas as pd

    convert, cut = opencc.OpenCC("t2s").convert, own_tokenizer().jieba.tokenize
    rows = [
        (f"d{i}", *token) for i, content in enumerate(contents) for token in cut(convert(content.decode()))
    ]
    return pd.DataFrame(rows, columns=["doc_id", "term", "start", "end"], dtype=object)


# What is timed, and the goal; the first alone of 10,000 texts.
WORKS = (
    ("raw text to clean text, sentences and tokens", to_tokens, 4),
    ("raw text to all frames, everything understood", to_frames, 0),
)


@cache
def own_settings():
    from analysis.settings import read_settings

    return read_settings()
