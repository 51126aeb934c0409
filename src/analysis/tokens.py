"""A text cut into tokens exactly as jieba cuts it, as integer codes.

jieba 0.42.1 is the definition. Its Rust port rjieba does the work wherever the form of the text proves that both cut
alike: jieba first breaks a text into blocks of Han characters, Latin letters, digits and the seven marks `+#&._%-`, and
every other character is a token of its own. In blocks without one of these marks both cut alike.

A run of Latin letters, digits and marks such as `2023-02-15` is cut by jieba by a rule of its own, which asks nothing of
what stands around it unless the dictionary has a word with a Latin letter, digit or mark there. So rjieba gets a run of one
letter in its place, and the rule is applied here. Blocks with such a word (`PM2.5`, `A股`) go to jieba itself. Without
rjieba, jieba cuts everything, and the tokens are the same.

A term told to the tokenizer gets the frequency jieba suggests for it, in the order of the lexicon.
"""

from __future__ import annotations

import re
import warnings
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from analysis.frames import Coded

if TYPE_CHECKING:
    from analysis.settings import Settings

_MARKS = re.compile(r"[+#&._%\-]+")
_ASCII_RUN = re.compile(r"[A-Za-z0-9+#&._%\-]*")
_BLOCK = re.compile(r"[\u4E00-\u9FD5A-Za-z0-9+#&._%\-]*")
_BLOCK_CHARACTER = re.compile(r"[\u4E00-\u9FD5A-Za-z0-9+#&._%\-]")
_ASCII = re.compile(r"[A-Za-z0-9+#&._%\-]")
# jieba's cuts of a run, with and without guessing.
_GUESSED = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
_PLAIN = re.compile(r"[a-zA-Z0-9]+|.")
# Characters outside jieba's blocks that rjieba takes for Han (extensions A to H, the end of the basic block,
# compatibility forms) or that nobody has tried. For jieba each is a token of its own.
_STRANGE = re.compile(
    r"[^\u0000-\u024F\u2000-\u206F\u3000-\u3004\u3008-\u3020\u4E00-\u9FD5\uFF00-\uFF0F\uFF1A-\uFF20]"
)
# Stands in for one character that rjieba must not see; both engines make it a token of its own.
_MASK = "。"
# Letters one of which stands in for the characters of a run: the first that no word has.
_STAND_INS = "zjqxkvwZJQXKVW0"
_TERM = attrgetter("term")
# A vocabulary larger than this starts afresh, so that memory does not grow with the corpus. Codes never leave
# this module, so nothing else changes.
_MAX_VOCABULARY = 1_000_000


class TokenizerSettings(NamedTuple):
    """What the tokenizer is told; equal settings share one tokenizer in a process.

    Parameters
    ----------
    terms
        Terms to be kept whole, added to the dictionary in this order.
    hmm
        Whether unknown words are guessed by jieba's hidden Markov model.
    engine
        `auto`: rjieba where proven equal; `jieba`: jieba alone.
    """

    terms: tuple[str, ...] = ()
    hmm: bool = True
    engine: str = "auto"


WORDS = TokenizerSettings(hmm=False)  # words of the dictionary alone, where a guess must not decide


class Cut(NamedTuple):
    """The tokens of a text: `vocabulary[codes[i]]` is `text[starts[i]:starts[i + 1]]`; `starts` ends with len(text)."""

    codes: np.ndarray
    starts: np.ndarray
    vocabulary: list[str]


def tokenizer_settings(settings: Settings) -> TokenizerSettings:
    """The tokenizer's part of a run's settings: the lexicon `tokenizer_terms`."""
    return TokenizerSettings(tuple(map(_TERM, settings.terms("tokenizer_terms"))))


@lru_cache(maxsize=4)
def get_tokenizer(settings: TokenizerSettings | None = None) -> Tokenizer:
    """The process's tokenizer of these settings; the dictionary is read on the first call."""
    return Tokenizer(settings or TokenizerSettings())


def tokenize(text: str, sentences: Sequence[Any], settings: Settings) -> dict[str, Any]:
    """The columns of the tokens frame of one document: every token that is not white space.

    Parameters
    ----------
    text
        Clean text.
    sentences
        Spans with `start`, in order; a token belongs to the sentence it starts in.
    settings
        Of the run; `tokenizer_terms` and `stopwords` are used.

    Returns
    -------
    dict
        `sentence_index`, `term` (coded, words in order of first appearance), `start`, `end`, `is_stopword`.
    """
    cut = get_tokenizer(tokenizer_settings(settings)).cut(text)
    stopwords = set(map(_TERM, settings.terms("stopwords")))
    return token_columns(cut, [sentence.start for sentence in sentences], stopwords)


