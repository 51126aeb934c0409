"""Blanks inside a line: none in running text, one between names and between the clauses of a headline.

A text copied from a viewer has blanks where its lines ended: some of them end a paragraph.
"""

from __future__ import annotations

import re

from analysis.cleaning.page import HAN, HAN_CHARACTER, has_han
from analysis.cleaning.wraps.lines import (
    BLANK,
    LEAST_LINES,
    ORDINAL,
    WRAP,
    Piece,
    is_closed,
    units,
    wrap_width,
)

INNER_BLANKS = re.compile(r"[ \t]+")
AHEAD = 12  # characters behind a blank that tell what begins there
WORD = re.compile(r"[0-9A-Za-zÀ-ɏ]")
LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
QUOTES = "“”‘’《》〈〉「」『』\"'"
# Behind these words names stand, with blanks between, to the end of a bracket; the signs say at once that none is there.
BYLINE = re.compile(
    r"[(（【\[]?\s*(?:本报|本网)?(?:特约|实习|全媒体|首席)?(?:记者|通讯员|作者|撰稿|供稿|摄影|文[/／、|]?图|图[/／、|]?文|见习记者)"
)
BYLINE_SIGNS = (
    "记者",
    "通讯员",
    "作者",
    "撰稿",
    "供稿",
    "摄影",
    "文/图",
    "文图",
    "图/文",
    "图文",
    "文／图",
    "图／文",
)
BRACKET_END = re.compile(r"[)）】\]]")
NAMES = re.compile(rf"(?<![{HAN}])[{HAN}]{{2,3}}(?: +[{HAN}]{{2,3}}){{2,}}(?![{HAN}])")
# In every list of names; a blank leads, so that the engine jumps to it.
MIDDLE_NAME = re.compile(f" [{HAN}]{{2,3}} ")


def settle_inner_blanks(line: Piece, *, prose: bool) -> dict[int, tuple[str, str]]:
    """Start of each run of blanks inside a line → what to put there, by which rule.

    In running text (`prose`) blanks mean nothing.
    """
    text = line.text
    width = _width_of_pieces(text) if prose else 0
    between_names = _between_names(text, with_lists=not width)
    decided: dict[int, tuple[str, str]] = {}
    piece_start = 0
    for match in INNER_BLANKS.finditer(text):
        start, end = match.span()
        if start in between_names:
            decided[line.start + start] = (" ", BLANK)
        elif prose:
            piece, following = text[piece_start:start], text[end : end + AHEAD]
            decided[line.start + start] = _in_prose(piece, following, end - start, width=width)
        else:
            decided[line.start + start] = (_in_headline(text, start, end), BLANK)
        piece_start = end
    return decided


def _between_names(text: str, with_lists: bool) -> set[int]:
    """Starts of the blanks that stand between names: in a byline, and in lists of three names or more."""
    spans = _byline_spans(text)
    if with_lists and MIDDLE_NAME.search(text):
        spans += [match.span() for match in NAMES.finditer(text)]
    return {
        match.start()
        for low, high in spans
        for match in INNER_BLANKS.finditer(text, low, high)
        if match.end() < len(text)
        and HAN_CHARACTER.match(text[match.start() - 1])
        and HAN_CHARACTER.match(text[match.end()])
    }


def is_prose(text: str) -> bool:
    """Whether a line is running text, in which blanks mean nothing."""
    return (is_closed(text) or (len(text) > 60 and "。" in text) or len(text) > 120) and has_han(text, 15)


def _byline_spans(text: str) -> list[tuple[int, int]]:
    """Where names stand that are separated by blanks: behind 记者, 通讯员, to the end of the bracket or line."""
    spans: list[tuple[int, int]] = []
    if not any(sign in text for sign in BYLINE_SIGNS):
        return spans
    for match in BYLINE.finditer(text):
        bracket = BRACKET_END.search(text[match.end() : match.end() + 80])
        stop = match.end() + bracket.start() if bracket else min(len(text), match.end() + 40)
        if bracket or len(text) <= 60:
            spans.append((match.start(), stop))
    return spans


def _in_headline(text: str, start: int, end: int) -> str:
    sides = text[start - 1], text[end]
    is_apart = all(map(WORD.match, sides)) or all(HAN_CHARACTER.match(c) or c in QUOTES for c in sides)
    return " " if is_apart or "\t" in text[start:end] else ""


def _in_prose(piece: str, following: str, n_blanks: int, *, width: int) -> tuple[str, str]:
    """What a run of blanks in running text becomes and by which rule, given the piece before it."""
    if LATIN.match(piece[-1:]) and LATIN.match(following):
        return " ", BLANK
    if width:
        closed = is_closed(piece)
        if (closed and ORDINAL.match(following)) or (
            (closed or ORDINAL.match(piece)) and units(piece) < width
        ):
            return "\n", WRAP
    if n_blanks >= 2 and is_closed(piece):
        return "\n", WRAP
    if width or (HAN_CHARACTER.match(piece[-1:]) and HAN_CHARACTER.match(following)):
        return "", WRAP
    return "", BLANK


def _width_of_pieces(text: str) -> int:
    """The width at which a line was wrapped by blanks; 0 where its blanks are of another kind."""
    pieces = INNER_BLANKS.split(text)
    if len(pieces) < LEAST_LINES or len(text) < 120:
        return 0
    return wrap_width(pieces)
