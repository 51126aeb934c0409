"""Where the text begins and ends, and what that makes of the lines above, in and below it."""

from __future__ import annotations

import re
from itertools import pairwise

from analysis.cleaning.furniture.head import mark_head, mark_record
from analysis.cleaning.furniture.inside import KEY_AND_VALUE, LEGEND_HAN, mark_body
from analysis.cleaning.furniture.lines import NUMBERED, WORDY, Line
from analysis.cleaning.furniture.looks import LABEL
from analysis.cleaning.furniture.minutes import mark_minutes
from analysis.cleaning.furniture.others import (
    LONGEST,
    OWN_PAIRS,
    SHARED_PAIRS,
    is_of_others,
    mark_others,
    own_pairs,
)
from analysis.cleaning.furniture.repeats import breaks_off
from analysis.cleaning.furniture.signature import CHINESE_NUMBER, clear_above, find_signature
from analysis.cleaning.furniture.tail import CLOSE_HAN, mark_tail, mark_words
from analysis.cleaning.furniture.titles import FIELDS, STEP, find_title
from analysis.cleaning.page import HAN_CHARACTER
from analysis.cleaning.rules import Rules
from analysis.provenance import REFUSED, RUNNING

# Kinds behind which nothing of the text follows.
ENDERS = frozenset({"related", "footer", "comment", "spam"})
FIRM = frozenset({"related", "comment"})  # those of them that no text is broken by
# Share of the running text that may stand behind an ender for it to be the end: a "related" box inside a long
# article is no end.
AFTER_END = 0.25
AFTER_LONG = 0.4  # the same where no whole paragraph stands behind it
LEAST_ITEMS, ITEM_HAN = 3, 10
MOST_ADVERTS = 5  # behind which a text is tried to go on
WITH_VALUE = re.compile("[:：].{4}")  # one other page, named in the line itself
BLURB_SHARE = 0.5  # of the running text, which a site says of itself above the title at most
BLURB_LINES = 2
TEXT_SHARE = 2  # sentences of the page for one that the markup refuses, from which it is none of the text
PIECE = re.compile("[^。！？]{0,12}[。！？][”’」』）)]*")  # of a sentence, on a line of its own
MOST_PIECES = 2
LONGEST_QUESTION = 45  # characters of a title that asks or calls
UNDER_TITLE = 12  # lines between such a title and its text
# A report begins with place, day and reporter: short sentences above that are legends of its photographs.
DATELINE = re.compile(r"[^，。；！？,;!?]{2,20}[讯电]\s*[(（](?:[^()（）]{0,6})(?:记者|通讯员)")
MOST_LEGENDS = 6


def mark_zones(lines: list[Line], rules: Rules) -> None:
    """Decide the weak marks, and mark unknown lines above and below the text."""
    _mark_refused(lines)
    prose = [i for i, line in enumerate(lines) if _is_text(line)] or _items(lines)
    if not prose:
        _mark_bare_page(lines)
        return
    signed = find_signature(lines, prose, rules)
    end = _find_end(lines, prose, signed)
    first = _find_first(lines, prose)
    last = _last_heading(lines, max((i for i in prose if i < end), default=prose[-1]), end)
    last = _last_piece(lines, last)
    if signed > last:
        clear_above(lines, last, signed)
        last = signed
    _keep_label(lines, first, last)
    mark_record(lines[:first])
    below = any(line.is_furniture or line.mark in ("menu", "likely") for line in lines[last + 1 :])
    title = find_title(lines, first)
    mark_minutes(lines[title + 1 : first])
    mark_head(lines, first, title, rules=rules, of_page=below)
    mark_body(lines[first : last + 1])
    mark_others(lines[:end], _text_behind(lines, end))
    mark_words(lines[last + 1 :], rules)
    is_closed = last == signed or lines[last].is_closed
    of_page = any(line.is_furniture for line in lines[:first])
    mark_tail(lines[last + 1 :], end - last - 1, rules, is_closed=is_closed, of_page=of_page)


def _keep_label(lines: list[Line], first: int, last: int) -> None:
    """A heading in brackets above the text is its own where others of the kind stand in it."""
    label = lines[first - 1] if first else lines[first]
    others = (line for line in lines[first : last + 1] if not line.is_furniture)
    if LABEL.fullmatch(label.text) and any(LABEL.fullmatch(other.text) for other in others):
        label.vote = 1


def _last_heading(lines: list[Line], last: int, end: int) -> int:
    """Index of the last line of the text: behind its last sentence numbered headings may follow with short lines."""
    for i in range(last + 1, end):
        if lines[i].is_furniture:
            break
        if not lines[i].mark and CHINESE_NUMBER.match(lines[i].text):
            last = i
    return last


def _last_piece(lines: list[Line], last: int) -> int:
    """Index of the last line, the piece behind it included that wrapped text leaves of its last sentence."""
    for i in range(last + 1, min(last + 1 + MOST_PIECES, len(lines))):
        if lines[i - 1].is_closed:
            break
        if PIECE.fullmatch(lines[i].text):
            lines[i].mark = ""
            return i
        if lines[i].mark:
            break
    return last


def _items(lines: list[Line]) -> list[int]:
    """The numbered items of a page without a sentence, as an agenda is: they are its text."""
    items = [
        i
        for i, line in enumerate(lines)
        if not line.mark and line.n_han >= ITEM_HAN and NUMBERED.match(line.text)
    ]
    return items if len(items) >= LEAST_ITEMS else []


def _mark_refused(lines: list[Line]) -> None:
    """Running heads go, and sentences that link to other pages are teasers, where the page has a text beside them."""
    if all(line.vote >= 0 for line in lines):
        return
    for line in lines:
        if line.vote == RUNNING:
            line.mark = "page_number"
    sentences = [line for line in lines if _is_text(line)]
    refused = [line for line in sentences if line.vote == REFUSED]
    n_refused = sum(line.n_han for line in refused)
    if refused and sum(line.n_han for line in sentences) >= TEXT_SHARE * n_refused:
        for line in refused:
            line.mark = "related"


def _is_text(line: Line) -> bool:
    """Whether a line is running text that no rule knows as something else; a notice may be in English."""
    return (
        not line.mark and line.is_prose and (not line.is_long or HAN_CHARACTER.search(line.text) is not None)
    )


def _find_first(lines: list[Line], prose: list[int]) -> int:
    """Index of the first line of running text below the title.

    What a site says of itself stands above its trail, and a title may ask: both read like running text.
    """
    first, rest = prose[0], prose[1:]
    if not rest:
        return first
    text = lines[first].text
    below = lines[first + 1 : min(rest[0], first + UNDER_TITLE)]
    if len(text) <= LONGEST_QUESTION and text[-1] in "？！?!" and any(o.mark in FIELDS for o in below):
        return rest[0]
    opening = next((i for i in rest[:MOST_LEGENDS] if DATELINE.match(lines[i].text)), -1)
    if opening >= 0 and not any(lines[i].is_long for i in range(first, opening)):
        for line in lines[first:opening]:
            if not line.mark and line.text[-1] == "。" and line.n_han <= LEGEND_HAN:
                line.mark = "image"
        return opening
    n_blurb = _n_blurb(lines, prose)
    for i in prose[:n_blurb]:
        lines[i].mark = "navigation"
    return prose[n_blurb]


def _n_blurb(lines: list[Line], prose: list[int]) -> int:
    """How many of the first lines of running text stand above the trail of the page; cells of a table are no lines."""
    total = sum(lines[i].n_han for i in prose)
    n_found = n_lines = said = 0
    for n, (before, after) in enumerate(pairwise(prose), 1):
        n_lines += lines[before].n_han >= WORDY
        said += lines[before].n_han
        if n_lines > BLURB_LINES or said > BLURB_SHARE * total:
            break
        between = lines[before + 1 : after]
        has_trail = any(line.mark == "navigation" and STEP.search(line.text) for line in between)
        if has_trail and any(line.mark in FIELDS for line in between):
            n_found = n
    return n_found