def token_columns(cut: Cut, sentence_starts: Sequence[int], stopwords: Iterable[str] = ()) -> dict[str, Any]:
    """Columns of the tokens frame, from a cut text: white space dropped, codes numbered anew.

    Examples
    --------
    >>> columns = token_columns(get_tokenizer().cut("要 加强监管。"), [0], {"要"})
    >>> list(columns["term"]), columns["start"].tolist(), columns["is_stopword"].tolist()
    (['要', '加强', '监管', '。'], [0, 2, 4, 6], [True, False, False, False])
    """
    local, words = _renumbered(cut)
    is_blank = np.fromiter(map(str.isspace, words), dtype=bool, count=len(words))
    kept = ~is_blank[local]
    codes = (local - np.cumsum(is_blank, dtype=np.int32)[local])[kept]
    words = [word for word in words if not word.isspace()]
    stopwords = stopwords if isinstance(stopwords, (set, frozenset)) else set(stopwords)
    flags = np.fromiter(map(stopwords.__contains__, words), dtype=bool, count=len(words))
    starts = cut.starts[:-1][kept]
    sentence = np.searchsorted(np.asarray(sentence_starts, dtype=np.int32), starts, side="right") - 1
    return {
        "sentence_index": sentence.astype(np.int32),
        "term": Coded(codes, words),
        "start": starts,
        "end": cut.starts[1:][kept],
        "is_stopword": flags[codes],
    }


def _renumbered(cut: Cut) -> tuple[np.ndarray, list[str]]:
    """Numbers of a text's own terms in order of first appearance, and the terms: in time linear in the tokens."""
    order = np.arange(len(cut.codes), dtype=np.int32)
    first = np.empty(len(cut.vocabulary), dtype=np.int32)  # only what the text has is ever touched
    first[cut.codes[::-1]] = order[::-1]  # the last one written stays
    firsts = first[cut.codes]
    is_first = firsts == order
    numbers = np.cumsum(is_first, dtype=np.int32) - 1
    return numbers[firsts], list(map(cut.vocabulary.__getitem__, cut.codes[is_first].tolist()))


def retokenize(
    frames: Mapping[str, Any], settings: TokenizerSettings, stopwords: Iterable[str] = ()
) -> dict[str, Any]:
    """The same frames with tokens cut another way: a variant to hold findings against.

    Parameters
    ----------
    frames
        Frames of the corpus; only `tokens` is replaced.
    stopwords
        Terms to be flagged; default: those flagged in the frames.
    """
    from analysis.frames import DocumentFrames, combine

    tokens, sentences = frames["tokens"], frames["sentences"]
    known = set(tokens.loc[tokens["is_stopword"], "term"].unique()) | set(stopwords)
    tokenizer = get_tokenizer(settings)
    starts = {doc_id: own["start"].tolist() for doc_id, own in sentences.groupby("doc_id", sort=False)}
    parts: list[tuple[str, DocumentFrames]] = [
        (doc_id, {"tokens": token_columns(tokenizer.cut(text), starts.get(doc_id, [0]), known)})
        for doc_id, text in zip(frames["texts"]["doc_id"], frames["texts"]["text"], strict=True)
    ]
    return {**frames, "tokens": combine(parts)["tokens"]}


