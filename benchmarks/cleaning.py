"""Reading, cleaning and splitting into sentences and clauses, against the segmentation of the same texts."""

from __future__ import annotations

from itertools import cycle, islice

from benchmarks.corpora import RAW
from benchmarks.timing import Ratio, compare

N_TEXTS = 400


def run() -> list[Ratio]:
    """The project's own raw texts once, and as many as a corpus has: bytes on the one side, clean text on the other."""
    contents = [path.read_bytes() for path in sorted(RAW.glob("*.txt"))]
    many = list(islice(cycle(contents), N_TEXTS))
    return [_against_jieba(f"{len(some)} texts", some) for some in (contents, many)]


def prepare(content: bytes) -> str:
    """The clean text of a file's bytes, after its sentences and clauses are found."""
    from analysis.cleaning import clean_text
    from analysis.reading import Source, read_text
    from analysis.segments import split_clauses, split_sentences

    text = clean_text(read_text(Source("text", "text.txt", content)).text).text
    split_clauses(text, split_sentences(text))
    return text


def _against_jieba(name: str, contents: list[bytes]) -> Ratio:
    from analysis.settings import read_settings
    from analysis.tokens import get_tokenizer, tokenizer_settings

    jieba = get_tokenizer(tokenizer_settings(read_settings())).jieba
    cleaned = [prepare(content) for content in contents]
    return compare(
        f"reading, cleaning, splitting of {name}",
        "jieba.tokenize of the clean texts",
        ours=lambda: [prepare(content) for content in contents],
        theirs=lambda: [list(jieba.tokenize(text)) for text in cleaned],
    )
