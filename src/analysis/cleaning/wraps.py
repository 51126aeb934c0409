"""Blanks and line ends: one paragraph a line, and no blank but between names and the clauses of a headline.

Three kinds of broken lines are mended: text wrapped at a fixed width, by line ends or (copied from a viewer) by
blanks; a paragraph cut in two, by an image or a page end; and numbers that a converter put on lines of their own.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from analysis.cleaning.page import CLOSING, HAN, TERMINAL, Page, has_han
from analysis.provenance import Replacement, code_points

INNER_BLANKS = re.compile(r"[ \t]+")
AHEAD = 12  # characters behind a blank that tell what begins there
WRAP, BLANK = "hard_wrap", "whitespace"

# Heads of paragraphs: 一、 （一） (1) 1. 第一章 一是
ORDINAL = re.compile(
    r"[一二三四五六七八九十]{1,3}(?:、|[.．]|是)|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d)|第[一二三四五六七八九十]{1,3}[章节条部]|[①-⑳]"
)
HALF = re.compile(
    r"[0-9A-Za-z*]+"
)  # as wide as half a Han character; punctuation was full-width when it was set
LONGEST_NUMBER = 14  # characters of what NUMBER finds
NUMBER = re.compile(r"[\d０-９.,:%％/×+\-—~～]{1,12}[年月日号个项条次名人家件元万亿吨℃%％]{0,2}")
DATE_START = re.compile(r"\d{1,4}[年月]")
DATED = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\])）】]?\Z")  # ends a line of a list
LONGEST_DATE, DATE_ENDS = 12, "0123456789日])）】"
UNIT = re.compile(r"[年月日号时分个项条次名人家件元万亿吨度点微克公里平方余多%％]")
WORD = re.compile(r"[0-9A-Za-zÀ-ɏ]")
LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
IS_HAN = re.compile(f"[{HAN}]")
PAUSES = ",，、"
PAUSE = re.compile("[，。；、]")
QUOTES = "“”‘’《》〈〉「」『』\"'"
BYLINE = re.compile(
    r"[(（【\[]?\s*(?:本报|本网)?(?:特约|实习|全媒体|首席)?(?:记者|通讯员|作者|撰稿|供稿|摄影|文[/／、|]?图|图[/／、|]?文|见习记者)"
)
CLOSERS = "，。、；：！？”’）》」』】,;:!?)"  # no line begins with one
PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("(", ")"))
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
NAMES = re.compile(rf"(?<![{HAN}])[{HAN}]{{2,3}}(?: +[{HAN}]{{2,3}}){{2,}}(?![{HAN}])")
# In every list of names; a blank leads, so that the engine jumps to it.
MIDDLE_NAME = re.compile(f" [{HAN}]{{2,3}} ")

LEAST_LINES = 4  # lines below which a width means nothing
NARROW, WIDE = 16, 160  # half-width columns between which text is set
SPREAD = 0.16  # of the width, in which lines that break off in mid-sentence end
SHORTEST = (
    0.05  # share of the broken lines that may be shorter than a full line (headings are broken lines too)
)
SLACK = 1  # columns by which a full line may be shorter than the shortest broken one
RUNNING_HAN = 12  # Han characters from which a line that goes on in the next one is running text
CUT_HAN = 40  # Han characters from which a line that breaks off is a paragraph cut in two


class Piece(NamedTuple):
    """What stands between two runs of blanks or line ends."""

    start: int
    end: int
    text: str


def settle_blanks(page: Page) -> list[Replacement]:
    """Decide every run of blanks and line ends: nothing, one blank, or one line end."""
    text = page.text
    starts, ends = _blank_runs(text)
    lines = _lines(text)
    width = wrap_width([line.text for line in lines])
    gaps = _gaps(page, lines, width)
    inner: dict[int, tuple[str, str]] = {}
    for line in lines:
        if " " in line.text or "\t" in line.text:
            goes_on = gaps.get(line.end, ("\n", BLANK))[0] == "" and has_han(line.text, RUNNING_HAN)
            inner.update(_inside(line, prose=goes_on or is_prose(line.text)))
    replacements = []
    for start, end in zip(starts, ends, strict=True):
        after, rule = gaps.get(start) or inner.get(start) or ("", BLANK)
        if text[start:end] != after:
            replacements.append(Replacement(start, end, after, rule))
    return replacements


def _blank_runs(text: str) -> tuple[list[int], list[int]]:
    """Where runs of blanks, tabs and line feeds start and end."""
    codes = code_points(text)
    blanks = ((codes == 32) | (codes == 10) | (codes == 9)).nonzero()[0]
    if not len(blanks):
        return [], []
    apart = blanks[1:] - blanks[:-1] > 1
    starts = [int(blanks[0]), *blanks[1:][apart].tolist()]
    return starts, [*(blanks[:-1][apart] + 1).tolist(), int(blanks[-1]) + 1]


def _lines(text: str) -> list[Piece]:
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
    broken_lines = [line for line in lines[:-1] if len(line) <= WIDE and not _ends(line)]
    if len(broken_lines) < max(3, 0.3 * len(lines)):
        return 0
    broken = sorted(map(units, broken_lines))
    width = broken[int(0.8 * (len(broken) - 1))]
    near = [w for w in broken if abs(w - width) <= SPREAD * width]
    if not NARROW <= width <= WIDE or sum(near) < 0.55 * sum(broken):
        return 0
    n_longer = sum(len(line) > 0.6 * width and units(line) > 1.2 * width for line in lines)
    return near[int(SHORTEST * len(near))] - SLACK if n_longer <= 0.1 * len(lines) else 0


def _ends(line: str) -> bool:
    """Whether a line is whole: it closes a sentence, or is an entry of a list with its day."""
    if is_closed(line):
        return True
    return line[-1] in DATE_ENDS and DATED.search(line, max(0, len(line) - LONGEST_DATE)) is not None


def _gaps(page: Page, lines: list[Piece], width: int) -> dict[int, tuple[str, str]]:
    """Start of the blanks between two lines → what to put there, by which rule."""
    gaps: dict[int, tuple[str, str]] = {}
    marked = _marked_starts(page, lines) if width else set()
    for before, after in pairwise(lines):
        if after.start in marked:
            joined = before.text[-1] in PAUSES
        else:
            joined = _continues(before.text, after.text, width) if width else is_cut(before.text, after.text)
        gaps[before.end] = ("", WRAP) if joined else ("\n", BLANK)
    return gaps


def _marked_starts(page: Page, lines: list[Piece]) -> set[int]:
    """Starts of lines that an indent or an empty line sets off, where only some lines are set off so."""
    text = page.text
    indented = {line.start for line in lines if _indent(text, line) >= 2}
    spaced = {
        after.start
        for before, after in pairwise(lines)
        if text.count("\n", before.end, after.start) > 1 and not _is_torn(page, before, after)
    }
    return set().union(*(found for found in (indented, spaced) if 0 < len(found) < 0.8 * (len(lines) - 1)))


def _is_torn(page: Page, before: Piece, after: Piece) -> bool:
    """Whether something was taken out between two lines of a sentence, as the foot of a sheet is."""
    if is_closed(before.text) or not PAUSE.search(before.text):
        return False
    start, end = page.draft.raw_offsets[[before.end - 1, after.start]].tolist()
    return not page.draft.raw_text[start + 1 : end].isspace()


def _indent(text: str, line: Piece) -> int:
    return line.start - text.rfind("\n", 0, line.start) - 1


def _continues(before: str, after: str, width: int) -> bool:
    """Whether, in wrapped text, a line goes on in the next one."""
    if ORDINAL.match(after) and (is_closed(before) or units(before) < width):
        return False
    if before[-1] in PAUSES:
        return True
    if after[0] in CLOSERS or is_number_apart(before, after):
        return True
    if is_closed(before) and not is_closed(after) and units(after) < width:
        return False  # a heading or a signature: the last line of a paragraph closes a sentence
    return units(before) >= width or (is_open(before) and not is_closed(before))


def is_cut(before: str, after: str) -> bool:
    """Whether a paragraph goes on in the next line though lines are paragraphs.

    Examples
    --------
    >>> is_cut("提升太湖治理效能,巩固黑臭水体治理成效,", "坚决打赢碧水保卫战;"), is_cut("朱刚要求", "重点抓好四方面工作:")
    (True, False)
    """
    if after[0] in CLOSERS:
        return True
    if before[-1] in TERMINAL and len(after) > LONGEST_NUMBER:
        return False
    if is_number_apart(before, after):
        return True
    if is_closed(before) or ORDINAL.match(after):
        return False
    if is_open(before):
        return True
    if before[-1] in PAUSES:
        return has_han(before, 6)
    return (
        before[-1] not in CLOSING
        and len(after) > 12
        and any(mark in before for mark in ",，。")
        and has_han(before, CUT_HAN)
    )


def is_open(text: str) -> bool:
    """Whether a quotation or bracket is open at the end of a text.

    Examples
    --------
    >>> is_open("成果找市场“双向"), is_open("“双向揭榜”的简称")
    (True, False)
    """
    return any(text.rfind(opening) > text.rfind(closing) for opening, closing in PAIRS if opening in text)


def is_number_apart(before: str, after: str) -> bool:
    """Whether a line end stands next to a number that a converter put on a line of its own.

    Examples
    --------
    >>> is_number_apart("截至", "2023"), is_number_apart("2023", "年底,全市"), is_number_apart("会议强调", "2023年工作")
    (True, True, False)
    """
    if NUMBER.fullmatch(after):
        if DATE_START.match(after) and not any(mark in before for mark in "，。,"):
            return False  # a headline, and the day that a report begins with
        return IS_HAN.match(before[-1]) is not None or before[-1] in PAUSES
    if NUMBER.fullmatch(before) or before[-1:].isdigit():
        return UNIT.match(after) is not None or (
            NUMBER.fullmatch(before) is not None and IS_HAN.match(after) is not None
        )
    return False


def _inside(line: Piece, *, prose: bool) -> dict[int, tuple[str, str]]:
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
            decided[line.start + start] = _in_prose(piece, following, end - start, width)
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
        and IS_HAN.match(text[match.start() - 1])
        and IS_HAN.match(text[match.end()])
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
        bracket = re.search("[)）】\\]]", text[match.end() : match.end() + 80])
        stop = match.end() + bracket.start() if bracket else min(len(text), match.end() + 40)
        if bracket or len(text) <= 60:
            spans.append((match.start(), stop))
    return spans


def _in_headline(text: str, start: int, end: int) -> str:
    left, right = text[start - 1], text[end]
    if WORD.match(left) and WORD.match(right):
        return " "
    if not (IS_HAN.match(left) or left in QUOTES) or not (IS_HAN.match(right) or right in QUOTES):
        return ""
    return " "


def _in_prose(piece: str, following: str, n_blanks: int, width: int) -> tuple[str, str]:
    """What a run of blanks in running text becomes, given the piece before it."""
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
    return "", WRAP if width or (IS_HAN.match(piece[-1:]) and IS_HAN.match(following)) else BLANK


def _width_of_pieces(text: str) -> int:
    """The width at which a line was wrapped by blanks; 0 where its blanks are of another kind."""
    pieces = re.split(r"[ \t]+", text)
    if len(pieces) < LEAST_LINES or len(text) < 120:
        return 0
    return wrap_width(pieces)
