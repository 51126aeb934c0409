"""Sentences and clauses: where they end, in either width of punctuation.

Two laws: sentences joined are the text, and clauses joined are the text. A mark belongs to what it closes, and
the line break to the sentence before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

CLOSERS = "”’」』）)】》〉\"'"

# A full stop in ASCII ends a sentence only after a Chinese character and before a blank: PM2.5, 3.png and 1. stay whole.
# An end mark inside a quotation that the sentence carries on after (“干不干?”的问题) is none.
# One class leads each pattern, so that the engine jumps from one candidate to the next.
_END = re.compile(
    rf"[。！？!?.\n](?:(?<=[。！？!?])[。！？!?]*+[{CLOSERS}]*+(?![的等、,，;；])[ \t\u3000]*\n*"
    rf"|(?<=[\u4e00-\u9fff]\.)(?=\s|$)[ \t]*\n*"
    r"|(?<=\n)\n*)"
)
# Spans in which a comma does not end a clause: brackets, titles, and quotations short enough to be a name.
# A group is empty and tells that a clause ends here.
_BREAK = re.compile(
    r"[“《（(【,，:：;；—─](?:(?<=[,，:：])(?:(?<=\d.)(?=\d)|())|(?<=[;；])()|(?<=—)—?()|(?<=─)─()"
    r"|(?<=“)[^“”\n。]{0,30}”|(?<=《)[^《》\n]{0,60}》|(?<=（)[^（）\n]{0,60}）|(?<=\()[^()\n]{0,60}\)"
    r"|(?<=【)[^【】\n]{0,60}】)"
)


class Span(NamedTuple):
    """A stretch of the text, in code points, end exclusive."""

    start: int
    end: int


class Clause(NamedTuple):
    """A clause with its closing mark, and the sentence it is part of."""

    sentence_index: int
    start: int
    end: int


_span, _clause = (
    partial(tuple.__new__, Span),
    partial(tuple.__new__, Clause),
)  # a third of the classes' own time


def split_sentences(text: str) -> list[Span]:
    """The sentences of a text, in order; joined they are the text.

    Examples
    --------
    >>> text = "要抓好PM2.5治理!确保达标。\\n会议强调"
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['要抓好PM2.5治理!', '确保达标。\\n', '会议强调']
    """
    ends = [match.end() for match in _END.finditer(text)]
    if text and (not ends or ends[-1] < len(text)):
        ends.append(len(text))
    return list(map(_span, zip([0, *ends], ends, strict=False)))


def split_clauses(text: str, sentences: Sequence[Span] | None = None) -> list[Clause]:
    """The clauses of a text, in order, cut after , ; : and the dash, never at 、; joined they are the text.

    Examples
    --------
    >>> text = "要压实责任、形成合力,做到“谁主管,谁负责”。"
    >>> [text[clause.start : clause.end] for clause in split_clauses(text)]
    ['要压实责任、形成合力,', '做到“谁主管,谁负责”。']
    """
    return list(map(_clause, _pieces(text, split_sentences(text) if sentences is None else sentences)))


def _pieces(text: str, sentences: Iterable[Span]) -> Iterator[tuple[int, int, int]]:
    """The fields of each clause, one at a time: kept in a list first they would be made twice."""
    for index, (start, end) in enumerate(sentences):
        position = start
        for match in _BREAK.finditer(text, start, end):
            if match.lastindex and (stop := match.end()) < end:
                yield index, position, stop
                position = stop
        yield index, position, end
