"""Read the lexicons: CSV files that an expert edits without Python.

A lexicon is a table `term, category, english, source, note`. The defaults stand beside this file; a corpus's
own folder (`data/lexicons`) has files of the same names, whose rows are added to the defaults or replace the
rows of the same term. A row whose category is `-` takes the default's rows away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from analysis.statements import read_file

DEFAULTS = Path(__file__).parent
COLUMNS = ("term", "category", "english", "source", "note")
REMOVED = "-"
MOST_FOR_TABLE = (
    500  # terms up to which an automaton with a table of all its steps, twice as fast, is soon built
)


class Entry(NamedTuple):
    """One row of a lexicon."""

    term: str
    category: str = ""
    english: str = ""
    source: str = ""
    note: str = ""


class LexiconError(ValueError):
    """A broken row, named by file and line."""


# Name of the lexicon (its path without suffix: `strength`, `themes/environment`) → its rows in file order.
Lexicons = Mapping[str, tuple[Entry, ...]]


def read_lexicons(*folders: Path) -> dict[str, tuple[Entry, ...]]:
    """All lexicons: the defaults, then those of the folders, later rows replacing earlier ones of the same term.

    Raises
    ------
    LexiconError
        Naming file and line of a row that is broken.

    Examples
    --------
    >>> "strength" in read_lexicons()
    True
    """
    lexicons: dict[str, dict[str, list[Entry]]] = {}
    for folder in (DEFAULTS, *folders):
        for path in sorted(folder.rglob("*.csv")):
            rows: dict[str, list[Entry]] = {}
            for entry in read_lexicon(path):
                rows.setdefault(entry.term, []).append(entry)
            lexicons.setdefault(path.relative_to(folder).with_suffix("").as_posix(), {}).update(rows)
    return {
        name: tuple(entry for entries in rows.values() for entry in entries if entry.category != REMOVED)
        for name, rows in lexicons.items()
    }


def read_lexicon(path: Path) -> list[Entry]:
    """The rows of one file, in order.

    Raises
    ------
    LexiconError
        Naming file and line of a row that is broken.
    TableError
        If the file can be read by no encoding.
    """
    columns, rows = read_file(path)
    if "term" not in columns or set(columns) - {*COLUMNS, ""}:
        raise LexiconError(
            f"{path.name}, line 1: columns are {', '.join(COLUMNS)}; found {', '.join(columns)}"
        )
    entries = []
    for row in rows:
        entry = Entry(*(row.cells.get(column, "").strip() for column in COLUMNS))
        if row.beyond or not entry.term:
            raise LexiconError(f"{path.name}, line {row.number}: a term and at most {len(COLUMNS)} cells")
        entries.append(entry)
    return entries


class Matcher:
    """Finds the terms of a lexicon in a text, leftmost and longest first, never two over the same character.

    Examples
    --------
    >>> matcher = Matcher(["督察", "中央生态环境保护督察"])
    >>> list(matcher.find("中央生态环境保护督察与督察"))
    [(0, 10, '中央生态环境保护督察'), (11, 13, '督察')]
    """

    def __init__(self, terms: Iterable[str]) -> None:
        from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

        self.terms = list(dict.fromkeys(terms))
        table = Implementation.DFA if len(self.terms) <= MOST_FOR_TABLE else None
        self._automaton = (
            AhoCorasick(self.terms, MatchKind.LeftmostLongest, implementation=table) if self.terms else None
        )

    def find(self, text: str) -> Iterable[tuple[int, int, str]]:
        """(start, end, term) of each occurrence, in order."""
        return [(start, end, self.terms[i]) for i, start, end in self.find_numbers(text)]

    def find_numbers(self, text: str) -> Sequence[tuple[int, int, int]]:
        """(number of the term, start, end) of each occurrence, in order."""
        return () if self._automaton is None else self._automaton.find_matches_as_indexes(text)


class Match(NamedTuple):
    """A place where a lexicon's term occurs; fields are the columns of the frame `matches`."""

    lexicon: str
    start: int
    end: int
    term: str
    category: str


# Lexicons whose occurrences are kept as a frame: what measures count. The others are words the rules read by.
MATCHED = ("themes/", "strength", "campaign", "attention", "clarity", "formulas")


def match_lexicons(text: str, lexicons: Lexicons) -> list[Match]:
    """Where the terms of the matched lexicons occur, lexicon by lexicon, longest term first.

    Examples
    --------
    >>> lexicons = {"campaign": (Entry("攻坚战", "battle"), Entry("污染防治攻坚战", "battle"))}
    >>> match_lexicons("打好污染防治攻坚战", lexicons)
    [Match(lexicon='campaign', start=2, end=9, term='污染防治攻坚战', category='battle')]
    """
    return [
        Match(name, start, end, *rows[i])
        for name in sorted(lexicons)
        if name.startswith(MATCHED)
        for matcher, rows in [_matcher(lexicons[name])]
        for i, start, end in matcher.find_numbers(text)
    ]


@lru_cache(maxsize=64)
def _matcher(entries: tuple[Entry, ...]) -> tuple[Matcher, list[tuple[str, str]]]:
    """A matcher, and the term and category of each of its numbers; a term's first row decides."""
    categories = {entry.term: entry.category for entry in reversed(entries)}
    return Matcher(categories), list(categories.items())