class Tokenizer:
    """jieba's tokens as codes of a vocabulary that grows as texts come in.

    A private dictionary: nothing said to it reaches `jieba.cut` or another tokenizer. It does not pickle; send
    the settings and ask :func:`get_tokenizer` in the other process.

    Examples
    --------
    >>> get_tokenizer(TokenizerSettings(("无废城市",))).terms("建设无废城市")
    ['建设', '无废城市']
    """

    def __init__(self, settings: TokenizerSettings) -> None:
        self.settings = settings
        self._fast = _rust_tokenizer() if settings.engine == "auto" else None
        self._vocabulary: list[str] = []
        self._code = _Codes(self._vocabulary)
        if self._fast is not None and settings.terms:
            for term in settings.terms:
                self._fast.add_word(term, self.jieba.FREQ[term], None)

    @cached_property
    def jieba(self):
        """The tokenizer of jieba itself with the same terms, built when first needed."""
        tokenizer = _new_jieba()
        for term in self.settings.terms:
            tokenizer.add_word(term)
        return tokenizer

    @cached_property
    def _mixed(self) -> tuple[Any, str]:
        """A matcher of the words with a Latin letter, digit or mark, and a letter that none of them has."""
        from ahocorasick_rs import AhoCorasick

        words = [word for word, n in self.jieba.FREQ.items() if n and _ASCII.search(word)]
        used = set("".join(words))
        return AhoCorasick(words), next((letter for letter in _STAND_INS if letter not in used), "")

    def terms(self, text: str) -> list[str]:
        """The tokens of a text as strings; joined they are the text."""
        if self._fast is None:
            return list(self.jieba.cut(text, HMM=self.settings.hmm))
        gaps = self._gaps(text)
        if not gaps:
            return self._fast.cut(text, self.settings.hmm)
        pieces: list[str] = []
        position = 0
        for gap in gaps:
            pieces += (text[position : gap.start], gap.stand_in * (gap.end - gap.start))
            position = gap.end
        words = self._fast.cut("".join((*pieces, text[position:])), self.settings.hmm)
        return self._fill(text, words, gaps)

    def cut(self, text: str) -> Cut:
        """The tokens of a text as codes with offsets, white space included."""
        if len(self._vocabulary) > _MAX_VOCABULARY:
            self._vocabulary = []
            self._code = _Codes(self._vocabulary)
        words = self.terms(text)
        codes = np.fromiter(map(self._code.__getitem__, words), dtype=np.int32, count=len(words))
        return Cut(codes, _starts(words), self._vocabulary)

    def _gaps(self, text: str) -> list[_Gap]:
        """What rjieba must not see: strange characters, runs with a mark, and whole blocks that jieba must cut."""
        gaps = [_Gap(*match.span(), _MASK) for match in _STRANGE.finditer(text)]
        runs = _marked_runs(text)
        if not runs:
            return gaps
        matcher, letter = self._mixed
        found = matcher.find_matches_as_indexes(text, overlapping=True)
        blocks = _blocks_around(
            text, [start for _, start, _ in found] if letter else [start for start, _ in runs]
        )
        blocks = [block for block in blocks if _MARKS.search(text, *block)]
        gaps += [_Gap(*block, _MASK) for block in blocks]
        ends = [end for _, end in blocks]
        for start, end in runs:
            at = bisect_right(ends, start)
            if at == len(blocks) or blocks[at][0] > start:
                gaps.append(_Gap(start, end, letter))
        return sorted(gaps)

    def _fill(self, text: str, words: list[str], gaps: list[_Gap]) -> list[str]:
        """What stands in the gaps, cut as jieba cuts it, in the place of what stood in for it."""
        hmm = self.settings.hmm
        firsts = np.searchsorted(_starts(words), [gap.start for gap in gaps]).tolist()
        filled: list[str] = []
        position = 0
        for first, (start, end, stand_in) in zip(firsts, gaps, strict=True):
            filled += words[position:first]
            if stand_in != _MASK:
                run = text[start:end]
                filled += [piece for piece in _GUESSED.split(run) if piece] if hmm else _PLAIN.findall(run)
                position = first + 1
            else:
                filled += self.jieba.cut(text[start:end], HMM=hmm) if end - start > 1 else text[start:end]
                position = first + end - start
        return filled + words[position:]


class _Gap(NamedTuple):
    """A stretch that rjieba gets another character for."""

    start: int
    end: int
    stand_in: str


class _Codes(dict):
    """Term → code; a new term gets the next one."""

    def __init__(self, vocabulary: list[str]) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, term: str) -> int:
        code = self[term] = len(self._vocabulary)
        self._vocabulary.append(term)
        return code


def _starts(words: list[str]) -> np.ndarray:
    starts = np.zeros(len(words) + 1, dtype=np.int32)
    np.cumsum(np.fromiter(map(len, words), dtype=np.int32, count=len(words)), out=starts[1:])
    return starts


def _marked_runs(text: str) -> list[tuple[int, int]]:
    """Runs of Latin letters, digits and marks with at least one mark."""
    runs: list[tuple[int, int]] = []
    end = 0
    for match in _MARKS.finditer(text):
        start = match.start()
        if start < end:
            continue
        while start > end and _ASCII.match(text, start - 1):
            start -= 1
        end = _ASCII_RUN.match(text, match.start()).end()  # type: ignore[union-attr]
        runs.append((start, end))
    return runs


def _blocks_around(text: str, positions: list[int]) -> list[tuple[int, int]]:
    """The jieba blocks that positions lie in, each once, in order."""
    blocks: list[tuple[int, int]] = []
    end = 0
    for position in sorted(positions):
        if position < end:
            continue
        start = position
        while start > end and _BLOCK_CHARACTER.match(text, start - 1):
            start -= 1
        end = _BLOCK.match(text, position).end()  # type: ignore[union-attr]
        blocks.append((start, end))
    return blocks


def _rust_tokenizer():
    try:
        import rjieba
    except ImportError:
        return None
    return rjieba.Jieba()


def _new_jieba():
    """A private jieba tokenizer, read from its own dictionary: no cache file in a shared folder, nothing printed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42.1 has invalid escapes and a deprecated import
        import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer
