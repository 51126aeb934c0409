"""Sentences that a converter broke at a link, a note or a word in bold: each piece stands on a line of its own.

`get_text("\\n")` and its like put a line end round every inline element. What proves it is a line that begins with a
mark no line begins with, or ends with a bracket just opened: the line before (behind) is the element, and what
stands beside that, without an empty line between, is the sentence it stood in.
"""

from __future__ import annotations

import re
from itertools import pairwise

from analysis.cleaning.page import HAN, HAN_CHARACTER, TERMINAL, Page, has_han
from analysis.cleaning.wraps.ends import PAUSE
from analysis.cleaning.wraps.lines import ORDINAL, Piece, is_closed, split_lines, wrap_width
from analysis.provenance import Replacement

BREAK = "inline_break"
CONTINUES, OPENS = "，。、；）》」』”", "《（“「『"
# The number of a note, in one line or in three.
NOTE = re.compile(r"^[ \t]*[\[［]\s*(?:[A-Za-z]{1,8}\s?)?\d{1,3}\s*[\]］][ \t]*$", re.M)
# The last character of a line, in other letters than the rest: it is no paragraph.
LONE = re.compile(rf"(?<=[{HAN}]{{4}}\n)[{HAN}](?=[ \t]*\n[ \t]*\n)")
# Where any of these may be; a line feed first, which is found fastest.
SURE = re.compile(
    rf"\n(?:(?<=[{OPENS}]\n)|[ \t]*(?:[{CONTINUES}]|[\[［]\s*[A-Za-z0-9\s]{{1,14}}[\]］]|[{HAN}][ \t]*\n[ \t]*\n))"
)
LONGEST = 40  # characters of an inline element
GOES_ON = re.compile(f"[{HAN}0-9A-Za-z{CONTINUES}{OPENS}]")
FIELD = re.compile(r"[^，。；]{1,10}[:：]")
SAID = 200  # characters of what is joined so far that tell whether it is running text
RUNNING_HAN = 12  # Han characters from which a line that breaks off is running text


def join_inline(page: Page) -> list[Replacement]:
    """The line ends round inline elements, inside of sentences.

    Examples
    --------
    >>> from analysis.cleaning import clean_text
    >>> clean_text("会议审议，原则同意县长所作的\\n政府工作报告\\n。会议号召，全县人民团结起来。").text
    '会议审议，原则同意县长所作的政府工作报告。会议号召，全县人民团结起来。'
    """
    text = page.text
    if SURE.search(text) is None:
        return []
    notes = [match.span() for match in NOTE.finditer(text)]
    pieces = split_lines(text)
    texts = [piece.text for piece in pieces]
    if wrap_width(texts) or wrap_width([line for line in texts if PAUSE.search(line)]):  # menus have no pause
        return []  # what a width has broken is settled where widths are known
    near = [text.count("\n", before.end, after.start) == 1 for before, after in pairwise(pieces)]
    joined = _joins(text, pieces, near, _of_notes(pieces, notes))
    return [
        Replacement(before.end, after.start, "", BREAK)
        for (before, after), is_joined in zip(pairwise(pieces), joined, strict=True)
        if is_joined
    ]


def _joins(text: str, pieces: list[Piece], near: list[bool], of_note: list[int]) -> list[bool]:
    """Of the line end behind each piece but the last, whether it stands inside a sentence.

    `near` says that no empty line stands there.
    """
    joined = [
        is_near and (_is_sure(before.text, after.text) or LONE.match(text, after.start) is not None)
        for (before, after), is_near in zip(pairwise(pieces), near, strict=True)
    ]
    # Behind a note that ends its line a sentence may go on for sure: then it stood before the note too.
    joined.append(False)
    ends = {number: i for i, number in enumerate(of_note)}
    is_spaced = not all(near)  # else a heading stands as near as a sentence
    said = ""  # what is joined so far, to the piece before
    for i, (before, after) in enumerate(pairwise(pieces)):
        said = said[:SAID] + before.text if i and joined[i - 1] else before.text
        if joined[i] or not near[i]:
            continue
        is_element = of_note[i + 1] or (len(after.text) <= LONGEST and joined[i + 1])
        if of_note[i + 1] and (of_note[i] == of_note[i + 1] or joined[ends[of_note[i + 1]]]):
            joined[i] = True
        elif is_element or (said is not before.text and _is_sentence(after.text)):
            in_text = is_spaced or (i > 0 and is_closed(pieces[i - 1].text))
            joined[i] = _breaks_off(said, in_text=in_text)
    return joined[:-1]


def _of_notes(pieces: list[Piece], notes: list[tuple[int, int]]) -> list[int]:
    """Of each piece, the number of the note it is of, from 1; 0 where it is of none."""
    number, found = 0, []
    for piece in pieces:
        while number < len(notes) and notes[number][1] <= piece.start:
            number += 1
        is_inside = number < len(notes) and notes[number][0] <= piece.start
        found.append(number + 1 if is_inside else 0)
    return found


def _is_sure(before: str, after: str) -> bool:
    """Whether a line begins with a mark that no line begins with, or ends with a bracket just opened.

    Behind such a mark a sentence goes on; other signs there are those of a damaged page.
    """
    if after[0] in CONTINUES and (len(after) == 1 or GOES_ON.match(after, 1)):
        return before[-1] not in TERMINAL or after[0] in "》）」』”"
    return before[-1] in OPENS and HAN_CHARACTER.search(after) is not None


def _breaks_off(said: str, *, in_text: bool) -> bool:
    """Whether running text stops inside a sentence; without a pause in it, it might be a title elsewhere."""
    if is_closed(said) or not has_han(said, RUNNING_HAN):
        return False
    head = ORDINAL.match(said)
    return PAUSE.search(said, head.end() if head else 0) is not None or (in_text and head is None)


def _is_sentence(text: str) -> bool:
    """Whether a line behind an inline element may go on with its sentence: it is no field."""
    return FIELD.match(text) is None and HAN_CHARACTER.match(text) is not None
