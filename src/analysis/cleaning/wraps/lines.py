"""The lines of a text: where they stand, what begins one, how wide they are, and the width at which they were wrapped.

A line as wide as that goes on in the next one; where none is found, lines are paragraphs.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from analysis.cleaning.page import CLOSING, TERMINAL

WRAP, BLANK = "hard_wrap", "whitespace"  # the rules under which blanks and line ends are settled

# Heads of paragraphs: 一、 （一） (1) 1. 第一章 一是
ORDINAL = re.compile(
    r"[一二三四五六七八九十]{1,3}(?:、|[.．]|是)|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d)|第[一二三四五六七八九十]{1,3}[章节条部]|[①-⑳]"
)
HALF = re.compile(
    r"[0-9A-Za-z*]+"
)  # as wide as half a Han character; punctuation was full-width when it was set
DATED = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\])）】]?\Z")  # ends a line of a list
LONGEST_DATE, DATE_ENDS = 12, "0123456789日])）】"

LEAST_LINES = 4  # lines below which a width means nothing
NARROW, WIDE = 16, 160  # half-width columns between which text is set
SPREAD = 0.16  # of the width, in which lines that break off in mid-sentence end
SHORTEST = (
    0.05  # share of the broken lines that may be shorter than a full line (headings are broken lines too)
)
SLACK = 1  # columns by which a full line may be shorter than the shortest broken one


class Piece(NamedTuple):
    """What stands between two runs of blanks or line ends."""

    start: int
    end: int
    text: str


def split_lines(text: str) -> list[Piece]:
    """The lines that are not blank, without the blanks round them."""
    lines, position = [], 0
    for line in text.split("\n"):
        stripped = line.strip(" \t")
        if stripped:
            start = position + line.index(stripped[0])
            lines.append(Piece(start, start + len(stripped), stripped))
        position += len(line) + 1
    return lines


def units(text: str) -> int:
    """Width of a line in half-width columns.

    Examples
    --------
    >>> units("2022年以来,"), units("PM2.5")
    (12, 6)
    """
    return 2 * len(text) - sum(map(len, HALF.findall(text)))


def is_closed(text: str) -> bool:
    """Whether a text ends with a mark that closes a sentence."""
    return text.rstrip(CLOSING)[-1:] in TERMINAL and text != ""


def wrap_width(lines: list[str]) -> int:
    """The width from which a line of wrapped text is full, in half-width columns; 0 where lines are paragraphs.

    Lines that break off in mid-sentence must be many, and end near the same width, which hardly a line exceeds.
    Lines narrower than any text is set, such as the words of menus, tell nothing.
    """
    lines = [line for line in lines if len(line) >= NARROW or 2 * len(line) >= NARROW <= units(line)]
    if len(lines) < LEAST_LINES:
        return 0
    broken_lines = [line for line in lines[:-1] if len(line) <= WIDE and not _is_whole(line)]
    if len(broken_lines) < max(3, 0.3 * len(lines)):
        return 0
    broken = sorted(map(units, broken_lines))
    width = broken[int(0.8 * (len(broken) - 1))]
    near = [w for w in broken if abs(w - width) <= SPREAD * width]
    if not NARROW <= width <= WIDE or sum(near) < 0.55 * sum(broken):
        return 0
    n_longer = sum(len(line) > 0.6 * width and units(line) > 1.2 * width for line in lines)
    return near[int(SHORTEST * len(near))] - SLACK if n_longer <= 0.1 * len(lines) else 0


def _is_whole(line: str) -> bool:
    """Whether a line is whole: it closes a sentence, or is an entry of a list with its day."""
    if is_closed(line):
        return True
    return line[-1] in DATE_ENDS and DATED.search(line, max(0, len(line) - LONGEST_DATE)) is not None
