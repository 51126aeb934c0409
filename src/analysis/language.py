"""The lexicons of speech, compiled: what the rooms of segments and directives look words up in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from analysis.lexicons import Entry, Lexicons, Matcher

# The lexicons compiled here, by name.
NAMES = (
    "addressees",
    "adverbs",
    "cues",
    "intransitives",
    "modals",
    "names",
    "nominal",
    "openers",
    "parts",
    "reporting",
    "strength",
    "surnames",
    "titles",
    "verbs",
)


class Terms:
    """A set of terms that is asked whether one of them stands at a position; the longest answers.

    Examples
    --------
    >>> terms = Terms(["推动", "推动形成"])
    >>> terms.at("要推动形成合力", 1), terms.at("要推动形成合力", 0)
    ('推动形成', '')
    """

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms = frozenset(terms)
        self._single = frozenset(term for term in self.terms if len(term) == 1)
        by_two: dict[str, list[str]] = defaultdict(list)  # two characters tell nearly all terms apart
        for term in self.terms - self._single:
            by_two[term[:2]].append(term)
        self._by_two = {two: sorted(group, key=len, reverse=True) for two, group in by_two.items()}

    def at(self, text: str, position: int, end: int | None = None) -> str:
        """The longest term at a position, within `end`; empty if none."""
        two = text[position : position + 2]
        for term in self._by_two.get(two, ()):
            if text.startswith(term, position, end):
                return term
        one = two[:1]
        return one if one in self._single and (end is None or position < end) else ""

    def pattern(self) -> str:
        """The terms as a regular expression, longest first; matches nothing where there are none."""
        return "|".join(sorted(map(re.escape, self.terms), key=len, reverse=True)) or r"(?!)"


class Language:
    """Every lexicon of speech, by category: `language["openers", "result"].at(text, position)`."""

    def __init__(self, lexicons: Mapping[str, tuple[Entry, ...]]) -> None:
        groups: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name in NAMES:
            for entry in lexicons.get(name, ()):
                groups[name, entry.category].append(entry.term)
        self._groups = {key: Terms(terms) for key, terms in groups.items()}
        demand, state = self["reporting", "demand"].pattern(), self["reporting", "state"].pattern()
        # 强调 is none in 加强调度 and 张强调研; 评价 none in 考核评价; 说 none in 说明; 介绍情况 tells of
        # something without its words; what is said with 了 (指出了问题) is reported, not quoted.
        self.saying = re.compile(
            rf"(?<![加增核效])(?:(?P<demand>{demand})|(?:{state}))(?:(?<!介绍)|(?=[，,：:“]))(?![研度查明法服教的]|了(?![：:，,])[^，,：:]*(?:问题|要求|意见|希望|方向))"
        )
        self._patterns: dict[tuple[str, ...], re.Pattern[str]] = {}
        self.modals = Matcher(entry.term for entry in lexicons.get("modals", ()))
        self.demanding = self["modals", "must"].terms

    def __getitem__(self, key: tuple[str, str]) -> Terms:
        return self._groups.get(key) or _NO_TERMS

    def pattern(self, name: str, *categories: str) -> re.Pattern[str]:
        """One regular expression for the terms of some categories of a lexicon, longest first."""
        key = (name, *categories)
        if key not in self._patterns:
            terms = Terms(term for category in categories for term in self[name, category].terms)
            self._patterns[key] = re.compile(terms.pattern())
        return self._patterns[key]


_NO_TERMS = Terms(())


class Same:
    """Rows as a cache key by identity: hashing thousands of rows anew for each document would cost more than a room."""

    __slots__ = ("rows",)

    def __init__(self, rows: tuple[Entry, ...]) -> None:
        self.rows = rows

    def __hash__(self) -> int:
        return id(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.rows is self.rows


def language_of(lexicons: Lexicons) -> Language:
    """The compiled lexicons; compiled once for the same rows."""
    return _compile(tuple(Same(lexicons.get(name, ())) for name in NAMES))


@lru_cache(maxsize=8)
def _compile(rows: tuple[Same, ...]) -> Language:
    return Language({name: same.rows for name, same in zip(NAMES, rows, strict=True)})
