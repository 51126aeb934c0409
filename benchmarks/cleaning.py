"""Reading, cleaning and splitting into sentences and clauses, against the segmentation of the same texts.

What the rules keep between texts (the kind of a line seen before, readings of characters) is forgotten before every round,
so that each text is new once; within a round it is kept, as in a run.
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.corpora import FOLDER, RAW, foreign, pages
from benchmarks.timing import Ratio, compare

N_TEXTS = 300


def run() -> list[Ratio]:
    """The project's own raw texts, pages drawn at random, and a folder of texts where one is named: bytes → clauses."""
    corpora = {
        "the project's raw texts": [path.read_bytes() for path in sorted(RAW.glob("*.txt"))],
        f"{N_TEXTS} pages of own sentences": pages(N_TEXTS),
    }
    if foreign(1):
        corpora[f"{N_TEXTS} texts of {FOLDER}"] = [text.encode() for text in foreign(N_TEXTS)]
    return [_against_jieba(name, contents) for name, contents in corpora.items()]


def prepare(content: bytes) -> str:
    """The clean text of a file's bytes, after its sentences and clauses are found."""
    from analysis.cleaning import clean_text
    from analysis.reading import Source, read_text
    from analysis.segments import split_clauses, split_sentences

    text = clean_text(read_text(Source("text", "text.txt", content)).text).text
    split_clauses(text, split_sentences(text))
    return text


def forget() -> None:
    """Empty what the rules keep between texts."""
    from analysis.cleaning.furniture.marks import mark_of
    from analysis.cleaning.glosses import is_marked_syllable
    from analysis.cleaning.script import convert_characters
    from analysis.cleaning.shift.likely import likely_readings

    for kept in (mark_of, is_marked_syllable, convert_characters, likely_readings):
        kept.cache_clear()


def _prepare_all(contents: Sequence[bytes]) -> list[str]:
    forget()
    return [prepare(content) for content in contents]


def _against_jieba(name: str, contents: Sequence[bytes]) -> Ratio:
    from analysis.settings import read_settings
    from analysis.tokens import get_tokenizer, tokenizer_settings

    jieba = get_tokenizer(tokenizer_settings(read_settings())).jieba
    cleaned = _prepare_all(contents)
    return compare(
        f"reading, cleaning, splitting of {name}",
        "jieba.tokenize of the clean texts",
        ours=lambda: _prepare_all(contents),
        theirs=lambda: [list(jieba.tokenize(text)) for text in cleaned],
        goal=6,
    )
