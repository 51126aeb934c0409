"""What a target is, and the lexicons matched once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from analysis.lexicons import Entry, Matcher


class Span(Protocol):
    """Anything with a start and an end."""

    @property
    def start(self) -> int:
        """First character."""

    @property
    def end(self) -> int:
        """One past the last character."""


class Target(NamedTuple):
    """One figure, standard or deadline; `directive_index` is the directive it stands in."""

    start: int
    end: int
    value: str | None
    unit: str | None
    kind: str
    directive_index: int | None = None


class Terms(NamedTuple):
    """Rows of a lexicon by term, and the automaton that finds them."""

    rows: dict[str, Entry]
    matcher: Matcher

    def find(self, text: str) -> Sequence[tuple[int, int, str]]:
        """(start, end, term) of every term in the text, longest first, in order."""
        return list(self.matcher.find(text))


@lru_cache(maxsize=32)
def get_terms(rows: tuple[Entry, ...], *categories: str) -> Terms:
    """The rows of some categories, or all, made ready once."""
    chosen = {row.term: row for row in rows if not categories or row.category in categories}
    return Terms(chosen, Matcher(chosen))
