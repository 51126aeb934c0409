"""Sentences in the language of the reader: templates of both languages, filled with what was computed.

The templates stand in the lexicon `sentences` (term: Chinese, category: key, english: English). A computation is made once
and said by its key; numbers, lists and plurals are formatted here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from string import Formatter
from typing import Any

from analysis.settings import Settings

MOST_NAMED = 8  # names in one sentence; more are counted
Words = Mapping[str, tuple[str, str]]


class Phrases(Formatter):
    """Templates in one language: Chinese where labels are Chinese, else English.

    A template is a format string. English chooses between one and many by the number itself: `{n:text|texts}`.

    Parameters
    ----------
    words
        Key → (Chinese, English).
    labels
        `zh`, `en` or `both`.

    Examples
    --------
    >>> words = {"size": ("共 {n:,} 篇文本", "{n:,} {n:text|texts}")}
    >>> [Phrases(words, labels).say("size", n=1) for labels in ("zh", "en")]
    ['共 1 篇文本', '1 text']
    >>> Phrases(words, "both").say("size", n=1200)
    '1,200 texts'
    """

    def __init__(self, words: Words, labels: str) -> None:
        self._words = words
        self._is_chinese = labels == "zh"

    def say(self, key: str, **values: Any) -> str:
        """The sentence of a key, filled.

        Raises
        ------
        KeyError
            If there is no such key, or a template names a value that is not given.
        """
        return self.vformat(self.pick(*self._words[key]), (), values)

    def pick(self, chinese: str, english: str) -> str:
        """The wording of the language."""
        return chinese if self._is_chinese else english

    def knows(self, key: str) -> bool:
        """Whether there is a template of this key."""
        return key in self._words

    def format_field(self, value: Any, format_spec: str) -> Any:
        """As :meth:`string.Formatter.format_field`, and one of two wordings for one and for many."""
        one, is_choice, many = format_spec.partition("|")
        return (one if value == 1 else many) if is_choice else super().format_field(value, format_spec)

    def text(self, sentences: Iterable[str]) -> str:
        """Sentences one after the other."""
        return self.pick("", " ").join(sentences)

    def clauses(self, clauses: Iterable[str], *, end: bool = False) -> str:
        """Clauses between semicolons, with a full stop at the end where one is wanted."""
        return self.pick("；", "; ").join(clauses) + self.pick("。", ".") * end

    def listed(
        self, items: Sequence[str], *, most: int = MOST_NAMED, mark: str = ",", key: str = "list:more"
    ) -> str:
        """Items in a row, the first `most` by name and the others counted by the sentence of a key.

        Examples
        --------
        >>> words = {"list:more": ("{listed}等 {n} 项", "{listed} and {more} more")}
        >>> [Phrases(words, labels).listed(["a", "b", "c"], most=2) for labels in ("zh", "en")]
        ['a、b等 3 项', 'a, b and 1 more']
        """
        listed = self.pick("、", f"{mark} ").join(items[:most])
        more = len(items) - most
        return self.say(key, listed=listed, n=len(items), more=more) if more > 0 else listed

    def named(self, names: Sequence[str]) -> str:
        """Names of texts as a sentence has them: the last after 和 or "and", or the first ones and the number.

        Examples
        --------
        >>> [Phrases({}, labels).named(["a", "b", "c"]) for labels in ("zh", "en")]
        ['a、b和c', 'a, b and c']
        """
        if len(names) < 2:
            return "".join(names)
        if len(names) <= MOST_NAMED:
            return self.listed(names[:-1]) + self.pick("和", " and ") + names[-1]
        return self.listed(names, most=MOST_NAMED - 2, key="list:texts")

    def span(self, low: int, high: int) -> str:
        """From the least to the most, or the one number both are."""
        return f"{low:,}{self.pick(' 至 ', ' to ')}{high:,}" if low != high else f"{low:,}"


def phrases_of(settings: Settings) -> Phrases:
    """The sentences of the suite in the language of the settings."""
    return Phrases(read_sentences(settings), settings.labels)


def read_sentences(settings: Settings) -> dict[str, tuple[str, str]]:
    """Key → (Chinese, English) template; of two rows with one key, the later."""
    return {entry.category: (entry.term, entry.english) for entry in settings.terms("sentences")}
