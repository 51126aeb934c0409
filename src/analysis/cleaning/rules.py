"""What an expert can edit without Python, made ready for matching: the lexicons `furniture` and `script`.

Terms of the lexicon `furniture` say by an ellipsis how they match: `打印本页` is a whole line, `扫一扫…` begins
one, `…人阅读` ends one, `…公网安备…` stands anywhere in one, `共…页` has something in between. A term that ends
in a colon (`发布时间：`) is the key of a field: its value stands behind it or on the next line. A term of the
category `menu` is furniture only outside of the text. Blanks, brackets, marks and case never count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from analysis.lexicons import Entry, Lexicons, Matcher, read_lexicons

ELLIPSIS = "…"
NOT_LETTERS = re.compile(r"[\W_]+")
MENU = "menu"


class Pattern(NamedTuple):
    """Pieces of text that follow each other in a line, and whether they touch its end."""

    pieces: tuple[str, ...]
    to_end: bool
    category: str

    def fits(self, line: str, position: int) -> bool:
        """Whether the pieces behind the first one follow in the line, from a position on."""
        for piece in self.pieces[1:]:
            position = line.find(piece, position)
            if position < 0:
                return False
            position += len(piece)
        return not self.to_end or line.endswith(self.pieces[-1])


@dataclass(frozen=True, eq=False)
class Rules:
    """The lexicons of the cleaning room, ready for matching; everything in it is bare (see :func:`bare`).

    Parameters
    ----------
    lines, keys
        Whole line, key of a field → category.
    starts, insides
        First piece → the patterns that begin a line with it, or have it anywhere.
    ends
        End of a line → category.
    key_lengths, start_lengths, end_lengths
        Lengths to try.
    inside
        Finds the first pieces of `insides`.
    notice_firsts
        What a line must begin with to begin with one of `starts`.
    kept_traditional
        Characters that stay as they are in simplified text.
    script_words
        Finds the words in which 著 stays.
    """

    lines: Mapping[str, str]
    keys: Mapping[str, str]
    starts: Mapping[str, tuple[Pattern, ...]]
    insides: Mapping[str, tuple[Pattern, ...]]
    ends: Mapping[str, str]
    key_lengths: tuple[int, ...]
    start_lengths: tuple[int, ...]
    end_lengths: tuple[int, ...]
    inside: Matcher
    notice_firsts: frozenset[str]
    kept_traditional: frozenset[str]
    script_words: Matcher

    def category_of(self, line: str) -> str:
        """Category of the furniture that a whole line is, by the lexicon alone; empty where it is none.

        Examples
        --------
        >>> default_rules().category_of(bare("【打印本页】")), default_rules().category_of(bare("会议强调"))
        ('print', '')
        """
        if line in self.lines:
            return self.lines[line]
        category = self.start_category(line)
        if category:
            return category
        for length in self.end_lengths:
            if line[-length:] in self.ends:
                return self.ends[line[-length:]]
        for _, end, piece in self.inside.find(line):
            for pattern in self.insides[piece]:
                if pattern.fits(line, end):
                    return pattern.category
        return ""

    def start_category(self, line: str) -> str:
        """Category of a pattern that the line begins with; empty where there is none."""
        for length in self.start_lengths:
            for pattern in self.starts.get(line[:length], ()):
                if pattern.fits(line, length):
                    return pattern.category
        return ""


def bare(text: str) -> str:
    """Letters, digits and characters alone, in lower case.

    Examples
    --------
    >>> bare("【字体： 大 中 小】"), bare("ICP备 05001号-1")
    ('字体大中小', 'icp备05001号1')
    """
    return NOT_LETTERS.sub("", text).lower()


def make_rules(lexicons: Lexicons) -> Rules:
    """Make the lexicons ready for matching; the same lexicons are prepared once."""
    return _make_rules(_Same(lexicons))


def default_rules() -> Rules:
    """The rules of the default lexicons."""
    return make_rules(_default_lexicons())


@lru_cache(maxsize=1)
def _default_lexicons() -> Lexicons:
    return read_lexicons()


class _Same:
    """Equal to itself alone, so that a large value can be the key of a cache without being hashed."""

    def __init__(self, value: Lexicons) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value


@lru_cache(maxsize=8)
def _make_rules(lexicons: _Same) -> Rules:
    script = lexicons.value.get("script", ())
    lines: dict[str, str] = {}
    keys: dict[str, str] = {}
    ends: dict[str, str] = {}
    starts: dict[str, list[Pattern]] = {}
    insides: dict[str, list[Pattern]] = {}
    for entry in lexicons.value.get("furniture", ()):
        term, (at_start, at_end), pattern = entry.term, _anchors(entry), _pattern(entry)
        if not pattern.pieces:  # marks alone match by their shape
            continue
        if term.endswith(("：", ":")):
            keys[bare(term)] = entry.category
        elif ELLIPSIS not in term:
            lines[bare(term)] = entry.category
        elif at_start:
            starts.setdefault(pattern.pieces[0], []).append(pattern)
        elif at_end and len(pattern.pieces) == 1:
            ends[pattern.pieces[0]] = entry.category
        else:
            insides.setdefault(pattern.pieces[0], []).append(pattern)
    return Rules(
        lines=lines,
        keys=keys,
        starts={piece: tuple(patterns) for piece, patterns in starts.items()},
        insides={piece: tuple(patterns) for piece, patterns in insides.items()},
        ends=ends,
        key_lengths=_lengths(keys),
        start_lengths=_lengths(starts),
        end_lengths=_lengths(ends),
        inside=Matcher(insides),
        notice_firsts=frozenset(c for piece in starts for c in (piece[0], piece[0].upper())),
        kept_traditional=frozenset(entry.term for entry in script if entry.category == "keep"),
        script_words=Matcher(entry.term for entry in script if entry.category == "word"),
    )


def _anchors(entry: Entry) -> tuple[bool, bool]:
    return not entry.term.startswith(ELLIPSIS), not entry.term.endswith(ELLIPSIS)


def _pattern(entry: Entry) -> Pattern:
    pieces = tuple(piece for part in entry.term.split(ELLIPSIS) if (piece := bare(part)))
    return Pattern(pieces, _anchors(entry)[1], entry.category)


def _lengths(terms: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted({len(term) for term in terms}, reverse=True))
