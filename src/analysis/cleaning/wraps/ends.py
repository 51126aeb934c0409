"""Line ends: which of them end a paragraph, and which are taken out.

Where text is wrapped, a full line goes on in the next one; where lines are paragraphs, one that an image, the end of a
page or a number on a line of its own has cut in two does.
"""

from __future__ import annotations

import re
from itertools import pairwise

from analysis.cleaning.page import CLOSING, HAN_CHARACTER, TERMINAL, Page, has_han
from analysis.cleaning.wraps.lines import BLANK, ORDINAL, WRAP, Piece, is_closed, units

LONGEST_NUMBER = 14  # characters of what NUMBER finds
NUMBER = re.compile(r"[\d０-９.,:%％/×+\-—~～]{1,12}[年月日号个项条次名人家件元万亿吨℃%％]{0,2}")
DATE_START = re.compile(r"\d{1,4}[年月]")
UNIT = re.compile(r"[年月日号时分个项条次名人家件元万亿吨度点克余多%％]|微克|公[里斤顷]|平方")
TELEPHONE = re.compile(r"\d[\d—-]{6,}")
PAUSES = ",，、"
PAUSE = re.compile("[，。；、]")
CLOSERS = "，。、；：！？”’）》」』】,;:!?)"  # no line begins with one
SAID = re.compile("[，。；,;]")  # in sentences, and in no cell of a table
PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("(", ")"))
LEAST_NUMBERS, MOST_COLUMNS, LONGEST_CELL = 3, 6, 16  # numbers of a table, its columns, characters of a cell
CUT_HAN = 40  # Han characters from which a line that breaks off is a paragraph cut in two


def settle_line_ends(page: Page, lines: list[Piece], width: int) -> dict[int, tuple[str, str]]:
    """Start of the blanks between two lines → what to put there, by which rule."""
    gaps: dict[int, tuple[str, str]] = {}
    marked = _marked_starts(page, lines) if width else set()
    cells = _cells(lines)
    for i, (before, after) in enumerate(pairwise(lines)):
        if i in cells or i + 1 in cells:
            joined = False
        elif after.start in marked:
            joined = before.text[-1] in PAUSES
        else:
            joined = _continues(before.text, after.text, width) if width else is_cut(before.text, after.text)
        gaps[before.end] = ("", WRAP) if joined else ("\n", BLANK)
    return gaps


def _cells(lines: list[Piece]) -> set[int]:
    """Indices of the numbers of a table whose cells stand in lines of their own: near each other, no unit or sentence between."""
    numbers = [
        i for i, line in enumerate(lines) if len(line.text) <= LONGEST_NUMBER and NUMBER.fullmatch(line.text)
    ]
    cells: set[int] = set()
    for run in (numbers[i : i + LEAST_NUMBERS] for i in range(len(numbers) - LEAST_NUMBERS + 1)):
        if run[-1] - run[0] > LEAST_NUMBERS * MOST_COLUMNS:
            continue
        between = [line.text for i, line in enumerate(lines[run[0] : run[-1]], run[0]) if i not in run]
        if all(
            len(text) <= LONGEST_CELL and not SAID.search(text) and not UNIT.match(text) for text in between
        ):
            cells.update(run)
    return cells


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
    if ORDINAL.match(after) and (is_closed(before) or units(before) < width or ORDINAL.match(before)):
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
        return HAN_CHARACTER.match(before[-1]) is not None or before[-1] in PAUSES
    if TELEPHONE.search(before, max(0, len(before) - LONGEST_NUMBER)) and before[-1].isdigit():
        return False
    if NUMBER.fullmatch(before) or before[-1:].isdigit():
        return UNIT.match(after) is not None or (
            NUMBER.fullmatch(before) is not None and HAN_CHARACTER.match(after) is not None
        )
    return False
