"""How likely a stretch of Chinese is: words and their frequencies, for choosing between readings of damaged bytes.

The word list is the one that the tokenizer's package brings, read as a plain file: where a damaged place is met,
and nowhere else.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

from analysis.cleaning.script import ASPECT

LONGEST = 6  # characters of a word looked up
COMMON = 100  # occurrences in the word list's corpus of 60 million words
# Characters that stand alone in this kind of text; any other is part of a word, and alone a sign of a wrong reading.
FREE = frozenset(
    "的和与在了不是有为对以把将等及并各全市县区镇省年月日要会上中下个大小多新由向从到既又也都更最这其各该就可能使让被同"
)
# Marks are no entries of the list; how often they stand, as shares of its most frequent word.
MARKS = (
    dict.fromkeys("。，", 1.0)
    | {"、": 0.5}
    | dict.fromkeys("；：“”（）《》", 0.1)
    | dict.fromkeys("？！", 0.03)
)
ALONE = 2.5  # nats against any other character alone
UNKNOWN = 0.01  # pretended frequency of a character that is no word


def beginnings(text: str) -> list[float]:
    """Log probability of each beginning of a text, the empty one first, cut into words in the best way.

    Examples
    --------
    >>> beginnings("确保空气环境")[-1] > beginnings("确。空气环境")[-1] > beginnings("确保空汽环境")[-1]
    True
    """
    best = [0.0]
    for end in range(1, len(text) + 1):
        start = max(0, end - LONGEST)
        best.append(max(best[i] + log_frequency(text[i:end]) for i in range(start, end)))
    return best


def endings(text: str, n_known: int = 0, known: Sequence[float] = (0.0,)) -> list[float]:
    """Log probability of each ending of a text, from the whole to the empty one.

    `known` has those of its last `n_known` characters, where they are known already.
    """
    best = [*reversed(known)]
    for start in range(len(text) - n_known - 1, -1, -1):
        stops = range(start + 1, min(len(text), start + LONGEST) + 1)
        best.append(max(log_frequency(text[start:end]) + best[len(text) - end] for end in stops))
    return best[::-1]


def lone_characters(text: str) -> list[int]:
    """Where characters stand that the best way to cut a text into words leaves alone, though they are no word.

    Examples
    --------
    >>> lone_characters("确保空汽环境"), lone_characters("在空气中")
    ([2, 3], [])
    """
    after = endings(text)
    found, start = [], 0
    while start < len(text):
        stops = range(start + 1, min(len(text), start + LONGEST) + 1)
        end = next(
            (
                end
                for end in reversed(stops)
                if abs(log_frequency(text[start:end]) + after[end] - after[start]) < 1e-9
            ),
            start + 1,
        )
        if end == start + 1 and text[start] not in FREE and text[start] not in MARKS:
            found.append(start)
        start = end
    return found


def heads_of_words(left: str, before: Sequence[float]) -> list[tuple[str, float]]:
    """What of the end of a text may belong to a word that goes on behind it, and how likely the text before that is.

    `before` has the log probability of each beginning of the text.
    """
    return [(left[i:], before[i]) for i in range(max(0, len(left) - LONGEST + 1), len(left) + 1)]


def tails_of_words(right: str, after: Sequence[float]) -> list[tuple[str, float]]:
    """What of the start of a text may belong to a word that began before it, and how likely the text behind that is.

    `after` has the log probability of each ending of the text.
    """
    return [(right[:i], after[i]) for i in range(min(len(right), LONGEST - 1) + 1)]


def joined_likelihood(
    heads: Sequence[tuple[str, float]], middle: str, tails: Sequence[tuple[str, float]]
) -> float:
    """Log probability of two texts with one character between them, so that one word has it.

    Examples
    --------
    >>> heads = heads_of_words("确", beginnings("确"))
    >>> together = joined_likelihood(heads, "保", tails_of_words("空气", endings("空气")))
    >>> together == beginnings("确保空气")[-1]
    True
    """
    best, words = -math.inf, _words()[0]
    for head, before in heads:
        for tail, after in tails[: LONGEST - len(head)]:
            word = head + middle + tail
            if word in words or word == middle or ASPECT in word:  # hardly any is
                best = max(best, before + log_frequency(word) + after)
    return best


def log_frequency(word: str) -> float:
    """Log probability of a word, or of a character that is none; minus infinity for more characters that are no word."""
    words, total = _words()
    frequency = words.get(word, 0.0)
    if ASPECT in word:
        frequency = max(frequency, words.get(word.replace(ASPECT, "着"), 0.0))
    if len(word) > 1:
        return math.log(frequency / total) if frequency else -math.inf
    return math.log((frequency or UNKNOWN) / total) - (0.0 if word in FREE or word in MARKS else ALONE)


def ends_in_word(text: str) -> bool:
    """Whether a text can end here: its last characters are a word of two or more.

    Examples
    --------
    >>> ends_in_word("推进工作"), ends_in_word("补齐环")
    (True, False)
    """
    return any(text[-n:] in _words()[0] for n in range(2, LONGEST + 1) if len(text) >= n)


def companions(characters: frozenset[str]) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    """Which of these stand in words behind a character, and which before it; of characters that have any.

    Examples
    --------
    >>> behind, before = companions(frozenset("保"))
    >>> behind["确"], before["护"], "环" in before
    ({'保'}, {'保'}, False)
    """
    behind, before = defaultdict(set), defaultdict(set)
    for word in _words()[0]:
        if not characters.isdisjoint(word):
            for first, second in pairwise(word):
                if second in characters:
                    behind[first].add(second)
                if first in characters:
                    before[second].add(first)
    return dict(behind), dict(before)


def is_common(text: str, least: int = COMMON) -> bool:
    """Whether every character of a text is a frequent one or a mark.

    Examples
    --------
    >>> is_common("环境。"), is_common("谞")
    (True, False)
    """
    return all(_words()[0].get(c, 0) >= least for c in text)


def is_available() -> bool:
    """Whether the word list is there."""
    return bool(_words()[0])


@cache
def _words() -> tuple[dict[str, float], float]:
    found = find_spec("jieba")
    path = Path(found.origin).parent / "dict.txt" if found and found.origin else None
    if path is None or not path.is_file():
        return {}, 1.0
    words: dict[str, float] = {}
    with path.open(encoding="utf-8") as file:
        for line in file:
            word, frequency, _ = line.split(" ", 2)
            if len(word) <= LONGEST:
                words[word] = float(frequency)
    most = max(words.values())
    words.update({mark: share * most for mark, share in MARKS.items()})
    return words, sum(words.values())