def _find_end(lines: list[Line], prose: list[int], signed: int) -> int:
    """Index of the first line behind which no more text follows, nor its signature."""
    total = sum(lines[i].n_han for i in prose if not breaks_off(lines[i].text))
    behind, last_long = total, max((i for i in prose if lines[i].n_han >= CLOSE_HAN), default=prose[-1])
    said: set[str] = set()
    n_adverts = 0
    for i, line in enumerate(lines):
        if _is_text(line):
            behind -= 0 if breaks_off(line.text) else line.n_han  # a teaser is no text
        elif (
            line.mark in ENDERS
            and i > max(prose[0], signed)
            and not _is_cut_off(lines, i)
            and not _is_lone_field(lines, i)
        ):
            share = AFTER_END if i < last_long else AFTER_LONG
            if behind < share * total:
                n_adverts += 1
                if not behind or n_adverts > MOST_ADVERTS or not _is_own(lines, i):
                    return i
            if behind <= LONGEST and line.mark in FIRM and not _goes_on(lines, i):
                said = said or own_pairs(lines[:i])
                if is_of_others(_text_behind(lines, i), said):
                    return i
    return len(lines)


def _is_lone_field(lines: list[Line], i: int) -> bool:
    """Whether a line is a field between lines that no rule knows: a site's fields stand beside each other."""
    beside = [*lines[i - 1 : i], *lines[i + 1 : i + 2]]
    is_between = len(beside) == 2 and not any(line.mark for line in beside)
    return is_between and lines[i].mark not in FIRM and KEY_AND_VALUE.match(lines[i].text) is not None


def _is_own(lines: list[Line], i: int) -> bool:
    """Whether the text behind a single advert, or a single other page, is about the same things as that before it."""
    behind = _text_behind(lines, i)
    between = lines[i : next(j for j, line in enumerate(lines) if line is behind[0])]
    if not all(line.mark == "spam" or WITH_VALUE.search(line.text) for line in between):
        return False
    open_rows = [line.row for line in behind if not line.is_closed]  # which go on in the next one, if wrapped
    if not {row + 1 for row in open_rows} <= {line.row for line in behind}:
        return False
    share = SHARED_PAIRS if all(line.mark == "spam" for line in between) else OWN_PAIRS
    return not is_of_others(behind, own_pairs(lines[:i]), share)


def _goes_on(lines: list[Line], i: int) -> bool:
    """Whether another text of the same page stands behind a line: the markup says so, or it ends like this one."""
    behind = _text_behind(lines, i + 1)
    start = behind[0].start if behind else lines[-1].end
    return any(line.vote > 0 for line in behind) or any(
        line.bare == lines[i].bare for line in lines[i + 1 :] if line.start > start
    )


def _is_cut_off(lines: list[Line], i: int) -> bool:
    """Whether a line is the end of a line of running text: text may go on in the next."""
    return lines[i - 1].row == lines[i].row and lines[i - 1].is_prose


def _text_behind(lines: list[Line], end: int) -> list[Line]:
    return [line for line in lines[end:] if _is_text(line)]


def _mark_bare_page(lines: list[Line]) -> None:
    """Without running text weak marks hold only behind the first line that is surely at the foot of a page.

    The legend of a photograph may be all the text there is.
    """
    begun = False
    for line in lines:
        if line.mark == "image" and "。" in line.text:
            line.mark = ""
        begun = begun or line.mark in ENDERS
        if begun and line.mark in ("menu", "contact", "likely"):
            line.mark = "navigation"
        elif line.mark == "value":
            line.mark = "metadata_table"
        elif line.mark in ("symbols", "number"):
            line.mark = ""
