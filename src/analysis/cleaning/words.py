"""How likely a stretch of Chinese is: words and their frequencies, for choosing between readings of damaged bytes.

The word list is the one that the tokenizer's package brings, read as a plain file: where a damaged place is met,
and nowhere else.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

LONGEST = 6  # characters of a word looked up
COMMON = 100  # occurrences in the word list's corpus of 60 million words
# Characters that stand alone in this kind of text; any other is part of a word, and alone a sign of a wrong reading.
FREE = frozenset(
    "，。、的和与在了不是有为对以把将等及并各全市县区镇省年月日要会上中下个大小多新由向从到既又也都更最这其各该就可能使让被同"
)
ALONE = 2.5  # nats against any other character alone
UNKNOWN = 0.01  # pretended frequency of a character that is no word


@lru_cache(maxsize=16384)
def log_likelihood(text: str) -> float:
    """Log probability of the best way to cut a text into words.

    Examples
    --------
    >>> log_likelihood("确保空气环境") > log_likelihood("确。空气环境") > log_likelihood("确保空汽环境")
    True
    """
    if "著" in text:  # where it marks aspect it is 着 in the word list
        return max(_likelihood(text), _likelihood(text.replace("著", "着")))
    return _likelihood(text)


def _likelihood(text: str) -> float:
    words, total = _words()
    best = [0.0]
    for last, c in enumerate(text):
        alone = 0.0 if c in FREE else ALONE
        likelihood = best[last] + math.log(words.get(c, UNKNOWN) / total) - alone
        for start in range(max(0, last + 1 - LONGEST), last):
            frequency = words.get(text[start : last + 1])
            if frequency:
                likelihood = max(likelihood, best[start] + math.log(frequency / total))
        best.append(likelihood)
    return best[-1]


def ends_in_word(text: str) -> bool:
    """Whether a text can end here: its last characters are a word of two or more.

    Examples
    --------
    >>> ends_in_word("推进工作"), ends_in_word("补齐环")
    (True, False)
    """
    return any(text[-n:] in _words()[0] for n in range(2, LONGEST + 1) if len(text) >= n)


def is_common(text: str) -> bool:
    """Whether every character of a text is a frequent one or a mark.

    Examples
    --------
    >>> is_common("环境。"), is_common("谞")
    (True, False)
    """
    return all(_words()[0].get(c, 0) >= COMMON or c in "，、。" for c in text)


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
    # A full stop is no entry; it is as frequent as the most frequent word.
    words.update(dict.fromkeys("。，", max(words.values())))
    return words, sum(words.values())
